"""What a mail to the circle can be: a letter that came back, a calendar reply, an unsubscribe mail, or something the program ignores.

Messages come from strangers. Nothing here is believed before `apply_mail` has held it against what the ledger knows.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from tasks.circle.model.apart import Fault, apart
from tasks.circle.model.attending import AttendanceReply
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, KINDS, Kind
from tasks.circle.model.links import Keys, Purpose, who_for
from tasks.circle.model.phrases import clock_words
from tasks.circle.model.records import FORGOTTEN, SETTLED, Changes, LetterRecord, Memory, Outcome, PersonRecord, is_applicant
from tasks.circle.people.calendar_signals import Signal, Told, notices_of
from tasks.circle.people.refusals import ADVICE, About, about
from tasks.circle.people.roster import Person
from tasks.circle.people.sign_ups import address_key
from tasks.circle.people.written import Written

#: The subject of an unsubscribe mail: this word, the person's code (for people who read it), a dot, the secret part of their links.
UNSUBSCRIBE = "Avmeld"


@dataclass(frozen=True, slots=True)
class Returned:
    """A delivery report (RFC 3464), or what older mail servers send in its place, about a letter that did not get there for good.

    `ids` are the Message-IDs it may be about, `status` is RFC 3463's ("5.1.1"), `addresses` all that it names as the recipient,
    `tokens` the secrets of personal links in the letter that came back, `said` the words of the server that refused it.
    """

    ids: tuple[str, ...]
    status: str
    addresses: tuple[str, ...] = field(repr=False)
    at: datetime
    tokens: tuple[str, ...] = field(default=(), repr=False)
    said: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """An entry that a calendar sent: METHOD:REPLY (RFC 5546 §3.2.3), or another `method`. `answer` is the PARTSTAT, `said` the DTSTAMP or
    else the arrival (`came`, UTC), never later than that.

    `attendee` is who it speaks for ("" where that is not clear), `sender` the one address in the mail's From, "" where there are others.
    `start` and `end` (UTC) are what a COUNTER proposes, `letter` the name of ours that the mail bears as its own.
    """

    uid: str
    sequence: int
    attendee: str = field(repr=False)
    answer: str
    said: datetime
    sender: str = field(default="", repr=False)
    method: str = "REPLY"
    came: datetime | None = None
    organizer: str = field(default="", repr=False)
    start: datetime | None = None
    end: datetime | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Somebody used the mail address of List-Unsubscribe (RFC 2369)."""

    code: str
    token: str = field(repr=False)
    at: datetime


class Ignored(StrEnum):
    """AUTOMATIC: vacation answers, receipts, reports of letters that are only late. FOR_PEOPLE: anything else."""

    AUTOMATIC = "automatic"
    FOR_PEOPLE = "for_people"


class Why(StrEnum):
    """Why a message was left: it could not be read, or (the last three) may be anybody's. FAULT: the program's own, and not the message's."""

    HEADER = "header"
    STRUCTURE = "structure"
    CONTENT = "content"
    CALENDAR = "calendar"
    SERVER = "server"
    FAULT = "fault"
    RETURNED = "returned"
    REPLY = "reply"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Unread:
    """A message that is left because it can't be read or believed; `at` is when it came (UTC), `fault` the program's own in words (`Fault`).

    Nothing of the message stands here.
    """

    why: Why
    at: datetime
    fault: str = ""


Message = Returned | CalendarReply | Unsubscribe | Written | Ignored | Unread


def unsubscribe_link(address: str, circle: str, known: PersonRecord, keys: Keys) -> str:
    """The mailto link (RFC 6068) by which `known` leaves; nobody can make somebody else's without the installation's key."""
    return f"mailto:{address}?subject={UNSUBSCRIBE}%20{who_for(keys, circle, known, Purpose.LEAVE)}"


# What the messages in the mailbox mean for the circle, held against what the ledger knows.
#
# A forged message can do nothing: a report counts only when it bears a mark or secret of the letter and names the address we sent it to,
# a calendar reply only from the participant's own address, and an unsubscribe mail only with the secret of that person's way out.

#: What a report of a letter says when it speaks of us (R26).
_OURS: Mapping[About, str] = {
    **{meaning: ADVICE[meaning] for meaning in (About.SENDER, About.ACCOUNT, About.POLICY)},
    **dict.fromkeys((About.QUOTA, About.RATE), "Kontoen hadde sendt så mange brev den får."),
}
COMES: Mapping[str, bool] = {"ACCEPTED": True, "TENTATIVE": True, "DECLINED": False}
SAID = frozenset({*COMES, "DELEGATED"})
#: What attendees send to the organizer (RFC 5546 §1.4).
_METHODS: Mapping[str, Told] = {"REPLY": Told.ALIAS, "COUNTER": Told.PROPOSAL, "REFRESH": Told.REFRESH}


