"""Addresses, links, numbers and homes in what people write, however they spell them (RULES.md «Privacy»).

All patterns take a bounded number of signs at each place, so that a long text costs its length.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

#: Ends of hosts: the countries (ISO 3166) and the general ones in use. What is a word of ours behind a missing blank («møte.Det») has a capital.
_ENDS = (
    "ac ae af ag ai al am ao app ar art as at au az ba bb bd be bg biz blog br bs by bz ca cat cc cd cf ch chat ci cl cloud club cm cn co"
    " com coop cr cu cy cz de design dev digital dk do dz ec edu ee eg email es et eu events fi fm fo fr fun ga ge gg gh gl global gov gr"
    " group guru gs hk host hr hu id ie il im in info ink int io iq ir is it je jo jobs jp ke kg kh kr kz la law legal li link live lk lt lu"
    " lv ly ma mail md me media mil mk mn mobi mt mu museum mx my name ne net network news ng nl no norge nu nz one online org oslo page ph"
    " pk pl plus pm post pr press pro ps pt pub pw ru rs sa sc school se sg shop si site sk so social solutions space st store studio su"
    " support sx systems sydney tc team tech tel tf tk tm tn to today tools top tr travel tt tv tw ua ug uk university us uy uz vc ve vi"
    " video vn wiki work works world ws wtf xxx xyz za zone"
)
_END = rf"(?:{'|'.join(sorted(_ENDS.split(), key=len, reverse=True))})"
_LABEL = r"[\w-]{1,63}"
#: Between two parts of a host: a dot, or the word for it, in brackets or between blanks.
_DOT_WORD = r"(?:dot|punktum|punkt|prikk|dått)"
_DOT = rf"(?:\.|\s?[\[({{<«]\s?(?:{_DOT_WORD}|\.)\s?[\])}}>»]\s?|\s{_DOT_WORD}\s|%2e|(?<=\w)[·,](?={_END}\b))"
_AT_WORD = r"(?:krøllalfa|alfakrøll|kralfa|snabel-?a|kanelbolle|grishale)"
_AT = rf"(?:@|%40|\s?[\[({{<«|]\s?(?:at|a|ved|{_AT_WORD}|@)\s?[\])}}>»|]\s?|\s{_AT_WORD}\s|(?<=\w){_AT_WORD}(?=\w))"
_BOX = r"[«\"']?[\w.+%'-]{1,64}[»\"']?"
_HOST = rf"{_LABEL}(?:{_DOT}{_LABEL}){{0,6}}(?:\s{{0,2}}[.,]\s{{0,2}}{_END}\b)?"
_MAIL = (
    rf"{_BOX}{_AT}{_HOST}|{_BOX}\s?@\s?{_LABEL}(?:{_DOT}{_LABEL}){{1,6}}"
    rf"|{_BOX}\s@\s(?:{_LABEL}\s{{0,2}}[.,]\s{{0,2}}{_END}|gmail|hotmail|outlook|yahoo|icloud|live|online|proton(?:mail)?)\b"
    rf"|{_BOX}\s(?:at|AT|At|ved)\s{_LABEL}(?:\s?{_DOT}\s?{_LABEL}){{0,4}}\s?(?:{_DOT}|\s\.\s)\s?{_END}\b"
    rf"|{_LABEL}(?:\s?[\[({{<]\s?{_DOT_WORD}\s?[\])}}>]\s?|\s{_DOT_WORD}\s){_END}\b"
)
_LINK = (
    r"(?:h(?:tt|xx)ps?|ftp|mailto|tel)\s?:\s?(?://)?\s?\S{1,2000}|\bwww\s?\.\s?\S{1,2000}(?:\s\.\s\S{1,63}){0,5}"
    rf"|\bwww\s{_LABEL}\s{_END}\b|\b(?!asp\.net\b){_LABEL}(?:\.{_LABEL}){{0,10}}\.{_END}\b(?:[/?#:]\S{{0,2000}})?"
    rf"|\b{_LABEL}(?:\.{_LABEL}){{0,10}}\.[^\W\d_]{{2,24}}/\S{{0,2000}}|\b{_LABEL}\s?\.\s?{_END}/\S{{0,2000}}"
    rf"|\b{_LABEL}(?:\s?[\[({{<]\s?\.\s?[\])}}>]\s?|%2e){_END}\b(?:/\S{{0,2000}})?"
)
_PLACES = r"insta(?:gram)?|snap(?:chat)?|telegram|tiktok|discord|facebook|fb|messenger|skype|linkedin|twitter|mastodon|signal|whatsapp|vipps|teams"
_HANDLE = (
    rf"(?<![\w@])@[\w.-]{{2,64}}|\b\w{{2,32}}#\d{{4}}\b|\bu/[\w-]{{3,64}}|\b(?:{_PLACES})(?:en|et)?(?:\s(?:er|heter|is))?\s?[:=]\s?\S{{2,64}}"
    rf"|\b(?:{_PLACES})(?:\s(?:er|heter|is))?\s(?=[\w.]{{0,32}}[^\W\d_])(?=[\w.]{{0,32}}\d)[\w.]{{4,64}}"
)
_STREET = (
    r"(?:gata|gaten|gate|veien|vegen|vei|veg|allé|allè|alle|alléen|alleen|bakken|svingen|stien|kroken|tunet|haugen|torget|torvet|terrasse|"
    r"ringen|åsen|løkka|brygge|kaia|faret|kleiva|grenda|jordet|toppen|lia|plass|plassen|promenaden|stredet|smauet|street|road|avenue|lane)"
)
_NATURE = r"(?:gt|(?<![ae])vn|sletta|neset|odden|stranda|marka|enga|vika|dalen|moen|feltet|hagen|gården|garden)"
_DOOR = r"\.?,?\s{1,2}(?:nr\.?\s?)?\d{1,4}(?:\s?[-/]\s?\d{1,4}(?!\d))?(?:\s?[a-h]\b)?"
#: Compounds that are no street: a number behind them counts something.
_NO_STREET = (
    r"(?!(?:møte|arbeids|parkerings|lære|praksis|leke|bygge|barnehage|sitte|server|dele|skole|under|jern|vann|tog|buss|høy|ny|uke)"
    r"(?:plass|vei|veg|gata))(?!barnehagen|skolegården)"
)
_HOME = (
    rf"\b{_NO_STREET}[^\W\d_]{{2,40}}{_STREET}{_DOOR}|\b{_NO_STREET}(?-i:[A-ZÆØÅ])[^\W\d_]{{1,40}}{_NATURE}{_DOOR}"
    rf"|\b(?-i:[A-ZÆØÅ])[\w.-]{{1,40}}(?:\s(?-i:[A-ZÆØÅ])[\w.-]{{1,40}})?\s(?:{_STREET}|gt){_DOOR}"
    rf"|(?<=[^.!?:]\s)(?-i:Lia|Åsen|Bakken|Haugen|Tunet|Toppen|Grenda){_DOOR}"
    r"|\b\d{1,4}[a-h]?\s(?-i:(?:[A-Z]\w{1,30}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Close|Court|Square)\b)"
    rf"|\b(?-i:[A-ZÆØÅ])[\w-]{{1,40}}\s(?:borettslag|sameie|brl)\b(?:{_DOOR})?|(?<=\bbor\si\s)(?-i:[A-ZÆØÅ])\w{{1,40}}{_DOOR}"
    rf"|(?<=\bbor\spå\s)(?-i:[A-ZÆØÅ])\w{{1,40}}{_DOOR}|\badressen?(?:\s(?:min|mi|er|i)){{0,2}}:?\s(?-i:[A-ZÆØÅ])\w{{1,40}}{_DOOR}"
    r"|\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d{1,6})?\s?['′]?[^\n]{0,12}?[NSEWØV]\b(?:[\s,]{0,2}\d{1,3}\s?°\s?\d{1,2}[^\s]{0,10}(?:\s?[EWØV]\b)?)?"
    r"|\bpost(?:boks|box)\s\d{1,5}|\bh0\d{3}\b|\bgnr\.?\s?\d{1,5},?\s?(?:/|bnr\.?)\s?\d{1,5}"
    r"|(?<![\d.,])0\d{3}\s(?-i:[A-ZÆØÅ])?[^\W\d_]{3,30}|(?<![\d.,])(?!19\d\d|20[0-4]\d)[1-9]\d{3}\s(?-i:[A-ZÆØÅ][a-zæøå]{2,30}\b)"
)
_PLATE = r"(?<!\w)(?:(?!ns|en|tek|iso)[a-z]{2}\d{5}|(?-i:(?!NS|EN)[A-Z]{2})[\s-]\d{2}\s?\d{3})(?!\d)"
_CONTACT = re.compile("|".join((_MAIL, _LINK, _HANDLE, _HOME, _PLATE)), re.IGNORECASE)

# Numbers: what stands in a row, whatever stands between the digits, and letters that look like digits among them.
_DIGIT = r"[0-9OolISB]"
_ROW = re.compile(
    rf"(?:(?-i:(?<!\w)[A-Z]{{2}})(?=\d\d)|(?<![^\W_]))[+(]{{0,2}}(?:\d|[OolISB](?=\d)){_DIGIT}?(?:[^\w\n]{{0,3}}_?[^\w\n]{{0,2}}{_DIGIT}){{4,60}}(?![^\W\d_])"
)
_MONTHS = r"(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc])[a-zæøå]{0,6}\.?"
_D, _M, _Y = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)\d\d|\d\d)"
_DAY = (
    rf"(?<!\d)(?:{_D}\. ?{_M}\. ?{_Y}|{_D}/{_M}[-/]{_Y}|{_D}-{_M}-(?:19|20)\d\d|(?:19|20)\d\d-{_M}-{_D}|{_D}\.? ?{_MONTHS}"
    r",?(?: ?(?:19|20)\d\d)?)(?!\d)"
)
#: A date of birth with the five signs that make it a national number; an account (ISO 13616); as many digits as a telephone has.
_SURE = re.compile(
    rf"(?<!\d){_DAY}\s?[-,]?\s?\d{{5}}(?!\d)|(?<!\d)\d{{6}}[\s.-]{{0,2}}\d{{5}}(?!\d)|(?<!\d)\d{{8}}(?:\d{{3}})?(?!\d)"
    r"|(?-i:\b[A-Z]{2}\d\d(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,3})?\b)|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\S{0,500})?",
    re.IGNORECASE,
)
#: When somebody was born, and the number that a word before it tells of.
_TOLD_BEFORE = re.compile(
    rf"\b(?:født|fødd|f\.|fødselsdato|fødselsdag(?:en)?|born|dob)(?:\s(?:min|mi|er|on|i|den)){{0,2}}\s?:?\s?(?P<day>{_DAY})"
    r"|\b(?:(?:person|fødsels|pass|kunde|journal)n(?:umme)?r|[fp]nr)\.?(?:\s?(?:er|mitt|:)){0,2}\s?(?P<number>\d{3,11})(?!\d)",
    re.IGNORECASE,
)
_CLOCK = r"(?<![\d.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![.:]?\d)"
_YEAR = r"(?:19|20)\d\d"
_MONEY = r"(?=,-|\s?(?:kr|kroner|nok|mill|eur|euro|personer|folk|%))"
#: What people tell with digits that is nobody's number: days, clocks, years, lists of small numbers, sums of money.
_HARMLESS = re.compile(
    rf"{_DAY}|{_CLOCK}(?:\s?(?:-|til)\s?{_CLOCK})?|{_YEAR}(?:\s?[-/,]\s?(?:{_YEAR}|\d\d(?!\d)))*|\d{{1,3}}(?:[ .]\d{{3}}){{1,3}}(?:,\d\d)?{_MONEY}"
    r"|(?<!\d)(?<!\d[ .])\d{1,3}(?:[ .]\d{3}){0,2}(?:[ .]000)+(?![ .]?\d)"
    r"|(?<!\d)\d{1,3}(?:\.\d{3}){2}(?!\d)|(?<![\d/-])\d{1,2}\s?[-/]\s?\d{1,2}(?!\s?[-/.\d])|(?<!\d)\d{1,2}(?:,\s\d{1,2})+(?!\d)",
    re.IGNORECASE,
)
#: Fewer digits than these are nobody's telephone.
FEWEST = 7
_UNITS = (
    "null nul ein eitt ei en én éin ett to tre fire fem seks sju syv åtte ni zero one two three four five six seven eight nine oh"
    " ti elleve tolv tretten fjorten femten seksten sytten atten nitten ten eleven twelve"
)
_TENS = "tjue tjueen tredve tretti førti femti seksti sytti søtti åtti nitti twenty thirty forty fifty sixty seventy eighty ninety"
_SAID = rf"(?:(?:{'|'.join(_TENS.split())})(?:{'|'.join(_UNITS.split())})?|{'|'.join(_UNITS.split())})"
_SAID_ONE = re.compile(rf"{_SAID}|\d", re.IGNORECASE)
#: One, or many written together, with digits among them.
_SPOKEN = re.compile(rf"\b\d{{0,9}}(?:{_SAID}\d{{0,9}}){{1,16}}\b", re.IGNORECASE)
_BETWEEN_SPOKEN = re.compile(r"[\s,.;:/-]{1,3}")


def contacts(text: str) -> Iterator[Span]:
    """Where in `text` (as `plain_letters.plain` gives it) an address, link, number or home stands; they may overlap."""
    yield from (found.span() for found in _CONTACT.finditer(text))
    yield from (found.span() for found in _SURE.finditer(text))
    yield from (found.span(found.lastgroup or 0) for found in _TOLD_BEFORE.finditer(text))
    yield from _numbers(text)
    yield from _spoken(text)


def _numbers(text: str) -> Iterator[Span]:
    for row in _ROW.finditer(text):
        rest = _HARMLESS.sub(lambda found: " " * len(found[0]), text[row.start() : row.end()])
        digits = sum(map(str.isdigit, rest))
        if digits >= FEWEST - 2 and sum(sign in "0123456789OolISB" for sign in rest) >= FEWEST and not _money(text, row):
            yield row.span()


def _money(text: str, row: re.Match[str]) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+(?:,\d\d)?", row[0]) and re.match(_MONEY, text[row.end() : row.end() + 12], re.IGNORECASE))


def _spoken(text: str) -> Iterator[Span]:
    """Digits said one after the other, or two and two («nittien tjueto …»)."""
    first, end, digits = 0, -1, 0
    for word in _SPOKEN.finditer(text):
        joined = end >= 0 and _BETWEEN_SPOKEN.fullmatch(text, end, word.start())
        if not joined:
            if digits >= FEWEST:
                yield first, end
            first, digits = word.start(), 0
        end = word.end()
        said = _SAID_ONE.findall(word[0].casefold())
        digits += sum(2 if each.startswith(tuple(_TENS.split())) or len(each) > 5 else 1 for each in said)
    if digits >= FEWEST:
        yield first, end
