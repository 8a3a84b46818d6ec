"""What a reply comes to: an answer, thanks, a wish to leave, or something for the facilitators to see to (R31).

In doubt it is an answer: a person reads it, and it is counted by its words. The patterns are of sentences, in the three languages and the
commonest dialects; `tests/replies/test_meaning.py` has what they are to tell apart.
"""

import re
from enum import StrEnum

from tasks.circle.replies.words import plain_words


class Means(StrEnum):
    """What a reply is: an answer, nothing, thanks and no more, a wish to leave, a question or message to the facilitators."""

    ANSWER = "answer"
    NOTHING = "nothing"
    THANKS = "thanks"
    LEAVING = "leaving"
    TO_PEOPLE = "to_people"


_POLITE = frozenset(re.split(" ", (
    "takk tusen mange hjertelig så veldig mye meget for i dag sist nå no det den dette deg dere dykk alle alt møtet møte samlingen "
    "samlinga økten økta påminnelsen påminninga informasjonen "
    "invitasjonen innbydinga oppsummeringen e posten eposten mailen fint flott bra kjempefint kjempebra hyggelig koselig lærerikt nyttig "
    "interessant inspirerende godt gøy fantastisk et ei en eit var er som vanlig "
    "og jeg eg vi meg oss setter pris på stor stort gleder til neste gang hilsen hei hade ha god helg sommer sommar ferie påske jul uke "
    "veke fin dag opplegg flinke flink skal dagen begge sammen saman mye gratulerer flotte samling økt høst haust år nytt alt sees ses "
    "snakkes vi ok okei "
    "greit supert topp flotte fine gode morsomt notert mottatt "
    "thank you thanks so very much many a lot for today the meeting reminder great nice good lovely session it was is this that and we i "
    "all ok okay received noted see next time have weekend cheers your to"
).strip()))  # fmt: skip
#: What people wish one another: names may stand beside it.
_WISHES = re.compile(
    r"^(?:gratulerer|gratulerar|god(?:t)? (?:sommer|sommar|jul|helg|påske|ferie|høst|haust|nytt år|tur)|gleder meg|gler meg|ha (?:en|ei) |"
    r"så (?:hyggelig|koselig|flott|bra)|"
    r"congratulations|happy |merry |have a )",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:takk|thanks?|mottatt|notert|ok|okei|greit|supert|topp|flott|fint|received|noted)\b|[👍🙏❤😊🙂👏🎉💚]", re.IGNORECASE)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE)


