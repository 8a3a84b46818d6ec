"""One typing error each in a good sheet, and what was meant by it."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from tests.bad_input.desk import KARI, Tabs, good_tabs

PEOPLE, MEETINGS = "Påmelding", "Møter"


@dataclass(frozen=True, slots=True)
class Error:
    """`typed` stands in `cell`; `meant` is what should have been typed, by cell («» for what should be empty), None where nobody can know.

    `format` is the cell's number format in the workbook that LibreOffice types into. `told`: a problem names the cell though it was understood.
    """

    name: str
    cell: str
    typed: Any
    meant: dict[str, Any] | None = field(hash=False)
    tab: str = MEETINGS
    format: str = "General"
    told: bool = False


def sheet() -> Tabs:
    """Three people, two meetings; the first has the circle's usual hours (09.15–11.30)."""
    tabs = good_tabs()
    tabs[MEETINGS][1][2:4] = ["", ""]
    return tabs


def put(tabs: Tabs, tab: str, values: dict[str, Any]) -> Tabs:
    """`tabs` with `values` in cells like «C2»."""
    for cell, value in values.items():
        tabs[tab][int(cell[1:]) - 1]["ABCDEFGHI".index(cell[0])] = value
    return tabs


def _start(name: str, typed: Any, meant: str | None, end: str = "", **more: Any) -> Error:
    return Error(name, "C2", typed, meant and {"C2": meant, "D2": end}, **more)  # type: ignore[arg-type]


def _status(name: str, typed: str, meant: str | None) -> Error:
    return Error(name, "H2", typed, {"H2": meant} if meant else None)


def _address(name: str, typed: str, meant: str | None) -> Error:
    return Error(name, "C2", typed, {"C2": meant} if meant else None, PEOPLE)


#: Typed by nobody's spreadsheet: the value as a workbook or a form brings it.
BY_HAND = (
    _start("digits", "0915", "09:15"), _start("three digits", "915", "09:15"), _start("a number", 1000, "10:00"),
    _start("klokka", "klokka 10", "10:00"), _start("klokken", "Klokken 10.15", "10:15"), _start("kl", "kl 10", "10:00"),
    _start("a comma", "10,15", "10:15"), _start("a stop behind", "10.15.", "10:15"), _start("a range", "10.15–11.30", "10:15", "11:30"),
    _start("a range of hours", "10-12", "10:00", "12:00"), _start("a range with til", "kl. 10 til 12", "10:00", "12:00"),
    _start("before noon", "9:15 AM", "09:15"), _start("after noon", "1:15 pm", "13:15"), _start("seconds", "10:15:00", "10:15"),
    _start("a fraction", 0.4375, "10:30"), _start("a moment", datetime(2021, 5, 11, 10), "10:00"), _start("a clock", time(13), "13:00"),
    _start("a moment in words", "11.5.2021 10:00", "10:00"), _start("another day's moment", "12.5.2021 10:00", None),
    _start("half past", "halv elleve", None), _start("one digit of minutes", "9.5", None), _start("a decimal number", 9.5, None),
    _start("too many minutes", "9.75", None), _start("a day", "11.5.2021", None), _start("late", "23.00", None), _start("letters", "1O.15", None),
    _start("24 hours", timedelta(days=1), None), _start("two ranges", "9-10-11", None),
    Error("end before start", "D2", "09.00", None), Error("end as a range", "D2", "10.15–11.30", {"C2": "10:15", "D2": "11:30"}),
    Error("end as digits", "D2", "1200", {"D2": "12:00"}), Error("end in doubt", "D2", "11,5", None),
    Error("day with clock", "B2", datetime(2021, 5, 11, 10), {"C2": "10:00"}),
    Error("day with clock in words", "B2", "11. mai 2021 kl. 10", {"C2": "10:00"}),
    Error("day with hours", "B2", "11.5.2021 10:00-12:00", {"C2": "10:00", "D2": "12:00"}),
    Error("two meanings", "B2", "11/5/2021", None), Error("one meaning", "B2", "5/18/2021", {"B2": datetime(2021, 5, 18)}),
    Error("a weekday tells", "B2", "tirsdag 11/5/2021", {}),
    Error("no such day", "B2", "31.4.2021", None), Error("another weekday", "B2", "mandag 11.5.2021", None), Error("no year", "B2", "11. mai", None),
    Error("a clock for a day", "B2", time(9, 15), None), Error("a word", "B2", "over påske", None), Error("another year", "B2", "11.5.2012", None),
    Error("day in words", "B2", "Tirsdag 11.mai 2021", {}), Error("a blank in it", "B2", "11. 5. 2021", {}),
    Error("year of two digits", "B2", "11.05.21", {}),
    _status("a reason", "avlyst pga. sykdom", "avlyst"), _status("another word", "Kansellert", "avlyst"), _status("avlyses", "avlyses", "avlyst"),
    _status("a mark", "AVLYST!", "avlyst"), _status("a question", "avlyst?", None), _status("a no", "ikke avlyst", None),
    _status("put off", "utsatt", None), _status("moved", "avlyst, flyttet til 12. mai", None), _status("misspelt", "avlst", None),
    _address("a name", f"Kari Nordmann <{KARI}>", KARI), _address("a name in quotes", f'"Nordmann, Kari" <{KARI}>;', KARI),
    _address("a stop", f"{KARI}.", KARI), _address("mailto", f"mailto:{KARI}", KARI), _address("blanks around", f"  {KARI} ", KARI),
    _address("two", f"{KARI}, kari@example.com", None), _address("comma", "kari@example,org", None), _address("blank", "kari @example.org", None),
    _address("no sign", "kari.example.org", None), _address("two signs", "kari@@example.org", None), _address("no end", "kari@example", None),
    _address("only a name", "Kari Nordmann", None), _address("words behind", f"{KARI} (jobb)", None), _address("no place", "kari@", None),
)  # fmt: skip

