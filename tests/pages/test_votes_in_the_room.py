"""Votes in the room: opened by a facilitator, cast by a link or the room's address, shown to all (RULES.md R30)."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from tasks import clock
from tasks.circle.answers import merging
from tasks.circle.answers.ballots import ballot_mark, ballot_of, results_of
from tasks.circle.model.attending import Ballot
from tasks.circle.model.records import Changes, Reply, WordsDecision
from tasks.circle.proposals.shown_words import title_key
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
    monkeypatch.setattr(room, "IN_ALL", Limit(600, 6 * 3600))
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


def vote(site: Served, *options: str, voter: str = "") -> dict[str, str | list[str]]:
    """The form of the vote that is shown now."""
    last = ballot_of(site.memory(), SEPTEMBER)
    return {"act": "vote", "ballot": ballot_mark(last) if last else "", "option": [*options], "voter": voter}


def close(site: Served, page: str) -> Any:
    last = ballot_of(site.memory(), SEPTEMBER)
    assert last
    return site.post(page, {"answer": "close", "meeting": str(SEPTEMBER), "ballot": ballot_mark(last)})


def counts(site: Served) -> tuple[int, dict[str, int], int]:
    found = results_of(site.memory(), clock.now())[-1]
    return found.turnout, dict(found.proposals), found.strangers


def test_a_facilitator_opens_people_vote_and_the_screen_shows_the_count_then_the_result(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Avstemning" not in site.get(address(site)).text
    page = opened(site)
    assert [each.proposals for each in site.memory().ballots] == [("Digitale tavler", "Lyd i hybride møter")]
    at(monkeypatch, 1)
    for own in (site.links("D02").meeting, site.links("D02").me):
        assert "Avstemningen er åpen" in site.get(own).text
    assert site.post(address(site), vote(site, "0", "1", voter="D01")).status_code == 303
    assert site.post(site.links("D02").answer, vote(site, "1")).headers["location"].startswith("?lagret=stemt")
    assert site.post(address(site), vote(site, "0", voter="fremmed@example.org")).status_code == 303
    assert counts(site) == (2, {"Digitale tavler": 1, "Lyd i hybride møter": 2}, 1)
    shown = screen(site, "3 stemmer er kommet inn")
    assert "Digitale tavler" in shown and "<meter" not in shown, "how it goes is shown when it is closed"
    assert "én stemme fra noen som ikke står" in site.get(page).text and "2 deltakere har stemt" in site.get(page).text
    at(monkeypatch, 2)
    assert close(site, page).status_code == 303
    assert "<meter" in screen(site, "<meter")
    late = site.post(address(site), vote(site, "0", voter="D03"))
    assert late.status_code == 422 and "er ikke åpen" in late.text and counts(site)[0] == 2
    assert not site.memory().own_replies and not [each for each in site.memory().room_replies if each.meeting == SEPTEMBER]


def test_what_came_by_a_link_is_not_replaced_from_the_room_and_one_has_one_vote(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(site)
    at(monkeypatch, 1)
    site.post(address(site), vote(site, "0", voter="d01"))
    at(monkeypatch, 2)
    site.post(site.links("D01").answer, vote(site, "1"))
    at(monkeypatch, 3)
    for _ in range(3):
        site.post(address(site), vote(site, "0", voter="D01"))
    assert counts(site) == (1, {"Digitale tavler": 0, "Lyd i hybride møter": 1}, 0)
    assert 'value="1" checked' in site.get(site.links("D01").answer).text
    kept = site.get(f"{site.links('D01').me}/alt.json").json()
    assert kept["room_votes"][0]["proposals"] == ["Lyd i hybride møter"]


def test_the_next_vote_begins_empty_and_the_one_before_is_kept(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened(site)
    first = vote(site, "1")
    at(monkeypatch, 1)
    site.post(site.links("D01").answer, first)
    at(monkeypatch, 2)
    refused = site.post(page, {"answer": "open", "meeting": str(SEPTEMBER), "options": "Ett\nTo"})
    assert refused.status_code == 422 and "alt åpen" in refused.text and len(site.memory().ballots) == 1
    close(site, page)
    at(monkeypatch, 3)
    opened(site, "Ett\nTo\nTre")
    assert counts(site) == (0, {"Ett": 0, "To": 0, "Tre": 0}, 0)
    at(monkeypatch, 4)
    late = site.post(site.links("D01").answer, first)
    assert late.status_code == 422 and "er avsluttet" in late.text, "it was about the other one"
    site.post(address(site), vote(site, "2", voter="D01"))
    assert counts(site)[1]["Tre"] == 1
    assert dict(results_of(site.memory(), clock.now())[0].proposals) == {"Digitale tavler": 0, "Lyd i hybride møter": 1}
    kept = site.get(f"{site.links('D01').me}/alt.json").json()
    assert [each["proposals"] for each in kept["room_votes"]] == [["Lyd i hybride møter"], ["Tre"]]


def test_of_two_facilitators_one_opens_and_a_late_close_leaves_the_next_vote_open(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    page, form = site.links("F01").facilitator, {"answer": "open", "meeting": str(SEPTEMBER)}
    moments = count()
    monkeypatch.setattr(clock, "now", lambda: DURING + timedelta(milliseconds=next(moments)))
    with ThreadPoolExecutor(8) as pool:
        sent = [*pool.map(lambda n: site.post(page, {**form, "options": f"Ett {n}\nTo {n}"}).status_code, range(8))]
    assert sorted(sent) == [303] + [422] * 7 and len(site.memory().ballots) == 1
    stale = {"answer": "close", "meeting": str(SEPTEMBER), "ballot": vote(site)["ballot"]}
    site.post(page, stale)
    site.post(page, {**form, "options": "Nye\nForslag"})
    site.post(page, stale)
    assert [each.proposals[0] for each in site.memory().ballots if each.closed is None] == ["Nye"]


@pytest.mark.parametrize("what", ["moved", "cancelled", "over"])
def test_a_vote_that_nobody_closed_ends_with_the_meeting(site: Served, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    opened(site)
    site.post(site.links("D01").answer, vote(site, "1"))
    found = next(each for each in site.memory().meetings if each.number == SEPTEMBER)
    later = timedelta(days=7)
    changed = replace(found, cancelled=True) if what == "cancelled" else replace(found, start=found.start + later, end=found.end + later)
    if what != "over":
        context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(changed,)))
    at(monkeypatch, 7 * 24 * 60 if what == "moved" else 300)
    assert "Avstemningen er åpen" not in site.get(site.links("D02").meeting).text
    if what == "moved":
        opened(site, "Ett\nTo")
        assert [each.open for each in results_of(site.memory(), clock.now())] == [False, True]
    if what == "over":
        screen(site, "<meter")


def test_titles_that_people_wrote_go_with_their_answers_also_from_votes(site: Served) -> None:
    """By the own deletion and by `forget`, before any round has read them; a facilitator's own words stay."""
    people = asking_for_nets(site)
    title = asked_for(site, "fiskegarn")
    opened(site, f"{title}\nVi møtes ute")
    site.post(site.links("D09").answer, vote(site, "0", "1"))
    for code in people[:-1]:
        assert title in site.get(address(site)).text, "somebody else has written it, too"
        site.post(f"{site.links(code).me}/slett")
    context_of(site.ref).doors.ledger.forget(CIRCLE, people[-1])
    memory = site.memory()
    assert [(each.proposals, each.made) for each in memory.ballots] == [(("[…]", "Vi møtes ute"), ("[…]",))]
    assert memory.room_votes[0].proposals == ("[…]", "Vi møtes ute")
    for text in (site.get(address(site)).text, site.get(site.links("F01").facilitator).text):
        assert "fiskegarn" not in text and "Vi møtes ute" in text


