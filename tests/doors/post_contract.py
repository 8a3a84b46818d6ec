"""What every `Post` must do, whichever way letters go. A subclass gives the fixtures `post` and `arrived`."""

from collections.abc import Callable, Sequence

import pytest

from tasks.circle.model.records import Outcome
from tasks.doors.ports import Envelope, Post

Arrived = Callable[[], Sequence[bytes]]


def envelope(number: int = 1, name: str = "", text: str = "Hei på deg") -> Envelope:
    message_id = f"<brev-{number}@example.org>"
    message = f"From: sirkel@example.org\r\nTo: kari@example.org\r\nMessage-ID: {message_id}\r\n\r\n{text}\r\n"
    return Envelope("sirkel@example.org", "kari@example.org", message_id, name or f"brev-{number}", message.encode())


class PostContract:
    #: What becomes of a letter that is delivered.
    DELIVERED = Outcome.DONE

    @pytest.fixture
    def post(self) -> Post:
        raise NotImplementedError

    @pytest.fixture
    def arrived(self) -> Arrived:
        """The letters at the other end, byte for byte, in any order."""
        raise NotImplementedError

    def test_a_letter_arrives_byte_for_byte(self, post: Post, arrived: Arrived) -> None:
        with post.session() as session:
            assert session.deliver(envelope()).outcome is self.DELIVERED
        assert list(arrived()) == [envelope().message]

    def test_a_batch_goes_over_one_session(self, post: Post, arrived: Arrived) -> None:
        batch = [envelope(number) for number in range(25)]
        with post.session() as session:
            assert {session.deliver(letter).outcome for letter in batch} == {self.DELIVERED}
        assert sorted(arrived()) == sorted(letter.message for letter in batch)

    def test_a_session_without_letters_delivers_nothing(self, post: Post, arrived: Arrived) -> None:
        with post.session():
            pass
        assert list(arrived()) == []

    def test_two_sessions_one_after_the_other_both_deliver(self, post: Post, arrived: Arrived) -> None:
        for number in (1, 2):
            with post.session() as session:
                assert session.deliver(envelope(number)).outcome is self.DELIVERED
        assert len(arrived()) == 2
