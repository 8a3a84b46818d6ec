"""The command: `python -m flows …`, or `sirkel` when installed (RULES.md «Command»).

Prefect is imported only by what runs flows: the other calls are quick.
"""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flows.command.output import DONE, WRONG_USE, complain, say, tell_stopped
from flows.command.prefect_home import make_home, unless_stopped
from flows.command.usage import Parser
from tasks.circle.acts import ALL
from tasks.circle.model.errors import Problem, Stop
from tasks.private_files import begin_private, made_private
from tasks.settings.folders import folders
from tasks.settings.prefect_environment import PASSWORD_FILE, PORT, must_be_private, prefect_environment, serving_environment
from tasks.settings.secret_values import for_pages

if TYPE_CHECKING:
    from tasks.context import CircleRef

PRACTICE = "baerekraftige-moteplasser"


def parser() -> argparse.ArgumentParser:
    """All calls with their options."""
    top = Parser(prog="sirkel", description="Bærer en læringssirkel gjennom livet. Uten kommando: øver sirkelen fra 2021.")
    calls = top.add_subparsers(dest="call", parser_class=Parser, metavar="KOMMANDO")
    rehearse = _call(calls, "rehearse", "La en sirkel leve hele sitt liv på lokale dører.")
    rehearse.add_argument("--from", dest="first", default="", metavar="DATO", help="første dag (vanligvis sirkelens første)")
    rehearse.add_argument("--until", dest="last", default="", metavar="DATO", help="siste dag (vanligvis sirkelens siste)")

    _run_call(calls)
    sample = _call(calls, "prøvebrev", "Send det som er forfalt den neste måneden, til én tilrettelegger, merket [PRØVE].", "provebrev")
    sample.add_argument("--to", type=int, default=1, metavar="N", help="hvem av tilretteleggerne i sirkelens fil (vanligvis 1, den første)")
    sample.add_argument("--at", default="", metavar="TID", help="tidspunktet måneden regnes fra (vanligvis nå)")
    serve = _call(calls, "serve", "Prefects side med alt som kan startes, og rundene til faste tider. Ctrl-C stopper alt.")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="hvor siden kan nås (vanligvis bare fra denne maskinen)")
    serve.add_argument("--port", type=int, default=PORT, metavar="N", help=f"vanligvis {PORT}")
    serve.add_argument("--address", action="append", default=[], metavar="URL",
                       help="adressen folk åpner siden med, når den er en annen, som https://sirkel.example.org; kan gjentas")  # fmt: skip
    serve.add_argument("--show-password", action="store_true", help="vis passordet til siden, og gjør ingenting mer")
    serve.add_argument("--pages-port", type=int, default=0, metavar="N", help="deltakernes nettsider (vanligvis de i [pages] url)")

    pages = _call(calls, "pages", "Deltakernes nettsider alene, uten Prefect.")
    pages.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="der sidene lytter (vanligvis bare denne maskinen)")
    for call in (serve, pages):
        call.add_argument("--in-clear", action="store_true", help="la andre maskiner nå den uten TLS: alle på veien kan lese med")
    pages.add_argument("--port", type=int, action="append", metavar="PORT", help="vanligvis de i [pages] url, ellers 4300; kan gjentas")

    _call(calls, "check", "Prøv innstillinger, ark og dører, uten å endre noe.")
    status = _call(calls, "status", "Hvor sirkelen står: inviterte, svar, brev som trenger en person.")
    status.add_argument("--at", default="", metavar="TID", help="sett fra dette tidspunktet (vanligvis nå)")
    _call(calls, "report", "Skriv sirkelens rapport.")
    _call(calls, "attendance", "Skriv hvem som var på møtene, med navn og timer, som et regneark.", "frammote")
    forget = _call(calls, "forget", "Slett det sirkelen husker om en person.")
    forget.add_argument("person", nargs="?", default="-", metavar="ADRESSE|KODE",
                        help="koden, som D10, eller adressen; uten noe leses adressen fra tastaturet, der ingen ser den")  # fmt: skip
    _login_call(calls)
    settle = _call(calls, "settle", "Gjør opp et brev med ukjent utfall, eller prøv en avvist adresse igjen (again).")
    settle.add_argument("letter", metavar="BREV", help="navnet (Message-ID) i «status»; for again også en kode (D07); «all»: alle (sent, laid)")
    settle.add_argument("fate", metavar="sent|lost|laid|again", choices=("sent", "lost", "laid", "again"),
                        help="sent: kom fram; lost: kom ikke fram; laid: bare lagt i mappen; again: adressen som ble avvist, er riktig")  # fmt: skip
    sheet = _call(calls, "sheet", "Lag et nytt ark med faner, overskrifter og nedtrekkslister, eller fyll sirkelens tomme Google-ark.")
    sheet.add_argument("file", nargs="?", metavar="NYTT.xlsx", type=Path, help="uten fil: sirkelens Google-ark")
    focus = _call(calls, "focus", "Foreslå fokusområder fra en fil med svar (.json, .csv eller .xlsx).")
    focus.add_argument("answers", nargs="?", metavar="SVAR", type=Path)
    focus.add_argument("--batch", nargs=2, metavar=("INN", "UT"), type=Path, help="alle filer i mappen INN, til mappen UT")
    return top


