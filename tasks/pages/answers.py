"""The two questions, «kan ikke» and samråd: what a participant says about one meeting."""

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.page_forms import read_answers, read_vote
from tasks.circle.answers.page_views import answer_state, answers_of, closes_told, find_meeting, is_away, meeting_values, questions_of, vote_of
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.errors import Stop
from tasks.circle.model.phrases import date_words
from tasks.circle.model.records import AttendanceReply, Changes, Consultation, Meeting
from tasks.pages.circle_site import Visitor
from tasks.pages.form_request import PageRequest, refused, too_often, within_limits


def answers(request: PageRequest) -> Response:
    """The form after a meeting: what was saved, changed until it closes (R13)."""
    visitor, meeting = _about_meeting(request)
    if visitor is None or meeting is None or meeting.cancelled:
        return refused(request)
    now, circle = clock.now(), request.site.context.circle
    state = answer_state(circle, meeting, now)
    questions, saved = questions_of(circle, visitor.memory, meeting), answers_of(visitor.memory, meeting.number)
    typed, errors, status = dict(saved), {}, 200
    if request.sent and state == "open":
        if not within_limits(request):
            return too_often(request)
        read = read_answers(request.form, [key for key, _ in questions], saved, visitor.code, meeting.number, now, request.site.redacted)
        typed, errors, status = dict(read.typed), read.errors, 422 if read.errors else 200
        if not errors:
            try:
                request.site.save(Changes(own_replies=read.replies))
                return request.again()
            except Stop:
                errors, status = {"form": "not_saved"}, 503
    language = request.chosen_language or visitor.language
    return request.page(
        "answers.html", visitor.language, status, visitor=visitor, questions=questions, typed=typed, answered=any(saved.values()),
        meeting=meeting_values(circle, meeting, language, now), state=state, errors=errors, saved=request.saved and not errors,
        closes=closes_told(circle, answers_close(meeting, circle), language), who=request.path["who"],
    )  # fmt: skip


def absence(request: PageRequest) -> Response:
    """«Kan ikke» for one meeting, and back again."""
    visitor, meeting = _about_meeting(request)
    if visitor is None or meeting is None:
        return refused(request)
    now, circle, errors, status = clock.now(), request.site.context.circle, {}, 200
    if request.sent and meeting.start > now and not meeting.cancelled and request.form.get("comes") in ("yes", "no"):
        if not within_limits(request):
            return too_often(request)
        said = AttendanceReply(visitor.code, meeting.number, request.form["comes"] == "yes", now)
        try:
            request.site.save(Changes(attendance_replies=(said,)))
            return request.again()
        except Stop:
            errors, status = {"form": "not_saved"}, 503
    language = request.chosen_language or visitor.language
    return request.page(
        "absence.html", visitor.language, status, visitor=visitor, meeting=meeting_values(circle, meeting, language, now),
        away=is_away(visitor.memory, meeting), errors=errors, saved=request.saved and not errors, who=request.path["who"],
    )  # fmt: skip


def consultation(request: PageRequest) -> Response:
    """Which proposals and dates suit (R15); several may."""
    visitor = request.site.visitor(request.path["who"])
    open_ones = visitor.memory.consultations if visitor else ()
    about = next((each for each in open_ones if str(each.meeting) == request.path["number"]), None)
    if visitor is None or about is None:
        return refused(request)
    now, circle, errors, status = clock.now(), request.site.context.circle, {}, 200
    if request.sent and now < about.closes:
        if not within_limits(request):
            return too_often(request)
        try:
            request.site.save(Changes(own_votes=(read_vote(request.many, about, visitor.code, now),)))
            return request.again()
        except Stop:
            errors, status = {"form": "not_saved"}, 503
    language, vote = request.chosen_language or visitor.language, vote_of(visitor.memory, about)
    return request.page(
        "consultation.html", visitor.language, status, visitor=visitor, who=request.path["who"], voted=vote is not None,
        open=now < about.closes, closes=closes_told(circle, about.closes, language), errors=errors,
        proposals=_proposals(visitor, about, vote.proposals if vote else ()), saved=request.saved and not errors,
        dates=[(day.isoformat(), date_words(day, language), bool(vote and day in vote.dates)) for day in about.dates],
    )  # fmt: skip


def _proposals(visitor: Visitor, about: Consultation, chosen: tuple[str, ...]) -> list[dict[str, object]]:
    known = {each.title: each for each in visitor.memory.candidates}
    return [
        {
            "rank": rank,
            "title": title,
            "chosen": title in chosen,
            "participants": known[title].participants if title in known else 0,
            "quotes": known[title].quotes[:2] if title in known else (),
        }
        for rank, title in enumerate(about.proposals)
    ]


def _about_meeting(request: PageRequest) -> tuple[Visitor | None, Meeting | None]:
    visitor, number = request.site.visitor(request.path["who"]), request.path["number"]
    fits = number.isascii() and number.isdigit() and len(number) < 5
    return visitor, find_meeting(visitor.memory, int(number)) if visitor and fits else None
