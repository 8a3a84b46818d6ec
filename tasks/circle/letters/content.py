"""What a letter tells: the values its template is filled with, in the reader's language (names as in template_check.py)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from types import SimpleNamespace as TemplateValues

from tasks.circle.answers.consultation import day_words, months, result
from tasks.circle.focus.redaction import quoted
from tasks.circle.letters.digest import Digest, digest_of, release_of
from tasks.circle.letters.digest_content import digest_values, similar_now
from tasks.circle.letters.due import Letter
from tasks.circle.letters.tally import Tally, tallies
from tasks.circle.letters.template_check import NOTHING
from tasks.circle.meetings.beside import after_of, links_of
from tasks.circle.meetings.closing import erase_instant, is_last
from tasks.circle.meetings.programme import coming, held
from tasks.circle.model.attending import Consultation
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Keys, Pages, confirm_links, form_code, links_for, room_address
from tasks.circle.model.phrases import clock_words, date_words, join_words, rhythm_words, time_words, when_words, where_words
from tasks.circle.model.records import Candidate, Form, LetterRecord, Meeting, is_applicant
from tasks.circle.model.table import normal
from tasks.circle.people.roster import Person
from tasks.circle.proposals.shown_words import Release, bare
from tasks.circle.snapshot import Snapshot

# The day's agenda with times, and the balance of themes over the series (R16b).

STEP = 5


def schedule(circle: Circle, meeting: Meeting, language: str) -> tuple[tuple[str, str], ...]:
    """Clock and point of the agenda: the meeting's time shared out, the last point (next focus area) half as long.

    A suggestion for facilitators, rounded to five minutes.
    """
    points = circle.agenda
    weights = [1.0] * (len(points) - 1) + [0.5] if len(points) > 1 else [1.0] * len(points)
    length = (meeting.end - meeting.start) / timedelta(minutes=1)
    rows, passed = [], 0.0
    for point, weight in zip(points, weights, strict=True):
        minutes = round(passed / STEP) * STEP
        clock = (meeting.start + timedelta(minutes=minutes)).astimezone(circle.zone)
        rows.append((clock_words(clock, language), point))
        passed += length * weight / sum(weights)
    return tuple(rows)


def balance(circle: Circle, meetings: Iterable[Meeting]) -> tuple[tuple[str, int], ...]:
    """How many of the held meetings' focus areas carry each tag of the bank; shown, not steered."""
    tags = {normal(topic.title): topic.tags for topic in circle.topics}
    counted = Counter(tag for meeting in meetings for tag in tags.get(normal(meeting.focus), ()))
    known = dict.fromkeys(tag for topic in circle.topics for tag in topic.tags)
    return tuple((tag, counted[tag]) for tag in known) if counted else ()


#: Quotes of «trenger å lære» on the day sheet.
MOST_QUOTES = 8


