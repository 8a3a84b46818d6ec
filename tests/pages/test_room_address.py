"""Our own address to a meeting's room, and the page of a meeting (RULES.md R32, R33)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tasks import clock
from tasks.circle.model.hosts import link_in
from tasks.circle.model.links import HERE, door_code, here_words
from tasks.circle.model.records import Changes, Form, Meeting, Room
from tasks.context import context_of, forget_doors
from tasks.pages import circle_site
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, SEPTEMBER, Served

START, END = datetime(2021, 9, 14, 7, 15, tzinfo=UTC), datetime(2021, 9, 14, 9, 30, tzinfo=UTC)
QUARTER, SECOND = timedelta(minutes=15), timedelta(seconds=1)
ROOM = "https://zoom.example.org/j/2021"


def meeting(site: Served, number: int = SEPTEMBER) -> Meeting:
    return next(each for each in site.memory().meetings if each.number == number)


def address(site: Served, number: int = SEPTEMBER) -> str:
    return f"/{CIRCLE}/rom/{door_code(context_of(site.ref).keys, CIRCLE, number)}"


def present(site: Served) -> dict[str, datetime]:
    return {each.person: each.at for each in site.memory().came_in if each.meeting == SEPTEMBER}


@pytest.fixture(autouse=True)
def room(site: Served) -> None:
    """The meeting of September has a room."""
    found = meeting(site)
    room = Room("2021", ROOM, found.focus, found.start, found.end)
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(replace(found, room=room),)))


@pytest.fixture
def counted(site: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Who was there is kept."""
    monkeypatch.setattr(circle_site, "LOOKS_EVERY", 0)
    site.office.replace("doors.toml", "attendance = false", "attendance = true")
    forget_doors(site.ref)
    yield site


def test_the_address_leads_to_the_room_of_now_and_else_to_the_meeting_s_page(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = {START - QUARTER - SECOND: False, START - QUARTER: True, START: True, END + QUARTER - SECOND: True, END + QUARTER: False}
    for at, is_open in moments.items():
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        answer = site.get(address(site))
        assert answer.status_code == 302
        assert answer.headers["location"] == (ROOM if is_open else f"../mote/{SEPTEMBER}"), at
    page = site.get(f"/{CIRCLE}/mote/{SEPTEMBER}")
    assert page.status_code == 200 and ROOM not in page.text and "Møtet er holdt." in page.text
    assert not present(site), "a GET marks nobody"


def test_nobody_reckons_an_address_and_one_that_is_wrong_leads_nowhere(site: Served) -> None:
    end = address(site).rpartition("/")[2]
    assert len(end) == 30 and len({address(site, number) for number in range(1, 99)}) == 98
    assert {site.get(f"/{CIRCLE}/rom/{wrong}").status_code for wrong in (end[:-1], end + "0", "0" * 30, str(SEPTEMBER), "%00")} == {404}
    assert site.get(f"/{CIRCLE}/rom/{HERE}").text == here_words(context_of(site.ref).keys, CIRCLE)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", ""])
def test_a_room_that_is_no_web_address_is_led_to_by_nobody(site: Served, monkeypatch: pytest.MonkeyPatch, link: str) -> None:
    found = meeting(site)
    assert found.room
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(replace(found, room=replace(found.room, link=link)),)))
    monkeypatch.setattr(clock, "now", lambda: START)
    assert site.get(address(site)).headers["location"] == f"../mote/{SEPTEMBER}"


@pytest.mark.parametrize(
    "link", ["https://[bad", "https://rom.example.org:x/1", "https://møterom.example.org/æ?ø=å", "https://rom.example.org/\u2192"]
)
def test_no_link_that_people_type_is_a_fault_of_ours(counted: Served, monkeypatch: pytest.MonkeyPatch, link: str) -> None:
    site, found = counted, meeting(counted)
    assert found.room
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(replace(found, room=replace(found.room, link=link)),)))
    monkeypatch.setattr(clock, "now", lambda: START)
    own = site.links("D01").meeting
    assert site.get(address(site)).status_code == 302 and site.get(own).status_code == 200
    site.post(own, {})
    shown = site.get(f"{own}?lagret=1")
    assert shown.status_code == 200 and (shown.headers.get("refresh", "").isascii())
    assert bool(shown.headers.get("refresh")) == (link_in(link) == link)


