"""The practice circle with a mail server, and its due letters: what the tests of a batch send."""

import shutil
from collections import Counter
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from inspect import unwrap
from pathlib import Path

from flows.rounds import carry_out
from tasks.circle.acts import DAILY
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.letters.due import Situation, due_letters
from tasks.circle.model.records import LetterRecord, Memory, Outcome
from tasks.circle.model.tabs import READ_NAMES
from tasks.circle.plan import Order
from tasks.circle.snapshot import Inputs, take_snapshot
from tasks.context import CircleRef, context_of
from tasks.round.send import Batch, batch_of, send_letters
from tests.standins.smtp import SmtpServer

ROOT = Path(__file__).resolve().parent.parent.parent
CIRCLE = "baerekraftige-moteplasser"
AT = datetime(2021, 9, 10, 6, 5, tzinfo=UTC)


class Office:
    """The practice circle with a mail server, and its due letters."""

    def __init__(self, folder: Path, server: SmtpServer) -> None:
        self.config, self.server = folder / "config", server
        shutil.copytree(ROOT / "config", self.config)
        self.post(kind="smtp", host="127.0.0.1", security="none", port=server.port)
        self.ref = CircleRef(str(self.config), str(folder / "data"), CIRCLE)
        self.told: list[int] = []

    def at(self, data: Path) -> "Office":
        """The same with another data folder."""
        other = copy(self)
        other.ref = replace(self.ref, data=str(data))
        return other

    def post(self, **settings: object) -> None:
        """Other settings in the table [post] of doors.toml."""
        file = self.config / "doors.toml"
        before, table, rest = file.read_text(encoding="utf-8").partition("[post]\n")
        lines, gap, after = rest.partition("\n\n")
        kept = [line for line in lines.split("\n") if line.partition(" =")[0] not in settings]
        new = [f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"' for key, value in settings.items()]
        file.write_text("".join((before, table, "\n".join((*kept, *new)), gap, after)), encoding="utf-8")

    def batch(self) -> Batch:
        context = context_of(self.ref)
        inputs = Inputs(context.circle, context.doors.ledger.memory(CIRCLE), AT, context.keys.digest, context.domain)
        snapshot = take_snapshot(context.doors.sheet.read(READ_NAMES, AT), inputs)
        context.doors.ledger.save(CIRCLE, snapshot.changes)
        meetings = snapshot.programme.meetings
        return batch_of(context, snapshot, meetings, due_letters(Situation.of(snapshot, meetings)), inputs.memory.letters)

    def send(self, batch: Batch | None = None) -> list[LetterRecord]:
        sent: list[LetterRecord] = unwrap(send_letters)(self.ref, batch or self.batch(), [], self.told.append)
        return sent

    def round(self, at: datetime = AT) -> RoundReport:
        """The whole of it, by the circle's own flow."""
        return carry_out(self.ref, Order(at, DAILY))

    def memory(self) -> Memory:
        return context_of(self.ref).doors.ledger.memory(CIRCLE)

    def marked(self) -> set[str]:
        """Whose address the ledger holds for missing."""
        return {known.code for known in self.memory().people if known.unreachable}

    def outcomes(self) -> Counter[Outcome]:
        """What the ledger remembers."""
        return Counter(each.outcome for each in self.memory().letters)

    def nothing_twice(self) -> bool:
        return set(self.server.copies().values()) <= {1}
