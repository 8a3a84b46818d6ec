"""Calendars to subscribe to (RFC 5545, METHOD:PUBLISH): a participant's own with links to the rooms, the circle's without."""

from datetime import datetime

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.page_views import belongs, in_order
from tasks.circle.model.records import Meeting, Memory
from tasks.doors.message.ics import Entry, feed
from tasks.pages.form_request import Asked
from tasks.pages.refusals import refused


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
    return Response(feed(entries, asked.desk.kit.circle.title), media_type="text/calendar; charset=utf-8")


def _entry(asked: Asked, meeting: Meeting, memory: Memory, now: datetime, *, personal: bool, out: bool) -> Entry:
    kit = asked.desk.kit
    link = meeting.room.link if personal and meeting.room else ""
    return Entry(
        method="CANCEL" if meeting.cancelled or (out and meeting.start > now) else "REQUEST",
        uid=meeting.uid,
        sequence=meeting.sequence,
        # When it was last known to be so; the same bytes until the next round.
        stamp=memory.last_round or now,
        start=meeting.start,
        end=meeting.end,
        summary=f"{kit.circle.title}: {meeting.focus}" if meeting.focus else kit.circle.title,
        description="\n".join(kit.circle.agenda),
        location=" · ".join(part for part in (meeting.place, link) if part),
        link=link,
        organizer_name=kit.circle.title,
        organizer_address=kit.settings.doors.post.sender_address,
        attendee_name="",
        attendee_address="",
    )
