"""The sheets of the kept circles: who signs up, when they meet, and what people write in them as time goes on."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

#: Tidsmerke, Navn, E-post, Organisasjon, Språk, ønske.
PEOPLE = (
    ("2049-08-16T10:00", "Kari Haug", "kari@example.org", "Grannehuset", "nb", "Å lede samtaler"),
    ("2049-08-16T11:00", "Ola Lien", "ola@example.org", "Grannehuset", "nb", ""),
    ("2049-08-17T09:00", "Åse Vik", "aase@example.org", "Bygdetunet", "nn", "Digitale tavler"),
    ("2049-08-17T12:30", "Mona Reed", "mona@example.org", "", "en", ""),
    ("2049-08-18T08:00", "Nils Moe", "nils@example.org", "Frivilligsentralen", "nb", ""),
    ("2049-08-18T14:00", "Siv Dahl", "siv@example.org", "", "nb", ""),
    ("2049-08-19T07:00", "Tor Berg", "tor@example.org", "", "nb", ""),
)
BESIDE_PEOPLE = (
    ("2049-08-16T10:00", "Liv Strand", "liv@example.org", "Hagelaget", "nb", ""),
    ("2049-08-17T10:00", "Jon Aas", "jon@example.org", "Hagelaget", "nn", ""),
)
LATE = ("2049-08-26T19:00", "Unni Holm", "unni@example.org", "", "nb", "")
#: Nr, Dato, Fokusområde.
MEETINGS = ((1, "2049-09-14", "Digitale verktøy"), (2, "2049-10-12", ""), (3, "2049-11-09", "Vertskap"), (4, "2049-11-23", ""))
BESIDE_MEETINGS = ((1, "2049-09-16", "Kompost"), (2, "2049-10-14", "Frø"), (3, "2049-11-11", "Vinterdekke"))
#: Deltaker, møte, relevans, behov, forslag.
ANSWERS = {
    1: (
        ("kari@example.org", "Jeg leder møter på nett hver uke.", "Å bruke digitale tavler i møtene", "Digitale tavler"),
        ("aase@example.org", "", "Lære å teikne på digitale tavler", "Digitale tavler"),
        ("mona@example.org", "Much of it", "How to keep people talking", "Facilitating small groups"),
        ("nils@example.org", "", "Få de stille med i samtalen", "Smågrupper"),
        ("unni@example.org", "Lite", "Få alle i samtalen, også de stille", "Å lede smågrupper"),
    ),
    2: (
        ("kari@example.org", "Alt", "Å leie et lokale uten at det koster for mye", "Økonomi i møter"),
        ("siv@example.org", "", "Hva koster et møte?", "Økonomi i møter"),
        ("unni@example.org", "", "Finne lokale som er rimelig", "Økonomi i møter"),
        ("aase@example.org", "", "Få økonomien i møta til å gå opp", "Økonomi i møter"),
        ("vidar@example.org", "Litt", "Å holde budsjettet for møtene", "Økonomi i møter"),
    ),
}


def stamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


class Workbook:
    """A workbook as people have it open: changed, and saved at the end of the block."""

    def __init__(self, path: Path) -> None:
        self._path, self._book = path, openpyxl.load_workbook(path)

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self._book.save(self._path)

    def add(self, tab: str, values: Sequence[Any]) -> None:
        """A row under the last that has something in it."""
        sheet = self._book[tab]
        row = next(row for row in range(2, 600) if all(cell.value is None for cell in sheet[row]))
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value if value != "" else None)

    def change(self, tab: str, key: object, header: str, value: Any) -> None:
        """In the row that has `key` in one of its cells, the cell under `header`."""
        sheet = self._book[tab]
        column = next(cell.column for cell in sheet[1] if cell.value == header)
        row = next(row for row in range(2, 600) if key in [cell.value for cell in sheet[row]])
        sheet.cell(row, column, value)

    def begin(self, people: Sequence[Sequence[str]], meetings: Sequence[tuple[int, str, str]]) -> None:
        for at, *rest in people:
            self.add("Påmelding", [stamp(at), *rest])
        for number, day, focus in meetings:
            self.add("Møter", [number, stamp(day), "", "", focus])

    def answer(self, at: str, meeting: int) -> None:
        for who, relevance, need, suggestion in ANSWERS[meeting]:
            self.add("Refleksjoner", [stamp(at), who, meeting, relevance, need, suggestion])
