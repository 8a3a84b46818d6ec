"""From answers to wishes: what each participant asks for, cleaned, without what they turn down (R14)."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from tasks.circle.focus.model import Answer, SetAside
from tasks.circle.focus.phrases import ASKS, EMPTY_TALK, HESITATES, MARKUP, RATHER_THAN, SAME_AS_ABOVE, TURNS, TURNS_DOWN
from tasks.circle.focus.redaction import GONE, clean_quote, quoted
from tasks.circle.focus.vocabulary import Vocabulary

#: More different answers to one question than this from one participant are shown and not counted (spam by one person).
MOST_ANSWERS = 3
#: Characters of an answer that are read, from a file of answers too: all that is kept of one, with «[…]» wherever a name stood.
LONGEST_READ = 8_000
#: Of more characters than this altogether, from one meeting, only the beginning of each answer is read: comparing takes seconds.
MOST_READ = 100_000
#: The same answer sent more often than this by one participant is no answer any more: who presses a button twice or thrice is heard.
MOST_TIMES = 5
_POINTS_BACK = re.compile(r"^\W*(?:og |and )?(?:det|den|dei|de|dette|detta|that|it|this)\b", re.IGNORECASE)

EMPTY = "Svaret er tomt."
NO_WISH = "Svaret nevner ikke noe tema."
CODE = "Svaret ser ut som kode eller en ordre til et program."
TOO_MANY = "Samme person har gitt mange svar på samme spørsmål; de vises, men telles ikke."
TURNED_DOWN = "Deltakeren vil ikke ha mer om dette."
TODAY = "Svaret handler om dagens fokusområde, ikke om det neste."
UNKNOWN = "Spørsmålet er ukjent."
BY_HAND = "Temaet er tatt ut for hånd."


@dataclass(frozen=True, slots=True, order=True)
class Wish:
    """What one participant asks for in one answer: `text` is the wanted part, `stems` its words, `ids` all equal answers."""

    text: str
    question: str
    participant: str
    ids: tuple[str, ...]
    stems: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Orders wishes without looking at ids or codes."""
        return self.text.casefold(), self.question


def wishes_of(answers: Iterable[Answer], names: Sequence[str], vocabulary: Vocabulary) -> tuple[list[Wish], list[SetAside]]:
    """The wishes of all participants in an order that depends on the texts only, and the answers set aside."""
    aside: list[SetAside] = []
    every = list(answers)
    read = str if sum(min(len(answer.text), LONGEST_READ) for answer in every) <= MOST_READ else quoted
    flooding = _flooding(every)
    usable = _without_code(every, aside)
    wishes: list[Wish] = []
    pointing: list[tuple[Answer, ...]] = []
    for same in _equal(usable):
        ids = tuple(answer.id for answer in same)
        if (same[0].participant, same[0].question) in flooding:
            aside += [SetAside(each, TOO_MANY) for each in ids]
        elif SAME_AS_ABOVE.fullmatch(_plain(same[0].text)):
            pointing.append(same)
        else:
            kept, reason = wanted(read(clean_quote(same[0].text[:LONGEST_READ], names, vocabulary)), vocabulary)
            if kept:
                wishes.append(Wish(kept, same[0].question, same[0].participant, ids, vocabulary.stems_of(kept.replace(GONE, " "))))
            else:
                aside += [SetAside(each, reason) for each in ids]
    wishes = _follow(wishes, pointing, aside)
    texts: dict[str, list[str]] = defaultdict(list)
    for wish in wishes:
        texts[wish.participant].append(wish.text.casefold())
    return sorted(wishes, key=lambda wish: (wish.key, sorted(texts[wish.participant]))), aside


