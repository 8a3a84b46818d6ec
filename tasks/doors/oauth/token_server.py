"""What a token server is asked (RFC 6749 §4.1.3, §6, RFC 8628 §3), and what it says, for people. Nothing secret is ever told."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeGuard

from tasks.circle.model.apart import Fault, apart
from tasks.circle.model.errors import Problem, Stop
from tasks.doors.oauth.grant import SECRET, Grant, stop

#: Bytes of an answer.
MOST = 100_000
#: Seconds before it is asked, and asked again when it can't answer now.
PAUSES, TOO_MANY = (0, 1), 429
#: What may stand in a token (RFC 6750 §2.1, RFC 6749 appendix A, and room for more).
TOKEN = re.compile(r"[!-~]+")
_WORD = re.compile(r"[a-z_]{1,40}")
#: Microsoft's own number, which it writes into its description («Microsoft Entra authentication and authorization error codes»).
_NUMBER = re.compile(r"AADSTS(\d{5,7})\b")
LATER = frozenset({"temporarily_unavailable", "server_error"})
#: Pauses that the device flow asks for are no refusals (RFC 8628 §3.5).
WAITING = frozenset({"authorization_pending", "slow_down"})

_PUBLIC = "Slå på «Allow public client flows» for appen i Microsoft Entra («Authentication»)"
#: What to do about it, by OAuth's word or Microsoft's number. The first that is known counts.
_STEPS = {
    "700016": "Rett klientens id (Application (client) ID) eller --tenant (Directory (tenant) ID), slik de står på appens side i Microsoft Entra.",
    "90002": "Rett --tenant: Directory (tenant) ID, slik den står på appens side i Microsoft Entra.",
    "50194": "Skriv --tenant: Directory (tenant) ID, slik den står på appens side i Microsoft Entra.",
    "7000218": f"{_PUBLIC}.",
    "700025": "Ta bort client_secret: Appen er en «public client», og sender ingen.",
    "7000215": "Appens client_secret er feil. Lag en ny i Microsoft Entra.",
    "7000222": "Appens client_secret er gått ut. Lag en ny i Microsoft Entra.",
    "65001": "En administrator må godkjenne appen: «API permissions» → «Grant admin consent» i Microsoft Entra.",
    "90094": "En administrator må godkjenne appen: «API permissions» → «Grant admin consent» i Microsoft Entra.",
    "53003": "En regel i organisasjonen (Conditional Access) stanser innloggingen. Spør administratoren.",
    "invalid_client": "Rett client_id og client_secret, eller hent klientens fil på nytt; den kan være slettet hos leverandøren.",
    "deleted_client": "Klienten er slettet hos leverandøren. Lag en ny.",
    "unauthorized_client": "Se at appen er av riktig slag: «Desktop app» hos Google, «Mobile and desktop applications» hos Microsoft.",
    "invalid_scope": "Appen har ikke rettighetene til e-post. Legg dem til slik deployments/GUIDE.md sier.",
    "access_denied": "Noen svarte nei, eller organisasjonen tillater ikke appen. Prøv igjen, eller spør administratoren.",
    "authorization_declined": "Noen svarte nei. Prøv igjen.",
    "expired_token": "Koden gikk ut før noen skrev den inn. Prøv igjen.",
    "admin_policy_enforced": "Administratoren tillater ikke appen: «API controls» i Google Admin.",
}


class Refused(Stop):
    """The token server said no; `word` is OAuth's own, such as invalid_grant."""

    def __init__(self, word: str, problem: Problem) -> None:
        super().__init__([problem])
        self.word = word


def ask(grant: Grant, url: str, form: Mapping[str, str], needs: str, timeout: float) -> dict[str, Any]:
    """The answer to `form` at `url`, whose `needs` is there and a token; each time-out, in seconds, is of all the exchange.

    Raises `Refused`, or `Stop` when it can't be reached or answers something else.
    """
    from tasks.doors.bounded.web import bounded_session

    with reached(grant), bounded_session(timeout, MOST) as session:
        for pause in PAUSES:
            time.sleep(pause)
            response = session.post(url, data=form, headers={"Accept": "application/json"}, timeout=timeout)
            if response.status_code < 500 and response.status_code != TOO_MANY:
                break
        else:
            raise _later(grant)
    answer = apart(response.json)
    if isinstance(answer, dict) and "error" in answer:
        raise refusal(grant, answer["error"], answer.get("error_description"))
    if not isinstance(answer, dict) or not is_token(answer.get(needs)):
        raise unexpected(grant, answer)
    return answer


@contextmanager
def reached(grant: Grant) -> Iterator[None]:
    """Turn what keeps a request from its answer into `Stop`."""
    import requests  # it takes a fifth of a second to import, and few accounts need it

    from tasks.doors.bounded.web import Unbelievable

    try:
        yield
    except Unbelievable as error:
        raise stop(f"{grant.host} svarte med {error.what} på spørsmålet om adgangsbevis.", "Se at token_uri er riktig.") from error
    except requests.RequestException as error:
        step = "Se at maskinen har nett, og at token_uri er riktig; neste runde prøver igjen."
        raise stop(f"{grant.host} svarte ikke på spørsmålet om adgangsbevis.", step) from error


def is_token(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(TOKEN.fullmatch(value))


def unexpected(grant: Grant, answer: object = None) -> Stop:
    found = f" ({answer.words})" if isinstance(answer, Fault) else ""
    step = "Se at token_uri er riktig; neste runde prøver igjen."
    return stop(f"{grant.host} svarte noe uventet på spørsmålet om adgangsbevis{found}.", step)


def _later(grant: Grant) -> Refused:
    return Refused("later", Problem(SECRET, f"{grant.host} ga ikke ut noe adgangsbevis nå.", "Prøv igjen senere."))


def refusal(grant: Grant, said: object, description: object) -> Refused:
    """What a no means. Only OAuth's word and Microsoft's number are shown: the description may name the account."""
    word = said if isinstance(said, str) and _WORD.fullmatch(said) else "avvist"
    found = _NUMBER.search(description) if isinstance(description, str) else None
    if word in LATER:
        return _later(grant)
    shown = f"{word}, AADSTS{found[1]}" if found else word
    step = next((_STEPS[each] for each in (found[1] if found else "", word) if each in _STEPS), "")
    if word == "invalid_grant" and grant.refresh_token and not step:
        ends = f" Slik ender den: {grant.provider.ends}." if grant.provider else ""
        return Refused(word, Problem(SECRET, f"Godkjenningen gjelder ikke lenger; {grant.host} avviste den ({shown}).{ends}", grant.renewal))
    return Refused(word, Problem(SECRET, f"{grant.host} sa nei ({shown}).", step or grant.renewal))
