"""Who signs up on the page is asked within a minute, and welcomed within a minute of the click (RULES.md R34), where `serve` runs."""

import asyncio
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.catalogue import AT_ONCE
from flows.rounds import carry_out
from flows.serving.wishes import LOOK, Granting
from tasks.circle.acts import DAILY
from tasks.circle.model.records import Changes, Wish
from tasks.circle.plan import Order
from tasks.context import context_of
from tests.doors.ledger.postgresql import Postgresql
from tests.flows.deployed_run import carrying_out, deployed, served_environment
from tests.flows.own_circle import CHECKOUT, CIRCLE, OwnCircle
from tests.flows.served import Served

TODAY = datetime.now(UTC).date()


def living(folder: Path, ledger: str = "") -> OwnCircle:
    circle = OwnCircle(folder, ledger)
    circle.live(TODAY - timedelta(days=60), TODAY + timedelta(days=90), [TODAY + timedelta(days=10)])
    return circle


def letters(circle: OwnCircle, kind: str) -> list[Any]:
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in circle.letters()]
    return [each for each in found if each["X-Sirkel-Kind"] == kind]


@pytest.mark.served
@pytest.mark.timeout(900)
def test_asked_and_welcomed_within_a_minute_and_a_burst_is_few_rounds(tmp_path: Path) -> None:
    circle = living(tmp_path)
    served = Served(tmp_path, secrets={"SIRKEL_IMAP_PASSWORD": "ikke-for-fremmede"})
    circle.replace("doors.toml", "http://127.0.0.1:4300", f"http://127.0.0.1:{served.pages_port}")
    served.start()
    try:
        assert _knowing(served, b"ikke-for-fremmede") == {("pages", False), ("others", True)}, "strangers talk to the pages, which read no mail"
        served.carried_out("dagsrunde", circle=CIRCLE)
        with httpx.Client(base_url=f"http://127.0.0.1:{served.pages_port}", timeout=60) as visitor:
            _lived(circle, served, visitor)
    finally:
        served.stop()
        served.kill()


def _knowing(served: Served, secret: bytes) -> set[tuple[str, bool]]:
    """Whether the pages' process was given the secret, and whether the others were."""
    processes = [Path("/proc", str(pid)) for pid in served.alive()]
    return {
        ("pages" if b"pages" in each.joinpath("cmdline").read_bytes().split(b"\0") else "others", secret in each.joinpath("environ").read_bytes())
        for each in processes
    }


def _lived(circle: OwnCircle, served: Served, visitor: httpx.Client) -> None:
    begun = time.monotonic()
    _sign_up(visitor, "eva0@example.org")
    served.wait(lambda: letters(circle, "confirmation"))
    asked = time.monotonic() - begun
    link = re.search(r"http\S+/bekreft/\S+?(?=[)\s>])", letters(circle, "confirmation")[0].get_body(("plain",)).get_content())
    assert link
    clicked = time.monotonic()
    assert visitor.post(link[0]).status_code == 303
    served.wait(lambda: [each for each in letters(circle, "welcome") if "eva0@" in str(each["To"])])
    served.wait(lambda: [each for each in letters(circle, "invitation") if "eva0@" in str(each["To"])])
    welcomed = time.monotonic() - clicked
    print(f"asked after {asked:.0f} s, welcomed and invited after {welcomed:.0f} s")
    assert asked < 60 and welcomed < 60
    before, first = len(served.runs("påmelding nå")), time.monotonic()
    for number in range(1, 21):
        _sign_up(visitor, f"eva{number}@example.org")
        time.sleep(max(0.0, first + number * 2.5 - time.monotonic()))
    served.wait(lambda: len(letters(circle, "confirmation")) == 21)
    time.sleep(5)
    rounds = len(served.runs("påmelding nå")) - before
    print(f"20 sign-ups: {rounds} rounds, done {time.monotonic() - first:.0f} s after the first")
    assert rounds <= 5 and set(Counter(str(each["To"]) for each in letters(circle, "confirmation")).values()) == {1}


