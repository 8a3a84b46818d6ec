"""How people ask for something, turn it down or say nothing, in nb, nn, en, sv and da. No word here is about a theme (R14)."""

import re

#: Words without a theme of their own.
STOP = frozenset(
    """
    a about all alle allerede alltid alt altfor altså an and andre andra annen anna annet any anything are as at av bare barely be because
    been before being ble blei blev bli bliver blir blitt borde bort both bra bruke brukar bruker bruk brukt burde but by både båe bør børe
    can could da dag dagens dei deim deira deires dem den denne der dere deres dersom desse det dets dette di did din dine disse dit ditt
    do does doing don dykk dykkar då de du dumt each eg egen eget egne eigen eigne eigentleg egentlig ei ein eine eingong eit eitt eller elles ellers else
    en ene eneste enda endå enn ennå enno er et ett etter ettersom even ever every everything far feil fekk felles fick fikk fleire flere flest folk folka
    for fordi fore fra from frå før først først få får fått føler føre for gang ganger gangen gav gi gir gjerne gjer gjere gjorde gjort gjør gjøre gjennom
    go god gode godt good gong gonger great går gå had hadde han hans har has have hatt havde haft he heile heilt hele helt heller helst hen henne
    hennar hennes her here hit hjå ho hoe honom hos hoss hur how hun hva hvad hvem hver hverandre hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår
    hun i if igjen igen ikkje ikke ingen ingenting inkje inn inne innan inte into is it its itself ja jo ju just kan kanskje kanske kem kan keine ka kva
    kvar kvarandre kven kvifor kor kordan korleis korso know komme kommer kom kome kjem ko kunna kunne kva kvar kvifor lage lager lagar laga lages
    ligge like likevel likt lite litt litte little lot læra lære lærer lært learn learning man mange many mange masse may me med meg mei meir mej mer mest mellom men
    mens mere mig might min mine mitt mot most more much must my mycket mye myke mykje må måte måten måtar måter måste måtte na når nå nåkka nåke ned need needs nei nej new ni no no noe noen nogen noget noka noko nokon
    nokor nokre nok nu ny nya nye nytt nær nödvendig nødvendig når næ of off og ofte often også on one onga only or os oss other others our out over own på per pga please
    quite really rett right sa sagt same samme sammen samt saman samen se seg sei seia seier selv si sia sida siden side sidan sier sig sin sine sist sitt sjå sjøl sjølv skal ska skall skje skjer skulle slik slike slikt
    slutt small so som some something soon still stor store stort større største stund synes synast så sånn så- ta taka take tar tatt tek ta te ten than that the their them then there these they thing things think this
    those through ti til time tid tida tiden ting to too tro trenger treng trengs trengst trur tror trøng try tur två u um under unna us use used using ut ute uten utan utover vad var vare
    vart varit vara ved veit ver vera vere verkeleg vet very vi vil vilja ville virkelig vite vita vore vori vort vår våre vårt vært vara varför want wants was way ways we well were what
    whatever when where which while who whole why will with within without would år året åra å ä än är ä ær æ är åt ö you your at
    better bedre betre bättre best beste bäst bästa flink flinke trygg- gradvis litegrann mindre minst minste dårlig dårleg fint fin fine finne finn finner finna find funker fungerer fungera fungere fungerar
    hjelp hjelpe hjelper hjelpa hjælp help helpe helper interessant interesse interessert interested interesting lyst ønske ønsker ønskjer ønskje ønskt ynskje vill wish
    tema temaer tema- topic topics theme themes fokus fokusområde fokusområder fokusområdet område områder focus area forslag suggestion tips råd eksempel eksempler eksempel- erfaring erfaringer erfaringar
    gjør meget mye aldri aldrig sjelden alltid ofta never always stadig spesielt særlig serleg særleg særskilt veldig svært ganske jævlig noe nåt något några någon
    generelt generell general praksis praktisk praktiske practice practical øving- dvs f.eks bl.a osv etc m.m mm mtp evt ev eventuelt nettopp akkurat iblant gott
    skape skaper skapa create creating handtere håndtere håndterer handle handling få- unngå unngår avoid sikre sikrer gjennomføre gjennomføring gjennomføra organisere
    hvilke ulike ulik forskjellige forskjellig different various several par to tre fire fem seks sju åtte ni ti two three half heile
    spørre spør ask stå står stand gått sitt sitter sit sitte  ligger begynne begynner start starte starter
    om opp op ned up in not get gets got getting jeg eg æ e i ha være og och eller för från hos lær lærn gjør gjør gjem lest leser eks eksempelvis vs versus kontra samt
    lenger lengre lengst midt resten rest slå slår sure ser såg sett vise viste vist viser visar møtt møtes tak takk kjekt kjør nåværende aktuell aktuelle aktuelt relevant relevante
    nyttig nyttige useful spennende spennande morsomt gøy artig trives liker likar likte like prøve prøver prøvd prøvde prøva try trying vært blitt gitt gått kommet komet
    ting saker saka greier greie greit ord orda mulig mulige mulighet muligheter muligheten mulighetene mogleg moglege moglegheit moglegheiter possible possibility
    deg dykkar vårs våres oss dokker dokkers dæ mæ sæ te va ikj ikkj itj koss kossen kor hen å-
    også dessuten derfor difor likevel heller faktisk egentlig liksom nesten bare berre kun only mest mer flest flere fleire færre få fåtal enkelte visse
    bør burde kunne ville skulle måtte tør torde gidder gidde orker orke klarer klare klarar greier makter
    första sista mycket många flera bättre också bara eller efter innan under över mellan utan genom hela varje något några någonting inget ingenting vem vilka vilken vilket varför därför kanske
    meget flere efter uden mellem gennem hele hver noget nogle hvilke hvorfor derfor måske gerne også sådan sådanne blive bliver blev være været lave laver lavet
    however instead always sometimes maybe someone everyone anyone nobody somebody everybody still just even without within during between among since until against toward towards upon onto per via
    jobb jobbe jobber jobben jobbar jobba arbeid arbeide arbeider arbeidet arbete work working job hverdag hverdagen kvardag kvardagen
    """.split()
) | frozenset("hei hallo hello hi takk tusen thanks thank tack hilsen mvh ps ok okei okay greit greitt fint flott topp super supert bra kult".split())

