"""What replies in the mailbox change, held against what the ledger knows: nobody's answer changes by a name, a link or an address alone (R31)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.circle.answers.page_views import belongs, find_meeting
from tasks.circle.meetings.closing import answers_close, answers_open
from tasks.circle.model.attending import Vote
from tasks.circle.model.circle import Circle
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Keys, Purpose
from tasks.circle.model.records import FORGOTTEN, Changes, Memory, PersonRecord, Reply
from tasks.circle.people.calendar_signals import Signal, Told, notices_of
from tasks.circle.people.sign_ups import address_key
from tasks.circle.people.written import Written
from tasks.circle.replies.meaning import Means
from tasks.circle.replies.quoting import Ours
from tasks.circle.replies.reading import read_reply
from tasks.circle.replies.votes import chosen

#: By the page that a personal link in the quote leads to: what its letter asked.
_ASKED = {"svar": Kind.REFLECTION, "samraad": Kind.CONSULTATION}
_ABOUT_MEETING = frozenset(("svar", "samraad", "fravaer"))
_OF_PERSON = {"min": Purpose.ME, "avmeld": Purpose.LEAVE}
#: Where an answer that its writer has not divided stands.
WHOLE = "need"
#: Longer is no answer to two questions; what is more is left in the mailbox.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Taken:
    """`memory` with the replies taken in, `changes` what the ledger is to save of them."""

    memory: Memory
    changes: Changes


def take_replies(
    messages: Iterable[Written], memory: Memory, circle: Circle, keys: Keys, sentences: Sequence[str], clean: Callable[[str], str]
) -> Taken:
    """What `messages` (in the order they came) change; the same again changes nothing. `sentences` are those of our letters, `clean` takes
    names and addresses out of an answer."""
    taking = _Taking(memory, circle, keys, sentences, clean)
    for message in messages:
        taking.take(message)
    notices = notices_of(taking.signals, memory.notices)
    changes = Changes(own_replies=tuple(taking.replies.values()), own_votes=tuple(taking.votes.values()), notices=notices)
    replies = {**{(r.person, r.meeting, r.question): r for r in memory.own_replies}, **taking.replies}
    votes = {**{(v.person, v.meeting): v for v in memory.own_votes}, **taking.votes}
    own = replace(memory, own_replies=tuple(replies.values()), own_votes=tuple(votes.values()), notices={**memory.notices, **notices})
    return Taken(own if changes != Changes() else memory, changes)


class _Taking:
    def __init__(self, memory: Memory, circle: Circle, keys: Keys, sentences: Sequence[str], clean: Callable[[str], str]) -> None:
        self.memory, self.circle, self.keys, self.clean = memory, circle, keys, clean
        asked = circle.questions
        quotes = (text for each in memory.candidates for text in (each.title, *each.quotes))
        self.ours = Ours((*sentences, *quotes, circle.title), (asked.relevance, asked.need, asked.suggestion))
        self.people = {each.digest: each for each in memory.people if each.digest and each.member_since_version != FORGOTTEN}
        self.by_code = {each.code: each for each in self.people.values()}
        self.letters = {sent.message_id: sent for sent in memory.letters if sent.message_id}
        self.replies: dict[tuple[str, int, str], Reply] = {}
        self.votes: dict[tuple[str, int], Vote] = {}
        self.signals: list[Signal] = []

    def take(self, message: Written) -> None:
        writer = self.people.get(self.keys.digest(address_key(message.sender))) if message.sender else None
        owner, kind, meeting = self._letter(message)
        known = writer or owner
        if known is None or known.joined is None:
            return  # people have mail of their own in that box, and facilitators read it
        if owner is None:
            if not (message.links or any(map(self._of_another_circle, message.ids))):
                self._tell(Told.WROTE, known, 0, message.at)
            return
        if writer is not owner:
            self._tell(Told.ANOTHER, owner, meeting, message.at)
            return
        found = read_reply(message.text, kind, self.ours, message.name)
        if found.means is Means.LEAVING:
            self._tell(Told.WANTS_OUT, known, 0, message.at)
        elif found.means is Means.TO_PEOPLE:
            self._tell(Told.WROTE, known, meeting, message.at)
        elif found.means is Means.ANSWER and kind is Kind.CONSULTATION:
            self._vote(known, meeting, found.text, message.at)
        elif found.means is Means.ANSWER:
            self._answer(known, meeting, found.answers or {WHOLE: found.text}, message.at)

    def _letter(self, message: Written) -> tuple[PersonRecord | None, Kind | None, int]:
        """Whose letter it answers, of which kind, about which meeting: by its keyed name, else by a personal link in the quote."""
        for identity in message.ids:
            sent = self.letters.get(identity)
            if sent and self.keys.is_signed(identity):
                return self.by_code.get(sent.person), sent.kind, sent.meeting
        digests = {each.code: each.digest for each in self.people.values()}
        owner, kind, meeting = "", None, 0
        for page, number, secret in message.links:
            purpose = Purpose.MEETING if page in _ABOUT_MEETING else _OF_PERSON.get(page)
            code = self.keys.owner(self.circle.name, secret, digests, purpose, number) if purpose else ""
            if code and not (owner and code != owner):
                owner, kind, meeting = code, kind or _ASKED.get(page), meeting or number
        return self.by_code.get(owner), kind, meeting

    def _of_another_circle(self, identity: str) -> bool:
        """Circles of an installation may share the mailbox."""
        return self.keys.is_signed(identity) and not identity.partition(".")[2].startswith(f"{self.circle.name}.")

    def _answer(self, known: PersonRecord, number: int, parts: Mapping[str, str], at: datetime) -> None:
        """The latest counts for each question; what is not written erases nothing. After the answers have closed people read it."""
        meeting = find_meeting(self.memory, number)
        if meeting is None or not belongs(known, meeting) or not answers_open(meeting) <= at < answers_close(meeting, self.circle):
            self._tell(Told.TOO_LATE, known, number, at)
            return
        before = {(r.person, r.meeting, r.question): r.at for r in (*self.memory.own_replies, *self.replies.values())}
        for question, text in parts.items():
            key = (known.code, number, question)
            said = self.clean(text[:LONGEST])
            if said and not (key in before and before[key] >= at):
                self.replies[key] = Reply(known.code, number, question, said, at)

    def _vote(self, known: PersonRecord, number: int, text: str, at: datetime) -> None:
        asked = next((each for each in self.memory.consultations if each.meeting == number and each.opened <= at < each.closes), None)
        found = chosen(text, asked) if asked else None
        if found is None:
            self._tell(Told.WROTE if asked else Told.TOO_LATE, known, number, at)
            return
        own = (*self.memory.own_votes, *self.votes.values())
        before = max((v for v in own if (v.person, v.meeting) == (known.code, number)), key=lambda v: v.at, default=None)
        if before is None or before.at < at:  # what they added on the page stays
            self.votes[known.code, number] = Vote(known.code, number, *found, at, comment=before.comment if before else "")

    def _tell(self, why: Told, known: PersonRecord, meeting: int, at: datetime) -> None:
        self.signals.append(Signal(why, known.code, meeting, at))
