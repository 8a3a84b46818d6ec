"""Fields of meaning about people, work, learning and things, in Bokmål: one field after another (R14)."""

FIELDS = """
barn unge småbarn spedbarn baby oppvekst barndom leke; ungdom tenåring generasjon; gammel eldre alderdom pensjonist senior aldring bestemor
bestefar; familie foreldre mor far sønn datter søsken slekt pårørende ektefelle samboer besteforeldre arv overta arve skilsmisse; mann kvinne kjønn
likestilling jente gutt menn mannfolk; venn vennskap nabo nabolag fellesskap samhold felles sosial mingle omgang møteplass småprat uformell kaffe;
innvandrer flyktning asyl fremmed utlending morsmål bosetting integrering tolk; språk ord uttale vokal grammatikk tonefall flerspråklig ordforråd
oversette; syk sykdom smitte virus bakterie feber diagnose medisin behandling helse lege pasient vaksine; kropp rygg skulder nakke muskel arm hånd
fot kne hofte kroppsholdning ergonomi belastning slitasje løfte vondt smerte ledd; psykisk angst depresjon deprimert psykose panikk lidelse traume
schizofreni selvmord selvskading; redd frykt angst nervøs utrygg livredd skremt panikk skjelve bekymring engstelig; trygg sikkerhet trygghet vern
beskyttelse beredskap risiko fare farlig; sint sinne hets hat krenke skjelle frekk uhøflig aggresjon rasende kjefte kjeft utagere rope skrike skrik
ufin hissig trusler true truende; vold slag slå trussel trusler angrep overfall bite knurre farlig utagering sloss mishandling; konflikt krangel
uenighet mekling strid splid bråk usams fiendskap; uro bråk støy skrik hærverk ødelegge forstyrre spetakkel; død sorg begravelse etterlatte tap
gravferd dødelighet dø dødsfall; ensomhet alene besøk isolasjon utenforskap isolert ensom; stress press tidspress hast hastverk mas prioritere
tidsnød; sliten utbrent pause hvile lunsj trøtthet sykefravær belastning restitusjon; turnus skift vakt nattevakt søvn sove døgn helg arbeidstid;
frivillig verv rekruttere medlem dugnad skaffe rekrutt; slutte frafall avbrudd forsvinne beholde holde; leder ledelse sjef styre styring myndighet
ansvar delegere; motivasjon lyst engasjement interesse inspirasjon giddeløs skepsis motstand holdning skeptisk begeistring; ny nyansatt opplæring
innføring nybegynner introduksjon; undervisning lærer elev skole klasse time pensum læreplan pedagogikk differensiere nivå klasserom trinn; lese
skrive bok tekst bokstav alfabet skrivekunst lesing stave; eksamen prøve vurdering karakter test sensor oppgave vitnemål; fravær oppmøte utebli
avbestille avlyse sen forsent skulk mangle møte komme sove; øve øving trening trene hjemme lekser repetisjon mengdetrening; stemme sang synge pust
klang kor tone intonasjon ren surt falsk melodi; musikk instrument note konsert orkester repertoar låt; lyd mikrofon høyttaler ekko lydnivå hørsel
støyskjerm; bilde film foto filme strømme video animasjon klippe; tegne visualisere skisse male tegning illustrasjon visuell; scene teater publikum
forestilling utstilling opplevelse konsert sal; sosial media facebook tiktok youtube følger nettside instagram annonse reklame markedsføring avis
omdømme rykte presse; kunstig intelligens assistent robot automatisk maskinlæring chatbot algoritme; data datamaskin pc nettbrett mobil telefon
skjerm epost digital app nettside passord pålogging; teknologi system utstyr sensor autopilot elektronikk apparat verktøy; personvern taushet
samtykke gdpr hemmelig lagring personopplysning; lov regel forskrift paragraf vedtak rett juss avslag; ulovlig tilsyn kontroll straff gebyr bot
pålegg overtredelse håndheve ulovlighet inspeksjon; klage anke misnøye omgjøring oppheve reklamasjon; politiker politikk press påtrykk makt påvirke;
økonomi penger budsjett kutt gjeld lån rente underskudd overskudd investering drift kostnad utgift inntekt regnskap sparing likviditet; pris
betaling faktura honorar timepris gratis kreve rabatt fastpris betale; tilskudd støtte søknad finansiering midler stiftelse stipend sponsor fond;
salg selge kunde butikk marked kjøper eksport handel omsetning; konkurranse konkurrent billig anbud; råd rådgivning veiledning samtale coaching
refleksjon reflektere tilbakemelding; lån gjeld rente bank; frist sent levere forsinke forsinkelse innlevering utsette; klima utslipp bærekraft
miljø karbon fotavtrykk reise fly; energi strøm isolere fyring varmepumpe; varme kulde temperatur ventilasjon luft inneklima fyre klimaanlegg kaldt;
vinter frost snø is kulde brøyte strø måke høst glatt; vann fukt lekkasje rør avløp lekke drypp råte råtne; bygg vedlikehold tak fasade rehabilitere
oppussing vegg mur reparere pusse; bolig leie utleie leieboer husleie beboer; brann røyk flamme brannvern slokke evakuere tenne; avfall søppel
gjenvinning kildesortering resirkulere; bil vei trafikk fører sjåfør parkering; båt sjø hav havn brygge kyst strand naust; dyr dyrevelferd husdyr
stell velferd buskap; vilt hjort elg rådyr beite jakt skade rovdyr; skog tre hogst hogge gran furu planting tømmer ved sag; hage plante frø jord
ugress luke spade vekst blomst grønnsak gjødsel kompost såing bed; insekt skadedyr mus rotte maur veggdyr bille; mat måltid middag matlaging spise
kjøkken; alkohol rus dop narkotika ruse beruset; renhold hygiene vask rydde skitten smittevern; ulykke skade verneutstyr hjelm arbeidsskade klemme;
kriminalitet tyveri hærverk innbrudd ødelegge stjele; mobbing trakassering hets hat netthets utestengning rasisme overgrep krenkelse; tilgjengelig
universell utforming funksjonshemming syn hørsel blind døv rullestol tegnspråk tilrettelegge behov; adhd autisme konsentrasjon uro diagnose; møte
agenda innkalling referat forberedelse ordstyrer årsmøte; deltakelse engasjement delta aktiv involvere medvirkning; plan planlegge årshjul strategi
mål fremdrift kalender; dokument papir sakspapir rapport journal dokumentere arkiv notat skjema; kvalitet måling telle statistikk indikator resultat
evaluere; tro kirke bønn gudstjeneste prest diakoni religion menighet; historie krig minoritet urfolk fortid kulturarv; kultur kunst museum samling;
idrett trening lag kamp dommer trener bane hall anlegg; spill leke konkurranse brettspill lek; håndverk sy strikke søm garn reparere snekre; verktøy
maskin motor redskap utstyr slipe; tillit etikk verdi ærlighet respekt moral; endring omstilling innovasjon utvikling forandring; kollega ansatt
personale stab medarbeider arbeidsmiljø bemanning team; bruker innbygger besøkende kunde klient; demens dement huske hukommelse forvirring kognitiv;
haste hastverk akutt øyeblikkelig kø vente; gruppe lag inndeling samling krets; sår skade blod bandasje; tale talerstol retorikk innlegg debatt
foredrag presentasjon presentere ordskifte tilhører lytte stemmebruk; tid kalender timeplan balanse familieliv fritid kvelder døgn rekke; trøst
minne savn avskjed bearbeide samtale støtte inntrykk ettervern debrifing; krav test kondisjon styrke utholdenhet form trene måling; hud utslett kløe
eksem allergi astma kjemikalier irritasjon hanske; hår krøll frisyre klipp skjegg farge sminke; passord innlogging pålogging bruker konto tilgang
kode tofaktor; svindel bedrageri falsk lure phishing nettsvindel sikkerhet virus hacking; lønn tariff fagforening arbeidsgiver ansettelse
arbeidsavtale permisjon fri stilling; ekteskap samliv kjærlighet forelskelse seksualitet samlivsbrudd kjæreste; graviditet fødsel amming barsel
jordmor spedbarn nyfødt; tenner tann tannlege munn; øye syn briller blind svaksynt; øre hørsel døv høreapparat tinnitus; hjerte lunge pust blodtrykk
slag diabetes kreft kols; vekt overvekt kosthold slanke diett sunn kalori; mosjon gå tur løpe sykle gange fysisk aktivitet bevegelse; fjell tur
friluft telt hytte ski sti; elv innsjø bekk flom ras skred vær storm; luftforurensning støv eksos partikler svevestøv; lys lampe mørke belysning
vindu; farge maling pensel lerret kunstner; form leire keramikk tre treskjæring utskjæring; klær tekstil stoff mote gjenbruk bruktklær; møbler
gjenbruk reparere brukt lapping; kjøp innkjøp anskaffelse anbud leverandør kontrakt avtale; levering transport frakt lager logistikk pakke;
kvittering bilag moms skatt avgift ligning; forsikring erstatning skademelding ansvar; eiendom tomt grense tinglysing takst nabovarsel; arv
testamente skifte generasjonsskifte overdragelse; barnevern omsorg fosterhjem bekymringsmelding omsorgssvikt; barnehage lek garderobe levering
henting foreldremøte; lærling fagprøve svenneprøve verksted instruktør fagbrev praksis; student studie universitet eksamen forelesning; bibliotek
bok lån leser litteratur forfatter; avis journalist intervju kilde nyhet kildekritikk; bilde foto arkiv album digitalisering; radio podkast
lydopptak sending; fest feiring jubileum tradisjon bursdag bunad; jul påske høytid pynt gave; reise turist hotell overnatting guide omvisning; buss
tog kollektiv billett stasjon; fly flyplass utslipp togreise; havn skip mannskap kaptein seilas; hest ri stall sal; katt dyrlege veterinær kjæledyr;
ku melk fjøs beite seter gjeterhund sau lam ull; bie honning kube pollinering; fugl fuglekasse trekkfugl hekke; elg hjort jeger våpen slakt; fisk
krok garn line fiskevær kvote; bær sopp sanke høste modne; korn mel brød bake gjær surdeig; øl vin brygging gjæring destillasjon; ost melk smør
ysting meieri; frukt eple saft sylte; vann brønn kran drikkevann vanning regn tørke; kloakk septik renseanlegg avløp; varmt ovn ved pipe peis
fyring; strøm sikring kabel ledning elektriker; hammer spiker sag planke snekker; mur sement betong stein; maling vindu dør lister; garasje dekk
verksted service; sykkel hjelm sykkelvei; fotgjenger skolevei gangfelt fart trafikksikkerhet; parkering bil plass bot; rus avhengighet
spilleavhengighet overdose; fengsel innsatt dom soning straff; politi anmeldelse etterforskning vitne; domstol rettssak advokat dommer; valg stemme
kandidat parti program; styre årsmøte vedtekter valgkomité leder; forening klubb lag medlem kontingent lotteri dugnad; møterom lokale leie nøkkel
utlån; sponsor basar loddsalg innsamling gave; tolking oversettelse tospråklig fremmedspråk; minoritet samisk urfolk nasjonal kvensk; religion moské
islam kristendom livssyn; etikk dilemma verdi samvittighet; ledelse visjon mål strategi resultat; konflikt megling varsling varsler; omstilling
nedbemanning oppsigelse permittering; taushetsplikt varsling meldeplikt; feil avvik melding hendelse forbedring; kvalitet standard sertifisering
revisjon; datasystem feilsøking oppdatering lisens programvare skriver; maskiner utstyr gammel utskifting innkjøp; kunde service klage kø resepsjon
henvendelse; selge butikk vare hylle utstilling kasse; sår bandasje infeksjon plaster; søvnløshet mareritt trøtt natt; stress utmattelse sykmelding
meditasjon avspenning; ensom venn samtalepartner besøksvenn; glede humor latter moro; mot våge tørre selvtillit trygghet; kommunikasjon
misforståelse kroppsspråk lytte; tilbakemelding ros kritikk vurdering; grenser nei selvhevdelse avvise; rettferdig likhet fordeling kø tur
"""
