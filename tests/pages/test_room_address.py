"""Our own address to a meeting's room, and the page of a meeting (RULES.md R32, R33)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tasks import clock
from tasks.circle.model.links import HERE, door_code, here_words
from tasks.circle.model.records import Changes, Meeting, Room
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