def _run_call(calls: "argparse._SubParsersAction[Parser]") -> None:
    run = _call(calls, "run", "Én runde nå, gjennom Prefect.")
    run.add_argument("--at", default="", metavar="TID", help="tidspunktet runden regnes for, som 2021-06-01T08:05 (vanligvis nå)")
    run.add_argument("--acts", default="", metavar="A,B", help=f"bare noen gjøremål: {', '.join(ALL)}")
    run.add_argument("--plan", action="store_true", help="vis hva som ville skje; gjør ingenting")
    run.add_argument("--confirm", action="store_true", help="bekreft at deltakere med vilje er borte fra arket, eller at klokken er riktig")
    run.add_argument("--direct", action="store_true", help="uten Prefect: den samme runden, når Prefect er nede eller ikke er i bruk")
    run.add_argument("--adopt", action="store_true", help="minnet er borte: regn det som er forfalt nå, som sendt; send ingenting")


def _login_call(calls: "argparse._SubParsersAction[Parser]") -> None:
    login = _call(calls, "login", "Bruk e-postkontoen uten passord: godkjenn programmet hos Google eller Microsoft.")
    login.add_argument("provider", metavar="google|microsoft", choices=("google", "microsoft"), help="hvor kontoen er")
    login.add_argument("--client", required=True, metavar="FIL|ID", help="filen du lastet ned for appen (Google), eller appens id (Microsoft)")
    login.add_argument("--tenant", default="organizations", metavar="ID", help="Microsoft: Directory (tenant) ID fra appens side")
    login.add_argument("--user", default="", metavar="ADRESSE", help="kontoen brevene skal gå fra (vanligvis user i [post])")
    login.add_argument("--device", action="store_true", help="Microsoft: godkjenn med en kode på en annen skjerm")
    login.add_argument("--port", type=int, default=0, metavar="N", help="porten her som nettleseren kommer tilbake til (vanligvis en ledig)")


