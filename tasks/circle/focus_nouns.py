"""The words of focus proposals: what goes in, what comes out (R14). `focus.py` is the way in."""

from dataclasses import dataclass

#: The three questions of a meeting (R13). `relevance` speaks of today's focus area, the other two of what comes next.
QUESTIONS = ("relevance", "need", "suggestion")


@dataclass(frozen=True, slots=True)
class Topic:
    """A focus area in the bank: facilitators already thought of it. `tags` are for the balance over the series (R16b)."""

    id: str
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What one participant (a code) wrote to one of `QUESTIONS`."""

    id: str
    participant: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """The focus area of a meeting that has been held, or whose focus area has been decided."""

    meeting: int
    title: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A participant's own words, letter for letter; «[…]» stands where something was taken away."""

    answer: str
    quote: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A possible next focus area.

    `participants` is how many different people ask for it, `answers` the ids of all answers behind it, `topic` the id in
    the bank (None for a theme nobody had thought of), `novelty` 0 (just had it) to 1, `why` one Norwegian sentence.
    """

    rank: int
    title: str
    participants: int
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    topic: str | None
    novelty: float
    why: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """An answer that stands behind no proposal, and why (a short Norwegian sentence)."""

    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class FocusReport:
    """What the answers of a circle say.

    `state` is "ok", "few" (under four participants with a wish, or nobody shares one) or "none" (nothing to propose);
    `also` are single voices, ranked after the proposals; `merges` are pairs of ranks that a person should look at;
    `sure` is False when groups are many and small or the top is tied.
    """

    state: str
    proposals: tuple[Proposal, ...]
    also: tuple[Proposal, ...]
    set_aside: tuple[SetAside, ...]
    merges: tuple[tuple[int, int], ...]
    sure: bool
