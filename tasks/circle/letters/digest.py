"""When the facilitators get a digest, and what is new in it (R16, R21, R23, RULES.md «Digest»)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from tasks.circle.answers.consultation import Result, lacking, local_day, result
from tasks.circle.letters.due import Letter
from tasks.circle.meetings.closing import CLOSED, answers_close
from tasks.circle.meetings.programme import coming
from tasks.circle.meetings.rhythm import letter_day
from tasks.circle.model.errors import Grade, Problem, gathered
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import SETTLED, DigestNotice, LetterRecord, Outcome
from tasks.circle.people import mail
from tasks.circle.proposals.shown_words import Release, Words
from tasks.circle.snapshot import Snapshot

#: A choice not taken and a letter that needs a person are told of again after a week; a row that nobody mends
#: stands in every digest, but is no reason for one more than once a month; what is for information is one once.
AGAIN = timedelta(days=7)
AGAIN_ROWS = timedelta(days=31)
#: How long before a meeting a missing date or focus area is asked about (R16).
DECIDE_BEFORE = timedelta(days=14)
NEWS_FOR = timedelta(days=14)
#: What concerns a meeting within so many days waits for no working day (R38).
NEAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A choice people have not made: of `what` ("focus" or "date") for meeting `number` (0: no row yet) on `day`."""

    what: str
    number: int
    day: date


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest of today says, of `problems` both grades (R28); `news`: the reasons for one now; `told` maps all that it tells to now.
    `words` are those of the proposals, which it shows to the facilitators (R41).
    """

    problems: tuple[Problem, ...]
    unknown: tuple[LetterRecord, ...]
    rejected: tuple[LetterRecord, ...]
    undecided: tuple[Undecided, ...]
    consultation: Result | None
    monthly: bool
    news: frozenset[str]
    told: Mapping[str, datetime]
    words: tuple[Words, ...] = ()


def digest_of(snapshot: Snapshot, letters: Sequence[LetterRecord], problems: Iterable[Problem]) -> Digest:
    """The digest as it would be now. `letters` are the ledger's with those of this round."""
    now, told = snapshot.inputs.now, snapshot.inputs.memory.notices
    versions = {person.code: person.known.address_version for person in snapshot.roster.people}
    rejected = tuple(s for s in letters if s.outcome is Outcome.REJECTED and versions.get(s.person) == s.address_version)
    unknown = tuple(s for s in letters if s.outcome in (Outcome.UNKNOWN, Outcome.CLAIMED))
    open_choices, last = undecided(snapshot), _last_consultation(snapshot)
    month, first = _month(snapshot, now), snapshot.inputs.memory.first_round
    monthly = month not in told and first is not None and _month(snapshot, first) != month
    found = tuple(dict.fromkeys(problems))
    keys = [_key(problem) for problem in found]
    keys += [f"{DigestNotice.UNKNOWN}{s.message_id}" for s in unknown] + [f"{DigestNotice.REJECTED}{s.message_id}" for s in rejected]
    keys += [f"{DigestNotice.UNDECIDED}{choice.what}:{choice.day}" for choice in open_choices]
    once_only = {_key(problem) for problem in found if problem.grade is Grade.INFORMATION}
    again = {key: AGAIN_ROWS if key.startswith(DigestNotice.PROBLEM) else AGAIN for key in keys if key not in once_only}
    quiet = {_key(problem) for problem in found if problem.passing}
    news = {key for key in keys if key not in quiet and (key not in told or (key in again and now >= told[key] + again[key]))}
    once = [
        *_proposals_ready(snapshot),
        *([f"{DigestNotice.CONSULTATION}{last.consultation.meeting}"] if last and now >= last.consultation.closes else []),
    ]
    news |= {key for key in once if key not in told} | ({month} if monthly else set())
    listed = dict.fromkeys((*keys, *news), now)
    return Digest(gathered(found), unknown, rejected, open_choices, last, monthly, frozenset(news), listed, words_of(snapshot))