#: Words of a theme now and then, but used about anything: half the weight.
EVERYDAY = frozenset(
    """
    digital digitale digitalt digitally online nett nettet møte møter møta møtet møtene meeting meetings deltaker deltakere deltakar deltakarar deltakerne
    person personer personar people menneske mennesker menneske folk gruppe grupper gruppa ansatt ansatte tilsette kollega barn unge eldre voksne
    måte verktøy metode metoder metode problem problemer utfordring utfordringer utfordringar utfordrande utfordrende behov løsning løsninger løysing situasjon spørsmål svar
    viktig viktige viktigst enkel enkle enkelt vanskelig vanskelige vanskeleg vanskelege svår hard difficult easy simple trygg trygge tryggere trygt redd redde
    ny nye gammel gamle gammal langt lang lange kort korte snakke snakker snakkar snakk prate talk fortelle lese skrive si høre vise viser lede leie leder styre bygge
    dele bidra følge møtes treffe tenke forstå forklare skjønne velge sende betale slutte slutter sluttar stoppe hindre vise passe ta vare vær kjenne
    samarbeid samarbeide kommunikasjon informasjon kunnskap kompetanse kurs opplæring undervisning plan planlegge planlegging rutine rutiner prosjekt
    holde holder held halde hold keep keeping liv hjem hjemme heime hus sted stedet plass uke uker veke måned dag dager kveld natt morgen sommer vinter vår høst penger
    gjenger lag bedrift kommune kommunen organisasjon sentral avdeling norsk norge
    """.split()
)