#: Who writes so is at the questions, whatever else the sentence is like.
_LEARNS = _any(
    r"\b(?:lære|læra|lærer|lær|trenger|treng|trengs|behov|øve|øva|relevant\w*|nyttig\w*|interessant\w*|prøve|prøva|learn\w*|need|"
    r"practi[sc]e|useful)\b",
    r"\b(?:vil|ville|ønsker|ønskjer|skulle|want|would like)\b(?!\s+(?:bare\s+|berre\s+)?(?:ikke|ikkje|not|gjerne (?:ut|meldes|slettes)))",
)
_LEAVES = _any(
    r"\b(?:meld|melde|melder)\s+(?:\w+\s+){0,2}?(?:meg|mæ|oss)\s+(?:\w+\s+){0,3}?(?:av|ut)\b",
    r"\b(?:stryk|stryke|slett|slette|fjern|fjerne|remove|delete|sletta|fjerna)\s+(?:\w+\s+)?(?:meg|mæ|me|oss|us|navnet mitt|namnet mitt|adressen min|"
    r"adressa mi|my (?:name|address))\b",
    r"\b(?:ta|tar|take)\s+(?:meg|mæ|me|oss|us)\s+(?:av|ut av|bort fra|bort frå|off)\s+(?:denne |the |your |this )?(?:list\w*|sirkel\w*|e-?post\w*|"
    r"utsending\w*|mailing\w*|circle)",
    r"\b(?:utmeld\w*|unsubscribe|avmeld(?:ing|e|es|t)?)\b|\b(?:slutter|sluttar) i sirkelen\b|\but av (?:lista|listen|sirkelen)\b",
    r"\boff (?:the|your) list\b|\bleave the circle\b|\bstop (?:sending|emailing)\b|\btake me off\b|\b(?:kutt|slutt) (?:ut )?(?:med "
    r")?disse (?:mail|e-?post)|^(?:jeg|eg) vil ut\W*$|\baldri meldt meg (?:på|opp)\b|\bno longer (?:interested|wish)\b",
    r"\b(?:ut|av|bort) (?:av |fra |frå )?(?:denne |den )?(?:e-?post|mailing|adresse|utsendings)?list(?:en|a)\b|\b(?:trenger|treng) "
    r"(?:ikke|ikkje) (?:flere|fleire) (?:mail\w*|e-?post\w*|brev)",
    r"\b(?:ikke|ikkje)\b.{0,20}\b(?:være|vere|bli) med (?:videre|vidare|lenger|lengre|meir|mer)\b",
    r"\b(?:trekker|trekkjer|trekke)\s+(?:\w+\s+)?(?:meg|oss)\b",
)
#: The same without the word for it; where something is to be learned it is about that.
_WANTS_OUT = _any(
    r"\b(?:ønsker|ønskjer|vil|ville|orker|kan|skal|want)\s+(?:\w+\s+){0,2}?(?:ikke|ikkje|not|no longer)\s+(?:\w+\s+){0,3}?(?:være med|vere med|delta|"
    r"(?:(?:ha|få) )?(?:flere|fleire) (?:e-post\w*|mail\w*|brev|melding\w*|påminn\w*|invitasjon\w*)|motta|(?:to )?(?:take part|be part|participate|"
    r"receive))\b(?!\s+(?:på|i)\s+(?:neste|dette|møtet|det)\b)",
)
_NOT = r"(?:ikke|ikkje|ikkej|itj|aldri|dessverre|diverre|not|n['’]t|unable)"
_THERE = (
    r"(?:(?:vært|vore|være|vere) (?:med|der)|delta\w*|deltok|til ?stede?s?|til ?stades|(?:på )?møtet|(?:på )?samling(?:a|en)|"
    r"(?:komme|koma|kommet|kome|kjem)(?!\s+(?:på|til|bort)\b)|svare|svara|svart|attend\w*|take part|make it|made it|join\w*|present|answer)\b"
)
#: What facilitators have, or can do something about.
_THINGS = (
    r"(?:lysark|slides?|presentasjon|opptak|recording|lenk|link|skjema|referat|notat|notes?|minutes|invitasjon|innkalling|innbyd|kalender|calendar|"
    r"kod(?:en?)\b|passord|password|møterom|deltakerlist|deltakarlist|påmelding|faktura|invoice|mail|e-?post|adresse[nr]?\b|phishing|spam|tavla)\w*"
)
_NEXT = r"(?:(?:neste|next|nytt|det nye) (?:gang|møte\w*|samling\w*|meeting|time|session))"
#: Asked of the facilitators: things, times and places, not how something is done (that is what people want to learn).
_ASKS = _any(
    rf"^(?:hvor|kvar|når|kan (?:jeg|eg|du|dere|de|noen|nokon)|kan vi (?:få|fa|se|sjå)|kunne|vil (?:dere|du)|har (?:dere|du|noen|de|det)|"
    rf"er (?:det (?:mulig|mogleg|noen|nokon|noe|noko|et|ein|eit|planlagt)|dette|lysark\w*|opptak\w*|lenk\w*|referat\w*|notat\w*|"
    rf"påmelding\w*)|får|finnes|"
    rf"finst|blir|ble|blei|var|går det an|kommer|kjem|hvem|kven|hvilke[nt]?|hva er|kva er|where|when|can (?:i|you|we)|could|is|are|will|do you|does|"
    rf"what is|who)\b(?!.*\b(?:lære|læra|learn)\b).{{0,90}}\b(?:{_THINGS}|{_NEXT}).*\?",
    r"^når (?:er|blir|kommer|begynner|starter|kjem|byrjar) (?:det |den )?(?:møte\w*|samling\w*|sirkel\w*|neste|vi\b|frist\w*|svar\w*).*\?",
    r"^(?:hvilke[nt]?|kva for eit?n?) (?:rom|sal|lenk\w*|dag|dato|kode|klokkeslett)\b.*\?|^(?:hva|kva) tid\b.*\?|^what time\b.*\?",
    r"^(?:(?:kan|kunne|vil) (?:dere|de|du|noen|nokon)|could you|can you|please)\b.{0,40}\b(?:sende|senda|tilsende|dele|videresende|ringe|"
    r"kontakte|endre|"
    r"oppdatere|legge ut|leggje ut|sette|setje|melde|fjerne|rette|flytte|bekrefte|send|share|forward|call|change|update|confirm)\b.*\?",
    r"\b(?:dere|de|du|noen)\b.{0,20}\b(?:ringe|endre|oppdatere|bruke|rette|flytte)\s+(?:meg|den|det|adress\w*|e-?post\w*|navn\w*)\b.*\?",
    r"^(?:blir|ble|blei|er|kommer|kjem|var)\b.{0,40}\b(?:lagt ut|sendt|tilsendt|delt|tatt opp|tilgjengelig\w*)\b.*\?|^er det (?:dere|de|"
    r"dykk) som\b.*\?",
    r"^(?:hvordan|korleis|how do i|how can i)\s+(?:melder|melde|kommer|kjem|logger|får|join|sign|log|get)\b.{0,12}\b(?:på|inn|tilgang|tak "
    r"i|up|in|access)\b.*\?",
    r"^er møte\w*\b.*\?|^(?:hvor|kvar) (?:melder|melde)\b.*\?|^kan (?:jeg|eg) (?:ta|få) med\b.*\?|\bnår (?:vi møtes|me møtest|er det igjen)\b.*\?",
    r"^(?:hva|kva) (?:het|heter|heiter|heitte) \w+.*\?|^(?:hvem|kven) var\b.*\?|^what (?:was|is) the name\b.*\?",
    r"\b(?:kollega\w*|sjefen|venninn\w*|colleague)\b.{0,30}\b(?:bli|vere|være|melde\w*|join)\b.*\?",
)
#: What is wrong with a link or the form, or that it was answered there.
_TROUBLE = _any(
    r"\b(?:får|fekk|fikk|klarer|klarte|greier|kan)\s+(?:\w+\s+){0,2}?(?:ikke|ikkje)\s+(?:\w+\s+){0,3}?(?:åpn\w*|opn\w*|inn|logge\w*|tilgang)\b",
    r"\b(?:can['’]?t|could not|couldn['’]t|cannot)\s+(?:\w+\s+){0,2}?(?:open|log in|access)\b",
    r"\b(?:lenk\w*|skjema\w*|siden|sida|link|form|page)\b.{0,30}\b(?:virker|verkar|fungerer|fungerar|works?|working)\b.{0,10}\b(?:ikke|ikkje|not)\b",
    r"\b(?:lenk\w*|link\w*|skjema\w*|form)\b.{0,40}\b(?:lukket|lukka|stengt|closed|expired|utløpt|utgått|tom side|blank side|blank page|borte|404)\b",
    r"\bfeilmelding\w*|\berror message\b|\b(?:koble|kople|logge) meg (?:på|til|opp|inn)\b|\b(?:får|fekk|fikk) (?:ikke|ikkje) opp "
    r"(?:spørsmål|skjema|side|sida)\w*",
    r"\b(?:har|hadde|have)\b.{0,12}\b(?:allerede|alt|already)\b.{0,8}\b(?:svart\w*|svara|answered|fylt ut)\b",
    r"\b(?:kommer|kjem) (?:ikke|ikkje) inn på (?:siden|sida|lenk|skjema)|\bskjema\w*\b.{0,15}\b(?:henger|heng|krasjer|krasjar|stopper)\b",
    r"^(?:jeg |eg |vi )?(?:svarte|svara|har sendt inn|har svart)\b.{0,20}(?:i går|i dag|alt|tidligere|nett\w*)?[.!]*$|^svar kommer\b|"
    r"\bfyller ut skjema\w*\b",
    r"\b(?:har|eg|jeg|i|have)\b.{0,20}\b(?:svart\w*|svara|svarte|answered|fylt ut)\b.{0,40}\b(?:skjema\w*|lenk\w*|nett\w*|form)\b",
    r"^(?:jeg |eg |vi |i )?(?:svarer|svarar|skal svare|skal svara|kommer tilbake|kjem tilbake|will (?:answer|reply|get back))\b.{0,30}"
    r"\b(?:i morgen|i morgon|i kveld|senere|seinare|så snart|når jeg|når eg|til (?:dette|deg|dere|dykk)|later|tomorrow|soon)\b",
)
#: Who is away, or has another address: so a program answers too, in several sentences.
_AWAY = _any(
    r"\b(?:jeg|eg|i) (?:er|am) (?:for tiden |for tida |dessverre |currently )?(?:bortreist|på ferie|ute av kontoret|i permisjon|"
    r"out of (?:the )?office|on (?:leave|holiday|vacation))\b",
    r"\b(?:har permisjon|fraværsmelding|automatisk svar|autosvar|out of office|har (?:ferie|fri|sluttet) (?:til|fram til|frem til|i)|henvend deg til|"
    r"ved behov,? kontakt|denne e-postadressen er ikke (?:lenger )?i bruk)\b",
    r"\btilbake (?:på kontoret )?(?:igjen )?(?:den \d|(?:på )?(?:mandag|tirsdag|onsdag|torsdag|fredag)|\d)",
    r"\b(?:min|mi|vår) nye (?:e-?post\w*|mail\w*|adress\w*)\b|\bny (?:e-?post\w*|mail\w*|adresse)\s*(?::|er)|\bsendt automatisk\b|"
    r"\bautomatic reply\b",
    r"\b(?:jeg|eg) er (?:sykmeldt|sjukmeld\w*|i møter? (?:hele|heile))|\bring (?:meg )?ved behov\b|\b(?:snakkes|ringer deg|ringjer "
    r"deg)\b.{0,25}\b(?:telefon\w*|i morgen)\b",
    r"\bfakturaen?\s+(?:er\s+|har\s+)?(?:ikke|ikkje)\b",
    r"\b(?:bytter|byter|byttet|bytta|skifter|skifta)\s+(?:jobb|adress\w*|e-?post\w*)\b.{0,60}\b(?:adress\w*|e-?post\w*)\b",
)
_SORRY = r"^(?:(?:hei|beklager|dessverre|sorry|takk for (?:påminnelsen|purringen|invitasjonen))[,.! ]*)*(?:(?:jeg|eg|i|vi)\s+)?"
_ABSENT = _any(
    r"\b(?:kan|kunne|fikk|fekk|rakk|greide|klarte|var|kom|kommer|kjem|was|could|can|couldn['’]?t|can['’]?t|won['’]?t|har)\b"
    rf".{{0,40}}?\b{_NOT}\b.{{0,30}}?\b{_THERE}",
    rf"\b(?:var|was)\b.{{0,20}}?\b{_NOT}\b\s+(?:med|der|there)\b|\bdeltok (?:ikke|ikkje)\b|\bkom (?:meg )?(?:ikke|ikkje) inn\b",
    rf"{_SORRY}(?:var|er|har vært|har vore|was)\s+(?:\w+\s+){{0,2}}?(?:syk|sjuk|forhindret|forhindra|opptatt|oppteken|på ferie|bortreist|"
    rf"sick|ill|away)\b",
    r"\b(?:gikk|gjekk) meg (?:hus )?forbi\b|\bi had another (?:meeting|appointment)\b|\bhadde (?:et |eit |en |ein )?(?:annet |anna |annen "
    r")?(?:møte|legetime|avtale)\b",
    r"\bvar (?:på|i) (?:et |eit |en |ein )?(?:annet|anna|annen|annan) (?:møte|jobb|kurs)\b|\b(?:melde|meldte) avbud\b|\bglapp for meg\b",
    r"\bgikk glipp av (?:møtet|denne|det)\b|\bmissed (?:the|this) (?:meeting|session)\b",
    r"\b(?:gå|gjekk|gikk) (?:litt )?(?:tidlig|tidleg)\b.*\bsvare?\b",
    rf"{_SORRY}(?:har|hadde)\b.{{0,20}}\b{_NOT}\b.{{0,15}}\b(?:mulighet|høve|anledning|tid)\b",
)


