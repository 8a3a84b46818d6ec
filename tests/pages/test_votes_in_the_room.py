"""Votes in the room: opened by a facilitator, cast by a link or the room's address, shown to all (RULES.md R30)."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tasks import clock
from tasks.circle.answers.ballots import results_of
from tasks.circle.model.records import Candidate, Changes, Reply
from tasks.context import context_of
from tasks.pages import room, voting
from tasks.pages.limits import Limit
from tests.flows.office import CIRCLE
from tests.pages.served import SEPTEMBER, Served
from tests.pages.test_room import DURING, address

OPTIONS = "Digitale tavler\nLyd i hybride møter\n\nDigitale tavler\n"


@pytest.fixture(autouse=True)
def in_the_meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """During it; what one test sends is not counted in the next, and a screen is reckoned anew at once."""
    monkeypatch.setattr(room, "FROM_ONE_ROOM", Limit(150, 120))
    monkeypatch.setattr(room, "OF_NOBODY", Limit(50, 6 * 3600))
    monkeypatch.setattr(voting, "COUNTED_AGAIN", 0.0)
    monkeypatch.setattr(clock, "now", lambda: DURING)
    yield


def opened(site: Served, options: str = OPTIONS) -> str:
    """The facilitators' page, with a vote open."""
    page = site.links("F01").facilitator
    assert site.post(page, {"answer": "open", "meeting": str(SEPTEMBER), "options": options}).status_code == 303
    return page


def at(monkeypatch: pytest.MonkeyPatch, minutes: float) -> None:
    moment = DURING + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: moment)


def screen(site: Served, words: str) -> str:
    """The screen, when it shows `words`: it is reckoned behind whoever looks."""
    until = time.monotonic() + 10
    while words not in (text := site.get(f"{address(site)}/skjerm").text):
        assert time.monotonic() < until, f"«{words}» is not in {text}"
        time.sleep(0.05)
    return text


def counts(site: Served) -> tuple[int, dict[str, int], int]:
    [found] = results_of(site.memory())
    return found.turnout, dict(found.proposals), found.strangers


