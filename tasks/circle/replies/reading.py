"""A reply read: the writer's own words, whether they answer what the letter asks, and which part answers which question (R31)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.replies.meaning import Means, meaning_of
from tasks.circle.replies.own_words import Piece, own_pieces
from tasks.circle.replies.quoting import Ours
from tasks.circle.replies.signature import is_postscript
from tasks.circle.replies.words import plain_words

#: By the number of the question in the letter.
PARTS = ("relevance", "need", "suggestion")
#: Letters that ask for words.
ASKING = (Kind.REFLECTION, Kind.NUDGE, Kind.CONSULTATION)


@dataclass(frozen=True, slots=True)
class Read:
    """`text` is the writer's own, `answers` its parts by question where the writer has told them apart, else None."""

    text: str = field(repr=False)
    means: Means
    answers: Mapping[str, str] | None = field(default=None, repr=False)


def read_reply(text: str, kind: Kind | None, ours: Ours, name: str) -> Read:
    """`text` as it came, `kind` and `ours` of the letter it answers, `name` of the writer."""
    pieces = own_pieces(text, ours, name)
    own = "\n".join(line for piece in pieces for line in _squeezed(piece.lines)).strip()
    means = meaning_of(own)
    if means is Means.ANSWER and kind not in ASKING:
        means = Means.TO_PEOPLE
    apart = answers_apart(pieces, ours) if means is Means.ANSWER and kind in (Kind.REFLECTION, Kind.NUDGE) else None
    return Read(own, means, apart)


def _squeezed(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


# Which part answers which question.

_QUESTION_WORD = r"(?:spørsmål(?:et)?(?: nr\.?)?|spm\.?|sp\.?|question|svar(?: på)?(?: spørsmål)?|answer(?: to)?|nr\.?|punkt|pkt\.?|q|a)"
_NUMBER = re.compile(
    r"^[\s*_]*(?:\(?(?:(?:ad|til|på|re|on|to)\s)?(?:"
    rf"(?:{_QUESTION_WORD}\s?)?(?P<n>[1-3])\s?(?:[.):]|\)\.|\s?[-–—](?=\s)|\s?=)[*_]?(?=\s|$|[A-ZÆØÅ«\"])"
    rf"|(?:spørsmål(?:et)?|spm\.?|question)\s(?P<m>[1-3])\b[*_]?(?=\s|$)"
    rf"|{_QUESTION_WORD}\s(?:(?P<w1>en|ein|one)|(?P<w2>to|two)|(?P<w3>tre|three))\s?[.):\-–]))[\s*_]*",
    re.IGNORECASE,
)  # fmt: skip
_ANY_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)]\s")
_LABELS = (
    (1, re.compile(r"^[\s*_•–-]*(?:relevant|relevans|mest relevant|hva (?:som )?(?:er|var) relevant|kva (?:som )?(?:er|var) relevant|"
        r"relevance|what (?:is|was) relevant)[*_]?\s?(?:[:=–-]\s?|$)", re.IGNORECASE)),
    (2, re.compile(r"^[\s*_•–-]*(?:behov|lære nå|lære|lære no|læringsbehov|(?:jeg )?(?:trenger|treng) å lære|need|learn|to learn|learning "
        r"need|needs?)[*_]?\s?(?:[:=–-]\s?|$)", re.IGNORECASE)),
    (3, re.compile(r"^[\s*_•–-]*(?:forslag|framlegg|forslag til (?:neste )?(?:fokusområde|tema)|suggestion|tema|"
        r"fokusområde)[*_]?\s?(?:[:=–-]\s?|$)", re.IGNORECASE)),
)  # fmt: skip


def answers_apart(pieces: Sequence[Piece], ours: Ours) -> dict[str, str] | None:
    """The parts by question, where the writer numbers, labels or repeats them (or writes below them); else None.

    A list of more things than there are questions, or that does not begin at one, is a list, and stays whole.
    """
    by_question = [piece for piece in pieces if piece.question]
    if by_question and len({piece.question for piece in by_question}) == len(by_question):
        return _kept({piece.question: "\n".join(_squeezed(piece.lines)) for piece in by_question})
    lines = [line for piece in pieces for line in _squeezed(piece.lines)]
    for found in (_by_number(lines, len(ours.questions) or len(PARTS)), _by_label(lines)):
        if found:
            return _kept(found)
    return None


def _kept(parts: Mapping[int, str]) -> dict[str, str] | None:
    found = {PARTS[number - 1]: text.strip() for number, text in parts.items() if number <= len(PARTS) and text.strip()}
    return found or None


def _by_number(lines: Sequence[str], most: int) -> dict[int, str] | None:
    parts: dict[int, list[str]] = {}
    number = 0
    if sum(bool(_ANY_NUMBER.match(line)) for line in lines) > most:
        return None
    for line in lines:
        if is_postscript(line):
            break
        found = _NUMBER.match(line)
        asked = (
            (int(found["n"] or found["m"]) if found["n"] or found["m"] else next(number for number in (1, 2, 3) if found[f"w{number}"]))
            if found
            else 0
        )
        if found and asked > number:
            number = asked
            parts[number] = [line[found.end() :]]
        elif found and asked <= number:
            return None
        elif number:
            parts[number].append(line)
        elif plain_words(line) and lines.index(line) > 1:
            return None  # much stands before the first number: it is a list within an answer
    if not parts or (len(parts) == 1 and 1 in parts and len(lines) > 1 and len(parts[1]) < len(lines)):
        return None
    return {key: "\n".join(each) for key, each in parts.items()} if len(parts) > 1 or next(iter(parts)) in (1, 2, 3) else None


def _by_label(lines: Sequence[str]) -> dict[int, str] | None:
    parts: dict[int, list[str]] = {}
    number = 0
    for line in lines:
        for which, label in _LABELS:
            if found := label.match(line):
                if which in parts:
                    return None
                number = which
                parts[number] = [line[found.end() :]]
                break
        else:
            if not number:
                return None
            parts[number].append(line)
    return {key: "\n".join(each) for key, each in parts.items()} if len(parts) > 1 else None
