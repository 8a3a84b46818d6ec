"""`index.html` for an outbox: which letters lie there, and each of them as its reader sees it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from icalendar import Calendar
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from tasks.circle.model.errors import system_stops
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import KINDS
from tasks.circle.model.phrases import date_time_words

# A letter of the outbox as its reader sees it: headers decoded, parts apart, the calendar entry in plain words.
#
# Everything in it is text from outside; whoever shows it must escape it.

_METHODS = {"REQUEST": "Legger møtet i kalenderen, eller endrer det", "CANCEL": "Tar møtet ut av kalenderen"}
_SHOWN_HEADERS = {
    "From": "Fra", "To": "Til", "Reply-To": "Svar til", "Subject": "Emne", "Date": "Sendt", "Message-ID": "Message-ID",
}  # fmt: skip
_UNDATED = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter. `at` is aware local time; `recipient` the participant's code, or the address where there is none."""

    name: str
    at: datetime
    kind: str
    meeting: int
    recipient: str
    subject: str
    headers: tuple[tuple[str, str], ...]
    more_headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    calendar: str
    calendar_words: tuple[tuple[str, str], ...]


def read_letter(path: Path, zone: ZoneInfo) -> Letter:
    """The letter in an .eml file; times are shown in `zone`. Damaged ones come as far as they can be read."""
    message = message_from_bytes(path.read_bytes())
    headers = [(name, _decoded(value)) for name, value in message.raw_items()]
    first = dict(reversed(headers))
    at = _date(first.get("Date", ""), zone)
    if at != _UNDATED:
        first["Date"] = date_time_words(at, WORKING_LANGUAGE)
    parts = {part.get_content_type(): _content(part) for part in message.walk() if not part.is_multipart()}
    calendar = parts.get("text/calendar", "")
    number, kind = first.get("X-Sirkel-Meeting", ""), first.get("X-Sirkel-Kind", "")
    return Letter(
        name=path.stem,
        at=at,
        kind=KINDS[kind].facts.names[WORKING_LANGUAGE] if kind in KINDS else kind or "annet",
        meeting=int(number) if number.isdecimal() else 0,
        recipient=first.get("X-Sirkel-Participant") or parseaddr(first.get("To", ""))[1],
        subject=first.get("Subject", ""),
        headers=tuple((word, first[name]) for name, word in _SHOWN_HEADERS.items() if name in first),
        more_headers=tuple(pair for pair in headers if pair[0] not in _SHOWN_HEADERS),
        text=parts.get("text/plain", ""),
        html=parts.get("text/html", ""),
        calendar=calendar,
        calendar_words=_calendar_words(calendar, zone) if calendar else (),
    )


def _decoded(raw: Any) -> str:
    """A header as text: UTF-8 as it stands (RFC 6532), then encoded words (RFC 2047), without line breaks of folding."""
    text = str(raw).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    words = (part if isinstance(part, str) else _text(part, charset or "raw-unicode-escape") for part, charset in decode_header(text))
    return " ".join("".join(words).split())


def _content(part: Message) -> str:
    payload: Any = part.get_payload(decode=True)
    return _text(payload or b"", part.get_content_charset("utf-8")).replace("\r\n", "\n")


def _text(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:  # an encoding nobody knows
        return content.decode("utf-8", "replace")


def _date(text: str, zone: ZoneInfo) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(zone)
    except ValueError:
        return _UNDATED


def _calendar_words(calendar: str, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    try:
        whole = Calendar.from_ical(calendar)
        events = whole.walk("VEVENT")
        method = str(whole.get("METHOD", ""))
        rows = [("Metode", f"{_METHODS.get(method, 'Til opplysning')} ({method})")]
        for event in events:
            rows += _event_words(event, zone)
    except ValueError as error:
        return (("Feil", f"Kalenderdelen kan ikke leses: {error}"),)
    return tuple(rows)


def _event_words(event: Any, zone: ZoneInfo) -> list[tuple[str, str]]:
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    when = date_time_words(start.astimezone(zone), WORKING_LANGUAGE)
    attendee = event.get("ATTENDEE")
    return [
        ("Tittel", str(event.get("SUMMARY", ""))),
        ("Når", f"{when}–{end.astimezone(zone):%H.%M} ({zone.key})"),
        ("Sted", str(event.get("LOCATION", ""))),
        ("Beskrivelse", str(event.get("DESCRIPTION", ""))),
        ("Innkaller", _person(event.get("ORGANIZER"))),
        ("Mottaker", f"{_person(attendee)}, {attendee.params.get('ROLE', '')}" if attendee else ""),
        ("Status", str(event.get("STATUS", ""))),
        ("UID", str(event.get("UID", ""))),
        ("SEQUENCE", str(event.get("SEQUENCE", ""))),
        ("DTSTAMP", f"{event.decoded('DTSTAMP'):%Y-%m-%d %H:%M:%SZ}"),
    ]


def _person(value: Any) -> str:
    if value is None:
        return ""
    return f"{value.params.get('CN', '')} <{str(value).removeprefix('mailto:')}>".strip()


PAGES = "letters"


def write_index(folder: Path, title: str, zone: ZoneInfo = ZoneInfo("Europe/Oslo")) -> Path:  # noqa: B008 - a constant
    """Write `folder/index.html` and a page per letter in `folder/letters`; returns the index.

    The same letters give the same pages. Times are shown in `zone`. Raises `Stop` when the folder can't be written.
    """
    letters = sorted((read_letter(path, zone) for path in folder.glob("*.eml")), key=lambda letter: (letter.at, letter.name))
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    with system_stops(folder, "Oversikten over brevene kan ikke skrives", "Sjekk plass og rettigheter i mappen, og prøv igjen."):
        _write_letters(folder / PAGES, letters, pages.get_template("letter.html"))
        index = folder / "index.html"
        kinds, people = sorted({letter.kind for letter in letters}), sorted({letter.recipient for letter in letters})
        told = {"title": title, "letters": letters, "months": list(_months(letters)), "kinds": kinds, "people": people, "pages": PAGES}
        index.write_text(pages.get_template("index.html").render(told), encoding="utf-8")
    return index


def _write_letters(folder: Path, letters: Sequence[Letter], template: Template) -> None:
    folder.mkdir(exist_ok=True)
    names = {f"{letter.name}.html" for letter in letters}
    for stale in folder.glob("*.html"):
        if stale.name not in names:  # its letter is gone
            stale.unlink()
    for letter in letters:
        (folder / f"{letter.name}.html").write_text(template.render(letter=letter), encoding="utf-8")


def _months(letters: Sequence[Letter]) -> Iterator[tuple[str, list[tuple[str, list[Letter]]]]]:
    """The letters by month, and in each month by meeting; letters about no meeting come first."""
    for month, of_month in groupby(letters, key=lambda letter: letter.at.replace(day=1).date()):
        by_meeting = sorted(of_month, key=lambda letter: letter.meeting)  # a stable sort: still in order of time
        grouped = groupby(by_meeting, key=lambda letter: letter.meeting)
        meetings = [(f"Møte {number}" if number else "Uten møte", list(some)) for number, some in grouped]
        yield _month(datetime(month.year, month.month, 1)), meetings  # noqa: DTZ001 - only its name is used


def _month(first: datetime) -> str:
    return "Uten dato" if first.year == 1970 else format_date(first, "LLLL y", locale=WORKING_LANGUAGE).capitalize()
