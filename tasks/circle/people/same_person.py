"""Who a row of «Påmelding» is when its address is another than last time (R29): somebody known, a question to people, or somebody new."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tasks.circle.model.attending import Vote
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import either_words
from tasks.circle.model.records import FORGOTTEN, PersonRecord, Reply
from tasks.circle.model.table import normal
from tasks.circle.model.tabs import SIGN_UPS, WEB_SIGN_UPS
from tasks.circle.people.sign_ups import SignUp

#: How long people are asked, and the name of who is gone stays beside the code that a note names.
ASKED_FOR = timedelta(days=30)
#: What people type to say that a row is a person: their code, and which version of the address the yes is about.
_SAME = re.compile(r"([DF]\d{2,6})\s*-\s*(\d{1,4})", re.ASCII | re.IGNORECASE)
Digest = Callable[[str], str]
#: Tab and row.
Place = tuple[str, int]


def place_of(row: SignUp) -> Place:
    return row.tab, row.row


def name_digest(name: str, digest: Digest) -> str:
    """The keyed digest by which a name is compared, "" for none: case, blanks and accents do not matter."""
    letters = unicodedata.normalize("NFKD", normal(name))
    bare = " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
    return digest(f"name|{bare}") if bare else ""


def corrected(rows: Sequence[SignUp], people: Collection[PersonRecord], digest: Digest, others: Collection[str] = ()) -> dict[Place, str]:
    """The rows that are somebody known with another address (or none that can be used), with their code.

    By Tidsmerke and name, wherever the row stands; or, when the stamp changed too (a form's own edit), by the name in the same place in
    the same round: only where nobody else has that name, and never in «Nettpåmelding». Nobody whose address has a row is one of them, nor
    anybody of the codes `others`.
    """
    here = {digest(row.key) for row in rows if row.address}
    known = {person.digest for person in people if person.digest}
    new = [row for row in rows if not (row.address and digest(row.key) in known)]
    away = [each for each in people if _could_be(each) and each.digest not in here and each.code not in others]
    by_row = _by_row(away)
    keys = Counter(row.row_key for row in new)
    found = {place_of(row): code for row in new if keys[row.row_key] == 1 and row.row_key and (code := by_row.get(digest(row.row_key)))}
    lost = [person for person in away if person.gone is None and person.name and person.code not in found.values()]
    names = Counter(name for name, _ in {(name_digest(row.name, digest), row.key or str(row.row)) for row in rows})
    names.update(person.name for person in lost)
    stood = {(person.place, person.name): person.code for person in lost}
    for row in new:
        name = name_digest(row.name, digest)
        code = stood.get((row.row, name)) if row.tab == SIGN_UPS.name and place_of(row) not in found else None
        if code and names[name] == 2:  # the row, and who is lost
            found[place_of(row)] = code
    return found


def _by_row(away: Iterable[PersonRecord]) -> dict[str, str]:
    """Whose each row was: of several with the same one (a copied row) the one who is lost just now; where that is not one, nobody's."""
    found: dict[str, list[PersonRecord]] = {}
    for person in away:
        found.setdefault(person.row_digest, []).append(person)
    lost = {row: [each for each in people if each.gone is None] or people for row, people in found.items() if row}
    return {row: people[0].code for row, people in lost.items() if len(people) == 1}


def _could_be(person: PersonRecord) -> bool:
    """Signed up once, and not forgotten."""
    return bool(person.joined and person.digest) and person.member_since_version != FORGOTTEN


def perhaps(row: SignUp, people: Iterable[PersonRecord], now: datetime, digest: Digest) -> tuple[str, ...]:
    """The codes of whom a new row may be, for people to say: of that name and lost lately, or lost just now in this place."""
    name = name_digest(row.name, digest)

    def may_be(person: PersonRecord) -> bool:
        if not _could_be(person) or person.gone is None or now >= person.gone + ASKED_FOR:
            return False
        same_place = person.gone == now and person.left is None and person.place == row.row and row.tab == SIGN_UPS.name
        return same_place or (bool(name) and person.name == name)

    return tuple(person.code for person in people if may_be(person))


def meant(row: SignUp) -> tuple[str, int]:
    """The code and the version of the address that people typed into the row: ("", 0) for none."""
    found = _SAME.fullmatch(row.same)
    return (found[1].upper(), int(found[2])) if found else ("", 0)


def moved_to(known: PersonRecord, digest: str, now: datetime) -> PersonRecord:
    """`known` at another address from `now` on; what was answered before is not shown there until people have said that it is the same person."""
    return replace(known, digest=digest, former=(*known.former, f"{known.digest} {now.isoformat()}"), answers_from=now)


def former_digests(known: PersonRecord) -> list[tuple[str, datetime]]:
    """The earlier addresses of a person by their digests, each with the moment (UTC) until which what came from it is theirs."""
    pairs = (each.split(" ", 1) for each in known.former)
    return [(digest, datetime.fromisoformat(until)) for digest, until in pairs]


def joined(first: PersonRecord, later: PersonRecord, now: datetime) -> tuple[PersonRecord, PersonRecord]:
    """What becomes of two records that people have said are one person: `first` lives on with the address and row of `later`, which is over.

    Versions of the address go on counting, so that letters to `later` are letters to a later version of `first`.
    """
    start = first.address_version
    whole = replace(
        later,
        code=first.code,
        joined=min(filter(None, (first.joined, later.joined)), default=None),
        address_version=start + later.address_version,
        member_since_version=first.member_since_version,
        refused=start + later.refused if later.refused else first.refused,
        withdrawn=max(filter(None, (first.withdrawn, later.withdrawn)), default=None),
        former=(*first.former, f"{first.digest} {(first.gone or now).isoformat()}", *later.former),
        answers_from=None,
        perhaps=(),
    )
    return whole, PersonRecord(later.code, "", joined=later.joined, address_version=later.address_version, left=now, gone=now, refused=later.refused)


# What people are asked and told. A yes is typed into the row, so that the sheet says it (RULES.md «Round»).


def question(row: SignUp, code: str, codes: Collection[str], current: Mapping[str, PersonRecord]) -> Problem:
    """Whether the row of `code` is one of `codes`."""
    named = either_words(list(codes), WORKING_LANGUAGE)
    what = f"Raden til {named} er borte. Er det samme person som {code}, som har denne raden? Til noen svarer, er {code} en ny deltaker."
    typed = either_words([f"«{each}-{current[each].address_version + 1}»" for each in codes], WORKING_LANGUAGE)
    step = f"Er det samme person, skriv {typed} i raden, i en kolonne dere kaller «{SIGN_UPS['same'].header}»; ellers trengs ingenting."
    return Problem(row.where, what, step, Grade.INFORMATION)


def wrong_answer(row: SignUp, code: str) -> Problem:
    what = f"«{SIGN_UPS['same'].header}» kan ikke brukes: {code} har en rad fra før, finnes ikke, eller har fått en ny adresse siden."
    return Problem(row.where, what, "Skriv det som «Merknader» ber om, eller tøm cellen.")


def held_back(people: Iterable[PersonRecord], said: Iterable[Reply | Vote], now: datetime) -> list[Problem]:
    """What is told of those whose earlier answers (of all that was `said`) are not shown on their page."""
    first: dict[str, datetime] = {}
    for each in said:
        first[each.person] = min(each.at, first.get(each.person, each.at))
    held = (known for known in people if known.answers_from and first.get(known.code, known.answers_from) < known.answers_from)
    return [_held_back(known) for known in held if known.answers_from and now < known.answers_from + ASKED_FOR]


def _held_back(known: PersonRecord) -> Problem:
    where = f"«{SIGN_UPS.name}», rad {known.place}" if known.place else f"«{WEB_SIGN_UPS.name}»"
    what = f"Deltaker {known.code} har fått en ny adresse. Kode og møter følger med, men svar fra før vises ikke på siden til personen."
    step = (
        f"Er det samme person, skriv «{known.code}-{known.address_version}» i raden, i en kolonne dere kaller «{SIGN_UPS['same'].header}», "
        "så vises de. Er det en annen, skriv tilbake det som sto, og den nye i en egen rad. Ellers trengs ingenting."
    )
    return Problem(where, what, step, Grade.INFORMATION)
