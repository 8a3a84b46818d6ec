"""The two questions, «kan ikke» and samråd: what a participant says about one meeting."""

from dataclasses import replace

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.consultation import day_words, months
from tasks.circle.answers.page_forms import read_answers, read_vote
from tasks.circle.answers.page_views import (
    answer_state,
    answers_of,
    belongs,
    closes_told,
    find_meeting,
    is_away,
    meeting_values,
    questions_of,
    vote_of,
)
from tasks.circle.answers.reflections import QUESTIONS
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.attending import AttendanceReply, Consultation
from tasks.circle.model.links import Purpose
from tasks.circle.model.records import Changes, Meeting
from tasks.circle.proposals.shown_words import Release, bare
from tasks.pages.circle_site import Visitor
from tasks.pages.form_request import NONE, PageRequest, refused, save
from tasks.pages.my_page import asking
from tasks.pages.voting import VOTED, cast_by_link, is_vote, open_ballot, own_vote, vote_values


def answers(request: PageRequest) -> Response:
    """The form after a meeting: what was saved, changed until it closes (R13)."""
    visitor, meeting = _about_meeting(request)
    if visitor is None or meeting is None or meeting.cancelled:
        return asking(request, visitor if meeting is None else None)
    now, circle = clock.now(), request.site.context.circle
    state = answer_state(circle, meeting, now)
    if visitor.out and state == "open":
        state = "closed"
    questions = questions_of(circle, visitor.memory, meeting)
    saved = dict.fromkeys(QUESTIONS, "") if visitor.hidden else answers_of(visitor.memory, meeting.number)
    typed, errors = dict(saved), NONE
    ballot = None if visitor.hidden or visitor.out else open_ballot(visitor.memory, meeting, now)
    release = Release(circle, visitor.memory, request.site.context.keys.digest, now)
    if is_vote(request):
        errors = cast_by_link(request, visitor, ballot, now)
        if not errors:
            return request.again(VOTED)
    elif request.sent and state == "open":
        own = saved if visitor.hidden else answers_of(visitor.memory, meeting.number, own=True)  # what came by the room they make their own
        read = read_answers(request.form, [key for key, _ in questions], own, visitor.code, meeting.number, now, request.site.redacted)
        typed, errors = dict(read.typed), read.errors or save(request, Changes(own_replies=read.replies))
        if not errors:
            return request.again()
    language = request.chosen_language or visitor.language
    return request.page(
        "answers.html", visitor.language, errors=errors, visitor=visitor, questions=questions, typed=typed, answered=any(saved.values()),
        meeting=meeting_values(circle, meeting, language, now), state=state, closes=closes_told(circle, answers_close(meeting, circle), language),
        chosen=own_vote(visitor.memory, ballot), **vote_values(request, ballot, release),
    )  # fmt: skip


def absence(request: PageRequest) -> Response:
    """«Kan ikke» for one meeting, and back again."""
    visitor, meeting = _about_meeting(request)
    if visitor is None or meeting is None:
        return asking(request, visitor)
    now, circle, errors = clock.now(), request.site.context.circle, NONE
    if request.sent and not visitor.out and meeting.start > now and not meeting.cancelled and request.form.get("comes") in ("yes", "no"):
        said = AttendanceReply(visitor.code, meeting.number, request.form["comes"] == "yes", now)
        errors = save(request, Changes(attendance_replies=(said,)))
        if not errors:
            return request.again()
    told = meeting_values(circle, meeting, request.chosen_language or visitor.language, now)
    away = is_away(visitor.memory, meeting)
    return request.page("absence.html", visitor.language, errors=errors, visitor=visitor, meeting=told, away=away)


def consultation(request: PageRequest) -> Response:
    """Which proposals and dates suit (R15); several may."""
    visitor = visitor_about(request)
    if visitor and visitor.hidden:
        return asking(request, visitor)
    open_ones = visitor.memory.consultations if visitor else ()
    about = next((each for each in open_ones if str(each.meeting) == request.path["number"]), None)
    if visitor is None or about is None:
        return refused(request)
    now, circle, errors = clock.now(), request.site.context.circle, NONE
    open_now, meeting = now < about.closes and not visitor.out, find_meeting(visitor.memory, about.meeting)
    vote = vote_of(visitor.memory, about)
    asked_dates = bool(about.dates)
    if meeting and asked_dates:  # the date has been set since: what was said of the others is left as it is
        about = replace(about, dates=vote.dates if vote and not open_now else ())
    voted, comment = vote is not None, vote.comment if vote else ""
    if request.sent and open_now:
        read = read_vote(request.many, about, vote, visitor.code, now, request.site.redacted)
        new = replace(read.vote, dates=vote.dates, none_fits=vote.none_fits) if vote and meeting else read.vote
        vote, comment, errors = new, read.comment, read.errors or save(request, Changes(own_votes=(new,)))
        if not errors:
            return request.again()
    language = request.chosen_language or visitor.language
    return request.page(
        "consultation.html", visitor.language, errors=errors, visitor=visitor, voted=voted, open=open_now, month=months(about, language),
        meeting=meeting_values(circle, meeting, language, now) if meeting else None, date_set=bool(meeting) and asked_dates,
        closes=closes_told(circle, about.closes, language), proposals=_proposals(request, visitor, about, vote.proposals if vote else ()),
        dates=[(day.isoformat(), day_words(circle, day, language), bool(vote and day in vote.dates)) for day in about.dates],
        none_fits=bool(vote and vote.none_fits), comment=comment,
    )  # fmt: skip


def _proposals(request: PageRequest, visitor: Visitor, about: Consultation, chosen: tuple[str, ...]) -> list[dict[str, object]]:
    known = {each.title: each for each in visitor.memory.candidates}
    site = request.site
    release = Release(site.context.circle, visitor.memory, site.context.keys.digest, clock.now())
    proposals = [known.get(title) or bare(title) for title in about.proposals]
    shown = release.candidates(proposals, request.chosen_language or visitor.language)
    return [
        {"rank": rank, "title": each.title, "chosen": own.title in chosen, "participants": each.participants, "quotes": each.quotes[:2]}
        for rank, (own, each) in enumerate(zip(proposals, shown, strict=True))
    ]


def number_of(request: PageRequest) -> int:
    """The meeting's Nr in the address, 0 for none."""
    number = request.path["number"]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0


def visitor_about(request: PageRequest) -> Visitor | None:
    """Who came by the link for this meeting, or from their own page, or by an old link."""
    number = number_of(request)
    return request.site.visitor(request.path["who"], Purpose.MEETING, Purpose.ME, Purpose.OLD, meeting=number) if number else None


def _about_meeting(request: PageRequest) -> tuple[Visitor | None, Meeting | None]:
    """The visitor, and the meeting when they belong to it; with an old link they must have been invited while it was new, and may ask for
    another."""
    visitor = visitor_about(request)
    meeting = find_meeting(visitor.memory, int(request.path["number"])) if visitor else None
    if visitor is None or visitor.known is None or meeting is None or not belongs(visitor.known, meeting):
        return None, None
    invited = not visitor.hidden or request.site.invited_long_ago(visitor.code, meeting.number)
    return visitor, meeting if invited else None
