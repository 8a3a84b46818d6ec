"""Two hundred people at once, and a server that is killed: whoever was thanked is in the ledger (`python -m flows pages`)."""

import asyncio
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread, Timer

import httpx
import openpyxl
import pytest

from tasks import clock
from tasks.circle.answers.ballots import ballot_mark
from tasks.circle.model.attending import Ballot
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Pages, links_for, room_address
from tasks.circle.model.records import THEME, Changes, LetterRecord, Outcome, Room
from tasks.context import context_of, forget_doors
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.office import CIRCLE, ROOT, Office
from tests.ports import free_port

PEOPLE = 200
NOW = datetime.now(UTC)
MEETING = 1


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return large_office(tmp_path_factory.mktemp("many"))


def large_office(folder: Path, people: int = PEOPLE, meetings: int = 1, ledger: str = "sqlite:///ledger.db") -> Office:
    """A circle of two hundred that met yesterday, and meets again each third week until it has met so often."""
    office = Office(folder, None)  # type: ignore[arg-type]
    first, last, met = ((NOW + timedelta(days=days)).date() for days in (-60, 200, -1))
    for old, new in (("first_day = 2021-05-01", f"first_day = {first}"), ("last_day = 2021-12-31", f"last_day = {last}")):
        office.replace(f"circles/{CIRCLE}.toml", old, new)
    office.replace("doors.toml", "sqlite:///ledger.db", ledger)

    def fill(book: openpyxl.Workbook) -> None:
        for tab in ("Påmelding", "Møter", "Refleksjoner", "Samråd", "Fravær"):
            book[tab].delete_rows(2, book[tab].max_row)
        for number in range(people):
            book["Påmelding"].append([f"{first:%d.%m.%Y} 10.{number % 60:02d}", f"Deltaker Nummer{number}", f"deltaker{number}@example.org"])
        for number in range(meetings):
            book["Møter"].append([MEETING + number, f"{met + timedelta(weeks=3 * number):%d.%m.%Y}"])

    office.edit(fill)
    office.round(NOW - timedelta(days=20))
    office.round(NOW)
    return office


