"""Who takes part: rows of «Påmelding» as sign-ups (R1, R3)."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email

from tasks.circle.model.apart import or_told
from tasks.circle.model.cells import as_instant, day_of, is_no, is_yes
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.hosts import flaw_of_end
from tasks.circle.model.languages import LANGUAGES, TYPED_LANGUAGES, WORKING_LANGUAGE
from tasks.circle.model.phrases import either_words
from tasks.circle.model.table import Cell, Row, Tab, clean, is_blank, normal, read_rows
from tasks.circle.model.tabs import SIGN_UPS, WEB_SIGN_UPS

LONGEST_NAME = 120
#: In place of the new address of somebody known, which has yet to confirm it: no letters so long, and nothing is wrong (R34).
UNCONFIRMED = "(venter på bekreftelse)"
#: What no name holds, and what a mail program makes a link of, or what fills a whole line of a letter.
_NO_NAME = re.compile(r"://|www\.|[@/\\\u2044\u2215\u29f8]|\S{60}", re.IGNORECASE)
#: «Frida Ås <frida@example.org>», as mail programs copy it.
_NAMED = re.compile(r"(?P<name>[^<>]*)<\s*(?:mailto:)?(?P<address>[^<>\s]+)\s*>[ ;,.]*", re.IGNORECASE)
#: What surrounds an address that was copied or listed.
_AROUND = " <>()[]«»\"'\u2018\u2019\u201c\u201d;,:"
#: What is wrong with an address, in words: the first that is found.
_FLAWS = (
    (re.compile(r".{255,}"), "Den er for lang"),
    (re.compile(r"[^@\s]+@[^@\s]+[\s,;/]+(\w+ )?\S+@\S+"), "Det står flere adresser i cellen"),
    (re.compile(r"[^@]*"), "Den mangler «@»"),
    (re.compile(r".*@.*@.*"), "Den har flere «@»"),
    (re.compile(r"@.*"), "Det mangler noe foran «@»"),
    (re.compile(r".*@"), "Det mangler noe etter «@»"),
    (re.compile(r".*\s.*"), "Den har mellomrom i seg, eller mer enn adressen står i cellen"),
    (re.compile(r".*,.*"), "Den har komma i seg, kanskje for punktum"),
    (re.compile(r".*@([^.]+|.*\.\w)"), "Den mangler slutten, som «.no»"),
    (re.compile(r".*(\.\.|\.@|@\.).*|\..*"), "Den har et punktum for mye"),
)
_TWO_ALPHABETS = "Den blander bokstaver fra to alfabeter, som en russisk «а» for en vanlig"
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK"}
#: Signs of lists and quotes that an address may hold by the book and nobody's does, and an end that is no domain's.
_ODD = re.compile(r"[*'\-#|].*|.*['\u2018-\u201f«»*|]@.*|.*@.*\.\w")
_JOINERS = "\u200c\u200d"  # spelling, in some of the world's names


@dataclass(frozen=True, slots=True)
class SignUp:
    """One person as the sheet has them now. `address` is "" when it can't be used; `stamp` is UTC, None when not usable.

    Of several rows `stamp` is the earliest and `latest` the one of the row that counts.
    `again`: the refused address is right, and this version of it is to be tried once more. `same`: who people say that the row is (R29).
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
    latest: datetime | None = None
    tab: str = SIGN_UPS.name
    again: int = 0
    same: str = ""

    @property
    def where(self) -> str:
        """The row in words people find in their sheet."""
        return f"«{self.tab}», rad {self.row}"


