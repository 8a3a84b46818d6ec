"""What the ledger remembers of a circle, and what a round adds to it. Plain frozen values; all times are aware UTC.

There is no name and no address here: a participant is a code, with keyed digests to recognise a row of the sheet (RULES.md «Ledger»).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tasks.circle.focus.corrections import Corrections
from tasks.circle.model.attending import AttendanceReply, Attended, Ballot, CameIn, Consultation, RoomVote, TypedMinutes, Vote
from tasks.circle.model.hosts import link_in, public_words, without_links
from tasks.circle.model.letter_kinds import Kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal for the next focus area as it was shown: from the answers of `meeting`. `sure` says how sure it is ("": unknown)."""

    meeting: int
    rank: int
    title: str
    participants: int
    quotes: tuple[str, ...]
    why: str
    topic: str = ""
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """All that people have corrected in the proposals made from the answers of `meeting`; `at` is the latest of it (UTC)."""

    meeting: int
    made: Corrections
    at: datetime


@dataclass(frozen=True, slots=True)
class TaughtPair:
    """Two words that mean the same from the meeting after `meeting` on, learnt when somebody merged proposals; `removed`: taken away again."""

    meeting: int
    one: str
    other: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class WordsDecision:
    """Whether the others may see one quote or title (R41): `key` is a keyed digest of it, `by` the code of who said so, "" for nobody named."""

    key: str
    shown: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """One participant's latest answer to one question (relevance, need, suggestion) of one meeting; text is redacted."""

    person: str
    meeting: int
    question: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RoomReply(Reply):
    """One by the address that all in a meeting see (R30): of nobody here where `person` begins with «?». `entry` is a keyed digest of what was
    typed as the name; who types it again changes nothing of the first."""

    entry: str = ""


#: The question of a `Reply` that was left on the own page between meetings: a suggestion of the next meeting's round (R36).
THEME = "theme"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's choice made outside the sheet; it stands while the cell in «Møter» is empty (R16)."""

    meeting: int
    at: datetime
    focus: str = ""
    day: date | None = None


APPLICANT = "S"  # begins the code of who has signed up and has yet to confirm it


@dataclass(frozen=True, slots=True)
class PendingSignUp:
    """A sign-up until its address has confirmed it (at `confirmed`, R34) and a round has it in the sheet. One from the pages is `sealed` with
    the installation's key, and its `id` is chance. A form's stands in the sheet, and its `id` is of that row."""

    id: str
    sealed: str = field(repr=False)
    at: datetime
    confirmed: datetime | None = None

    @property
    def code(self) -> str:
        """What stands for the person in the letter that asks."""
        return f"{APPLICANT}{self.id}"


@dataclass(frozen=True, slots=True)
class Consent:
    """What somebody said yes to: `text`, as it stood on the page in `language` at `at` (UTC); `digest` is their address's, keyed (GDPR art. 7)."""

    digest: str
    at: datetime
    language: str
    text: str


def is_applicant(code: str) -> bool:
    """Whether a code is that of a sign-up which nobody has confirmed."""
    return code.startswith(APPLICANT)


@dataclass(frozen=True, slots=True)
class Wish:
    """Asked for since `at` (UTC): a round that takes sign-ups in and invites."""

    circle: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MailMark:
    """How far a mailbox has been read: `box` names it without an address; UIDVALIDITY and the last UID as in RFC 3501 §2.3.1.1."""

    box: str
    validity: int
    uid: int


class Outcome(StrEnum):
    """The five classes every effect ends in (RULES.md «Doors»); LAID is a letter that lies in a folder and has reached nobody (R24), CLAIMED
    one whose sending began and has not ended."""

    CLAIMED = "claimed"
    DONE = "done"
    LAID = "laid"
    REJECTED = "rejected"
    LATER = "later"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class Form(StrEnum):
    DIGITAL = "digital"
    PHYSICAL = "physical"
    HYBRID = "hybrid"


#: What is never sent again by itself: it went out, or may have (R21), or lies in the folder of a circle on trial (`trial.as_live`).
SETTLED = frozenset({Outcome.DONE, Outcome.LAID, Outcome.UNKNOWN, Outcome.CLAIMED})


