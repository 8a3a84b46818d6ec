"""What a page costs of one core, by each database; and two hundred people who answer within eight seconds while a round claims letters."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from statistics import quantiles

import httpx
import psutil

from tasks import clock
from tasks.circle.answers.ballots import ballot_mark
from tasks.circle.model.attending import Ballot
from tasks.circle.model.links import Pages, links_for, room_address
from tasks.circle.model.records import Changes
from tasks.context import context_of
from tasks.pages.limits import QUICKEST, opened_mark
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure
from tests.doors.ledger import postgresql
from tests.flows.office import CIRCLE, Office
from tests.pages.test_pages_endure import MEETING, PEOPLE, a_round_at_work, all_answer, large_office, running

#: People and meetings of an ordinary circle; times that a page is asked for.
ORDINARY, MEETINGS, TIMES = 40, 8, 40
#: Seconds of one core.
MOST = 0.015


def pages(bench: Bench) -> Iterator[Figure]:
    office = large_office(bench.fresh())
    for _ in range(bench.repeat):
        with running(office) as (url, _process), a_round_at_work(office) as waited:
            times = asyncio.run(all_answer(office, url, f"Tavle {time.time()} til", 8))
        yield Figure("95 % of the answers were thanked for within", quantiles(times, n=100)[94], "s", 0.2, f"{PEOPLE} answers in 8 s")
        yield Figure("a letter's claim waited at most", max(waited), "s", 1)
    yield from _costs(large_office(bench.fresh(), ORDINARY, MEETINGS), "SQLite")
    with postgresql.running() as server:
        yield from _costs(large_office(bench.fresh(), ORDINARY, MEETINGS, server.url(server.new_database())), "PostgreSQL")


def _meets(office: Office) -> None:
    """The last meeting goes on, and a vote is open in the room."""
    now, ledger = clock.now(), context_of(office.ref).doors.ledger
    meeting = next(each for each in office.memory().meetings if each.number == MEETING)
    here = replace(meeting, start=now - timedelta(minutes=30), end=now + timedelta(hours=1))
    ballot = Ballot(MEETING, now, None, ("Digitale tavler", "Lyd i hybride møter"))
    ledger.save(CIRCLE, Changes(meetings=(here,), ballots=(ballot,)))


def _costs(office: Office, where: str) -> Iterator[Figure]:
    _meets(office)
    with running(office) as (url, process), httpx.Client(timeout=60) as client:
        server, visitors = psutil.Process(process.pid), count(1)
        for what, asked in _asked(office, url).items():
            form = asked[0][1]
            for warm in (True, False):
                before = server.cpu_times()
                for link, fields in asked[:2] if warm else asked:
                    # A visitor of their own each time: the counts of wrong links and of sign-ups are by visitor.
                    header = {"X-Forwarded-For": f"198.18.{next(visitors) // 250}.{next(visitors) % 250}"}
                    got = client.get(link, headers=header) if form is None else client.post(link, data=fields, headers=header)
                    assert got.status_code == (404 if "nowhere" in what else 200 if form is None else 303), (what, got.status_code, got.text)
                after = server.cpu_times()
            cost = (after.user + after.system - before.user - before.system) / len(asked)
            yield Figure(what, 1000 * cost, "ms", 1000 * MOST, where)


def _asked(office: Office, url: str) -> dict[str, list[tuple[str, dict[str, str] | None]]]:
    """What is asked for, by its name: links, and the forms that are sent there."""
    context, home = context_of(office.ref), f"{url}/{CIRCLE}"
    own = [links_for(Pages(url=url), CIRCLE, each, context.keys, MEETING) for each in office.memory().people if each.code.startswith("D")]
    room, codes = room_address(Pages(url=url), CIRCLE, context.keys, MEETING), [each.code for each in office.memory().people]
    [ballot] = office.memory().ballots
    mark = ballot_mark(ballot)
    opened = opened_mark(context.keys, time.time() - 2 * QUICKEST)
    new = [{"name": f"Ny {n}", "address": f"ny{n}@example.org", "consent": "yes", "opened": opened} for n in range(TIMES)]
    return {
        "the circle's page": [(home, None)] * TIMES,
        "a sign-up form": [(f"{home}/paamelding", None)] * TIMES,
        "a sign-up": [(f"{home}/paamelding", each) for each in new],
        "somebody's own page": [(each.me, None) for each in own],
        "a form to answer": [(each.answer, None) for each in own],
        "an answer": [(each.answer, {"need": "Mer om digitale tavler", "relevance": "Vi prøver det på jobben"}) for each in own],
        "a form for absence": [(each.absence, None) for each in own],
        "the room's form": [(room, None)] * TIMES,
        "an answer in the room": [(room, {"who": each, "need": "Mer om digitale tavler"}) for each in codes],
        "a vote in the room": [(room, {"act": "vote", "ballot": mark, "voter": each, "option": "1"}) for each in codes],
        "a look at the screen": [(f"{room}/skjerm", None)] * TIMES,
        "a meeting's page": [(each.meeting, None) for each in own],
        "a feed": [(each.feed, None) for each in own],
        "a link that leads nowhere": [(f"{each.me[:-3]}xyz", None) for each in own],
        "a path that leads nowhere": [(f"{home}/finnes-ikke", None)] * TIMES,
    }