@dataclass(frozen=True, slots=True)
class AppliedMail:
    """`memory` is the ledger's with the mail taken in, `changes` what the ledger is to save of it, `unread` what had to be left."""

    memory: Memory
    changes: Changes = field(default_factory=Changes)
    unread: tuple[Unread, ...] = ()


def apply_mail(
    messages: Iterable[Message], memory: Memory, circle: str, keys: Keys, applicants: Iterable[Person] = (), sender: str = ""
) -> AppliedMail:
    """What `messages` (in the order they came) change. The same messages again change nothing; one that fails is left.

    `applicants` have been asked to confirm, or may have been: the ledger knows nobody's address of theirs. `sender` is the address that
    calendars know as the organizer's.
    """
    intake = _MailIntake(memory, circle, keys, applicants, sender)
    for message in messages:
        intake.take_apart(message)
    return intake.applied()


class _MailIntake:
    def __init__(self, memory: Memory, circle: str, keys: Keys, applicants: Iterable[Person], sender: str) -> None:
        self.memory, self.circle, self.keys = memory, circle, keys
        self.asked = {each.code: replace(each.known, digest=self._digest(each.address)) for each in applicants}
        self.people = {known.code: known for known in memory.people}
        self.letters = {sent.message_id: sent for sent in memory.letters if sent.message_id}
        self.moved = {meeting.number: meeting.moved for meeting in memory.meetings if meeting.moved}
        self.by_uid = {meeting.uid: meeting.number for meeting in memory.meetings}
        self.attendance_replies = {(each.person, each.meeting): each for each in memory.attendance_replies}
        self.returned: dict[str, LetterRecord] = {}
        self.withdrawn: dict[str, datetime] = {}
        self.said: dict[tuple[str, int], AttendanceReply] = {}
        self.signals: list[Signal] = []
        self.organizer = address_key(sender)
        self.unread: list[Unread] = []

    def take_apart(self, message: Message) -> None:
        if isinstance(message, Ignored | Written):
            return  # what people wrote is taken in by `replies.taking`
        failed = apart(lambda: self.take(message))
        if isinstance(failed, Fault):
            came = _came(message) if isinstance(message, CalendarReply) else message.at
            self.unread.append(Unread(Why.FAULT, came, failed.words))

    def take(self, message: Message) -> None:
        if isinstance(message, Returned):
            self._came_back(message)
        elif isinstance(message, CalendarReply):
            self._reply(message)
        elif isinstance(message, Unsubscribe):
            self._unsubscribe(message)
        elif isinstance(message, Unread):
            self.unread.append(message)

    def applied(self) -> AppliedMail:
        notices = notices_of(self.signals, self.memory.notices)
        said = tuple(self.said.values())
        changes = Changes(returned=tuple(self.returned.values()), withdrawn=self.withdrawn, attendance_replies=said, notices=notices)
        if changes == Changes():
            return AppliedMail(self.memory, unread=tuple(self.unread))
        memory = replace(
            self.memory,
            people=tuple(self._now(known) for known in self.memory.people),
            letters=tuple(self.returned.get(sent.message_id, sent) for sent in self.memory.letters),
            attendance_replies=tuple({**self.attendance_replies, **self.said}.values()),
            notices={**self.memory.notices, **notices},
        )
        return AppliedMail(memory, changes, tuple(self.unread))

    def _came_back(self, report: Returned) -> None:
        """What names another circle of the installation is that circle's: they may share the mailbox."""
        if True not in {self._returns(report, identity) for identity in report.ids}:
            parts = (identity.lstrip("<").partition(".") for identity in report.ids)
            if {rest.startswith(f"{self.circle}.") for kind, _, rest in parts if kind in KINDS} != {False}:
                self.unread.append(Unread(Why.RETURNED, report.at))

    def _returns(self, report: Returned, identity: str) -> bool:
        """Whether the report is about this letter; whoever only guessed its name has neither its mark nor, before there were marks, a secret."""
        sent = self.letters.get(identity)
        known = self.people.get(sent.person) or self.asked.get(sent.person) if sent else None
        if sent is None or known is None:
            return False
        own = {known.code: known.digest}
        if not (self.keys.is_signed(identity) or any(self.keys.owner(self.circle, token, own) for token in report.tokens)):
            return False
        current = sent.address_version == known.address_version  # else the address has been corrected since
        if current and not (known.digest and known.digest in map(self._digest, report.addresses)):
            return False
        if current and sent.outcome in SETTLED:
            meaning = about(report.said, report.status)
            detail = f"Det kom i retur ({report.status})." if report.status else "Det kom i retur."
            detail += f" Det gjelder ikke adressen: {_OURS[meaning]}" if meaning in _OURS else ""
            self.returned[identity] = replace(sent, outcome=Outcome.REJECTED, detail=detail, refused=meaning is About.MISSING)
        return True

    def _reply(self, reply: CalendarReply) -> None:
        """What has one meaning is used; all else about a meeting of ours is told, as a matter of its person or in numbers (R27)."""
        ours = reply.uid in self.by_uid or _of_circle(reply.uid, self.circle)
        to_us = reply.method in _METHODS and self.organizer != "" and address_key(reply.organizer) == self.organizer
        strange = to_us and not _ENTRY.match(reply.uid)
        if not (ours or strange) or self.keys.is_signed(reply.letter) or reply.letter in self.letters:
            return  # people have calendars of their own, and what we sent may come to this mailbox too
        attendee, sender = self._owner(reply.attendee), self._owner(reply.sender)
        known = attendee or sender
        if known is None:
            self.unread.append(Unread(Why.REPLY, _came(reply)))
            return
        why = self._unused(reply, known, own=attendee is not None and attendee is sender)
        if why:
            number = self.by_uid.get(reply.uid, 0)
            times = (reply.start, reply.end) if why is Told.PROPOSAL else (None, None)
            self.signals.append(Signal(why, known.code, number, _came(reply), reply.answer if reply.answer in SAID else "", *times))

    def _unused(self, reply: CalendarReply, known: PersonRecord, *, own: bool) -> Told | None:
        """Why the message is told. None: it is used, or a later word counts, or it says what is known."""
        number = self.by_uid.get(reply.uid)
        if reply.method != "REPLY" or number is None:
            return _METHODS.get(reply.method, Told.OTHER) if number is not None else Told.UNKNOWN
        before = self.said.get((known.code, number)) or self.attendance_replies.get((known.code, number))
        if before and before.answer == reply.answer and (before.at >= reply.said if own else before.at >= self.moved.get(number, before.at)):
            return None
        if not own or reply.answer not in COMES:
            unclear = not reply.attendee or reply.answer not in SAID
            return Told.UNCLEAR if unclear else Told.DELEGATED if reply.answer == "DELEGATED" else Told.ALIAS
        told = self._last_told(known.code, number)
        if told is None:
            return Told.UNINVITED
        if reply.sequence < told.sequence and not (reply.answer == "DECLINED" and self._same_time(reply, known.code, told)):
            return Told.EARLIER
        if before and before.at > reply.said:
            return None
        comes = COMES[reply.answer]
        self.said[known.code, number] = AttendanceReply(known.code, number, comes, reply.said, tentative=reply.answer == "TENTATIVE")
        return Told.LEADER if known.joined is None and not comes else None

    def _last_told(self, code: str, number: int) -> LetterRecord | None:
        """The entry that this person was sent last about the meeting; None when they have none."""
        return max(self._entries(code, number), key=lambda sent: sent.sequence, default=None)

    def _same_time(self, reply: CalendarReply, code: str, told: LetterRecord) -> bool:
        """Whether the entry that was answered told of the same hours: a «no» to them is one still."""
        old = [sent for sent in self._entries(code, told.meeting) if sent.sequence == reply.sequence]
        return told.kind is not Kind.CANCELLATION and any((sent.start, sent.end) == (told.start, told.end) for sent in old)

    def _entries(self, code: str, number: int) -> list[LetterRecord]:
        sent = (s for s in self.memory.letters if (s.person, s.meeting) == (code, number) and s.kind in CALENDAR_KINDS)
        return [each for each in sent if each.outcome in SETTLED]

    def _owner(self, address: str) -> PersonRecord | None:
        """Who has that address; nobody who asked to be forgotten."""
        digest = self._digest(address) if address else ""
        found = (each for each in self.people.values() if digest and each.digest == digest)
        return next((each for each in found if each.member_since_version != FORGOTTEN), None)

    def _unsubscribe(self, unsubscribe: Unsubscribe) -> None:
        """The secret tells who it is, not the code: that may have been somebody else's when the letter was written."""
        digests = {each.code: each.digest for each in self.people.values()}
        owner = partial(self.keys.owner, self.circle, unsubscribe.token, digests)
        code = owner(Purpose.LEAVE) or owner(Purpose.OLD)
        known = self.people.get(code)
        if known is None:
            self.unread.append(Unread(Why.LEAVING, unsubscribe.at))
            return
        if known.joined is None or known.member_since_version == FORGOTTEN:
            return
        before = self.withdrawn.get(code) or known.withdrawn
        if before is None or before < unsubscribe.at:
            self.withdrawn[code] = unsubscribe.at

    def _now(self, known: PersonRecord) -> PersonRecord:
        gone = any(sent.refused and sent.person == known.code for sent in self.returned.values())
        return replace(known, refused=known.address_version if gone else known.refused, withdrawn=self.withdrawn.get(known.code, known.withdrawn))

    def _digest(self, address: str) -> str:
        return self.keys.digest(address_key(address))


