"""The command typed wrong: what it says, and exit status 2 (or 1 where only the outcome needs a person)."""

from collections.abc import Callable

from tests.bad_input.case import Case
from tests.bad_input.desk import NOW, Desk, Seen


def _typed(name: str, says: tuple[str, ...], *arguments: str, happens: str = "", before: Callable[[Desk], object] = lambda desk: None) -> Case:
    def run(desk: Desk) -> Seen:
        desk.save()
        before(desk)
        return desk.call(*(each.replace("MAPPE", str(desk.config.parent)) for each in arguments))

    return Case(name, "Kommandoen", happens or f"`sirkel {' '.join(arguments)}`", "stop", says, run)


COMMANDS = (
    _typed("call-unknown", ("«runn»", "Mente du «run»"), "runn"),
    _typed("option-unknown", ("--aat",), "run", "--aat", "2021-05-05"),
    _typed("option-short", ("--con", "--config", "--confirm"), "run", "--con"),
    _typed("value-missing", ("--at", "TID"), "run", "--at", happens="`sirkel run --at` uten tidspunkt"),
    _typed("value-extra", ("--plan",), "run", "--plan=ja"),
    _typed("argument-missing", ("BREV",), "settle"),
    _typed("argument-extra", ("«b.json»",), "focus", "a.json", "b.json"),
    _typed("at-words", ("at", "kan ikke leses", "2021-06-01"), "run", "--at", "i morgen"),
    _typed("at-no-day", ("at", "kan ikke leses"), "status", "--at", "2021-02-30"),
    _typed("at-year", ("at", "kan ikke leses"), "status", "--at", "9999-01-01"),
    _typed("acts-unknown", ("--acts", "inviter", "invite"), "run", "--acts", "inviter"),
    _typed("acts-none", ("--acts", "Velg blant"), "run", "--acts", ","),
    _typed("circle-unknown", ("«moteplasser»", "baerekraftige-moteplasser"), "status", "--circle", "moteplasser"),
    _typed("circle-path", ("finnes ingen sirkel",), "status", "--circle", "../../etc"),
    _typed("config-nowhere", ("/finnes/ikke", "finnes ikke", "SIRKEL_CONFIG"), "status", "--config", "/finnes/ikke"),
    _typed("focus-no-file", ("ikke.json", "finnes ikke", "Sjekk navnet"), "focus", "/finnes/ikke.json"),
    _typed("focus-nothing", ("filen med svar", "sirkel focus svar.csv"), "focus"),
    _typed("focus-folder", ("mappe",), "focus", "MAPPE", happens="`sirkel focus` med en mappe"),
    _typed("batch-no-folder", ("/finnes/ikke", "Mappen finnes ikke"), "focus", "--batch", "/finnes/ikke", "MAPPE/ut",
           happens="`sirkel focus --batch` med en mappe som ikke finnes"),
    _typed("batch-one", ("--batch", "INN", "UT"), "focus", "--batch", "inn"),
    _typed("sheet-exists", ("ark.xlsx", "finnes allerede"), "sheet", "MAPPE/ark.xlsx", happens="`sirkel sheet` på en fil som finnes",
           before=lambda desk: (desk.config.parent / "ark.xlsx").write_bytes(b"mitt")),
    _typed("sheet-kind", ("ark.csv", ".xlsx"), "sheet", "MAPPE/ark.csv", happens="`sirkel sheet ark.csv`"),
    _typed("sheet-google", ("sheet", "ikke noe Google-ark"), "sheet"),
    _typed("forget-odd", ("ADRESSE", "verken en e-postadresse"), "forget", "ola at example.org"),
    _typed("forget-leader", ("[[facilitators]]", "Ingenting er slettet"), "forget", "anders.bergkvist@example.org",
           happens="`sirkel forget` med en tilretteleggers adresse",
           before=lambda desk: desk.rounds(NOW)),
)  # fmt: skip
