"""The calls that carry out no round: `check`, `report`, `forget`, `settle`, `sheet` and `pages`. They start without Prefect."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from rich.markup import escape

from flows.command.output import BUSY, DONE, PERSON, complain, err, out, say, say_json, tell_stopped
from tasks import clock
from tasks.admin.attendance import keeps_attendance, write_attendance
from tasks.admin.check import CircleChecks, check_circles
from tasks.admin.check_lines import Check
from tasks.admin.forget import Forgotten
from tasks.admin.forget import forget as forget_person
from tasks.admin.new_sheet import fill_google_sheet, make_sheet
from tasks.admin.report import report_data, write_report
from tasks.circle.model.errors import Busy, Problem, Stop
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.phrases import join_words, plural
from tasks.circle.model.records import LetterRecord
from tasks.circle.people.sign_ups import usable_address
from tasks.context import CircleRef, circle_refs, circle_refs_there, context_of, missing_secrets_of, sound_circle_refs
from tasks.settings.prefect_environment import RUNS_KEPT_DAYS, must_be_private

#: A participant's, as the tab «Koder» has it.
_CODE = re.compile(r"[A-Za-zÆØÅæøå]{1,3}\d{1,6}")


def check(fill_in: Callable[[CircleRef], None], options: argparse.Namespace) -> int:
    """One line for each thing looked at; 1 when something needs a person. `Stop` when the configuration can't be read.

    `fill_in` may know secrets that a circle's doors lack.
    """
    for ref in circle_refs(options.circle):
        if missing_secrets_of(ref):
            fill_in(ref)
    found = check_circles(options.circle, clock.now())
    if options.json:
        say_json([{"circle": each.circle, "checks": [asdict(line) for line in each.checks]} for each in found])
    else:
        for each in found:
            _show_checks(each)
    return DONE if all(each.ok for each in found) else PERSON


def _show_checks(found: CircleChecks) -> None:
    console = out()
    console.print(f"[bold]{escape(found.circle)}[/]")
    for line in found.checks:
        show_check(line)
    wrong = sum(not line.ok for line in found.checks)
    console.print(f"{wrong} av {len(found.checks)} linjer trenger en person.\n" if wrong else "")


def show_check(line: Check) -> None:
    """What was looked at, marked when a person is needed or should know."""
    console = out()
    mark = "[bold red]![/]" if not line.ok else "[bold]i[/]" if line.next_step else "[green]✓[/]"
    console.print(f"{mark} {escape(line.what)}: {escape(line.detail)}")
    if line.next_step:
        console.print(f"  → {escape(line.next_step)}")


def report(options: argparse.Namespace) -> int:
    """Write the report of each circle and say where it lies."""
    now = clock.now()
    written = [(ref, write_report(ref, now)) for ref in circle_refs(options.circle)]
    if options.json:
        say_json([{"circle": ref.circle, "report": str(path), **report_data(ref, now)} for ref, path in written])
    else:
        for ref, path in written:
            out().print(f"{escape(ref.circle)}: rapporten ligger i {escape(str(path))}")
    return DONE


def attendance(options: argparse.Namespace) -> int:
    """Write who was at the meetings of each circle that keeps it, and say where it lies; `Stop` when none does."""
    refs = circle_refs(options.circle)
    keep = [ref for ref in refs if keeps_attendance(ref)] or refs[:1]
    written = [(ref, *write_attendance(ref, clock.now())) for ref in keep]
    if options.json:
        say_json([{"circle": ref.circle, "attendance": str(path), "unclear": unclear} for ref, path, unclear in written])
        return DONE
    for ref, path, unclear in written:
        out().print(f"{escape(ref.circle)}: frammøtelisten, med navn, ligger i {escape(str(path))}")
        if unclear:
            cells = plural(unclear, "Én rute", f"{unclear} ruter")
            out().print(f"{cells} i «Frammøte» er ikke forstått og er tom her. Rett dem i arket, og skriv listen på nytt.")
    for ref in refs:
        if ref not in keep:
            out().print(f"{escape(ref.circle)}: tar ikke vare på hvem som var på møtene (attendance i doors.toml)")
    return DONE


def forget(quotes_shown: Callable[[str], int | None], options: argparse.Namespace) -> int:
    """Erase what the circles remember of a person, and say what is left elsewhere; 1 when nothing could be erased.

    `quotes_shown` takes a circle's quotes from Prefect's page: how many artifacts went, None when the page was not reached.
    """
    person = options.person
    if person == "-":  # what is typed in a call stands in the shell's history and in the machine's list of processes
        err().print("Adressen (eller koden), og Enter:")
        person = sys.stdin.readline().strip()
    if not usable_address(person) and not _CODE.fullmatch(person):
        step = "Skriv adressen som navn@sted.no, slik den står i «Påmelding», eller koden, som D10."
        raise Stop([Problem("ADRESSE", "Dette er verken en e-postadresse eller en kode.", step)])
    try:
        found = [forget_person(ref, person, clock.now()) for ref in circle_refs(options.circle)]
    except Busy as busy:
        complain(busy.problems)
        return BUSY
    taken = {each.circle: quotes_shown(each.circle) for each in found if each.erased}
    if options.json:
        say_json([_forgotten_json(each) | {"prefect_artifacts": taken.get(each.circle)} for each in found])
    else:
        called = "adressen" if "@" in person else "koden"
        for each in found:
            _show_forgotten(each, called, alone=len(found) == 1)
            if each.erased:
                out().print(f"  {escape(_quotes_words(taken[each.circle]))}")
        if not any(each.person or each.asked for each in found):
            err().print(f"Ingen sirkel husker noen med denne {called}. Se etter skrivefeil.")
    return DONE if any(each.erased for each in found) and not any(each.facilitator for each in found) else PERSON


def _show_forgotten(found: Forgotten, called: str, *, alone: bool) -> None:
    console = out()
    if found.facilitator:
        where, what = f"circles/{found.circle}.toml, [[facilitators]]", "Adressen tilhører en av tilretteleggerne. Ingenting er slettet."
        complain([Problem(where, what, "Ta tilretteleggeren ut av filen, og kjør «forget» igjen.")])
    elif found.person:
        console.print(f"[bold]{escape(found.circle)}[/]: deltaker {found.person} er glemt.")
        console.print(f"  Slettet: {found.answers} svar, {found.votes} samrådssvar og sitatene fra dem.")
    elif found.asked:
        sign_ups = plural(found.asked, "påmelding", "påmeldinger")
        console.print(f"[bold]{escape(found.circle)}[/]: {found.asked} {sign_ups} uten bekreftelse er glemt.")
    elif alone or found.rows:
        console.print(f"[bold]{escape(found.circle)}[/]: sirkelen husker ingen med denne {called}.")
    for line in filter(None, (_digest_words(found), *_left(found))):
        console.print(f"  {escape(line)}")


def _digest_words(found: Forgotten) -> str:
    if found.waits:
        tabs = join_words([f"«{tab}»" for tab in found.waits], WORKING_LANGUAGE)
        return f"Ingen brev går ut til personen mer. Kjennemerket slettes av den første runden etter at raden i {tabs} er borte."
    return "Kjennemerket for adressen er også slettet." if found.digest else ""


def _left(found: Forgotten) -> list[str]:
    """What the program can't or may not erase, each with what to do."""
    lines = [f"→ Arket, «{tab}»: slett rad {', '.join(map(str, rows))}." for tab, rows in found.rows]
    lines += [f"→ {found.files} brev til personen ligger som filer i mappen «outbox», og som sider i «letters» der."] if found.files else []
    if found.erased:
        lines.append("«Fokusforslag» og de andre fanene programmet fører, skrives på nytt av neste runde, uten det personen skrev.")
        lines.append("Brev som er sendt, og møter i personens kalender, kan ikke kalles tilbake.")
    return lines


