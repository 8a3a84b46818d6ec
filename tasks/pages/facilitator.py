"""The facilitators' page: what waits for their yes, what the next round would send, who is new. GET shows, POST acts (R41). No Prefect here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace as TemplateValues

from starlette.responses import Response

from tasks import clock
from tasks.circle.acts import DAILY, with_missed
from tasks.circle.answers.consultation import day_words, months, result
from tasks.circle.answers.merging import merge_votes
from tasks.circle.answers.page_views import closes_told
from tasks.circle.focus.corrections import LONGEST_NAME
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.errors import Problem, Stop, gathered, to_mend
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Purpose
from tasks.circle.model.phrases import date_words
from tasks.circle.model.records import Changes, Memory, WordsDecision
from tasks.circle.model.table import clean
from tasks.circle.model.tabs import READ_NAMES
from tasks.circle.plan import Read, Scope, plan_round
from tasks.circle.proposals.correcting import Act, CorrectionRequest, correct
from tasks.circle.proposals.proposing import shown
from tasks.circle.proposals.shown_words import Release, Words
from tasks.circle.snapshot import take_snapshot
from tasks.pages.circle_site import CircleSite
from tasks.pages.form_request import NONE, SAVED_FIELD, PageRequest, refused, save
from tasks.pages.voting import at_table, decide_ballot
from tasks.round.sign_ups import with_pending_sign_ups
from tasks.round.trial import remembered

#: What is said after a yes, a no, a name, a vote that was opened or closed.
SAVED = {"yes": "saved_yes", "no": "saved_no", "name": "saved_name", "open": "saved_open", "close": "saved_close"}
#: So long somebody is new.
NEW_FOR = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the next round would send as sheet and ledger are now: letters by kind and meeting (Nr, 0: none), and what people are to mend."""

    letters: tuple[tuple[Kind, int, int], ...] = ()
    problems: tuple[Problem, ...] = ()


def facilitating(request: PageRequest) -> Response:
    """Only today's facilitators have one. A yes or no is to the words as they are now: what was changed meanwhile waits anew.

    A name that is given to a title is a correction as in «rett forslagene», and can be undone there.
    """
    visitor = request.site.visitor(request.path["who"], Purpose.FACILITATOR)
    if visitor is None or not request.site.leads(visitor):
        return refused(request)
    now, site, errors = clock.now(), request.site, NONE
    memory, language = remembered(site.ref), request.chosen_language or visitor.language
    words = _words(site, memory, now)
    if request.sent:
        about = request.form.get("answer") in ("open", "close")
        errors = decide_ballot(request, memory, visitor.code, now) if about else _decided(request, memory, words, visitor.code, now)
        if not errors:
            return request.again(request.form["answer"])
    return request.page(
        "facilitator.html", visitor.language, errors=errors, visitor=visitor, done=SAVED.get(request.query.get(SAVED_FIELD, ""), "saved"),
        days={each.key: date_words(each.goes.astimezone(site.context.circle.zone).date(), language) for each in words if each.goes},
        waiting=[each for each in words if each.waits], decided=[each for each in words if not each.waits],
        newcomers=_newcomers(site, memory, now, language), ahead=site.kept_a_while(lambda: _ahead(site, memory, now)),
        table=at_table(request, memory, now), asked=_consultation(site, memory, now, language),
        own=site.link(visitor, Purpose.ME) if visitor.known and visitor.known.joined else "",
    )  # fmt: skip


def _decided(request: PageRequest, memory: Memory, words: Sequence[Words], by: str, now: datetime) -> Mapping[str, str]:
    """A yes, a no, or a name for a title: what is wrong with it, or nothing."""
    chosen = next((each for each in words if each.key == request.form.get("words")), None)
    answer, name = request.form.get("answer"), clean(request.form.get("name", ""))
    if chosen is None or answer not in ("yes", "no", "name"):
        return {"form": "words_changed"}
    if request.form.get("was", str(chosen.decided)) != str(chosen.decided):
        return {"form": "decided_meanwhile"}
    if answer != "name" or not chosen.is_title:
        return save(request, Changes(words_decided=(WordsDecision(chosen.key, answer == "yes", by, now),)))
    if not name or len(name) > LONGEST_NAME:
        return {"form": "no_name"}
    circle, digest = request.site.context.circle, request.site.context.keys.digest
    seen = correct(circle, memory, CorrectionRequest(Act.SHOW, meeting=chosen.meeting), now, digest)[1].report
    number = next((each.rank for each in seen.proposals + seen.also if each.title == chosen.text), 0)
    if not number:
        return {"form": "no_theme"}
    rename = CorrectionRequest(Act.RENAME, number, text=name, meeting=chosen.meeting)
    return save(request, correct(circle, memory, rename, now, digest)[0])


def _words(site: CircleSite, memory: Memory, now: datetime) -> tuple[Words, ...]:
    """Of the last proposals, when the answers they rest on are closed: until then they may still change."""
    circle = site.context.circle
    number, candidates = shown(memory.candidates, memory.meetings)
    about = next((each for each in memory.meetings if each.number == number), None)
    if about is None or now < answers_close(about, circle):
        return ()
    return Release(circle, memory, site.context.keys.digest, now).words(candidates)


def _newcomers(site: CircleSite, memory: Memory, now: datetime, language: str) -> list[tuple[str, str]]:
    """Who has signed up lately, with the day, the latest first; by name where the sheet can be read, else by code."""
    zone = site.context.circle.zone
    lately = [each for each in memory.people if each.joined and not each.left and not each.gone and each.joined > now - NEW_FOR]
    lately.sort(key=lambda each: each.joined or now, reverse=True)
    return [(site.full_name(each.digest) or each.code, date_words((each.joined or now).astimezone(zone).date(), language)) for each in lately]


def _consultation(site: CircleSite, memory: Memory, now: datetime, language: str) -> TemplateValues | None:
    """The consultation that is open or has just closed, with what people added (R36)."""
    circle = site.context.circle
    last = next((each for each in reversed(memory.consultations) if now < each.closes + NEW_FOR), None)
    if last is None:
        return None
    found = result(last, merge_votes(memory.votes, memory.own_votes, memory.consultations))
    dates = tuple((day_words(circle, day, language), votes) for day, votes in found.dates)
    return TemplateValues(
        month=months(last, language), turnout=found.turnout, proposals=found.proposals, dates=dates, none_fits=found.none_fits,
        comments=found.comments, open=now < last.closes, closes=closes_told(circle, last.closes, language),
    )  # fmt: skip


def _ahead(site: CircleSite, memory: Memory, now: datetime) -> Ahead:
    """Decided as a plan decides it, without mail that nobody has read yet; nothing is written anywhere."""
    context, doors = site.context, site.context.settings.doors
    try:
        read = with_pending_sign_ups(site.ref, Read(context.doors.sheet.read(READ_NAMES, now), memory), now)
        acts = with_missed(DAILY, memory.last_consult, now, context.circle.zone)
        inputs = context.inputs(read.memory, now, consult="consult" in acts, applicants=read.applicants)
        found = plan_round(take_snapshot(read.values, inputs), Scope(acts, doors.post.per_round, context.doors.link), read.problems)
    except Stop as stop:
        return Ahead((), tuple(stop.problems))
    counts = Counter((letter.kind, letter.meeting) for letter in found.letters)
    return Ahead(tuple((kind, meeting, number) for (kind, meeting), number in counts.items()), gathered(to_mend(found.problems)))
