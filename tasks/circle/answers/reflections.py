"""Answers to the meeting's questions (R13): the latest counts until the round of answers closes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from tasks.circle.meetings.closing import answers_close, answers_open
from tasks.circle.model.apart import or_told
from tasks.circle.model.attending import NO, AttendanceReply, Key, Word
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.records import THEME, Meeting, Memory, Reply
from tasks.circle.model.table import Cell, Row, header_problems, normal
from tasks.circle.model.tabs import ABSENCES, reflections_of
from tasks.circle.people.form_rows import Register, Said, read_said, told_rows
from tasks.circle.people.roster import TOLD_FOR

QUESTIONS = ("relevance", "need", "suggestion")

ReplyKey = tuple[str, int, str]


def read_replies(
    values: Sequence[Sequence[Cell]],
    circle: Circle,
    register: Register,
    meetings: Sequence[Meeting],
    clean_quote: Callable[[str], str],
    memory: Memory,
    now: datetime,
) -> tuple[dict[ReplyKey, Reply], list[Problem]]:
    """All answers of the tab, redacted by `clean_quote`, one per person, meeting and question.

    An answer about a meeting that had not begun is told, and not counted (R27).
    What comes after the close is kept only where there was no answer before: it changes no proposal. So is what may be anybody's
    (`Said.sure`), whenever it came.
    """
    said, problems = read_said(reflections_of(circle.questions), values, register, circle.zone)
    problems += _unasked(values, circle) if said else []
    close = {meeting.number: answers_close(meeting, circle) for meeting in meetings}
    said, early = _begun(said, meetings, now)
    problems += early
    before = {_key(reply): reply for reply in memory.replies}
    own = {_key(reply) for reply in memory.own_replies}
    replies: dict[ReplyKey, Reply] = {}
    added, refused = dict[int, Row](), dict[int, Row]()
    for each in sorted(said, key=lambda each: not each.sure):
        for question in QUESTIONS:
            text = each.row.kept(question)
            key = (each.person, each.meeting, question)
            if not text:
                continue
            quote = or_told(partial(clean_quote, text), None, each.row.where(question), problems)
            if quote is None:
                continue
            old = before.get(key)
            # Without a stamp an answer is as old as the round that first saw it.
            reply = Reply(*key, text=quote, at=each.at or (old.at if old and old.text == quote else now))
            if not each.sure:
                if key in replies or key in own or (old and old.at != reply.at):
                    refused |= {each.row.number: each.row} if now < reply.at + TOLD_FOR else {}
                    continue
                added |= {each.row.number: each.row} if now < reply.at + TOLD_FOR else {}
            if key not in replies or reply.at < close[each.meeting]:
                replies[key] = reply
            problems += each.row.too_long(question, "Svaret er", grade=Grade.INFORMATION)
    problems += told_rows([*added.values()], "Svar med bare en adresse er tatt med, for personen hadde ikke svart. Hvem som helst kan ha sendt dem.")
    problems += told_rows([*refused.values()], "Svar med bare en adresse endrer ikke det personen har svart. Hvem som helst kan ha sendt dem.")
    return replies, problems


def _begun(said: Sequence[Said], meetings: Sequence[Meeting], now: datetime) -> tuple[list[Said], list[Problem]]:
    """What was said when the meeting was about to begin or later; and what is to be told of the rest, until a week after it began."""
    opens = {meeting.number: answers_open(meeting) for meeting in meetings}
    early = [each for each in said if (each.at or now) < opens[each.meeting]]
    told = [each.row for each in early if now < opens[each.meeting] + TOLD_FOR]
    what = "Svar om et møte som ikke hadde begynt, er ikke tatt med."
    step = "Rett nummeret i «Møte» hvis svaret gjelder et annet møte; ellers trengs ingenting."
    problems = [problem for row in told for question in QUESTIONS for problem in row.too_long(question, "Svaret er", grade=Grade.INFORMATION)]
    return [each for each in said if each not in early], told_rows(told, what, step, Grade.INFORMATION) + problems


def _key(reply: Reply) -> ReplyKey:
    return reply.person, reply.meeting, reply.question


def _unasked(values: Sequence[Sequence[Cell]], circle: Circle) -> list[Problem]:
    """Answers under a heading that isn't the question's would be lost."""
    tab = reflections_of(circle.questions)
    asked = tuple(replace(tab[question], needed=True) for question in QUESTIONS if question != "suggestion")
    return header_problems(replace(tab, columns=asked), values)


def answered(replies: Mapping[ReplyKey, Reply], known: Iterable[Reply] = ()) -> frozenset[tuple[str, int]]:
    """(person, Nr) of everybody who answered any question about a meeting, also in a row that is gone since (`known`, the ledger's)."""
    keys = [*replies, *map(_key, known)]
    return frozenset((person, meeting) for person, meeting, question in keys if question != THEME)


# «Kan ikke»: the only thing participants are asked for before a meeting (R2).


def read_attendance(
    values: Sequence[Sequence[Cell]],
    circle: Circle,
    register: Register,
    meetings: Sequence[Meeting],
    attendance_replies: Iterable[AttendanceReply] = (),
) -> tuple[dict[Key, Word], list[Problem]]:
    """The latest word of each, in the tab or outside the sheet (`attendance_replies`).

    A moved date asks anew: what was said before it counts no more. A row without a stamp was typed by hand, and counts as the
    latest word (R16: what stands in the sheet wins).
    """
    said, problems = read_said(ABSENCES, values, register, circle.zone, adds=False)
    # Python's sort keeps the order of equals: of a row and a calendar reply of the same second the row counts.
    words: list[tuple[Key, Word]] = [((each.person, each.meeting), (each.at, each.answer)) for each in attendance_replies]
    words += [((each.person, each.meeting), (each.at, _typed(each.row.cells.get("attends")))) for each in said]
    words.sort(key=lambda word: (word[1][0] is None, word[1][0].timestamp() if word[1][0] else 0.0))
    moved = {meeting.number: meeting.moved for meeting in meetings}
    latest: dict[Key, Word] = {}
    for key, (at, answer) in words:
        since = moved.get(key[1])
        if since is None or at is None or at >= since:
            latest[key] = (at, answer)
    return latest, problems


def _typed(cell: Cell) -> str:
    return "DECLINED" if NO.match(normal(cell)) else "ACCEPTED"