def _quotes_words(taken: int | None) -> str:
    if taken is None:
        return (
            f"Prefects side kan vise setninger personen har skrevet, i «fokusforslag», til kjøringen er {RUNS_KEPT_DAYS} dager gammel, "
            "og uten «serve» til dere sletter mappen «prefect». "
            "Haster det: Sett PREFECT_API_URL og kjør «forget» igjen, eller slett artefakten der."
        )
    return (
        f"Prefects side: {taken} «fokusforslag» er slettet. «rett forslagene» viser dem på nytt, uten personen. Titler i valg "
        f"kan stå til kjøringen er {RUNS_KEPT_DAYS} dager gammel, og frigjort plass i databasen holder på ord til den skrives over."
    )


def _forgotten_json(found: Forgotten) -> dict[str, Any]:
    return {
        "circle": found.circle,
        "participant": found.person or None,
        "facilitator": found.facilitator,
        "erased": {"answers": found.answers, "votes": found.votes, "sign_ups": found.asked, "digest": found.digest},
        "left": {"sheet": [{"tab": tab, "rows": list(rows)} for tab, rows in found.rows], "letters": found.files},
        "waits_for_row": bool(found.waits),
    }


def settle_letter(options: argparse.Namespace) -> int:
    """A letter whose fate is unknown gets one (R21). 0 settled, 3 a round is at work; `Stop` when there is nothing to settle."""
    from tasks.admin.settle import EVERY, SETTLED, Fate, settle, settle_every  # with Prefect, which takes seconds to import

    refs, fate = circle_refs(options.circle), Fate[options.fate.upper()]
    try:
        if options.letter == EVERY:
            return _show_settled(settle_every(refs, fate), options)
        name, letter = settle(refs, options.letter, fate)
    except Busy as busy:
        tell_stopped(busy.problems, as_json=options.json)
        return BUSY
    if options.json:
        say_json([_settled_json(name, letter)])
    else:
        out().print(f"[bold]{escape(name)}[/]: {escape(letter.message_id)} {SETTLED[fate]}")
    return DONE


