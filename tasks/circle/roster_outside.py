"""What the program knows of people that the sheet does not show: they withdrew by mail or page, or their address is refused."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from tasks.circle.model.circle import Facilitator
from tasks.circle.model.errors import Problem
from tasks.circle.model.records import Known
from tasks.circle.people.sign_ups import SignUp

#: How long a vanished row, and a withdrawal that the sheet doesn't show, are told about.
TOLD_FOR = timedelta(days=7)


def is_out(known: Known, row: SignUp) -> bool:
    """Withdrawn outside the sheet: out until a row with a later Tidsmerke, whatever the old row says."""
    return known.withdrawn is not None and not (row.latest and row.latest > known.withdrawn)


def told_outside(
    current: Mapping[str, Known], rows: Mapping[str, SignUp], leaders: Mapping[str, Facilitator], now: datetime
) -> Iterator[Problem]:
    """What the coordinator must hear of the people with a row (by code), and of the facilitators."""
    for code, row in rows.items():
        known = current[code]
        if known.unreachable and known.left is None and code not in leaders:
            yield _refused(row, code)
        if known.withdrawn and is_out(known, row) and not row.withdrawn and now < known.withdrawn + TOLD_FOR:
            yield _withdrew(row, code)
    for number, code in enumerate(leaders, start=1):
        if current[code].unreachable:
            yield _refused_leader(number, code)


def _refused(row: SignUp, code: str) -> Problem:
    what = f"E-posttjeneren tar ikke imot post til adressen til deltaker {code}. Personen får ingen brev."
    step = "Rett adressen i «E-post» (eller be personen om en som virker); da prøves den nye. Så lenge prøves den ikke igjen."
    return Problem(row.where, what, step)


def _refused_leader(number: int, code: str) -> Problem:
    what = f"E-posttjeneren tar ikke imot post til adressen til fasilitator {code}. Fasilitatoren får ingen brev."
    return Problem(f"Sirkelens fil, [[facilitators]] nr. {number}", what, "Rett «address» i filen under config/circles.")


def _withdrew(row: SignUp, code: str) -> Problem:
    what = f"Deltaker {code} har meldt seg av med lenken i et brev. Personen får avlysning av det som står i kalenderen, og så ingenting."
    step = "Kryss gjerne av i «Avmeldt», så arket sier det samme. Vil personen tilbake, trengs en ny påmelding (senere Tidsmerke)."
    return Problem(row.where, what, step)
