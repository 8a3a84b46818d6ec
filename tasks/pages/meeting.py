"""A page for each meeting, and our own address to its room (R32, R33)."""

from datetime import datetime
from hmac import compare_digest
from urllib.parse import quote

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from tasks import clock
from tasks.circle.answers.page_views import answer_state, answers_of, belongs, closes_told, find_meeting, is_away, meeting_values, questions_of
from tasks.circle.meetings.closing import EARLY, answers_close, answers_open
from tasks.circle.model.attending import CameIn
from tasks.circle.model.hosts import link_in
from tasks.circle.model.links import HERE, door_code, here_words
from tasks.circle.model.records import Changes, Meeting
from tasks.pages.answers import number_of, visitor_about
from tasks.pages.form_request import NONE, PageRequest, refused, save
from tasks.pages.my_page import asking
from tasks.pages.room import meeting_behind
from tasks.pages.voting import open_ballot

#: What stands in an address as it is; all else goes into a header percent-encoded (RFC 3986 §2).
URL_SIGNS = ":/?#[]@!$&'()*+,;=%~"


def door(request: PageRequest) -> Response:
    """To the room from a quarter of an hour before until as long after; before and later to the meeting's page. It marks nobody (GET)."""
    keys, circle = request.site.context.keys, request.site.ref.circle
    if compare_digest(request.path["code"].casefold().encode(), HERE.encode()):
        return PlainTextResponse(here_words(keys, circle))
    found = meeting_behind(request, request.site.memory(), door_code)
    if found is None:
        return refused(request)
    if link := room_now(found, clock.now()):
        return RedirectResponse(link, 302)
    return RedirectResponse(f"../mote/{found.number}", 302)


def room_now(meeting: Meeting, now: datetime) -> str:
    """Where the meeting is held while people may come in, "" at any other time."""
    link = meeting.room.link if meeting.room and not meeting.cancelled else ""
    is_open = answers_open(meeting) <= now < meeting.end + EARLY
    return link if is_open and link_in(link) == link else ""


def public_page(request: PageRequest) -> Response:
    """What anybody may see of a meeting: when, focus area, who opens it."""
    number, site, now = number_of(request), request.site, clock.now()
    meeting = next((each for each in site.memory().meetings if each.number == number), None)
    if meeting is None:
        return refused(request)
    told = meeting_values(site.context.circle, meeting, request.chosen_language or site.context.circle.language, now, public=True)
    return request.page("meeting.html", site.context.circle.language, personal=False, meeting=told, visitor=None, online=meeting.needs_room)


def own_page(request: PageRequest) -> Response:
    """The same by one's own link, with the room, the links, the notes and one's own answer. «Bli med» (POST) counts as present where that is
    kept, and goes on to the room."""
    visitor = visitor_about(request)
    meeting = find_meeting(visitor.memory, number_of(request)) if visitor else None
    if visitor is None or visitor.known is None or meeting is None or not belongs(visitor.known, meeting):
        return refused(request)
    if visitor.hidden:
        return asking(request, visitor)
    context, now, errors = request.site.context, clock.now(), NONE
    circle, language = context.circle, request.chosen_language or visitor.language
    counted, link = context.settings.doors.room.attendance, "" if visitor.out else room_now(meeting, now)
    if request.sent and link:
        errors = save(request, Changes(came_in=(CameIn(visitor.code, meeting.number, now),))) if counted else NONE
        if not errors:
            return request.again()
    answers = answers_of(visitor.memory, meeting.number)
    page = request.page(
        "meeting.html", visitor.language, errors=errors, visitor=visitor, meeting=meeting_values(circle, meeting, language, now), room=link,
        counted=counted, online=meeting.needs_room, away=is_away(visitor.memory, meeting), state=answer_state(circle, meeting, now),
        answered=[(question, answers[key]) for key, question in questions_of(circle, visitor.memory, meeting) if answers[key]],
        closes=closes_told(circle, answers_close(meeting, circle), language),
        voting=not visitor.out and open_ballot(visitor.memory, meeting, now) is not None,
    )  # fmt: skip
    if request.saved and link and not errors:
        page.headers["Refresh"] = f"0; url={quote(link, safe=URL_SIGNS)}"  # no redirect: no form may lead elsewhere (CSP form-action)
    return page
