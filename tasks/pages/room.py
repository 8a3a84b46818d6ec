"""Answers while people are there, by the address that is shown in the room (R30). It shows nobody's answer and changes none."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hmac import compare_digest

import segno
from markupsafe import Markup
from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.merging import NOBODYS
from tasks.circle.answers.page_forms import read_answers
from tasks.circle.answers.page_views import answer_state, belongs, closes_told, meeting_values, questions_of
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.attending import Ballot
from tasks.circle.model.errors import Stop
from tasks.circle.model.links import Keys, room_address, room_code
from tasks.circle.model.records import FORGOTTEN, Changes, Meeting, Memory
from tasks.circle.model.table import clean
from tasks.circle.people.sign_ups import address_key
from tasks.pages.form_request import NONE, PageRequest, TooOftenError, refused
from tasks.pages.limits import Limit
from tasks.pages.voting import VOTED, has_voted, in_room, is_vote, open_ballot, read_cast

#: A whole room may share a connection: so many answers from one in two minutes, and so many of nobody about one meeting in six hours.
FROM_ONE_ROOM, OF_NOBODY = Limit(150, 120), Limit(50, 6 * 3600)
LONGEST_WHO = 254
#: Seconds after which a screen asks again.
LOOKED_AT_AGAIN = 15


def answering(request: PageRequest) -> Response:
    """One says who one is by code or address, and is not told whether it is known. GET keeps nothing."""
    site, now = request.site, clock.now()
    memory, circle = site.memory(), site.context.circle
    meeting = _meeting(request, memory)
    if meeting is None:
        return refused(request)
    state, questions = answer_state(circle, meeting, now), questions_of(circle, memory, meeting)
    ballot = open_ballot(memory, meeting, now)
    answered, errors = read_answers(request.form, [key for key, _ in questions], {}, "", meeting.number, now, site.redacted), NONE
    if is_vote(request):
        errors = _voted(request, meeting, ballot, now)
        if not errors:
            return request.again(VOTED)
    elif request.sent and state == "open":
        errors = answered.errors if clean(request.form.get("who", ""), LONGEST_WHO) else {**answered.errors, "who": "who_missing"}
        if not errors:
            who = _who(request, meeting, request.form["who"])
            errors = _saved(request, meeting, who, Changes(room_replies=tuple(replace(each, person=who) for each in answered.replies)))
            if not errors:
                return request.again()
    language = request.chosen_language or circle.language
    return request.page(
        "room.html", circle.language, errors=errors if request.sent else NONE, personal=False, meeting=meeting_values(circle, meeting, language, now),
        state=state, questions=questions, typed=answered.typed, named=request.form.get("who", ""), voter=request.form.get("voter", ""),
        ballot=ballot, chosen=(), has_voted=has_voted(request),
        closes=closes_told(circle, answers_close(meeting, circle), language),
    )  # fmt: skip


def screen(request: PageRequest) -> Response:
    """For the screen that all look at: the address, as words and as a picture for telephones, and how many have answered. Nothing of anybody."""
    site, now = request.site, clock.now()
    meeting = _meeting(request, site.memory())
    if meeting is None:
        return refused(request)
    circle, address = site.context.circle, room_address(site.context.settings.doors.pages, site.ref.circle, site.context.keys, meeting.number)
    page = request.page(
        "screen.html", circle.language, personal=False, meeting=meeting_values(circle, meeting, request.chosen_language or circle.language, now),
        state=answer_state(circle, meeting, now), address=address, shown=address.partition("//")[2], picture=_picture(address),
        room=in_room(site, meeting, now),
    )  # fmt: skip
    page.headers["Refresh"] = str(LOOKED_AT_AGAIN)
    return page


def _picture(address: str) -> Markup:
    """The address as a QR code (ISO/IEC 18004), dark on light whatever the reader's colours: telephones want it so."""
    return Markup(segno.make(address, error="m", micro=False).svg_inline(scale=8, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S704 - ours


def _meeting(request: PageRequest, memory: Memory) -> Meeting | None:
    """Which of the circle's meetings the end of the address is of."""
    found = meeting_behind(request, memory, room_code)
    return found if found and not found.cancelled else None


def meeting_behind(request: PageRequest, memory: Memory, code_of: Callable[[Keys, str, int], str]) -> Meeting | None:
    """The meeting whose code, by `code_of`, ends the address. All are compared, however soon one fits."""
    given, found = request.path["code"].casefold().encode(), None
    for meeting in memory.meetings:
        right = code_of(request.site.context.keys, request.site.ref.circle, meeting.number).encode()
        if compare_digest(right, given) and not meeting.history:
            found = meeting
    return found


def _voted(request: PageRequest, meeting: Meeting, ballot: Ballot | None, now: datetime) -> Mapping[str, str]:
    vote, errors = read_cast(request, ballot, now, own=False)
    if not clean(request.form.get("voter", ""), LONGEST_WHO):
        errors = {**errors, "voter": "who_missing"}
    if vote is None or errors:
        return errors
    who = _who(request, meeting, request.form["voter"])
    return _saved(request, meeting, who, Changes(room_votes=(replace(vote, person=who),)))


def _who(request: PageRequest, meeting: Meeting, named: str) -> str:
    """The code of who was named; a name of nobody's where nobody here has that code or address, or who has is not of this meeting."""
    typed, site = clean(named, LONGEST_WHO), request.site
    digest = site.context.keys.digest(address_key(typed)) if "@" in typed else ""
    found = f"{NOBODYS}{secrets.token_hex(6)}"
    for known in site.context.doors.ledger.known(site.ref.circle).people:  # all of them, however soon one fits: time tells nothing
        meant = known.digest == digest if digest else known.code == typed.upper()
        if meant and known.digest and not (known.left or known.gone) and known.member_since_version != FORGOTTEN and belongs(known, meeting):
            found = known.code
    return found


def _saved(request: PageRequest, meeting: Meeting, who: str, changes: Changes) -> Mapping[str, str]:
    """Kept beside what is said elsewhere. Raises `TooOftenError` when more comes than a room of people sends."""
    about = f"{request.site.ref.circle}/{meeting.number}"
    nobodys = who.startswith(NOBODYS)
    if not FROM_ONE_ROOM.passes(f"{about}/{request.client}") or (nobodys and not OF_NOBODY.passes(about)):
        raise TooOftenError
    try:
        request.site.save(changes)
    except Stop:
        return {"form": "not_saved"}
    return NONE
