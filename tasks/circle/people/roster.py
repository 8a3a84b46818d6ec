"""The people of the sheet and the people the ledger knows, brought together (R1, R4, R5, RULES.md «People»)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tasks.circle.model.circle import Facilitator
from tasks.circle.model.errors import CONFIRM, CONFIRM_BY_FORM, Grade, Problem, Stop
from tasks.circle.model.records import FORGOTTEN, PersonRecord
from tasks.circle.model.tabs import SIGN_UPS
from tasks.circle.people.same_person import (
    ASKED_FOR,
    Place,
    corrected,
    joined,
    meant,
    moved_to,
    name_digest,
    perhaps,
    place_of,
    question,
    wrong_answer,
)
from tasks.circle.people.sign_ups import SignUp, address_key

# What the program knows of people that the sheet does not show: they withdrew by mail or page, or their address is refused.

#: How long a vanished row, and a withdrawal that the sheet doesn't show, are told about.
TOLD_FOR = timedelta(days=7)


def is_out(known: PersonRecord, row: SignUp) -> bool:
    """Withdrawn outside the sheet: out until a row with a later Tidsmerke, whatever the old row says."""
    return known.withdrawn is not None and not (row.latest and row.latest > known.withdrawn)


def told_outside(
    current: Mapping[str, PersonRecord], rows: Mapping[str, SignUp], leaders: Mapping[str, Facilitator], now: datetime
) -> Iterator[Problem]:
    """What the coordinator must hear of the people with a row (by code), and of the facilitators."""
    for code, row in rows.items():
        known = current[code]
        if known.unreachable and row.address and known.left is None and code not in leaders:
            yield _refused(row, code, known.refused)
        if known.withdrawn and is_out(known, row) and not row.withdrawn and now < known.withdrawn + TOLD_FOR:
            yield _withdrew(row, code)
    for number, code in enumerate(leaders, start=1):
        if current[code].unreachable:
            yield _refused_leader(number, code)


def _refused(row: SignUp, code: str, refused: int) -> Problem:
    what = f"E-posttjeneren tar ikke imot post til adressen til deltaker {code}. Personen får ingen brev."
    step = (
        "Rett adressen i «E-post» (eller be personen om en som virker); da prøves den nye. Så lenge prøves den ikke igjen. Er adressen riktig, "
        f"skriv {refused} i raden, i en kolonne dere kaller «{SIGN_UPS['again'].header}»."
    )
    return or_again(Problem(row.where, what, step), code)


def or_again(problem: Problem, code: str) -> Problem:
    """With how the address is tried once more, by who types commands and who sits at Prefect's page."""
    return replace(problem, command=f"Eller kjør «settle {code} again».", form=f"Eller start «gjør opp brev» med {code} som «Brev».")


def _refused_leader(number: int, code: str) -> Problem:
    what = f"E-posttjeneren tar ikke imot post til adressen til tilrettelegger {code}. Tilretteleggeren får ingen brev."
    step = "Rett adressen. Er den riktig, må en av dere be om at den prøves igjen."
    return or_again(Problem(f"Sirkelens fil, [[facilitators]] nr. {number}, address", what, step), code)


def _withdrew(row: SignUp, code: str) -> Problem:
    what = f"Deltaker {code} har meldt seg av med lenken i et brev. Personen får avlysning av det som står i kalenderen, og så ingenting."
    step = "Skriv gjerne «ja» i «Avmeldt», så arket sier det samme. Ellers trengs ingenting." if row.tab == SIGN_UPS.name else "Ingenting trengs."
    return Problem(row.where, what, f"{step} Vil personen tilbake, trengs en ny påmelding (senere Tidsmerke).", Grade.INFORMATION)


Digest = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody letters may go to, in memory for one round. `address` is "" when nothing can be sent; `typed` stands in their row."""

    known: PersonRecord
    name: str
    address: str
    language: str
    facilitator: bool
    wish: str = ""
    typed: str = ""

    @property
    def code(self) -> str:
        return self.known.code

    @property
    def participant(self) -> bool:
        """Takes part now: signed up, not withdrawn, still in the sheet (R1, R4)."""
        return self.known.joined is not None and self.known.left is None and self.known.gone is None


@dataclass(frozen=True, slots=True)
class Roster:
    """`people` by code order, `changed` is what the ledger must save, `keys` finds a person by the digest of an address.

    `same` are records that people have said are one person, as they are to be when the round is over: who lives on, and who was the later.
    """

    people: tuple[Person, ...]
    changed: tuple[PersonRecord, ...]
    problems: tuple[Problem, ...]
    keys: dict[str, Person]
    same: tuple[tuple[PersonRecord, PersonRecord], ...] = ()


def bring_together(
    sign_ups: Sequence[SignUp],
    facilitators: Sequence[Facilitator],
    known: Sequence[PersonRecord],
    digest: Digest,
    now: datetime,
    language: str,
    written: frozenset[str],
) -> Roster:
    """The roster of this round. `digest` is the keyed digest of the installation; `language` is the circle's; `written` are the codes of
    those who ever got a letter."""
    book = _Book(known, digest, now)
    leaders = {book.facilitator(person): person for person in facilitators}
    matched, problems = book.match(sign_ups, leaders, written)
    people = [_person(book.current[code], row, leaders.get(code), language) for code, row in matched.items()]
    people += [_leader(book.current[code], leader, language) for code, leader in leaders.items() if code not in matched]
    people.sort(key=lambda person: person.code)
    outside = told_outside(book.current, matched, leaders, now)
    keys = {person.known.digest: person for person in people}
    return Roster(tuple(people), book.changed(known), (*problems, *outside), keys, tuple(book.same))


def _person(known: PersonRecord, row: SignUp, leader: Facilitator | None, language: str) -> Person:
    if leader:
        return replace(_leader(known, leader, language), wish=row.wish, typed=row.address)
    return Person(known, row.name, _reached(known, row.address), row.language, facilitator=False, wish=row.wish, typed=row.address)


def _leader(known: PersonRecord, leader: Facilitator, language: str) -> Person:
    return Person(known, leader.name, _reached(known, leader.address), language, facilitator=True)


def _reached(known: PersonRecord, address: str) -> str:
    """An address that the mail servers refused for good is as good as none, until it is corrected in the sheet."""
    return "" if known.unreachable else address


class _Book:
    """The known people while they are being matched; `current` maps codes to what is known now."""

    def __init__(self, known: Sequence[PersonRecord], digest: Digest, now: datetime) -> None:
        self.current = {person.code: person for person in known}
        self.by_digest = {person.digest: person.code for person in known if person.digest}
        self.digest, self.now = digest, now
        self.highest = {code[0]: int(code[1:]) for code in sorted(self.current, key=lambda code: int(code[1:]))}
        #: Rows of people who asked to be forgotten: nothing is read from them, and somebody must delete them.
        self.waiting: dict[str, Problem] = {}
        self.same: list[tuple[PersonRecord, PersonRecord]] = []

    def facilitator(self, leader: Facilitator) -> str:
        digest = self.digest(address_key(leader.address))
        return self.by_digest.get(digest) or self._add("F", PersonRecord("", digest))

    def match(self, sign_ups: Sequence[SignUp], leaders: Collection[str], written: frozenset[str]) -> tuple[dict[str, SignUp], list[Problem]]:
        """Codes of the people in the sheet with their rows; new people get the next codes in order of sign-up. And what is told."""
        found = self._typed(sign_ups, leaders) | corrected(sign_ups, [*self.current.values()], self.digest, leaders)
        matched: dict[str, SignUp] = {}
        new: list[SignUp] = []
        for row in sign_ups:
            code = (self.by_digest.get(self.digest(row.key)) if row.address else None) or found.get(place_of(row))
            if code and self.current[code].member_since_version == FORGOTTEN:
                self.waiting[code] = _forgotten(row, code)
            elif code and code not in matched:
                matched[code] = row
                self.current[code] = self._seen(self.current[code], row)
            elif row.address:
                new.append(row)
        told = [*self.waiting.values(), *self._vanish(matched.keys() | self.waiting.keys(), written)]
        earlier = [person for code, person in self.current.items() if code not in leaders]
        for row in sorted(new, key=lambda row: (row.stamp or self.now, row.key)):
            left = self.now if row.withdrawn else None
            known = PersonRecord("", self.digest(row.key), self._row_digest(row), joined=row.stamp or self.now, left=left)
            known = replace(known, perhaps=perhaps(row, earlier, self.now, self.digest), **self._where(row))
            matched[self._add("D", known)] = row
        return matched, told + [problem for code, row in matched.items() for problem in self._asked(row, code, leaders)]

    def _typed(self, sign_ups: Sequence[SignUp], leaders: Collection[str]) -> dict[Place, str]:
        """New rows that people have said are somebody who has lost theirs."""
        here = {self.digest(row.key) for row in sign_ups if row.address}
        rows = [row for row in sign_ups if row.same and self.digest(row.key) not in self.by_digest]
        return {place_of(row): code for row in rows if (code := self._named(row, leaders)) and self.current[code].digest not in here}

    def _named(self, row: SignUp, leaders: Collection[str]) -> str:
        """Whom people have said a row is, that has an address of the next version; "" for nobody."""
        code, version = meant(row)
        known = self.current.get(code)
        fits = known and known.digest and known.member_since_version != FORGOTTEN and known.address_version + 1 == version
        return code if fits and code not in leaders else ""

    def _asked(self, row: SignUp, code: str, leaders: Collection[str]) -> list[Problem]:
        """What people are asked about a row, and what became of what they have answered."""
        known, said = self.current[code], meant(row)
        first = self.current.get(self._named(row, leaders)) if said[0] != code and code not in leaders else None
        if first and first.gone and known.digest == self.digest(row.key):
            self.same.append(joined(first, known, self.now))
            return []
        if row.same and said[0] != code:
            return [wrong_answer(row, said[0] or "koden")]
        codes = [each for each in known.perhaps if (gone := self.current[each].gone) and self.now < gone + ASKED_FOR and self.current[each].digest]
        return [question(row, code, codes, self.current)] if codes else []

    def _seen(self, known: PersonRecord, row: SignUp) -> PersonRecord:
        digest = self.digest(row.key) if row.address else known.digest
        moved = digest != known.digest
        out = row.withdrawn or is_out(known, row)
        returned = known.left is not None and not out
        again = known.unreachable and row.again == known.refused
        version = known.address_version + (1 if moved or returned or again else 0)
        left = (known.left or self.now) if out else None
        known = moved_to(known, digest, self.now) if moved else known
        return replace(
            known,
            row_digest=self._row_digest(row) or known.row_digest,
            joined=min(filter(None, (row.stamp, known.joined)), default=self.now),
            address_version=version,
            member_since_version=version if returned else known.member_since_version,
            left=left,
            gone=None,
            answers_from=None if meant(row) == (known.code, version) else known.answers_from,
            **self._where(row),
        )

    def _where(self, row: SignUp) -> dict[str, Any]:
        """By what the row is known again when a form's own edit changes all the rest of it."""
        return {"name": name_digest(row.name, self.digest), "place": row.row if row.tab == SIGN_UPS.name else 0}

    def _row_digest(self, row: SignUp) -> str:
        return self.digest(row.row_key) if row.row_key else ""

    def _add(self, letter: str, known: PersonRecord) -> str:
        self.highest[letter] = self.highest.get(letter, 0) + 1
        code = f"{letter}{self.highest[letter]:02d}"
        self.current[code] = replace(known, code=code)
        self.by_digest[known.digest] = code
        return code

    def _vanish(self, present: set[str], written: frozenset[str]) -> list[Problem]:
        """Mark those without a row as gone, and say so for a week of whom letters went to: they get no goodbye (R4)."""
        problems = []
        for code, known in self.current.items():
            if known.joined is None or code in present:
                continue
            gone = known.gone or self.now
            self.current[code] = replace(known, gone=gone)
            if code in written and known.left is None and self.now < gone + TOLD_FOR:
                problems.append(_vanished(code))
        return problems

    def changed(self, known: Sequence[PersonRecord]) -> tuple[PersonRecord, ...]:
        before = {person.code: person for person in known}
        return tuple(person for code, person in self.current.items() if before.get(code) != person)


def _forgotten(row: SignUp, code: str) -> Problem:
    what = f"Deltaker {code} har bedt om å bli glemt, men raden står her ennå. Personen får ingen brev."
    return Problem(row.where, what, "Slett raden.")


def _vanished(code: str) -> Problem:
    what = f"Raden til deltaker {code} er borte. Personen får ingen flere brev og heller ingen avlysning."
    step = "Legg raden tilbake og skriv «ja» i «Avmeldt» hvis personen skal få beskjed; ellers trengs ingenting."
    return Problem(f"«{SIGN_UPS.name}»", what, step, Grade.INFORMATION)


def guard(known: Sequence[PersonRecord], roster: Roster) -> None:
    """Raise `Stop` when the list is suddenly empty, or half or more of the people (at least 3) lost their row (R5)."""
    before = {person.code for person in known if person.joined and person.left is None and person.gone is None}
    here = {person.code for person in roster.people if person.known.joined and person.known.gone is None}
    missing = len(before - here)
    if not missing or (here and (missing < 3 or missing * 2 < len(before))):
        return
    what = f"mangler plutselig {missing} av {len(before)} deltakere" if here else "er tom"
    step = "Hent radene tilbake (arkets versjonshistorikk). Er det meningen at de er borte, må det bekreftes."
    problem = Problem(f"«{SIGN_UPS.name}»", f"Fanen {what}. Ingenting er gjort.", step, command=CONFIRM, form=CONFIRM_BY_FORM)
    raise Stop([problem])
