"""What a proposal says to a coordinator: its title, its quotes, its sentence of why (R14)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from tasks.circle.focus.clusters import Group
from tasks.circle.focus.model import Evidence
from tasks.circle.focus.phrases import LEADS_IN
from tasks.circle.focus.redaction import GONE, quoted
from tasks.circle.focus.term_weights import Words
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.focus.wishes import Wish

LONGEST_TITLE, SHORTEST_BEGINNING = 9, 4
#: Characters of a phrase that can be a title, and of the beginning of an answer that stands as one.
LONGEST_PHRASE, LONGEST_LINE = 70, 120
MOST_QUOTES = 3
_ENDS = re.compile(r"\s*[.!?;…]+(?:\s|$)|\s+[-–—]\s+|\n")
_ASKS = re.compile(r"(?:hvordan|korleis|how|hva|kva|what|hvor|kor|når|er|kan)\b", re.IGNORECASE)
#: Talk, and the half of a sentence: not for a programme.
_PERSONAL = re.compile(
    r"\b(?:takk|thanks|jeg|eg|vi|meg|oss|vår|vårt|våre|min|mi|mitt|mine|han|ho|hun|dem|my|our|we|us|you|du|dere)\b(?!-)"
    r"|^(?:og|men|så|som|at|and|det|de|dei|den|dette|ingen|noen|nokon|it|this|they|nobody|altså)\b|\b(?:da|der|her|sånn|slik|også|òg)$",
    re.IGNORECASE,
)
#: «Fasilitering, gjerne med øving»: how, not what.
_ASIDE = re.compile(r"(?<=\w{5}),? (?:gjerne|helst|takk|please|thanks)\b.*$", re.IGNORECASE)
#: Later in a sentence: no phrase of its own.
_ADDED = re.compile(
    r"\W*(?:altså|dvs|særlig|særleg|spesielt|f\.? ?eks|for eksempel|som|eller|og|men|ikke|ikkje|uten|utan|enn|især|such|like|or|and)\b", re.IGNORECASE
)
#: «Noe jeg kan ta med»: without its «noe» nobody understands it.
_NEEDS_LEAD = re.compile(r"(?:jeg|eg|vi|me|man|ein|en|we|i|som|that|which)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"\b(?:the|and|of|how|to|for a|in the|with|och|att|hur)\b", re.IGNORECASE)
_FORM = {"suggestion": 0.0, "need": -0.6, "relevance": -1.5}
#: People say first what they want, then what they think of it.
LATER_SENTENCE, LATER_CLAUSE = -0.35, -0.25
#: A single voice's phrase that is worth less says less than the beginning of what they wrote.
LEAST = 0.3


def title_of(group: Group, words: Words) -> str:
    """At most nine words: the bank's title, else the participants' own phrase that stands best for all of them."""
    if group.name or group.topic:
        return group.name or (group.topic.title if group.topic else "")
    shares = _shares(group, words)
    phrases = ((phrase, _FORM[wish.question] + where) for wish in group.wishes for phrase, where in _phrases(wish.text))
    ranked = ((where + _worth(phrase, shares, words), -len(phrase), phrase) for phrase, where in phrases)
    worth, _, best = max(ranked, default=(LEAST, 0, ""))
    return best if best and (worth > LEAST or group.voices > 1) else _first_words(group.wishes[0].text, words.vocabulary)


def _shares(group: Group, words: Words) -> dict[str, float]:
    """For each stem the share of the group's participants that use it or one like it."""
    said: dict[str, set[str]] = defaultdict(set)
    for wish in group.wishes:
        for each in wish.stems:
            said[each].add(wish.participant)
    shares: dict[str, float] = {}
    for each in said:
        users: Counter[str] = Counter()
        for near, strength in words.table[each].items():
            for participant in said.get(near, ()):
                users[participant] = max(users[participant], strength)  # type: ignore[assignment]
        shares[each] = sum(users.values()) / max(1, group.voices)
    return shares


