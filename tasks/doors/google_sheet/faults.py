"""What Google's refusals and silences mean: whether waiting helps, and what a person is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError

from tasks.circle.model.apart import Fault as OwnFault
from tasks.circle.model.errors import Problem, Stop
from tasks.doors.bounded.web import Unbelievable


class Kind(Enum):
    """FINAL: a person must mend something. QUOTA: the next minute's calls are free. PASSING: it may work in a moment."""

    FINAL = "final"
    QUOTA = "quota"
    PASSING = "passing"


@dataclass(frozen=True, slots=True)
class Fault:
    """`status` is HTTP's, 0 when no whole answer came; `wait` seconds were asked for by Google, 0 when it said nothing."""

    kind: Kind
    what: str
    next_step: str
    status: int = 0
    wait: float = 0.0


class Refusal(Stop):
    """`Stop` after a call to Google; `status` as in `Fault`."""

    def __init__(self, where: str, fault: Fault) -> None:
        super().__init__([Problem(where, fault.what, fault.next_step)])
        self.status = fault.status


_AGAIN = "Neste runde prøver igjen av seg selv, og ingenting er gått tapt."
_ID = "Rett id-en i doors.toml, [sheet] spreadsheet: det som står mellom /d/ og /edit i arkets nettadresse."
_KEY = "Lag en ny nøkkel (JSON) for tjenestekontoen i Google Cloud, og bytt innholdet i SIRKEL_GOOGLE_JSON."
_CLOCK = "Still klokken på maskinen, eller " + _KEY[0].lower() + _KEY[1:]


def of_answer(answer: requests.Response, address: str) -> Fault:
    """An answer that is no success. `address` is the service account's: the sheet must be shared with it."""
    status, error = answer.status_code, _error(answer)
    if status == 429:
        words = "Google slipper ikke til flere kall akkurat nå (kvoten per minutt er brukt opp)."
        return Fault(Kind.QUOTA, words, f"Sjekk at ikke andre bruker samme tjenestekonto. {_AGAIN}", status, _asked_wait(answer))
    if status >= 500 or status == 408:
        return Fault(Kind.PASSING, f"Google Regneark svarer med feil {status}.", _AGAIN, status)
    if status == 401:
        return Fault(Kind.FINAL, "Google godtar ikke nøkkelen til tjenestekontoen.", _CLOCK, status)
    if status == 403:
        return _forbidden(error, address)
    if status == 404:
        return Fault(Kind.FINAL, "Google finner ikke noe ark med denne id-en.", _ID, status)
    if error.get("status") == "FAILED_PRECONDITION":
        step = "Åpne det, velg «Fil» → «Lagre som Google Regneark», og bruk id-en til det nye arket."
        return Fault(Kind.FINAL, "Dokumentet er en Excel-fil i Google Disk, ikke et Google-ark.", step, status)
    step = "Sjekk at fanene heter det de skal, og at ingen er skjult eller beskyttet."
    return Fault(Kind.FINAL, f"Google avviste kallet (feil {status}).", step, status)


def of_silence(error: requests.RequestException) -> Fault:
    """No whole answer: what was asked for may have been carried out all the same."""
    if isinstance(error, Unbelievable):
        step = "Er det en mellomtjener på nettet som svarer? Se [sheet] api_url i doors.toml. Ellers: slett det i arket som ikke hører til."
        return Fault(Kind.FINAL, f"Google svarte med {error.what}.", step)
    if isinstance(error, requests.Timeout):
        return Fault(Kind.PASSING, "Google svarte ikke innen fristen.", _AGAIN)
    if isinstance(error, requests.exceptions.SSLError):
        step = "Sjekk nettet og klokken på maskinen; går trafikken gjennom en mellomtjener, må REQUESTS_CA_BUNDLE vise til sertifikatet."
        return Fault(Kind.FINAL, "Forbindelsen til Google er ikke til å stole på (sertifikatet).", step)
    if isinstance(error, requests.exceptions.InvalidHeader):  # the token can't stand in one
        return Fault(Kind.PASSING, "Innloggingen hos Google svarer ikke som den skal.", _AGAIN)
    if isinstance(error, requests.exceptions.JSONDecodeError):
        return Fault(Kind.PASSING, "Google svarte med noe som ikke er data.", f"Sjekk nettforbindelsen. {_AGAIN}")
    return Fault(Kind.PASSING, "Forbindelsen til Google ble brutt, eller kom ikke i stand.", f"Sjekk nettforbindelsen. {_AGAIN}")


def of_oddness(fault: OwnFault) -> Fault:
    """An answer that can't be Google's, or a fault of our own in reading it: class and line tell which."""
    step = f"{_AGAIN} Skjer det igjen, send dette til den som drifter programmet."
    return Fault(Kind.PASSING, f"Google svarte noe uventet ({fault.words}).", step)


def of_login(error: GoogleAuthError) -> Fault:
    """No token: the key itself, or the place where tokens are given."""
    said = str(error)
    if isinstance(error, RefreshError) and "Token must be a short-lived token" in said:
        return Fault(Kind.FINAL, "Google mener klokken på maskinen går feil.", "Still klokken på maskinen, og prøv igjen.")
    if isinstance(error, RefreshError) and "invalid_" in said:
        what = "Nøkkelen til tjenestekontoen er trukket tilbake, eller kontoen er slettet (invalid_grant)."
        return Fault(Kind.FINAL, what, _KEY)
    if isinstance(error.__cause__, requests.RequestException):
        return of_silence(error.__cause__)
    return Fault(Kind.PASSING, "Innloggingen hos Google svarer ikke som den skal.", _AGAIN)


def _forbidden(error: Mapping[str, Any], address: str) -> Fault:
    if "SERVICE_DISABLED" in str(error.get("details")) or "has not been used in project" in str(error.get("message")):
        step = "Slå på «Google Sheets API» i Google Cloud-prosjektet til tjenestekontoen, og vent et par minutter."
        return Fault(Kind.FINAL, "Google Sheets API er ikke slått på for tjenestekontoen.", step, 403)
    step = f"Åpne arket, trykk «Del», og gi {address} rollen «Redigerer»."
    return Fault(Kind.FINAL, "Tjenestekontoen har ikke tilgang til arket.", step, 403)


def _error(answer: requests.Response) -> Mapping[str, Any]:
    """Google's `error` object; {} for the other shapes that errors come in (HTML, {"error": "text"})."""
    try:
        body = answer.json()
    except ValueError:
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _asked_wait(answer: requests.Response) -> float:
    asked = answer.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0
