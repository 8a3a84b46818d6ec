"""How people ask for something, turn it down or say nothing, in nb, nn, en, sv and da. No word here is about a theme (R14)."""

import re


def _any(*choices: str) -> str:
    return "(?:" + "|".join(choices) + ")"


_I = _any("jeg", "eg", "æ", "e", "vi", "me", "mi", "i", "we", "oss", "jag", "de fleste", "alle")
_YOU = _any("dere", "de", "dykk", "du", "dokker", "ni", "you", "andre", "flertallet", "fleirtalet")
_NOT = _any("ikke", "ikkje", "ikkj", "inte", "itj", "itte", "not")
_BEFORE = _any("allerede", "allereie", "alt", "redan", "already")
_ENOUGH = _any(
    "nok", "godt nok", "meir enn nok", "mer enn nok", "tilstrekkelig", "tilstrekkeleg", "tilpass", "enough", "nog", "plenty",
)  # fmt: skip
_WANT = _any(
    "trenger", "treng", "trengs", "trengst", "behøver", "behöver", "vil", "ønsker", "ønskjer", "orker", "orkar", "gidder", "gidd",
)  # fmt: skip
_MORE_OF = _any("mer", "meir", "mera", "mere", "more", "flere", "fleire")
_NOTHING = _any("ingenting", "ingen ?ting", "inget", "ingen", "intet", f"{_NOT} (?:noe|noko|noen|nokon|något)", "ikke", "ikkje")
_AFTER_NOTHING = _any(
    "spesielt", "særlig", "særleg", "særskilt", "akkurat", "forslag", "formening", "meining", "mening", "ønsker",
    "ønske", "ønskjer",
    "nå", "no", "nu", "foreløpig", "førebels", "enda", "ennå", "enno", "ideer", "idear", "å", "som", "jeg", "eg", "på", "kommer",
    "kjem", "i", "dag", "meg", "for", "her", "komme", "kome", "kan", "melde", "behov", "tillegg", "legge", "til", "mer", "meir", "tilføye",
)  # fmt: skip

#: A sentence (folded, without closing marks) that asks for nothing: an answer of such sentences only is set aside.
EMPTY_TALK = re.compile(
    _any(
        # I do not know
        rf"(?:{_I} )?(?:vet|veit|ved) (?:ikke|ikkje|inte|itj|da)\b.*",
        rf".*\b(?:aner|anar) {_NOT}\b.*",
        r"(?:i )?(?:do not|don'?t|dunno) know.*|idk|no (?:idea|opinion|preference).*|(?:i'?m )?not sure.*",
        rf"(?:{_I} )?(?:har |hadde |rakk |fikk )?(?:ingen|{_NOT}) (?:aning|anelse|peiling|tid|rukket|tenkt|tenkte)\b.*",
        rf"(?:{_I} )?(?:må|lyt|skal|vil) (?:få )?tenk[ej]?\b.*",
        rf"(?:{_I} )?(?:kommer|kjem|kem) (?:tilbake|attende|igjen)\b.*",
        r"(?:det (?:er |var )?)?(?:vanskelig|vanskeleg|ikke lett|ikkje lett|hard|difficult) (?:å|to) (?:si|seie|svare|say|tell|answer)\b.*",
        r"(?:usikker|osäker|har ikke tenkt|hugsar ikkje|husker ikke)\b.*",
        rf"(?:{_I} )?(?:kommer|kjem|kem) {_NOT} på noe.*|(?:{_I} )?(?:kommer|kjem) {_NOT} på noko.*",
        rf"(?:{_I} )?(?:må|lyt|skal|vil) (?:snakke|snakka|prate|høre|høyre|sjekke|spørre|spørje|rådføre)\b.{{0,40}}\b(?:først|fyrst|first)",
        # nothing
        rf"{_NOTHING}(?: {_AFTER_NOTHING})*",
        r"(?:(?:jeg|eg|vi|me|i) )?(?:har |have |got )?(?:ingen|no|any|ikke noe[nt]?|ikkje nok[or]n?) (?:på hjerte\w*|"
        r"framlegg|suggestions?|ideas?|wishes|forslag|formening|ønsk\w+|behov|idé\w*|ideer|"
        r"mening|meining|kommentar\w*|tanker).*",
        r"n/?a|nil|none|nothing.*|nope|no|yes|test|testing|asdf\w*|qwert\w*|lorem ipsum.*|bla bla.*|xx+|yy+|hei|hallo|hello|hi",
        # yes and no, everything
        r"(?:nei|nej|tja|njæ|joda|ja|jo|pass|passe|passa|hm+|mm+|øh|eh|æh|ok|okei|greit|same|samme|ditto|diverse|mye|mykje|lite|anything)"
        r"(?:,? (?:takk|tack|egentlig|eigentleg|altså|det|for meg))*",
        r"(?:alt|alt mulig|alt mogleg|alle|alle deler|everything|all|all of it|litt av hvert|"
        r"litt av kvart)(?: (?:sammen|saman|takk))?",
        r"det meste|det aller meste|alt er (?:interessant|relevant|nyttig|bra|fint)|alt (?:i|om) .{0,25}|"
        r"det som (?:passer|kommer).*",
        # you decide, go on
        r"(?:bare |berre |just )?(?:kjør|kjøyr|køyr|kör|fortsett|fortset|hald|carry|keep|go)"
        r" (?:på|fram|i vei|as|sånn|slik|som|videre|vidare|on|going|ahead)\b.*",
        r"(?:bare |berre )?(?:fortsett|fortset|fortsätt|hald fram|carry on)",
        r"(?:hva|kva|ka) som helst(?!.*\b(?:unntatt|unnateke|utanom|men)\b).*|(?:ta|take) (?:en|ei|ein|a) (?:pause|break)",
        rf"(?:vi lar )?{_YOU} (?:kan |får )?(?:bestemmer?|bestem|velger?|vel|decide|choose)\b.*",
        r"(?:bestem|bestemme|velg|vel) (?:dere|de|dykk|selv|sjølv|du)\b.*|what ?ever.*|up to you.*",
        rf"(?:akkurat )?(?:det|hva|kva|what|som)(?: som)? {_YOU} (?:andre )?(?:vil|synes|syns|synest|ønsker|"
        rf"ønskjer|måtte|mener|meiner|want|like|think|har planlagt)\b.*",
        rf"(?:{_I} )?(?:stoler|stolar|overlater|overlet|litar|trust)\b.*\b{_YOU}\b.*",
        # thanks, greetings, praise
        r"(?:tusen |mange |hjertelig |hjarteleg )?(?:takk|tack|tak(?= for|$)|thanks|thank you)\b.*",
        r"(?:ha|have) (?:en|ein|ei|et|eit|a) (?:fin|god|riktig|nice|good|great|trevl\w+|bra)\b.*|"
        r"god (?:sommar|sommer|jul|helg|påske).*",
        r"(?:bare |berre )?(?:fint|bra|godt|flott|kjekt|hyggelig|hyggeleg|koselig|koseleg|trivelig|triveleg|"
        r"kjempefint|supert?|nyttig|lærerikt?|interessant|gøy|artig|great|good|nice|very)"
        r" (?:møte|opplegg|å (?:se|sjå|møte|treffe|være|vere|høre|høyre|bli)|samling|meeting|session|seminar|jobba?|jobbet|"
        r"tema|useful|interesting)\b.*",
        # content as they are
        rf"(?:nei,? |nej,? |alt |allting |everything |det |{_I} )*(?:er |e |var |am |is |har det |har |går )(?:(?:helt|veldig|heilt) )?"
        r"(?:fornøyd|nøgd|bra|greit|greitt|fint|ok|okei|i orden|fine|good|happy|nöjd|tilfreds)(?: (?:her|nå|no|som det er|sånn|hos oss))*",
        rf"(?:{_I} )?(?:føler|kjenner) (?:meg|oss) (?:\w+ )?(?:oppdatert|trygge?|fornøyd|ferdig|rustet|rusta)(?: (?:nå|no|her))?",
        rf"(?:{_I} )?(?:gleder|gler|gled) (?:meg|oss)\b.*|(?:{_I} )?(?:har )?{_NOT} savne[tr] (?:noe|noko)|(?:{_I} )?savner ingen ?ting",
        r"alt (?:er )?(?:bra|greit|greitt|fint|ok|okei|i orden|vel)(?: (?:her|nå|no|hos oss))*",
        rf"{_NOTHING} (?:som|that) (?:haster|hastar|brenner|brenn|is urgent)\b.*",
        r"(?:det )?(?:samma|samme|same|spiller ingen rolle|speler inga rolle)(?: det)?(?: for (?:meg|oss|me|us|min del|vår del))?",
        rf"{_I} (?:har|have) (?:lært|lærd|learned|fått) (?:det|alt|all|everything|nok|what)\b.*",
        r"(?:(?:jeg|eg|vi|me) )?(?:er|har det|am|i'?m) (?:fornøyd|nøgd|happy|bra|ny|nye|new)\b.*",
        r"(?:samme|same|samma|det samme|det same) (?:som|as) (?:sist|sis|forrige gang|førre gong|last|i fjor|"
        r"før|alltid|de andre|dei andre)\b.*",
    ),
    re.IGNORECASE,
)