def _came(reply: CalendarReply) -> datetime:
    return reply.came or reply.said


#: The UID of an entry, of whatever circle.
_ENTRY = re.compile(r"mote-\d+\.")


def _of_circle(uid: str, circle: str) -> bool:
    """«mote-3.sirkel@example.org»: circles of an installation may share the mailbox, and people have entries of their own."""
    return uid.startswith("mote-") and uid.partition(".")[2].startswith(f"{circle}@")


# What is told of messages that had to be left because they can't be read or believed: one line a kind, and nothing of who wrote them.

WHERE = "Postkassen"
_REASONS: Mapping[Why, str] = {
    Why.HEADER: "et felt øverst i dem, som emnet, er kodet feil",
    Why.STRUCTURE: "delene i dem henger ikke sammen",
    Why.CONTENT: "innholdet er kodet feil",
    Why.CALENDAR: "kalenderdelen i dem er skadd",
    Why.SERVER: "e-posttjeneren ga dem uten nummer eller innhold",
}
_NOBODYS: Mapping[Why, tuple[str, str]] = {
    Why.RETURNED: (
        "Meldinger om brev i retur som ikke viser at de gjelder et brev herfra og adressen det gikk til. Ingen er merket",
        "Les dem i postkassen. Er en adresse feil, rett den i «Påmelding»; er den riktig, trengs ingenting.",
    ),
    Why.REPLY: (
        "Svar og andre meldinger fra kalendere som ikke passer til noen deltaker og noe møte her. De er ikke regnet med",
        "Les dem i postkassen. Kan noen ikke komme, skriv en rad med «nei» i «Fravær».",
    ),
    Why.LEAVING: (
        "Avmeldinger der lenken ikke hører til noen. Ingen er meldt av",
        "Les dem i postkassen. Vil avsenderen ut, skriv «ja» i «Avmeldt».",
    ),
}
STEP = "De ligger i postkassen som før, og programmet prøver dem ikke igjen. Les dem selv hvis dere venter svar fra noen."


