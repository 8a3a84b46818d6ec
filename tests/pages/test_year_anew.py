"""The circle of 2021 as it would be lived now: half answer while they meet, some by mail, some by form, some twice; rooms, notes and votes
come as a year brings them (RULES.md R30–R33, R36)."""

import email
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email.policy import default
from functools import partial
from pathlib import Path
from types import SimpleNamespace as TemplateValues
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import openpyxl
import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks import context as contexts
from tasks.admin.rehearsal import say_yes
from tasks.circle.acts import acts_at, life
from tasks.circle.answers.ballots import ballot_mark, ballot_of, results_of
from tasks.circle.letters.templates import Templates
from tasks.circle.model.links import Links, Pages, links_for, reached_key, room_address, room_addresses
from tasks.circle.model.records import SETTLED, THEME, Memory, PersonRecord
from tasks.circle.plan import Order
from tasks.context import CircleRef, context_of, with_changes
from tasks.doors.imap_mailbox.imap import ImapMailbox
from tasks.pages import form_request as refusing
from tasks.pages import room
from tasks.pages.limits import Limit
from tests.flows.office import CIRCLE
from tests.flows.test_replies_count import reply
from tests.pages.served import serving
from tests.pages.test_rehearsal_by_pages import UNTIL, Participants, place_of
from tests.standins.imap import ImapServer

pytestmark = [pytest.mark.year, pytest.mark.timeout(1200)]
OSLO = ZoneInfo("Europe/Oslo")
#: When the meetings of the practice are held, by Nr.
DAYS = {1: (5, 11), 2: (6, 8), 3: (8, 24), 4: (9, 14), 5: (10, 12), 6: (11, 16), 8: (12, 16)}
STARTS = {number: datetime(2021, month, day, 9, 15, tzinfo=OSLO) for number, (month, day) in DAYS.items()}
TEAMS = "https://teams.example.org/l/"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
#: What letters may tell since people answer in the meeting, by the name in a template.
NEW = (
    "meeting.input", "meeting.links", "meeting.after", "meeting.direct", "links.meeting", "links.room", "circle.answers_by_mail",
    "months", "room_votes", "consultation_result.none_fits", "consultation_result.comments", "room_address",
)  # fmt: skip


