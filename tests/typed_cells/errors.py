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


def _left(name: str, typed: Any, meant: str | None, **more: Any) -> Error:
    """«Avmeldt»: who is not surely out is in, and the cell is told."""
    return Error(name, "G2", typed, {"G2": meant} if meant else {}, PEOPLE, told=not meant, **more)


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
    _start("24 hours", timedelta(days=1), None), _start("two ranges", "9-10-11", None), _start("a bare hour", "9", "09:00"),
    _start("kl with a stop", "kl.9", "09:00"), _start("seconds of nothing", "09:15:00", "09:15"),
    _start("digits to digits", "0915-1130", "09:15", "11:30"), _start("evening", "7.15 pm", "19:15"), _start("words", "halv ti", None),
    _start("midnight of tomorrow", "24:00", None), _start("about", "ca. 10", None), _start("in doubt", "10.15?", None),
    _start("a dash", "9-15", None), _start("nothing", "0", None), _start("a nought", 0, None), _start("either", "10:15 eller 10:30", None),
    _start("13 pm", "13:15 PM", None), _start("wide digits", "１０:１５", "10:15"), _start("invisible", "10:15\u200b", "10:15"),
    _start("to the past", "1130-0915", None), _start("a month's day", datetime(2021, 12, 10), "10:12", told=True),
    _start("a broken formula", "#REF!", None), _start("a note behind", "10.15 (ny tid)", None),
    _start("a moment of a zone", "2021-05-11T08:15:00Z", None), Error("end before start", "D2", "09.00", None),
    Error("end as a range", "D2", "10.15–11.30", {"C2": "10:15", "D2": "11:30"}), Error("end as digits", "D2", "1200", {"D2": "12:00"}),
    Error("end in doubt", "D2", "11,5", None), Error("day with clock", "B2", datetime(2021, 5, 11, 10), {"C2": "10:00"}),
    Error("day with clock in words", "B2", "11. mai 2021 kl. 10", {"C2": "10:00"}),
    Error("day with hours", "B2", "11.5.2021 10:00-12:00", {"C2": "10:00", "D2": "12:00"}), Error("two meanings", "B2", "11/5/2021", None),
    Error("one meaning", "B2", "5/18/2021", {"B2": datetime(2021, 5, 18)}), Error("a weekday tells", "B2", "tirsdag 11/5/2021", {}),
    Error("no such day", "B2", "31.4.2021", None), Error("another weekday", "B2", "mandag 11.5.2021", None), Error("no year", "B2", "11. mai", None),
    Error("a clock for a day", "B2", time(9, 15), None), Error("a word", "B2", "over påske", None), Error("another year", "B2", "11.5.2012", None),
    Error("day in words", "B2", "Tirsdag 11.mai 2021", {}), Error("a blank in it", "B2", "11. 5. 2021", {}),
    Error("year of two digits", "B2", "11.05.21", {}), Error("ISO", "B2", "2021-05-11", {}),
    Error("ISO with nothing", "B2", "2021-05-11T00:00:00Z", {}), Error("ISO of a form", "B2", "2021-05-10T22:00:00.000Z", {}),
    Error("ISO in one word", "B2", "20210511", {}), Error("no year, short", "B2", "8. des", None),
    Error("a weekday behind", "B2", "11.5.2021 (tirsdag)", None), Error("a wrong weekday in short", "B2", "ons. 11. mai 2021", None),
    Error("a serial as text", "B2", "44327", None), Error("a serial", "B2", 44327, {}), Error("no such day, no year", "B2", "31.2.", None),
    Error("words after it", "B2", "11.5.2021 på Zoom", None), Error("month first", "B2", "5.18.2021", None),
    Error("month in English", "B2", "May 11, 2021", {}), Error("two days", "B2", "11.-12. mai 2021", None),
    Error("or", "B2", "11.5.2021 eller 12.5.2021", None), Error("a week", "B2", "uke 19", None),
    Error("an hour too many", "B2", "11.5.2021 24:00", None), Error("half an hour", "B2", "11.5.2021 halv ti", None),
    Error("a letter for a nought", "B2", "11.5.2O21", None), Error("digits alone", "B2", "11052021", None),
    Error("no-break blanks", "B2", "11.\u00a0mai\u00a02021", {}), Error("moved in words", "B2", "flyttet til 12.5.2021", None),
    Error("a question behind", "B2", "11.5.2021?", None), Error("after midnight", "B2", datetime(2021, 5, 11, 23, 59), None),
    _status("a reason", "avlyst pga. sykdom", "avlyst"), _status("another word", "Kansellert", "avlyst"), _status("avlyses", "avlyses", "avlyst"),
    _status("a mark", "AVLYST!", "avlyst"), _status("a question", "avlyst?", None), _status("a no", "ikke avlyst", None),
    _status("with a dash", "AVLYST – sykdom", "avlyst"), _status("a word for it", "Utgår", "avlyst"),
    _status("in English", "cancelled - sick", "avlyst"), _status("a date of it", "avlyst 5.5.", "avlyst"),
    _status("moved to", "flyttet til 9.6.", None), _status("instead", "avlyst i sal, møtes på Zoom", None), _status("both", "planlagt/avlyst", None),
    _status("may be", "planlagt, kan bli avlyst", None), _status("another day", "planlagt 18.5.", None),
    _status("another hour", "planlagt kl. 10", None), _status("by mistake", "avlyst ved en feil", None), _status("a tick", "x", None),
    _status("look-alike", "\u0430vlyst", None), _status("taken back", "avlyst likevel ikke", None),
    _status("a new one", "avlyst, ny dato kommer", None), Error("planned", "H2", "Planlagt!", {}), Error("held", "H2", "bekreftet", {}),
    _left("yes", "JA!", "ja"), _left("a cross", "X", "ja"), _left("a tick sign", "✓", "ja"), _left("true", True, "ja"),
    _left("the day they left", datetime(2021, 5, 4), "ja"), _left("that day in words", "4. mai 2021", "ja"),
    _left("with a reason", "avmeldt, flytter", "ja"), _left("a day to come", datetime(2021, 6, 1), None), _left("that day in text", "1.6.2021", None),
    _left("perhaps", "kanskje", None), _left("a question of it", "ja?", None), _left("of one meeting", "avmeldt fra møte 2", None),
    _left("stays", "ja, jeg blir", None), _left("left by mistake", "avmeldt ved en feil", None), _left("number two", 2, None),
    Error("no", "G2", "nei", {}, PEOPLE), Error("no with a mark", "G2", "Nei!", {}, PEOPLE),
    Error("stamp of two meanings", "A2", "5/3/2021 10:00", {}, PEOPLE, told=True),
    Error("stamp to come", "A2", "1.6.2021 10:00", {}, PEOPLE, told=True), _status("put off", "utsatt", None),
    _status("moved", "avlyst, flyttet til 12. mai", None), _status("misspelt", "avlst", None), _address("a name", f"Kari Nordmann <{KARI}>", KARI),
    _address("a name in quotes", f'"Nordmann, Kari" <{KARI}>;', KARI), _address("a stop", f"{KARI}.", KARI),
    _address("mailto", f"mailto:{KARI}", KARI), _address("blanks around", f"  {KARI} ", KARI), _address("two", f"{KARI}, kari@example.com", None),
    _address("comma", "kari@example,org", None), _address("blank", "kari @example.org", None), _address("no sign", "kari.example.org", None),
    _address("two signs", "kari@@example.org", None), _address("no end", "kari@example", None),
    _address("mailto in capitals", f"MAILTO: {KARI}", KARI), _address("angles", f"<{KARI}>", KARI), _address("a comma behind", f"{KARI},", KARI),
    _address("semicolons", f"{KARI};;", KARI), _address("a colon", f"{KARI}:", KARI), _address("brackets", f"({KARI})", KARI),
    _address("quotes", f"«{KARI}»", KARI), _address("wide", "kari＠example．org", KARI), _address("look-alike letter", "k\u0430ri@example.org", None),
    _address("look-alike domain", "kari@ex\u0430mple.org", None), _address("look-alike end", "kari@example.\u043erg", None),
    _address("a no-break blank", "kari\u00a0@example.org", None), _address("nothing inside", "ka\u200bri@exam\u00adple.org", KARI),
    _address("a joiner", "kari\u200d@example.org", KARI), _address("two in lines", f"{KARI}\nkari@example.com", None),
    _address("two with og", f"{KARI} og kari@example.com", None), _address("another's before", f"kari@example.com <{KARI}>", None),
    _address("a star", f"*{KARI}", None), _address("an apostrophe inside", "kari'@example.org", None),
    _address("one letter's end", "kari@example.o", None), _address("at in words", "kari (at) example.org", None),
    _address("a subject", f"mailto:{KARI}?subject=hei", None), _address("two stops", "kari@example..org", None),
    _address("a stop inside", "kari.@example.org", None), _address("only a name", "Kari Nordmann", None),
    _address("words behind", f"{KARI} (jobb)", None), _address("no place", "kari@", None),
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
    _start("lo 9", "9", "09:00"), _start("lo pm", "1:15 PM", "13:15"), _start("lo seconds", "10:15:00", "10:15", format="hh:mm"),
    _start("lo 0", "0", None), _start("lo digits to digits", "0915-1130", "09:15", "11:30", format="hh:mm"), _start("lo words", "halv ti", None),
    Error("lo iso", "B2", "2021-05-11", {}, format="dd.mm.yyyy"), Error("lo two digits", "B2", "11.5.21", {}, format="dd.mm.yyyy"),
    Error("lo short", "B2", "11.5.", None, format="dd.mm.yyyy"), Error("lo no such day", "B2", "31.4.2021", None, format="dd.mm.yyyy"),
    Error("lo weekday", "B2", "tirsdag 11. mai 2021", {}, format="dd.mm.yyyy"), Error("lo serial", "B2", "44327", {}, format="dd.mm.yyyy"),
    Error("lo month first", "B2", "5/18/2021", {"B2": datetime(2021, 5, 18)}), Error("lo serial in text", "B2", "44327", None, format="@"),
    _left("lo yes", "JA!", "ja"), _left("lo true", "SANN", "ja"), _left("lo day", "4.5.2021", "ja"), _left("lo day to come", "1.6.2021", None),
    _status("lo dash", "AVLYST – sykdom", "avlyst"), _address("lo mailto", f"mailto:{KARI}", KARI),
    _address("lo name", f"Kari Nordmann <{KARI}>", KARI),
)  # fmt: skip
ERRORS = BY_HAND + TYPED
