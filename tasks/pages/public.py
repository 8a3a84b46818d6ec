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
from tasks.pages.form_request import PageRequest, refused, too_often
from tasks.pages.limits import LONGEST, QUICKEST, Limit, opened_mark, seconds_open
from tasks.round.sign_ups import seal

#: Sign-ups from one address (an office may share one) and altogether, in an hour.
FROM_ONE, FROM_ALL = Limit(60, 3600), Limit(600, 3600)
#: A field no person sees. What fills it in is no person.
TRAP = "nettsted"


def circle_page(request: PageRequest) -> Response:
    """The circle's own page: what it is, for whom, dates and focus areas, the agenda, who leads it."""
    circle, now = request.site.context.circle, clock.now()
    language = request.chosen_language or circle.language
    memory = request.site.memory()
    coming = next_meeting(memory, now)
    return request.page(
        "circle.html", circle.language, personal=False, over=_over(request),
        rhythm=rhythm_words(circle.rhythm.rule, circle.rhythm.start, circle.rhythm.end, language),
        last_day=date_words(circle.last_day, language),
        programme=[meeting_values(circle, each, language, now) for each in in_order(memory.meetings)],
        next_meeting=meeting_values(circle, coming, language, now) if coming else None,
    )  # fmt: skip


def sign_up(request: PageRequest) -> Response:
    """One form for all meetings from the next one on. Thanks look the same for everybody."""
    circle = request.site.context.circle
    language = request.chosen_language or circle.language
    new, errors = read_sign_up(request.form, language, clock.now())
    status = 200
    if request.sent and not _over(request):
        errors |= _hasty(request)
        status = 422 if errors else 200
        if not errors:
            if not (FROM_ONE.passes(request.client) and FROM_ALL.passes("all")):
                return too_often(request)
            try:
                if not request.form.get(TRAP):
                    request.site.save(Changes(pending_sign_ups=(seal(request.site.context.keys, new),)))
                return request.again()
            except Stop:
                errors, status = {"form": "not_saved"}, 503
    return request.page(
        "sign_up.html", circle.language, status, personal=False, over=_over(request), saved=request.saved and not request.sent, typed=new,
        errors=errors if request.sent else {}, opened=opened_mark(request.site.context.keys, time.time()), trap=TRAP,
        first=_next(request, language), consented=request.form.get("consent") == "yes",
    )  # fmt: skip


def _next(request: PageRequest, language: str) -> object:
    now, meeting = clock.now(), next_meeting(request.site.memory(), clock.now())
    return meeting_values(request.site.context.circle, meeting, language, now) if meeting else None


def _hasty(request: PageRequest) -> dict[str, str]:
    """Nobody fills the form in within seconds; who does is asked to send it once more, and a person can."""
    taken = seconds_open(request.site.context.keys, request.form.get("opened", ""), time.time())
    return {} if taken is not None and QUICKEST <= taken <= LONGEST else {"form": "hasty"}


def _over(request: PageRequest) -> bool:
    """Nobody can join a circle whose last day has passed, or that was closed."""
    context = request.site.context
    return clock.now().astimezone(context.circle.zone).date() > context.circle.last_day or request.site.memory().closed is not None


# Calendars to subscribe to (RFC 5545, METHOD:PUBLISH): a participant's own with links to the rooms, the circle's without.


def own_calendar(request: PageRequest) -> Response:
    """The meetings of one person; who has left keeps those that were, and the coming ones are called off."""
    visitor = request.site.visitor(request.path["who"])
    if visitor is None or visitor.known is None:
        return refused(request)
    known, now = visitor.known, clock.now()
    meetings = [each for each in in_order(visitor.memory.meetings) if belongs(known, each)]
    return _calendar(request, [_entry(request, each, visitor.memory, now, personal=True, out=visitor.out) for each in meetings])


def open_calendar(request: PageRequest) -> Response:
    """All meetings of the circle; the way into the room is for participants."""
    memory, now = request.site.memory(), clock.now()
    return _calendar(request, [_entry(request, each, memory, now, personal=False, out=False) for each in in_order(memory.meetings)])


def _calendar(request: PageRequest, entries: list[Entry]) -> Response:
    return Response(feed(entries, request.site.context.circle.title), media_type="text/calendar; charset=utf-8")


def _entry(request: PageRequest, meeting: Meeting, memory: Memory, now: datetime, *, personal: bool, out: bool) -> Entry:
    context = request.site.context
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
