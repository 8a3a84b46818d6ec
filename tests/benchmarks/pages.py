"""Two hundred people answer within eight seconds, seven times the pace of a minute, while a round claims letters."""

import asyncio
from collections.abc import Iterator
from statistics import quantiles

import psutil

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure
from tests.pages.test_pages_endure import PEOPLE, a_round_at_work, all_answer, large_office, running


def pages(bench: Bench) -> Iterator[Figure]:
    office = large_office(bench.fresh())
    for attempt in range(bench.repeat):
        with running(office) as (url, process), a_round_at_work(office) as waited:
            server = psutil.Process(process.pid)
            before = server.cpu_times()
            times = asyncio.run(all_answer(office, url, f"Tavle {attempt} til", 8))
            after = server.cpu_times()
        cost = (after.user + after.system - before.user - before.system) / PEOPLE
        yield Figure("95 % of the answers were thanked for within", quantiles(times, n=100)[94], "s", 0.2)
        yield Figure("what an answer cost", cost, "s", 0.05, "of the processor")
        yield Figure("a letter's claim waited at most", max(waited), "s", 1)
