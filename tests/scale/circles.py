"""As many circles as wanted, each with a sheet of its own and letters to send, and what became of them."""

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.circle.model.records import Outcome
from tasks.doors.ledger.ledger import SqlLedger
from tests.benchmarks.ground import AT, CIRCLE, POST, ROOT, people_and_meeting
from tests.benchmarks.mail_server import MailServer
from tests.standins.smtp_office import USER

__all__ = ["AT", "Circles", "Seen", "circles"]
#: Each person is welcomed, invited and asked about the meeting after; both facilitators are invited.
FOR_EACH, FACILITATORS = 3, 2
#: Facilitators get one too where something needs a person: a letter of unknown fate.
DIGEST = "<digest."
#: Letters that a killed worker may leave with an unknown fate: one for each line it had open, and it had one for each circle in hand.
LINES = 4


@dataclass(frozen=True)
class Circles:
    """`config` is shared by all machines, `ledger` as in doors.toml."""

    config: Path
    ledger: str
    names: tuple[str, ...]
    letters: int


@dataclass(frozen=True)
class Seen:
    """`ended`: circles whose round was recorded. `unknown`: letters whose fate nobody knows. `sent`: letters that arrived once."""

    ended: int
    unknown: int
    sent: int
    twice: int

    def faults(self, wanted: Circles, lines: int = 0) -> list[str]:
        """What was promised and did not hold; a worker was killed with so many open `lines`."""
        missing = wanted.letters - self.sent
        found = {
            f"{len(wanted.names) - self.ended} circles without an ended round": self.ended != len(wanted.names),
            f"{self.twice} letters twice": self.twice != 0,
            f"{missing} letters missing, {self.unknown} of unknown fate": not 0 <= missing <= self.unknown,
            f"{self.unknown} letters of unknown fate, but {lines} lines were cut": self.unknown > lines,
        }
        return [words for words, wrong in found.items() if wrong]


def circles(folder: Path, count: int, people: int, mail: MailServer, ledger: str) -> Circles:
    """Configuration in `folder`: `count` circles of `people`, whose meeting is a week off at the time `AT`."""
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    doors = config / "doors.toml"
    doors.write_text(doors.read_text(encoding="utf-8").replace('"sqlite:///ledger.db"', json.dumps(ledger)), encoding="utf-8")
    people_and_meeting(folder / "sheet.xlsx", people)
    first = config / "circles" / f"{CIRCLE}.toml"
    text = first.read_text(encoding="utf-8") + POST.format(port=mail.port, user=USER, ca_file=mail.ca_file, connections=1)
    first.unlink()
    names = tuple(f"sirkel-{number:03}" for number in range(count))
    for name in names:
        shutil.copy(folder / "sheet.xlsx", config / f"{name}.xlsx")
        own = f'\n[sheet]\nkind = "workbook"\nworkbook = "{name}.xlsx"\n'
        (config / "circles" / f"{name}.toml").write_text(text + own, encoding="utf-8")
    return Circles(config, ledger, names, count * (people * FOR_EACH + FACILITATORS))


def outcomes(ledger: str, names: Sequence[str]) -> tuple[int, Counter[Outcome]]:
    """How many circles had their round, and what became of the letters, as the ledger has it."""
    with SqlLedger(ledger) as opened:
        found = [opened.memory(name) for name in names]
    return sum(each.last_round is not None for each in found), Counter(letter.outcome for each in found for letter in each.letters)


def seen(found: Circles, ledger: str, mail: MailServer) -> Seen:
    """After the end of `mail`: what it was handed, beside what the ledger says."""
    ended, fates = outcomes(ledger, found.names)
    copies: dict[str, int] = mail.seen["copies"]
    sent = sum(not identity.startswith(DIGEST) for identity in copies)
    return Seen(ended, fates[Outcome.UNKNOWN] + fates[Outcome.CLAIMED], sent, sum(number > 1 for number in copies.values()))
