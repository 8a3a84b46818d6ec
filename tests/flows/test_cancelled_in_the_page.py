"""A run that is cancelled in Prefect's page, or whose `serve` is stopped, while letters go out over TLS: it ends between two (A13)."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from flows.rounds import carry_out
from tasks.circle.model.records import Outcome
from tasks.circle.plan import Order
from tasks.context import CircleRef, forget_doors
from tests.benchmarks.ground import AT, people_and_meeting
from tests.flows.served import CIRCLE, Served
from tests.standins.certificates import Authority
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Script

pytestmark = pytest.mark.served

PEOPLE, LETTERS = 200, 202
#: Seconds per reply: the whole batch would take a minute.
SLOW = 0.15
POST = '[post]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "starttls"\nca_file = "{ca_file}"\nuser = ""\n'


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[tuple[SmtpServer, Path]]:
    authority = Authority(tmp_path / "ca")
    with SmtpServer(Script(certificate=authority.good().context(), security="starttls", delay=SLOW)) as server:
        yield server, authority.file


@pytest.fixture
def served(prefect_server: None, prefect_database: Path, mail: tuple[SmtpServer, Path], tmp_path: Path) -> Iterator[Served]:
    server, ca_file = mail
    found = Served(tmp_path / "served", prefect_database)
    people_and_meeting(found.folder / "config" / "practice.xlsx", PEOPLE)
    with (found.folder / "config" / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
        file.write(POST.format(port=server.port, ca_file=ca_file))
    try:
        found.start()
        yield found
    finally:
        found.kill()


def outcomes(served: Served) -> Counter[Outcome]:
    return Counter(letter.outcome for letter in served.ledger()[1])


def in_the_middle(served: Served, server: SmtpServer, asked: Callable[[], object], more: int) -> None:
    """Do what is `asked` when so many more letters have come."""
    begun = len(server.accepted)
    served.wait(lambda: len(server.accepted) >= begun + more)
    asked()


def shown(served: Served, run: str) -> list[dict[str, object]]:
    """The rows of the table «gjort» that the run left in the page."""
    found = served.ask("artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}, "key": {"any_": ["gjort"]}}})
    return json.loads(found[0]["data"]) if found else []


@pytest.mark.timeout(900)
def test_a_run_that_is_cancelled_in_the_page_ends_between_two_letters_and_the_next_sends_the_rest(
    served: Served, mail: tuple[SmtpServer, Path]
) -> None:
    server, _ = mail
    run = served.begin("inviter", circle=CIRCLE, at=AT)
    in_the_middle(served, server, lambda: served.ask(f"flow_runs/{run}/set_state", {"state": {"type": "CANCELLING"}}), 10)
    ended = served.until(run, "CANCELLED")
    sent = len(server.accepted)
    assert 10 <= sent < LETTERS
    assert outcomes(served) == {Outcome.DONE: sent}
    assert shown(served, run)[0]["Antall"] == sent
    time.sleep(3)  # nothing of it goes on, and nothing runs it again
    assert len(server.accepted) == sent and served.ask(f"flow_runs/{run}")["state"]["id"] == ended["state"]["id"]

    served.begin("inviter", circle=CIRCLE, at=AT)
    in_the_middle(served, server, served.stop, 5)
    sent = len(server.accepted)
    assert sent < LETTERS and outcomes(served) == {Outcome.DONE: sent}
    assert not served.alive()

    server.script = replace(server.script, delay=0.0)
    ref = CircleRef(str(served.folder / "config"), str(served.data), CIRCLE)
    carry_out(ref, Order(datetime.fromisoformat(f"{AT}+02:00")))
    forget_doors(ref)
    assert outcomes(served).keys() == {Outcome.DONE}
    assert len(server.accepted) == outcomes(served).total() >= LETTERS
    assert set(server.copies().values()) == {1}