#: Typed into LibreOffice with Norwegian settings (`by_libreoffice.py`); the files are in `typed/`.
TYPED = (
    _start("lo 9.10", "9.10", "09:10", format="hh:mm", told=True), _start("lo 10.12", "10.12", "10:12", told=True),
    _start("lo 08.05", "08.05", "08:05", format="hh:mm", told=True), _start("lo 9.5", "9.5", "09:05", format="hh:mm", told=True),
    _start("lo 9.10 in text", "9.10", "09:10", format="@"), _start("lo 9.5 in text", "9.5", None, format="@"),
    _start("lo 9,10", "9,10", "09:10", format="hh:mm"), _start("lo 9,5", "9,5", None), _start("lo 0915", "0915", "09:15", format="hh:mm"),
    _start("lo 915", "915", "09:15"), _start("lo 13", "13", "13:00", format="hh:mm"), _start("lo 10:30", "10:30", "10:30"),
    _start("lo 24:00", "24:00", None, format="hh:mm"), _start("lo 25:00", "25:00", None), _start("lo range", "10.15-11.30", "10:15", "11:30"),
    _start("lo moment", "11.5.2021 10:00", "10:00", format="hh:mm"), _start("lo kl", "kl 10", "10:00", format="hh:mm"),
    Error("lo end", "D2", "12.10", {"D2": "12:10"}, format="hh:mm", told=True),
    Error("lo day with clock", "B2", "11.5.2021 10:00", {"C2": "10:00"}, format="dd.mm.yyyy"),
    Error("lo slashes", "B2", "11/5/2021", {}, format="dd.mm.yyyy"), Error("lo slashes in text", "B2", "11/5/2021", None, format="@"),
    Error("lo no year", "B2", "11. mai", None, format="dd.mm.yyyy"), _status("lo reason", "avlyst pga. sykdom", "avlyst"),
    _address("lo name", f"Kari Nordmann <{KARI}>", KARI),
)  # fmt: skip
ERRORS = BY_HAND + TYPED
