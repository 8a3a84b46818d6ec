"""What came back from Zoom, as one plain value; also when nothing came back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import requests
from urllib3.exceptions import NewConnectionError

from tasks.circle.model.apart import Fault, apart, sound_json
from tasks.circle.model.cells import FIRST_YEAR, LAST_YEAR
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import date_time_words
from tasks.circle.model.records import Outcome
from tasks.circle.model.table import clean
from tasks.doors.bounded.web import Unbelievable

#: The step an answer belongs to.
TOKEN, CALL = "token", "call"
#: How a call without an answer ended.
NEVER_LEFT, SLOW, CUT, ODD = "never left", "slow", "cut", "odd"
#: «Meeting does not exist», and the two codes that say what the app may not do; every other 401 is about the token (124).
GONE = 3001
#: Above all numbers of Zoom's (its meetings have eleven digits).
LARGEST = 10**15
SCOPES = frozenset({4700, 4711})


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is HTTP's, 0 when `loss` says that no answer came, or (ODD) none that could be read, for the reason `fault`; `code`
    is Zoom's own. `until` (UTC): not before then (429).

    The body is never shown: it holds links, addresses, tokens.
    """

    status: int
    code: int = 0
    step: str = CALL
    loss: str = ""
    daily: bool = False
    until: datetime | None = None
    fault: str = ""
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def ok(self) -> bool:
        """The call was carried out; an answer about the token is never that."""
        return self.step == CALL and 200 <= self.status < 300

    @property
    def changed(self) -> bool:
        """A change or a deletion was carried out: Zoom has nothing to say of it then, and a page of HTML is not Zoom's."""
        return self.ok and self.status == 204

    @property
    def gone(self) -> bool:
        return (self.status, self.code) == (404, GONE)

    @property
    def stale_token(self) -> bool:
        return self.step == CALL and self.status == 401 and self.code not in SCOPES

    @property
    def doubtful(self) -> bool:
        """True when the call may have been carried out all the same."""
        return self.step == CALL and (self.loss in (SLOW, CUT, ODD) or self.status >= 500 or self.status == 408)

    def text(self, key: str) -> str:
        value = self.body.get(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        value = self.body.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST else 0

    def lists(self, key: str) -> bool:
        """Whether there stands a list; none at all is not the same as an empty one."""
        return isinstance(self.body.get(key), list)

    def rows(self, key: str) -> list[Mapping[str, Any]]:
        value = self.body.get(key)
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def heard(response: requests.Response, step: str = CALL) -> Answer:
    """`response` without what must not be kept: `start_url` opens the meeting as its host."""
    found = apart(lambda: sound_json(response.json()) if response.content else {})
    # Else a page of HTML, from Zoom's own gateways or from somebody on the way.
    body = {key: value for key, value in found.items() if key != "start_url"} if isinstance(found, dict) else {}
    answer = Answer(status=response.status_code, step=step, body=body)
    limited = response.status_code == 429
    return replace(answer, code=answer.number("code"), daily=limited and _is_daily(response, answer), until=_until(response) if limited else None)


def answered(call: Callable[[], requests.Response], step: str = CALL) -> Answer:
    """What became of a call. What did not even reach Zoom is told apart from what may have been carried out."""
    try:
        found = apart(lambda: heard(call(), step), requests.RequestException)
    except Unbelievable as error:
        return Answer(0, step=step, loss=ODD, fault=error.what)
    except requests.RequestException as error:
        return Answer(0, step=step, loss=_loss(error))
    return Answer(0, step=step, loss=ODD, fault=found.words) if isinstance(found, Fault) else found


def _loss(error: requests.RequestException) -> str:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    refused = isinstance(reason, NewConnectionError) or "CERTIFICATE_VERIFY_FAILED" in str(reason)
    if refused or isinstance(error, (requests.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.InvalidURL)):
        return NEVER_LEFT
    return SLOW if isinstance(error, requests.Timeout) else CUT


def _is_daily(response: requests.Response, answer: Answer) -> bool:
    return "daily" in f"{response.headers.get('X-RateLimit-Type', '')} {answer.text('message')}".lower()


def _until(response: requests.Response) -> datetime | None:
    """`Retry-After` (an ISO date at Zoom, not seconds), else `X-RateLimit-Reset` (Unix seconds); None when neither can be read."""
    after, reset = response.headers.get("Retry-After", "").strip(), response.headers.get("X-RateLimit-Reset", "").strip()
    try:
        if after and not after.isdigit():
            moment = datetime.fromisoformat(after)
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        else:
            moment = datetime.fromtimestamp(int(reset or "x"), UTC)
        return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None  # else no clock of the circle could show it
    except (ValueError, OverflowError, OSError):
        return None


def next_midnight(now: datetime) -> datetime:
    """Zoom counts days in UTC."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


# What an answer of Zoom means to us: its class of outcome, and a sentence that says what to do next. No name, no address.

_HOST = "[room] host i doors.toml"
_SECRETS = "SIRKEL_ZOOM_CLIENT_ID og SIRKEL_ZOOM_CLIENT_SECRET"
PAST = "Møtet er begynt eller over, og Zoom lager ikke rom i fortiden. Rett datoen i «Møter»."
NOT_LISTED = "Zoom har det ikke i møtelisten ennå. Neste runde ser etter i listen før den eventuelt lager det."
NOT_READ_BACK = "Linjen røk, og møtelisten kunne ikke leses etterpå: det er uvisst om rommet ble laget. Neste runde ser etter i listen."
#: Zoom's own codes (its OpenAPI document of May 2026).
_BY_CODE = {
    200: "Zoom gir dette bare til betalte kontoer (Pro eller mer). Oppgrader kontoen, eller slå av det som trenger den ([room] i doors.toml).",
    1001: f"Zoom kjenner ikke brukeren som skal eie møtene. Rett {_HOST}: adressen til en bruker på denne Zoom-kontoen.",
    1010: f"Brukeren som skal eie møtene, hører til en annen Zoom-konto. Rett {_HOST}.",
    3001: "Møtet finnes ikke i Zoom.",
    3161: f"Brukeren som skal eie møtene, har ikke lisens til å holde møter. Gi brukeren lisens i Zoom, eller velg en annen: {_HOST}.",
    12702: "Zoom viser ikke hvem som var med i møter som er over ett år gamle. Ingenting mer kan hentes.",
}
_UNREACHED = "Zoom kan ikke nås, og ingenting ble sendt. Sjekk nettet og [room] token_url i doors.toml."
_PERHAPS = "Det kan være gjort likevel, og å gjøre det igjen skader ikke."
#: No answer, by the step and how it ended.
_LOSSES = {
    (TOKEN, NEVER_LEFT): (Outcome.NOT_SENT, _UNREACHED),
    (TOKEN, CUT): (Outcome.NOT_SENT, _UNREACHED),
    (TOKEN, SLOW): (
        Outcome.NOT_SENT,
        "Zoom svarte ikke da vi ba om tilgang, og ingenting ble sendt. Pleier å gå over; ellers se status.zoom.us.",
    ),
    (TOKEN, ODD): (Outcome.NOT_SENT, "Zoom svarte noe uventet da vi ba om tilgang ({fault}), og ingenting ble sendt."),
    (CALL, NEVER_LEFT): (
        Outcome.NOT_SENT,
        "Zoom kan ikke nås (nettet, navnet eller sertifikatet), og ingenting ble sendt. Sjekk nettet og [room] api_url i doors.toml.",
    ),
    (CALL, CUT): (Outcome.LATER, f"Linjen til Zoom røk. {_PERHAPS}"),
    (CALL, SLOW): (Outcome.LATER, f"Zoom svarte ikke i tide. {_PERHAPS}"),
    (CALL, ODD): (Outcome.LATER, f"Zoom svarte noe uventet ({{fault}}). {_PERHAPS}"),
}
_SCOPE = re.compile(r"[a-z_]+(?::[a-z_]+)+")
_ADDRESS = re.compile(r"[^\s,;'\"<>\[\]()]+@[^\s,;'\"<>\[\]()]+")
LONGEST_QUOTE = 200


def meaning(answer: Answer, zone: ZoneInfo) -> tuple[Outcome, str]:
    """The outcome of a call that did not do what it should (it can be repeated without harm), and the sentence. Times are said in `zone`."""
    if answer.ok:
        return Outcome.REJECTED, not_zoom(answer)
    if answer.loss:
        outcome, words = _LOSSES[answer.step, answer.loss]
        return outcome, words.format(fault=answer.fault)
    if answer.step == TOKEN:
        return _token(answer, zone)
    if answer.status == 429:
        return Outcome.LATER, _too_many(answer, zone)
    if answer.status >= 500 or answer.status == 408:
        return Outcome.LATER, f"Zoom har en feil hos seg (HTTP {answer.status}). Det pleier å gå over; se status.zoom.us."
    if answer.code in SCOPES:
        return Outcome.REJECTED, _scopes(answer)
    if answer.status == 401:
        words = "Zoom tok ikke imot tilgangsbeviset, heller ikke et nytt. Bruker en annen installasjon samme Zoom-app? Da må den få sin egen."
        return Outcome.LATER, words
    return Outcome.REJECTED, _BY_CODE.get(answer.code) or _other(answer)


def _token(answer: Answer, zone: ZoneInfo) -> tuple[Outcome, str]:
    """Before the call itself: nothing was sent, whatever went wrong."""
    if answer.status == 429:
        return Outcome.LATER, _too_many(answer, zone)
    if answer.status >= 500:
        return Outcome.LATER, f"Zoom har en feil hos seg og gir ikke tilgang nå (HTTP {answer.status}). Pleier å gå over; se status.zoom.us."
    if answer.status < 300 or not answer.body:
        words = f"Det som svarte, er ikke Zooms tilgangstjeneste (HTTP {answer.status}). Sjekk [room] token_url i doors.toml."
        return Outcome.REJECTED, words
    if answer.text("error") == "invalid_client":
        return Outcome.REJECTED, f"Zoom kjenner ikke appen: id, hemmelighet eller begge er feil, eller appen er slått av. Rett {_SECRETS}."
    words = "Zoom gir ikke appen tilgang til kontoen. Rett SIRKEL_ZOOM_ACCOUNT_ID, og se at appen er av typen Server-to-Server OAuth og slått på."
    return Outcome.REJECTED, words


def _too_many(answer: Answer, zone: ZoneInfo) -> str:
    when = f" Zoom åpner igjen {date_time_words(answer.until.astimezone(zone), WORKING_LANGUAGE)}." if answer.until else ""
    if answer.daily:
        opens = when or " Zoom åpner igjen ved midnatt UTC."
        return f"Dagens grense hos Zoom er nådd (en vert kan lage og endre 100 møter om dagen).{opens}"
    return f"Zoom ber oss gå saktere.{when}"


def _scopes(answer: Answer) -> str:
    named = ", ".join(dict.fromkeys(_SCOPE.findall(answer.text("message")[: LONGEST_QUOTE * 2])))
    which = f"tillatelsen {named}" if named else "en tillatelse (scope)"
    return f"Zoom-appen mangler {which}. Legg den til under «Scopes» i appen på marketplace.zoom.us, og slå appen på igjen."


def missing_scopes(scopes: frozenset[str]) -> str:
    """The sentence about the scopes that `scopes` (what the token may do; empty: Zoom did not say) lack; "" when none does."""
    lacking = [finer for finer, coarse in NEEDED if scopes and not scopes & {finer, coarse}]
    return _scopes(Answer(400, body={"message": " ".join(lacking)})) if lacking else ""


def not_zoom(answer: Answer) -> str:
    """An answer, and a clear one, but not of the kind that Zoom gives."""
    return f"Det som svarte, er ikke Zooms API (HTTP {answer.status}). Sjekk [room] api_url i doors.toml."


def _other(answer: Answer) -> str:
    if not answer.body:
        return not_zoom(answer)
    said = _ADDRESS.sub("(adresse)", clean(answer.text("message"), LONGEST_QUOTE))
    setting = "[room] alternative_hosts" if "alternative" in said.lower() else "[room]"
    quoted = f": «{said}»" if said else ""
    return f"Zoom tok ikke imot en verdi (HTTP {answer.status}, kode {answer.code}){quoted}. Se {setting} i doors.toml og raden i «Møter»."


#: Granular and classic name of what the program asks Zoom for; attendance is optional and is asked for when it is used.
NEEDED = (
    ("meeting:write:meeting:admin", "meeting:write:admin"),
    ("meeting:update:meeting:admin", "meeting:write:admin"),
    ("meeting:delete:meeting:admin", "meeting:write:admin"),
    ("meeting:read:meeting:admin", "meeting:read:admin"),
    ("meeting:read:list_meetings:admin", "meeting:read:admin"),
)
