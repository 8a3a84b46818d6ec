"""Rows of «Påmelding» where a form writes that tab: strangers' words, which count when the address has confirmed them (R34)."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tasks.circle.model.errors import Grade, Problem, Stop
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import join_words, plural
from tasks.circle.model.records import FORGOTTEN, Memory, PendingSignUp, PersonRecord
from tasks.circle.model.table import Cell, clean
from tasks.circle.model.tabs import SIGN_UPS
from tasks.circle.people.roster import Person
from tasks.circle.people.same_person import corrected, place_of
from tasks.circle.people.sign_ups import UNCONFIRMED, SignUp, each_sign_up

#: Until when a sign-up can be confirmed.
CONFIRM_WITHIN = timedelta(days=7)
#: So often one address is asked in a day.
ASKED_AGAIN = 3
#: Rows that are named; whoever sends the form decides how many there are.
MOST_NAMED = 10
DAY = timedelta(days=1)
#: What begins the id of a row, and no other: theirs are hexadecimal.
ROW = "r"
_SECONDS = re.compile(r"[ T]\d{1,2}[:.]\d\d[:.]\d\d\b")


@dataclass(frozen=True, slots=True)
class Asking:
    """`values` without the rows (of who is known: the address) that nobody has confirmed,
    `new` those to remember, `applicants` to ask; the ids of sign-ups that are over."""

    values: Sequence[Sequence[Cell]]
    new: tuple[PendingSignUp, ...] = ()
    applicants: tuple[Person, ...] = ()
    moved_in: frozenset[str] = frozenset()
    expired: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def mailbox_of(address: str) -> str:
    """What addresses have in common that (nearly everywhere) reach one mailbox: only to count by, two people may share it."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def applicant(pending: PendingSignUp, address: str, language: str) -> Person:
    """Who is asked, by a letter that tells nothing of what was written."""
    return Person(PersonRecord(pending.code, ""), "", address, language, facilitator=False)


def row_id(row: SignUp, digest: Callable[[str], str]) -> str:
    """The id of a form's row while nobody edits it."""
    stamp = row.stamp.isoformat() if row.stamp else ""
    return ROW + digest(f"row|{row.key}|{stamp}|{row.name}")[:20]


def confirmed_rows(
    values: Sequence[Sequence[Cell]], memory: Memory, digest: Callable[[str], str], zone: ZoneInfo, language: str, now: datetime
) -> Asking:
    """The rows that count: of people the ledger knows, as it knew them, and those that were confirmed."""
    try:
        rows = each_sign_up(values, zone, language, now)
    except Stop:
        return Asking(values)  # who takes the snapshot says what is wrong with the headers
    return _Look(values, memory, digest, now).at(rows)


class _Look:
    def __init__(self, values: Sequence[Sequence[Cell]], memory: Memory, digest: Callable[[str], str], now: datetime) -> None:
        self.values, self.digest, self.now = values, digest, now
        self.people = {person.digest: person for person in memory.people if person.digest}
        self.out = [person.code for person in memory.people if person.gone or person.left]
        self.asked = {each.id: each for each in memory.pending_sign_ups if each.id.startswith(ROW)}

    def at(self, everybody: Sequence[SignUp]) -> Asking:
        known_by_row = corrected(everybody, [*self.people.values()], self.digest, self.out)
        rows = [row for row in everybody if row.address and not row.withdrawn]
        ids = {row.row: self._id(row) for row in rows}
        wait = [row for row in rows if not self._counts(row, rows)]
        counted = Counter(mailbox_of(row.key) for row in wait if (old := self.asked.get(ids[row.row])) and old.at > self.now - DAY)
        new: list[PendingSignUp] = []
        people: list[Person] = []
        problems: list[Problem] = []
        asked: list[SignUp] = []
        moved = {row.row for row in wait if place_of(row) in known_by_row}
        for row in wait:
            pending = self.asked.get(ids[row.row])
            if pending is None and counted[mailbox_of(row.key)] < ASKED_AGAIN:
                counted[mailbox_of(row.key)] += 1
                pending = PendingSignUp(ids[row.row], "", self.now)
                new.append(pending)
            if pending and self.now < pending.at + CONFIRM_WITHIN:
                people.append(applicant(pending, row.address, row.language))
                if row.row in moved:
                    problems.append(_new_address(row))
                else:
                    asked.append(row)
            elif pending:
                problems.append(_unconfirmed(row, known=row.row in moved))
        problems += [_waiting(asked)] if asked else []
        held = {row.row for row in wait}
        known = [ids[row.row] for row in rows if row.row not in held and self._same(row)]
        gone = self.asked.keys() - ids.values()
        kept = [self._kept(line, number in moved) if number in held else line for number, line in enumerate(self.values, start=1)]
        return Asking(kept, tuple(new), tuple(people), frozenset(self.asked) & frozenset(known), frozenset(gone), tuple(problems))

    def _id(self, row: SignUp) -> str:
        return row_id(row, self.digest)

    def _kept(self, line: Sequence[Cell], moved: bool) -> Sequence[Cell]:
        """Nothing of a stranger's row; of somebody known all but the address that waits."""
        keys = SIGN_UPS.keys(self.values[0])
        return [UNCONFIRMED if key == "address" else cell for key, cell in zip(keys, line, strict=False)] if moved else []

    def _same(self, row: SignUp) -> bool:
        """The row as the ledger knows the person by it."""
        person = self._person(row)
        return bool(person and row.row_key and person.row_digest == self.digest(row.row_key))

    def _person(self, row: SignUp) -> PersonRecord | None:
        """Who has signed up with this address; a facilitator who never did has not."""
        person = self.people.get(self.digest(row.key))
        return person if person and person.joined else None

    def _typed(self, row: SignUp) -> bool:
        """By somebody who may write in the sheet: no form leaves its stamp out."""
        stamps = [cell for key, cell in zip(SIGN_UPS.keys(self.values[0]), self.values[row.row - 1], strict=False) if key == "stamp"]
        return "stamp" in SIGN_UPS.keys(self.values[0]) and not any(map(clean, stamps))

    def _counts(self, row: SignUp, rows: Iterable[SignUp]) -> bool:
        if self._typed(row):
            return True
        pending, person = self.asked.get(self._id(row)), self._person(row)
        if pending:
            return pending.confirmed is not None
        if person is None:
            return False
        if self._same(row) or person.member_since_version == FORGOTTEN or row.stamp is None:
            return True
        # Who is in is known by one row; who is out comes back by their own click, and what was there before they left changes nothing.
        own = [each.stamp for each in rows if each.key == row.key and each.stamp and self._same(each)]
        since = [*own, *(moment for moment in (person.withdrawn or person.left or person.gone,) if moment)]
        return not since or row.stamp <= max(since)