def _show_settled(found: list[tuple[str, int]], options: argparse.Namespace) -> int:
    if options.json:
        say_json([{"circle": circle, "letters": count} for circle, count in found])
    else:
        for circle, count in found:
            out().print(f"[bold]{escape(circle)}[/]: {count} brev regnes fra nå som {'sendt' if options.fate == 'sent' else 'lagt i mappen'}.")
    return DONE


def _settled_json(circle: str, letter: LetterRecord) -> dict[str, object]:
    return {
        "circle": circle,
        "letter": letter.message_id,
        "kind": letter.kind.value,
        "participant": letter.person,
        "meeting": letter.meeting or None,
        "outcome": letter.outcome.value,
    }


# `sheet [NEW.xlsx]`: a fresh workbook with tabs, headers, notes and drop-downs, or the circle's empty Google Sheet made ready.

HINT = "Skriv stien i [sheet] workbook, i sirkelens egen fil eller i config/doors.toml, så leser sirkelen det."


def new_sheet(fill_in: Callable[[CircleRef], None], options: argparse.Namespace) -> int:
    """Make the workbook that is named, or without one fill the Google Sheet; `Stop` when there is something in the way.

    `fill_in` may know secrets that the circle's doors lack.
    """
    ref, file = circle_refs(options.circle)[0], options.file
    if file is None and missing_secrets_of(ref):
        fill_in(ref)
    made = str(make_sheet(file, ref)) if file else fill_google_sheet(ref)
    if options.json:
        say(json.dumps({"sheet": made}, ensure_ascii=False))
    else:
        say(f"Arket er laget: {made}\n{HINT}" if file else f"Google-arket er klart: {made}")
    return DONE


def pages(options: argparse.Namespace) -> int:
    """Serve the participants' pages of the circle, or of all whose files are right, also those that come later, until stopped."""
    from tasks.pages.server import addresses, ports_of, run  # the other calls need no server

    found = sound_circle_refs(options.circle)
    must_be_private(options.host, in_clear=options.in_clear, https=any(context_of(ref).settings.doors.pages.url.startswith("https") for ref in found))
    ports, console = options.port or ports_of(found), out()
    console.print(f"Deltakernes nettsider lytter på {options.host}, port {join_words([*map(str, ports)], WORKING_LANGUAGE)}. Avslutt med Ctrl+C.")
    for line in addresses(found, ports):
        console.print(escape(f"  {line}"), soft_wrap=True)
    for ref in found:
        if "google_json" in missing_secrets_of(ref):
            console.print(f"{ref.circle}: hemmeligheter mangler, så navn og språk fra arket blir kanskje ikke brukt.")
    run((lambda: found) if options.circle not in ("", "*") else circle_refs_there, options.host, ports)
    return DONE
