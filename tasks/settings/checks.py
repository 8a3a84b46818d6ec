"""Values that need more than a type: zones, rules, addresses, links. Each is a type of a key; `{key}` in a next step is the key."""

import ipaddress
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from dateutil.rrule import rrulestr
from email_validator import EmailNotValidError, validate_email
from holidays.registry import EntityLoader
from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, TypeAdapter, ValidationInfo

from tasks.circle.model.hosts import flaw_of_end, is_loopback
from tasks.settings.mistakes import nearest, shown
from tasks.settings.validation import wrong

#: The parts of RFC 5545 §3.3.10 that make sense for a monthly circle, with the numbers each may hold (None: no numbers).
_PARTS = {
    "FREQ": None, "BYDAY": None, "WKST": None,
    "INTERVAL": (1, 99), "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYSETPOS": (-53, 53),
}  # fmt: skip
_EVERY = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_OWN_END = ("COUNT", "UNTIL", "DTSTART")
_RULE_STEP = 'Skriv regelen som RFC 5545, for eksempel rule = "FREQ=MONTHLY;BYDAY=2TU" (2. tirsdag i måneden).'
_SENDER = re.compile(r'\s*"?([^"<>@]+?)"?\s*<([^<>\s]+)>\s*')
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d"})


def slug(text: str) -> str:
    """A name of a-z, 0-9 and - for `text`: file, folder and id names («Bærekraftig møte» -> baerekraftig-mote)."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _without_controls(text: str) -> str:
    if any(unicodedata.category(each) == "Cc" for each in text):
        raise wrong("Teksten har styretegn i seg.", "Skriv den på nytt for hånd, uten å lime inn.")
    return text


def _if_any(check: Callable[[str], str]) -> AfterValidator:
    """The check for a text that may be empty."""
    return AfterValidator(lambda text: check(text) if text else text)


def _not_empty(texts: tuple[str, ...]) -> tuple[str, ...]:
    if not texts:
        raise wrong("Listen er tom.", 'Skriv minst én tekst: {key} = ["…"]')
    return texts


def needed(by: str, what: str, next_step: str, *, when: str = "kind") -> AfterValidator:
    """A text that may be empty unless the key `when` above it is `by`."""

    def check(text: str, info: ValidationInfo) -> str:
        if not text and info.data.get(when) == by:
            raise wrong(what, next_step)
        return text

    return AfterValidator(check)


def network(text: str) -> str:
    """An address or a network (CIDR)."""
    try:
        return str(ipaddress.ip_network(text)) if "/" in text else str(ipaddress.ip_address(text))
    except ValueError as error:
        raise wrong("En av dem er ikke en nettadresse (IP).", 'Skriv dem som {key} = ["10.0.0.5", "192.168.0.0/24"]') from error


def encrypted(next_step: str) -> AfterValidator:
    """How a line is secured: "none" is for the `host` above it on this machine alone."""

    def check(security: str, info: ValidationInfo) -> str:
        host = info.data.get("host", "")
        if security == "none" and host and not is_loopback(host):
            step = f'{next_step}; "none" er bare lov mot denne maskinen (127.0.0.1).'
            raise wrong("Brev og passord ville gått ukryptert over nettet.", step)
        return security

    return AfterValidator(check)


def within(low: int, high: int) -> AfterValidator:
    """A whole number from `low` to `high`, both included."""

    def check(value: int) -> int:
        if not low <= value <= high:
            raise wrong(f"Her står {value}.", f"Skriv et heltall fra {low} til {high}.")
        return value

    return AfterValidator(check)


def _clock(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _CLOCK.fullmatch(value)
    if not match:
        raise wrong(f"Her står {shown(value)}; det er ikke et klokkeslett.", 'Skriv timer og minutter: {key} = "09:15"')
    return time(int(match[1]), int(match[2]))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(name, available_timezones())
        step = f"Mente du «{near}»?" if near else 'Skriv verdensdel og by, for eksempel "Europe/Oslo".'
        raise wrong(f"Ukjent tidssone: {shown(name)}.", step) from None
    return name


def _country(code: str) -> str:
    if code.upper() not in set(EntityLoader.get_country_codes()):
        step = 'Skriv landets kode, som "NO", eller "" for ingen helligdager.'
        raise wrong(f"Ukjent landkode for helligdager: {shown(code.upper())}.", step)
    return code.upper()


def _rule(text: str) -> str:
    text = text.upper().removeprefix("RRULE:").strip(" ;")
    if fault := _rule_fault(text):
        raise wrong(fault, _RULE_STEP)
    return text


def _rule_fault(text: str) -> str:
    parts = [part.partition("=") for part in text.split(";")]
    names = [name for name, _, _ in parts]
    if " " in text:  # to dateutil a blank begins another rule, or a start of its own
        return f"Regelen {shown(text)} har mellomrom i seg."
    if "FREQ" not in names:
        return f"Regelen {shown(text)} sier ikke hvor ofte (FREQ mangler)."
    for name in names:
        if name in _OWN_END:
            return f"Regelen kan ikke ha {name}: sirkelens liv står i first_day og last_day."
        if name not in _PARTS or names.count(name) > 1:
            return f"Regelen har {shown(name)}, som er ukjent eller står to ganger; kjente deler er {', '.join(_PARTS)}."
    for name, _, value in parts:
        limits = _PARTS[name]
        if (name == "FREQ" and value not in _EVERY) or (limits and not _numbers_within(value, *limits)):
            return f"Regelen har {name}={value}, som ikke finnes."
    try:
        # A leap year's first day: every part that can ever match does so within the next years.
        first = next(iter(rrulestr(text, dtstart=datetime(2024, 1, 1))), None)  # noqa: DTZ001 - days only, no clock
    except (ValueError, TypeError, IndexError):
        return f"Regelen {shown(text)} kan ikke tolkes."
    return "" if first else f"Regelen {shown(text)} gir ingen datoer."


def _numbers_within(value: str, low: int, high: int) -> bool:
    return all(re.fullmatch(r"[+-]?\d{1,3}", each) and low <= int(each) <= high and int(each) for each in value.split(","))


def _address(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        if flaw := flaw_of_end(text):
            raise wrong(f"{flaw}.", "Skriv en virkelig adresse.") from None
        what = "Dette er ikke en e-postadresse som kan brukes."
        raise wrong(what, "Skriv den som navn@sted.no, uten mellomrom, bare én.") from None


def _sender(text: str) -> str:
    match = _SENDER.fullmatch(text)
    if not match:
        raise wrong("Avsenderen er ikke navn og adresse.", 'Skriv: {key} = "Læringssirkelen <sirkel@example.org>"')
    return f"{match[1]} <{_address(match[2])}>"


def _url(text: str) -> str:
    if fault := _url_fault(text):
        raise wrong(fault, "Skriv hele adressen med https:// (http:// bare for 127.0.0.1 og localhost).")
    return text


def _form_link(text: str) -> str:
    absent = [name for name in ("{participant}", "{meeting}") if name not in _url(text)]
    if absent:
        step = "Lag en forhåndsutfylt lenke i skjemaet, og skriv {participant} og {meeting} der svarene på deltaker og møte står."
        raise wrong(f"Lenken har ikke plass til {' og '.join(absent)}.", step)
    return text


def _url_fault(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "Nettadressen kan ikke tolkes."
    if parts.scheme not in ("http", "https") or not host or port == 0 or " " in text:
        # What comes after the host may be a key to the room: it is not shown.
        start = f"{parts.scheme}://{host}…" if parts.scheme else parts.path.partition("?")[0]
        return f"Her står {shown(start)}; det er ikke en nettadresse."
    if parts.username is not None or parts.password is not None:
        return "Nettadressen har brukernavn eller passord i seg; det hører ikke hjemme i filer her."
    return f"{parts.scheme}://{host} er ikke kryptert." if parts.scheme == "http" and not is_loopback(host) else ""


def _host(text: str) -> str:
    if not _HOST.fullmatch(text) and not _is_ip(text):
        raise wrong(f"Her står {shown(text)}; det er ikke et tjenernavn.", 'Skriv navnet alene, uten port: {key} = "smtp.example.org"')
    return text


def _ledger(url: str) -> str:
    scheme, _, rest = url.partition("://")
    file = rest.removeprefix("/") if rest.startswith("/") else ""
    lasting = scheme == "sqlite" and file and not file.startswith((":memory:", "?"))
    if not lasting and not (scheme.split("+")[0] == "postgresql" and rest):
        step = 'Skriv "sqlite:///ledger.db" (en fil i datamappen) eller "postgresql+psycopg://bruker@tjener/base".'
        raise wrong("Adressen til minnet kan ikke brukes.", step)
    return url


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


#: A text on one line that may be empty, and one that may not.
Text = Annotated[str, AfterValidator(_without_controls)]
Line = Annotated[str, Field(min_length=1), AfterValidator(_without_controls)]
Lines = Annotated[tuple[Line, ...], AfterValidator(_not_empty)]
#: A local time of day, "09:15" or "09.15" (or TOML's own 09:15:00).
Clock = Annotated[time, BeforeValidator(_clock)]
#: A name of the IANA time zone database.
Zone = Annotated[Line, AfterValidator(_zone)]
#: A country code that the library `holidays` knows; "" for none.
Country = Annotated[Text, _if_any(_country)]
#: A recurrence rule (RFC 5545 §3.3.10) that has a frequency and dates, and no start or end of its own.
Rule = Annotated[Line, AfterValidator(_rule)]
#: A mail address in its normal form (RFC 5321, 6531); the same or "" for nobody; «Name <address>». What was found is never shown.
Address = Annotated[Line, AfterValidator(_address)]
AddressOrNone = Annotated[Text, _if_any(_address)]
Sender = Annotated[Line, AfterValidator(_sender)]
#: An address on the web: https, or http on this machine; the same or "" for none.
Url = Annotated[Line, AfterValidator(_url)]
UrlOrNone = Annotated[Text, _if_any(_url)]
#: A link to a form elsewhere, prefilled with {participant} and {meeting}; "" for none.
FormLink = Annotated[Text, _if_any(_form_link)]
#: The name or IP address of a server, alone; "" for none.
Host = Annotated[Text, _if_any(_host)]
#: SQLAlchemy's URL, of what lasts. What was found is not shown: it may hold a password.
Ledger = Annotated[Line, AfterValidator(_ledger)]
#: What more is written behind.
STEM = AfterValidator(lambda url: url.rstrip("/"))


_LINE = TypeAdapter(Line)


def _in_config(value: object, info: ValidationInfo) -> Path:
    """A file by its name, which counts from the folder of doors.toml (the context of the reading)."""
    return (info.context or Path()) / _LINE.validate_python(str(value) if isinstance(value, Path) else value)


def _ca_file(value: object, info: ValidationInfo) -> Path | None:
    file = _in_config(value, info) if value not in (None, "") else None
    if file and not file.is_file():
        step = 'Skriv hvor den ligger (regnet fra mappen med doors.toml), eller "" for maskinens egne.'
        raise wrong("Filen finnes ikke.", step)
    return file


#: Files by their names, absolute afterwards; the second one must be there, None for none.
InConfig = Annotated[Path, PlainValidator(_in_config)]
CaFile = Annotated[Path | None, PlainValidator(_ca_file)]
