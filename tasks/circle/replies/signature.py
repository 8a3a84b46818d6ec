"""What stands below an answer and is none: the writer's name, greetings, what a telephone adds, a firm's disclaimer (R31)."""

import re
from collections.abc import Sequence

from tasks.circle.replies.words import plain_words

#: RFC 3676 §4.3, and what is left of it when a program trims lines.
_DASHES = re.compile(r"^(?:--|—|––) ?$")
_UNDERLINE = re.compile(r"^\s*[_\-=*–—~]{3,}\s*$")
_SENT = re.compile(
    r"^[\s\[(<*_]*(?:sendt|sent|skickat|gesendet|hent|få|get|last ned|download|skrive[nt]|skrevet|written|typed|envoyé|enviado|sendes|e-post sendt)\s"
    r"(?:.{0,60}\b)?(?:iphone|ipad|i ?phone|android|galaxy|samsung|outlook|mobil\w*|telefon\w*|phone|huawei|oneplus|pixel|xiaomi|nokia|"
    r"sony\w*|blackberry|"
    r"windows|yahoo|gmail|e-?post\w*|e-?mail|mail|spark|proton\w*|hey|superhuman|canary|bluemail|nettbrett\w*|tablet|mac|thunderbird|"
    r"app\w*)\b.{0,80}$",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    r"^[\s*_]*(?:(?:med\s)?(?:(?:aller|de|en|ei|mange|min)\s)?(?:(?:vennlig|vennleg|venleg|venlig|beste|mange|varme?|varm|hjertelige?|"
    r"hjartelege?|kjærlige?|gode?|glade?|solrike?|kollegial\w*)\s)?"
    r"(?:hilsen|hilsener|helsing|helsingar|hilsning|hälsning|hälsningar|hels)\b(?:\s(?:fra|frå|til))?"
    r"|(?:med\s)?(?:v\.?h\.?|m\.?v\.?h\.?|mvh|mbh|vh|bh|bhs)\b|klem\b|klemmer\b|kos\b|(?:mange\s)?takk(?:\sog\shilsen|\spå\sforhånd|\sfor\smeg)\b"
    r"|ha\s(?:en|ei|det)\s(?:\w+\s)?(?:dag|helg|kveld|uke|veke|bra|fint)\b.*|(?:god|riktig\sgod)\s(?:helg|dag|kveld|sommer|jul|påske|"
    r"bedring)\b|alt\sgodt\b|vi\s(?:snakkes|sees|ses|snakkast|sjåast)\b"
    r"|(?:with\s)?(?:best|kind|kindest|warm|warmest|many|all\sthe)\s?(?:wishes|regards|thanks|best)?\b|(?:with\s)?regards\b|cheers\b|"
    r"sincerely\b|yours(?:\s\w+)?\b|(?:many\s)?thanks\sand\s.*|see\syou\b.*"
    r"|bästa\shälsningar|viele\sgrüße|mit\sfreundlichen\sgrüßen|mfg)",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_CLOSE = 7
_POSTSCRIPT = re.compile(r"^[\s*_]*p\.?\s?(?:p\.?\s?)?s\b\.?\s?[:.,\-–]?\s?\S", re.IGNORECASE)
_CONTACT = re.compile(
    r"(?:\b(?:tlf|tel|telefon|mob|mobil|phone|dir(?:ekte)?|sentralbord|faks|fax|t|m|e-?post|e-?mail|web|www|org\.?\s?nr|besøksadresse|"
    r"postadresse|adresse|kontor)\b\s?\.?\s?[:.+\d]"
    r"|\+47|\b\d{2}(?: \d{2}){3}\b|\b\d{3} \d{2} \d{3}\b|\b\d{8}\b|https?://|www\.|[\w.+-]+@[\w-]+\.|\b\d{4} [A-ZÆØÅ]\w+|\[cid:|\[image|"
    r"\[bilde|\[logo)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:konfidensiel|confidential|taushetsplikt|teieplikt|utilsikt|unauthori[sz]ed|intended\s(?:only|solely|for)|privileged|feilsendt|"
    r"ved en feil|in error|"
    r"virus(?:-| )?(?:free|fri|kontroll|sjekk)|avast|avg\.com|tenk (?:på|over).{0,30}(?:miljø|skriv(?:er|ar) ut)|consider the environment|"
    r"before (?:you )?print|personvernerklæring|behandler personopplysninger|offentleglova|offentlighetsloven)", re.IGNORECASE,
)  # fmt: skip
_OF_A_MAIL = re.compile(r"e-?post|e-?mail|melding|message|meddelelse|vedlegg|attachment|print|skriv|avast|virus", re.IGNORECASE)
_BANNER = re.compile(
    r"^[\s\[(*_!<-]*(?:ekstern|external|obs!? ?:? ?(?:denne|ekstern)|advarsel ?:|caution ?:|warning ?:|du får ikke ofte e-post|du får "
    r"ikkje ofte e-post|"
    r"you don['’]t often get email|noen mottakere i denne meldingen|some people who received this|lær hvorfor dette er viktig|learn why "
    r"this is important|"
    r"denne e-posten kommer fra en ekstern|this message originated outside)", re.IGNORECASE,
)  # fmt: skip
_GREETING = re.compile(
    r"^[\s*_]*(?:hei(?:sann|san)?|heisveis|hallo(?:en|isen)?|halla|hi(?: there)?|hello|hey|kjære|dear|god (?:dag|morgen|kveld|formiddag)|"
    r"godmorgen|morn|morgen|"
    r"hej|tjena|good (?:morning|afternoon|day))\b[^.?:]{0,60}?[\s,!.:–-]*$", re.IGNORECASE,
)  # fmt: skip
#: Words of a title, a workplace, a slogan: so few stand in a line below a name.
_MOST_WORDS_BELOW, _MOST_LINES_BELOW = 9, 10
#: «… Hilsen Kari» at the end of a line.
_CLOSED = re.compile(
    r"(?<=[.!?…)»])\s+(?:(?:med\s)?(?:vennlig|venleg|beste|mange)?\s?(?:hilsen|helsing)|mvh\.?|vh\.?|klem|(?:best|kind|warm)\s(?:wishes|"
    r"regards))[,.]?\s+([^.!?]{2,60})[.!]?$",
    re.IGNORECASE,
)


def is_greeting(line: str) -> bool:
    """«Hei Marianne og Anders!», and nothing more in the line."""
    return bool(_GREETING.match(line)) and len(plain_words(line)) <= 6


#: «Svar under», «se svarene mine i rødt nedenfor»: where the answer is, and none.
_POINTER = re.compile(
    r"^[\s*_]*(?:(?:hei|hi|hello)[,!. ]+)?(?:se|sjå|see)?\s?(?:min[ea]? )?(?:my )?(?:svar\w*|kommentar\w*|answers?|comments?|replies)\b.{0,20}"
    r"\b(?:under|nedenfor|nedanfor|nedunder|rødt|raudt|blått|teksten|below|inline|red)\b.{0,10}$", re.IGNORECASE,
)  # fmt: skip


def is_pointer(line: str) -> bool:
    return bool(_POINTER.match(line)) and len(plain_words(line)) <= 9


def is_postscript(line: str) -> bool:
    return bool(_POSTSCRIPT.match(line))


def without_signature(lines: Sequence[str], name: str) -> list[str]:
    """`lines` of one piece of an answer without what is no part of it; `name` is the writer's. What follows «PS» stays."""
    own = [line for line in lines if not (_SENT.match(line) or _BANNER.match(line))]
    end = min((place for place, line in enumerate(own) if _DASHES.match(line) and _is_below(own, place)), default=len(own))
    own = _without_disclaimer(own[:end])
    names = set(plain_words(name))
    for place, line in enumerate(own):
        if not any(each.strip() for each in own[:place]) and not _closes(line):
            continue
        if _closes(line) or (_is_name(line, names) and _ends(own[place + 1 :], names)):
            return _trimmed([*own[:place], *_postscript(own[place + 1 :])])
    own = _trimmed(_without_contacts(own))
    if own and (said := _CLOSED.search(own[-1])) and set(plain_words(said[1])[:1]) <= names:
        own[-1] = own[-1][: said.start()]
    return own


def _is_below(lines: Sequence[str], place: int) -> bool:
    """`--` ends what stands above it, also nothing; another dash only where something does."""
    return lines[place].startswith("--") or any(line.strip() for line in lines[:place])


def _closes(line: str) -> bool:
    found, words = _CLOSE.match(line), plain_words(line)
    if not found or len(words) > _MOST_WORDS_OF_A_CLOSE:
        return False
    rest = line[found.end() :].strip(" *_")
    # «Hilsen Kari», «Mvh. Kari Nordmann, leder», «Klem, Solveig»; not «Best at vi øvde», nor «Klem på alle som var med!».
    return not rest or bool(re.match(r"^[,.!:;–-]*\s*(?:(?:fra|frå|from)\s)?(?:$|[A-ZÆØÅ])", rest)) or not re.search(r"[a-zæøå]{2,}", rest)


def _is_name(line: str, names: set[str]) -> bool:
    words = [word for word in plain_words(line) if word not in ("og", "and")]
    return bool(words) and len(words) <= 5 and bool(names) and all(word in names or len(word) == 1 for word in words)


def _ends(rest: Sequence[str], names: set[str]) -> bool:
    """Whether what follows is only what may stand below a name: short lines, ways to reach somebody, a postscript."""
    below = list(rest)
    for place, line in enumerate(below):
        if _POSTSCRIPT.match(line):
            below = below[:place]
            break
    told = [line for line in below if line.strip()]
    return all(len(plain_words(line)) <= _MOST_WORDS_BELOW or _CONTACT.search(line) for line in told) or (
        len(told) <= _MOST_LINES_BELOW and any(map(_CONTACT.search, told[1:]))
    )


def _postscript(rest: Sequence[str]) -> list[str]:
    for place, line in enumerate(rest):
        if _POSTSCRIPT.match(line):
            after = list(rest[place:])
            end = next(
                (at for at, each in enumerate(after) if at and not each.strip() and any(map(_CONTACT.search, after[at + 1 : at + 3]))), len(after)
            )
            return ["", *after[:end]]
    return []


def _without_disclaimer(lines: list[str]) -> list[str]:
    """Its paragraph and what stands below; never the first paragraph."""
    start = 0
    for place in range(len(lines) + 1):
        if place < len(lines) and lines[place].strip():
            continue
        paragraph = " ".join(lines[start:place])
        if any(line.strip() for line in lines[:start]) and _DISCLAIMER.search(paragraph) and _OF_A_MAIL.search(paragraph):
            return lines[:start]
        start = place + 1
    return lines


def _without_contacts(lines: list[str]) -> list[str]:
    """Below the last sentence only ways to reach somebody: they go, with the rule above them."""
    end = len(lines)
    while end and (
        not lines[end - 1].strip() or _UNDERLINE.match(lines[end - 1]) or (_CONTACT.search(lines[end - 1]) and len(plain_words(lines[end - 1])) < 12)
    ):
        end -= 1
    return lines[:end] if any(line.strip() for line in lines[:end]) else lines


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and (not lines[-1].strip() or _UNDERLINE.match(lines[-1])):
        lines = lines[:-1]
    return lines
