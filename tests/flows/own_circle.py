"""A circle with configuration, sheet, data and ledger of its own, and rounds of it in this process."""

import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import openpyxl

from flows.rounds import carry_out
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.records import Outcome
from tasks.circle.plan import Order
from tasks.context import CircleRef, forget_doors
from tasks.doors.ledger.ledger import SqlLedger

CHECKOUT = Path(__file__).resolve().parents[2]
CIRCLE = "baerekraftige-moteplasser"


class OwnCircle:
    def __init__(self, folder: Path, ledger: str = "", data: Path | None = None) -> None:
        """`ledger` as in doors.toml, by default a file in `data`."""
        self.folder, self.config, self.data = folder, folder / "config", data or folder / "data"
        self.ledger = ledger or f"sqlite:///{self.data / 'ledger.db'}"
        shutil.copytree(CHECKOUT / "config", self.config)
        self.replace("doors.toml", 'url = "sqlite:///ledger.db"', f'url = "{self.ledger}"')
        self.ref = CircleRef(str(self.config), str(self.data), CIRCLE)

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.config / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def edit(self, change: Callable[[openpyxl.Workbook], object]) -> None:
        file = self.config / "practice.xlsx"
        book = openpyxl.load_workbook(file)
        change(book)
        book.save(file)

    def on_any_day(self) -> None:
        """Letters on Saturdays, Sundays and holidays too: for what is about the clock itself."""
        self.replace(f"circles/{CIRCLE}.toml", "weekdays_only = true", "weekdays_only = false")

    def live(self, first: date, last: date, meetings: list[date]) -> None:
        """An ordinary sheet of other years, with these meetings; everybody signed up before the first day."""
        file = f"circles/{CIRCLE}.toml"
        for key, day in (("first_day", first), ("last_day", last)):
            text = (self.config / file).read_text(encoding="utf-8")
            self.replace(file, *[re.findall(rf"(?m)^{key} = \S+", text)[0], f"{key} = {day}"])

        def typed(book: openpyxl.Workbook) -> None:
            for tab in ("Øving", "Refleksjoner", "Samråd", "Fravær"):
                if tab in book.sheetnames:
                    book.remove(book[tab])
            book["Møter"].delete_rows(2, 100)
            for row, day in enumerate(meetings, start=2):
                for column, value in ((1, row - 1), (2, datetime(day.year, day.month, day.day)), (5, "Ombruk")):
                    book["Møter"].cell(row, column, value)
            for (stamp,) in book["Påmelding"].iter_rows(min_row=2, max_col=1):
                stamp.value = datetime(first.year, first.month, first.day) if stamp.value else None

        self.edit(typed)

    def round(self, at: str, **more: Any) -> RoundReport:
        """One at the time `at` (ISO, with its zone)."""
        return carry_out(self.ref, Order(datetime.fromisoformat(at), **more))

    def close(self) -> None:
        forget_doors(self.ref)

    def letters(self, data: Path | None = None) -> list[Path]:
        return sorted(((data or self.data) / CIRCLE / "outbox").glob("*.eml"))

    def identities(self) -> list[str]:
        """The Message-IDs of all letters that went out."""
        return [message_from_bytes(path.read_bytes())["Message-ID"] for path in self.letters()]

    def outcomes(self) -> list[Outcome]:
        with SqlLedger(self.ledger) as ledger:
            return [letter.outcome for letter in ledger.memory(CIRCLE).letters]
