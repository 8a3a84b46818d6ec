"""What anybody may see: the circle, and the form to sign up with."""

import time
from dataclasses import replace
from datetime import datetime
from functools import partial
from hmac import compare_digest

from starlette.responses import Response

from tasks import clock
from tasks.circle.answers.page_forms import read_sign_up
from tasks.circle.answers.page_views import belongs, in_order, meeting_values
from tasks.circle.meetings.beside import entry_text
from tasks.circle.meetings.programme import next_meeting
from tasks.circle.model.errors import Stop
from tasks.circle.model.links import Purpose
from tasks.circle.model.phrases import date_words, rhythm_words
from tasks.circle.model.records import Changes, Consent, Meeting, Memory, PendingSignUp
from tasks.circle.people.form_sign_ups import CONFIRM_WITHIN
from tasks.circle.people.sign_ups import NewSignUp, address_key
from tasks.doors.message.ics import Entry, feed
from tasks.pages.form_request import NONE, PageRequest, TooOftenError, refused
from tasks.pages.limits import LONGEST, QUICKEST, Limit, opened_mark, quotas_of, seconds_open
from tasks.round.sign_ups import UNUSUAL, seal, unseal

#: A field no person sees. What fills it in is no person.
TRAP = "nettsted"
#: What one link that confirms, and a form's script of one circle, may ask in a minute.
CONFIRMED, CALLED = Limit(30, 60), Limit(30, 60)


def circle_page(request: PageRequest) -> Response:
    """The circle's own page: what it is, for whom, dates and focus areas, the agenda, who leads it."""
    circle, now = request.site.context.circle, clock.now()
    language = request.chosen_language or circle.language
    memory = request.site.memory()
    coming = next_meeting(memory.meetings, now)
    return request.page(
        "circle.html", circle.language, personal=False, over=_over(request, memory), begun=memory.last_round is not None,
        rhythm=rhythm_words(circle.rhythm.rule, circle.rhythm.start, circle.rhythm.end, language),
        last_day=date_words(circle.last_day, language),
        programme=[meeting_values(circle, each, language, now, public=True) for each in in_order(memory.meetings)],
        next_meeting=meeting_values(circle, coming, language, now, public=True) if coming else None,
    )  # fmt: skip


def sign_up(request: PageRequest) -> Response:
    """One form for all meetings from the next one on. Thanks look the same for everybody."""
    circle = request.site.context.circle
    language = request.chosen_language or circle.language
    now, memory = clock.now(), request.site.memory()
    over, first = _over(request, memory), next_meeting(memory.meetings, now)
    new, errors = read_sign_up(request.form, language, now)
    new = replace(new, consent=_read_to(request, language))
    if request.sent and not over:
        errors |= _hasty(request)
        try:
            if not errors and (request.form.get(TRAP) or _saved(request, new)):
                return request.again()
            errors = errors or {"form": "too_many"}
        except Stop:
            errors = {"form": "not_saved"}
    told = meeting_values(circle, first, language, now, public=True) if first else None
    return request.page(
        "sign_up.html", circle.language, errors=NONE if over or not request.sent else errors, personal=False, over=over, typed=new, trap=TRAP,
        opened=opened_mark(request.site.context.keys, time.time()), first=told,
        consented=request.form.get("consent") == "yes",
    )  # fmt: skip


def _saved(request: PageRequest, new: NewSignUp) -> bool:
    """Whether it waits for its confirmation now; False when too many came lately (RULES.md R34)."""
    context, now = request.site.context, clock.now()
    waits = Changes(pending_sign_ups=(seal(context.keys, new),))
    quotas = quotas_of(context.keys, address_key(new.address), request.client)
    return context.doors.ledger.save_counted(request.site.ref.circle, waits, quotas, now, unusual=UNUSUAL)


def confirming(request: PageRequest) -> Response:
    """The link of the letter that asks: GET shows the button, POST confirms, and twice is once."""
    context, now = request.site.context, clock.now()
    name, _, secret = request.path["which"].partition(".")
    if not compare_digest(secret.encode(), context.keys.secret("confirm", context.circle.name, name).encode()):
        return refused(request)
    if not CONFIRMED.passes(f"{context.circle.name}/{name}"):
        raise TooOftenError
    pending, asked = context.doors.ledger.sign_up(context.circle.name, name)
    done = pending.confirmed is not None if pending else asked
    over = _over(request, request.site.memory())
    within = pending is not None and now < pending.at + CONFIRM_WITHIN and not over
    if request.sent and within and not done:
        context.doors.ledger.confirm(context.circle.name, name, now, _consent(request, pending, now) if pending else None)
        return request.again()
    opened = unseal(context.keys, pending) if pending and pending.sealed else None
    state = "ask" if within else "over" if over else "late"
    if done:  # nothing is left of a sign-up that is in the sheet, so nobody knows here who has left since
        state = "used" if pending is None else "in" if opened and _takes_part(request, opened.address) else "done"
    return request.page(
        "confirming.html", opened.language if opened else context.circle.language, personal=False, state=state,
        says_yes=pending is not None and not pending.sealed,
    )  # fmt: skip


