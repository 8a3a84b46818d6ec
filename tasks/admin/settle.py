"""What a person settles: a letter whose fate is unknown came through or did not (R21); an address that was refused is right."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Changes, LetterRecord, Outcome
from tasks.circle.model.trial import OUTBOX
from tasks.context import CircleRef, context_of
from tasks.round.ledger import lease

WHERE = "BREV"
_CODE = re.compile(r"[DF]\d{2,6}", re.ASCII | re.IGNORECASE)
#: What can be settled; a claim without a round at work is a round that died, and becomes unknown under the lease.
OPEN = (Outcome.UNKNOWN, Outcome.CLAIMED)


class Fate(StrEnum):
    """What a person found out; the values are what Prefect's page offers."""

    SENT = "kom fram"
    LOST = "kom ikke fram"
    LAID = "er bare lagt i mappen"
    AGAIN = "adressen er riktig, prøv igjen"


#: In place of a letter's name: all that are only laid, or went by nobody knows which post, count otherwise from now on (R24).
EVERY = "all"
#: What the letter becomes. NOT_SENT is safe to repeat: the next round sends it if it is still due.
BECOMES = {Fate.SENT: Outcome.DONE, Fate.LOST: Outcome.NOT_SENT, Fate.LAID: Outcome.LAID}
#: What is said of a letter that a person has settled.
SETTLED = {
    Fate.SENT: "regnes som sendt.",
    Fate.LAID: "regnes som lagt i mappen: Ingen har fått det.",
    Fate.LOST: "er åpnet igjen. Neste runde sender det én gang til, om det fremdeles er til nytte.",
    Fate.AGAIN: "kan sendes igjen: Adressen prøves som en ny, og neste runde sender det som fremdeles er til nytte.",
}
#: Why a letter is not settled, and what to do instead.
REFUSALS = {
    Outcome.LAID: (
        "Brevet er bare lagt i mappen; det er ikke ukjent.",
        "Ingenting trengs: Det går når brevene går med e-post, om det er til nytte da.",
    ),
    Outcome.DONE: ("Brevet er sendt og trenger ikke gjøres opp.", "Ingenting trengs. Mangler noen det likevel, send dem det selv."),
    Outcome.REJECTED: (
        "Brevet ble avvist for godt; det er ikke ukjent.",
        "Rett adressen i «Påmelding», eller si at adressen er riktig («again»), så prøves den igjen.",
    ),
    Outcome.LATER: ("Brevet venter; det er ikke ukjent.", "Ingenting trengs: Neste runde prøver igjen av seg selv."),
    Outcome.NOT_SENT: ("Brevet er ikke sendt; det er ikke ukjent.", "Ingenting trengs: Neste runde prøver igjen av seg selv."),
}
#: Why it does not count as laid.
UNCERTAIN = ("Det er ukjent om brevet kom fram.", "Gjør det opp med «sent» eller «lost».")


def settle(refs: Sequence[CircleRef], typed: str, fate: Fate) -> tuple[str, LetterRecord]:
    """The circle, and the letter as it stands afterwards; the time it was tried at (UTC) stays.

    `typed` is its Message-ID as `status` shows it, or a short form: without what follows the @, or without the circle's name, or
    only the beginning of that; for AGAIN also the code of whom it was to, whose present address is then tried like a new one.
    Raises `Stop` when no letter or several are meant or it can't be settled so, `Busy` while a round works.
    """
    ref, letter = (fate is Fate.AGAIN and _refused(refs, typed.strip())) or _meant(refs, typed)
    with lease(ref):
        ledger = context_of(ref).doors.ledger
        now = next(each for each in ledger.memory(ref.circle).letters if each.message_id == letter.message_id)
        if fate is Fate.AGAIN:
            return ref.circle, _try_again(ref, now)
        if _turns(now, fate):
            return ref.circle, _turned(ref, [now], fate)[0]
        if now.outcome not in OPEN or fate is Fate.LAID:
            raise Stop([Problem(WHERE, *REFUSALS.get(now.outcome, UNCERTAIN))])
        settled = replace(now, outcome=BECOMES[fate], detail=f"Gjort opp av en person: brevet {fate}.")
        ledger.settle(ref.circle, settled)
    return ref.circle, settled


def settle_every(refs: Sequence[CircleRef], fate: Fate) -> list[tuple[str, int]]:
    """The circles, and how many letters of each count otherwise from now on: what was only laid as sent, or what went by nobody knows which
    post, or was called sent like this, as laid (R24). Raises `Stop` for another fate, `Busy` while a round works.
    """
    if fate not in (Fate.SENT, Fate.LAID):
        raise Stop([Problem(WHERE, "Alle brev på én gang kan bare regnes som sendt eller som lagt i mappen.", "Skriv «all sent» eller «all laid».")])
    found = []
    for ref in refs:
        with lease(ref):
            letters = context_of(ref).doors.ledger.memory(ref.circle).letters
            found.append((ref.circle, len(_turned(ref, [each for each in letters if _turns(each, fate)], fate))))
    return found