def _call(calls: "argparse._SubParsersAction[Parser]", name: str, words: str, *others: str) -> argparse.ArgumentParser:
    call = calls.add_parser(name, help=words, description=words, aliases=others)
    call.add_argument("--circle", default="", metavar="C", help="navnet på sirkelens fil uten .toml")
    call.add_argument("--config", type=Path, metavar="MAPPE", help="innstillingene (SIRKEL_CONFIG; vanligvis config/)")
    call.add_argument("--data", type=Path, metavar="MAPPE", help="brev og hukommelse (SIRKEL_DATA; vanligvis var/)")
    call.add_argument("--json", action="store_true", help="skriv ett JSON-objekt og ingenting annet")
    return call


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call. Returns the exit status: 0 done, 1 something needs a person, 2 wrong use, 3 another round is at work."""
    begin_private()
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = parser().parse_args(given or ["rehearse", "--circle", PRACTICE])
    # What is typed wins over the environment, for this process and for what it starts.
    config, data = folders(options.config, options.data)
    os.environ |= {"SIRKEL_CONFIG": str(config), "SIRKEL_DATA": str(data)}
    # Any package that is installed could join the checks; to look for those takes as long as to read the configuration.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    complain(made_private(data))
    try:
        return _dispatch(options, config, data)
    except Stop as stop:
        tell_stopped(stop.problems, as_json=options.json)
        return WRONG_USE


def _dispatch(options: argparse.Namespace, config: Path, data: Path) -> int:
    if options.call == "focus":
        return _focus(options)
    if options.call == "serve":
        return _serve(options, data)
    if options.call == "status":
        from flows.command.status import status  # people ask for it often: without what the others need

        return status(options)
    if options.call == "login":
        from flows.command.login import login  # and google-auth

        file, _ = (os.environ.pop(f"SIRKEL_SMTP_OAUTH{ending}", "") for ending in ("_FILE", ""))  # what is there is to be replaced
        return login(options, file)
    from flows.command import circle  # these read sheets and the ledger, which `focus` and `--help` do not

    quick: Mapping[str, Callable[[argparse.Namespace], int]] = {
        "sheet": partial(circle.new_sheet, _from_prefect),
        "check": partial(circle.check, _from_prefect),
        "pages": circle.pages,
        "report": circle.report,
        "attendance": circle.attendance,
        "frammote": circle.attendance,
        "forget": partial(circle.forget, partial(_quotes_shown, data)),
    }
    if options.call == "pages":
        for name in os.environ.keys() - for_pages(os.environ).keys():
            del os.environ[name]
    if options.call in quick:
        return quick[options.call](options)
    if options.call == "run" and options.direct:
        from flows.command import shown_rounds

        return unless_stopped(lambda: shown_rounds.run(options), as_json=options.json)
    os.environ |= prefect_environment(data, os.environ)
    make_home(Path(os.environ["PREFECT_HOME"]), os.environ, server="PREFECT_API_URL" not in os.environ)
    if options.call == "settle":
        return circle.settle_letter(options)
    return unless_stopped(lambda: _rounds(options), as_json=options.json)


def _rounds(options: argparse.Namespace) -> int:
    gc.disable()  # of what Prefect's import makes, nearly all stays: to look for rubbish in it is a sixth of its seconds
    from flows.command import rounds

    gc.freeze()  # nor is it looked through again when the command ends: a quarter of the time of a short one
    gc.enable()
    calls = {"run": rounds.run, "rehearse": rounds.rehearse}
    return calls.get(options.call, rounds.sample_letters)(options)


def _serve(options: argparse.Namespace, data: Path) -> int:
    from flows.serving.serve import pages_ports, password_words, serve, show_password
    from tasks.context import sound_circle_refs  # opens doors, which `focus` and `--help` need not

    if options.show_password:
        show_password(data, os.environ, as_json=options.json)
        return DONE
    is_new = not os.path.lexists(data / PASSWORD_FILE)
    found = sound_circle_refs()  # wrong configuration is told before anything starts; that of one circle is the first round's to tell
    must_be_private(options.host, in_clear=options.in_clear, https=any(each.startswith("https") for each in options.address))
    environment = serving_environment(data, options.host, options.port, os.environ, options.address)
    say(password_words(data, os.environ, shown=is_new and sys.stdout.isatty()))
    return serve(options.host, options.port, pages_ports(found, options.pages_port), environment, data)


def _from_prefect(ref: "CircleRef") -> None:
    """Secrets that lie as blocks in Prefect, when there is a Prefect that could have them."""
    environment = os.environ | prefect_environment(Path(ref.data), os.environ)
    if "PREFECT_API_URL" in environment or Path(environment["PREFECT_HOME"]).is_dir():
        os.environ |= environment
        from tasks.prefect_secrets import fill_in  # Prefect takes seconds to import

        fill_in(ref)


def _quotes_shown(data: Path, circle: str) -> int | None:
    from flows.command.shown_quotes import take_away  # the other calls need no client

    return take_away([circle], data, os.environ)


def _focus(options: argparse.Namespace) -> int:
    from flows.command.focus import batch, focus

    if options.batch:
        return batch(*options.batch)
    if options.answers is None:
        step = "Skriv filen etter kommandoen, slik: sirkel focus svar.csv (eller .json, eller .xlsx)."
        raise Stop([Problem("sirkel focus", "Her mangler filen med svar.", step)])
    return focus(options.answers, options.json, None)


if __name__ == "__main__":
    sys.exit(main())