def test_a_facilitator_opens_people_vote_and_the_screen_shows_the_count_then_the_result(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Avstemning" not in site.get(address(site)).text
    page = opened(site)
    assert [each.proposals for each in site.memory().ballots] == [("Digitale tavler", "Lyd i hybride møter")]
    at(monkeypatch, 1)
    assert "Avstemningen er åpen" in site.get(site.links("D02").meeting).text
    assert site.post(address(site), {"act": "vote", "voter": "D01", "option": ["0", "1"]}).status_code == 303
    assert site.post(site.links("D02").answer, {"act": "vote", "option": "1"}).headers["location"].startswith("?lagret=stemt")
    assert site.post(address(site), {"act": "vote", "voter": "fremmed@example.org", "option": "0"}).status_code == 303
    assert counts(site) == (2, {"Digitale tavler": 1, "Lyd i hybride møter": 2}, 1)
    shown = screen(site, "2 har stemt")
    assert "Digitale tavler" in shown and "<meter" not in shown, "how it goes is shown when it is closed"
    assert "1 stemmer fra noen som ikke står" in site.get(page).text
    at(monkeypatch, 2)
    assert site.post(page, {"answer": "close", "meeting": str(SEPTEMBER)}).status_code == 303
    assert "<meter" in screen(site, "<meter")
    late = site.post(address(site), {"act": "vote", "voter": "D03", "option": "0"})
    assert late.status_code == 422 and "er ikke åpen" in late.text and counts(site)[0] == 2
    assert not site.memory().own_replies and not [each for each in site.memory().room_replies if each.meeting == SEPTEMBER]


def test_what_came_by_a_link_is_not_replaced_from_the_room_and_one_has_one_vote(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(site)
    at(monkeypatch, 1)
    site.post(address(site), {"act": "vote", "voter": "d01", "option": "0"})
    at(monkeypatch, 2)
    site.post(site.links("D01").answer, {"act": "vote", "option": "1"})
    at(monkeypatch, 3)
    for _ in range(3):
        site.post(address(site), {"act": "vote", "voter": "D01", "option": "0"})
    assert counts(site) == (1, {"Digitale tavler": 0, "Lyd i hybride møter": 1}, 0)
    assert 'value="1" checked' in site.get(site.links("D01").answer).text
    kept = site.get(f"{site.links('D01').me}/alt.json").json()
    assert kept["room_votes"][0]["proposals"] == ["Lyd i hybride møter"]


def test_a_vote_that_is_opened_anew_begins_empty(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(site)
    at(monkeypatch, 1)
    site.post(site.links("D01").answer, {"act": "vote", "option": "1"})
    at(monkeypatch, 2)
    site.post(page, {"answer": "close", "meeting": str(SEPTEMBER)})
    at(monkeypatch, 3)
    opened(site, "Ett\nTo\nTre")
    assert counts(site) == (0, {"Ett": 0, "To": 0, "Tre": 0}, 0)
    at(monkeypatch, 4)
    site.post(address(site), {"act": "vote", "voter": "D01", "option": "2"})
    assert counts(site)[1]["Tre"] == 1


@pytest.mark.parametrize(
    ("options", "said"), [("Bare ett", "2–8 forslag"), ("\n".join(map(str, range(9))), "2–8 forslag"), ("a" * 201 + "\nb", "for langt")]
)
def test_what_can_not_be_voted_on_is_said_and_nothing_typed_is_lost(site: Served, options: str, said: str) -> None:
    page = site.links("F01").facilitator
    sent = site.post(page, {"answer": "open", "meeting": str(SEPTEMBER), "options": options})
    assert sent.status_code == 422 and said in sent.text and options.splitlines()[0] in sent.text and not site.memory().ballots


def test_only_a_facilitator_of_the_meeting_that_is_under_way_opens_one(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    form = {"answer": "open", "meeting": str(SEPTEMBER), "options": OPTIONS}
    for wrong in (site.links("D01").me, site.links("D01").answer, address(site)):
        site.post(wrong, form)
    at(monkeypatch, 24 * 60)
    page = site.links("F01").facilitator
    assert "I møtet" not in site.get(page).text and site.post(page, form).status_code == 422
    assert not site.memory().ballots


def test_nothing_ticked_and_nobody_named_is_said(site: Served) -> None:
    opened(site)
    empty = site.post(address(site), {"act": "vote"})
    assert empty.status_code == 422 and "minst ett forslag" in empty.text and "Skriv e-postadressen" in empty.text
    odd = site.post(site.links("D01").answer, {"act": "vote", "option": ["7", "x", "-1"]})
    assert odd.status_code == 422 and counts(site)[0] == 0


def test_the_screen_shows_what_the_answers_ask_for_and_no_title_that_is_somebodys_words(site: Served) -> None:
    new = "Strikking av fiskegarn på brygga"
    said = [Reply(f"D{n:02d}", SEPTEMBER, "suggestion", new if n < 5 else "Digitale tavler", DURING) for n in range(1, 10)]
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(own_replies=tuple(said)))
    shown = screen(site, "Dette ber svarene om")
    assert "fiskegarn" not in shown and "Et nytt tema" in shown
    page = site.get(site.links("F01").facilitator).text
    assert "fiskegarn" in page, "a facilitator reads what could be voted on"
    title = next(line for line in page.splitlines() if "fiskegarn" in line).split(">")[-1]
    opened(site, f"{title}\nDigitale tavler")
    assert "fiskegarn" in screen(site, "fiskegarn"), "asking all about it is a facilitator's yes"


def test_a_thousand_looks_reckon_once_in_ten_seconds(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voting, "COUNTED_AGAIN", 10.0)
    reckoned: list[int] = []

    usual = voting.candidates_now

    def reckon(*given: Any) -> tuple[Candidate, ...]:
        reckoned.append(1)
        return usual(*given)

    monkeypatch.setattr(voting, "candidates_now", reckon)
    for _ in range(40):
        assert site.get(f"{address(site)}/skjerm").status_code == 200
    assert len(reckoned) == 1


@pytest.mark.parametrize(("language", "words"), [("nn", "Røyst"), ("en", "Vote")])
def test_in_the_other_languages(site: Served, language: str, words: str) -> None:
    opened(site)
    assert f">{words}</button>" in site.get(f"{address(site)}?sprak={language}").text


def test_a_vote_goes_with_who_asks_to_be_forgotten(site: Served) -> None:
    opened(site)
    site.post(site.links("D01").answer, {"act": "vote", "option": "1"})
    context_of(site.ref).doors.ledger.forget(CIRCLE, "D01")
    assert not site.memory().room_votes
