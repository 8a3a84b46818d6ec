"""What anybody may see: the circle, and the form to sign up with."""

import time
from datetime import datetime

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.page_forms import read_sign_up
from tasks.circle.answers.page_views import belongs, in_order, meeting_values, next_meeting
from tasks.circle.model.errors import Stop
from tasks.circle.model.phrases import date_words, rhythm_words
from tasks.circle.model.records import Changes, Meeting, Memory
from tasks.doors.message.ics import Entry, feed
from tasks.pages.form_request import Asked
from tasks.pages.limits import LONGEST, QUICKEST, Limit, opened_mark, seconds_open
from tasks.pages.refusals import refused, too_often
from tasks.round.sign_ups import seal

#: Sign-ups from one address (an office may share one) and altogether, in an hour.
FROM_ONE, FROM_ALL = Limit(60, 3600), Limit(600, 3600)
#: A field no person sees. What fills it in is no person.
TRAP = "nettsted"


def circle_page(asked: Asked) -> Response:
    """The circle's own page: what it is, for whom, dates and focus areas, the agenda, who leads it."""
    circle, now = asked.desk.context.circle, clock.now()
    language = asked.chosen_language or circle.language
    memory = asked.desk.memory()
    coming = next_meeting(memory, now)
    return asked.page(
        "circle.html", circle.language, personal=False, over=_over(asked),
        rhythm=rhythm_words(circle.rhythm.rule, circle.rhythm.start, circle.rhythm.end, language),
        last_day=date_words(circle.last_day, language),
        programme=[meeting_values(circle, each, language, now) for each in in_order(memory.meetings)],
        next_meeting=meeting_values(circle, coming, language, now) if coming else None,
    )  # fmt: skip


def sign_up(asked: Asked) -> Response:
    """One form for all meetings from the next one on. Thanks look the same for everybody."""
    circle = asked.desk.context.circle
    language = asked.chosen_language or circle.language
    new, errors = read_sign_up(asked.form, language, clock.now())
    status = 200
    if asked.sent and not _over(asked):
        errors |= _hasty(asked)
        status = 422 if errors else 200
        if not errors:
            if not (FROM_ONE.passes(asked.client) and FROM_ALL.passes("all")):
                return too_often(asked)
            try:
                if not asked.form.get(TRAP):
                    asked.desk.save(Changes(pending_sign_ups=(seal(asked.desk.context.keys, new),)))
                return asked.again()
            except Stop:
                errors, status = {"form": "not_saved"}, 503
    return asked.page(
        "sign_up.html", circle.language, status, personal=False, over=_over(asked), saved=asked.saved and not asked.sent, typed=new,
        errors=errors if asked.sent else {}, opened=opened_mark(asked.desk.context.keys, time.time()), trap=TRAP,
        first=_next(asked, language), consented=asked.form.get("consent") == "yes",
    )  # fmt: skip


def _next(asked: Asked, language: str) -> object:
    now, meeting = clock.now(), next_meeting(asked.desk.memory(), clock.now())
    return meeting_values(asked.desk.context.circle, meeting, language, now) if meeting else None


def _hasty(asked: Asked) -> dict[str, str]:
    """Nobody fills the form in within seconds; who does is asked to send it once more, and a person can."""
    taken = seconds_open(asked.desk.context.keys, asked.form.get("opened", ""), time.time())
    return {} if taken is not None and QUICKEST <= taken <= LONGEST else {"form": "hasty"}


def _over(asked: Asked) -> bool:
    """Nobody can join a circle whose last day has passed, or that was closed."""
    context = asked.desk.context
    return clock.now().astimezone(context.circle.zone).date() > context.circle.last_day or asked.desk.memory().closed is not None


# Calendars to subscribe to (RFC 5545, METHOD:PUBLISH): a participant's own with links to the rooms, the circle's without.

def own_calendar(asked: Asked) -> Response:
    """The meetings of one person; who has left keeps those that were, and the coming ones are called off."""
    visitor = asked.desk.visitor(asked.path["who"])
    if visitor is None or visitor.known is None:
        return refused(asked)
    known, now = visitor.known, clock.now()
    meetings = [each for each in in_order(visitor.memory.meetings) if belongs(known, each)]
    return _calendar(asked, [_entry(asked, each, visitor.memory, now, personal=True, out=visitor.out) for each in meetings])


def open_calendar(asked: Asked) -> Response:
    """All meetings of the circle; the way into the room is for participants."""
    memory, now = asked.desk.memory(), clock.now()
    return _calendar(asked, [_entry(asked, each, memory, now, personal=False, out=False) for each in in_order(memory.meetings)])


def _calendar(asked: Asked, entries: list[Entry]) -> Response:
    return Response(feed(entries, asked.desk.context.circle.title), media_type="text/calendar; charset=utf-8")


def _entry(asked: Asked, meeting: Meeting, memory: Memory, now: datetime, *, personal: bool, out: bool) -> Entry:
    context = asked.desk.context
    link = meeting.room.link if personal and meeting.room else ""
    return Entry(
        method="CANCEL" if meeting.cancelled or (out and meeting.start > now) else "REQUEST",
        uid=meeting.uid,
        sequence=meeting.sequence,
        # When it was last known to be so; the same bytes until the next round.
        stamp=memory.last_round or now,
        start=meeting.start,
        end=meeting.end,
        summary=f"{context.circle.title}: {meeting.focus}" if meeting.focus else context.circle.title,
        description="\n".join(context.circle.agenda),
        location=" · ".join(part for part in (meeting.place, link) if part),
        link=link,
        organizer_name=context.circle.title,
        organizer_address=context.settings.doors.post.sender_address,
        attendee_name="",
        attendee_address="",
    )
