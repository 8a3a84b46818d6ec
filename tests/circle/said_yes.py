"""A facilitator's yes to titles that are not in the bank."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from tasks.circle.model.links import Keys
from tasks.circle.model.records import Memory, WordsDecision
from tasks.circle.proposals.shown_words import title_key
from tests.circle.people_of_the_circle import KEYS, circle

EARLY = datetime(2021, 1, 1, tzinfo=UTC)


def yes(*titles: str, keys: Keys = KEYS, circle_name: str = "") -> tuple[WordsDecision, ...]:
    """What the ledger keeps when somebody has said that the others may see these titles."""
    return tuple(WordsDecision(title_key(keys.digest, circle_name or circle().name, title), True, "F01", EARLY) for title in titles)


def with_yes(memory: Memory, titles: Iterable[str]) -> Memory:
    return replace(memory, words_decided=yes(*titles))