def words_of(snapshot: Snapshot) -> tuple[Words, ...]:
    """What of the proposals waits for a facilitator's yes, or has had one; nothing before the answers they rest on are closed."""
    inputs, about = snapshot.inputs, [each for each in snapshot.programme.meetings if each.number == snapshot.candidates_of]
    if not about or inputs.now < answers_close(about[0], inputs.circle):
        return ()
    return release_of(snapshot).words(snapshot.candidates)


def release_of(snapshot: Snapshot) -> Release:
    """What the others may see of participants' words, by the programme as it is now."""
    inputs = snapshot.inputs
    return Release(inputs.circle, replace(inputs.memory, meetings=tuple(snapshot.programme.meetings)), inputs.digest, inputs.now)


def digest_letters(snapshot: Snapshot, digest: Digest) -> list[Letter]:
    """One to each facilitator when there is anything new; at most one a day, and on a working day (R38) unless a meeting is near."""
    day = local_day(snapshot.inputs.now, snapshot.inputs.circle)
    today, ahead = str(day), coming(snapshot.programme.meetings, snapshot.inputs.now)
    near = any(local_day(meeting.start, snapshot.inputs.circle) <= day + NEAR for meeting in ahead)
    waits = not near and letter_day(Kind.DIGEST, day, snapshot.inputs.circle) != day
    letters = snapshot.inputs.memory.letters
    gone_out = {s.person for s in letters if s.kind is Kind.DIGEST and s.revision == today and s.outcome in SETTLED}
    refused = {(s.person, s.address_version) for s in letters if s.kind is Kind.DIGEST and s.outcome is Outcome.REJECTED}
    last = any(_key(problem) in digest.news for problem in digest.problems if problem.what.startswith(CLOSED))
    if not digest.news or waits or (snapshot.closing and not last):
        return []
    leaders = [person for person in snapshot.roster.people if person.facilitator and person.address]
    return [
        Letter(person.code, 0, Kind.DIGEST, today, person.known.address_version)
        for person in leaders
        if person.code not in gone_out and (person.code, person.known.address_version) not in refused
    ]


def undecided(snapshot: Snapshot) -> tuple[Undecided, ...]:
    """Dates and focus areas of the next two weeks that nobody has set."""
    now, circle = snapshot.inputs.now, snapshot.inputs.circle
    limit = now + DECIDE_BEFORE
    soon = [m for m in coming(snapshot.programme.meetings, now) if m.start <= limit]
    missing = [Undecided("focus", m.number, local_day(m.start, circle)) for m in soon if not m.focus]
    undated = [each.day for each in lacking(circle, snapshot.programme, now) if each.undated]
    return (*missing, *(Undecided("date", 0, day) for day in undated if day <= local_day(limit, circle)))


def _proposals_ready(snapshot: Snapshot) -> list[str]:
    """The proposals (or that there are too few answers for any) are ready when the answers are closed; news for two weeks."""
    number, now = snapshot.candidates_of, snapshot.inputs.now
    open_still = snapshot.candidates or not snapshot.candidates_about(number)  # else somebody has chosen
    for meeting in snapshot.programme.meetings:
        close = answers_close(meeting, snapshot.inputs.circle)
        if meeting.number == number and open_still and close <= now < close + NEWS_FOR:
            return [f"{DigestNotice.PROPOSALS}{number}"]
    return []


def _last_consultation(snapshot: Snapshot) -> Result | None:
    found = [c for c in snapshot.consultations if snapshot.inputs.now < c.closes + NEWS_FOR]
    return result(found[-1], snapshot.votes) if found else None


def _month(snapshot: Snapshot, moment: datetime) -> str:
    return moment.astimezone(snapshot.inputs.circle.zone).strftime(f"{DigestNotice.MONTHLY}%Y-%m")


def _key(problem: Problem) -> str:
    """The notice of it, equal for the same thing tomorrow. Of mails it is the kind: strangers decide how often they come, not how often we write."""
    text = f"{problem.where}|{problem.what}"
    text = re.sub(r"\d+", "0", text) if problem.where == mail.WHERE else text
    return f"{DigestNotice.PROBLEM}{sha256(text.encode()).hexdigest()[:16]}"
