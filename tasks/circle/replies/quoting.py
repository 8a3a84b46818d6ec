"""Where a mail program has put the letter that is answered: signs of a quote, of its head, and of the letter itself (R31).

No library knows Norwegian: of the twenty-six samples the best three left the letter in two of three answers, so these are rules with their cases.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tasks.circle.replies.words import plain_words

#: `>` of RFC 3676 §4.5, and bars that some programs draw.
QUOTED = re.compile(r"^\s{0,3}[>|¦│]")
_DAYS = (
    r"(?:mandag|tirsdag|tysdag|onsdag|torsdag|fredag|lørdag|laurdag|søndag|sundag|man|tir|tys|ons|tor|tors|fre|lør|lau|søn|sun|mon|tue|wed|thu|fri|"
    r"sat|monday|tuesday|wednesday|thursday|friday|saturday|sunday|måndag|tisdag|lördag|söndag|montag|dienstag|mittwoch|donnerstag|freitag)"
)
_STARTS = re.compile(
    rf"^[\s>*_«\"'<]*(?:den|on|op|på|am|le|el|il|em|dnia|w dniu|{_DAYS}\b\.?|\d{{1,4}}[./\-]|\d{{1,2}}\s|"
    rf"[^\s:]{{1,40}}(?:\s[^\s:]{{1,40}}){{0,5}}\s)",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:skrev|skreiv|skriver|wrote|writes|schrieb|schreef|a écrit|escribió|ha scritto|kirjoitti|skrifaði|napisał\(?a?\)?)\b"
    r"(?:\s+følgende|\s+følgjande|\s+the following)?", re.IGNORECASE,
)  # fmt: skip
_WHEN = re.compile(
    r"\d{1,2}[.:]\d{2}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.?\s?(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|"
    r"okt|oct|nov|des|dec)"
    r"|(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)[a-z]*\.? \d{1,2}|@",
    re.IGNORECASE,
)
#: «… <sirkel@example.org>:» below a date is that in any language.
_ADDRESSED = re.compile(r"\d{1,2}.{0,80}<[^<>@\s]{1,64}@[^<>\s]{1,200}>\s*:$|[(\[][^()@\s]{1,64}@[^()\s]{1,200}[)\]]\s*:$")
_FIELD = {
    "from": "fra|frå|from|från|von|van|de|da|od|lähettäjä|avsender|avsendar|sender",
    "when": "sendt|sent|dato|date|skickat|gesendet|datum|envoyé|enviado|inviato|verzonden|lähetetty",
    "to": "til|to|till|an|aan|para|à|a|mottaker|mottakar",
    "copy": "kopi|kopi til|cc|bcc|svar til|reply-to",
    "subject": "emne|subject|ämne|betreff|objet|asunto|oggetto|onderwerp|aihe|tema",
    "more": "vedlegg|attachments|viktighet|importance|prioritet|priority",
}
_HEAD = re.compile(rf"^[\s>*_]*(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _FIELD.items())})[*_]?\s?:[*_]?(?=\s|$)", re.IGNORECASE)
_HEAD_IN_LINE = re.compile(
    rf"^[\s>*_]*(?:{_FIELD['from']})[*_]?:\s.{{3,200}}\s(?:{_FIELD['when']}|{_FIELD['to']}|{_FIELD['subject']})[*_]?:\s", re.IGNORECASE
)
_ORIGINAL = (
    r"(?:opprinnelig melding|opprinnelig e-post|opphavleg melding|opprinneleg melding|original(?: |-)?message|original e-?mail|videresendt melding|"
    r"vidaresendt? melding|forwarded message|begynnelse på videresendt melding|ursprungligt meddelande|oprindelig (?:meddelelse|besked)|"
    r"ursprüngliche nachricht|message d'origine|mensaje original|sitert melding|svar på melding|reply message|innlegg fra)"
)
_SEPARATOR = re.compile(rf"^[\s\-_*=–—>]*{_ORIGINAL}[\s\-_*=:–—]*$", re.IGNORECASE)
#: GroupWise, Lotus Notes.
_NOTES = re.compile(r"^\s*>>> .{3,200}(?:>>>|\d{2}:\d{2}.*)\s*$|^-{3,}\s?.{3,120}\b(?:skrev|wrote)\b.{0,40}-{3,}\s*$", re.IGNORECASE)
_RULE = re.compile(r"^\s*[-_=*–—─]{5,}\s*$")
MOST_LINES_OF_A_HEAD = 10


@dataclass(frozen=True, slots=True)
class Ours:
    """The letter that may be answered: `text` as it was sent, or all sentences its template holds, and `questions` as they are asked in it."""

    text: Sequence[str] = ()
    questions: Sequence[str] = ()
    _threes: frozenset[tuple[str, ...]] = field(default=frozenset(), init=False, repr=False)
    _whole: frozenset[tuple[str, ...]] = field(default=frozenset(), init=False, repr=False)

    def __post_init__(self) -> None:
        found = (three for each in (*self.text, *self.questions) for three in _threes(plain_words(each)))
        object.__setattr__(self, "_threes", frozenset(found))
        object.__setattr__(self, "_whole", frozenset(tuple(plain_words(each)) for each in self.text))

    def said(self, line: str) -> bool:
        """Whether the line is ours: it is one of our lines, or nearly all of its runs of three words are (of four words and more)."""
        words = plain_words(line)
        threes = list(_threes(words))
        return (bool(words) and tuple(words) in self._whole) or (
            len(threes) > 1 and sum(each in self._threes for each in threes) >= 0.75 * len(threes)
        )

    def question(self, line: str) -> int:
        """The number (from 1) of the question that the line repeats, 0 for none."""
        words = plain_words(re.sub(r"^[\s>*_]*\(?\d[.):]\s?", "", line))
        if len(words) < 3:
            return 0
        for number, each in enumerate(self.questions, start=1):
            asked = plain_words(each)
            if words == asked or (len(words) > 4 and len(words) <= len(asked) + 4 and (words[: len(asked)] == asked or asked[: len(words)] == words)):
                return number
        return 0


def _threes(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[place : place + 3]) for place in range(len(words) - 2))


def begins_at(lines: Sequence[str], ours: Ours) -> int:
    """The line at which what is quoted begins, `len(lines)` where nothing is. Lines that bear a mark of their own are left to that."""
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if _SEPARATOR.match(line) or attribution(lines, place) or _head(lines, place) or (not QUOTED.match(line) and _letter(lines, place, ours)):
            return _with_rule(lines, place)
    return len(lines)


def attribution(lines: Sequence[str], place: int) -> int:
    """How many lines from `place` say «<when> wrote <whom>:», 0 when they don't; programs break it at any width."""
    if not _STARTS.match(lines[place]):
        return 0
    joined = ""
    for count, line in enumerate(lines[place : place + 4], start=1):
        if count > 1 and not line.strip():
            return 0
        joined = f"{joined} {line.strip(' >*_')}".strip()
        if len(joined) > 320:
            return 0
        if joined.endswith((":", "：")) and _WHEN.search(joined) and (_WROTE.search(joined) or _ADDRESSED.search(joined)):
            return count
        if re.search(r"(?:skrev|skreiv|wrote)\s*[:：]?\s*$", joined, re.IGNORECASE) and "@" in joined and _WHEN.search(joined):
            return count
    return 0


