"""What the ledger remembers of proposals: as they were shown, what people corrected in them, the words the circle was taught.

A part of `tasks.circle.model.records`, which hands these on: plain frozen values, aware UTC, an answer is named by codes and numbers.
"""

from dataclasses import dataclass
from datetime import datetime

from tasks.circle.focus.corrections import Corrections


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
    """Two words that mean the same in this circle, learnt when somebody merged proposals about `meeting`.

    In force from the next meeting on. `removed`: somebody took it away again, wherever it was learnt.
    """

    meeting: int
    one: str
    other: str
    removed: bool = False