#: Before somebody says nothing: «hm, må tenke litt».
HESITATES = re.compile(r"^(?:(?:h+m+|m+m+|tja|nja|njæ|øh|eh|æh|vel|altså|well|nei|nej|ja|jo|joda|ok|okei)\b[\s,.…!-]+)+", re.IGNORECASE)

#: «The same as I answered above».
SAME_AS_ABOVE = re.compile(
    r"(?:det )?(?:samme|same|samma|se|sjå|see|som|as|jf\.?)\s?(?:som|as|svar|det)?\s?(?:over|ovenfor|ovanfor|ovan|above|previous|"
    r"forrige spørsmål|førre spørsmål|forrige svar|førre svar|det jeg skrev over)\b.{0,20}",
    re.IGNORECASE,
)

#: An answer that begins so asks how, and is a wish whatever negations follow («hvordan unngå …», «ikke alle vet …»).
ASKS = re.compile(
    r"(?:og |and |men |but )?(?:hvordan|korleis|koss\w*|kordan|åssen|hur|how|hvorfor|kvifor|varför|why|hva|kva|ka|vad|hvad|what|"
    r"hvor|kor|når|hvem|kven|kem|ikke alle|ikkje alle|not everyone|not all)\b",
    re.IGNORECASE,
)

#: A part of an answer that turns a theme down: they know it, have had it, or want no more of it.
TURNS_DOWN = re.compile(
    _any(
        # no more of it
        rf"(?:^|^(?:nei|helst|please|så|nå|no|da|men),? |\b{_WANT} (?:{_I} )?)(?:{_NOT}|no) (?:noe |noko |any |så mye |flere |enda )?{_MORE_OF}\b",
        rf"\b(?:{_NOT}|no|slipp|stopp|slutt med|dropp\w*) (?:noe |noko |any |så mye |flere |enda )?{_MORE_OF} (?=\w)",
        rf"\b{_NOT} (?:enda en gang|om igjen|på nytt|igjen|nå igjen)\b",
        r"^(?:alt annet enn|alt anna enn|anything but|(?:hva|kva) som helst (?:unntatt|unnateke|utanom|men ikke))\b",
        rf"^(?:helst |for all del )?(?:{_NOT}|please no) "
        r"(?!bare|berre|alle|all|only|nok|sant|hatt|fått|vært|vore|blitt|få|ha|være|vere|klart|kunne|lett|enkelt|enough|had|been)",
        rf"(?:^|\b{_I} ){_WANT} (?:{_NOT}|ingen)\b(?! (?:bare|berre|å være|at))",
        rf"\b{_WANT} {_I} (?:{_NOT}|ingen)\b",
        r"\b(?:don'?t|do not|doesn'?t) (?:need|want)\b",
        # had enough of it
        rf"\b{_ENOUGH} (?:om|med|av|about|of|on|snakk\w*)\b",
        rf"\b(?:snakket?|snakka|hatt|hørt|høyrt|fått|lært|talked|heard|had|pratat|haft) (?:(?:mer enn|meir enn|"
        rf"så|godt|alt|vi) )*{_ENOUGH}\b",
        rf"\b(?:har|have) (?:(?:vi|me|eg|jeg|we) )?(?:mer enn |meir enn |alt |already )?{_ENOUGH}\b(?! til)",
        r"\bhar (?:(?:vi|me) )?hatt (?:mye|mykje|masse|lenge)\b",
        r"\b(?:ferdig|færdig|done|lei|mett|trøtt|tired) (?:med|av|of|with)\b",
        r"\b(?:er|e) (?:ferdig\w*|utdebattert|oppbrukt|gjennomgått|uttømt|avklart)(?=\W*$| (?:for|hos|nå|no)\b)|\b(?:is|are) (?:done|covered)\b",
        # know it already
        rf"\bkan (?:{_I} )?(?:\w+ )?(?:allerede |alt |jo )?(?:godt|bra|fra før|frå før|på rams|allerede|utenat)(?=\W*$|,)",
        rf"\b(?:er|var) (?:(?:vi|eg|jeg|me) )?{_BEFORE} (?:flinke?|gode|god|trygge?|kjent|godt)\b",
        r"\bhar (?:(?:vi|eg|jeg|me) )?(?:allerede|allereie)\b|\balready (?:know|have|had|good|did|covered|use)",
        rf"\b(?:uaktuelt|uinteressant|irrelevant|{_NOT} (?:aktuelt|interessant|relevant)|(?:mindre|lite) relevant)\b",
    ),
    re.IGNORECASE,
)

