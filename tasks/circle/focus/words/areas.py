"""More fields of meaning, area by area: what a word is often said together with, in Bokmål (R14)."""

FIELDS = """
barn unge småbarn spedbarn baby barndom oppvekst toåring treåring femåring; ungdom unge tenåring tenår ungdomstid ungdomsskole generasjon attenåring
russ; eldre gammel gamle alderdom pensjonist senior aldring alderspensjon bestemor bestefar besteforeldre; voksen voksenliv myndig selvstendig;
foreldre mor far mamma pappa forelder hjem foresatt; familie slekt søsken søster bror ektefelle samboer partner pårørende slektning; pårørende
etterlatte nærmeste familie; venn vennskap kamerat kompis venninne bekjent; nabo nabolag nabovarsel grend bygd nærmiljø lokalsamfunn; kvinne mann
kjønn likestilling jente gutt; innvandrer flyktning asylsøker bosetting integrering utlending minoritet fremmedspråklig nyankommet utenlandsk
etnisk; mangfold inkludering utenforskap tilhørighet marginalisert representasjon; redd frykt skremt utrygg engstelig livredd vegre skrekk fobi
panikk; angst depresjon deprimert psykisk psykiatri psykolog nedstemt selvskading selvmord tungsinn livsmestring; trist lei sørgmodig nedfor gråte
fortvilet vondt ulykkelig; sorg død dødsfall begravelse tap avskjed minne etterlatte gravferd kondolere trøst; ensom ensomhet alene isolert
isolasjon eneste utenfor; sint sinne rasende aggressiv utagere kjefte skrike hissig; glede humor latter moro trivsel trives; trygg trygghet tillit
selvtillit mot tørre våge; skam flau skamme sjenert pinlig tabu; stress press tidspress hektisk mas travel overbelastet jag; sliten utbrent trøtt
utmattet utslitt slitasje overarbeidet energitapping orke kapasitet; motivasjon motivere lyst engasjement interesse giv inspirasjon drivkraft gnist
begeistring; motstand skepsis skeptisk uvillig negativ kritisk innvending motvilje protest; syk sykdom diagnose lidelse symptom plage pasient; helse
sunn frisk folkehelse helsetilstand velvære; sykefravær sykmelding syk fravær borte egenmelding sykmeldt; medisin legemiddel medikament tablett
pille resept apotek dosering antibiotika preparat; vaksine vaksinere vaksinasjon sprøyte stikk immunitet influensa; smitte hygiene bakterie virus
infeksjon smittevern håndvask desinfisere; rygg skulder nakke kne muskel ledd hofte kropp smerte verk vondt belastning ergonomi løfte; trening
styrke kondisjon utholdenhet mosjon fysisk form aktivitet bevegelse; søvn sove natt våken døgn hvile nattevakt; hvile pause avkobling restitusjon
friminutt avspenning puste; mat måltid middag lunsj spise kost meny rett frokost servering kjøkken; ernæring næring underernæring vekttap kalori
protein kosthold vekt appetitt energi beriking; allergi allergen intoleranse gluten laktose nøtt astma; rus alkohol øl vin dop narkotika fyll drikke
beruset rusmiddel hasj; røyk snus tobakk røyke nikotin; demens hukommelse glemsom forvirret kognitiv alzheimer; funksjonshemming rullestol nedsatt
bevegelseshemmet handikap funksjonsnedsettelse tilrettelegging; universell utforming tilgjengelighet tilgjengelig tilrettelegging hindring
skjermleser teksting kontrast; syn blind svaksynt briller øye; hørsel døv tunghørt høreapparat teleslynge øre; adhd konsentrasjon oppmerksomhet
urolig rastløs autisme nevroutvikling; svelge svelgvansker dysfagi tygge purere most konsistens gele; tann tannlege tannhelse munn munnstell; hud
eksem utslett sår kløe; kreft svulst stråling; hjerte blodtrykk slag lunge kols diabetes; graviditet fødsel baby amming barsel jordmor; førstehjelp
hjertestarter gjenoppliving ulykke livredning bandasje; konflikt krangel uenighet uvenner strid splid krangling samarbeidsproblem gnisning; megling
megle forsone forhandle forhandling kompromiss avtale; vold slå trussel true truende angrep overfall trusler trakassering; hets hat netthets hetse
sjikane henge troll krenke krenkelse; mobbing mobbe erting utestengning utfrysing plage; ran tyveri tjuveri stjele innbrudd tjuv svinn hærverk
tagging ødelegge; svindel bedrageri falsk lure phishing hacking id-tyveri; sikkerhet trygg trygghet vern beskytte sikre sikring verne; ulykke skade
uhell nestenulykke fare farlig risiko hendelse avvik; beredskap krise katastrofe øvelse varsling kriseplan nødsituasjon evakuering; brann røyk
slukke brannvern flamme brannalarm bål; kniv øks sag våpen skarp; redning drukne livbelte redningsvest vest overbord; verneutstyr hjelm hms
arbeidsmiljø vernerunde verneombud støy; nødvakt alarm vekter overvåking kamera; uro bråk støy bråkete disiplin rastløs kustus mas arbeidsro ro
urolig; atferd oppførsel væremåte utfordrende utagering folkeskikk manerer høflig holdning; regel grense konsekvens forbud tillatt lov ordensregel;
punktlig forsinket sen forsent oppmøte fravær presis skulk utebli komme; lytte høre oppmerksom tilstedeværelse aktiv; samtale prat dialog snakke
samtaleteknikk drøfte diskusjon; småprat mingling uformell sosial kaffe mingle sosialt; kommunikasjon formidling informasjon budskap informere nå
kanal; tilbakemelding ros kritikk evaluering feedback respons; spørsmål spørre stille undre nysgjerrig; vanskelig samtale konfrontere ta opp
utfordrende ærlig; språk norsk ord begrep morsmål klarspråk forståelig enkelt; tolk tolking oversette oversettelse telefontolk flerspråklig; uttale
dialekt grammatikk ordforråd setning rettskriving; tale foredrag presentasjon presentere innlegg scene tilhører holde formidle sal talefrykt;
historie fortelle fortelling storytelling eventyr formidling; debatt diskusjon ordskifte argumentere argument meningsutveksling uenig; tegne tegning
visualisere bilde illustrere skisse grafisk visuell; skrive tekst skriving formulere brev klarspråk rapport; møte møteledelse ordstyrer agenda
saksliste innkalling referat; fasilitering fasilitere prosess lede prosessledelse verktøykasse; deltakelse delta involvere involvering engasjere
aktivisere medvirke påvirke; medvirkning brukermedvirkning påvirkning høring innspill selvbestemmelse bestemme; folkemøte borgerpanel innbygger
høring lokaldemokrati ungdomsråd; gruppe grupperom smågruppe gruppearbeid team breakout gruppeinndeling; sjenert stille ordknapp tilbaketrukket taus
beskjeden; dominere snakkesalig monopolisere taletid; ordet taletid talerekke slippe til; facebook instagram tiktok sosiale medier snapchat følger
innlegg konto; markedsføring reklame annonse synlighet profilering annonsering kampanje promotere brosjyre nå ut; presse journalist avis media
intervju omdømme nyhet; nettside hjemmeside nett web domene internett; digital data datamaskin pc nettbrett skjerm program programvare it datasystem
elektronisk app; mobil telefon smarttelefon tlf mobilbruk skjerm skjermtid; app applikasjon system program løsning innlogging registrere; passord
pålogging innlogging bankid tofaktor tilgang konto; kunstig intelligens ki chatgpt robot automatisering maskinlæring språkmodell; personvern gdpr
taushetsplikt samtykke personopplysning konfidensiell lagre opptak innsyn; video film filme opptak strømming kamera klippe; foto bilde fotografere
kamera; lyd mikrofon høyttaler ekko akustikk lydanlegg; tavle whiteboard miro mural padlet samskriving samskrive; hybrid fysisk digitalt skjerm
fjernmøte hjemmekontor teams zoom videomøte nettmøte; hjemmekontor fjernarbeid fleksibel arbeidsplass kontorlandskap; nettundervisning nettkurs
e-læring netthandel nettbutikk; digital kompetanse ferdighet digitalisering utenforskap opplæring; spill dataspill gaming brettspill lek leke; leder
ledelse sjef lederskap lede mellomleder styring lederrolle; forankring ledelse støtte oppslutning eierskap vedtak; ansatt medarbeider personale
kollega stab arbeidstaker; samarbeid samhandling samspill teamarbeid tverrfaglig tverretatlig koordinere felles; ansettelse rekruttering rekruttere
ansette jobbsøker intervju søker utlysning skaffe verve; bemanning vikar underbemannet folk mangel hender ressurs personell innleie; slutte frafall
turnover forsvinne forlate beholde holde oppsigelse gi seg bli; nyansatt opplæring introduksjon innføring oppstart ny onboarding mottak fadder;
lærling fagprøve svenneprøve instruktør fagbrev yrkesfag nemnd; student praksis praktikant veileder praksisplass praksisveiledning hospitere;
veiledning mentor rettledning coaching veilede rådgivning råd støttesamtale; kollegastøtte debrifing debriefing kollegaveiledning avlastning støtte;
medarbeidersamtale utviklingssamtale karriere utvikling; arbeidstid turnus vakt skift overtid helg kveld vaktplan døgn fritid fri; lønn tariff
betaling timelønn tillegg fagforening; delegere ansvar rolle oppgave fordele ansvarsfordeling rolleavklaring; prioritere tidsstyring planlegge plan
kalender struktur oversikt effektiv; frist deadline forsinkelse levere utsette innlevering tidsfrist; møtetretthet skjermtretthet pause trøtt;
endring omstilling omorganisering forandring endringsledelse overgang; innovasjon nyskaping utvikling idé ide kreativitet kreativ; prosjekt
prosjektledelse fremdrift milepæl gjennomføring; oppfølging følge opp videreføre handling etterarbeid glemme iverksette; kvalitet forbedring avvik
standard internkontroll rutine prosedyre; dokumentasjon dokumentere journal logg skjema føre rapport notat skriftlig; rapportering rapport
rapportere innrapportering registrering statistikk; arkiv journal arkivere lagring mappe; måle effekt virkning evaluere evaluering resultat
indikator dokumentere virke måling gevinst; kunnskap forskning studie funn vitenskap kunnskapsgrunnlag forsker; erfaring erfaringsdeling dele
utveksle læring lærdom; mål strategi visjon retning verdier målsetting; nettverk kontakt nettverksbygging relasjon samarbeidspartner; arbeidsmiljø
trivsel sosialt miljø samhold kultur; etikk etisk dilemma verdi moral samvittighet; varsling varsle varsler kritikkverdig; nærhet avstand grense
privat profesjonell relasjon balanse tilgjengelig; makt innflytelse påvirkning hierarki; hms arbeidsmiljølov risikovurdering sja; økonomi penger
finans budsjett finansiere råd pengemangel; budsjett regnskap kalkyle kostnad utgift overhead beregning egeninnsats; tilskudd støtte midler
finansiering søknad stipend fond stiftelse støtteordning søke; søknad søke søknadsskriving prosjektsøknad utlysning; sponsor sponse gave innsamling
loddsalg basar dugnad inntekt; pris prising betaling dyrt billig koste betale timepris inntjening tjene honorar; faktura purring inkasso betale
kunde skyldig; skatt moms avgift mva skattemelding fradrag; lån gjeld bank rente; innkjøp anskaffelse anbud leverandør kjøpe konkurranse
innkjøpsavtale kontrakt; salg selge omsetning kunde kjøp mersalg butikk handel; marked konkurranse konkurrent nettbutikk markedsandel netthandel;
lager lagring varelager svinn telling beholdning; mangel tom utsolgt restordre leveransesvikt leveringssvikt mangle savne knapphet erstatning;
fattigdom dårlig råd lavinntekt gratis utstyr billig økonomi; revisjon revisor tilsyn kontroll regnskap inspeksjon granskning; eksport utland
internasjonal import; forsikring erstatning dekning skadeoppgjør; lov regel forskrift paragraf juss rettighet regelverk lovverk jus hjemmel; vedtak
saksbehandling klage søknad forvaltning avslag begrunnelse; klage misnøye reklamasjon anke klager misfornøyd; politikk politiker folkevalgt
kommunestyre formannskap ordfører rådmann politisk flertall; kommune forvaltning etat stat fylke myndighet offentlig; plan regulering
reguleringsplan areal arealplan byggesak utbygging tomt; valg stemme avstemming røyste kandidat valgkomité votere; styre styrearbeid styremedlem
årsmøte vedtekt styreleder verv tillitsvalgt; forening lag organisasjon medlem klubb kontingent medlemskap; frivillig frivillighet dugnad frivillige
ulønnet verv innsats bidra; politi kriminalitet anmeldelse etterforskning straff fengsel; dom domstol rett advokat; nav trygd ytelse stønad
attføring; visum opphold oppholdstillatelse utenlandsk bosette innreise utland flytte; kontrakt avtale leie leieboer husleie utleie; arv testamente
generasjonsskifte overta overdragelse eierskifte; elev skole klasse undervisning lærer klasserom trinn; undervise undervisning pedagogikk didaktikk
læring metode time; tilpasse nivå differensiere tilpasset variasjon ulik; eksamen prøve vurdering karakter test stryk oppgave; lekser hjemmearbeid
øving øve repetere trene; lese lesing leseopplæring bok bokstav litteratur lesevansker dysleksi; matematikk regne regning tall mattelæring brøk;
naturfag realfag forsøk; barnehage barnehagelærer småbarn avdeling pedagog tilvenning garderobe; lek leke utelek frilek rollespill; frafall avbrudd
fullføre slutte drop-out gjennomføring; foreldremøte foreldresamarbeid foreldrekontakt foreldreengasjement utviklingssamtale; kurs etterutdanning
videreutdanning kompetanseheving kompetanse fagdag; læreplan fagfornyelse kompetansemål fag pensum; spesialundervisning spesialpedagogikk ppt
enkeltvedtak; skolevegring skolefravær skulking hjemmesitter; internat hybel rom romkamerat bo bofellesskap felles husregler; søker søkertall
elevtall fylle plass opptak rekruttering velge; leir tur utflukt overnatting ekskursjon; speider patrulje; korps orkester musikant note dirigent;
musikk sang synge kor melodi låt konsert repertoar; stemme pust klang intonasjon stemmebruk rent falsk; note noter opphavsrett rettighet; teater
skuespill scene forestilling revy rolle manus; dans danse bevegelse rytme; kunst maling male kunstner atelier verk; utstilling formidling museum
publikum samling gjenstand; publikum besøkende tilskuer arrangement billett oppmøte gjest; arrangement festival konsert event arrangere gjennomføre;
håndverk snekre strikke sy søm garn tekstil veve; kostyme kulisse rekvisitt lys; bibliotek bok lån leser litteratur bokprat forfatter; kulturarv
tradisjon lokalhistorie historie arv bygdebok slekt; kirke gudstjeneste prest tro bønn religion menighet konfirmant diakoni salme; samisk urfolk
kvensk; fest feiring jubileum jul høytid; idrett sport lag kamp klubb spiller; trener trenerrolle coach treningsøkt; dommer dømme regel fløyte;
fotball håndball ski svømme løp; bane hall anlegg treningstid garderobe; toppidrett talent satsing elite seleksjon; breddeidrett alle glede; klima
utslipp co2 klimagass karbon fotavtrykk drivhus oppvarming; miljø bærekraft grønn bærekraftig miljøvennlig sirkulær; reise transport reisevirksomhet
fly kjøre pendle kollektiv; gjenbruk reparere brukt ombruk redesign bytte sirkulær; avfall søppel kildesortering gjenvinning resirkulere kaste
restavfall; matsvinn kaste rest svinn bøtte overskudd kassere; natur naturmangfold art biologisk mangfold myr økosystem insekt; flom overvann skred
ras ekstremvær styrtregn klimatilpasning tørke; energi strøm strømpris varmepumpe isolere enøk oppvarming solcelle; forurensning støv luftkvalitet
svevestøv eksos; vann drikkevann kilde vannkvalitet; vær vind regn storm kulde; vinter snø kulde frost is vinterstid kaldt; sommer sol varme hete;
friluftsliv tur telt fjell skog bål haik; skog tre hogst planting gran furu tømmer skogbruk; jakt elg hjort vilt jeger rådyr; rovdyr ulv bjørn gaupe
jerv; fiske fisk båt garn kvote fangst sjø; hage plante dyrke grønnsak jord ugress blomst så kompost frø; gjødsel kompost næring jord; skadedyr mus
rotte maur insekt veggdyr; insekt bie humle pollinering kube honning; husdyr ku sau gris fjøs fôr beite dyrevelferd; hest ridning stall; hund valp
lydighet bånd; slakt kjøtt foredling; melk ost ysting meieri; korn åker såing høste avling jordbruk landbruk gård bonde; oppdrett laks merd lus
fiskevelferd; tre treslag planke; plantebasert vegetar vegan belgvekst linse bønne kjøttfri grønnsak; bygg bygning hus vedlikehold oppussing
rehabilitere restaurere tak fasade; varme oppvarming ventilasjon inneklima luft fyring temperatur kaldt; fukt lekkasje råte mugg vannskade rør
avløp; rydde vask renhold rengjøring skitten søppel; nøkkel lås adgang dør adgangskort; lys lampe belysning mørke; bolig leilighet beboer utleie
borettslag sameie; dugnad fellesareal uteområde; vei brøyting strøing snømåking glatt gate vedlikehold; trafikk trafikksikkerhet fart fotgjenger
ulykke gangfelt skolevei; parkering bil elbil lading garasje ladestasjon; sykkel sykling sykkelvei gange; sjåfør kjøre kjøring buss rute passasjer
billett; tog ferge kollektiv rutetider; fly flyplass; båt skip havn brygge kai mannskap; maskin motor utstyr reparere havari reparasjon vedlikehold
mekanisk service; verktøy utstyr redskap; elektrisk strøm spenning støt sikring kabel ledning jording lysbue; tegning skjema koblingsskjema
arbeidstegning målestokk; måling måleinstrument kalibrere; sveise metall stål; snekker treverk bygge; maling lakk farge; transport frakt levering
logistikk kjøling distribusjon; bestilling bestille ordre booking reservere; kø vente ventetid venteliste telefonkø; teknologi velferdsteknologi
sensor robot hjelpemiddel; kunde service kundebehandling kundemøte gjest kundeservice betjene skranke resepsjon disk; bruker pasient beboer
tjenestemottaker klient; pleie omsorg stell sykepleie hjemmetjeneste sykehjem; barnevern fosterhjem omsorgssvikt bekymringsmelding plassering; akutt
haste øyeblikkelig nød hastevedtak; ettervern selvstendig overgang voksen flytte bolig; diskresjon taushet fortrolig privat konfidensiell;
palliasjon døende livets slutt; tvang selvbestemmelse samtykke makt; aktivitet meningsfull hverdag aktivisere beboer; besøk besøksvenn ensom;
feilmedisinering medisinhåndtering dosett legemiddelhåndtering; interaksjon kombinere blande sammen bivirkning; hotell overnatting rom gjest turist;
turist turisme reiseliv guide omvisning besøkende; restaurant kokk servitør servering; bake brød gjær deig; øl brygge brygging; frisør hår klipp;
skjønnhet hudpleie; butikk vare hylle utstilling kasse; emballasje pakke; lokale leie møterom utleie husleie
"""