def test_the_own_deletion_takes_a_title_that_no_round_has_read(site: Served) -> None:
    site.post(site.links("D01").answer, {"suggestion": "Strikking av fiskegarn på brygga"})
    ballot = Ballot(SEPTEMBER, DURING, None, ("Strikking av fiskegarn", "Vi møtes ute"), ("Strikking av fiskegarn",))
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(ballots=(ballot,)))
    site.post(f"{site.links('D01').me}/slett")
    assert [each.proposals for each in site.memory().ballots] == [("[…]", "Vi møtes ute")]


def test_a_no_takes_a_title_off_the_screen_and_the_form(site: Served) -> None:
    asking_for_nets(site)
    title = asked_for(site, "fiskegarn")
    opened(site, f"{title}\nVi møtes ute")
    screen(site, f"<li>{title}</li>\n<li>Vi møtes ute")
    context = context_of(site.ref)
    key = title_key(context.keys.digest, context.circle.name, title)
    context.doors.ledger.save(CIRCLE, Changes(words_decided=(WordsDecision(key, False, "F01", DURING + timedelta(minutes=1)),)))
    for page in (f"{address(site)}/skjerm", address(site), site.links("D09").answer):
        text = site.get(page).text
        assert "fiskegarn" not in text and "nytt tema" in text.casefold() and "Vi møtes ute" in text


def asking_for_nets(site: Served) -> list[str]:
    """Who writes the same new theme on their own page."""
    people = ["D01", "D02", "D03", "D04"]
    for code in people:
        site.post(site.links(code).answer, {"suggestion": "Strikking av fiskegarn på brygga", "need": "", "relevance": ""})
    return people


def asked_for(site: Served, word: str) -> str:
    """The title with `word`, as facilitators are given it to vote on, once it has been counted."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        lines = re.search(r"<textarea id=\"options\"[^>]*>\n?([^<]*)", site.get(site.links("F01").facilitator).text)
        for line in lines[1].splitlines() if lines else []:
            if word in line:
                return line
        time.sleep(0.05)
    raise AssertionError(f"{word} is not asked for")


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
    assert "Åpne avstemningen" not in site.get(page).text and site.post(page, form).status_code == 422
    assert not site.memory().ballots


def test_nothing_ticked_and_nobody_named_is_said(site: Served) -> None:
    opened(site)
    empty = site.post(address(site), vote(site))
    assert empty.status_code == 422 and "minst ett forslag" in empty.text and "Skriv e-postadressen" in empty.text
    odd = site.post(site.links("D01").answer, vote(site, "7", "x", "-1"))
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
    usual = merging.said_so_far

    def reckon(*given: Any) -> list[Reply]:
        reckoned.append(1)
        return usual(*given)

    monkeypatch.setattr("tasks.pages.voting.said_so_far", reckon)
    with ThreadPoolExecutor(10) as pool:
        looks = [*pool.map(lambda _: site.get(f"{address(site)}/skjerm"), range(40))]
    assert {each.status_code for each in looks} == {200} and all("kommet inn" in each.text for each in looks)
    assert len(reckoned) == 1


@pytest.mark.parametrize(("language", "words"), [("nn", "Røyst"), ("en", "Vote")])
def test_in_the_other_languages(site: Served, language: str, words: str) -> None:
    opened(site)
    assert f">{words}</button>" in site.get(f"{address(site)}?sprak={language}").text


def test_a_vote_goes_with_who_asks_to_be_forgotten(site: Served) -> None:
    opened(site)
    site.post(site.links("D01").answer, vote(site, "1"))
    context_of(site.ref).doors.ledger.forget(CIRCLE, "D01")
    assert not site.memory().room_votes
