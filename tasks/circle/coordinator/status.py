"""Where a circle stands, from the ledger alone: the object of `status --json` and the summary after a rehearsal."""

from collections import Counter
from datetime import datetime

from tasks.circle.coordinator.own_tabs import status_words
from tasks.circle.letters.tally import Tally, soonest, tallies
from tasks.circle.model.circle import Circle
from tasks.circle.model.records import Meeting, Memory, Outcome

OPEN_OUTCOMES = (Outcome.REJECTED, Outcome.UNKNOWN, Outcome.CLAIMED)


def status_of(circle: Circle, memory: Memory, now: datetime) -> dict[str, object]:
    """Per meeting: invited, reminded, answered, proposals; letters by outcome; what is due next. Times as ISO in UTC."""
    counted = Counter(letter.outcome for letter in memory.letters)
    tallied = tallies(memory.letters, memory.replies, memory.attended)
    meetings = sorted(memory.meetings, key=lambda meeting: (meeting.start, meeting.number))
    ahead = soonest(circle, meetings, now)
    return {
        "circle": circle.name,
        "meetings": [_meeting(meeting, tallied.get(meeting.number, Tally()), memory, now) for meeting in meetings],
        "letters": {
            "sent": counted[Outcome.DONE],
            "later": counted[Outcome.LATER] + counted[Outcome.NOT_SENT],
            "rejected": counted[Outcome.REJECTED],
            "unknown": counted[Outcome.UNKNOWN] + counted[Outcome.CLAIMED],
        },
        "open": [
            {"letter": letter.message_id, "kind": letter.kind.value, "participant": letter.person, "outcome": letter.outcome.value}
            for letter in memory.letters
            if letter.outcome in OPEN_OUTCOMES
        ],
        "refused": [known.code for known in memory.people if known.unreachable and known.left is None and known.gone is None],
        "next": {"meeting": ahead[0].number, "what": ahead[1].kind, "at": ahead[1].at.isoformat()} if ahead else None,
        "last_round": memory.last_round.isoformat() if memory.last_round else None,
        "closed": memory.closed.isoformat() if memory.closed else None,
    }


def _meeting(meeting: Meeting, tally: Tally, memory: Memory, now: datetime) -> dict[str, object]:
    return {
        "meeting": meeting.number,
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat(),
        "focus": meeting.focus,
        "status": status_words(meeting, now),
        "sequence": meeting.sequence,
        "room": meeting.room is not None,
        "invited": tally.invited,
        "reminded": tally.reminded,
        "asked": tally.asked,
        "answered": tally.answered,
        "attended": tally.attended,
        "proposals": [each.title for each in memory.candidates if each.meeting == meeting.number],
    }