class LetterContent:
    """Makes the values of every letter of one round; what is the same for all readers of a language is made once."""

    def __init__(
        self, snapshot: Snapshot, meetings: Sequence[Meeting], letters: Sequence[LetterRecord], problems: Sequence[Problem], keys: Keys, pages: Pages,
        *, mailbox: bool = False,
    ) -> None:  # fmt: skip
        """`meetings` as they are after the rooms were seen to, `letters` all that were sent, `pages` where they answer; with a `mailbox` that is
        read, a reply counts as an answer (R31)."""
        self.mailbox = mailbox
        self.snapshot, self.circle, self.now = snapshot, snapshot.inputs.circle, snapshot.inputs.now
        self.meetings = sorted(meetings, key=lambda meeting: (meeting.start, meeting.number))
        self.by_number = {meeting.number: meeting for meeting in meetings}
        self.letters, self.problems, self.keys, self.pages = letters, problems, keys, pages
        self._common: dict[tuple[str, int], dict[str, object]] = {}

    def context(self, letter: Letter, person: Person) -> dict[str, object]:
        """Every name a template may use."""
        language = person.language
        meeting = self.by_number.get(letter.meeting)
        asking = is_applicant(letter.person)  # of a stranger's form nothing is told to whom it may not be from (R34)
        links = (
            confirm_links(self.pages, self.circle.name, person.code, self.keys, language)
            if asking
            else links_for(self.pages, self.circle.name, person.known, self.keys, letter.meeting)
        )
        links = replace(links, facilitator=links.facilitator if person.facilitator else "", me=links.me if person.participant or asking else "")
        if meeting and meeting.address and self.snapshot.inputs.attendance and person.participant:
            links = replace(links, room=links.meeting)
        first = person.name.split()[0] if person.name else ""
        code = form_code(person.known, self.keys.digest) if self.pages.has_forms and not asking else ""
        return {
            **self._shared(language, letter.meeting),
            "person": TemplateValues(name=person.name, first_name=first, code=code, facilitator=person.facilitator),
            "links": links,
            **self._own(letter, meeting, language),
        }

    def _own(self, letter: Letter, meeting: Meeting | None, language: str) -> Mapping[str, object]:
        """What only this kind of letter tells."""
        if letter.kind is Kind.CONSULTATION:
            return self._consultation(letter.meeting, language)
        if letter.kind is Kind.DIGEST:
            coming_up = self._coming(language)
            return digest_values(self._digest, self.snapshot, self.by_number, language, self._candidates, coming_up, self._similar)
        if letter.kind is Kind.CLOSING:
            return self._closing(language)
        if meeting is None:
            return {}
        if letter.kind in (Kind.UPDATE, Kind.CANCELLATION) and letter.told:
            return self._change(letter, letter.told, meeting, language)
        if letter.kind is Kind.FOCUS:
            return self._summary(language)
        if letter.kind is Kind.DAY_SHEET:
            return self._day_sheet(meeting, language)
        if letter.kind in (Kind.REFLECTION, Kind.NUDGE) and is_last(self.circle, self.meetings, meeting):
            return {"circle": TemplateValues(**{**vars(self._circle(language)), "suggestion": ""})}
        return {}

    def _shared(self, language: str, number: int) -> dict[str, object]:
        """The same for all who are written to about the meeting `number`."""
        if (language, number) not in self._common:
            ahead = coming(self.meetings, self.now)
            items = tuple(self._item(meeting, language) for meeting in self.meetings)
            about = self.by_number.get(number)
            self._common[language, number] = {
                **NOTHING,
                "meeting": self._meeting(about, language) if about else None,
                "circle": self._circle(language),
                "programme": items,
                "next_meeting": self._item(ahead[0], language) if ahead else None,
                "earlier": tuple(m.focus for m in self.meetings if m.focus and not m.cancelled and m.start <= self.now),
            }
        return self._common[language, number]

    def _circle(self, language: str) -> TemplateValues:
        circle = self.circle
        return TemplateValues(
            title=circle.title,
            shown_period=circle.shown_period,
            rhythm=rhythm_words(circle.rhythm.rule, circle.rhythm.start, circle.rhythm.end, language),
            last_day=date_words(circle.last_day, language),
            themes=circle.themes,
            agenda=circle.agenda,
            relevance=circle.questions.relevance,
            need=circle.questions.need,
            suggestion=circle.questions.suggestion,
            facilitators=join_words([person.name for person in circle.facilitators], language),
            contact=circle.contact,
            page=f"{self.pages.url.rstrip('/')}/{circle.name}" if self.pages.url else "",
            free=circle.free,
            answers_by_mail=self.mailbox,
            quotes_after_days=circle.letters.quotes_after_days,
        )

    def _meeting(self, meeting: Meeting, language: str) -> TemplateValues:
        start, end = meeting.start.astimezone(self.circle.zone), meeting.end.astimezone(self.circle.zone)
        day = date_words(start.date(), language)
        return TemplateValues(
            number=meeting.number,
            date=day,
            time=time_words(start, end, language),
            when=when_words(start, end, language),
            weekday=day.split()[0],
            form=meeting.form.value,
            place=meeting.place_words,
            link=meeting.link,
            direct=meeting.room.link if meeting.room and meeting.address else "",
            focus=meeting.focus,
            where=where_words(meeting.form, meeting.place_words, language),
            input=meeting.input,
            links=links_of(meeting),
            after=after_of(meeting) if meeting.end <= self.now else (),
        )

    def _item(self, meeting: Meeting, language: str, tally: Tally | None = None) -> TemplateValues:
        told = self._meeting(meeting, language)
        state = "cancelled" if meeting.cancelled else ("coming" if meeting.start > self.now else "held")
        counts = tally or Tally()
        return TemplateValues(
            number=meeting.number, when=told.when, where=told.where, focus=meeting.focus, state=state, link=told.link,
            invited=counts.invited, reminded=counts.reminded, answered=counts.answered, absent=self._absent_from(meeting.number),
        )  # fmt: skip

    def said(self, letter: Letter) -> str:
        """The PARTSTAT of what the recipient has said since the entry is as it stands; "" when they are to be asked (RFC 5546 §3.2.2)."""
        at, answer = self.snapshot.said.get((letter.person, letter.meeting), (None, ""))
        return answer if letter.asked and (at is None or at >= letter.asked) else ""

    def _absent_from(self, number: int) -> int:
        return sum(1 for _, meeting in self.snapshot.absent if meeting == number)

    def _change(self, letter: Letter, told: LetterRecord, meeting: Meeting, language: str) -> Mapping[str, object]:
        zone = self.circle.zone
        form, place, _ = (*told.where.split("|"), "", "")[:3]
        start, end = told.start or meeting.start, told.end or meeting.end
        return {
            "old": TemplateValues(
                when=when_words(start.astimezone(zone), end.astimezone(zone), language),
                where=where_words(Form(form or Form.DIGITAL), place, language),
            ),
            "moved": (start, end) != (meeting.start, meeting.end),
            "place_changed": told.where not in meeting.told_places,
            "restored": told.kind is Kind.CANCELLATION,
            "focus_changed": told.focus_revision < meeting.focus_revision,
            "personal": letter.personal,
        }

    def _consultation(self, number: int, language: str) -> Mapping[str, object]:
        asked: Consultation | None = next((c for c in self.snapshot.consultations if c.meeting == number), None)
        if asked is None:
            return {}
        titles = {each.title: each for each in self.snapshot.candidates}
        proposals = self._release.candidates([titles.get(title) or bare(title) for title in asked.proposals], language)
        return {
            "proposals": tuple(self._candidate(each, {}) for each in proposals),
            "dates": tuple(day_words(self.circle, day, language) for day in asked.dates),
            "months": months(asked, language),
            # The last day votes are taken, not the midnight after it.
            "closes": date_words((asked.closes - timedelta(seconds=1)).astimezone(self.circle.zone).date(), language),
        }

    @cached_property
    def _release(self) -> Release:
        return release_of(self.snapshot)

    def _summary(self, language: str) -> Mapping[str, object]:
        """What was said last time, without names; the proposals as they were, also the one that was chosen."""
        before = held(self.meetings, self.now)
        if not before:
            return {}
        last = before[-1].number
        found = self._release.candidates(self.snapshot.candidates_about(last), language)
        return {
            "summary": tuple((each.title, each.participants) for each in found),
            "answered": self._tallies.get(last, Tally()).answered,
            "asked": self._tallies.get(last, Tally()).asked,
        }

    def _day_sheet(self, meeting: Meeting, language: str) -> Mapping[str, object]:
        people = [person for person in self.snapshot.roster.people if person.participant]
        number = meeting.number
        invited = {s.person for s in self.letters if s.meeting == number and s.kind is Kind.INVITATION}
        away = {code for code, which in self.snapshot.absent if which == number}
        before = next((m for m in reversed(held(self.meetings, self.now)) if m.start < meeting.start), None)
        there = [person for person in people if person.code in invited]
        new = [person for person in there if before and person.known.joined and person.known.joined >= before.start]
        said = self.snapshot.replies.values()
        needs = [quoted(r.text) for r in said if before and r.meeting == before.number and r.question == "need"]
        return {
            "schedule": schedule(self.circle, meeting, language),
            "all_new": bool(there) and before is None,
            "newcomers": tuple(person.name or person.code for person in new),
            "absent": tuple(person.name or person.code for person in there if person.code in away),
            "expected": sum(1 for person in there if person.code not in away),
            "quotes": tuple(sorted(needs, key=len, reverse=True)[:MOST_QUOTES]),
            "candidates": self._candidates,
            "candidates_of": self.snapshot.candidates_of,
            "room_address": room_address(self.pages, self.circle.name, self.keys, number),
        }

    def _closing(self, language: str) -> Mapping[str, object]:
        meetings = held(self.meetings, self.now)
        day: date = (erase_instant(self.circle) - timedelta(seconds=1)).astimezone(self.circle.zone).date()
        return {
            "held": tuple(self._item(m, language, self._tallies.get(m.number)) for m in meetings),
            "still_wanted": tuple((each.title, each.participants) for each in self._release.candidates(self.snapshot.candidates[:3], language)),
            "thanks_participants": sum(1 for person in self.snapshot.roster.people if person.participant),
            "deleted_after": date_words(day, language),
            "balance": balance(self.circle, meetings),
        }

    def _coming(self, language: str) -> tuple[TemplateValues, ...]:
        return tuple(self._item(m, language, self._tallies.get(m.number)) for m in coming(self.meetings, self.now))

    @cached_property
    def _candidates(self) -> tuple[TemplateValues, ...]:
        asked = self.snapshot.consultations
        votes = dict(result(asked[-1], self.snapshot.votes).proposals) if asked else {}
        return tuple(self._candidate(each, votes) for each in self.snapshot.candidates)

    def _candidate(self, each: Candidate, votes: Mapping[str, int]) -> TemplateValues:
        count = votes.get(each.title, 0)
        return TemplateValues(title=each.title, participants=each.participants, votes=count, why=each.why, quotes=each.quotes)

    @cached_property
    def _similar(self) -> tuple[tuple[str, str], ...]:
        return similar_now(self.snapshot, self.by_number)

    @cached_property
    def _digest(self) -> Digest:
        return digest_of(self.snapshot, self.letters, self.problems)

    @cached_property
    def _tallies(self) -> dict[int, Tally]:
        return tallies(self.letters, self.snapshot.replies.values())
