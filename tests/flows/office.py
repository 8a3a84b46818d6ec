"""A circle's own folder and the command at a terminal, without Prefect: a round is its pure parts and the ledger."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.__main__ import main
from tasks.circle.letters.due import Situation, due_letters
from tasks.circle.model.records import LetterRecord, Memory, Outcome
from tasks.circle.model.tabs import READ_NAMES
from tasks.circle.snapshot import Inputs, Snapshot, take_snapshot
from tasks.context import CircleRef, context_of
from tasks.settings.folders import circle_files

ROOT = Path(__file__).resolve().parents[2]
CIRCLE = "baerekraftige-moteplasser"
#: The practice people have signed up and answered about three meetings.
SEPTEMBER = datetime(2021, 9, 10, 6, 5, tzinfo=UTC)


@cache
def _unrecorded() -> bytes:
    """An ordinary sheet, as it stood in September: without the tab that says when things were typed."""
    book, content = openpyxl.load_workbook(ROOT / "config" / "practice.xlsx"), BytesIO()
    book.remove(book["Øving"])
    book.save(content)
    return content.getvalue()


class Office:
    """A circle of its own: configuration, data, sheet; what the command says."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.config, self.data, self.capsys = folder / "config", folder / "data", capsys
        shutil.copytree(ROOT / "config", self.config)
        (self.config / "practice.xlsx").write_bytes(_unrecorded())
        self.ref = CircleRef(str(self.config), str(self.data), CIRCLE)
        self.err = ""

    def call(self, *arguments: str) -> tuple[int, str]:
        status = main([*arguments, "--config", str(self.config), "--data", str(self.data)])
        said = self.capsys.readouterr()
        self.err = said.err
        return status, said.out

    def json(self, *arguments: str) -> tuple[int, Any]:
        status, said = self.call(*arguments, "--json")
        return status, json.loads(said)

    def edit(self, change: Callable[[openpyxl.Workbook], object]) -> None:
        file = self.config / "practice.xlsx"
        book = openpyxl.load_workbook(file)
        change(book)
        book.save(file)

    def circle_refs(self) -> list[CircleRef]:
        """All circles whose files are there now."""
        return [CircleRef(str(self.config), str(self.data), path.stem) for path in circle_files(self.config)]

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.config / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def memory(self) -> Memory:
        return context_of(self.ref).doors.ledger.memory(CIRCLE)

    def round(self, at: datetime = SEPTEMBER) -> tuple[Snapshot, list[LetterRecord]]:
        """What a round learns, and the letters it may send."""
        context = context_of(self.ref)
        ledger = context.doors.ledger
        inputs = Inputs(context.circle, ledger.memory(CIRCLE), at, context.keys.digest, context.domain)
        snapshot = take_snapshot(context.doors.sheet.read(READ_NAMES, at), inputs)
        ledger.save(CIRCLE, snapshot.changes)
        letters = due_letters(Situation.of(snapshot, snapshot.programme.meetings))
        sent = [
            LetterRecord(each.person, each.meeting, each.kind, each.revision, each.address_version, Outcome.CLAIMED, at, message_id=f"<{n}.{at}>")
            for n, each in enumerate(letters)
        ]
        claimed = [letter for letter in sent if ledger.claim(CIRCLE, letter)]
        ledger.close_round(CIRCLE, at, ("gather",), "done")
        return snapshot, claimed
