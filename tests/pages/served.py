"""A circle of its own with its pages on a real server, and visitors who come by the links of their letters."""

import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import openpyxl

from tasks import clock
from tasks.circle.model.attending import Consultation
from tasks.circle.model.links import Links, Pages, confirm_links, links_for
from tasks.circle.model.records import Candidate, Changes, Memory, PersonRecord
from tasks.context import CircleRef, context_of, forget_doors
from tasks.pages.server import Find, server_of
from tests.circle.said_yes import yes
from tests.flows.office import CIRCLE, Office

#: The day after the meeting of 14 September: its answers are open, and those of August are closed.
NOW = datetime(2021, 9, 15, 8, 0, tzinfo=UTC)
AUGUST, SEPTEMBER, COMING = 3, 4, 5
CLOSES = datetime(2021, 9, 21, 22, 0, tzinfo=UTC)
PROPOSALS = ("Digitale tavler", "Lyd og bilde i hybride møter", "Å få alle med")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Served:
    """`url` is the server's; `client` asks it, without following redirects. `ref` is the circle's."""

    ref: CircleRef
    url: str
    office: Office
    client: httpx.Client = field(repr=False)

    def path(self, link: str) -> str:
        """The path of a personal link."""
        return httpx.URL(link).path

    def links(self, code: str, meeting: int = SEPTEMBER) -> Links:
        """The links that a letter carries, to this server."""
        context = context_of(self.ref)
        return links_for(Pages(url=self.url), CIRCLE, self.known(code), context.keys, meeting)

    def known(self, code: str) -> PersonRecord:
        return next(person for person in self.memory().people if person.code == code)

    def leader(self, number: int) -> str:
        """The address of a facilitator, from 1."""
        return context_of(self.ref).circle.facilitators[number - 1].address

    def get(self, link: str, **more: object) -> httpx.Response:
        return self.client.get(link, **more)  # type: ignore[arg-type]

    def post(self, link: str, form: Mapping[str, object] | None = None, **more: object) -> httpx.Response:
        return self.client.post(link, data=form or {}, **more)  # type: ignore[arg-type]

    def memory(self) -> Memory:
        return context_of(self.ref).doors.ledger.memory(CIRCLE)

    def confirm(self) -> list[httpx.Response]:
        """Everybody who waits presses the button that their letter leads to."""
        keys = context_of(self.ref).keys
        wait = [each for each in self.memory().pending_sign_ups if each.confirmed is None]
        return [self.post(confirm_links(Pages(url=self.url), CIRCLE, each.code, keys, "nb").confirm) for each in wait]

    def code(self, name: str) -> str:
        """The code of somebody in the sheet, by their address."""
        context = context_of(self.ref)
        digest = context.keys.digest(f"{name}@example.org")
        return next(person.code for person in self.memory().people if person.digest == digest)


def set_date(book: openpyxl.Workbook) -> None:
    """The coming meeting is set, for 12 October."""
    tab = book["Møter"]
    free = next(row for row in range(2, tab.max_row + 2) if tab.cell(row, 1).value in (COMING, None))
    tab.cell(free, 1, COMING)
    tab.cell(free, 2, datetime(2021, 10, 12))


@contextmanager
def unreadable(site: Served) -> Iterator[None]:
    """The ledger's file is no database any more until the end of the block."""
    forget_doors(site.ref)
    file = site.office.data / "ledger.db"
    content = file.read_bytes()
    file.write_bytes(b"Dette er ikke et minne. " * 100)
    try:
        yield
    finally:
        for left in file.parent.glob("ledger.db-*"):
            left.unlink()
        file.write_bytes(content)


@contextmanager
def serving(find: Find) -> Iterator[str]:
    """The address of a server for these circles, on a port of its own until the end of the block."""
    server = server_of(find, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def in_september(folder: Path) -> Office:
    """The circle of 2021 in September, with a consultation open. Its ledger is closed, so that the folder can be copied."""
    office = Office(folder, None)  # type: ignore[arg-type]
    with clock.set_to(NOW):
        office.round(datetime(2021, 5, 4, 6, 5, tzinfo=UTC))
        office.round(NOW)
        asked = Consultation(COMING, NOW.replace(hour=6), CLOSES, PROPOSALS, (date(2021, 10, 12), date(2021, 10, 19)))
        candidates = tuple(Candidate(SEPTEMBER, n + 1, title, 3 - n, (f"Mer om {title.lower()}",), "") for n, title in enumerate(PROPOSALS))
        said = yes(*PROPOSALS[::2], keys=context_of(office.ref).keys, circle_name=CIRCLE)
        changes = Changes(consultations=(asked,), candidates_of=frozenset({SEPTEMBER}), candidates=candidates, words_decided=said)
        context_of(office.ref).doors.ledger.save(CIRCLE, changes)
    forget_doors(office.ref)
    return office


@contextmanager
def served(made: Office, folder: Path) -> Iterator[Served]:
    """A circle of its own, like the one `made`, with its pages."""
    shutil.copytree(made.config.parent, folder, dirs_exist_ok=True)
    office = copy(made)
    office.config, office.data = folder / made.config.name, folder / made.data.name
    office.ref = CircleRef(str(office.config), str(office.data), CIRCLE)
    with clock.set_to(NOW), serving(office.circle_refs) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield Served(office.ref, url, office, client)
    forget_doors(office.ref)
