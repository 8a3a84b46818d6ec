"""Proposals for the next focus area, made from the answers of a meeting that was held (R14)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tasks.circle.focus.corrections import NONE, Corrections
from tasks.circle.focus.merges import pairs_in_force
from tasks.circle.focus.model import WordPair
from tasks.circle.focus.propose import Answer, FocusReport, Past, propose
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.circle import Circle
from tasks.circle.model.records import THEME, Candidate, Meeting, Memory, Reply, TaughtPair
from tasks.circle.model.table import normal


def in_time(replies: Iterable[Reply], meeting: Meeting, circle: Circle) -> list[Reply]:
    """The answers about `meeting` that came before the round of answers closed, in a fixed order."""
    close = answers_close(meeting, circle)
    found = [reply for reply in replies if reply.meeting == meeting.number and reply.at < close]
    return sorted(found, key=lambda reply: (reply.person, reply.question))


def report_of(
    circle: Circle, meeting: Meeting, meetings: Sequence[Meeting], replies: Iterable[Reply], names: Sequence[str], memory: Memory
) -> FocusReport:
    """What the answers about `meeting` ask for, with what people have corrected in it and the words the circle was taught.

    Focus areas of other meetings, held or decided, are not proposed again; one that was chosen from these very proposals
    stays among them.
    """
    answers = [answer_of(reply) for reply in in_time(replies, meeting, circle)]
    chosen = {normal(each.title) for each in memory.candidates if each.meeting == meeting.number}
    past = [
        Past(other.number, other.focus)
        for other in meetings
        if other.focus and (not other.cancelled or other.history) and normal(other.focus) not in chosen
    ]
    pairs = pairs_for(circle, meeting, meetings, memory.pairs)
    corrections = corrections_of(memory, meeting.number)
    return propose(answers, circle.topics, past, names, pairs, circle.title, corrections, vocabulary=circle.vocabulary)


def answer_of(reply: Reply) -> Answer:
    """A theme that was left between meetings is a suggestion (R36)."""
    return Answer(answer_id(reply), reply.person, "suggestion" if reply.question == THEME else reply.question, reply.text)


def answer_id(reply: Reply) -> str:
    """The code that people see beside an answer: «D07-4-need»."""
    return f"{reply.person}-{reply.meeting}-{reply.question}"


def corrections_of(memory: Memory, number: int) -> Corrections:
    """What people have corrected in the proposals made from the answers of one meeting."""
    return next((each.made for each in memory.corrected if each.meeting == number), NONE)


def candidates_of(report: FocusReport, meeting: Meeting) -> tuple[Candidate, ...]:
    """The proposals of `report` as the ledger keeps them; none when there are too few answers to rest one on (R14)."""
    if report.state != "ok":
        return ()
    return tuple(
        Candidate(
            meeting=meeting.number,
            rank=each.rank,
            title=each.title,
            participants=each.participants,
            quotes=tuple(evidence.quote for evidence in each.evidence),
            why=each.why,
            topic=each.topic or "",
            sure=each.sure,
        )
        for each in report.proposals
    )


def shown(candidates: Sequence[Candidate], meetings: Sequence[Meeting], closed: Iterable[int] = ()) -> tuple[int, tuple[Candidate, ...]]:
    """The Nr of the last meeting whose answers were read, and its proposals that nobody has chosen since.

    `closed` are the Nr of meetings whose answers are all in: of those it is said when they were too few for a proposal (R14).
    """
    order = {meeting.number: meeting.start for meeting in meetings}
    numbers = [number for number in (*(each.meeting for each in candidates), *closed) if number in order]
    if not numbers:
        return 0, ()
    latest = max(numbers, key=lambda number: order[number])
    taken = {normal(meeting.focus) for meeting in meetings if meeting.focus}
    return latest, tuple(each for each in candidates if each.meeting == latest and normal(each.title) not in taken)


def answered_out(circle: Circle, meetings: Iterable[Meeting], replies: Iterable[Reply], now: datetime) -> set[int]:
    """The Nr of meetings whose answers, if there are any, are all in."""
    said = list(replies)
    over = [each for each in meetings if not each.cancelled and answers_close(each, circle) <= now]
    return {each.number for each in over if in_time(said, each, circle)}


# The circle's own word pairs: taught by merges that people made, in force from the next meeting on, removable (R14).


def pairs_for(circle: Circle, meeting: Meeting, meetings: Iterable[Meeting], known: Iterable[TaughtPair]) -> tuple[tuple[str, str], ...]:
    """The pairs that count when the answers about `meeting` are read: those of the circle's file, and of earlier meetings."""
    earlier = {each.number for each in meetings if each.start < meeting.start}
    pairs = list(known)
    learnt = [WordPair(each.one, each.other) for each in pairs if each.meeting in earlier]
    return pairs_in_force(circle.pairs, learnt, [WordPair(each.one, each.other) for each in pairs if each.removed])


def taught(report: FocusReport, meeting: int, known: Iterable[TaughtPair]) -> tuple[TaughtPair, ...]:
    """What the merges in `report` teach, save what a person has removed before."""
    removed = {(each.one, each.other) for each in known if each.removed}
    return tuple(TaughtPair(meeting, each.one, each.other) for each in report.learnt if (each.one, each.other) not in removed)


def own_pairs(known: Iterable[TaughtPair]) -> tuple[TaughtPair, ...]:
    """Each pair once, as people number them from 1: with the first meeting it was learnt after, removed ones too."""
    first: dict[tuple[str, str], TaughtPair] = {}
    for each in sorted(known, key=lambda pair: (pair.one, pair.other, pair.meeting)):
        before = first.setdefault((each.one, each.other), each)
        if each.removed and not before.removed:
            first[each.one, each.other] = replace(before, removed=True)
    return tuple(first.values())


def with_pair(known: Sequence[TaughtPair], chosen: TaughtPair, *, removed: bool) -> tuple[TaughtPair, ...]:
    """`known` with that pair removed, or in use again, wherever it was learnt."""
    same = (chosen.one, chosen.other)
    return tuple(replace(each, removed=removed) if (each.one, each.other) == same else each for each in known)