@lru_cache(maxsize=4096)
def usable_address(typed: str) -> str:
    """The address as it is written to, "" when it can't be used. One form for both spellings of a domain with æøå (IDNA)."""
    try:
        bare = _bare(typed)
        return "" if _ODD.fullmatch(bare) or _mixed(bare) else validate_email(bare, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def _bare(typed: str) -> str:
    """Without the name that a mail program puts before it, and without what surrounds a copied address; «＠» is «@»."""
    typed = "".join(c for c in unicodedata.normalize("NFKC", typed) if unicodedata.category(c) != "Cf").strip()
    named = _NAMED.fullmatch(typed)
    if named and ("@" not in named["name"] or named["name"].strip(" \"'").casefold() == named["address"].casefold()):
        return named["address"]
    typed = re.sub("^mailto:", "", typed.strip(_AROUND), flags=re.IGNORECASE)
    return typed.strip(_AROUND).removesuffix(".").strip(_AROUND)


def _mixed(address: str) -> bool:
    """Whether a part of it has letters of two alphabets: what looks like one address is another's."""
    name, _, domain = address.rpartition("@")
    parts = ({unicodedata.name(c, "").partition(" ")[0] for c in part} & _ALPHABETS for part in (name, *domain.split(".")))
    return any(len(part) > 1 for part in parts)


def flaw_of(typed: str) -> str:
    """What is wrong with an address that can't be used, in words without the address itself."""
    bare = _bare(typed)
    if _mixed(bare):
        return _TWO_ALPHABETS
    return next((words for shape, words in _FLAWS if shape.fullmatch(bare)), flaw_of_end(bare) or "Den har et tegn som ikke kan stå der")


def shown_name(text: str) -> str:
    """A name without signs that nobody sees (Unicode's category Cf, and with it the marks that turn text round)."""
    seen = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) != "Cf")
    return " ".join(seen.split()) if seen.strip(f" {_JOINERS}") else ""


def greets(name: str) -> bool:
    """Whether letters may greet somebody by `name`: whoever signs somebody else up writes the name that this one reads (R34)."""
    return not _NO_NAME.search(unicodedata.normalize("NFKC", name))


def address_key(address: str) -> str:
    """The form in which two addresses are one (R1): Unicode-normal, without regard to case."""
    text = clean(address, 320)
    return (usable_address(text) or text).casefold()


def read_sign_ups(
    values: Sequence[Sequence[Cell]], zone: ZoneInfo, language: str, now: datetime, tab: Tab = SIGN_UPS
) -> tuple[list[SignUp], list[Problem]]:
    """All people of `tab`, one per address, and the rows that need a person. Raises `Stop` for missing headers.

    Two rows of one person in the program's own tab are nothing to people: each was confirmed, and the program keeps them.
    """
    problems: list[Problem] = []
    rows = [_sign_up(row, zone, language, now, problems) for row in read_rows(tab, values)]
    unusable = [sign_up for sign_up in rows if not sign_up.address]
    merged = _merged([sign_up for sign_up in rows if sign_up.address], problems if tab is SIGN_UPS else [])
    return merged + unusable, problems


def each_sign_up(values: Sequence[Sequence[Cell]], zone: ZoneInfo, language: str, now: datetime) -> list[SignUp]:
    """Every row of «Påmelding» by itself, without what is to be said of it. Raises `Stop` for missing headers."""
    return [_sign_up(row, zone, language, now, []) for row in read_rows(SIGN_UPS, values)]


def _sign_up(row: Row, zone: ZoneInfo, language: str, now: datetime, problems: list[Problem]) -> SignUp:
    address = or_told(lambda: _address(row, problems), "", row.where("address"), problems)
    stamp = or_told(lambda: _stamp(row, zone, now, problems), None, row.where("stamp"), problems)
    name = "" if row.fault("name") else shown_name(row.text("name", LONGEST_NAME))
    if not greets(name):
        name, what = "", "Navnet ser ut som en lenke eller en adresse, eller har 60 tegn uten mellomrom. Brevene skrives uten navn."
        problems.append(row.problem("name", what, "Skriv navnet uten «://», «www.», «@» og skråstrek."))
    if row.fault("name"):
        what = f"Cellen viser {row.fault('name')}: formelen i den er gått i stykker. Brevene skrives uten navn så lenge."
        problems.append(row.problem("name", what, "Skriv navnet som tekst."))
    problems += row.too_long("name", "Navnet er", LONGEST_NAME)  # the other texts of a row are for people, who have them whole
    return SignUp(
        row=row.number,
        name=name,
        address=address,
        key=address.casefold(),
        row_key=f"{stamp.isoformat()}|{normal(name)}" if stamp and name else "",
        language=or_told(lambda: _language(row, language, problems), language, row.where("language"), problems),
        stamp=stamp,
        withdrawn=or_told(lambda: _withdrawn(row, now.astimezone(zone).date(), problems), False, row.where("withdrawn"), problems),
        organisation=row.text("organisation", LONGEST_NAME),
        wish=row.kept("wish"),
        latest=stamp,
        tab=row.tab,
        again=_again(row, problems),
        same=row.text("same", 20),
    )


