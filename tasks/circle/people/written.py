"""A mail that a person wrote to the circle. Nothing in it is believed before it is held against what the ledger knows (R31)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Written:
    """`ids` are the Message-IDs that it says it answers, `links` the personal links of ours in what it quotes, as (page, meeting or 0, secret).

    `sender` is the one address in From, "" where there are others, `name` the name there; `at` is when it came (UTC).
    """

    ids: tuple[str, ...]
    links: tuple[tuple[str, int, str], ...] = field(repr=False)
    sender: str = field(repr=False)
    name: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime
