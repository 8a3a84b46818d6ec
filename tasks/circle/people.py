"""Who takes part: rows of «Påmelding» as sign-ups (R1, R3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email

from tasks.circle.cells import as_instant, is_yes
from tasks.circle.errors import Problem
from tasks.circle.table import Cell, Column, Row, clean, normal, read_rows

TAB = "Påmelding"
COLUMNS = (
    Column("stamp", ("Tidsmerke", "Tidsstempel", "Timestamp")),
    Column("name", ("Navn", "Namn", "Name"), needed=True),
    Column("address", ("E-post", "Epost", "E-postadresse", "Epostadresse", "Email", "E-mail", "Email address"), needed=True),
    Column("organisation", ("Organisasjon", "Arbeidssted", "Arbeidsplass", "Organisation", "Organization")),
    Column("language", ("Språk", "Målform", "Language")),
    Column("wish", ("Hva ønsker du å lære?", "Kva ønskjer du å lære?", "Kva ønsker du å lære?", "What would you like to learn?")),
    Column("withdrawn", ("Avmeldt", "Meldt av", "Withdrawn")),
)
LONGEST_NAME = 120
LANGUAGES = {
    "nb": "nb", "bokmål": "nb", "norsk": "nb", "norsk bokmål": "nb", "no": "nb",
    "nn": "nn", "nynorsk": "nn", "norsk nynorsk": "nn",
    "en": "en", "engelsk": "en", "english": "en",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignUp:
    """One person as the sheet has them now. `address` is "" when it can't be used; `stamp` is UTC, None when not usable.

    `key` compares addresses (one person per address, whatever its case), `row_key` recognises the row after a corrected address.
    """

    row: int
    name: str
    address: str
    key: str
    row_key: str
    language: str
    stamp: datetime | None
    withdrawn: bool
    organisation: str = ""
    wish: str = ""


def address_key(address: str) -> str:
    """The form in which two addresses are one (R1): Unicode-normal, without regard to case."""
    return clean(address, 320).casefold()


def read_sign_ups(
    values: Sequence[Sequence[Cell]], zone: ZoneInfo, language: str, now: datetime
) -> tuple[list[SignUp], list[Problem]]:
    """All people of the tab, one per address, and the rows that need a person. Raises `Stop` for missing headers."""
    problems: list[Problem] = []
    rows = [_sign_up(row, zone, language, now, problems) for row in read_rows(TAB, values, COLUMNS)]
    unusable = [sign_up for sign_up in rows if not sign_up.address]
    return _merged(sign_up for sign_up in rows if sign_up.address) + unusable, problems


def _sign_up(row: Row, zone: ZoneInfo, language: str, now: datetime, problems: list[Problem]) -> SignUp:
    address = _address(row, problems)
    stamp = _stamp(row, zone, now, problems)
    name = row.text("name", LONGEST_NAME)
    if name.endswith("…"):
        problems.append(row.problem("name", "Navnet er svært langt og er kortet ned.", "Skriv bare navnet i cellen."))
    return SignUp(
        row=row.number,
        name=name,
        address=address,
        key=address_key(address),
        row_key=f"{stamp.isoformat()}|{normal(name)}" if stamp and name else "",
        language=_language(row, language, problems),
        stamp=stamp,
        withdrawn=is_yes(row.cells.get("withdrawn")),
        organisation=row.text("organisation", LONGEST_NAME),
        wish=row.text("wish"),
    )


def _address(row: Row, problems: list[Problem]) -> str:
    typed = row.text("address", 320).removeprefix("mailto:").strip("<> ;,")
    if not typed:
        problems.append(row.problem("address", "E-postadressen mangler.", "Skriv inn adressen, eller slett raden."))
        return ""
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        what = "E-postadressen kan ikke brukes."
        problems.append(row.problem("address", what, "Rett adressen (navn@sted.no). Personen får ingen e-post før det er gjort."))
        return ""


def _stamp(row: Row, zone: ZoneInfo, now: datetime, problems: list[Problem]) -> datetime | None:
    counts = "Tidspunktet da raden ble sett første gang, gjelder så lenge."
    try:
        stamp = as_instant(row.cells.get("stamp"), zone)
    except ValueError:
        problems.append(row.problem("stamp", f"Tidsmerket kan ikke leses. {counts}", "Skriv det som 11.5.2021 09:15."))
        return None
    if stamp and stamp > now:
        problems.append(row.problem("stamp", f"Tidsmerket ligger i framtiden. {counts}", "Rett datoen i cellen."))
        return None
    return stamp


def _language(row: Row, language: str, problems: list[Problem]) -> str:
    typed = row.text("language", 40)
    if typed and normal(typed) not in LANGUAGES:
        problems.append(row.problem("language", "Språket er ukjent; sirkelens språk brukes.", "Skriv nb, nn eller en."))
    return LANGUAGES.get(normal(typed), language)


def _merged(sign_ups: Iterable[SignUp]) -> list[SignUp]:
    """One per address: the earliest stamp, the values of the latest row. A row typed without a stamp counts as the latest."""
    people: dict[str, SignUp] = {}
    latest: dict[str, tuple[bool, datetime | None, int]] = {}
    for row in sign_ups:
        place = (row.stamp is None, row.stamp, row.row)
        before = people.get(row.key)
        if before is None:
            people[row.key], latest[row.key] = row, place
            continue
        newer = _later(place, latest[row.key])
        winner, other = (row, before) if newer else (before, row)
        people[row.key] = replace(
            winner,
            stamp=min((stamp for stamp in (row.stamp, before.stamp) if stamp), default=None),
            name=winner.name or other.name,
            organisation=winner.organisation or other.organisation,
            wish=winner.wish or other.wish,
        )
        if newer:
            latest[row.key] = place
    return list(people.values())


def _later(one: tuple[bool, datetime | None, int], other: tuple[bool, datetime | None, int]) -> bool:
    if one[0] != other[0] or one[1] is None or other[1] is None:
        return (one[0], one[2]) > (other[0], other[2])
    return (one[1], one[2]) > (other[1], other[2])
