"""Letters that have yet to go, as far as the ledger tells: how many, and what is in their way (R24, R26)."""

from collections import Counter
from datetime import datetime

from tasks.circle.coordinator.round_report import waiting_problem
from tasks.circle.letters.due import LINK_WAITS
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.cells import end_of_day
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.letter_kinds import Deadline, Kind
from tasks.circle.model.records import LetterRecord, Memory, Outcome
from tasks.circle.model.trial import LEFT, is_laid, yet_to_go


def waiting(circle: Circle, memory: Memory, now: datetime) -> int:
    """How many letters wait: those that the last round left, else those that were tried in vain and still can go."""
    tried = [each for each in still_to_go(circle, memory, now) if not is_laid(each)]
    return max([len(tried), *(int(key.removeprefix(LEFT)) for key, at in memory.notices.items() if key.startswith(LEFT) and at == memory.last_round)])


def in_the_way(circle: Circle, memory: Memory, now: datetime) -> list[Problem]:
    """Why letters wait, each reason with its advice; that of the letters tried last is that of all that wait."""
    tried = sorted(still_to_go(circle, memory, now), key=lambda letter: letter.at, reverse=True)
    reasons = Counter(each.detail for each in tried if each.outcome is Outcome.LATER and each.detail)
    for last in [*reasons][:1]:
        reasons[last] += waiting(circle, memory, now) - reasons.total()
    return [waiting_problem("Brev som venter", f"{count} brev har ikke gått ut.", why) for why, count in reasons.items()]


def lying(circle: Circle, memory: Memory, now: datetime) -> list[LetterRecord]:
    """Those in the folder: on trial all, and with a live post those that still can go and that no round has left waiting."""
    open_ = [] if waiting(circle, memory, now) else still_to_go(circle, memory, now)
    return [each for each in memory.letters if is_laid(each) and (each.outcome is Outcome.LAID or each in open_)]


def still_to_go(circle: Circle, memory: Memory, now: datetime) -> list[LetterRecord]:
    """Those that reached nobody and still can: the person is here, the time is not over, and nothing was sent in their place."""
    here = {known.code for known in memory.people if known.left is None and known.gone is None} | {each.code for each in memory.pending_sign_ups}
    return [each for each in yet_to_go(memory.letters) if each.person in here and now < _end(each, circle, memory, now)]


def _end(letter: LetterRecord, circle: Circle, memory: Memory, now: datetime) -> datetime:
    """When `letter` is of no use any more, `now` when it is already; as `letters/due.py` decides it (R12)."""
    if letter.kind is Kind.CONSULTATION:
        return next((each.closes for each in memory.consultations if each.meeting == letter.meeting), now)
    if letter.meeting:
        meeting = next((each for each in memory.meetings if each.number == letter.meeting), None)
        if meeting is None or (meeting.cancelled and letter.kind is not Kind.CANCELLATION):
            return now
        return answers_close(meeting, circle) if letter.kind.facts.deadline is Deadline.ANSWERS else meeting.start
    return letter.at + LINK_WAITS if letter.kind is Kind.NEW_LINK else max(end_of_day(circle.last_day, circle.zone), letter.at + LINK_WAITS)
