"""The two questions, «kan ikke» and samråd: what a participant says about one meeting."""

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.page_forms import read_answers, read_vote
from tasks.circle.answers.page_views import (
    answer_state,
    answers_of,
    closes_told,
    find_meeting,
    is_away,
    meeting_values,
    questions_of,
    vote_of,
)
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.errors import Stop
from tasks.circle.model.phrases import date_words
from tasks.circle.model.records import AttendanceReply, Changes, Consultation, Meeting
from tasks.pages.circle_site import Visitor
from tasks.pages.form_request import Asked
from tasks.pages.refusals import kept, refused, too_often


def answers(asked: Asked) -> Response:
    """The form after a meeting: what was saved, changed until it closes (R13)."""
    visitor, meeting = _about_meeting(asked)
    if visitor is None or meeting is None or meeting.cancelled:
        return refused(asked)
    now, circle = clock.now(), asked.desk.context.circle
    state = answer_state(circle, meeting, now)
    questions, saved = questions_of(circle, visitor.memory, meeting), answers_of(visitor.memory, meeting.number)
    typed, errors, status = dict(saved), {}, 200
    if asked.sent and state == "open":
        if not kept(asked):
            return too_often(asked)
        read = read_answers(
            asked.form, [key for key, _ in questions], saved, visitor.code, meeting.number, now, asked.desk.redacted
        )
        typed, errors, status = dict(read.typed), read.errors, 422 if read.errors else 200
        if not errors:
            try:
                asked.desk.save(Changes(own_replies=read.replies))
                return asked.again()
            except Stop:
                errors, status = {"form": "not_saved"}, 503
    language = asked.chosen_language or visitor.language
    return asked.page(
        "answers.html", visitor.language, status, visitor=visitor, questions=questions, typed=typed, answered=any(saved.values()),
        meeting=meeting_values(circle, meeting, language, now), state=state, errors=errors, saved=asked.saved and not errors,
        closes=closes_told(circle, answers_close(meeting, circle), language), who=asked.path["who"],
    )  # fmt: skip


def absence(asked: Asked) -> Response:
    """«Kan ikke» for one meeting, and back again."""
    visitor, meeting = _about_meeting(asked)
    if visitor is None or meeting is None:
        return refused(asked)
    now, circle, errors, status = clock.now(), asked.desk.context.circle, {}, 200
    if asked.sent and meeting.start > now and not meeting.cancelled and asked.form.get("comes") in ("yes", "no"):
        if not kept(asked):
            return too_often(asked)
        said = AttendanceReply(visitor.code, meeting.number, asked.form["comes"] == "yes", now)
        try:
            asked.desk.save(Changes(attendance_replies=(said,)))
            return asked.again()
        except Stop:
            errors, status = {"form": "not_saved"}, 503
    language = asked.chosen_language or visitor.language
    return asked.page(
        "absence.html", visitor.language, status, visitor=visitor, meeting=meeting_values(circle, meeting, language, now),
        away=is_away(visitor.memory, meeting), errors=errors, saved=asked.saved and not errors, who=asked.path["who"],
    )  # fmt: skip


def consultation(asked: Asked) -> Response:
    """Which proposals and dates suit (R15); several may."""
    visitor = asked.desk.visitor(asked.path["who"])
    open_ones = visitor.memory.consultations if visitor else ()
    about = next((each for each in open_ones if str(each.meeting) == asked.path["number"]), None)
    if visitor is None or about is None:
        return refused(asked)
    now, circle, errors, status = clock.now(), asked.desk.context.circle, {}, 200
    if asked.sent and now < about.closes:
        if not kept(asked):
            return too_often(asked)
        try:
            asked.desk.save(Changes(own_votes=(read_vote(asked.many, about, visitor.code, now),)))
            return asked.again()
        except Stop:
            errors, status = {"form": "not_saved"}, 503
    language, vote = asked.chosen_language or visitor.language, vote_of(visitor.memory, about)
    return asked.page(
        "consultation.html", visitor.language, status, visitor=visitor, who=asked.path["who"], voted=vote is not None,
        open=now < about.closes, closes=closes_told(circle, about.closes, language), errors=errors,
        proposals=_proposals(visitor, about, vote.proposals if vote else ()), saved=asked.saved and not errors,
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


def _about_meeting(asked: Asked) -> tuple[Visitor | None, Meeting | None]:
    visitor, number = asked.desk.visitor(asked.path["who"]), asked.path["number"]
    fits = number.isascii() and number.isdigit() and len(number) < 5
    return visitor, find_meeting(visitor.memory, int(number)) if visitor and fits else None