def _address(row: Row, problems: list[Problem]) -> str:
    typed = row.text("address", 320)
    if typed == UNCONFIRMED:
        return ""
    if not typed:
        problems.append(row.problem("address", "E-postadressen mangler.", "Skriv inn adressen, eller slett raden."))
        return ""
    address = usable_address(typed)
    if not address:
        what = f"E-postadressen kan ikke brukes. {flaw_of(typed)}."
        problems.append(row.problem("address", what, "Rett adressen (navn@sted.no, bare én). Personen får ingen e-post før det er gjort."))
    return address


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


def _withdrawn(row: Row, today: date, problems: list[Problem]) -> bool:
    """Ticked, or the word or the day people write, from that day on. What is neither yes nor no must not quietly keep somebody on the list."""
    cell = row.cells.get("withdrawn")
    if (day := day_of(cell)) and day > today:
        what = f"«Avmeldt» er en dag som ikke har kommet ({day:%d.%m.%Y}). Personen er med til da."
        problems.append(row.problem("withdrawn", what, "Skriv «ja» hvis det gjelder fra nå av; ellers trengs ingenting.", Grade.INFORMATION))
        return False
    if not is_yes(cell) and not is_no(cell):
        what = "«Avmeldt» kan ikke leses. Personen regnes som påmeldt så lenge."
        problems.append(row.problem("withdrawn", what, "Skriv «ja», eller la cellen stå tom hvis personen er med."))
        return False
    return is_yes(cell)


def _again(row: Row, problems: list[Problem]) -> int:
    typed = row.text("again", 20)
    if typed.isdecimal() or not typed:
        return int(typed or 0)
    if not is_yes(row.cells.get("again")):
        problems.append(row.problem("again", "«Prøv igjen» kan ikke leses.", "Skriv tallet som «Merknader» ber om, eller tøm cellen."))
        return 0
    return 1


def _language(row: Row, language: str, problems: list[Problem]) -> str:
    typed = row.text("language", 40)
    if typed and normal(typed) not in TYPED_LANGUAGES:
        problems.append(row.problem("language", "Språket er ukjent; sirkelens språk brukes.", f"Skriv {either_words(LANGUAGES, WORKING_LANGUAGE)}."))
    return TYPED_LANGUAGES.get(normal(typed), language)


def _merged(sign_ups: Iterable[SignUp], problems: list[Problem]) -> list[SignUp]:
    """One per address: the earliest stamp, the values of the latest row."""
    people: dict[str, SignUp] = {}
    latest: dict[str, SignUp] = {}
    for row in sign_ups:
        if row.key not in people:
            people[row.key] = latest[row.key] = row
            continue
        before = latest[row.key]
        winner, other = (row, before) if _is_later(row, before) else (before, row)
        if not other.withdrawn:  # who left and signed up again has two rows for a reason
            problems.append(_doubled(winner, other))
        people[row.key], latest[row.key] = _together(winner, people[row.key], row), winner
    return list(people.values())


def _is_later(row: SignUp, before: SignUp) -> bool:
    """The latest stamp decides, then the lower row; without a stamp only the place in the sheet tells."""
    return not (row.stamp and before.stamp) or row.stamp >= before.stamp


def _together(winner: SignUp, so_far: SignUp, row: SignUp) -> SignUp:
    """The values of `winner`; what it leaves empty is taken from the other rows."""
    return replace(
        winner,
        stamp=min((stamp for stamp in (so_far.stamp, row.stamp) if stamp), default=None),
        name=winner.name or so_far.name or row.name,
        organisation=winner.organisation or so_far.organisation or row.organisation,
        wish=winner.wish or so_far.wish or row.wish,
    )