def _consent(request: PageRequest, pending: PendingSignUp, now: datetime) -> Consent | None:
    """What was said yes to, word for word: of a form's row what this page shows beside the button."""
    context = request.site.context
    if pending.sealed:
        new = unseal(context.keys, pending)
        digest, consent = (context.keys.digest(address_key(new.address)), new.consent) if new else ("", "")
    else:
        digest = request.site.asked_for(pending.id)
        consent = _read_to(request, request.chosen_language or context.circle.language)
    language, _, text = consent.partition("|")
    return Consent(digest, now, language, text) if digest and text else None


def _read_to(request: PageRequest, language: str) -> str:
    """The words of the box and what stands beside it, as the page showed them, with its language and a «|» before."""
    letters, say = request.site.context.circle.letters, partial(request.look.sentence, language)
    days = say("page.one_day") if letters.quotes_after_days == 1 else say("page.many_days", count=letters.quotes_after_days)
    more = say("sign_up.consent_more", months=letters.erase_months)
    if letters.quotes_after_days:
        more = say("sign_up.consent_more_days", months=letters.erase_months, days=days)
    told = (say("sign_up.consent"), more)
    return f"{language}|{' '.join(told)}"


def _takes_part(request: PageRequest, address: str) -> bool:
    """Whether somebody of this address is in already: nothing new comes to them."""
    site, digest = request.site, request.site.context.keys.digest(address_key(address))
    known = next((code for code, each in site.context.doors.ledger.digests(site.ref.circle).items() if each == digest), "")
    visitor = site.visitor_of(known, Purpose.ME) if known else None
    return bool(visitor and visitor.known and visitor.known.joined and not visitor.out)


def new_rows(request: PageRequest) -> Response:
    """What a form's script calls when it has written a row: all it can do is to wish for a round, and many times is once."""
    context = request.site.context
    if not compare_digest(request.path["secret"].encode(), context.keys.secret("rows", context.circle.name).encode()):
        return refused(request)
    if not CALLED.passes(context.circle.name):
        raise TooOftenError
    if request.sent:
        request.site.save(Changes(), wish=True)
    return Response(status_code=204 if request.sent else 405)


def _hasty(request: PageRequest) -> dict[str, str]:
    """Nobody fills the form in within seconds; who does is asked to send it once more, and a person can."""
    taken = seconds_open(request.site.context.keys, request.form.get("opened", ""), time.time())
    return {} if taken is not None and QUICKEST <= taken <= LONGEST else {"form": "hasty"}


def _over(request: PageRequest, memory: Memory) -> bool:
    """Nobody can join a circle whose last day has passed, or that was closed."""
    circle = request.site.context.circle
    return clock.now().astimezone(circle.zone).date() > circle.last_day or memory.closed is not None


# Calendars to subscribe to (RFC 5545, METHOD:PUBLISH): a participant's own with links to the rooms, the circle's without.


def own_calendar(request: PageRequest) -> Response:
    """The meetings of one person; who has left keeps those that were, and the coming ones are called off."""
    visitor = request.site.visitor(request.path["who"], Purpose.FEED, Purpose.OLD)
    if visitor is None or visitor.known is None:
        return refused(request)
    known, now = visitor.known, clock.now()
    meetings = [each for each in in_order(visitor.memory.meetings) if belongs(known, each)]
    return _calendar(request, [_entry(request, each, visitor.memory, now, visitor.language, personal=True, out=visitor.out) for each in meetings])


def open_calendar(request: PageRequest) -> Response:
    """All meetings of the circle; the way into the room is for participants."""
    memory, now = request.site.memory(), clock.now()
    language = request.site.context.circle.language
    return _calendar(request, [_entry(request, each, memory, now, language, personal=False, out=False) for each in in_order(memory.meetings)])


def _calendar(request: PageRequest, entries: list[Entry]) -> Response:
    return Response(feed(entries, request.site.context.circle.title), media_type="text/calendar; charset=utf-8")


def _entry(request: PageRequest, meeting: Meeting, memory: Memory, now: datetime, language: str, *, personal: bool, out: bool) -> Entry:
    context = request.site.context
    link = meeting.link if personal else ""
    return Entry(
        method="CANCEL" if meeting.cancelled or (out and meeting.start > now) else "REQUEST",
        uid=meeting.uid,
        sequence=meeting.sequence,
        # When it was last known to be so; the same bytes until the next round.
        stamp=memory.last_round or now,
        start=meeting.start,
        end=meeting.end,
        summary=f"{context.circle.title}: {meeting.focus}" if meeting.focus else context.circle.title,
        description=entry_text(context.circle, meeting, language, public=not personal),
        location=" · ".join(part for part in (meeting.place_words if personal else meeting.public_place, link) if part),
        link=link,
        organizer_name=context.circle.title,
        organizer_address=context.settings.doors.post.sender_address,
        attendee_name="",
        attendee_address="",
    )