def _sign_up(visitor: httpx.Client, address: str) -> None:
    mark = re.search(r'name="opened" value="([^"]+)"', visitor.get(f"/{CIRCLE}/paamelding").text)
    assert mark
    time.sleep(3.1 if address.startswith("eva0@") else 0)
    old = mark[1] if address.startswith("eva0@") else _KEPT["mark"]
    _KEPT["mark"] = old
    form = {"name": "Eva Berg", "address": address, "language": "nb", "consent": "yes", "opened": old}
    assert visitor.post(f"/{CIRCLE}/paamelding", data=form).status_code == 303


_KEPT: dict[str, str] = {}


@pytest.fixture(params=["sqlite", "postgresql"])
def circle(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnCircle]:
    ledger = ""
    if request.param == "postgresql":
        server: Postgresql = request.getfixturevalue("postgresql")
        ledger = server.url(server.new_database(request.getfixturevalue("ledger_template")))
    made = living(tmp_path, ledger)
    monkeypatch.setenv("SIRKEL_CONFIG", str(made.config))
    monkeypatch.setenv("SIRKEL_DATA", str(made.data))
    yield made
    made.close()


@pytest.mark.parametrize("api", ["", "http://127.0.0.1:1/api"], ids=["nothing is deployed", "nobody answers"])
def test_a_prefect_that_is_away_leaves_the_wish_to_the_next_round(
    prefect_server: None, circle: OwnCircle, api: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    ledger, now = context_of(circle.ref).doors.ledger, datetime.now(UTC)
    ledger.save(CIRCLE, Changes(), wished=now)
    granting = Granting()
    with temporary_settings({PREFECT_API_URL: api or PREFECT_API_URL.value(), PREFECT_CLIENT_MAX_RETRIES: 0}):
        for _ in range(2):
            asyncio.run(granting.look())
    assert capsys.readouterr().err.count("Påmeldinger venter") == 1 and len(ledger.wishes()) == 1
    carry_out(circle.ref, Order(now, ("signups",)))
    assert len(ledger.wishes()) == 1, "a round that invites nobody does not grant it"
    carry_out(circle.ref, Order(now, DAILY, plan=True))
    assert len(ledger.wishes()) == 1, "a plan does nothing"
    carry_out(circle.ref, Order(now, DAILY))
    assert ledger.wishes() == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("circle", ["postgresql"], indirect=True)
def test_of_several_that_look_for_wishes_each_wish_is_one_run(prefect_server: None, circle: OwnCircle) -> None:
    """As on several machines: processes of their own, one ledger, one Prefect. The run takes the wish, and the next wish is the next run."""
    ledger, environment = context_of(circle.ref).doors.ledger, served_environment(circle.config, circle.data)
    with deployed(AT_ONCE) as (client, made), ExitStack() as looking:

        def runs() -> list[Any]:
            return [each for each in client.read_flow_runs() if each.deployment_id == made]

        for _ in range(3):
            process = subprocess.Popen([sys.executable, "-m", "flows.serving.wishes"], cwd=CHECKOUT, env=environment)
            looking.callback(process.wait)
            looking.callback(process.kill)
        for number in (1, 2):
            ledger.save(CIRCLE, Changes(), wished=datetime.now(UTC))
            while len(runs()) < number:
                time.sleep(0.2)
            time.sleep(3 * LOOK)
            [run, *before] = sorted(runs(), key=lambda each: each.created, reverse=True)
            assert len(before) == number - 1 and run.parameters == {"circle": CIRCLE}
            with carrying_out(client, run.id, circle.config, circle.data) as carried_out:
                assert carried_out.ended().is_completed() and ledger.wishes() == []


def test_the_same_wish_twice_is_the_first(circle: OwnCircle) -> None:
    ledger, now = context_of(circle.ref).doors.ledger, datetime.now(UTC)
    for minutes in range(3):
        ledger.save(CIRCLE, Changes(), wished=now + timedelta(minutes=minutes))
    ledger.save("en-annen", Changes(), wished=now + timedelta(minutes=1))
    assert ledger.wishes() == [Wish(CIRCLE, now), Wish("en-annen", now + timedelta(minutes=1))]
    ledger.take_wish(CIRCLE)
    assert [each.circle for each in ledger.wishes()] == ["en-annen"]
