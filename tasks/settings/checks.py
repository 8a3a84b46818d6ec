"""Values that need more than a type: zones, rules, addresses, links. Each reads one key, tells what is wrong, and goes on."""

import ipaddress
import re
import unicodedata
from datetime import datetime
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from dateutil.rrule import rrulestr
from email_validator import EmailNotValidError, validate_email
from holidays.registry import EntityLoader

from tasks.circle.model.hosts import is_loopback
from tasks.settings.mistakes import nearest, shown
from tasks.settings.toml_table import Table

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
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d"})


def slug(text: str) -> str:
    """A name of a-z, 0-9 and - for `text`: file, folder and id names («Bærekraftig møte» -> baerekraftig-mote)."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def zone(table: Table, key: str) -> ZoneInfo:
    """A name of the IANA time zone database."""
    name = table.text(key)
    if table.sound(key):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            near = nearest(name, available_timezones())
            step = f"Mente du «{near}»?" if near else 'Skriv verdensdel og by, for eksempel "Europe/Oslo".'
            table.wrong(key, f"Ukjent tidssone: {shown(name)}.", step)
    return ZoneInfo("UTC")


def country(table: Table, key: str) -> str:
    """A country code that the library `holidays` knows; "" for none."""
    code = table.text(key, "").upper()
    if code and code not in set(EntityLoader.get_country_codes()):
        step = 'Skriv landets kode, som "NO", eller "" for ingen helligdager.'
        table.wrong(key, f"Ukjent landkode for helligdager: {shown(code)}.", step)
    return code


def rule(table: Table, key: str) -> str:
    """A recurrence rule (RFC 5545 §3.3.10) that has a frequency and dates, and no start or end of its own."""
    text = table.text(key).upper().removeprefix("RRULE:").strip(" ;")
    fault = _rule_fault(text) if table.sound(key) else ""
    if fault:
        table.wrong(key, fault, _RULE_STEP)
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


def address(table: Table, key: str) -> str:
    """A mail address in its normal form (RFC 5321, 6531). What was found is never shown."""
    return _address(table, key, table.text(key))


def address_or_none(table: Table, key: str) -> str:
    """The same, "" for nobody."""
    text = table.text(key, "")
    return _address(table, key, text) if text else ""


def addresses(table: Table, key: str) -> tuple[str, ...]:
    return tuple(_address(table, key, each, f"Nr. {number}: ") for number, each in enumerate(table.texts(key, ()), 1))


def sender(table: Table, key: str, default: str) -> str:
    """What stands in From: «Name <address>»."""
    text = table.text(key, default)
    match = _SENDER.fullmatch(text)
    if match:
        return f"{match[1]} <{_address(table, key, match[2])}>"
    if table.sound(key):
        table.wrong(key, "Avsenderen er ikke navn og adresse.", f'Skriv: {key} = "Læringssirkelen <sirkel@example.org>"')
    return text


def _address(table: Table, key: str, text: str, before: str = "") -> str:
    if table.sound(key):
        try:
            return validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError:
            what = f"{before}Dette er ikke en e-postadresse som kan brukes."
            table.wrong(key, what, "Skriv den som navn@sted.no, uten mellomrom, bare én.")
    return text


def url(table: Table, key: str, default: str | None) -> str:
    """An address on the web: https, or http on this machine."""
    text = table.text(key, default)
    fault = _url_fault(text) if text and table.sound(key) else ""
    if fault:
        table.wrong(key, fault, "Skriv hele adressen med https:// (http:// bare for 127.0.0.1 og localhost).")
    return text


def form_link(table: Table, key: str) -> str:
    """A link to a form elsewhere, prefilled with {participant} and {meeting}; "" for none."""
    text = url(table, key, "")
    absent = [name for name in ("{participant}", "{meeting}") if name not in text]
    if text and absent and table.sound(key):
        step = "Lag en forhåndsutfylt lenke i skjemaet, og skriv {participant} og {meeting} der svarene på deltaker og møte står."
        table.wrong(key, f"Lenken har ikke plass til {' og '.join(absent)}.", step)
    return text


def _url_fault(text: str) -> str:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "Nettadressen kan ikke tolkes."
    if parts.scheme not in ("http", "https") or not host or port == 0 or " " in text:
        return f"Her står {_start_of(parts)}; det er ikke en nettadresse."
    if parts.username is not None or parts.password is not None:
        return "Nettadressen har brukernavn eller passord i seg; det hører ikke hjemme i filer her."
    return f"{parts.scheme}://{host} er ikke kryptert." if parts.scheme == "http" and not is_loopback(host) else ""


def _start_of(parts: SplitResult) -> str:
    # What comes after the host may be a key to the room: it is not shown.
    return shown(f"{parts.scheme}://{parts.hostname or ''}…" if parts.scheme else parts.path.partition("?")[0])


def host(table: Table, key: str) -> str:
    """The name or IP address of a server, alone."""
    text = table.text(key, "")
    if text and not _HOST.fullmatch(text) and not _is_ip(text):
        step = f'Skriv navnet alene, uten port: {key} = "smtp.example.org"'
        table.wrong(key, f"Her står {shown(text)}; det er ikke et tjenernavn.", step)
    return text


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
