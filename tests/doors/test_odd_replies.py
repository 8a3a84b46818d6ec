"""Whatever a service answers, it ends in one clear line, and never in a traceback; one odd row costs itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.circle.model.apart import sound
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.google_sheet.sheet import GoogleSheet
from tasks.doors.oauth.access_token import AccessToken, TokenFiles
from tasks.doors.oauth.consent import App, by_browser, by_device
from tasks.doors.oauth.grant import PROVIDERS, Grant
from tasks.doors.ping import ping
from tasks.doors.ports import Attendance, RoomResult
from tests.bad_input.odd_text import quickly
from tests.doors.odd_replies import BODIES, anything, as_bytes, instead
from tests.doors.room_contract import END, START
from tests.doors.sheet_contract import NOW, TABS
from tests.doors.zoom_room.zoom_office import KEY, TOPIC, Office, create, made, office
from tests.hostile.doors import come_back
from tests.standins.certificates import Authority
from tests.standins.google import GoogleStandIn
from tests.standins.google_door import Clock, door
from tests.standins.smtp_token import TokenGiver
from tests.standins.watcher import Watcher
from tests.standins.zoom_faults import Fault
from tests.standins.zoom_meetings import Visit

by_body = pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
statuses = pytest.mark.parametrize("status", [200, 403])  # google-auth repeats a 5xx of its own accord, for seconds


def clear(line: str) -> None:
    """One line for people: nothing of the body, no half characters."""
    assert line.strip() and "\n" not in line and sound(line) == line and len(line) < 600
    assert "Traceback" not in line and "<" not in line


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleStandIn]:
    with GoogleStandIn() as standing:
        yield standing


@pytest.fixture(name="office")
def _office() -> Iterator[Office]:
    with office() as found:
        yield found


def told_by_google(google: GoogleStandIn, on: str, status: int, body: bytes, act: str = "read", chosen: GoogleSheet | None = None) -> str:
    """The line in which a round hears of it; "" when the answer could be read. Without a door, by one that has no token yet."""
    chosen = chosen or door(google, google.spreadsheet(TABS), Clock())
    if act == "write":
        chosen.read(["Oversikt", *TABS], NOW)
    google.script.faults.clear()
    google.fail(on, status, text=body, times=None)
    try:
        found: object = None
        if act == "write":
            chosen.write({"Oversikt": [["Nr"]]})
        else:
            found = chosen.read(["Møter"], NOW) if act == "read" else chosen.look()
    except Stop as stop:
        (problem,) = stop.problems
        clear(problem.what)
        clear(problem.next_step)
        return problem.what
    finally:
        google.script.faults.clear()
    assert sound(str(found)) == str(found)
    return ""


@by_body
@statuses
@pytest.mark.parametrize(("on", "act"), [("read", "read"), ("token", "read"), ("read", "look"), ("write", "write")])
def test_what_google_says_instead_is_told(google: GoogleStandIn, on: str, act: str, status: int, body: bytes) -> None:
    said = told_by_google(google, on, status, body, act)
    assert said or (status == 200 and act != "read" and body.startswith(b"{")), "an object without anything says that nothing is there"


RANGES = {"spreadsheetId": "x", "valueRanges": [{"range": "Møter!A1:Z1000", "majorDimension": "ROWS", "values": [["Nr", 1], [True]]}]}
DOCUMENT = {"properties": {"timeZone": "Europe/Oslo"}, "sheets": [
    {"properties": {"sheetId": 1, "title": "Møter", "gridProperties": {"rowCount": 3, "columnCount": 3}}}]}  # fmt: skip


@pytest.mark.parametrize("act", ["read", "look"])
def test_no_value_of_google_s_answers_is_believed_to_be_what_it_should(google: GoogleStandIn, act: str) -> None:
    chosen = door(google, google.spreadsheet(TABS), Clock())  # each is the answer to another round
    for _, answer in instead(RANGES if act == "read" else DOCUMENT):
        told_by_google(google, "read", 200, as_bytes(answer), act, chosen)


@quickly(15)
@given(answer=anything)
def test_anything_may_be_what_google_says(google: GoogleStandIn, answer: Any) -> None:
    for on in ("read", "token"):
        told_by_google(google, on, 200, as_bytes(answer))


def test_one_odd_cell_costs_itself(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet(TABS)
    google.fail("read", 200, text=as_bytes({"valueRanges": [{"range": "Møter!A1:Z9", "values": [["Nr", {"a": 1}], [[2]], [3, "\ud800"]]}]}))
    assert door(google, sheet, Clock()).read(["Møter"], NOW) == {"Møter": [["Nr", "#ERROR!"], ["#ERROR!"], [3, "\ufffd"]]}


def said_of_zoom(office: Office, kind: str, answer: Fault) -> str:
    """The sentence about a call that `answer` is the only answer to; "" when it was done."""
    door = office.door()
    room = made(door) if kind in ("update", "delete", "past", "participants") else None
    if kind in ("past", "participants"):
        office.zoom.now = END + timedelta(hours=1)
        assert room is not None
        office.zoom.hold(room.id, [Visit("Kari", "kari@example.org", START, END)])
    office.zoom.script(kind, *[answer] * 9)
    act: Callable[[], RoomResult | Attendance] = {
        "update": lambda: door.update(room, "Nytt", START, END),  # type: ignore[arg-type]
        "delete": lambda: door.delete(room),  # type: ignore[arg-type]
    }.get(kind) or ((lambda: create(door)) if room is None else (lambda: door.attendance(room)))
    done = act()
    assert sound(repr(done)) == repr(done)
    if done.outcome is Outcome.DONE:
        return ""
    clear(done.detail)
    assert "Zoom" in done.detail
    return done.detail


@by_body
@statuses
@pytest.mark.parametrize("kind", ["token", "list", "create", "update", "delete", "past", "participants"])
def test_what_zoom_says_instead_is_told(office: Office, kind: str, status: int, body: bytes) -> None:
    assert said_of_zoom(office, kind, Fault(status=status, body=body))
    office.zoom.clear_faults()
    if kind in ("token", "list", "create"):
        office.later(timedelta(days=1))
        made(office.door())
        assert len(office.zoom.rooms) == 1


MEETING = {"id": 81234567890, "join_url": "https://zoom.example.org/j/8?pwd=a", "topic": TOPIC, "start_time": "2021-05-11T07:15:00Z",
           "duration": 135, "agenda": f"[{KEY}] x", "created_at": "2021-05-01T08:00:00Z", "encrypted_password": "a"}  # fmt: skip
VISIT = {"name": "Kari", "user_email": "kari@example.org", "join_time": "2021-05-11T07:15:00Z", "leave_time": "2021-05-11T08:15:00Z",
         "duration": 3600, "status": "in_meeting"}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "token": {"access_token": "x", "expires_in": 3599, "scope": "a", "token_type": "bearer"},
    "list": {"meetings": [MEETING], "next_page_token": "", "total_records": 1},
    "create": MEETING,
    "past": {"meetings": [{"uuid": "a==", "start_time": "2021-05-11T07:15:00Z"}]},
    "participants": {"participants": [VISIT, VISIT], "next_page_token": ""},
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_no_value_of_zoom_s_answers_is_believed_to_be_what_it_should(kind: str) -> None:
    for _, answer in instead(ANSWERS[kind]):
        with office() as found:
            said_of_zoom(found, kind, Fault(status=200, body=as_bytes(answer)))


def test_a_room_whose_row_can_not_be_read_is_not_made_twice(office: Office) -> None:
    """R11: its key stands there."""
    room = made(office.door())
    rows = [answer for where, answer in instead(MEETING | {"id": int(room.id)}) if where.startswith((".start_time", ".duration", ".topic", ".join"))]
    for row in rows:
        office.zoom.script("list", Fault(status=200, body=as_bytes({"meetings": [17, row]})))
        create(office.door())
        assert len(office.zoom.rooms) == 1, row


def test_one_odd_visit_costs_itself(office: Office) -> None:
    late = {"join_time": "9999-12-31T23:59:59-12:00"}
    changes: tuple[dict[str, Any], ...] = ({"name": None}, {"name": {}}, {"user_email": []}, late, {"duration": []})
    odd = [VISIT | change for change in changes]
    whole = {"participants": [17, None, *odd, VISIT | {"name": "Ola", "user_email": "ola@example.org"}], "next_page_token": ""}
    room = made(office.door())
    office.zoom.now = END + timedelta(days=2)
    office.zoom.hold(room.id, [Visit("Kari", "", START, END)])
    office.zoom.script("participants", Fault(status=200, body=as_bytes(whole)))
    found = office.door().attendance(room)
    assert ("ola@example.org", 60) in {(each.address, each.minutes) for each in found.presences}


def token_of(service: TokenGiver, status: int, body: bytes, folder: Path) -> str:
    service.says = (status, body)
    account = AccessToken(service.oauth("forny"), 5, TokenFiles(folder))
    try:
        token = account.get()
    except Stop as stop:
        (problem,) = stop.problems
        clear(problem.what)
        service.says = None
        assert account.get() == "adgang", "the next round's is asked for anew"
        return problem.what
    assert token.isascii() and token.isprintable()
    return ""


@by_body
@statuses
def test_what_a_token_service_says_instead_is_told(status: int, body: bytes, tmp_path: Path) -> None:
    with TokenGiver("forny", "adgang") as service:
        assert "127.0.0.1" in token_of(service, status, body, tmp_path)


def test_no_value_of_a_token_service_is_believed_to_be_what_it_should(tmp_path: Path) -> None:
    with TokenGiver("forny", "adgang") as service:
        for status, answer in ((200, {"access_token": "a", "expires_in": 3600, "scope": "b"}), (400, {"error": "a", "error_description": "b"})):
            for _, odd in instead(answer):
                token_of(service, status, as_bytes(odd), tmp_path)


@quickly(25)
@given(answer=anything, status=st.sampled_from((200, 400)))
def test_anything_may_be_what_a_token_service_says(answer: Any, status: int) -> None:
    with TokenGiver("forny", "adgang") as service, TemporaryDirectory() as folder:
        token_of(service, status, as_bytes(answer), Path(folder))


@pytest.mark.parametrize("location", ["http://[", "http://a:b/", "//\x00", "x" * 5000, "http://\udcff.example.org/"])
def test_where_a_watching_service_leads_is_not_even_read(location: str) -> None:
    with Watcher() as watcher:
        watcher.answer, watcher.location = 302, location.encode("utf-8", "surrogatepass").decode("latin-1")
        clear(ping(watcher.url, ok=True))


@by_body
@statuses
def test_what_a_token_service_says_to_a_login_is_told(status: int, body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    with TokenGiver("forny", "adgang", authority.good()) as service:
        service.says = (status, body)
        own = Grant(client_id="klient", client_secret="hemmelig-klient", token_uri=service.url)
        by_code = partial(by_device, App(PROVIDERS[1], own, "", service.url), lambda address, code: None, 5)
        for ask in (by_code, partial(by_browser, App(PROVIDERS[0], own, service.url, ""), "", 0, come_back, 5)):
            with pytest.raises(Stop) as stop:
                ask()
            (problem,) = stop.value.problems
            clear(problem.what)
            clear(problem.next_step)
            assert "127.0.0.1" in problem.what