def _turns(letter: LetterRecord, fate: Fate) -> bool:
    if fate is Fate.SENT:
        return letter.outcome is Outcome.LAID
    return fate is Fate.LAID and letter.outcome is Outcome.DONE and letter.post in ("", OUTBOX)


def _turned(ref: CircleRef, letters: Sequence[LetterRecord], fate: Fate) -> list[LetterRecord]:
    settled = [replace(each, outcome=BECOMES[fate], post=OUTBOX, detail=f"Gjort opp av en person: brevet {fate}.") for each in letters]
    context_of(ref).doors.ledger.save(ref.circle, Changes(counted=tuple(settled)))
    return settled


def _refused(refs: Sequence[CircleRef], code: str) -> tuple[CircleRef, LetterRecord] | None:
    """The latest letter that the present address of this code refused; None when that is so in no circle, or in several."""
    found = []
    for ref in refs:
        memory = context_of(ref).doors.ledger.memory(ref.circle)
        versions = {known.code: known.address_version for known in memory.people if known.code.casefold() == code.casefold()}
        rejected = [each for each in memory.letters if each.outcome is Outcome.REJECTED and versions.get(each.person) == each.address_version]
        found += [(ref, max(rejected, key=lambda each: (each.refused, each.at)))] if rejected else []
    return found[0] if len(found) == 1 else None


def _try_again(ref: CircleRef, letter: LetterRecord) -> LetterRecord:
    """A new version of the same address: nothing that came back from the earlier one counts, and what it refused is due once more."""
    ledger = context_of(ref).doors.ledger
    known = next((each for each in ledger.memory(ref.circle).people if each.code == letter.person), None)
    if known is None:
        what = "Brevet spør om en påmelding, og adressen er ikke kjent her: Den kan ikke prøves på nytt herfra."
        raise Stop([Problem(WHERE, what, "Skriv personen i «Påmelding», eller la personen melde seg på igjen når det er gått en uke.")])
    if letter.outcome is not Outcome.REJECTED or known.address_version != letter.address_version:
        what = "Brevet er ikke avvist av adressen personen har nå."
        raise Stop([Problem(WHERE, what, "Ingenting trengs: Adressen er i bruk.", command="«status» viser hvem som ikke nås.")])
    ledger.save(ref.circle, Changes(people=(replace(known, address_version=known.address_version + 1),)))
    return replace(letter, outcome=Outcome.NOT_SENT, detail=f"Gjort opp av en person: {Fate.AGAIN}.")


def _meant(refs: Sequence[CircleRef], typed: str) -> tuple[CircleRef, LetterRecord]:
    """The one letter that is called so; among several with the same beginning the one that is open."""
    found = _called(refs, typed.strip().casefold())
    still_open = [each for each in found if each[1].outcome in OPEN]
    if len(found) > 1 and len(still_open) == 1:
        return still_open[0]
    if len(found) == 1:
        return found[0]
    if not found and _CODE.fullmatch(typed.strip()):
        raise Stop([Problem(WHERE, f"{typed.strip().upper()} har ingen avvist adresse.", "Ingenting trengs, hvis koden er riktig.")])
    what = f"Det er {len(found)} brev som heter noe slikt." if found else "Sirkelen har ikke noe brev som heter dette."
    step, command = "Skriv hele navnet (Message-ID).", "Sett det i anførselstegn; «status» viser det."
    raise Stop([Problem(WHERE, what, step, command=command, form="Det står i merknaden om brevet.")])


def _called(refs: Sequence[CircleRef], typed: str) -> list[tuple[CircleRef, LetterRecord]]:
    letters = [(ref, each) for ref in refs for each in context_of(ref).doors.ledger.memory(ref.circle).letters]
    exact = [(ref, each) for ref, each in letters if typed in _names(each, ref.circle)]
    if exact or not typed:
        return exact
    return [(ref, each) for ref, each in letters if any(name.startswith(f"{typed}.") for name in _names(each, ref.circle))]


def _names(letter: LetterRecord, circle: str) -> set[str]:
    """`<invitation.circle.3.D07.1@example.org>`, the same without brackets, without the domain, and without the circle."""
    whole = letter.message_id.casefold()
    bare = whole.strip("<>")
    local = bare.rpartition("@")[0]
    return {whole, bare, local, local.replace(f".{circle.casefold()}.", ".", 1)} - {""}
