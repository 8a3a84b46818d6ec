"""`python -m flows focus ANSWERS`: what the answers in a file ask for. Never imports Prefect: it starts at once (RULES.md «Command»)."""

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.command.output import DONE, PERSON, WRONG_USE, complain
from tasks.admin.focus_file import as_dict, focus_of, report_in
from tasks.circle.focus.propose import FocusReport, Proposal
from tasks.circle.model.errors import Problem, Stop, reason, to_mend

Say = Callable[[str, str], None]
_STATES = {"ok": "", "few": "Få svar: se på forslagene som stemmer, ikke som et flertall.", "none": "Ingen forslag: for få ber om det samme."}


def focus(path: Path, as_json: bool = False, out: Console | None = None) -> int:
    """Show the proposals in the answers of `path`; with `as_json` one JSON object on stdout and nothing else.

    Returns 0, 1 when something in the file is to be put right, or 2 with every mistake in the file on stderr.
    """
    try:
        report, remarks, told = report_in(path)
    except Stop as stop:
        return _refused(stop.problems)
    complain(remarks)
    if as_json:
        _print_json(as_dict(report))
        print(told, end="\n" if told else "", file=sys.stderr)
    else:
        _show(report, told, out)
    return PERSON if to_mend(remarks) else DONE


def batch(indir: Path, outdir: Path) -> int:
    """Every INDIR/*.json to OUTDIR/<same name>. Returns 2 when a file could not be read (the others are written), else 0."""
    code = DONE
    if not indir.is_dir():
        return _refused([Problem(str(indir), "Mappen finnes ikke.", "Oppgi en mappe med .json-filer.")])
    try:
        outdir.mkdir(parents=True, exist_ok=True)
        for path in sorted(indir.glob("*.json")):
            try:
                result = focus_of(path)
            except Stop as stop:
                code = _refused(stop.problems)
                continue
            (outdir / path.name).write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        return _refused([Problem(str(outdir), f"Kan ikke skrive hit ({reason(error)}).", "Oppgi en mappe du kan skrive i.")])
    return code


def _refused(problems: Sequence[Problem]) -> int:
    complain(problems)
    return WRONG_USE


def _print_json(result: dict[str, object]) -> None:
    plain = "utf" not in (sys.stdout.encoding or "").casefold()
    print(json.dumps(result, ensure_ascii=plain, indent=1))


def _show(report: FocusReport, told: str, out: Console | None) -> None:
    console = out or Console()

    def say(text: str, style: str) -> None:
        # Text, not markup: an answer with [red] in it stays an answer.
        console.print(Text(text, style=style), soft_wrap=False)

    _say_head(report, told, say)
    for proposal in report.proposals:
        say("", "")
        _say_proposal(proposal, say)
    _say_rest(report, say)


def _say_head(report: FocusReport, told: str, say: Say) -> None:
    say("Forslag til neste fokusområde", "bold")
    if told:
        say(told, "")
    if _STATES[report.state]:
        say(_STATES[report.state], "")
    if report.state != "none" and not report.sure:
        say("Usikkert: se etter temaer som hører sammen.", "")
    if report.proposals:
        say("Navn som ikke står på deltakerlisten, kan stå i sitatene: les dem før de deles.", "dim")


def _say_proposal(proposal: Proposal, say: Say) -> None:
    say(f"{proposal.rank}. {proposal.title} ({_people(proposal.participants)})", "bold")
    say(f"   {proposal.why} Hvor sikkert: {proposal.sure}.", "")
    for evidence in proposal.evidence:
        say(f"   «{evidence.quote}» [{evidence.answer}]", "dim")


def _say_rest(report: FocusReport, say: Say) -> None:
    """Single voices, what a person should look at together, and the answers behind no proposal."""
    if report.also:
        say("\nEnkeltstemmer", "bold")
        for proposal in report.also:
            quote = proposal.evidence[0] if proposal.evidence else None
            said = f": «{quote.quote}» [{quote.answer}]" if quote else ""
            say(f"{proposal.rank}. {proposal.title}{said}", "")
    if report.merges:
        say("\nSe om disse hører sammen", "bold")
        for each in report.merges:
            say(f"{each.one} og {each.other}: {each.question}", "")
    if report.set_aside:
        say("\nStår ikke bak noe forslag", "bold")
        for reason, ids in _by_reason(report).items():
            shown = ", ".join(ids[:8]) + (" …" if len(ids) > 8 else "")
            say(f"{len(ids)} svar: {reason} [{shown}]", "")


def _by_reason(report: FocusReport) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in report.set_aside:
        found[each.reason].append(each.answer)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _people(number: int) -> str:
    return "én deltaker" if number == 1 else f"{number} deltakere"