def _waiting(rows: Sequence[SignUp]) -> Problem:
    numbers = join_words([str(row.row) for row in rows[:MOST_NAMED]], WORKING_LANGUAGE) + (
        f" og {more} til" if (more := len(rows) - MOST_NAMED) > 0 else ""
    )
    what = f"{len(rows)} {plural(len(rows), 'påmelding venter', 'påmeldinger venter')} på bekreftelse: rad {numbers}."
    step = "Adressene har fått et brev som spør, eller får det i neste runde; ellers trengs ingenting."
    return Problem(f"«{SIGN_UPS.name}»", what, step, Grade.INFORMATION, passing=True)


def _new_address(row: SignUp) -> Problem:
    what = f"Ny adresse i rad {row.row} venter på bekreftelse. Personen er med som før, men får ingen brev så lenge."
    return Problem(row.where, what, "Den nye adressen har fått et brev som spør; ellers trengs ingenting.", Grade.INFORMATION, passing=True)


def _unconfirmed(row: SignUp, *, known: bool) -> Problem:
    if known:
        what = f"Den nye adressen i rad {row.row} er ikke bekreftet innen sju dager. Personen er med som før, men får ingen brev."
        return Problem(row.where, what, "Skriv den gamle adressen igjen, eller be personen melde seg på på nytt.")
    what = "Adressen har ikke bekreftet påmeldingen innen sju dager. Personen får ingen brev. Det som står i raden, står der til noen sletter den."
    return Problem(row.where, what, "Raden kan slettes. Vil personen være med, trengs en ny påmelding.", Grade.INFORMATION)


#: What Google and Microsoft call the tab that a form writes, until somebody gives it another name.
FORM_TABS = tuple(f"{name}{number}" for name in ("Skjemasvar ", "Form Responses ", "Form", "Skjema") for number in range(1, 4))


def asked_about_form(sheet: Mapping[str, Sequence[Sequence[Cell]]]) -> Problem | None:
    """The question for people where a form seems to write the sign-ups: its own tab is there (of `FORM_TABS`), or stamps have seconds."""
    if not any(looks_like_a_form(values, tab) for tab, values in sheet.items() if tab in (SIGN_UPS.name, *FORM_TABS)):
        return None
    what = f"Et skjema ser ut til å skrive «{SIGN_UPS.name}». Da kan hvem som helst melde på hvem som helst, uten at adressen bekrefter det."
    step = "Skriv sign_up_form = true hvis det er så, ellers sign_up_form = false."
    return Problem("doors.toml, [sheet] sign_up_form", what, step)


def looks_like_a_form(values: Sequence[Sequence[Cell]], tab: str = SIGN_UPS.name) -> bool:
    """Nobody types seconds, and a form's own tab of sign-ups asks for name and address."""
    keys = SIGN_UPS.keys(values[0]) if values else []
    if tab != SIGN_UPS.name:
        return {"name", "address"} <= set(keys)
    stamps = [row[keys.index("stamp")] for row in values[1:] if "stamp" in keys and len(row) > keys.index("stamp")]
    return any(stamp.second != 0 if isinstance(stamp, datetime) else _SECONDS.search(clean(stamp)) for stamp in stamps)
