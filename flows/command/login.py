"""`login google|microsoft`: use the mail account without a password. No Prefect here."""

import argparse
from dataclasses import asdict
from pathlib import Path

from flows.command.circle import show_check
from flows.command.output import DONE, PERSON, err, say, say_json
from tasks.admin.mail_login import LoggedIn, LoginOrder, Telling, log_in
from tasks.circle.model.errors import Problem, Stop


def login(options: argparse.Namespace, file: str) -> int:
    """`file` is the one that SIRKEL_SMTP_OAUTH_FILE names, "" for none. 0 when the mail servers took it, else 1; `Stop` when nothing was given."""
    order = LoginOrder(options.provider, options.client, options.tenant, options.user, options.device, options.port, options.circle,
                       Path(file).absolute() if file else None)  # fmt: skip
    try:
        found = log_in(order, Telling(_address, _code))
    except KeyboardInterrupt:
        raise Stop([Problem("login", "Avbrutt. Ingenting er endret.", "Kjør «login» igjen når du vil.")]) from None
    if options.json:
        say_json([{"provider": order.provider, "file": str(found.file), "checks": [asdict(each) for each in found.checks]}])
    else:
        _show(found)
    return DONE if found.ok else PERSON


# On stderr, and never cut: with --json nothing but the result goes to stdout, and an address that is folded can't be opened.


def _address(url: str, port: int) -> None:
    err().out(f"Er nettleseren på en annen maskin, kjør først dette der, og la det stå:\n  ssh -N -L {port}:127.0.0.1:{port} bruker@denne-maskinen\n")
    err().out(f"Åpne denne adressen i en nettleser, logg inn med kontoen brevene skal gå fra, og godkjenn:\n\n{url}\n")


def _code(address: str, code: str) -> None:
    err().out(f"Åpne {address} på en hvilken som helst skjerm, skriv koden {code}, og logg inn med kontoen brevene skal gå fra.")


def _show(found: LoggedIn) -> None:
    for line in found.checks:
        show_check(line)
    say(f"\nGodkjenningen ligger i {found.file}, som bare du kan lese. Ta godt vare på den: Den virker som et passord.")
    say(f"Sett denne miljøvariabelen der programmet startes (og ta bort SIRKEL_SMTP_OAUTH om den er satt):\n\nSIRKEL_SMTP_OAUTH_FILE={found.file}\n")
    say(f"Og ha dette i doors.toml eller i sirkelens egen fil, når brevene skal gå på ordentlig:\n\n{found.doors}")
