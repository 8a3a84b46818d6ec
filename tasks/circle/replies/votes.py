"""What a reply to a consultation chooses: proposals by their number in the letter or their title, dates by their day (R15, R31)."""

import re
from datetime import date

from tasks.circle.model.attending import Consultation
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.phrases import month_words
from tasks.circle.replies.words import plain_words

_CHOICE = r"(?:alternativ|alt\.?|forslag|framlegg|nummer|nr\.?|tema|fokusområde|option|number|no\.?|proposal|#)"
_LIST = r"\d{1,2}(?:\s?(?:,|og|and|&|\+|/)\s?\d{1,2})*"
_NAMED = re.compile(rf"\b{_CHOICE}\s?({_LIST})\b(?!\.\s?[a-zæøå]|\.?\d)", re.IGNORECASE)
_ALONE = re.compile(rf"^\s*({_LIST})[.!)]?\s*$")
#: «ikke 2», «ingen av dem»: what somebody does not want is for people to read.
_NOT = re.compile(r"\b(?:ikke|ikkje|ingen|unntatt|unnateke|bortsett|not|none|neither|except|don['’]t|can['’]t)\b", re.IGNORECASE)


def chosen(text: str, asked: Consultation) -> tuple[tuple[str, ...], tuple[date, ...]] | None:
    """Proposals and dates of `asked` that the words name; None where nothing is named, something that is not there, or something is said no to."""
    if _NOT.search(text):
        return None
    numbers = [int(each) for found in _NAMED.findall(text) for each in re.findall(r"\d+", found)]
    numbers += [int(each) for line in text.splitlines() if (alone := _ALONE.match(line)) for each in re.findall(r"\d+", alone[1])]
    words = " ".join(plain_words(text))
    titled = [title for title in asked.proposals if len(plain_words(title)) > 1 and " ".join(plain_words(title)) in words]
    if any(not 1 <= number <= len(asked.proposals) for number in numbers):
        return None
    days = [day for day in asked.dates if _names(text, day)]
    proposals = tuple(title for rank, title in enumerate(asked.proposals, start=1) if rank in numbers or title in titled)
    return (proposals, tuple(days)) if proposals or days else None


def _names(text: str, day: date) -> bool:
    names = {month_words(day, language) for language in LANGUAGES}
    months = "|".join(rf"{re.escape(name)}|{re.escape(name[:3])}\.?" for name in sorted(names))
    return bool(
        re.search(rf"(?<!\d){day.day}\.?\s?(?:{months})(?!\w)", text, re.IGNORECASE)
        or re.search(rf"\b(?:{months})\s{day.day}(?!\d)", text, re.IGNORECASE)
        or re.search(rf"(?<!\d)0?{day.day}[./]\s?0?{day.month}(?!\d)", text)
    )
