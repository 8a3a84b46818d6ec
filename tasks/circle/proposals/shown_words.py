"""What of a participant's words another participant may see, decided in one place (R41, RULES.md «Privacy»).

A quote waits for a facilitator's yes, and so does a title that is not of the bank: it is made of what somebody wrote. Every way to the other
participants goes through `Release`; facilitators see the words, cleaned, in what is theirs alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tasks.circle.focus.redaction import GONE, held_back
from tasks.circle.meetings.rhythm import working_days_after
from tasks.circle.model.circle import Circle
from tasks.circle.model.languages import LANGUAGE_FACTS
from tasks.circle.model.phrases import plural
from tasks.circle.model.records import Candidate, DigestNotice, Memory
from tasks.circle.model.table import normal


@dataclass(frozen=True, slots=True)
class Words:
    """One quote of a proposal, or (`is_title`) its title, as facilitators decide of it.

    `decided` is their yes or no, None while there is none; `held`: it may speak of somebody else; `shown`: others may see it now;
    `goes` is when it will be shown by itself (UTC), None when it never is.
    """

    key: str
    text: str = field(repr=False)
    meeting: int
    rank: int
    is_title: bool
    held: bool
    decided: bool | None
    shown: bool
    goes: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody is to say yes or no."""
        return self.decided is None and not self.shown


class Release:
    """What the facilitators of a circle let the others see: the one way for participants' words to other participants."""

    def __init__(self, circle: Circle, memory: Memory, digest: Callable[[str], str], now: datetime) -> None:
        """As it is `now` (UTC), by what `memory` knows; `digest` is the installation's, keyed.

        A focus area in the programme and a name that people gave are no participant's words.
        """
        self._circle, self._digest, self._now, self._notices = circle, digest, now, memory.notices
        self._decided = {each.key: each.shown for each in memory.words_decided}
        named = (name for each in memory.corrected for _, name in each.made.renamed)
        focuses = (meeting.focus for meeting in memory.meetings)
        #: When all is erased, only titles are left that others may see.
        self._all = memory.erased is not None
        self._public = {normal(title) for title in (*(topic.title for topic in circle.topics), *focuses, *named)}

    def titles(self, titles: Sequence[tuple[str, int]], language: str) -> list[str]:
        """Each title (with its number of participants, 0: not told) as others read it: «Et nytt tema (3 personer)» for what they may not see.

        Of several that were not of the bank each has its place in the list, also when others of them are shown by now.
        """
        facts = LANGUAGE_FACTS[language]
        several = sum(normal(title) not in self._public or self._title_key(title) in self._decided for title, _ in titles) > 1
        found = []
        for place, (title, people) in enumerate(titles, 1):
            theme = facts.new_theme_number.format(place) if several else facts.new_theme
            count = f" ({plural(people, facts.one_person, facts.people.format(people))})" if people else ""
            found.append(title if self.may_see_title(title) else theme + count)
        return found

    def may_see_title(self, title: str) -> bool:
        """Whether others may see it: of the bank, in the programme, named by people, or with a facilitator's yes."""
        return (self._all and title != GONE) or normal(title) in self._public or self._decided.get(self._title_key(title), False)

    def candidates(self, candidates: Sequence[Candidate], language: str, *, counted: bool = False) -> tuple[Candidate, ...]:
        """Proposals as others may see them, in their order: with such titles, and of the quotes those that may be seen.

        A title that says how many people leaves `participants` 0, so that it is not said twice, unless each is to be `counted`.
        """
        titles = self.titles([(each.title, each.participants) for each in candidates], language)
        return tuple(
            replace(each, quotes=quotes)
            if title == each.title
            else replace(each, title=title, participants=each.participants if counted else 0, why="", topic="", quotes=quotes)
            for each, title in zip(candidates, titles, strict=True)
            for quotes in [tuple(words.text for words in self._quotes(each) if words.shown)]
        )

    def words(self, candidates: Iterable[Candidate]) -> tuple[Words, ...]:
        """All that facilitators can decide of in these proposals, for their eyes only; each once, the title of a proposal before its quotes."""
        found: list[Words] = []
        for each in candidates:
            if normal(each.title) not in self._public:
                found.append(self._words(each, each.title, self._title_key(each.title), is_title=True))
            found += self._quotes(each)
        return tuple({words.key: words for words in reversed(found)}.values())[::-1]

    def _quotes(self, candidate: Candidate) -> list[Words]:
        """By other words, or another meeting's, a quote is another one."""
        keys = [quote_key(self._digest, self._circle.name, candidate.meeting, quote) for quote in candidate.quotes]
        return [self._words(candidate, quote, key, is_title=False) for key, quote in zip(keys, candidate.quotes, strict=True)]

    def _title_key(self, title: str) -> str:
        return title_key(self._digest, self._circle.name, title)

    def _words(self, candidate: Candidate, text: str, key: str, *, is_title: bool) -> Words:
        decided, held = self._decided.get(key), held_back(text, self._circle.vocabulary)
        goes = None if is_title or held or decided is not None else self._goes(key)
        shown = decided is True or (goes is not None and goes <= self._now)
        return Words(key, text, candidate.meeting, candidate.rank, is_title, held, decided, shown, goes)

    def _goes(self, key: str) -> datetime | None:
        """Working days after the digest with that quote was really sent, where the circle wants that (R24)."""
        days, told = self._circle.letters.quotes_after_days, self._notices.get(told_key(key))
        return working_days_after(told, days, self._circle) if days and told else None


def bare(title: str) -> Candidate:
    """A proposal of which nothing is known any more but its title."""
    return Candidate(meeting=0, rank=0, title=title, participants=0, quotes=(), why="")


def quote_key(digest: Callable[[str], str], circle: str, meeting: int, quote: str) -> str:
    """By what a decision knows a quote about meeting `meeting` (Nr)."""
    return digest(f"quote|{circle}|{meeting}|{quote}")


def title_key(digest: Callable[[str], str], circle: str, title: str) -> str:
    """By what a decision knows a title, whichever meeting's answers it comes from."""
    return digest(f"title|{circle}|{normal(title)}")


def told_key(key: str) -> str:
    """The notice that keeps when a digest with these words was sent (R24)."""
    return f"{DigestNotice.WORDS}{key}"
