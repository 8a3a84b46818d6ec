"""What fell due since the last round and is of no use any more: it is not sent (R12), and coordinators are told (R23)."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from tasks.circle.letters.due import Situation, due_letters
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.errors import Problem
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import Deadline, Kind

MOMENT = timedelta(seconds=1)


def missed(situation: Situation, last_round: datetime | None) -> list[Problem]:
    """One problem a meeting and kind. `last_round` (UTC) is the round before this one; None for a circle's first."""
    if last_round is None:
        return []
    found: Counter[tuple[int, Kind]] = Counter()
    for meeting in situation.meetings:
        for end, deadline in ((meeting.start, Deadline.START), (answers_close(meeting, situation.circle), Deadline.ANSWERS)):
            if last_round < end <= situation.now:
                due = due_letters(replace(situation, now=end - MOMENT))
                found.update((meeting.number, each.kind) for each in due if each.meeting == meeting.number and each.kind.facts.deadline is deadline)
    since = f"{last_round.astimezone(situation.circle.zone):%d.%m.%Y kl. %H.%M}"
    return [_problem(number, kind, count, since) for (number, kind), count in found.items()]


def _problem(number: int, kind: Kind, count: int, since: str) -> Problem:
    what = f"{count} brev gikk ikke ut i tide ({kind.facts.names[WORKING_LANGUAGE]}). Siste runde før det var {since}."
    return Problem(f"Møte {number}", what, "Nå er det for sent, og de sendes ikke. Vil dere si noe likevel, må en person skrive.")