def _phrases(text: str) -> Iterator[tuple[str, float]]:
    """Pieces of a wish that could stand in a programme, with what it counts against them to stand late in it."""
    for sentence, piece in enumerate(_ENDS.split(text.replace(GONE, "."))):
        late = LATER_SENTENCE if sentence else 0.0
        for place, part in enumerate((piece, *re.split(r"[,:]\s", piece))):
            phrase = "" if place > 1 and _ADDED.match(part) else _tidy(part)
            if phrase and len(phrase.split()) <= LONGEST_TITLE and 3 < len(phrase) <= LONGEST_PHRASE and _once(phrase):
                yield phrase, late + (LATER_CLAUSE if place > 1 else 0.0)


def _tidy(part: str) -> str:
    phrase = part.strip(" .,;:!?–—-…()[]«»\"'*_#=+@")
    led = LEADS_IN.sub("", phrase)
    phrase = _ASIDE.sub("", phrase if _NEEDS_LEAD.match(led) else led).strip(" .,;:–-")
    return phrase[:1].upper() + (phrase[1:].lower() if phrase.isupper() and len(phrase) > 4 else phrase[1:])


def _once(phrase: str) -> bool:
    spoken = [word.casefold().strip(".,;:!?") for word in phrase.split()]
    return len(set(spoken)) == len(spoken)


def _worth(phrase: str, shares: dict[str, float], words: Words) -> float:
    stems = words.vocabulary.stems_of(phrase)
    if not stems:
        return -9.0
    said = sorted((shares.get(each, 0.0) * min(1.5, words.rarity.get(each, 1.0)) for each in stems), reverse=True)
    length = len(phrase.split())
    asks = 0.25 if _ASKS.match(phrase) else 0.0
    asks += 0.5 if _PERSONAL.search(phrase) else 0.0
    written = [word.casefold() for word in re.findall(r"\w+", phrase)]
    foreign = 0.5 if _FOREIGN.search(phrase) or 2 * sum(map(words.vocabulary.is_english, written)) >= len(written) else 0.0
    telling = sum(part * share for part, share in zip((1.0, 0.4, 0.2), said, strict=False))
    return telling - 0.07 * max(0, length - 4) - asks - foreign


def _first_words(text: str, vocabulary: Vocabulary) -> str:
    """The beginning of a text, up to a word that tells something; with «…» where more follows."""
    first = next((piece for piece in _ENDS.split(text.replace(GONE, " ")) if piece.strip()), "")
    spoken = _tidy(first).split()
    if len(spoken) <= LONGEST_TITLE:
        return quoted(" ".join(spoken), LONGEST_LINE) or "Uten tittel"
    most = LONGEST_TITLE - 1
    end = max((place for place in range(SHORTEST_BEGINNING, most + 1) if vocabulary.words_of(spoken[place - 1])), default=most)
    return f"{quoted(' '.join(spoken[:end]), LONGEST_LINE)} …"


def quotes_of(group: Group, words: Words) -> tuple[Evidence, ...]:
    """Up to three quotes, one a participant: those that stand best for the group, and differ from each other."""
    shares = _shares(group, words)

    def central(wish: Wish) -> tuple[float, int, tuple[str, str]]:
        worth = sum(shares.get(each, 0.0) for each in wish.stems) / (2 + len(wish.stems)) ** 0.5
        return -round(worth - (0.5 if wish.question == "relevance" else 0.0), 6), -len(wish.text), wish.key

    chosen: list[Wish] = []
    for wish in sorted(group.wishes, key=central):
        if len(chosen) < MOST_QUOTES and all(
            wish.participant != other.participant and wish.text.casefold() != other.text.casefold() for other in chosen
        ):
            chosen.append(wish)
    return tuple(Evidence(min(wish.ids), quoted(wish.text)) for wish in chosen)
