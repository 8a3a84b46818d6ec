"""Lines and words of a mail, as all who read it see them."""

import re
import unicodedata

_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufffc"))
_WORD = re.compile(r"[^\W_]+")
#: More lines, and signs of one, than any answer has.
MOST_LINES, LONGEST_LINE = 3_000, 8_000


def lines_of(text: str) -> list[str]:
    """The lines, with plain blanks and composed letters."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOTHING))
    return [line[:LONGEST_LINE].replace("\u00a0", " ").replace("\t", " ").rstrip() for line in whole.split("\n")[:MOST_LINES]]


def plain_words(line: str) -> list[str]:
    """Its words in small letters, addresses of links taken out."""
    return _WORD.findall(re.sub(r"<?https?://\S+", " ", line).casefold())
