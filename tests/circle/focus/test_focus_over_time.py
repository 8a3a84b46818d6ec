"""Themes over a circle's life (R14): asked for again and again, taken up, still wanted."""

from tasks.circle.focus.propose import Answer, Past, Topic
from tasks.circle.proposals.themes import NEVER, ONCE, STILL, TAKEN, Theme
from tests.circle.shipped_words import themes_over_time

BANK = [Topic("t1", "Hybridmøter"), Topic("t2", "Digitale tavler", "Miro, Mural og Padlet"), Topic("t3", "Personvern")]


def after(meeting: int, **wishes: str) -> list[Answer]:
    return [Answer(f"{who}-{meeting}", who, "suggestion", text) for who, text in wishes.items()]


HEARD = {
    1: after(1, kari="Hybridmøter", ola="Hybride møter", siri="Miro", per="Padlet og Miro"),
    2: after(2, kari="Hybridmøte", nils="Digitale tavler", siri="Personvern", per="Personvern i praksis"),
    3: after(3, ola="Mer om hybridmøter", liv="Hybridmøter nå", siri="vet ikke"),
}
HELD = [Past(2, "Digitale tavler"), Past(3, "Personvern")]


def themes(held: list[Past] = HELD, order: tuple[int, ...] = (1, 2, 3)) -> dict[str, Theme]:
    return {each.title: each for each in themes_over_time(HEARD, BANK, held, order, ["Kari Nes"])}


def test_what_is_asked_for_again_and_again_and_never_taken_up_comes_first() -> None:
    first = next(iter(themes().values()))
    assert (first.title, first.standing, first.people) == ("Hybridmøter", NEVER, 3)
    assert first.asked == ((1, 2), (2, 1), (3, 2))
    assert first.sentence == "3 deltakere har bedt om dette etter møte 1, 2 og 3; det er aldri tatt opp."


def test_what_is_asked_for_after_it_was_taken_up_is_still_wanted() -> None:
    board = themes()["Digitale tavler"]
    assert (board.standing, board.taken) == (STILL, (2,))
    assert board.sentence.endswith("det var fokusområdet i møte 2, og er fortsatt ønsket etter møte 2.")


def test_what_nobody_asks_for_any_more_was_taken_up() -> None:
    assert themes()["Personvern"].standing == TAKEN
    assert themes([])["Personvern"].standing == ONCE


def test_the_order_of_meetings_is_their_time_and_not_their_number() -> None:
    assert themes(order=(2, 3, 1))["Digitale tavler"].asked == ((2, 1), (1, 2))


def test_a_focus_area_outside_the_bank_is_known_when_it_comes_back() -> None:
    heard = {1: after(1, a="Lyd og mikrofoner"), 2: after(2, b="Mer om mikrofoner og lyd")}
    (theme,) = themes_over_time(heard, [], [Past(1, "Lyd og mikrofoner")], (1, 2))
    assert (theme.standing, theme.taken) == (STILL, (1,))


def test_one_voice_in_one_meeting_is_no_theme_over_time() -> None:
    assert themes_over_time({1: after(1, a="Villgjær")}, [], [], (1,)) == ()


def test_nobody_is_named() -> None:
    heard = {1: after(1, a="Hybridmøter slik Kari Nes gjør det", b="Hybridmøter, kari@example.org")}
    assert "Kari" not in str(themes_over_time(heard, BANK, [], (1,), ["Kari Nes"]))
    assert "example.org" not in str(themes_over_time(heard, BANK, [], (1,)))
