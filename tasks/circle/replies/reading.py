"""A reply read: the writer's own words, whether they answer what the letter asks, and which part answers which question (R31)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.replies.own_words import Piece, own_pieces
from tasks.circle.replies.quoting import Ours
from tasks.circle.replies.signature import is_postscript
from tasks.circle.replies.words import plain_words

#: By the number of the question in the letter.
PARTS = ("relevance", "need", "suggestion")
#: Letters that ask for words.
ASKING = (Kind.REFLECTION, Kind.NUDGE, Kind.CONSULTATION)


class Means(StrEnum):
    """What a reply is: an answer, nothing, thanks and no more, a wish to leave, a question or message to the facilitators."""

    ANSWER = "answer"
    NOTHING = "nothing"
    THANKS = "thanks"
    LEAVING = "leaving"
    TO_PEOPLE = "to_people"


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


# What it means.

_POLITE = frozenset(re.split(" ", (
    "takk tusen mange hjertelig så veldig mye meget for i dag sist nå no det den dette deg dere dykk alle alt møtet møte samlingen "
    "samlinga økten økta påminnelsen påminninga informasjonen "
    "invitasjonen innbydinga oppsummeringen e posten eposten mailen fint flott bra kjempefint kjempebra hyggelig koselig lærerikt nyttig "
    "interessant inspirerende godt gøy fantastisk et ei en eit var er som vanlig "
    "og jeg eg vi meg oss setter pris på stor stort gleder til neste gang hilsen hei hade ha god helg sommer sommar ferie påske jul uke "
    "veke fin dag sees ses snakkes vi ok okei "
    "greit supert topp flotte fine gode morsomt notert mottatt "
    "thank you thanks so very much many a lot for today the meeting reminder great nice good lovely session it was is this that and we i "
    "all ok okay received noted see next time have weekend cheers your to"
).strip()))  # fmt: skip
_THANKS = re.compile(r"\b(?:takk|thanks?|mottatt|notert|ok|okei|greit|supert|topp|flott|fint|received|noted)\b|[👍🙏❤😊🙂👏🎉💚]", re.IGNORECASE)
_LEAVE = re.compile(
    r"\b(?:(?:meld|melde|melder|stryk|stryke|slett|slette|fjern|fjerne|remove|delete|sletta|fjerna|ta|tar|take)\s+(?:\w+\s+){0,2}?(?:meg|"
    r"mæ|me|oss|us|navnet mitt|namnet mitt|adressen min|my (?:name|address))\s+"
    r"(?:\w+\s+){0,3}?(?:av|ut|frå|fra|bort|off|from)\b|(?:stryk|slett|fjern|remove|delete|sletta|fjerna)\s+(?:meg|me|oss)\b|utmeld\w*|"
    r"unsubscribe|avmeld(?:ing|e|es|t)?\b|(?:ønsker|ønskjer|vil|ville|orker|kan|skal|want)\s+(?:\w+\s+){0,2}?(?:ikke|ikkje|ikke lenger|"
    r"not|no longer)\s+"
    r"(?:\w+\s+){0,3}?(?:være med|vere med|delta|(?:ha|få) (?:flere|fleire) (?:e-post\w*|mail\w*|brev|melding\w*|påminn\w*|invitasjon\w*)|"
    r"motta|(?:to )?(?:take part|be part|participate|receive))\b(?!\s+(?:på|i)\s+(?:neste|dette|møtet|det)\b)|(?:trekker|trekkjer|"
    r"trekke)\s+(?:\w+\s+)?(?:meg|oss)\b|"
    r"slutter? i sirkelen|sluttar? i sirkelen|ut av (?:lista|listen|sirkelen)|off (?:the|your) list|leave the circle|stop (?:sending|emailing))",
    re.IGNORECASE,
)
#: Asked of the facilitators: things, times and places, not how something is done (that is what people want to learn).
_THINGS = (
    r"(?:lysark|presentasjon|opptak|lenk|skjema|referat|notat|møt|samling|rommet|romma|invitasjon|innkalling|tavl[ae]|kode|passord|dokument|"
    r"deltakerlist|deltakarlist|påmelding|sirkel|kalender|plan|program|materia|fil[ae]|slides?)\w*"
)
_ASKED = re.compile(
    rf"^(?:(?:hvor|kvar) (?:finner|finn|ligger|ligg|kan (?:jeg|vi|eg) (?:finne|laste)|er|blir)\b.{{0,60}}\b{_THINGS}|"
    rf"når (?:er|blir|kommer|begynner|starter|kjem|byrjar) (?:det |den )?(?:{_THINGS}|neste|vi\b|frist\w*|svar\w*)|"
    r"hvilken (?:lenke|dag|dato|kode)|hva er (?:lenken|koden|passordet|datoen)|kva er (?:lenkja|koden)|"
    r"(?:kan|kunne|vil|kunne du|har|er det|får|finnes|finst|blir|blei|ble|var|går det an|har noen|kommer|kjem)\b.{0,90}\b(?:sende|dele|"
    r"legge ut|lysark\w*|presentasjon\w*|opptak\w*|lenk\w*|referat\w*|notat\w*|kode\w*|passord\w*|møterom\w*|tatt opp|melde på|"
    r"kollega\w*|invitasjon\w*|innby\w*|datoen?|klokka|klokken)\b|"
    r"(?:where|when|can you|could you|is there|will there|do you have|what is the)\b.{0,90}\b(?:slides?|recording|link|notes?|minutes|"
    r"find|send|share|next meeting|code|password|invite)\b).*\?",
    re.IGNORECASE,
)  # fmt: skip
#: What is wrong with a link or the form, or that it was answered there.
_TROUBLE = re.compile(
    r"\b(?:får|fekk|fikk|klarer|klarte|greier|can['’]?t|could not|couldn['’]t|cannot)\b.{0,40}\b(?:åpn\w*|opn\w*|inn|logge\w*|tilgang|"
    r"open|log in|access)\b"
    r"|\b(?:lenk\w*|skjema\w*|siden|sida|link|form|page)\b.{0,30}\b(?:virker|verkar|fungerer|fungerar|works?|working)\b.{0,10}\b(?:ikke|ikkje|not)\b"
    r"|\b(?:har|eg|jeg|i|have)\b.{0,20}\b(?:svart\w*|svara|answered|fylt ut)\b.{0,40}\b(?:skjema\w*|lenk\w*|nett\w*|allerede|alt|form|already)\b",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:(?:jeg|eg|i) (?:er|am) (?:for tiden |for tida |dessverre |currently )?(?:bortreist|på ferie|ute av kontoret|i permisjon|out of "
    r"(?:the )?office|on (?:leave|holiday|vacation))|fraværsmelding|automatisk svar|autosvar|out of office|"
    r"har (?:ferie|fri|sluttet) (?:til|fram til|frem til|i)|tilbake (?:på kontoret )?(?:igjen )?(?:den \d|(?:på )?(?:mandag|tirsdag|onsdag|"
    r"torsdag|fredag)|\d)|henvend deg til|ved behov,? kontakt|denne e-postadressen er ikke (?:lenger )?i bruk)\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"^(?:(?:hei|beklager|dessverre|sorry|takk for (?:påminnelsen|purringen|invitasjonen))[,.! ]*)*(?:(?:jeg|eg|i|vi)\s)?(?:"
    r"(?:(?:kan|kunne|rakk|greide|klarte|var|kommer|kjem|was|could|can|couldn['’]t|can['’]t|won['’]t)\b[^.?!]{0,40}"
    r"\b(?:ikke|ikkje|not|n['’]t|syk|sjuk|forhindret|forhindra|opptatt|møte|dessverre)\b(?!\s+(?:på|koma? på)\s+no))"
    # «Har ikke …» says something of the work as often as of the meeting.
    r"|(?:(?:har|fikk|fekk)\b[^.?!]{0,20}\b(?:ikke|ikkje|dessverre|ingen)\b[^.?!]{0,15}\b(?:mulighet|høve|anledning|tid|vært (?:med|der)|"
    r"vore (?:med|der)|deltatt|delta|være med|vere med|svart|sett))\b)"
    r"[^.?!]{0,60}[.!]*\s*(?:beklager|sorry|dessverre|god bedring|takk)?[.!]*$",
    re.IGNORECASE,
)


def meaning_of(own: str) -> Means:
    """What the writer's own words come to. In doubt they are an answer: a person reads it, and it is counted by its words."""
    words = plain_words(own)
    if not own.strip() or (not words and not _THANKS.search(own)):
        return Means.NOTHING
    if _LEAVE.search(own) and len(words) < 60:
        return Means.LEAVING
    if len(words) < 25 and _THANKS.search(own) and all(word in _POLITE for word in words):
        return Means.THANKS
    sentences = [each.strip() for each in re.findall(r"[^.!?\n]+[.!?]*", own) if plain_words(each)]
    told = [each for each in sentences if not all(word in _POLITE for word in plain_words(each))]
    if told and all(_ASKED.match(each) or _TROUBLE.search(each) for each in told):
        return Means.TO_PEOPLE
    if _AWAY.search(own) and len(words) < 80:
        return Means.TO_PEOPLE
    if len(told) == 1 and _ABSENT.match(" ".join(told)) and len(words) < 30:
        return Means.TO_PEOPLE
    return Means.ANSWER


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