#: `PersonRecord.member_since_version` of who asked to be forgotten: no stay begins from the row they left behind (RULES.md «Privacy»).
FORGOTTEN = 0


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as the ledger knows them.

    `address_version` grows with each return and each address that is corrected or tried again: letters of an older version went to
    another mailbox or to an earlier stay. `member_since_version` is the version in which the present stay began. `left` is set by «Avmeldt» or by
    `withdrawn`, `gone` by a vanished row. `joined` is None for a facilitator who has not signed up. `refused` is the latest version
    whose address does not exist for the mail servers (0: none). `withdrawn` is when the person last said outside the sheet that they leave; it stays
    there for ever, and counts until a row of the sheet is later. Neither ever goes backwards.
    Who a row is whose address is another than before (R29) is seen by `name` (a keyed digest) and `place` (the row in «Påmelding», 0: none).
    `former` are digests of earlier addresses, each with a blank and until when it was theirs (ISO 8601, UTC); what was answered before
    `answers_from` is not shown to the person; `perhaps` are codes of people gone whom this one may be.
    """

    code: str
    digest: str
    row_digest: str = ""
    joined: datetime | None = None
    address_version: int = 1
    member_since_version: int = 1
    left: datetime | None = None
    gone: datetime | None = None
    refused: int = 0
    withdrawn: datetime | None = None
    name: str = ""
    place: int = 0
    former: tuple[str, ...] = ()
    answers_from: datetime | None = None
    perhaps: tuple[str, ...] = ()

    @property
    def unreachable(self) -> bool:
        """The present address was refused for good: nothing goes there until it is corrected, which begins a new version."""
        return self.refused == self.address_version


@dataclass(frozen=True, slots=True)
class Room:
    """A room that exists: `topic`, `start` and `end` are what the service was last told."""

    id: str
    link: str
    topic: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it is in force. `sequence` is RFC 5545's, `moves` counts changed starts, `focus_revision` changed foci,
    each after the first invitation went out (focus: always). `history`: begun before the first round (R9b). `input`, `links`, `after`: R32;
    `address` is our own to the room, "" where there is none (R33)."""

    number: int
    uid: str
    start: datetime
    end: datetime
    form: Form = Form.DIGITAL
    place: str = ""
    focus: str = ""
    input: str = ""
    links: str = ""
    after: str = ""
    cancelled: bool = False
    sequence: int = 0
    moves: int = 0
    moved: datetime | None = None
    focus_revision: int = 0
    history: bool = False
    room: Room | None = None
    address: str = ""

    @property
    def link(self) -> str:
        """How people get into the room: by our own address, else by the room's."""
        return (self.address or self.room.link) if self.room else ""

    @property
    def where(self) -> str:
        """Form, place and link in one string: what a change of place is measured on. Our own address leads to whatever the room is (R33)."""
        words = "" if self.address and self.form is Form.DIGITAL else self.place_words
        return "|".join((self.form, words, self.link))

    @property
    def told_places(self) -> frozenset[str]:
        """Who was told one of these (`where`) gets into the room as it is: also by the room's own link, when ours came later (R33)."""
        return frozenset((self.where, "|".join((self.form, self.place_words, self.room.link if self.room else ""))))

    @property
    def place_words(self) -> str:
        """«Sted» without the link to the room that may stand there: «Teams» of «Teams: https://…»."""
        return self.place if self.form is Form.PHYSICAL else without_links(self.place)

    @property
    def public_place(self) -> str:
        """The same as anybody may read it: of an online meeting nothing that stands beside the link to its room."""
        return "" if self.form is Form.DIGITAL and self.typed_link else public_words(self.place_words)

    @property
    def typed_link(self) -> str:
        """The link in «Sted», which is then the meeting's room (R33); "" where there is none."""
        return "" if self.form is Form.PHYSICAL else link_in(self.place)

    @property
    def needs_room(self) -> bool:
        return self.form is not Form.PHYSICAL and not self.cancelled

    @property
    def ready(self) -> bool:
        """Can be invited to: not called off, and its room (if it needs one) exists."""
        return not self.cancelled and (self.room is not None or not self.needs_room)


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """A letter as the ledger remembers it. `start`, `end`, `where`, `focus_revision` are what a calendar letter told.

    `refused`: it is the mailbox itself that was refused for good, not only this letter. `post` is the kind of post it went by, "" when an
    earlier version wrote it.
    """

    person: str
    meeting: int
    kind: Kind
    revision: str
    address_version: int
    outcome: Outcome
    at: datetime
    sequence: int = 0
    start: datetime | None = None
    end: datetime | None = None
    where: str = ""
    focus_revision: int = 0
    message_id: str = ""
    detail: str = ""
    refused: bool = False
    post: str = ""

    @property
    def shown_code(self) -> str:
        """Whose letter it is, in words of «Koder»: "" for who has only signed up."""
        return "" if is_applicant(self.person) else self.person


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    people: tuple[PersonRecord, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    replies: tuple[Reply, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    votes: tuple[Vote, ...] = ()
    notices: Mapping[str, datetime] = field(default_factory=dict)
    attendance_replies: tuple[AttendanceReply, ...] = ()
    attended: tuple[Attended, ...] = ()
    came_in: tuple[CameIn, ...] = ()
    typed_minutes: tuple[TypedMinutes, ...] = ()
    marks: tuple[MailMark, ...] = ()
    own_replies: tuple[Reply, ...] = ()
    room_replies: tuple[RoomReply, ...] = ()
    own_votes: tuple[Vote, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    room_votes: tuple[RoomVote, ...] = ()
    pending_sign_ups: tuple[PendingSignUp, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    pairs: tuple[TaughtPair, ...] = ()
    words_decided: tuple[WordsDecision, ...] = ()
    consents: tuple[Consent, ...] = ()


class DigestNotice(StrEnum):
    """How the notices begin of what a digest told; no other notice begins so."""

    PROBLEM = "problem:"
    UNKNOWN = "unknown:"
    REJECTED = "rejected:"
    UNDECIDED = "undecided:"
    PROPOSALS = "proposals:"
    CONSULTATION = "consultation:"
    MONTHLY = "monthly:"
    WORDS = "words:"


@dataclass(frozen=True, slots=True)
class Memory(_Kept):
    """Everything the ledger knows of one circle, read once per round. `notices`: what the digest last told, and when.
    `own_replies` and `own_votes` were given on the participants' pages; a reply with empty text takes an earlier one back.
    """

    first_round: datetime | None = None
    last_round: datetime | None = None
    last_consult: datetime | None = None
    closed: datetime | None = None
    erased: datetime | None = None
    letters: tuple[LetterRecord, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes(_Kept):
    """What a round learnt and the ledger is to keep, whatever acts it was limited to: only what is new or changed.

    `candidates` replaces all earlier ones of the meetings it names (`candidates_of`), and so do `pairs`, but removed ones stay.
    `returned` are letters that had gone out and came back: they become rejected; `counted` are letters without a live post that count as
    sent or as laid from now on (R24). `withdrawn` maps codes to when the person said so; of attendance replies the latest counts. `unsaid`
    are answers taken back, `moved_in` the ids of sign-ups that stand in the sheet now, `expired` of those that nobody confirmed in time.
    `dropped` are the Nr of meetings that are gone before anybody was invited. With `erase` of titles only the `kept_titles` stay (R41).
    `same` are pairs of codes that people have said are one person: all that the ledger has of the second becomes the first's.
    """

    candidates_of: frozenset[int] = frozenset()
    closed: datetime | None = None
    erase: bool = False
    kept_titles: frozenset[str] = frozenset()
    returned: tuple[LetterRecord, ...] = ()
    counted: tuple[LetterRecord, ...] = ()
    withdrawn: Mapping[str, datetime] = field(default_factory=dict)
    unsaid: frozenset[tuple[str, int, str]] = frozenset()
    moved_in: frozenset[str] = frozenset()
    dropped: frozenset[int] = frozenset()
    expired: frozenset[str] = frozenset()
    same: tuple[tuple[str, str], ...] = ()