#: A sentence (folded, without closing marks) that asks for nothing: an answer of such sentences only is set aside.
EMPTY_TALK = re.compile(
    r"""(?:
    (?:jeg\ |eg\ |æ\ |i\ )?(?:vet|veit|ved)\ (?:ikke|ikkje|inte|itj|da)\b.* | .*\b(?:aner|anar)\ (?:ikke|ikkje)\b.* | (?:i\ )?(?:do\ not|don'?t|dunno)\ know.* | no\ (?:idea|opinion|preference).* |
    (?:i'?m\ )?not\ sure.* | (?:usikker|osäker|har\ ikke\ tenkt|hugsar\ ikkje|husker\ ikke)\b.* | idk | n/?a | nil | none | nothing.* | nope | no | yes |
    (?:ingenting|ingen\ ?ting|inget|ingen|ikke\ noe|ikkje\ noko|ikke\ noen|ikkje\ nokon|intet|ikke|ikkje)(?:\ (?:spesielt|særlig|særleg|særskilt|akkurat|forslag|formening|meining|mening|ønsker|ønske|ønskjer|nå|no|nu|foreløpig|førebels|enda|ennå|enno|ideer|idear|å|som|jeg|eg|på|kommer|kjem|i|dag|meg|for|her|komme|kome|kan|melde|behov|tillegg|legge|til|mer|meir))* |
    (?:har\ )?(?:ingen|ikke\ noe[nt]?|ikkje\ nok[or]n?)\ (?:forslag|formening|ønsk\w+|behov|idé\w*|ideer|mening|meining|kommentar\w*|tanker).* |
    (?:nei|nej|nei,?\ takk|nej\ tack|tja|njæ|joda|ja|jo|pass|passe|passa|hm+|mm+|øh|eh|æh|ok|okei|greit|same|samme|ditto|diverse|alt|alt\ mulig|alt\ mogleg|alle|alle\ deler|everything|all|all\ of\ it|mye|mykje|lite|litt\ av\ hvert|litt\ av\ kvart|anything)(?:\ (?:takk|egentlig|eigentleg|sammen|saman|altså|det|for\ meg))* |
    (?:det\ meste|det\ aller\ meste|alt\ er\ (?:interessant|relevant|nyttig|bra|fint)|alt\ (?:i|om)\ .{0,25}|det\ som\ (?:passer|kommer).*) |
    (?:bare\ |berre\ |just\ )?(?:kjør|kjøyr|køyr|kör|fortsett|fortset|hald|carry|keep|go)\ (?:på|fram|i\ vei|as|sånn|slik|som|videre|vidare|on|going|ahead)\b.* | (?:bare\ |berre\ )?(?:fortsett|fortset|fortsätt|hald\ fram|carry\ on) |
    (?:dere|de|dykk|you|vi\ lar\ dere|dokker)\ (?:kan\ )?(?:bestemmer?|bestem|velger?|vel|decide|choose|får\ bestemme).* | (?:bestem|bestemme|velg|vel)\ (?:dere|de|dykk|selv|sjølv|du).* |
    (?:det|hva|kva|what|akkurat\ det|som)\ (?:som\ )?(?:dere|de|dykk|du|dokker|andre|flertallet|fleirtalet|you|ni)\ (?:vil|synes|syns|synest|ønsker|ønskjer|andre|måtte|mener|meiner|want|like|think|har\ planlagt).* | what\ ?ever.* | (?:up\ to\ you|you\ decide).* |
    (?:tusen\ |mange\ |hjertelig\ |hjarteleg\ )?(?:takk|tack|tak|thanks|thank\ you)\b.* | (?:ha|have)\ (?:en|ein|ei|et|eit|a)\ (?:fin|god|riktig|nice|good|great|trevl\w+|bra)\b.* | god\ (?:sommar|sommer|jul|helg|påske).* | (?:fint|bra|godt|flott|kjekt|kjempefint|supert?|nyttig|lærerikt|lærerik|interessant|gøy|artig|great|good|nice|very)\ (?:møte|opplegg|å\ se|å\ sjå|å\ møte|å\ høre|å\ høyre|å\ bli|samling|meeting|session|seminar|jobba?|jobbet|tema|useful|interesting)\b.* |
    (?:jeg|eg|vi|me|i)\ (?:har|have)\ (?:lært|lærd|learned|fått)\ (?:det|alt|all|everything|nok|what)\b.* | (?:jeg|eg|vi|me)\ (?:er|har\ det)\ (?:fornøyd|nøgd|happy|bra|ny|nye)\b.* | (?:er|am|i'?m)\ (?:ny|new|fornøyd|nøgd)\b.* |
    (?:hei|hallo|hello|hi|test|testing|asdf\w*|qwert\w*|lorem\ ipsum.*|bla\ bla.*|xx+|yy+) |
    (?:samme|same|samma|det\ samme|det\ same)\ (?:som|as)\ (?:sist|sis|forrige\ gang|førre\ gong|last|i\ fjor|før|alltid|de\ andre|dei\ andre)\b.*
    )""",
    re.VERBOSE | re.IGNORECASE,
)

