"""Whatever is damaged in a mail, it is read, and taken in, and nothing of it harms what is kept (attack 1 and its kind)."""

from hypothesis import given
from hypothesis import strategies as st

from tests.bad_input.odd_text import quickly
from tests.mutated_mail import MUTATIONS, Mutation, examined, mutated, whole

acts = st.lists(st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 2**32 - 1)), min_size=1, max_size=6)


def test_sound_mails_are_sound() -> None:
    assert [examined(raw, 1)[1] for raw in whole()] == [""] * len(whole())


@quickly(1000)
@given(st.integers(0, len(whole()) - 1), acts)
def test_no_damage_makes_the_reader_or_what_is_made_of_it_fail(which: int, done: list[tuple[Mutation, int]]) -> None:
    assert examined(mutated(whole()[which], done), 3)[1] == ""
