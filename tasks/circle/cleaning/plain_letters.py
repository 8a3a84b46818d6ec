"""Text as it is looked through: one sign for each sign of what is shown, whatever alphabet it borrows from (RULES.md «Privacy»)."""

import html
import re
import unicodedata

#: Signs that NFKC would write as several, and that tell nothing about anybody.
_KEPT = re.compile(r"([…½¼¾²³¹°ªº™№ﷺﷻ]+)")
#: Letters of other alphabets that look like ours, dashes and quotes of every kind (Unicode TR 39 has thousands; these are what keyboards give).
_LIKE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһкмтвзпиʼ’‘`´", "aeopcyxijsdhkmtb3nu'''''", strict=True)),
        **dict(zip("АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX", strict=True)),
        **dict(zip("οανιρκτυγε", "oavipktuye", strict=True)),
        **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
        "ı": "i",
        **dict.fromkeys("。．｡", "."),
    }
)


def written_out(text: str) -> str:
    """`text` with full-width and other forms as we write them (NFKC), and entities of HTML as the sign they stand for."""
    parts = _KEPT.split(html.unescape(text) if "&" in text else text)
    return "".join(part if place % 2 else unicodedata.normalize("NFKC", part) for place, part in enumerate(parts))


def plain(text: str) -> str:
    """As long as `text`: digits of every script, and letters that only look like ours, as ours."""
    if text.isascii() and "`" not in text:
        return text
    return "".join(map(_digit, text.translate(_LIKE)))


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None) if sign > "\x7f" else None
    return sign if value is None else str(value)


def folded(word: str) -> str:
    """A name in the spelling that its usual misspellings share: «Åse», «Aase» and «Ase»; «Hansen» and «Hanssen»; «Kristian» and «Christian»."""
    text = unicodedata.normalize("NFD", plain(word).casefold().translate(str.maketrans("æøđł", "aodl")))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    for said, instead in (("aa", "a"), ("oe", "o"), ("ae", "a"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k"), ("nd", "n"), ("ld", "l")):
        text = text.replace(said, instead)
    text = text.translate(str.maketrans("cwzyj", "kvsii"))
    return re.sub(r"(.)\1", r"\1", text)