#: «The same as I answered above».
SAME_AS_ABOVE = re.compile(
    r"(?:det\ )?(?:samme|same|samma|se|sjå|see|som|as|jf\.?)\s?(?:som|as|svar|det)?\s?(?:over|ovenfor|ovanfor|above|forrige spørsmål|førre spørsmål|forrige svar|førre svar|previous|det jeg skrev over|ovan)\b.{0,20}",
    re.IGNORECASE,
)

#: An answer that begins so asks how, and is a wish whatever negations follow («hvordan unngå …», «ikke alle vet …»).
ASKS = re.compile(
    r"(?:og |and |men |but )?(?:hvordan|korleis|koss\w*|kordan|åssen|hur|how|hvorfor|kvifor|varför|why|hva|kva|ka|vad|hvad|what|hvor|kor|når|hvem|kven|kem|ikke alle|ikkje alle|not everyone|not all)\b",
    re.IGNORECASE,
)

_ENOUGH = r"(?:nok|godt nok|meir enn nok|mer enn nok|tilstrekkelig|tilstrekkeleg|enough|nog|tilpass|plenty)"
_WE = r"(?:jeg|eg|æ|e|vi|me|mi|i|we|oss|jag|de fleste|alle)"
_WANT = r"(?:trenger|treng|trengs|trengst|behøver|vil|ønsker|ønskjer|orker|orkar|gidder|gidd|behöver|ønskar)"
#: A part of an answer that turns a theme down: they know it, have had it, or want no more of it.
TURNS_DOWN = re.compile(
    rf"""(?:
    \b(?:ikke|ikkje|inte|itj|itte|ikkj|not|no|slipp|stopp|slutt\ med|dropp\w*)\s(?:noe\ |noko\ |any\ |så\ mye\ |flere\ |enda\ )?(?:mer|meir|mera|mere|more|flere|fleire)\b |
    \b{_ENOUGH}\s(?:om|med|av|about|of|on|snakk\w*)\b | \b(?:snakket?|snakka|hatt|hørt|høyrt|fått|lært|talked|heard|had|pratat|haft)\s(?:mer\ enn\ |meir\ enn\ |så\ |godt\ |alt\ |vi\ )*{_ENOUGH}\b | \b(?:har|have)\s(?:vi\ |me\ |eg\ |jeg\ |we\ )?(?:mer\ enn\ |meir\ enn\ |alt\ |already\ )?{_ENOUGH}\b(?!\ til) | \bhar\s(?:vi\ |me\ )?hatt\ (?:mye|mykje|masse|lenge)\b |
    \bkan\s(?:{_WE}\ )?(?:\w+\ )?(?:allerede\ |alt\ |jo\ )?(?:godt|bra|fra\ før|frå\ før|på\ rams|allerede|utenat)(?=\W*$) | \b(?:er|var)\s(?:vi\ |eg\ |jeg\ |me\ )?(?:allerede|allereie|alt|redan)\s(?:flinke?|gode|god|trygge?|kjent|godt)\b | \bhar\s(?:vi\ |eg\ |jeg\ |me\ )?(?:allerede|allereie)\b | \b(?:already\ (?:know|have|had|good|did|covered|use)) |
    \b(?:er|e)\s(?:ferdig\w*|utdebattert|oppbrukt|gjennomgått|uttømt|avklart)\b | \b(?:is|are)\ (?:done|covered)\b | \b(?:ferdig|færdig|done|lei|mett|trøtt|tired)\s(?:med|av|of|with)\b |
    (?:^|\b{_WE}\s){_WANT}\s(?:ikke|ikkje|inte|itj|ingen)\b(?!\ (?:bare|berre|å\ være|at)) | \b{_WANT}\s{_WE}\s(?:ikke|ikkje|inte|itj|ingen)\b | \b(?:don'?t|do\ not|doesn'?t)\ (?:need|want)\b | \b(?:uaktuelt|ikke\ aktuelt|ikkje\ aktuelt|ikke\ interessant|ikkje\ interessant|ikke\ relevant|ikkje\ relevant|mindre\ relevant|lite\ relevant|not\ relevant|irrelevant|uinteressant)\b |
    ^(?:alt\ annet\ enn|alt\ anna\ enn|anything\ but|hva\ som\ helst\ (?:unntatt|men\ ikke)|kva\ som\ helst\ (?:unnateke|utanom))\b | ^(?:ikke|ikkje|inte|helst\ ikke|helst\ ikkje|for\ all\ del\ ikke|please\ no|not)\s(?!bare|berre|alle|all|only|nok|sant) |
    \b(?:ikke|ikkje|inte)\s(?:enda\ en\ gang|om\ igjen|på\ nytt|igjen|nå\ igjen)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip

#: What follows is what they do *not* want.
RATHER_THAN = re.compile(
    r"[\s,;]*\b(?:i stedet for|istedenfor|i staden for|i stället för|heller enn|framfor|fremfor|instead of|rather than|but not|men ikke|men ikkje|bare ikke|berre ikkje)\b.*$",
    re.IGNORECASE,
)
#: Where a sentence turns: each side is judged by itself. A comma before «heller» turns too.
TURNS = re.compile(r"(?<=[.!?;…])\s+|\s*;\s*|[\s,]+\b(?:men|but|however|derimot)\s+|,\s*(?=(?:så\s)?(?:heller|hellre|rather|gjerne heller)\b)|\s+[–—-]\s+(?=heller\b)|\n", re.IGNORECASE)

#: Machines are spoken to here, not people: markup, code, or an order to a program.
MARKUP = re.compile(
    r"""</?[a-z!][^<>]*> | \{\{.*\}\} | \$\{.*\} | ^\s*[\[{]\s*"?\w+"?\s*[:\[{"] | ^\s*[=+@]\s*[A-Z]{2,}\s*\( | ^\s*(?:system|assistant|user)\s*: |
    \b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:previous|prior|above|earlier|all|your)\b.{0,30}\b(?:instruction|prompt|rule|message)\w* | \b(?:ignorer|ignorér|glem|gløym|se\ bort\ fra|overstyr)\b.{0,40}\b(?:instruks|instruksjon|regl|beskjed|ordre)\w* |
    \b(?:you\ are\ now|act\ as|du\ er\ nå|du\ er\ no)\b.{0,40}\b(?:system|assistant|ai|model|modell|robot|assistent|rangering\w*)\b | \b(?:drop\ table|select\ \*|insert\ into)\b | \brank(?:ing)?\s*(?:=|:|as)?\s*(?:1|one|first)\b | (?:sett|set|put|plasser|ranger|rangér)\s['"«].+['"»]\s(?:øverst|først|on\ top|first|høyest)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

#: How a wish often begins; not part of a title.
LEADS_IN = re.compile(
    r"^(?:(?:kanskje|gjerne|heller|helst|bare|absolutt|også|og|men|så|maybe|perhaps|please|jeg|eg|vi|me|we|i|æ|kunne|skulle|hadde|vil|ville|want|would|like|need|to|trenger|treng|ønsker|ønskjer|ønske|om|foreslår|foreslå|fokus|på|tema|temaet|mer|meir|more|about|noe|noko|something|litt|lære|learn|å|at|ha|høre|høyre|hear|snakke)[\s:,]+)*?(?:(?:mer|meir|more|noe|noko|something|litt|lære|læra|learn|høre|høyre|snakke|vite|fokus|tema|vi må ha|hjelp|trenger|treng|ønsker|ønskjer|need|want)[\s:]+(?:om |about |on |på |to |med |til |å )?)+",
    re.IGNORECASE,
)
