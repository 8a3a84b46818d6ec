"""A small circle's desk, to spoil: its configuration, its sheet, rounds on the embedded doors, and the command."""

import contextlib
import email.policy
import io
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl

from tasks.circle.model.errors import Grade, Problem

ROOT = Path(__file__).resolve().parents[2]
CIRCLE = "baerekraftige-moteplasser"
CIRCLE_FILE, DOORS_FILE = f"circles/{CIRCLE}.toml", "doors.toml"
#: A Wednesday before the first meeting; the second round is a day later, when a digest may go out again.
NOW = datetime(2021, 5, 5, 6, 5, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
KARI, OLA, ÅSE = "kari@example.org", "ola@example.org", "aase@example.org"
LEADERS = ("anders.bergkvist@example.org", "marianne.sempler@example.org")
SIGN_UP_HEAD = ["Tidsmerke", "Navn", "E-post", "Organisasjon", "Språk", "Hva ønsker du å lære?", "Avmeldt"]
MEETING_HEAD = ["Nr", "Dato", "Start", "Slutt", "Fokusområde", "Form", "Sted", "Status", "Notat"]
RELEVANCE, NEED = "Hva i dagens fokusområde er relevant for meg i min jobb?", "Hva har jeg behov for å lære nå?"
REPLY_HEAD = ["Tidsmerke", "Deltaker", "Møte", RELEVANCE, NEED, "Forslag til fokusområde"]
#: A complaint on stderr: «! where: what» («i» for information) and «  → next step».
_COMPLAINT = re.compile(r"^(?P<mark>[!i]) (?P<where>.+?): (?P<what>.*)\n  → (?P<next>.*)$", re.MULTILINE)

Tabs = dict[str, list[list[Any]]]


def good_tabs() -> Tabs:
    """Three people, two meetings, nothing wrong."""
    return {
        "Påmelding": [
            [*SIGN_UP_HEAD],
            [datetime(2021, 5, 1, 10), "Kari Nordmann", KARI, "Moss", "nb", "", ""],
            [datetime(2021, 5, 2, 10), "Ola Hansen", OLA, "Oslo", "nn", "", ""],
            [datetime(2021, 5, 3, 10), "Åse Li", ÅSE, "Bodø", "en", "", ""],
        ],
        "Møter": [
            [*MEETING_HEAD],
            [1, datetime(2021, 5, 11), "09.15", "11.30", "Om møteplasser", "digital", "", "planlagt", ""],
            [2, datetime(2021, 5, 25), "09.15", "11.30", "Digitale verktøy", "digital", "", "planlagt", ""],
        ],
        "Refleksjoner": [[*REPLY_HEAD]],
        "Samråd": [["Tidsmerke", "Deltaker", "Møte", "Forslag", "Datoer"]],
        "Fravær": [["Tidsmerke", "Deltaker", "Møte", "Kommer"]],
    }


@dataclass
class Seen:
    """What somebody saw: exit status (of the command), problems in order, all that was said, a crash, and the letters that lie there."""

    status: int = 0
    states: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    said: str = ""
    crash: str = ""
    letters: list[EmailMessage] = field(default_factory=list)

    def to(self, address: str) -> list[tuple[str, str]]:
        """(kind, meeting) of the letters to an address."""
        return [key[1:] for key in map(key_of, self.letters) if key[0] == address]


def key_of(letter: EmailMessage) -> tuple[str, str, str]:
    """To whom, which kind, which meeting."""
    address = letter["To"].addresses[0].addr_spec.encode("utf-8", "surrogateescape").decode("utf-8")
    return address, letter["X-Sirkel-Kind"], letter["X-Sirkel-Meeting"]


class Desk:
    """`tabs` is the sheet as it will be typed into `file`; `config` is a copy of the checkout's, which may be spoilt in any way."""

    def __init__(self, config: Path, data: Path, circle: str, file: Path) -> None:
        from tasks.context import CircleRef

        self.config, self.data, self.circle, self.file = config, data, circle, file
        self.tabs = good_tabs()
        self.ref = CircleRef(str(config), str(data), circle)

    def save(self) -> None:
        """The sheet as its file; a text is typed as text, also «=1+1»."""
        book = openpyxl.Workbook()
        del book["Sheet"]
        for name, rows in self.tabs.items():
            tab = book.create_sheet(name)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    cell = tab.cell(number, column, None if value == "" else value)
                    cell.data_type = "s" if isinstance(value, str) and value else cell.data_type
        book.save(self.file)

    def spoil(self, file: str, old: str, new: str) -> None:
        path = self.config / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def rounds(self, *moments: datetime) -> Seen:
        """Rounds at these times, with the sheet as it is; what all of them said."""
        from flows.rounds import carry_out
        from tasks import clock
        from tasks.circle.plan import Order

        seen = Seen()
        for at in moments:
            with clock.set_to(at):
                report = carry_out(self.ref, Order(at))
            seen.states += (report.state,)
            seen.problems += report.problems
        seen.problems = tuple(dict.fromkeys(seen.problems))
        return seen

    def leave(self) -> None:
        """Close what is open."""
        from tasks.context import forget_doors

        forget_doors(self.ref)

    def letters(self) -> list[EmailMessage]:
        """Every letter in the outbox, as far as its headers."""
        reader = BytesParser(EmailMessage, policy=email.policy.default)
        files = sorted((self.data / self.circle / "outbox").glob("*.eml"))
        return [reader.parsebytes(file.read_bytes(), headersonly=True) for file in files]

    def call(self, *arguments: str) -> Seen:
        """The command in this process, with this desk's folders; what it printed, and its exit status."""
        from flows.__main__ import main

        out, err = io.StringIO(), io.StringIO()
        with mock.patch.dict(os.environ), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = main([*arguments[:1], "--config", str(self.config), "--data", str(self.data), *arguments[1:]])
            except SystemExit as left:
                status = int(left.code or 0)
        return Seen(status, problems=complaints(err.getvalue()), said=out.getvalue() + err.getvalue())


def alone(folder: Path) -> Desk:
    """A desk with an installation of its own."""
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    file = config / "practice.xlsx"
    file.unlink()
    return Desk(config, folder / "data", CIRCLE, file)


def together(folder: Path, circles: Mapping[str, tuple[str, str]]) -> dict[str, Desk]:
    """Desks that share one installation, a circle each: its letters' templates are read once. `circles`: the names, and what
    each one's file says instead (old, new)."""
    first = alone(folder)
    whole = (first.config / CIRCLE_FILE).read_text(encoding="utf-8")
    (first.config / CIRCLE_FILE).unlink()
    desks = {}
    for name, (old, new) in circles.items():
        text = whole.replace(old, new) if old else whole
        (first.config / f"circles/{name}.toml").write_text(f'{text}\n[sheet]\nworkbook = "{name}.xlsx"\n', encoding="utf-8")
        desks[name] = Desk(first.config, first.data, name, first.config / f"{name}.xlsx")
    return desks


def complaints(text: str) -> tuple[Problem, ...]:
    """The problems in what the command wrote on stderr."""
    grades = {"!": Grade.MEND, "i": Grade.INFORMATION}
    return tuple(Problem(found["where"], found["what"], found["next"], grades[found["mark"]]) for found in _COMPLAINT.finditer(text))
