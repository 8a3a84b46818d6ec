"""`serve` killed in the middle of a round, a machine that slept over fixed times, and what of people Prefect then knows. All for real."""

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest

from tasks.circle.model.records import Memory, Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.own_circle import OwnCircle
from tests.flows.served import CIRCLE, LONG, Served
from tests.prefect_server import DATABASE
from tests.reading_mail import letter_of, plain_text
from tests.standins.smtp import SmtpServer

pytestmark = pytest.mark.served

ALIVE, WHO = "levende", "drift@example.org"
DAILY = "dagsrunde"


class Living(OwnCircle):
    """A second circle of the installation that lives today, with a mail server."""

    def __init__(self, folder: Path, mail: SmtpServer) -> None:
        self.folder, self.config, self.data = folder, folder / "config", folder / "data"
        today = datetime.now(UTC).date()
        kept = {name: (self.config / name).read_bytes() for name in (f"circles/{CIRCLE}.toml", "practice.xlsx")}
        self.live(today - timedelta(days=20), today + timedelta(days=60), [today + timedelta(days=9)])
        shutil.move(self.config / f"circles/{CIRCLE}.toml", self.config / f"circles/{ALIVE}.toml")
        shutil.move(self.config / "practice.xlsx", self.config / "levende.xlsx")
        for name, content in kept.items():
            (self.config / name).write_bytes(content)
        post = f'kind = "smtp"\nhost = "127.0.0.1"\nport = {mail.port}\nsecurity = "none"'
        with (self.config / f"circles/{ALIVE}.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[sheet]\nworkbook = "levende.xlsx"\n\n[post]\n{post}\n')
        self.replace("doors.toml", 'address = ""', f'address = "{WHO}"')


@pytest.fixture(scope="module")
def mail() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def served(mail: SmtpServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = Served(tmp_path_factory.mktemp("served"))  # its first start is a real one, on an empty folder
    Living(found.folder, mail)
    try:
        found.start()
        yield found
    finally:
        found.kill()


def memory(served: Served, circle: str) -> Memory:
    with SqlLedger(f"sqlite:///{served.data / 'ledger.db'}") as ledger:
        return ledger.memory(circle)


@pytest.mark.timeout(900)
def test_killed_in_the_middle_of_a_round_and_started_again_everybody_gets_everything_once(served: Served, mail: SmtpServer) -> None:
    held = mail.hold("kept", after=7)  # the server has the letter, and nobody has heard its answer
    served.begin(DAILY, circle=ALIVE)
    assert held.reached.wait(LONG)
    served.kill()
    served.wait(lambda: not served.alive())
    mail.forgive()
    served.start()
    served.carried_out(DAILY, circle=ALIVE)

    found = memory(served, ALIVE)
    unknown = [letter for letter in found.letters if letter.outcome is Outcome.UNKNOWN]
    assert {letter.outcome for letter in found.letters} == {Outcome.DONE, Outcome.UNKNOWN} and len(unknown) == 1
    owed = {(known.code, kind) for known in found.people if known.joined for kind in ("welcome", "invitation")}
    assert len(owed) > 40 and owed <= {(letter.person, letter.kind.value) for letter in found.letters}
    assert max(mail.copies().values()) == 1
    assert {letter.message_id for letter in found.letters} <= mail.copies().keys()

    served.wait(lambda: [each for each in mail.accepted if each.recipients == (WHO,)])
    [told] = [letter_of(each.message) for each in mail.accepted if each.recipients == (WHO,)]
    assert unknown[0].message_id.strip("<>") in "".join(plain_text(told).split())


@pytest.mark.timeout(600)
def test_a_machine_that_slept_over_fixed_times_makes_one_round_of_them(served: Served, mail: SmtpServer) -> None:
    before = len(mail.accepted)
    [runner] = [pid for pid in served.alive() if "flows.serving.worker" in _command(pid)]
    now = datetime.now(UTC)
    os.kill(runner, signal.SIGSTOP)
    try:
        missed = [_scheduled(served, now - timedelta(hours=hours)) for hours in (9, 5, 1)]
    finally:
        os.kill(runner, signal.SIGCONT)
    ended = [served.until(each, "COMPLETED") for each in missed]
    # At a fixed time of its own the machine may have begun another round just now: then that one does the work of all.
    others = [each for each in served.runs(DAILY) if not each["parameters"].get("circle") and each["id"] not in missed]
    assert all(_skipped(each) for each in ended[:2])
    assert _skipped(ended[2]) == bool([each for each in others if each["state_type"] != "SCHEDULED"])
    assert "nyere kjøring" in ended[0]["state"]["message"]
    assert not [each for each in mail.accepted[before:] if each.recipients != (WHO,)]


def _skipped(run: dict[str, Any]) -> bool:
    return str(run["state"]["message"]).startswith("Hoppet over.")


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    return ""


def _scheduled(served: Served, at: datetime) -> str:
    """A run as the schedule makes it."""
    found = served.ask(f"deployments/name/{quote(DAILY)}/{quote(DAILY)}")
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
    return str(served.ask(f"deployments/{found['id']}/create_flow_run", {"parameters": {}, "state": state})["id"])


@pytest.fixture(scope="module")
def after(served: Served) -> Served:
    """After a round, a plan, proposals, a rehearsal, and a round that fails because the headings are gone."""
    served.carried_out(DAILY, circle=CIRCLE, at="2021-09-01T08:05")
    _lose_the_headings(served.folder / "config" / "levende.xlsx")
    fails = served.begin(DAILY, circle=ALIVE)
    for run in (
        served.begin(DAILY, circle=CIRCLE, at="2021-09-25T08:05", plan=True),
        served.begin("foreslå fokusområde", circle=CIRCLE, at="2021-09-25T08:05"),
        served.begin("øv hele sirkelen", circle=CIRCLE, first="2021-05-01", last="2021-05-14"),
    ):
        served.until(run, "COMPLETED")
    served.until(fails, "FAILED")
    return served


@pytest.mark.timeout(900)
def test_nobodys_name_or_address_stands_in_its_files_pages_or_logs(after: Served) -> None:
    people = _people(after.folder / "config")
    assert len(people) > 60
    listed = openpyxl.load_workbook(after.folder / "config" / "levende.xlsx")["Koder"].iter_rows(min_row=2, max_col=2, values_only=True)
    assert len({str(name).casefold() for _, name in listed} & people) > 20  # the program itself writes them, there and nowhere else
    said = {name: after.ask(path, {"limit": 200, "sort": sort} if sort else {"limit": 200}) for name, path, sort in KEPT}
    assert all(said.values()) and any("celle" in str(each) for each in said["artifacts"])
    shown = json.dumps(said, ensure_ascii=False).casefold()
    assert sorted(word for word in people if word in shown) == []

    assert {"gjort", "merknader", "fokusforslag"} <= {each["key"] for each in said["artifacts"]}
    answers = _answers(after.folder / "config" / "practice.xlsx")
    said["artifacts"] = [each for each in said["artifacts"] if each["key"] != "fokusforslag"]
    rest = json.dumps(said, ensure_ascii=False)
    assert len(answers) > 40 and [answer for answer in answers if answer in rest] == []

    assert after.stop() == 0
    files = [path for path in (after.data / "prefect").rglob("*") if path.is_file()] + [after.said]
    assert any(path.name == "prefect.db" for path in files)
    found = {(path.name, word) for path in files for word in _found(path, people)}
    assert found == set()


def test_the_database_that_other_tests_begin_with_is_the_one_a_first_start_makes(after: Served, prefect_database: Path) -> None:
    own, begun_with = _tables(after.data / "prefect" / DATABASE), _tables(prefect_database)
    assert len(own) > 100 and own == begun_with


def _tables(file: Path) -> dict[tuple[str, str], list[str]]:
    """All tables and indexes, each with the lines that define it (their order varies), and how far the migrations have come."""
    with closing(sqlite3.connect(file)) as database:
        found = {(kind, name): sorted(_lines(sql)) for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master")}
        return found | {("version", name): [] for (name,) in database.execute("SELECT version_num FROM alembic_version")}


def _lines(sql: str | None) -> list[str]:
    return [line.strip().rstrip(",") for line in (sql or "").splitlines()]


#: What its API gives away: name, path, order.
KEPT = (
    ("flow_runs", "flow_runs/filter", "START_TIME_DESC"), ("task_runs", "task_runs/filter", ""), ("artifacts", "artifacts/filter", ""),
    ("logs", "logs/filter", "TIMESTAMP_DESC"), ("deployments", "deployments/filter", ""), ("flows", "flows/filter", ""),
)  # fmt: skip


def _lose_the_headings(file: Path) -> None:
    """An administrator has deleted the first row: now a person stands there."""
    book = openpyxl.load_workbook(file)
    book["Påmelding"].delete_rows(1)
    book.save(file)


def _people(config: Path) -> set[str]:
    """Every name and address of both sheets and of the facilitators, and what stands before the @; in small letters."""
    found = {"anders bergkvist", "anders.bergkvist", "marianne sempler", "marianne.sempler", WHO}
    for file in ("practice.xlsx", "levende.xlsx"):
        for name, address in openpyxl.load_workbook(config / file)["Påmelding"].iter_rows(min_row=1, min_col=2, max_col=3, values_only=True):
            if "@" in str(address):
                found |= {str(text).casefold() for text in (name, address, str(address).partition("@")[0]) if text}
    return found


def _answers(file: Path) -> set[str]:
    rows = openpyxl.load_workbook(file)["Refleksjoner"].iter_rows(min_row=2, min_col=4, max_col=5, values_only=True)
    return {text for row in rows for text in row if isinstance(text, str) and len(text) > 30}


def _found(path: Path, words: set[str]) -> list[str]:
    """Those of `words` that the file holds, as they are or as JSON writes them."""
    content = path.read_bytes().decode("utf-8", "replace").casefold()
    return [word for word in words if word in content or json.dumps(word)[1:-1] in content]