#: So many in a week are no slips of the hand.
MANY_RETURNED = 10


def returned_problems(applied: AppliedMail) -> list[Problem]:
    """Letters that asked whether a sign-up is right and came back just now: in numbers, for nobody knows who they were to."""
    now = sum(is_applicant(letter.person) for letter in applied.changes.returned)
    week = sum(is_applicant(letter.person) and letter.outcome is Outcome.REJECTED for letter in applied.memory.letters)
    if not now:
        return []
    what = f"rev som spør om en påmelding, er kommet i retur: {now} nå, {week} den siste uken. Adressene blir ikke spurt igjen så lenge."
    if week < MANY_RETURNED:
        return [Problem(WHERE, f"B{what}", "Ingenting trengs: Den som skrev feil, melder seg på igjen.", Grade.INFORMATION)]
    step = "Noen melder på adresser som ikke finnes. Fortsetter det, ta påmeldingen bort fra nettsiden en stund."
    return [Problem(WHERE, f"Uvanlig mange b{what}", step, Grade.INFORMATION)]


def unread_problems(unread: Iterable[Unread], zone: ZoneInfo) -> list[Problem]:
    """One problem for each kind, with how many there were and when the first and the last of them came (told in `zone`)."""
    kinds: dict[tuple[Why, str], list[datetime]] = {}
    for each in unread:
        kinds.setdefault((each.why, each.fault), []).append(each.at)
    return [_told(why, fault, _times(came, zone)) for (why, fault), came in sorted(kinds.items())]


def _told(why: Why, fault: str, times: str) -> Problem:
    if why is Why.FAULT:
        return Fault(fault).problem(WHERE, f"Meldinger som er lagt til side, uten at det er noe galt med dem: {times} De andre er lest.")
    if why in _NOBODYS:
        what, step = _NOBODYS[why]
        return Problem(WHERE, f"{what}: {times}", step, Grade.INFORMATION if why is Why.RETURNED else Grade.MEND)
    return Problem(WHERE, f"Meldinger som ikke kan leses, fordi {_REASONS[why]}: {times}", STEP, Grade.INFORMATION)


def _times(came: Sequence[datetime], zone: ZoneInfo) -> str:
    """In figures, and never without both: what is told of the same kind tomorrow differs in figures only."""
    first, last = (moment.astimezone(zone) for moment in (min(came), max(came)))
    said = [f"{each:%d.%m.%Y} kl. {clock_words(each, WORKING_LANGUAGE)}" for each in (first, last)]
    return f"{len(came)}. Første kom {said[0]}, siste {said[1]}."