def meaning_of(own: str) -> Means:
    """What the writer's own words come to."""
    words = plain_words(own)
    if not own.strip() or (not words and not _THANKS.search(own)):
        return Means.NOTHING
    learns = bool(_LEARNS.search(own))
    if len(words) < 60 and (_LEAVES.search(own) or (not learns and _WANTS_OUT.search(own))):
        return Means.LEAVING
    if len(words) < 25 and _THANKS.search(own) and all(word in _POLITE for word in words):
        return Means.THANKS
    if len(words) < 9 and _WISHES.search(own) and sum(word not in _POLITE for word in words) < 3 and not learns:
        return Means.THANKS
    sentences = [each.strip() for each in re.findall(r"[^.!?\n]+[.!?]*", own) if plain_words(each)]
    told = [each for each in sentences if not all(word in _POLITE for word in plain_words(each))]
    if not learns and len(words) < 80 and _AWAY.search(own):
        return Means.TO_PEOPLE
    seen_to = [_ASKS.search(each) or _TROUBLE.search(each) or _AWAY.search(each) or (not learns and _is_absent(each)) for each in told]
    return Means.TO_PEOPLE if seen_to and all(seen_to) else Means.ANSWER


def _is_absent(sentence: str) -> bool:
    return len(plain_words(sentence)) < 16 and bool(_ABSENT.search(sentence))
