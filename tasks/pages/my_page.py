"""A participant's own page, what can be deleted from there, and the way out."""

from dataclasses import replace

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.consultation import months
from tasks.circle.answers.page_forms import blank_replies, read_answers
from tasks.circle.answers.page_views import (
    answer_state,
    answers_of,
    asks_for_theme,
    belongs,
    closes_told,
    in_order,
    is_away,
    meeting_values,
    theme_of,
    themes_left,
)
from tasks.circle.answers.reflections import QUESTIONS
from tasks.circle.meetings.closing import answers_close, answers_open
from tasks.circle.meetings.programme import next_meeting
from tasks.circle.model.links import NEW_LINK, Purpose
from tasks.circle.model.records import THEME, Changes, Memory
from tasks.pages.circle_site import Visitor
from tasks.pages.form_request import NONE, PageRequest, refused, save
from tasks.pages.voting import open_ballot
from tasks.settings.prefect_environment import RUNS_KEPT_DAYS


def mine(request: PageRequest) -> Response:
    """Which meetings, what to say about them, calendar, deletion, the way out."""
    visitor = request.site.visitor(request.path["who"], Purpose.ME, Purpose.OLD)
    if visitor is None or visitor.hidden:
        return asking(request, visitor)
    now, circle = clock.now(), request.site.context.circle
    language = request.chosen_language or visitor.language
    open_ones = [each for each in visitor.memory.consultations if each.opened <= now < each.closes]
    asks, about = not visitor.out and asks_for_theme(circle, visitor.memory, now), next_meeting(visitor.memory.meetings, now)
    typed, errors = theme_of(visitor.memory, now) if asks else "", NONE
    if request.sent and asks:
        number = about.number if about else 0
        read = read_answers(request.form, [THEME], {THEME: typed}, visitor.code, number, now, request.site.redacted)
        # What was left before the next meeting was set stands elsewhere, and goes when another takes its place.
        earlier = [replace(each, text="", at=now) for each in themes_left(visitor.memory, now) if each.text and each.meeting != number]
        changes = Changes(own_replies=(*earlier, *read.replies) if read.replies else ())
        typed, errors = read.typed[THEME], read.errors or save(request, changes)
        if not errors:
            return request.again()
    return request.page(
        "mine.html", visitor.language, errors=errors, visitor=visitor, theme=typed, meetings=_meetings(request, visitor, language),
        feed=request.site.link(visitor, Purpose.FEED), leave=request.site.link(visitor, Purpose.LEAVE),
        over=visitor.memory.closed is not None or now.astimezone(circle.zone).date() > circle.last_day,
        consultations=[(each.meeting, months(each, language), closes_told(circle, each.closes, language)) for each in open_ones],
        counted=request.site.context.settings.doors.room.attendance,
        signed_up=visitor.known is not None and visitor.known.joined is not None,
        asks=asks, about=meeting_values(circle, about, language, now) if about else None, has_answers=_has_words(visitor.memory),
    )  # fmt: skip


def asking(request: PageRequest, visitor: Visitor | None) -> Response:
    """What an old link no longer opens: a new one is asked for by POST, and goes at once (R34) to the address in the sheet."""
    if visitor is None:
        return refused(request)
    errors = NONE
    if request.sent and not visitor.out:
        errors = save(request, Changes(notices={f"{NEW_LINK}{visitor.code}": clock.now()}), wish=True)
        if not errors:
            return request.again()
    return request.page("asking.html", visitor.language, errors=errors, visitor=visitor)


def _meetings(request: PageRequest, visitor: Visitor, language: str) -> list[dict[str, object]]:
    now, circle, memory = clock.now(), request.site.context.circle, visitor.memory
    known = visitor.known
    return [
        {
            "told": meeting_values(circle, meeting, language, now),
            "coming": meeting.end > now and not meeting.cancelled,
            # What there is still something to do about stands first.
            "ahead": meeting.end > now or (not meeting.cancelled and answer_state(circle, meeting, now) == "open"),
            "away": is_away(memory, meeting),
            "voting": not visitor.out and open_ballot(memory, meeting, now) is not None,
            "answers": "" if meeting.cancelled else answer_state(circle, meeting, now),
            "answered": any(answers_of(memory, meeting.number).values()),
            "closes": closes_told(circle, answers_close(meeting, circle), language),
        }
        for meeting in in_order(memory.meetings)
        if known and belongs(known, meeting)
    ]


def _has_words(memory: Memory) -> bool:
    return any(reply.text for reply in (*memory.replies, *memory.own_replies, *memory.room_replies)) or any(vote.comment for vote in memory.own_votes)


def deleting(request: PageRequest) -> Response:
    """GET asks once more, POST takes back everything the person has written; what they ticked and their meetings stay."""
    visitor = request.site.visitor(request.path["who"], Purpose.ME, Purpose.OLD)
    if visitor is None or visitor.hidden:
        return asking(request, visitor)
    errors = NONE
    if request.sent:
        now = clock.now()
        memory = visitor.memory
        about = {each.number for each in memory.meetings if answers_open(each) <= now and not each.history}
        about |= {reply.meeting for reply in memory.own_replies} | {vote.meeting for vote in memory.own_votes}
        blank = blank_replies(visitor.code, sorted(about), (*QUESTIONS, THEME), now)
        if visitor.held:  # what is not shown is not theirs to delete before people have said who they are (R29)
            here = {(each.meeting, each.question) for each in (*memory.replies, *memory.own_replies, *memory.room_replies)}
            blank = tuple(each for each in blank if (each.meeting, each.question) in here)
        votes = tuple(replace(each, comment="") for each in memory.own_votes if each.comment)
        errors = save(request, Changes(own_replies=blank, own_votes=votes))
        if not errors:
            return request.again()
    return request.page("deleting.html", visitor.language, errors=errors, days=RUNS_KEPT_DAYS)


def unsubscribing(request: PageRequest) -> Response:
    """GET asks (mail scanners open links), POST acts: from the page's button, or a mail program's one click (RFC 8058 §3.1).

    A good link is answered also when its owner left long ago; whose row is gone never left, and reads that they are not signed up.
    """
    code = request.site.code_of(request.path["who"], Purpose.LEAVE) or request.site.code_of(request.path["who"], Purpose.OLD)
    if not code:
        return refused(request)
    visitor = request.site.visitor_of(code, Purpose.LEAVE)
    language = visitor.language if visitor else request.site.context.circle.language
    errors, done = NONE, visitor is None or visitor.out
    if request.sent and not done:
        errors = save(request, Changes(withdrawn={code: clock.now()}), wish=True)
        done = not errors
    return request.page("unsubscribing.html", language, errors=errors, done=done, gone=visitor is None)