#: What follows is what they do *not* want.
RATHER_THAN = re.compile(
    r"[\s,;]*\b(?:i stedet for|istedenfor|i staden for|i stället för|heller enn|framfor|fremfor|instead of|rather than|but not|"
    r"men ikke|men ikkje|bare ikke|berre ikkje)\b.*$",
    re.IGNORECASE,
)
#: Where an answer turns: each side is judged by itself. A comma before «heller» turns too.
TURNS = re.compile(
    r"(?<=[.!?;…])\s+|\s*;\s*|[\s,]+\b(?:men|but|however|derimot)\s+|,\s*(?=(?:så\s)?(?:heller|hellre|rather|gjerne heller)\b)"
    r"|\s+[–—-]\s+(?=heller\b)",
    re.IGNORECASE,
)

#: Machines are spoken to here, not people: markup, code, or an order to a program.
MARKUP = re.compile(
    _any(
        r"</?[a-z!][^<>]*>",
        r"\{\{.*\}\}|\$\{.*\}",
        r"^\s*[\[{]\s*\"?\w+\"?\s*[:\[{\"]",
        r"^\s*[=+@]\s*[A-Z]{2,}\s*\(",
        r"^\s*(?:system|assistant|user)\s*:",
        r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:previous|prior|above|earlier|all|"
        r"your)\b.{0,30}\b(?:instruction|prompt|rule|message)",
        r"\b(?:ignorer|ignorér|glem|gløym|se bort fra|sjå bort frå|overstyr)\b.{0,40}\b(?:instruks|regel|regle|beskjed|ordre)",
        r"\b(?:you are now|act as|du er nå|du er no)\b.{0,40}\b(?:system|assistant|ai|model|modell|robot|assistent|rangering)",
        r"\b(?:drop table|select \*|insert into)\b|\brank(?:ing)?\s*(?:=|:|as)?\s*(?:1|one|first)\b",
        r"\b(?:sett|set|put|plasser|ranger|rangér)\s['\"«].+['\"»]\s(?:øverst|først|fyrst|on top|first|høyest)",
    ),
    re.IGNORECASE | re.DOTALL,
)

_ASKING = _any(
    "kanskje", "gjerne", "heller", "helst", "bare", "berre", "absolutt", "også", "og", "men", "så", "maybe", "perhaps",
    "please", "jeg", "eg",
    "vi", "me", "we", "i", "kunne", "skulle", "hadde", "vil", "ville", "would", "like", "to", "om", "foreslår", "at", "ha", "å",
)  # fmt: skip
_MORE = _any(
    "mer", "meir", "more", "noe", "noko", "something", "litt", "lære", "læra", "learn", "høre", "høyre", "snakke",
    "vite", "fokus", "tema",
    "vi må ha", "hjelp", "trenger", "treng", "ønsker", "ønskjer", "need", "want",
)  # fmt: skip
#: How a wish often begins; not part of a title.
LEADS_IN = re.compile(rf"^(?:(?:{_ASKING}[\s:,]+)*{_MORE}[\s:]+(?:(?:om|about|on|på|to|med|til|å) )?)+", re.IGNORECASE)

#: Asks for more of something, or for it once more: what the circle has had.
AGAIN = re.compile(
    rf"\b{_MORE_OF} (?:om|av|på|med|about|of|on)\b|\b(?:gang|gong|gång|runde|time|round) (?:til|till|more)\b"
    r"|\b(?:igjen|igen|again|once more|på nytt)\b",
    re.IGNORECASE,
)
