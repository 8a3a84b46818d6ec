"""README's «Din egen sirkel», word for word: five people, letters in a folder; and what a test then switches on."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from shutil import copytree
from typing import Any

import openpyxl
import pytest

from flows.__main__ import main
from tasks import clock
from tasks.circle.model.records import Memory
from tasks.context import CircleRef, context_of, forget_doors, use_secrets
from tasks.doors.ledger.ledger import SqlLedger
from tests.reading_mail import letter_of
from tests.standins import zoom
from tests.standins.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[2]
CIRCLE = "min-sirkel"
PEOPLE = ("kari", "ola", "ada", "per", "liv")
MEETINGS = (date(2021, 5, 11), date(2021, 6, 8), date(2021, 9, 14))
#: Rounds as people do them: the trial, the next day on trial, the first two that are live.
TRIAL, NEXT, LIVE, AFTER = (f"2021-05-{day:02}T08:05+02:00" for day in (3, 4, 5, 6))
FIXED = """
[sheet]
workbook = "../mitt-ark.xlsx"

[room]
link = "https://moterom.example.org/vi"
"""


class TrialCircle:
    """`mail` is the server that `goes_live` leads to. Everything goes by the command."""

    def __init__(self, folder: Path, mail: SmtpServer, capsys: pytest.CaptureFixture[str], ledger: str = "sqlite:///ledger.db") -> None:
        self.folder, self.config, self.data, self.mail, self.capsys = folder, folder / "config", folder / "data", mail, capsys
        copytree(ROOT / "config", self.config)
        example = self.config / "circles" / "baerekraftige-moteplasser.toml"
        self.file = example.rename(example.with_name(f"{CIRCLE}.toml"))
        self.doors = self.config / "doors.toml"
        self.doors.write_text(self.doors.read_text().replace("sqlite:///ledger.db", ledger))
        self.ledger = ledger if "postgresql" in ledger else f"sqlite:///{self.data / 'ledger.db'}"
        self.sheet = folder / "mitt-ark.xlsx"
        assert self.call("sheet", str(self.sheet))[0] == 0
        self.own = self.file.read_text(encoding="utf-8")
        self.told(FIXED)
        self.edit(self._fill)

    def _fill(self, book: openpyxl.Workbook) -> None:
        for name in PEOPLE:
            book["Påmelding"].append([datetime(2021, 5, 1, 10), name.capitalize(), f"{name}@example.org"])
        for number, day in enumerate(MEETINGS, start=1):
            for column, value in ((1, number), (2, datetime(day.year, day.month, day.day)), (5, "Ombruk")):
                book["Møter"].cell(number + 1, column, value)

    def told(self, doors: str) -> None:
        """What stands at the end of the circle's file."""
        self.file.write_text(self.own + doors, encoding="utf-8")

    def post(self, kind: str) -> str:
        where = f'host = "127.0.0.1"\nport = {self.mail.port}\nsecurity = "none"\n' if kind == "smtp" else ""
        return f'\n[post]\nkind = "{kind}"\n{where}'

    def goes_live(self, doors: str = FIXED) -> None:
        self.told(doors + self.post("smtp"))

    def edit(self, change: Callable[[openpyxl.Workbook], object]) -> None:
        book = openpyxl.load_workbook(self.sheet)
        change(book)
        book.save(self.sheet)

    def call(self, *words: str) -> tuple[int, str]:
        self.close()  # a command is a process of its own, which opens what is configured now
        status = main([*words, "--circle", CIRCLE, "--config", str(self.config), "--data", str(self.data)])
        said = self.capsys.readouterr()
        return status, said.out + said.err

    def run(self, at: str, *more: str) -> Any:
        """The report of a round at `at`; it may need a person for what has nothing to do with letters."""
        with clock.set_to(datetime.fromisoformat(at)):
            _, said = self.call("run", "--direct", "--at", at, "--json", *more)
        return json.loads(said)

    def status(self, at: str) -> Any:
        return json.loads(self.call("status", "--at", at, "--json")[1])

    def checked(self, at: str) -> dict[str, str]:
        with clock.set_to(datetime.fromisoformat(at)):
            found = json.loads(self.call("check", "--json")[1])
        return {each["what"]: each["detail"] for each in found["checks"]}

    def remarks(self) -> str:
        """All that «Merknader» says."""
        return " ".join(str(cell) for row in openpyxl.load_workbook(self.sheet)["Merknader"].iter_rows(values_only=True) for cell in row)

    def laid(self) -> list[EmailMessage]:
        return [letter_of(path.read_bytes()) for path in sorted((self.data / CIRCLE / "outbox").glob("*.eml"))]

    def sent(self) -> list[EmailMessage]:
        return [letter_of(each.message) for each in self.mail.accepted]

    def memory(self) -> Memory:
        with SqlLedger(self.ledger) as ledger:
            return ledger.memory(CIRCLE)

    @property
    def ref(self) -> CircleRef:
        return CircleRef(str(self.config), str(self.data), CIRCLE)

    def close(self) -> None:
        forget_doors(self.ref)

    @property
    def outbox(self) -> Path:
        return context_of(self.ref).doors.outbox


def kinds(letters: list[EmailMessage]) -> Counter[str]:
    """How many of each kind, and of the calendar's the meeting with it: «invitation 1»."""
    return Counter(re.sub(r" 0$", "", f"{each['X-Sirkel-Kind']} {each['X-Sirkel-Meeting']}") for each in letters)


def outcomes(report: Any) -> Counter[str]:
    return Counter(each["outcome"] for each in report["letters"])


@contextmanager
def zoom_room(now: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[zoom.ZoomStandIn, str]]:
    """Zoom at `now`, and what leads to it in place of `FIXED`."""
    for name in ("ACCOUNT_ID", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(f"SIRKEL_ZOOM_{name}", getattr(zoom, name))
    use_secrets({})
    with zoom.ZoomStandIn(datetime.fromisoformat(now)) as service:
        room = f'kind = "zoom"\nhost = "{zoom.HOST}"\napi_url = "{service.api_url}"\ntoken_url = "{service.token_url}"\n'
        yield service, f"{FIXED.partition('[room]')[0]}[room]\n{room}"