class Year:
    """What people do, each thing at its time. `anew`: as they would now; else everybody answers by the form, a day after the meeting."""

    def __init__(self, ref: CircleRef, url: str, said: list[tuple[datetime, str, tuple[Any, ...]]], server: ImapServer, *, anew: bool) -> None:
        self.ref, self.server = ref, server
        self.client = httpx.Client(base_url=url, timeout=30)
        self.pages = Pages(url=url)
        self.done = Counter[str]()
        self.is_reached = False
        self.events: list[tuple[datetime, Callable[[datetime], None]]] = []
        answers = [row for _, tab, row in said if tab == "Refleksjoner" and row[2] in STARTS]
        for place, row in enumerate(answers):
            self._answers(STARTS[row[2]], row, place if anew else 3)
        for stamp, tab, row in said:
            if tab != "Refleksjoner":
                self.at(stamp, partial(self.said, tab, row))
        if anew:
            for number, start in STARTS.items():
                self.at(start + 2 * HOUR, partial(self.vote, number))
                self.at(start - timedelta(days=5), self.theme)
            self.at(datetime(2021, 6, 1, tzinfo=OSLO), self.reached)
            for day in range(1, 200):
                self.at(datetime(2021, 5, 20, 15, tzinfo=OSLO) + timedelta(days=day), self.consulted)
        self.events.sort(key=lambda event: event[0])

    def at(self, when: datetime, what: Callable[[datetime], None]) -> None:
        self.events.append((when, what))

    def until(self, at: datetime) -> None:
        while self.events and self.events[0][0] <= at:
            when, what = self.events.pop(0)
            with clock.set_to(when):
                what(when)

    # Answers.

    def _answers(self, start: datetime, row: tuple[Any, ...], place: int) -> None:
        form = {key: str(cell) for key, cell in zip(("relevance", "need", "suggestion"), row[3:6], strict=False) if cell}
        number, address = row[2], str(row[1])
        if place % 4 < 2:  # in the room, every fourth of them again at home
            self.at(start + HOUR, lambda _: self.post("in the room", self.room(number), {**form, "who": address}))
            if place % 8 == 0:
                self.at(start + 9 * HOUR, lambda _: self.by_link(address, number, {**form, "need": form.get("need", "") + " Det er sikkert."}))
        elif place % 4 == 2:
            self.at(start + 8 * HOUR, lambda when: self.by_mail(when, address, number, form))
        else:
            self.at(start + 27 * HOUR, lambda _: self.by_link(address, number, form))

    def said(self, tab: str, row: tuple[Any, ...], _: datetime) -> None:
        """«Kan ikke» and votes, by the own page in both lives."""
        if (known := self.known(str(row[1]))) is None:
            return
        if tab == "Fravær":
            self.post("said of coming", self.links(known, row[2]).absence, {"comes": "no" if str(row[3]).startswith("nei") else "yes"})
        elif form := Participants.vote(self.memory(), row):
            self.post("consulted", self.links(known, row[2]).consultation, form)

    def by_link(self, address: str, number: int, form: Mapping[str, str]) -> None:
        if known := self.known(address):
            self.post("by the own page", self.links(known, number).answer, form)

    def by_mail(self, when: datetime, address: str, number: int, form: Mapping[str, str]) -> None:
        known = self.known(address)
        found = sorted(Path(self.ref.folder, "outbox").glob(f"*_reflection_{number:02d}_{known.code}.eml")) if known else []
        if found:
            letter = email.message_from_bytes(found[0].read_bytes(), policy=default)
            self.server.put(reply(letter, "gmail nb", " ".join(form.values())), when)
            self.done["by mail"] += 1

    # What facilitators and others do.

    def vote(self, number: int, at: datetime) -> None:
        people = [each for each in self.memory().people if each.joined and not each.left][:9]
        leader = next(each for each in self.memory().people if each.code == "F01")
        page = self.links(leader, number).facilitator
        self.post("opened", page, {"answer": "open", "meeting": str(number), "options": "Digitale tavler\nLyd\nÅ få alle med"})
        last = ballot_of(self.memory(), number)
        mark = ballot_mark(last) if last else ""
        with clock.set_to(at + MINUTE):
            for place, known in enumerate(people):
                self.post("voted", self.links(known, number).answer, {"act": "vote", "ballot": mark, "option": str(place % 2)})
        with clock.set_to(at + 2 * MINUTE):
            self.post("closed", page, {"answer": "close", "meeting": str(number), "ballot": mark})

    def theme(self, _: datetime) -> None:
        known = next(each for each in self.memory().people if each.joined and not each.left)
        self.post("left a theme", self.links(known, 0).me, {"theme": "Hybride møter"})

    def consulted(self, _: datetime) -> None:
        """One whom no date fits."""
        memory = self.memory()
        known = [each for each in memory.people if each.joined and not each.left][-1]
        voted = {each.meeting for each in memory.own_votes if each.person == known.code}
        for asked in memory.consultations:
            if asked.opened <= clock.now() < asked.closes and asked.dates and asked.meeting not in voted:
                form = {"none_fits": "yes", "comment": "Helst en onsdag."}
                self.post("consulted", self.links(known, asked.meeting).consultation, form)

    def reached(self, _: datetime) -> None:
        """`check` has reached the pages by https."""
        self.is_reached = True

    # Ways.

    def post(self, what: str, link: str, form: Mapping[str, object]) -> None:
        status = self.client.post(httpx.URL(link).path, data=form).status_code
        self.done[what if status == 303 else f"{what}: {status}"] += 1

    def room(self, number: int) -> str:
        return room_address(self.pages, CIRCLE, context_of(self.ref).keys, number)

    def links(self, known: PersonRecord, number: int) -> Links:
        return links_for(self.pages, CIRCLE, known, context_of(self.ref).keys, number)

    def memory(self) -> Memory:
        return context_of(self.ref).doors.ledger.memory(CIRCLE)

    def known(self, address: str) -> PersonRecord | None:
        digest = context_of(self.ref).keys.digest(address.casefold())
        return next((each for each in self.memory().people if each.digest == digest and not each.left), None)


