"""«Prøvebrev» (R39): what is due in the coming month, to one facilitator, by the circle's post. Nothing is recorded, no calendar changed.

Nobody else can be addressed: the only address here is the chosen facilitator's, from the circle's file.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tasks.circle.acts import ALL
from tasks.circle.letters.content import LetterContent
from tasks.circle.letters.due import Letter, Situation
from tasks.circle.letters.month_ahead import for_facilitators, month_ahead
from tasks.circle.meetings.rooms import assumed, merged, with_room
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Meeting, Outcome
from tasks.circle.people.roster import Person
from tasks.circle.people.sign_ups import address_key
from tasks.circle.plan import Order, Scope, plan_meetings
from tasks.circle.snapshot import Snapshot, take_snapshot
from tasks.context import CircleContext, CircleRef, context_of, installation, only_looking
from tasks.doors.bootstrap import mail_tokens, open_post
from tasks.doors.message.mime import compose
from tasks.doors.outbox.preview import write_index
from tasks.doors.ports import Envelope
from tasks.round.send import Batch, intent_of, letter_file
from tasks.round.sheet import read_round
from tasks.round.step import round_step

MARK = "[PRØVE]"
#: Beside the outbox, where a circle on trial lays its letters.
FOLDER = "provebrev"
#: What makes a calendar of a text; the entry is shown without.
_MAKES_A_CALENDAR = re.compile(r"(?m)^(?:BEGIN|END|METHOD|UID|VERSION|PRODID|CALSCALE|ORGANIZER|ATTENDEE)\b.*\r?\n")


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter that was tried; `detail` says why it did not go."""

    kind: str
    meeting: int
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Samples:
    """What went to facilitator number `to`; `index` shows the letters of a circle on trial."""

    circle: str
    to: int
    letters: tuple[Sample, ...]
    index: Path | None = None

    @property
    def gone(self) -> bool:
        return all(each.outcome in (Outcome.DONE, Outcome.LAID) for each in self.letters)


def send_samples(ref: CircleRef, to: int, at: datetime) -> Samples:
    """Facilitator number `to` of the circle's file (from 1) gets what is due in the month from `at` (UTC).

    Raises `Stop` when there is no such facilitator, or the sheet, the ledger or the post can't be used.
    """
    with only_looking(ref) as looking:
        context, read = context_of(looking), read_round(looking, Order(at, plan=True))
        doors = context.settings.doors
        inputs = context.inputs(read.memory, at, consult=True)
        snapshot = take_snapshot(read.values, inputs)
        scope = Scope(ALL, doors.post.per_round, context.doors.link)
        wanted = plan_meetings(snapshot, scope)
        made = [with_room(act.meeting, assumed(act, scope.link), wanted.told) for act in wanted.acts]
        meetings = merged(snapshot.programme.meetings, made)
        envelopes = _written(context, snapshot, meetings, _reader(context, snapshot, to))
        letters = send_them(looking, envelopes)
        index = None
        if context.doors.trial:
            with suppress(Stop):
                index = write_index(looking.folder / FOLDER, context.circle.title, context.circle.zone)
        return Samples(ref.circle, to, tuple(letters), index)


def _reader(context: CircleContext, snapshot: Snapshot, to: int) -> Person:
    leaders = context.circle.facilitators
    if not 1 <= to <= len(leaders):
        step = f"Skriv et tall fra 1 til {len(leaders)}: tilretteleggerne i den rekkefølgen de står i sirkelens fil."
        raise Stop([Problem("--to", f"Sirkelen har ingen tilrettelegger nummer {to}.", step)])
    leader = leaders[to - 1]
    known = snapshot.roster.keys[snapshot.inputs.digest(address_key(leader.address))].known
    return Person(known, leader.name, leader.address, context.circle.language, facilitator=True)


def _written(context: CircleContext, snapshot: Snapshot, meetings: Sequence[Meeting], reader: Person) -> list[tuple[Letter, Envelope]]:
    content = LetterContent(
        snapshot,
        meetings,
        snapshot.inputs.memory.letters,
        snapshot.problems,
        context.keys,
        context.settings.doors.pages,
        mailbox=context.doors.mailbox is not None,
    )
    by_number = {meeting.number: meeting for meeting in meetings}
    return [_sample(context, letter, reader, by_number, content) for letter in month_ahead(Situation.of(snapshot, meetings))]


def _sample(context: CircleContext, letter: Letter, reader: Person, meetings: dict[int, Meeting], content: LetterContent) -> tuple[Letter, Envelope]:
    """The letter as a participant would read it (or a facilitator, when only they get it), under a name that is no letter's."""
    letter, shown = replace(letter, person=reader.code), replace(reader, facilitator=for_facilitators(letter.kind))
    at = content.now
    batch = Batch((letter,), {reader.code: shown}, meetings, content, at)
    file = letter_file(context, batch, letter, intent_of(context, batch, letter))
    name = f"{at.astimezone(context.circle.zone):%Y-%m-%d_%H%M%S}_{letter.kind}_{letter.meeting:02d}"
    identity = f"<{context.keys.signed(f'sample.{context.circle.name}.{name}')}@{context.domain}>"
    calendar = _MAKES_A_CALENDAR.sub("", file.calendar.decode().replace("\r\n ", "")).encode() if file.calendar else None
    sample = replace(
        file, subject=f"{MARK} {file.subject}", reply_to=((reader.name, reader.address),), message_id=identity, calendar=calendar, method="",
        unsubscribe_url="", unsubscribe_mail="",
    )  # fmt: skip
    return letter, Envelope(file.sender_address, reader.address, identity, f"provebrev_{name}", compose(sample))


@round_step("send prøvebrev")
def send_them(ref: CircleRef, written: Sequence[tuple[Letter, Envelope]]) -> list[Sample]:
    """What became of each. A post that shuts leaves the rest untried; raises `Stop` when it can't be opened."""
    context, (settings, _) = context_of(ref), installation(ref)
    found: list[Sample] = []
    doors, secrets = context.settings.doors, settings.secrets
    with open_post(doors.post, secrets, ref.folder / FOLDER, mail_tokens(secrets, doors.ledger, settings.data)).session() as session:
        for letter, envelope in written:
            delivery = session.deliver(envelope)
            found.append(Sample(letter.kind.value, letter.meeting, delivery.outcome.value, delivery.detail))
            if delivery.stop:
                break
    left = written[len(found) :]
    return found + [Sample(letter.kind.value, letter.meeting, Outcome.LATER.value, found[-1].detail) for letter, _ in left]
