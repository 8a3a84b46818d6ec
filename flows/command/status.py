"""`status`: where each circle stands. No Prefect: it only reads the ledger."""

import argparse
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.table import Table

from flows.command.output import complain, out, plain_table, say_json
from tasks.admin.report import read_status
from tasks.circle.model.errors import Grade, Problem, to_mend
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import KINDS
from tasks.circle.model.phrases import clock_words, short_date
from tasks.circle.model.trial import on_trial
from tasks.context import circle_refs, instant


def status(options: argparse.Namespace) -> int:
    """Print where the circles stand; 1 when letters need a person, or the rounds have stood still for longer than they should."""
    found = [read_status(ref, instant(ref, options.at)) for ref in circle_refs(options.circle)]
    if options.json:
        say_json(found)
    else:
        for each in found:
            show(each)
    return 1 if any(each["open"] or to_mend(standing(each)) for each in found) else 0


def show(status: dict[str, Any]) -> None:
    """The status of one circle as a table and some lines."""
    console = out()
    console.print(meeting_table(status))
    for meeting in status["meetings"]:
        if step := meeting["next"]:
            due = " (forfalt: går i neste runde)" if step["due"] else ""
            console.print(f"Neste for møte {meeting['meeting']}: {_what(step['what'])} {short_date(date.fromisoformat(step['day']))}{due}")
    letters = status["letters"]
    laid = f"{letters['laid']} lagt i mappen, " if letters["laid"] else ""
    console.print(f"Brev: {letters['sent']} sendt, {laid}{letters['later']} venter, {letters['rejected']} avvist, {letters['unknown']} ukjent.")
    if status["trial"]:
        console.print(escape(on_trial(status["outbox"])))
    elif laid:
        console.print("Brev som er lagt i mappen, har ikke nådd noen. «run --plan» sier hvilke som går ut.")
    if number := status["unconfirmed"]:
        console.print(f"Påmeldinger som venter på bekreftelse: {number}.")
    if status["refused"]:
        console.print(f"Adresser som ikke tar imot post: {', '.join(status['refused'])}. Rett dem i «Påmelding».")
    for letter in status["open"]:
        whom = letter["participant"] or "en påmelding fra nettsiden eller skjemaet"
        words = f"{'avvist' if letter['outcome'] == 'rejected' else 'ukjent'}: {KINDS[letter['kind']].facts.names[WORKING_LANGUAGE]}"
        console.print(escape(f"  {words} til {whom} ({letter['letter']})"))
    complain(standing(status))


def _what(value: str) -> str:
    return KINDS[value].facts.names[WORKING_LANGUAGE] if value in KINDS else "forslag til fokusområde"


def standing(status: dict[str, Any]) -> list[Problem]:
    """What is wrong with the rounds themselves, and why letters wait."""
    found = [Problem(each["where"], each["what"], each["next_step"], Grade(each["grade"])) for each in status["in_the_way"]]
    look = f"Se {'«Brev som venter»' if found else 'hva «check» sier om e-posttjeneren'}. Neste runde prøver igjen."
    if status["late"] and status["last_round"]:
        what = f"Ingen runde er gjort siden {_moment(status['late'], status)}; det er mer enn {status['late_hours']} timer."
        step = "Se at «serve» er i gang (systemctl status sirkel), og hva «check» sier. «run» gjør en runde nå, og tar igjen det som mangler."
        found.append(Problem(f"sirkelen {status['circle']}", what, step))
    elif status["late"]:
        step = "Prøv med «check», og sett i gang: «run» gjør én runde nå, «serve» gjør dem til faste tider."
        found.append(Problem(f"sirkelen {status['circle']}", "Sirkelen har begynt, men ingen runde er gjort.", step))
    if status["operator_waits"]:
        what = f"Brev til den som drifter programmet, har ikke gått ut siden {_moment(status['operator_waits'], status)}."
        found.append(Problem("[operator] i doors.toml", what, look))
    return found


def _local(text: str, status: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZoneInfo(status["zone"]))


def _moment(text: str, status: dict[str, Any]) -> str:
    local = _local(text, status)
    return f"{short_date(local)} kl. {clock_words(local, WORKING_LANGUAGE)}"


def meeting_table(status: dict[str, Any]) -> Table:
    """Per meeting: who was invited, reminded, asked, who answered, what was proposed (counts only)."""
    table = plain_table(status["circle"])
    for head, right in (("Nr", True), ("Dato", False), ("Status", False)):
        table.add_column(head, justify="right" if right else "left", no_wrap=True)
    table.add_column("Fokusområde", overflow="fold")
    for head in ("Invi-\nterte", "Minnet\npå", "Har\nsvart"):  # narrow, so that a terminal of 80 signs has room for whole words
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("Foreslått etterpå", overflow="fold", min_width=15)
    for meeting in status["meetings"]:
        table.add_row(
            str(meeting["meeting"]),
            short_date(_local(meeting["start"], status)),
            meeting["status"],
            meeting["focus"] or "–",
            str(meeting["invited"]),
            str(meeting["reminded"]),
            str(meeting["answered"]),
            "\n".join(meeting["proposals"][:3]) or "–",
        )
    return table
