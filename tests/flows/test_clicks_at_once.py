"""Clicks in Prefect's page that meet in its database: none is in vain, and none is carried out twice."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from flows.serving_page import AskingAgain
from tests.flows.served import Served

AT_ONCE, CLICKS = 6, 120
LATER = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2031-01-01T00:00:00Z"}}


class BusyError(Exception):
    """What a database says that somebody else writes in."""


def asked(times_busy: int, patience: float, wrong: type[Exception] = BusyError) -> tuple[int, list[bytes]]:
    """What a server answers that was busy so many times, and each request that came to it."""
    heard: list[bytes] = []

    async def create(request: Request) -> Response:
        heard.append(await request.body())
        if len(heard) <= times_busy:
            raise wrong
        return JSONResponse({"id": 1}, 201)

    async def busy(request: Request, error: Exception) -> Response:
        return JSONResponse({}, 503 if isinstance(error, BusyError) else 500)

    # As Prefect's server does it: a handler of everything, after which Starlette raises the error all the same.
    inner = Starlette(routes=[Route("/create", create, methods=["POST"])], exception_handlers={Exception: busy})
    transport = httpx.ASGITransport(AskingAgain(inner, patience), raise_app_exceptions=False)

    async def post() -> int:
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return (await client.post("/create", content=b"x" * 70_000)).status_code

    return asyncio.run(post()), heard


def test_a_server_that_is_busy_for_a_moment_is_asked_again_in_the_same_words() -> None:
    assert asked(2, patience=60) == (201, [b"x" * 70_000] * 3)


def test_one_that_stays_busy_says_so_in_the_end() -> None:
    status, heard = asked(10**6, patience=0.3)
    assert status == 503 and 2 <= len(heard) < 100


def test_another_error_is_told_at_once() -> None:
    status, heard = asked(1, patience=60, wrong=ValueError)
    assert (status, len(heard)) == (500, 1)


@pytest.mark.served
def test_of_many_who_start_something_at_once_nobody_is_sent_away(served: Served) -> None:
    found = served.ask(f"deployments/name/{quote('inviter')}/{quote('inviter')}")

    def click(number: int) -> str:
        return str(served.ask(f"deployments/{found['id']}/create_flow_run", {"name": f"nr. {number}", "state": LATER})["id"])

    with ThreadPoolExecutor(AT_ONCE) as people:
        made = list(people.map(click, range(CLICKS)))
    there = [run["id"] for run in served.runs("inviter") if run["name"].startswith("nr. ")]
    assert sorted(there) == sorted(made) and len(set(made)) == CLICKS