@contextmanager
def running(office: Office) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The command as a process of its own."""
    port = free_port()
    call = [sys.executable, "-m", "flows", "pages", "--config", str(office.config), "--data", str(office.data), "--port", str(port)]
    log = office.data / "pages.log"
    with log.open("w") as said:
        process = subprocess.Popen(call, cwd=ROOT, stdout=said, stderr=said, text=True)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1800):
            assert process.poll() is None, log.read_text()
            try:
                httpx.get(f"{url}/robots.txt")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url, process
    finally:
        process.kill()
        process.wait(10)


def links(office: Office, url: str) -> dict[str, str]:
    context = context_of(office.ref)
    people = [person for person in office.memory().people if person.code.startswith("D")]
    return {known.code: links_for(Pages(url=url), CIRCLE, known, context.keys, MEETING).answer for known in people}


async def answer(client: httpx.AsyncClient, link: str, text: str, wait: float) -> float:
    """Seconds until thanked; raises when not."""
    await asyncio.sleep(wait)
    began = time.perf_counter()
    sent = await client.post(link, data={"need": text})
    assert sent.status_code == 303, sent.status_code
    return time.perf_counter() - began


async def all_answer(office: Office, url: str, said: str, seconds: float) -> list[float]:
    async with httpx.AsyncClient(timeout=120) as client:
        asked = [answer(client, link, f"{said} {code}", seconds * n / PEOPLE) for n, (code, link) in enumerate(links(office, url).items())]
        return await asyncio.gather(*asked)


@contextmanager
def a_round_at_work(office: Office) -> Iterator[list[float]]:
    """Letters are claimed as a round does, until the end of the block; how many seconds each had to wait for the ledger."""
    over, waited = Event(), list[float]()

    def claim() -> None:
        with SqlLedger(f"sqlite:///{office.data / 'ledger.db'}") as ledger:
            for number in count(int(time.time() * 1000)):
                letter = LetterRecord("D01", 0, Kind.DIGEST, str(number), 1, Outcome.CLAIMED, NOW, message_id=f"<{number}@e.org>")
                began = time.perf_counter()
                ledger.claim(CIRCLE, letter)
                waited.append(time.perf_counter() - began)
                if over.wait(0.02):
                    return

    claiming = Thread(target=claim, daemon=True)
    claiming.start()
    try:
        yield waited
    finally:
        over.set()
        claiming.join(60)


def test_two_hundred_answer_at_once_and_none_is_lost_or_mixed_up_while_a_round_works(office: Office) -> None:
    """How long they wait: `python -m tests.benchmarks pages`."""
    with running(office) as (url, _), a_round_at_work(office):
        asyncio.run(all_answer(office, url, "Tavle til", 4))
        said = {reply.person: reply.text for reply in office.memory().own_replies if reply.question == "need"}
        assert said == {code: f"Tavle til {code}" for code in links(office, url)}


def test_whoever_voted_came_in_or_left_a_theme_is_in_the_ledger_when_the_server_is_killed(tmp_path: Path) -> None:
    """What people do while they are in a meeting (R30, R33, R36)."""
    office = large_office(tmp_path, meetings=2)
    office.replace("doors.toml", "attendance = false", "attendance = true")
    here, room = clock.now(), Room("1", "https://rom.example.org/1", "", NOW, NOW)
    meeting = replace(office.memory().meetings[0], start=here - timedelta(minutes=30), end=here + timedelta(hours=1), room=room)
    ballot = Ballot(MEETING, here, None, ("Digitale tavler", "Lyd"))
    context_of(office.ref).doors.ledger.save(CIRCLE, Changes(meetings=(meeting,), ballots=(ballot,)))
    forget_doors(office.ref)
    context, done = context_of(office.ref), defaultdict[str, set[str]](set)
    with running(office) as (url, process), httpx.Client(timeout=60) as client:
        Timer(1.5, process.kill).start()
        common = room_address(Pages(url=url), CIRCLE, context.keys, MEETING)
        with suppress(httpx.TransportError):
            for known in office.memory().people:
                own = links_for(Pages(url=url), CIRCLE, known, context.keys, MEETING)
                vote = {"act": "vote", "ballot": ballot_mark(ballot), "option": "1"}
                asked = [("room", common, {**vote, "voter": known.code}), ("own", own.answer, vote)]
                asked += [("in", own.meeting, {}), ("theme", own.me, {"theme": "Lyd"})]
                for what, link, form in asked:
                    if client.post(link, data=form).status_code == 303:
                        done[what].add(known.code)
    memory = office.memory()
    assert min(map(len, done.values())) > 10 and len(done) == 4
    assert done["room"] | done["own"] <= {each.person for each in memory.room_votes}
    assert done["own"] <= {each.person for each in memory.room_votes if not each.entry}
    assert done["in"] <= {each.person for each in memory.came_in}
    assert done["theme"] <= {each.person for each in memory.own_replies if each.question == THEME}


def test_whoever_was_thanked_is_in_the_ledger_when_the_server_is_killed(office: Office) -> None:
    with running(office) as (url, process):
        thanked: dict[str, str] = {}
        with httpx.Client(timeout=60) as client:
            for number, (code, link) in enumerate(links(office, url).items()):
                if number == 60:
                    Timer(0.02, process.kill).start()
                try:
                    if client.post(link, data={"need": f"Før det smalt {code}"}).status_code == 303:
                        thanked[code] = f"Før det smalt {code}"
                except httpx.TransportError:
                    break
    assert len(thanked) >= 60
    said = {reply.person: reply.text for reply in office.memory().own_replies if reply.question == "need"}
    assert thanked.items() <= said.items()
    with running(office) as (url, _):
        code, link = next(iter(links(office, url).items()))
        assert thanked[code] in httpx.get(link, timeout=60).text
        second = [sys.executable, "-m", "flows", "pages", "--config", str(office.config), "--data", str(office.data)]
        taken = subprocess.run([*second, "--port", url.rpartition(":")[2]], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
        assert taken.returncode == 2 and "--port" in taken.stderr and "Traceback" not in taken.stderr