def _doubled(winner: SignUp, other: SignUp) -> Problem:
    what = f"Adressen er den samme som i rad {winner.row}. Det er én person, og rad {winner.row} gjelder."
    next_step = f"Slett rad {other.row} hvis den er skrevet ved en feil; ellers trengs ingenting."
    return Problem(other.where, what, next_step, Grade.INFORMATION)


# Sign-ups from the pages: how those of «Nettpåmelding» and «Påmelding» are one list (R1).


@dataclass(frozen=True, slots=True)
class NewSignUp:
    """What somebody wrote on the sign-up page; `at` is when (UTC). Only in memory, sealed, and in the sheet.

    `consent` is what they said yes to, as they read it, with its language and a «|» before; it does not go into the sheet.
    """

    name: str = field(repr=False)
    address: str = field(repr=False)
    organisation: str = field(repr=False)
    language: str
    wish: str = field(repr=False)
    at: datetime
    consent: str = ""


def rows_with(present: Sequence[Sequence[Cell]], new: Iterable[NewSignUp], zone: ZoneInfo) -> list[list[Cell]]:
    """The tab with the new rows after those that stand there; one that stands there already is not added again."""
    rows: list[list[Cell]] = [list(WEB_SIGN_UPS.headers)] if is_blank(present) else [list(row) for row in present]
    # A column that came to the program after the tab was made.
    rows[0] += [column.header for column in WEB_SIGN_UPS.shown if column.key not in WEB_SIGN_UPS.keys(rows[0])]
    keys = WEB_SIGN_UPS.keys(rows[0])
    seen = {_shown(row, keys) for row in rows}
    for each in sorted(new, key=lambda one: one.at):
        typed: dict[str, Cell] = {**asdict(each), "stamp": f"{each.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"}
        row = [typed.get(key) for key in keys]
        while row[-1] is None:
            row.pop()
        if _shown(row, keys) not in seen:
            seen.add(_shown(row, keys))
            rows.append(row)
    return rows


def _shown(row: Sequence[Cell], keys: Sequence[str]) -> tuple[str, str]:
    """What makes two rows the same sign-up: when and which address."""
    cells = dict(zip(keys, row, strict=False))
    return clean(cells.get("stamp")), clean(cells.get("address")).casefold()


def with_web(
    sign_ups: Sequence[SignUp], values: Sequence[Sequence[Cell]], zone: ZoneInfo, language: str, now: datetime
) -> tuple[list[SignUp], list[Problem]]:
    """`sign_ups` of «Påmelding» and those of the tab `values`, one per address: the row in «Påmelding» wins.

    A later sign-up on the page brings back who withdrew by a link or a letter; «Avmeldt» in «Påmelding» only a person takes away.
    """
    if is_blank(values):
        return list(sign_ups), []
    found, problems = read_sign_ups(values, zone, language, now, WEB_SIGN_UPS)
    here = {each.key: each for each in sign_ups if each.address}
    merged = {each.key: _web_together(each, here[each.key], problems) for each in found if each.address and each.key in here}
    kept = [merged.get(each.key, each) if each.address else each for each in sign_ups]
    return kept + [each for each in found if each.address and each.key not in here], problems


def _web_together(web: SignUp, typed: SignUp, problems: list[Problem]) -> SignUp:
    if typed.withdrawn and web.latest and (typed.latest is None or web.latest > typed.latest):
        what = f"Personen har meldt seg på med nettsiden, men er avmeldt i «{SIGN_UPS.name}», rad {typed.row}. Det gjelder."
        problems.append(Problem(f"«{WEB_SIGN_UPS.name}», rad {web.row}", what, "Tøm «Avmeldt» i den raden hvis personen skal være med."))
    stamps = [stamp for stamp in (typed.stamp, web.stamp) if stamp]
    latest = [stamp for stamp in (typed.latest, web.latest) if stamp]
    return replace(
        typed,
        stamp=min(stamps, default=None),
        latest=max(latest, default=None),
        organisation=typed.organisation or web.organisation,
        wish=typed.wish or web.wish,
    )
