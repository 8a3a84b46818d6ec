"""Words that say nothing about a theme, in nb, nn, en, sv and da. No word here is about one (R14)."""

#: Words without a theme of their own.
STOP = frozenset(
    """
    a about afterwards against akkurat aktuell aktuelle aktuelt aldri aldrig all alle allerede alltid alt altfor altså always
    among an and andra andre anna annen annet any anymore anyone anything arbeid arbeide arbeider arbeidet arbete are area artig
    as ask at av avoid bara bare barely be because bedre been before begynne begynner being berre best beste betre better
    between bl.a ble blei blev bli blir blitt blive bliver borde bort both bra bruk brukar bruke bruker brukt burde but by bäst
    bästa bättre både båe bør børe can could create creating da dag dagens day days de deg dei deim deira deires dem den denne
    der dere deres derfor dersom desse dessuten det dets dette di did different difor din dine disse dit ditt do does doing
    dokker dokkers don du dumt during dvs dykk dykkar därför då dårleg dårlig dæ e each efter eg egen egentlig eget egne ei
    eigen eigentleg eigne ein eine eingong eit eitt eks eksempel eksempelvis eksempler eller ellers elles else en enda endå ene
    eneste enkelte enn enno ennå er erfaring erfaringar erfaringer et etc ett etter ettersom ev even eventuelt ever every
    everybody everyone everything everywhere evt f.eks faktisk far feil fekk felles fem fick fikk fin find fine finn finna finne
    finner fint fire fleire flera flere flest flink flinke flott focus fokus fokusområde fokusområder fokusområdet folk folka
    for fordi fore forskjellig forskjellige forslag fra from frå från fungera fungerar fungere fungerer funker få får fåtal fått
    færre för första føler før føre først gang gangen ganger ganske gav general generell generelt gennem genom gerne get gets
    getting gi gidde gidder gir gitt gjem gjennom gjennomføra gjennomføre gjennomføring gjer gjere gjerne gjorde gjort gjør
    gjøre go god gode godt gong gonger good got gott gradvis great greie greier greit greitt gå går gått gøy ha had hadde haft
    half hallo han handle handling handtere hans har has hatt havde have he hei heile heilt hela hele heller hello help helpe
    helper helst helt hen hennar henne hennes her here hi hilsen hit hjelp hjelpa hjelpe hjelper hjå hjælp ho hoe honom hos hoss
    hour hours how however hun hur hva hvad hvem hver hverandre hverdag hverdagen hvilke hvilken hvilket hvis hvor hvordan
    hvorfor hvornår håndtere håndterer i iblant if igen igjen ikj ikke ikkj ikkje in ingen ingenting inget inkje inn innan inne
    instead inte interessant interesse interessert interested interesting into is it itj its itself ja jeg jo job jobb jobba
    jobbar jobbe jobben jobber ju just ka kan kanske kanskje keine kem kjekt kjem kjør klarar klare klarer know ko kom kome
    komet komme kommer kommet kontra kor kordan korleis korso koss kossen kult kun kunna kunne kva kvar kvarandre kvardag
    kvardagen kven kvifor laga lagar lage lager lages lave laver lavet learn learning lenger lengre lengst leser less lest ligge
    ligger likar like liker likevel liksom likt likte lite litegrann litt litte little lot lyst lær læra lære lærer lærn lært
    m.m makter man mange many masse may maybe me med meg meget mei meir mej mellan mellem mellom men mens mer mere mest midt mig
    might min mindre mine minst minste minute minutes mitt mm mogleg moglege moglegheit moglegheiter more morsomt most mot mtp
    much mulig mulige mulighet muligheten mulighetene muligheter must mvh my mycket mye myke mykje må många måske måste måtar
    måte måten måter måtte mæ møtes møtt na ned need needs nei nej nesten nettopp never new ni no nobody noe noen nogen noget
    nogle nok noka noko nokon nokor nokre normal not nothing now nu ny nya nye nytt nyttig nyttige nå någon någonting något
    några nåke nåkka når nåt nåværende næ nær nödvendig nødvendig och också of off ofta ofte often og også ok okay okei om
    område områder on one onga only onto op opp or ord orda organisere orke orker os oss osv other others our out over own par
    per pga please possibility possible practical practice praksis praktisk praktiske prøva prøvd prøvde prøve prøver ps på
    quite really relevant relevante rest resten rett right råd sa sagt saka saker saman same samen samme sammen samt se seg sei
    seia seier seks selv ser serleg sett several si sia sida sidan side siden sier sig sikre sikrer sin since sine sist sista
    sit sitt sitte sitter sjelden sju sjå sjøl sjølv ska skal skall skapa skape skaper skje skjer skulle slik slike slikt slutt
    slå slår small so som some somebody someone something sometimes soon spennande spennende spesielt spør spørre stadig stand
    start starte starter still stor store stort stund stå står større største suggestion super supert sure svært synast synes så
    sådan sådanne såg sånn sæ særleg særlig særskilt ta tack taka take takk tar tatt te tek tema temaer ten than thank thanks
    that the their them theme themes then there these they thing things think this those three through ti tid tida tiden til
    time ting tips to today tomorrow too topic topics topp torde toward towards tre treng trenger trengs trengst trives tro tror
    trur try trying trøng tur tusen två two tør u uden ulik ulike um under unna unngå unngår until up upon us use used useful
    using ut utan ute uten utover va vad var vara vare varför various varit varje vart ved veit veldig vem ver vera vere
    verkeleg versus very vet vi via vil vilja vilka vilken vilket vill ville virkelig visar vise viser visse vist viste vita
    vite vore vori vort vs vår våre våres vårs vårt være været vært want wants was way ways we well were what whatever when
    where which while who whole why will wish with within without work working would ynskje you your ä än är å år åra året åt
    åtte æ ær ö över ønske ønsker ønskje ønskjer ønskt
    """.split()  # noqa: SIM905 - to be read as text
)

#: Words of a theme now and then, but used about anything: less than others.
EVERYDAY = frozenset(
    """
    behov betale bevisst bevissthet bidra bygge dele deltakar deltakarar deltaker deltakere deltakerne difficult easy enkel
    enkelt enkle forebygging forklare forstå fortelle følge gamle gammal gammel generelle gjenger grunnleggende halde handtering
    hard heime held hindre hjelpemiddel hjelpemidler hold holde holder håndtering høre innføring keep keeping kjenne kollega
    kompetanse kort korte kunnskap lag lang lange langt lese liv løsning løsninger løysing meeting meetings menneske mennesker
    metode metoder møta møte møtene møter møtet oppfølging oppfølgjing opplegg ordning passe people person personar personer
    plan planlegge planlegging plass prate problem problemer prosjekt rutinar rutine rutiner sende sentral simple situasjon
    skjønne skrive sluttar slutte slutter snakk snakkar snakke snakker spørsmål sted stedet stoppe styre svar svår talk tenke
    tilnærming tiltak treffe ulike utfordrande utfordrende utfordring utfordringar utfordringer vanskeleg vanskelege vanskelig
    vanskelige veke velge verktøy viktig viktige viktigst
    """.split()  # noqa: SIM905
)
