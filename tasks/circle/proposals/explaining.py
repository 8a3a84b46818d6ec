"""Everything there is to say of one meeting's proposals: why, how sure, what might be one theme, what people corrected (R14)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tasks.circle.focus.corrections import Corrections, is_called
from tasks.circle.focus.propose import FocusReport
from tasks.circle.model.circle import Circle
from tasks.circle.model.records import Corrected, Meeting, Memory, Reply, TaughtPair
from tasks.circle.model.table import normal
from tasks.circle.proposals.proposing import answer_id, candidates_of, corrections_of, in_time, own_pairs, report_of
from tasks.circle.proposals.shown_words import Release, Words


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing people corrected, as they number it from 1: in a sentence, and `without` it what is left of the corrections."""

    sentence: str
    without: Corrections


@dataclass(frozen=True, slots=True)
class Explained:
    """The proposals about meeting `number` (Nr). `texts` are the cleaned answers by code, `chosen` titles that became a focus area,
    `words` what the other participants may see of them, numbered from 1.
    """

    number: int
    report: FocusReport
    texts: Mapping[str, str] = field(repr=False)
    chosen: frozenset[str]
    corrections: tuple[Correction, ...]
    pairs: tuple[TaughtPair, ...]
    written: tuple[tuple[str, str], ...]
    words: tuple[Words, ...]


def explained(
    circle: Circle,
    memory: Memory,
    number: int,
    meetings: Sequence[Meeting],
    replies: Iterable[Reply],
    release: Release,
    names: Sequence[str] = (),
    known: FocusReport | None = None,
) -> Explained:
    """The proposals about meeting `number`, which is one of `meetings`; `known`, when somebody has read the answers already.
    `release` knows what of them the others may see."""
    meeting = next(each for each in meetings if each.number == number)
    said = in_time(replies, meeting, circle)
    made = corrections_of(memory, number)
    report = known or report_of(circle, meeting, meetings, said, names, memory)
    untouched = report_of(circle, meeting, meetings, said, names, without(memory, number)) if made != Corrections() else report
    return Explained(
        number,
        report,
        {answer_id(reply): reply.text for reply in said},
        frozenset(normal(each.focus) for each in meetings if each.focus and not each.cancelled),
        tuple(_told(made, untouched)),
        own_pairs(memory.pairs),
        circle.pairs,
        release.words(candidates_of(report, meeting)),
    )


def without(memory: Memory, number: int) -> Memory:
    """`memory` as if nobody had corrected the proposals about meeting `number`."""
    return replace(memory, corrected=tuple(each for each in memory.corrected if each.meeting != number))


def corrected_with(memory: Memory, number: int, made: Corrections, now: datetime) -> Memory:
    """`memory` with all of `made` as what people corrected there."""
    return replace(memory, corrected=(*without(memory, number).corrected, Corrected(number, made, now)))


def _told(made: Corrections, report: FocusReport) -> Iterable[Correction]:
    """Every correction in a fixed order, named by the titles of `report`, in which nothing is corrected."""

    every = report.proposals + report.also

    def title(key: str) -> str:
        found = next((each.title for each in every if is_called(each, key)), "")
        return f"«{found}»" if found else "et tema som ikke lenger er der"

    def both(*keys: str) -> str:
        place = {key: next((each.rank for each in every if is_called(each, key)), len(every) + 1) for key in keys}
        return " og ".join(title(key) for key in sorted(keys, key=lambda key: place[key]))

    for one, other in sorted(made.merged):
        yield Correction(f"{both(one, other)} er slått sammen.", made.unmerge(one, other))
    for key, name in sorted(made.renamed):
        yield Correction(f"{title(key)} heter nå «{name}».", made.rename(key, ""))
    for answer, key in sorted(made.moved):
        where = f"er flyttet til {title(key)}" if key else "står for seg selv"
        yield Correction(f"Svaret {answer} {where}.", made.move_back(answer))
    for key in sorted(made.dropped):
        yield Correction(f"{title(key)} er tatt ut.", made.take_back(key))
    for one, other in sorted(made.apart):
        yield Correction(f"{both(one, other)} er ikke samme sak.", made.ask_again(one, other))
