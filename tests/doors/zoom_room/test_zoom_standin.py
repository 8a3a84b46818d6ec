"""The Zoom stand-in itself: held to Zoom's own document, and to what that document can't say."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from tasks.circle.model.records import Outcome
from tests.doors.room_contract import END, START
from tests.doors.zoom_room.zoom_office import CHECK, NOW, TOPIC, Office, create, made, needs_check, office, written
from tests.standins.zoom import ACCOUNT_ID, CLIENT_ID, CLIENT_SECRET, HOST
from tests.standins.zoom_faults import cut_after, html, refuses, too_fast, too_many_today
from tests.standins.zoom_meetings import Visit

FORM = {"grant_type": "account_credentials", "account_id": ACCOUNT_ID}
KARI, OLA = Visit("Kari Nordmann", "kari@example.org", START, END), Visit("Ola", "", START, END - timedelta(minutes=5))


@pytest.fixture(name="office")
def _office() -> Iterator[Office]:
    with office() as found:
        yield found


def token(office: Office, **changes: Any) -> requests.Response:
    login = changes.pop("auth", (CLIENT_ID, CLIENT_SECRET))
    return requests.post(office.zoom.token_url, data={**FORM, **changes}, auth=login, timeout=5)


def ask(office: Office, method: str, path: str, access: str = "", **more: Any) -> requests.Response:
    access = access or token(office).json()["access_token"]
    return requests.request(method, office.zoom.api_url + path, headers={"Authorization": f"Bearer {access}"}, timeout=5, **more)


def said(response: requests.Response) -> tuple[int, int]:
    return response.status_code, response.json()["code"]


@needs_check
def test_everything_said_on_the_line_is_in_zooms_own_document(office: Office, tmp_path: Path) -> None:
    """Both what the door asks and what the stand-in answers, in a life with every kind of call and refusal."""
    everything(office)
    for path in ("/past_meetings/81200000001", "/report/meetings/81200000001/participants"):
        assert ask(office, "GET", path).status_code == 200
    found = subprocess.run(
        [sys.executable, str(CHECK), str(written(office.zoom, tmp_path)), "--responses"], capture_output=True, text=True, timeout=120
    )
    assert (found.returncode, found.stdout.splitlines()[-1]) == (0, "violations: 0"), found.stdout + found.stderr
    seen = found.stdout
    assert all(f"GET /past_meetings/{{meetingId}}{part} -> 200" in seen for part in ("", "/participants", "/instances"))
    assert all(f"{call}/{{meetingId}} -> 204" in seen for call in ("PATCH /meetings", "DELETE /meetings"))


def everything(office: Office) -> None:
    others, zoom = ("anders@example.org", "marianne@example.org"), office.zoom
    door, open_door = office.door(alternative_hosts=others), office.door(waiting_room=False, recording="local")
    assert door.check().outcome is Outcome.DONE
    first = made(door)
    room = made(open_door, "moteplasser-2", 28)
    zoom.meetings.rooms[int(room.id)]["join_url"] = "https://zoom.example.org/j/1"
    zoom.script("create", too_fast(), refuses(400, 300, "Invalid field."), too_many_today(NOW), cut_after(), html())
    zoom.script("update", refuses(401, 124, "Access token is expired."))
    for number in range(310):
        create(door, f"sirkel-{number}", number)
        zoom.meetings.used.clear()
    found = made(office.door(), "moteplasser-2", 28)
    assert door.update(found, "Nytt emne", START + timedelta(days=30), END + timedelta(days=31)).outcome is Outcome.DONE
    assert [door.delete(found).outcome for _ in range(2)] == [Outcome.DONE] * 2
    create(office.door(host="nobody@example.org"))
    zoom.now = END + timedelta(hours=2)
    zoom.hold(first.id, [KARI, OLA], uuid="/ab+c//d==")
    assert len(door.attendance(first).presences) == 2
    assert door.attendance(made(door, "for-sent", 60)).outcome is Outcome.LATER


def test_only_the_right_secret_and_account_get_a_token(office: Office) -> None:
    assert token(office, auth=(CLIENT_ID, "wrong")).json()["error"] == "invalid_client"
    assert token(office, account_id="wrong").json()["error"] == "invalid_request"
    assert token(office, grant_type="password").status_code == 400
    assert token(office).json()["expires_in"] == 3599


def test_a_new_token_ends_the_old_one_and_an_hour_ends_both(office: Office) -> None:
    old, new = (token(office).json()["access_token"] for _ in range(2))
    assert said(ask(office, "GET", f"/users/{HOST}/meetings", old)) == (401, 124)
    assert ask(office, "GET", f"/users/{HOST}/meetings", new).status_code == 200
    office.later(timedelta(hours=1))
    assert said(ask(office, "GET", f"/users/{HOST}/meetings", new)) == (401, 124)


def test_the_list_comes_in_pages_with_the_agenda_cut(office: Office) -> None:
    for _ in range(5):
        office.zoom.meetings.create(HOST, {"agenda": "a" * 300})
    path, mark = f"/users/{HOST}/meetings", ""
    rows: list[dict[str, Any]] = []
    for _ in range(3):
        page = ask(office, "GET", path, params={"page_size": 2, "next_page_token": mark}).json()
        rows, mark = rows + page["meetings"], page["next_page_token"]
    assert (len({row["id"] for row in rows}), mark, page["total_records"]) == (5, "", 5)
    assert {len(row["agenda"]) for row in rows} == {250}
    assert not [row for row in rows if "start_url" in row]


def test_a_start_in_the_past_becomes_now_on_create_and_nothing_on_update(office: Office) -> None:
    room = ask(office, "POST", f"/users/{HOST}/meetings", json={"start_time": "2021-01-01T08:00:00Z"}).json()
    assert room["start_time"] == "2021-05-01T08:00:00Z"
    changed = ask(office, "PATCH", f"/meetings/{room['id']}", json={"start_time": "2021-01-01T08:00:00Z", "topic": "Nytt"})
    assert (changed.status_code, changed.content) == (204, b"")
    now = ask(office, "GET", f"/meetings/{room['id']}").json()
    assert (now["start_time"], now["topic"]) == ("2021-05-01T08:00:00Z", "Nytt")


def test_what_does_not_exist_is_refused_with_zooms_own_codes(office: Office) -> None:
    assert said(ask(office, "GET", "/users/nobody@example.org/meetings")) == (404, 1001)
    assert said(ask(office, "GET", "/meetings/1")) == (404, 3001)
    assert said(ask(office, "DELETE", "/meetings/1")) == (404, 3001)
    assert said(ask(office, "GET", "/past_meetings/1/participants")) == (404, 3001)
    assert said(ask(office, "POST", f"/users/{HOST}/meetings", json={"topic": "x" * 201})) == (400, 300)


def test_a_host_has_a_hundred_creates_and_updates_a_day(office: Office) -> None:
    access = token(office).json()["access_token"]
    codes = [ask(office, "POST", f"/users/{HOST}/meetings", access, json={"topic": TOPIC}) for _ in range(101)]
    assert [code.status_code for code in codes] == [201] * 100 + [429]
    assert codes[-1].headers["Retry-After"] == "2021-05-02T00:00:00Z"
    assert codes[-1].headers["X-RateLimit-Type"] == "Daily-limit"
    office.later(timedelta(hours=17))
    assert ask(office, "POST", f"/users/{HOST}/meetings", json={"topic": TOPIC}).status_code == 201


@pytest.mark.parametrize("uuid", ["/ab+c==", "ab//c==", "ab+c/d=="])
def test_a_uuid_arrives_only_when_encoded_twice(uuid: str, office: Office) -> None:
    office.zoom.hold("812", [KARI, OLA], uuid=uuid)
    office.zoom.now = END + timedelta(hours=1)
    once = quote(uuid, safe="")
    assert ask(office, "GET", f"/past_meetings/{quote(once, safe='')}/participants").json()["total_records"] == 2
    assert ask(office, "GET", f"/past_meetings/{once}/participants").status_code == 404


def test_reports_are_empty_for_one_full_of_zeros_at_first_and_closed_after_a_year(office: Office) -> None:
    office.zoom.hold("812", [KARI])
    office.zoom.hold("813", [KARI, OLA], ready=END + timedelta(minutes=30))
    office.zoom.now = END + timedelta(minutes=1)
    assert ask(office, "GET", "/past_meetings/812/participants").json()["participants"] == []
    for path in ("/past_meetings/813/participants", "/report/meetings/813/participants"):
        assert {row["duration"] for row in ask(office, "GET", path).json()["participants"]} == {0}
    office.later(timedelta(hours=1))
    assert {row["duration"] for row in ask(office, "GET", path).json()["participants"]} == {8100, 7800}
    office.later(timedelta(days=366))
    assert said(ask(office, "GET", "/past_meetings/813/participants")) == (400, 12702)


def test_what_is_scripted_happens_once(office: Office) -> None:
    access = token(office).json()["access_token"]
    office.zoom.script("create", cut_after(), too_fast(NOW))
    with pytest.raises(requests.ConnectionError):
        ask(office, "POST", f"/users/{HOST}/meetings", access, json={"topic": TOPIC})
    assert len(office.zoom.rooms) == 1
    limited = ask(office, "POST", f"/users/{HOST}/meetings", access, json={"topic": TOPIC})
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "2021-05-01T08:00:00Z")
    assert ask(office, "POST", f"/users/{HOST}/meetings", access, json={"topic": TOPIC}).status_code == 201
