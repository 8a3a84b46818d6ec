"""Proposals for the next focus area, made from the answers of a meeting that was held (R14)."""

from collections.abc import Iterable, Sequence

from tasks.circle.circle import Circle
from tasks.circle.focus import Answer, FocusReport, Past, propose
from tasks.circle.reflections import answers_close
from tasks.circle.state import Candidate, Meeting, Reply
from tasks.circle.table import normal


def in_time(replies: Iterable[Reply], meeting: Meeting, circle: Circle) -> list[Reply]:
    """The answers about `meeting` that came before the round of answers closed, in a fixed order."""
    close = answers_close(meeting, circle)
    found = [reply for reply in replies if reply.meeting == meeting.number and reply.at < close]
    return sorted(found, key=lambda reply: (reply.person, reply.question))


def report_of(
    circle: Circle, meeting: Meeting, meetings: Sequence[Meeting], replies: Iterable[Reply], names: Sequence[str]
) -> FocusReport:
    """What the answers about `meeting` ask for. Focus areas of other meetings, held or decided, are not proposed again."""
    answers = [
        Answer(f"{reply.person}-{reply.meeting}-{reply.question}", reply.person, reply.question, reply.text)
        for reply in in_time(replies, meeting, circle)
    ]
    past = [Past(other.number, other.focus) for other in meetings if other.focus and (not other.cancelled or other.history)]
    return propose(answers, circle.topics, past, names, circle.pairs, circle.title)


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
        )
        for each in report.proposals
    )


def shown(
    candidates: Sequence[Candidate], meetings: Sequence[Meeting], closed: Iterable[int] = ()
) -> tuple[int, tuple[Candidate, ...]]:
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