@contextmanager
def lived(folder: Path, server: ImapServer, monkeypatch: pytest.MonkeyPatch, *, anew: bool) -> Iterator[Year]:
    """A rehearsal by the pages; `anew` its mailbox is a real one, and its room addresses are used."""
    ref, said = place_of(folder, emptied=True)
    file = folder / "config" / "practice.xlsx"
    book = openpyxl.load_workbook(file)
    for number in (2, 6):  # on the day the room is another
        book["Øving"].append([STARTS[number].replace(hour=7, minute=40, tzinfo=None), "Møter", number, "Sted", f"Teams: {TEAMS}{number}"])
    book.save(file)
    doors = folder / "config" / "doors.toml"
    text = re.sub(r'(?m)^url = "http:[^"]*"', 'url = "https://sirkel.example.org"', doors.read_text(encoding="utf-8"))
    doors.write_text(text.replace("attendance = false", "attendance = true") if anew else text, encoding="utf-8")
    context = with_changes(ref)
    if anew:
        mail = ImapMailbox("127.0.0.1", server.port, server.user, server.password, security="none")
        contexts._OPEN[ref] = (contexts._OPEN[ref][0], replace(context, doors=replace(context.doors, mailbox=mail)))
    # A rehearsal's letters lead to no pages; these are up.
    key = reached_key(context.settings.doors.pages, context.keys)
    with serving(lambda: [ref]) as url:
        year = Year(ref, url, said, server, anew=anew)
        monkeypatch.setattr(
            contexts, "room_addresses", lambda pages, circle, keys, _: room_addresses(pages, circle, keys, (key,) if year.is_reached else ())
        )
        days, wakes = (context.circle.first_day, datetime.fromisoformat(UNTIL).date()), list[tuple[datetime, ...]]([()])
        for at in life(days, OSLO, lambda: wakes[-1]):
            year.until(at)
            say_yes(ref, at)
            wakes.append(carry_out(ref, Order(at, acts_at(at, OSLO))).wakes)
        yield year
        year.client.close()


def flat(context: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in context.items():
        yield name, str(value)
        if isinstance(value, TemplateValues) or hasattr(value, "__slots__"):
            names = vars(value) if isinstance(value, TemplateValues) else value.__slots__
            yield from ((f"{name}.{each}", str(getattr(value, each))) for each in names)


def test_the_year_anew(prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((refusing, "SENT"), (room, "FROM_ONE_ROOM"), (room, "IN_ALL")):
        monkeypatch.setattr(module, name, Limit(10_000, 60))
    values: dict[str, set[str]] = defaultdict(set)
    usual = Templates.render

    def render(self: Templates, kind: str, language: str, context: Mapping[str, object]) -> object:
        for name, value in flat(context):
            values[name].add(value)
        return usual(self, kind, language, context)

    monkeypatch.setattr(Templates, "render", render)
    with ImapServer() as server, lived(tmp_path / "before", server, monkeypatch, anew=False) as year:
        before = [letter.kind.value for letter in year.memory().letters if letter.outcome in SETTLED]
    with ImapServer() as server, lived(tmp_path / "anew", server, monkeypatch, anew=True) as year:
        memory, done = year.memory(), year.done
    print(dict(done), Counter(before), Counter(letter.kind.value for letter in memory.letters))
    assert not [what for what in done if what.startswith(("in the room:", "by the own page:"))], done
    asked = Counter(letter.kind.value for letter in memory.letters if letter.outcome in SETTLED)
    assert asked["reflection"] < Counter(before)["reflection"] and asked["nudge"] <= Counter(before)["nudge"]
    assert asked["recap"] == Counter(before)["recap"] > 0 and asked.total() < len(before)
    assert not [key for key, count in Counter((s.person, s.meeting) for s in memory.letters if s.kind == "recap").items() if count > 1]
    assert done["by mail"] and {each.question for each in memory.replies} >= {"need", THEME}
    assert all(found.turnout for found in results_of(memory, clock.now())) and memory.ballots
    if UNTIL > "2021-12":
        assert {name: values[name] for name in NEW if len(values[name]) < 2} == {}
        assert asked["update"] < Counter(before)["update"], "who has our address needs no letter when the room changes"