def test_what_lets_people_in_stands_on_no_public_page(site: Served) -> None:
    found = meeting(site, 5) if any(each.number == 5 for each in site.memory().meetings) else meeting(site)
    for form, place, shown in (
        (Form.DIGITAL, "Teams, passord 123: https://rom.example.org/1", ""),
        (Form.HYBRID, "Bui 2. Passord: hemmelig9", "Bui 2"),
    ):
        changed = replace(found, form=form, place=place)
        context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(changed,)))
        for page in (f"/{CIRCLE}", f"/{CIRCLE}/mote/{found.number}", f"/{CIRCLE}/kalender.ics", f"/{CIRCLE}/paamelding"):
            text = site.get(page).text
            assert "123" not in text.replace("\r\n ", "") and "hemmelig9" not in text.replace("\r\n ", ""), (form, page)
        assert shown in site.get(f"/{CIRCLE}/mote/{found.number}").text
        assert "assord" in site.get(site.links("D01", found.number).meeting).text


def test_the_feed_tells_what_the_letters_calendar_does(site: Served) -> None:
    found = replace(meeting(site), input="Ola om lyd", links="Tavla: https://tavle.example.org/x")
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(found,)))
    own, common = (site.get(link).text.replace("\r\n ", "") for link in (site.links("D01").feed, f"/{CIRCLE}/kalender.ics"))
    assert "Ola om lyd" in own and "https://tavle.example.org/x" in own and "Fokusområde: " in own
    assert "Ola om lyd" in common and "tavle.example.org" not in common


def test_a_meeting_that_is_called_off_has_no_room(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(replace(meeting(site), cancelled=True),)))
    monkeypatch.setattr(clock, "now", lambda: START)
    assert site.get(address(site)).headers["location"] == f"../mote/{SEPTEMBER}"
    assert "Møtet er avlyst." in site.get(f"/{CIRCLE}/mote/{SEPTEMBER}").text


def test_only_who_presses_behind_their_own_link_counts_as_present(counted: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    site = counted
    monkeypatch.setattr(clock, "now", lambda: START + timedelta(minutes=10))
    own = site.path(site.links("D01").meeting)
    before = site.get(own).text
    assert 'method="post"' in before and "Bli med" in before and not present(site)
    site.get(address(site))
    assert site.post(f"/{CIRCLE}/mote/{SEPTEMBER}/D02.{'x' * 22}").status_code == 404
    assert site.post(f"/{CIRCLE}/mote/{SEPTEMBER}").status_code == 404 or site.post(f"/{CIRCLE}/mote/{SEPTEMBER}").status_code == 405
    pressed = site.post(own)
    assert pressed.status_code == 303 and list(present(site)) == ["D01"]
    going = site.get(str(httpx.URL(own).join(pressed.headers["location"])))
    assert going.headers["refresh"] == f"0; url={ROOM}" and ROOM in going.text
    monkeypatch.setattr(clock, "now", lambda: START + timedelta(minutes=50))
    site.post(own)
    assert present(site)["D01"] == START + timedelta(minutes=10), "who comes in again has been there since the first time"


def test_before_and_after_the_meeting_nobody_can_be_present(counted: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    own = counted.path(counted.links("D01").meeting)
    for at in (START - QUARTER - SECOND, END + QUARTER):
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        page = counted.get(own).text
        assert "Bli med" not in page and 'method="post"' not in page
        assert counted.post(own).status_code == 200
    assert not present(counted)


def test_where_nobody_counts_one_is_led_straight_to_the_room(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: START)
    own = site.path(site.links("D01").meeting)
    page = site.get(own).text
    assert f'href="{ROOM}"' in page and 'method="post"' not in page
    site.post(own)
    assert not present(site)


def test_the_page_of_a_meeting_shows_everybody_the_focus_and_the_participant_the_rest(site: Served) -> None:
    found = replace(meeting(site), input="Åse Ødegård: lyd", links="Tavla: https://tavle.example.org/x", after="Opptak: https://film.example.org/9")
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(found,)))
    everybody = site.get(f"/{CIRCLE}/mote/{SEPTEMBER}").text
    assert found.focus in everybody and "Åse Ødegård: lyd" in everybody
    assert not [secret for secret in ("tavle.example.org", "film.example.org", ROOM) if secret in everybody]
    site.post(site.path(site.links("D01").answer), {"need": "Å lage smårom"})
    own = site.get(site.path(site.links("D01").meeting)).text
    assert "https://tavle.example.org/x" in own and "https://film.example.org/9" in own and "Å lage smårom" in own
    other = site.get(site.path(site.links("D02").meeting)).text
    assert "Å lage smårom" not in other
    for nothing in ("/mote/99", "/mote/abc", "/mote/0", f"/mote/{COMING}/D01.{'x' * 22}", "/mote/²"):
        assert site.get(f"/{CIRCLE}{nothing}").status_code == 404, nothing
    for language, words in (("nn", "Møtet er halde."), ("en", "The meeting has been held.")):
        assert words in site.get(f"/{CIRCLE}/mote/{SEPTEMBER}?sprak={language}").text
