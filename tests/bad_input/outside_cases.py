"""Mail server, Google and Zoom that say no, wait, or go away: what a round with the real clients says of them."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.plan import Order
from tasks.context import use_secrets
from tests.bad_input.case import Case, Ends
from tests.bad_input.desk import NOW, OLA, Desk, Seen
from tests.flows.outside import Outside, outside
from tests.standins.certificates import Authority
from tests.standins.zoom_faults import Fault, refuses, too_many_today

PLACE = "Tjenestene utenfor"
Arrange = Callable[[Outside], object]
NO_CLIENT = Fault(status=400, body={"reason": "Invalid client_id or client_secret", "error": "invalid_client"})
SECRETS = ("SIRKEL_SMTP_PASSWORD", "SIRKEL_ZOOM_CLIENT_ID", "SIRKEL_GOOGLE_JSON")


def _case(name: str, happens: str, ends: Ends, says: tuple[str, ...], arrange: Arrange, rounds: int = 1, sent: bool = True) -> Case:
    """`rounds` at one time; the messages of the first count. `sent`: letters have gone out in the end, each once."""

    def run(desk: Desk) -> Seen:
        with pytest.MonkeyPatch.context() as environment, outside(desk.config.parent / "ute", environment) as found:
            for tab, rows in desk.tabs.items():
                found.spreadsheet[tab].fill([[as_typed(value) for value in row] for row in rows])
            arrange(found)
            with clock.set_to(NOW):
                reports = [carry_out(found.ref, Order(NOW)) for _ in range(rounds)]
        went = bool(found.mail.accepted)
        assert went is sent and set(found.mail.copies().values()) <= {1}, (went, found.mail.copies())
        problems = [replace(each, where=_steady(each.where, found), what=_steady(each.what, found)) for each in reports[0].problems]
        use_secrets({})
        return Seen(states=tuple(each.state for each in reports[:1]), problems=tuple(problems))

    return Case(name, PLACE, happens, ends, says, run)


def as_typed(value: object) -> object:
    """As somebody types it into a Google Sheet."""
    if not isinstance(value, datetime):
        return value
    return f"{value:%d.%m.%Y %H:%M}" if value.hour else f"{value:%d.%m.%Y}"


def _steady(text: str, found: Outside) -> str:
    """The same in every run."""
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:587", text).replace(found.spreadsheet.id, "ARKETS-ID")


def _mail(point: str, reply: str = "", **how: Any) -> Arrange:
    return lambda found: found.mail.on(point, reply, cut=not reply, **how)


def _serves(**script: Any) -> Arrange:
    return lambda found: setattr(found.mail, "script", replace(found.mail.script, **script))


def _certificate(kind: str) -> Arrange:
    def arrange(found: Outside) -> None:
        authority = Authority(Path(found.ref.config).parent / "ca")  # the root that the circle trusts, made anew
        _serves(certificate=getattr(authority, kind)().context())(found)

    return arrange


def _without_secrets(found: Outside) -> None:
    for name in SECRETS:
        os.environ.pop(name)
    use_secrets({})


MAIL = (
    _case("smtp-auth", "E-posttjeneren avviser passordet (535)", "waits", ("avviste innloggingen", "SIRKEL_SMTP_PASSWORD"),
          _mail("auth", "535 5.7.8 Username and Password not accepted"), sent=False),
    _case("smtp-550", "Én adresse finnes ikke (550 5.1.1)", "others",
          ("Brev (invitasjon) til D02, møte 1", "avvist for godt", "Adressen finnes ikke", "Rett adressen i «Påmelding»"),
          _mail("rcpt", "550 5.1.1 User unknown", recipient=OLA)),
    _case("smtp-451", "E-posttjeneren ber om å få vente (451)", "waits", ("gikk ikke ut nå", "ba om å få vente", "Neste runde prøver igjen"),
          _mail("rcpt", "451 4.7.1 greylisted", times=3), rounds=2),
    _case("smtp-421", "E-posttjeneren legger på etter tre brev (421)", "waits", ("la på", "Neste runde prøver igjen"),
          _mail("mail", "421 4.3.2 closing", after=3, times=1), rounds=2),
    _case("smtp-limit", "Kontoen har sendt så mye den får på en dag (550 5.4.5)", "waits", ("på en dag", "Neste runde prøver igjen"),
          _mail("rcpt", "550 5.4.5 Daily user sending limit exceeded", after=2)),
    _case("smtp-cut-before", "Linjen brytes før brevet er på vei", "quiet", (), _mail("data", times=1)),
    _case("smtp-cut-after", "Linjen brytes mens brevet sendes", "others", ("ukjent om det kom fram", "settle"), _mail("end", times=1)),
    _case("smtp-down", "Ingen tar imot hos e-posttjeneren", "waits", ("Ingen tar imot", "porten"),
          lambda found: found.mail.close(), sent=False),
    _case("tls-name", "Sertifikatet til e-posttjeneren gjelder et annet navn", "waits", ("gjelder et annet navn",), _certificate("wrong_name"),
          sent=False),
    _case("tls-expired", "Sertifikatet til e-posttjeneren er gått ut", "waits", ("er gått ut",), _certificate("expired"), sent=False),
    _case("tls-none", "E-posttjeneren tilbyr ikke kryptering (STARTTLS)", "waits", ("tilbyr ikke STARTTLS",), _serves(security="none"), sent=False),
    _case("auth-none", "E-posttjeneren tar ikke imot innlogging (AUTH)", "waits", ("ingen innlogging",), _serves(mechanisms=()), sent=False),
)  # fmt: skip
GOOGLE = (
    _case("g-403", "Arket er ikke delt med tjenestekontoen (403)", "stop", ("Google-arket", "trykk «Del»", "Redigerer"),
          lambda found: found.spreadsheet.roles.clear(), sent=False),
    _case("g-404", "Arket finnes ikke (404)", "stop", ("Google-arket", "finner ikke", "mellom /d/ og /edit"),
          lambda found: found.google.sheets.clear(), sent=False),
    _case("g-key", "Nøkkelen til tjenestekontoen er slettet", "stop", ("trukket tilbake",),
          lambda found: setattr(found.google.tokens, "revoked", True), sent=False),
)  # fmt: skip
ZOOM = (
    _case("z-cred", "Zoom godtar ikke klienten (invalid_client)", "waits", ("Rommet til møte 1", "SIRKEL_ZOOM_CLIENT_ID"),
          lambda found: found.zoom.script("token", *[NO_CLIENT] * 9)),
    _case("z-licence", "Verten har ikke lisens (3161)", "waits", ("Rommet til møte 1", "lisens"),
          lambda found: found.zoom.script("create", *[refuses(400, 3161, "Not allowed.")] * 9)),
    _case("z-host", "Verten finnes ikke hos Zoom (1001)", "waits", ("Rommet til møte 1", "[room] host i circles/"),
          lambda found: setattr(found.zoom.meetings, "users", {"somebody@example.org"})),
    _case("z-429", "Dagens kall til Zoom er brukt opp (429)", "waits", ("Rommet til møte 2", "Neste runde prøver igjen"),
          lambda found: found.zoom.script("create", Fault(), too_many_today(None))),
)  # fmt: skip
LACKING = (
    _case("secret-none", "Passord og nøkler til tjenestene er ikke gitt", "stop", SECRETS, _without_secrets, sent=False),
)  # fmt: skip
