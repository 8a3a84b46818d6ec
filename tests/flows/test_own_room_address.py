"""The own address of a meeting's room in letters and calendars, and a room that changes (RULES.md R33)."""

import email
import http.server
import re
import threading
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

import httpx
import icalendar
import openpyxl
import pytest

from tasks.circle.model.links import door_code, room_addresses
from tasks.context import context_of, forget_doors
from tests.flows.conftest import Desk
from tests.flows.office import CIRCLE
from tests.pages.served import serving
from tests.standins.certificates import Authority

ROOM, OTHER = "https://zoom.example.org/j/2021", "https://teams.example.org/l/9"


class Front:
    """A web server with TLS before the pages; `url` is where people reach them. `behind` may be nothing."""

    def __init__(self, authority: Authority, behind: str = "") -> None:
        self.behind = behind

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(handler) -> None:  # noqa: N805 - the library's name
                answer = httpx.get(f"{self.behind}{handler.path}", follow_redirects=False) if self.behind else httpx.Response(200, text="Velkommen")
                handler.send_response(answer.status_code)
                handler.send_header("Content-Length", str(len(answer.content)))
                handler.end_headers()
                handler.wfile.write(answer.content)

            def log_message(handler, *_: object) -> None:  # noqa: N805
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = authority.good().context().wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def front(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Front]:
    authority = Authority(tmp_path / "ca")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    found = Front(authority)
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def circle(desk: Desk, front: Front) -> Desk:
    """An ordinary sheet in September, with pages at https."""
    file = desk.config / "doors.toml"
    text = re.sub(r'(?m)^url = "http:[^"]*"', f'url = "{front.url}"', file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    desk.edit(lambda book: book.remove(book["Øving"]))
    desk.run("2021-09-01T08:05")
    return desk


def letters(desk: Desk, kind: str, meeting: int, day: str = "") -> list[email.message.EmailMessage]:
    found = sorted((desk.data / CIRCLE / "outbox").glob(f"{day}*_{kind}_{meeting:02d}_D*.eml"))
    return [email.message_from_bytes(each.read_bytes(), policy=default) for each in found]


def words(letter: email.message.EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body
    return str(body.get_content())


def checked(desk: Desk, front: Front) -> str:
    """`check`, while the pages are served behind the web server."""
    from tasks.context import CircleRef

    ref = CircleRef(str(desk.config), str(desk.data), CIRCLE)
    with serving(lambda: [ref]) as behind:
        front.behind = behind
        said = desk.call("check", "--circle", CIRCLE)
        front.behind = ""
    forget_doors(ref)
    return " ".join(said.split())


def own(desk: Desk, front: Front, meeting: int) -> str:
    from tasks.context import CircleRef

    ref = CircleRef(str(desk.config), str(desk.data), CIRCLE)
    return f"{front.url}/{CIRCLE}/rom/{door_code(context_of(ref).keys, CIRCLE, meeting)}"


def room_is(desk: Desk, link: str) -> None:
    file = desk.config / "doors.toml"
    file.write_text(re.sub(r'(?m)^link = "[^"]*"', f'link = "{link}"', file.read_text(encoding="utf-8")), encoding="utf-8")


def test_until_check_has_reached_them_nothing_tells_the_own_address(circle: Desk, front: Front) -> None:
    said = " ".join(circle.call("check", "--circle", CIRCLE).split())
    assert f"ikke nådd på {front.url}" in said, "another server answers there"
    circle.run("2021-09-12T08:05")
    assert "/rom/" not in words(letters(circle, "reminder", 4)[0])


def test_a_room_that_changes_needs_no_letter_where_check_has_reached_the_pages(circle: Desk, front: Front) -> None:
    assert "nådd med https" in checked(circle, front)
    before = circle.run("2021-09-10T08:05")
    assert not [each for each in before["letters"] if each["kind"] == "update"], "who has the room's own link gets in by it"
    circle.run("2021-09-12T08:05")
    reminder = words(letters(circle, "reminder", 4)[0])
    assert own(circle, front, 4) in reminder and ROOM in reminder, "both, for when the pages are away"
    circle.edit(lambda book: [book["Møter"].cell(6, 1, 5), book["Møter"].cell(6, 2, "12.10.2021")])
    circle.run("2021-09-15T08:05")
    invitation = letters(circle, "invitation", 5)[0]
    assert own(circle, front, 5) in words(invitation) and ROOM not in words(invitation)
    calendar = next(part for part in invitation.walk() if part.get_content_type() == "text/calendar")
    event = icalendar.Calendar.from_ical(str(calendar.get_content())).walk("VEVENT")[0]
    assert own(circle, front, 5) in str(event["location"]) and ROOM not in event.to_ical().decode()
    room_is(circle, OTHER)
    changed = circle.run("2021-09-16T08:05")
    assert not [each for each in changed["letters"] if each["kind"] == "update" and each["meeting"] == 5]
    circle.run("2021-10-10T08:05")
    assert OTHER in words(letters(circle, "reminder", 5)[0])


def test_without_the_own_address_the_same_change_is_told(circle: Desk) -> None:
    circle.edit(lambda book: [book["Møter"].cell(6, 1, 5), book["Møter"].cell(6, 2, "12.10.2021")])
    circle.run("2021-09-15T08:05")
    room_is(circle, OTHER)
    changed = circle.run("2021-09-16T08:05")
    assert [each for each in changed["letters"] if each["kind"] == "update" and each["meeting"] == 5]


def test_pages_that_are_taken_away_leave_nobody_at_a_closed_door(circle: Desk, front: Front) -> None:
    """Who was told our own address hears of the room's."""
    checked(circle, front)
    circle.edit(lambda book: [book["Møter"].cell(6, 1, 5), book["Møter"].cell(6, 2, "12.10.2021")])
    circle.run("2021-09-15T08:05")
    file = circle.config / "doors.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(front.url, "http://127.0.0.1:4300"), encoding="utf-8")
    again = circle.run("2021-09-16T08:05")
    assert [each for each in again["letters"] if each["kind"] == "update" and each["meeting"] == 5]
    assert ROOM in words(letters(circle, "update", 5)[0])


def test_a_link_typed_in_the_place_is_that_meeting_s_room(circle: Desk) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        place = next(cell.column for cell in book["Møter"][1] if cell.value == "Sted")
        book["Møter"].cell(6, 1, 5)
        book["Møter"].cell(6, 2, "12.10.2021")
        book["Møter"].cell(6, place, f"Teams: {OTHER}")

    circle.edit(typed)
    circle.run("2021-09-15T08:05")
    said = words(letters(circle, "invitation", 5)[0])
    assert OTHER in said and ROOM not in said and "på nett (Teams)" in said and said.count(OTHER) == 1


def test_over_http_or_before_check_there_is_none() -> None:
    from tasks.circle.model.links import Keys, Pages, reached_key

    keys = Keys(b"x")
    for url in ("http://sirkel.example.org", "", "https://sirkel.example.org"):
        pages = Pages(url)
        assert room_addresses(pages, "a", keys, ())(1) == ""
        assert bool(room_addresses(pages, "a", keys, {reached_key(pages, keys)})(1)) == url.startswith("https")
    assert room_addresses(Pages("https://annen.example.org"), "a", keys, {reached_key(Pages("https://sirkel.example.org"), keys)})(1) == ""