def _head(lines: Sequence[str], place: int) -> bool:
    """«Fra: … Sendt: … Til: … Emne: …», in one line or in many."""
    if _HEAD_IN_LINE.match(lines[place]) or _NOTES.match(lines[place]):
        return True
    first = _HEAD.match(lines[place])
    if first is None or first.lastgroup not in ("from", "when", "subject", "to"):
        return False
    names = {first.lastgroup}
    for line in lines[place + 1 : place + MOST_LINES_OF_A_HEAD]:
        if found := _HEAD.match(line):
            names.add(str(found.lastgroup))
    return "from" in names and len(names) >= 3


def _letter(lines: Sequence[str], place: int, ours: Ours) -> bool:
    """The letter begins, with nothing before it that says so: two sentences of it that are no questions, one soon after the other."""
    if not ours.said(lines[place]) or ours.question(lines[place]):
        return False
    after = [line for line in lines[place + 1 : place + 12] if len(plain_words(line)) > 3]
    return any(ours.said(line) for line in after[:4])


def _with_rule(lines: Sequence[str], place: int) -> int:
    """A rule that stands above the head belongs to it, and so does the greeting above the letter."""
    before = place
    while before > 0 and (not lines[before - 1].strip() or _RULE.match(lines[before - 1]) or _SEPARATOR.match(lines[before - 1])):
        before -= 1
    return before if any(line.strip() for line in lines[before:place]) else place


def unmarked(lines: Iterable[str]) -> list[str]:
    """The lines without marks of quotes."""
    return [re.sub(r"^(?:\s{0,3}[>|¦│])+ ?", "", line) for line in lines]
