"""The proposals as a coordinator reads them in Prefect's page (Markdown): codes and cleaned quotes, nobody's name (RULES.md «Privacy»)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tasks.circle.focus.model import Proposal
from tasks.circle.focus.redaction import quoted
from tasks.circle.model.phrases import plural
from tasks.circle.model.table import normal
from tasks.circle.proposals.explaining import Explained
from tasks.circle.proposals.shown_words import Words

HOW = "rett forslagene"
#: Answers listed one by one in a list, and how much of each is shown: a page is to be read.
MOST_LISTED, LONGEST = 40, 200
_MARKS = re.compile(r"[\\`*_{}\[\]()<>#&|~!]|(?<=\d)\.(?=\s)|^[-+=]")
_STATES = {
    "few": "Det er for få svar til å foreslå noe sikkert. Dette er det som er nevnt:",
    "none": "Svarene ber ikke om noe som kan bli et fokusområde.",
}


def proposals_markdown(seen: Explained) -> str:
    """The whole page: proposals, questions, single voices, what was set aside and why, corrections, word pairs."""
    parts = [_opening(seen), *(_proposal(each, seen) for each in seen.report.proposals), _questions(seen), _also(seen)]
    parts += [_words(seen), _aside(seen), _corrections(seen), _pairs(seen)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(seen: Explained) -> str:
    words = _STATES.get(seen.report.state, "Sortert etter hvor mange ulike deltakere som ber om det.")
    unsure = " Rekkefølgen er usikker: ønskene er mange og små, eller det er likt på toppen."
    return f"Etter svarene fra møte {seen.number}. {words}{unsure if seen.report.state == 'ok' and not seen.report.sure else ''}"


def _proposal(each: Proposal, seen: Explained) -> str:
    people = plural(each.participants, "Én deltaker", f"{each.participants} deltakere")
    chosen = " – valgt" if normal(each.title) in seen.chosen else ""
    lines = [f"### {each.rank}. {_plain(each.title)}{chosen}", "", f"**{people}, {each.sure}.** {_plain(each.why)}", ""]
    lines += [f"> {_plain(evidence.quote)}\n" for evidence in each.evidence]
    return "\n".join([*lines, f"Svarene bak: {_codes(each.answers)}"])


def _questions(seen: Explained) -> str:
    if not seen.report.merges:
        return ""
    lines = [f"{place}. {_plain(each.question)}" for place, each in enumerate(seen.report.merges, 1)]
    how = f"Svar med «{HOW}»: velg «ja, samme sak» eller «nei, ikke samme sak», og nummeret på spørsmålet. Tallene blir regnet ut på nytt."
    return "\n".join(["## Handler disse om det samme?", "", *lines, "", how])


def _also(seen: Explained) -> str:
    lines = [f"- nr. {each.rank}: {_plain(each.title)} ({_codes(each.answers)})" for each in seen.report.also]
    return "\n".join(["## Nevnt også", "", *_first(lines)]) if lines else ""


def _words(seen: Explained) -> str:
    """Title by title and quote by quote, with whether the others see it (R41)."""
    if not seen.words:
        return ""
    lines = [
        f"{place}. {'Tittelen ' if each.is_title else ''}«{_plain(quoted(each.text, LONGEST))}»: {standing(each)}"
        for place, each in enumerate(seen.words, 1)
    ]
    how = f"Svar med «{HOW}»: velg «la deltakerne se det» eller «vis det ikke», og nummeret."
    return "\n".join(["## Hva deltakerne får se", "", "Titler fra temabanken ser alle. Dette er deltakernes egne ord:", "", *lines, "", how])


def standing(words: Words) -> str:
    """Whether the other participants see it, in words."""
    if words.decided is not None:
        return "deltakerne ser det" if words.decided else "vises ikke"
    if words.shown:
        return "deltakerne ser det, for ingen har sagt nei i tide"
    waits = "nevner kanskje noen andre, og venter på et ja" if words.held else "venter på et ja"
    return waits if words.goes is None else "venter på et ja, og vises ellers av seg selv om litt"


def _aside(seen: Explained) -> str:
    """Reason by reason, the one with the fewest answers first: those are worth a second look."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for each in seen.report.set_aside:
        by_reason[each.reason].append(_answer(each.answer, seen))
    lines = []
    for reason, answers in sorted(by_reason.items(), key=lambda found: (len(found[1]), found[0])):
        lines += [f"**{_plain(reason)}**", "", *_first(answers), ""]
    return "\n".join(["## Lagt til side", "", *lines]).rstrip() if lines else ""


def _answer(code: str, seen: Explained) -> str:
    text = quoted(seen.texts.get(code, ""), LONGEST)
    return f"- {_codes([code])}{f' «{_plain(text)}»' if text else ''}"


def _corrections(seen: Explained) -> str:
    if not seen.corrections:
        return ""
    lines = [f"{place}. {_plain(each.sentence)}" for place, each in enumerate(seen.corrections, 1)]
    how = f"Angre med «{HOW}»: velg «angre en rettelse» og nummeret."
    return "\n".join(["## Rettet av dere", "", *lines, "", how])


def _pairs(seen: Explained) -> str:
    lines = [
        f"{place}. «{_plain(each.one)}» og «{_plain(each.other)}»: "
        + ("fjernet" if each.removed else f"lært etter møte {each.meeting}, gjelder fra neste møte")
        for place, each in enumerate(seen.pairs, 1)
    ]
    lines += [f"- «{_plain(one)}» og «{_plain(other)}»: står i sirkelens fil" for one, other in seen.written]
    if not lines:
        return ""
    how = f"Fjern et ordpar, eller ta et i bruk igjen, med «{HOW}» og nummeret. De uten nummer rettes i sirkelens fil."
    return "\n".join(["## Ord som betyr det samme i denne sirkelen", "", *lines, "", how])


def _first(lines: list[str]) -> Iterator[str]:
    yield from lines[:MOST_LISTED]
    if len(lines) > MOST_LISTED:
        yield f"- … og {len(lines) - MOST_LISTED} til"


def _codes(answers: Iterable[str]) -> str:
    every = list(answers)
    more = f" og {len(every) - MOST_LISTED} til" if len(every) > MOST_LISTED else ""
    return ", ".join(f"`{each.replace('`', '')}`" for each in every[:MOST_LISTED]) + more


def _plain(text: str) -> str:
    """One line of what people wrote, with every mark of Markdown and HTML escaped (CommonMark §2.4)."""
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", " ".join(text.split()))
