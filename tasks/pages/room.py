"""Answers while people are there, by the address that is shown in the room (R30). It shows nobody's answer and changes none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hmac import compare_digest

import segno
from markupsafe import Markup
from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.page_forms import read_answers
from tasks.circle.answers.page_views import answer_state, belongs, closes_told, meeting_values, questions_of
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.attending import NOBODYS, Ballot
from tasks.circle.model.errors import Stop
from tasks.circle.model.links import Keys, room_address, room_code
from tasks.circle.model.records import FORGOTTEN, Changes, Meeting, Memory, RoomReply
from tasks.circle.model.table import clean
from tasks.circle.people.sign_ups import address_key
from tasks.circle.proposals.shown_words import Release
from tasks.pages.form_request import NONE, PageRequest, TooOftenError, refused
from tasks.pages.limits import Limit, network_of
from tasks.pages.voting import VOTED, in_room, is_vote, open_ballot, read_cast, vote_values

#: A whole room may share a connection: so many answers from one in two minutes, and about one meeting in six hours, whoever they are said to be.
FROM_ONE_ROOM, IN_ALL = Limit(150, 120), Limit(600, 6 * 3600)
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
    ballot, errors = open_ballot(memory, meeting, now), NONE
    if request.sent:
        _count(request, meeting)
    if is_vote(request):
        errors = _voted(request, meeting, ballot, now)
        if not errors:
            return request.again(VOTED)
    elif request.sent and state == "open":
        errors = _answered(request, meeting, [key for key, _ in questions], now)
        if not errors:
            return request.again()
    language = request.chosen_language or circle.language
    return request.page(
        "room.html", circle.language, errors=errors, personal=False, meeting=meeting_values(circle, meeting, language, now, public=True),
        state=state, questions=questions, typed={key: request.form.get(key, "").strip() for key, _ in questions},
        named=request.form.get("who", ""), voter=request.form.get("voter", ""), chosen=(),
        **vote_values(request, ballot, Release(circle, memory, site.context.keys.digest, now)),
        closes=closes_told(circle, answers_close(meeting, circle), language),
    )  # fmt: skip


def screen(request: PageRequest) -> Response:
    """For the screen that all look at: the address, as words and as a picture for telephones, how many have answered, and what others may see of
    that (R41). Nothing of anybody."""
    site, now = request.site, clock.now()
    memory = site.memory()
    meeting = _meeting(request, memory)
    if meeting is None:
        return refused(request)
    circle, address = site.context.circle, room_address(site.context.settings.doors.pages, site.ref.circle, site.context.keys, meeting.number)
    room, release = in_room(site, meeting, now), Release(circle, memory, site.context.keys.digest, now)
    result = room.result if room else None
    titles = release.titles([(title, 0) for title, _ in result.proposals], circle.language) if result else []
    told = meeting_values(circle, meeting, request.chosen_language or circle.language, now, public=True)
    page = request.page(
        "screen.html", circle.language, personal=False, meeting=told,
        state=answer_state(circle, meeting, now), address=address, shown=address.partition("//")[2], picture=_picture(address),
        answered=room.answered if room else None, candidates=release.candidates(room.candidates, circle.language) if room else (), result=result,
        outcome=[(title, votes) for title, (_, votes) in zip(titles, result.proposals, strict=True)] if result else [],
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


def _count(request: PageRequest, meeting: Meeting) -> None:
    """Raises `TooOftenError` when more comes than a room of people sends, before anything of it is read."""
    key = f"{request.site.ref.circle}/{meeting.number}/{network_of(request.client)}"
    if not (FROM_ONE_ROOM.passes(key) and IN_ALL.passes(key)):
        raise TooOftenError


def _answered(request: PageRequest, meeting: Meeting, questions: Sequence[str], now: datetime) -> Mapping[str, str]:
    named = clean(request.form.get("who", ""), LONGEST_WHO)
    read = read_answers(request.form, questions, {}, "", meeting.number, now, request.site.redacted if named else str)
    if read.errors or not named:
        return read.errors if named else {**read.errors, "who": "who_missing"}
    who, entry = _who(request, meeting, named)
    return _saved(request, Changes(room_replies=tuple(RoomReply(who, each.meeting, each.question, each.text, now, entry) for each in read.replies)))


def _voted(request: PageRequest, meeting: Meeting, ballot: Ballot | None, now: datetime) -> Mapping[str, str]:
    vote, errors = read_cast(request, ballot, now)
    named = clean(request.form.get("voter", ""), LONGEST_WHO)
    if not named:
        errors = {**errors, "voter": "who_missing"}
    if vote is None or errors:
        return errors
    who, entry = _who(request, meeting, named)
    return _saved(request, Changes(room_votes=(replace(vote, person=who, entry=entry),)))


def _who(request: PageRequest, meeting: Meeting, typed: str) -> tuple[str, str]:
    """The code of who was named, and the entry of that name: a code of nobody's where nobody here has that code or address, or who has is not of
    this meeting."""
    site, digest = request.site, request.site.context.keys.digest
    name = address_key(typed) if "@" in typed else typed.upper()
    address = digest(name) if "@" in typed else ""
    entry = digest(f"room|{site.ref.circle}|{meeting.number}|{name}")[:22]
    found = f"{NOBODYS}{entry}"
    for known in site.context.doors.ledger.known(site.ref.circle).people:  # all of them, however soon one fits: time tells nothing
        meant = known.digest == address if address else known.code == name
        if meant and known.digest and not (known.left or known.gone) and known.member_since_version != FORGOTTEN and belongs(known, meeting):
            found = known.code
    return found, entry


def _saved(request: PageRequest, changes: Changes) -> Mapping[str, str]:
    """Kept beside what is said elsewhere."""
    try:
        request.site.save(changes)
    except Stop:
        return {"form": "not_saved"}
    return NONE
