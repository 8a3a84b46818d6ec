"""The words of focus proposals: what goes in, what comes out (R14). `focus.py` is the way in."""

from dataclasses import dataclass

#: The three questions of a meeting (R13). `relevance` speaks of today's focus area, the other two of what comes next.
QUESTIONS = ("relevance", "need", "suggestion")

#: How sure it is that so many ask for a proposal, from most to least.
SURENESS = ("klart", "nokså klart", "usikkert")


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
    the bank (None for a theme nobody had thought of), `novelty` 0 (just had it) to 1, `why` one Norwegian sentence on why
    it stands where it stands, `sure` one of `SURENESS`, `key` its name in corrections.
    """

    rank: int
    title: str
    participants: int
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    topic: str | None
    novelty: float
    why: str
    sure: str = "usikkert"
    key: str = ""


@dataclass(frozen=True, slots=True)
class SuggestedMerge:
    """Two proposals or voices (by rank and by key) that may be one theme, with the question to a person in one sentence."""

    one: int
    other: int
    keys: tuple[str, str]
    question: str


@dataclass(frozen=True, slots=True, order=True)
class WordPair:
    """Two words as people wrote them that mean the same in this circle, learnt from a merge."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """An answer that stands behind no proposal, and why (a short Norwegian sentence)."""

    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class FocusReport:
    """What the answers of a circle say.

    `state` is "ok", "few" (under four participants with a wish, or nobody shares one) or "none" (nothing to propose);
    `also` are single voices, ranked after the proposals; `merges` are at most three questions to a person, the most worth
    asking first; `sure` is False when groups are many and small or the top is tied; `learnt` are the word pairs of the
    merges that people made.
    """

    state: str
    proposals: tuple[Proposal, ...]
    also: tuple[Proposal, ...]
    set_aside: tuple[SetAside, ...]
    merges: tuple[SuggestedMerge, ...]
    sure: bool
    learnt: tuple[WordPair, ...] = ()