def wanted(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The part of a cleaned answer that asks for something («[…]» for what was cut out), or "" and the reason."""
    if not re.search(r"\w", text.replace(GONE, "")):
        return "", EMPTY
    parts = _parts(text)
    down = False
    for place, (start, end) in enumerate(parts):
        part = text[start:end]
        if not ASKS.match(_plain(part)) and TURNS_DOWN.search(_plain(part)):
            down = True
            parts[place] = (start, start)
            if place and _POINTS_BACK.match(part):
                parts[place - 1] = (start, start)
        elif EMPTY_TALK.fullmatch(_plain(part)) or EMPTY_TALK.fullmatch(HESITATES.sub("", _plain(part))):
            parts[place] = (start, start)
        else:
            parts[place] = (start, start + len(RATHER_THAN.sub("", part)))
    kept = _joined(text, parts)
    # «Hvordan spørre folk om å bli med» asks for something, though each of its words may be about anything.
    if not vocabulary.stems_of(kept.replace(GONE, " ")) and not (ASKS.match(kept) and len(kept.split()) >= 5):
        return "", TURNED_DOWN if down else NO_WISH
    return kept, ""


def _parts(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for turn in TURNS.finditer(text):
        spans.append((start, turn.start()))
        start = turn.end()
    return [*spans, (start, len(text))]


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The kept spans letter for letter; between neighbours what stood there («, men»), else «[…]»."""
    kept, end = "", 0
    whole = True
    for start, stop in spans:
        if start == stop:
            whole = False
            continue
        if kept:
            kept += text[end:start] if whole else f" {GONE} "
        kept, end = kept + text[start:stop], stop
        whole = True
    return kept.strip()


def _plain(text: str) -> str:
    return " ".join(text.casefold().strip(" .,!?…:;–-()\"'«»").split())


def _without_code(answers: Iterable[Answer], aside: list[SetAside]) -> list[Answer]:
    kept = []
    for answer in answers:
        if not re.search(r"\w", answer.text):
            aside.append(SetAside(answer.id, EMPTY))
        elif MARKUP.search(unicodedata.normalize("NFKC", answer.text[:LONGEST_READ])):
            aside.append(SetAside(answer.id, CODE))
        else:
            kept.append(answer)
    return kept


def _same(answer: Answer) -> str:
    """Letters only: exclamation marks and blanks make no new answer."""
    text = unicodedata.normalize("NFKC", answer.text[:LONGEST_READ]).casefold()
    return "".join(character for character in text if character.isalnum())


def _flooding(answers: Iterable[Answer]) -> frozenset[tuple[str, str]]:
    """Who gives too many different answers to a question, code and orders among them, or sends one too many times."""
    times: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for answer in answers:
        if text := _same(answer):
            times[answer.participant, answer.question][text] += 1
    return frozenset(key for key, texts in times.items() if len(texts) > MOST_ANSWERS or max(texts.values()) > MOST_TIMES)


def _equal(answers: Iterable[Answer]) -> list[tuple[Answer, ...]]:
    """Answers of one participant to one question with the same letters, together: they count once."""
    found: dict[tuple[str, str, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        found[answer.participant, answer.question, _same(answer)].append(answer)
    return [tuple(sorted(same, key=lambda answer: (answer.text, answer.id))) for same in found.values()]


def _follow(wishes: list[Wish], pointing: Iterable[tuple[Answer, ...]], aside: list[SetAside]) -> list[Wish]:
    """«Samme som over» joins the participant's own wish (the need first)."""
    for same in pointing:
        own = [wish for wish in wishes if wish.participant == same[0].participant and wish.question != "relevance"]
        ids = tuple(answer.id for answer in same)
        if not own:
            aside += [SetAside(each, NO_WISH) for each in ids]
            continue
        target = min(own, key=lambda wish: (wish.question != "need", wish.key))
        wishes[wishes.index(target)] = Wish(target.text, target.question, target.participant, target.ids + ids, target.stems)
    return wishes


def spare_wishes(
    answers: Iterable[Answer], aside: Container[str], moved: Container[str], names: Sequence[str], vocabulary: Vocabulary
) -> dict[str, Wish]:
    """The answers set aside that a person has moved to a theme, whole, by id."""
    spare = {}
    for answer in answers:
        text = clean_quote(answer.text[:LONGEST_READ], names, vocabulary) if answer.id in aside and answer.id in moved else ""
        if text:
            spare[answer.id] = Wish(text, answer.question, answer.participant, (answer.id,), vocabulary.stems_of(text.replace(GONE, " ")))
    return spare


def voices(wishes: Iterable[Wish]) -> int:
    """How many different participants stand behind `wishes`."""
    return len(Counter(wish.participant for wish in wishes))
