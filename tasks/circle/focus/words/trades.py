"""More fields of meaning, trade by trade: what people at work speak of together, in Bokmål (R14)."""

FIELDS = """
telefonbruk mobil mobilbruk snap snapchat tiktok scrolle stirre skjerm ørepropper; oppmøte punktlighet forsove presis klokka sein forsinket
sykemelde skulk vekkerklokke; folkeskikk oppførsel høflighet banne kjefte hilse lue manerer uniform antrekk kundemøte; arbeidsklær uniform
verneklær vernesko hjelm hansker vernebriller hørselvern refleks; kjemikalier løsemiddel gass avtrekk damp eksponering stoffkartotek etse sprut;
støv asbest kvarts maske åndedrett lunge sag pusse; støy hørselvern desibel bråk øreplugg øresus; løfteteknikk rygg tunge løft bære kolli heve
skulder forflytning; stillas tak stige høyde falle fall sele fallsikring; strøm støt lysbue kortslutning jordfeil sikring spenning
strømgjennomgang frakoble; arbeidsulykke nestenulykke klemskade kutt fingre skade melde avvik; tegning tegningsforståelse skjema koblingsskjema
lese målestokk symboler plantegning; fagprøve svenneprøve eksamen stryk bestå forberede teori sensor prøvenemnd; lærling læretid instruktør
oppfølging opplæringskontor mester fagbrev; timeføring timeliste logg logge timer føre rapportere dokumentere; dokumentasjon papirarbeid skjema
sluttdokumentasjon sjekkliste samsvarserklæring kryss signere; tilbud anbud kalkyle pris regne fastpris tilleggsarbeid endringsmelding; håndverker
kunde befaring avtale kontrakt tvist reklamasjon; svart arbeid useriøs billig utenlandsk underleverandør sosial dumping; byggeplass rigg riggplan
rydd kran leveranse fremdrift samordning; våtrom membran lekkasje fukt sluk bad flis; betong forskaling armering støpe herde mur; snekker panel
list reisverk takstol isolasjon dampsperre; maler sparkel maling pensel farge underarbeid vegg tapet; rørlegger rør lekkasje varmtvann vannskade
avløp tett kloakk sluk; ventilasjon inneklima luftkvalitet trekk filter co2 tung luft; varmepumpe fyring energi radiator temperatur styring
sd-anlegg; heis alarm nøkkel lås adgangskontroll kort dør; vaktmester vedlikehold tilstand oppdrag melding feil fiks pære; renhold mopp vask flekk
gulvvask sprit kjemi renholdsplan; toalett do wc sanitær urin tett såpe tørkepapir; avfall renovasjon sortering container plast restavfall
gjenvinning dunk henting; kjøkken oppvask utstyr kniver komfyr steamer hygiene; kantine lunsj matpakke salat buffé utvalg; internkontroll
mattilsyn smilefjes temperaturlogg nedkjøling hygiene kjølerom; matsvinn rester kaste porsjon overskudd brett buffet veie; allergen merking gluten
nøtter spesialkost diett; råvare sesong lokalmat kortreist leverandør bonde; meny oppskrift variasjon ønskekost retter kresen; servering gjest
bord servitør tips vin anbefale; bakst deig heving gjær surdeig ovn steking natt bakeri; slakt skjæring kjøtt pølse speke henge; fisk filet sløye
fersk is råstoff mottak; oppdrett laks merd lus dødelighet rømming avlusning; yngel smolt settefisk vannkvalitet kar; fôr fôring spill pellets
appetitt; båt motor havari diesel propell drift verft; sikkerhet sjø overbord flytedrakt alene redningsdrakt nødpeilesender; kvote fangst landing
minstepris mottak pris kilo; fangstdagbok rapportering app elektronisk sporing; mannskap rekruttere unge fisker skipper kvotepris; bruk garn line
teine kroker tap; kurs navigasjon radar kart autopilot loser; havn kai fortøyning lasting losse truck; sjåfør kjøretid hviletid pause fartsskriver
døgnhvile; lastsikring stropp last velt tyngdepunkt; vinterføre kjetting glatt brøytebil dekk stigning; buss rutetid forsinkelse passasjer billett
skoleskyss; taxi tur sentral betaling beruset passasjer natt; vold passasjer ran trussel alenearbeid natt; ladetid elbil batteri rekkevidde lader
strøm; verksted diagnose feilkode delelager eu-kontroll bremse; dekk hjul skift felg verksted; sykkel bysykkel verksted sykkelvei hjelm; brøyting
salting vaktordning vinter vei strø snø is måke; vei hull asfalt grøft stikkrenne vedlikehold; vann ledningsnett lekkasje vannkvalitet trykk kum;
avløp renseanlegg slam overvann pumpe; flom overvann ras skred sikring bekk; grøntområde park gress klippe blomsterbed lekeplass; plan
reguleringsplan innsigelse medvirkning høring utbygger; byggesak søknad mangel saksbehandlingstid dispensasjon nabo veiledning; ulovlighet tilsyn
pålegg mulkt bygge; eiendom kart oppmåling grense deling tomt; geodata kart gis datasett kvalitet; saksbehandling vedtak klage frist begrunnelse
restanse; arkiv postliste journalføring innsyn skjerming noark; innsyn offentlighet offentleglova unntak journalist postjournal; klarspråk brev
vedtak forståelig språk mal; servicetorg skranke henvendelse publikum telefon sentralbord; innbyggerdialog medvirkning folkemøte
spørreundersøkelse; kommunestyre folkevalgt møteledelse saksframlegg taletid opposisjon; hets politiker trussel kommentarfelt sikkerhet; habilitet
inhabil rolleblanding bindinger etikk; budsjett kutt innsparing driftsramme omstilling; delegasjon reglement rolle administrasjon politikk;
ungdomsråd medvirkning unge stemme høring; klimaregnskap utslipp klimabudsjett måling tiltak; klimatilpasning flom overvann hetebølge ekstremvær;
innkjøp anskaffelse krav miljøkrav kontrakt livsløp; natur naturmangfold artsmangfold arealnøytral myr nedbygging; sirkulær gjenbruk ombruk
reparere utleie; reise flyreiser tog reisepolicy; solceller energi enøk strøm forbruk led; sykepleier vaktskifte rapport tavlemøte overlapping
informasjon; medikamenthåndtering dosett legemiddel feil bivirkning multidose; fallforebygging fall snuble teppe gåstol brudd; ernæring vekttap
næringsdrikk måltid spise appetitt underernæring; sårstell trykksår bandasje sår liggesår; smertelindring smerte morfin palliasjon kartlegging;
palliasjon døende lindrende livets slutt våke avskjed pårørende; demens uro vandring utagering agitasjon hukommelse personsentrert; delirium
forvirring akutt forvirret; aktivitet bingo sang turer kjedelig trivsel beboer; pårørende forventning klage samtale slitne besøk; hjemmebesøk
kjøreliste kjørerute tid nøkkelboks; tillitsmodell tvang makt samtykke vedtak verge; velferdsteknologi trygghetsalarm sensor medisindispenser
kamera gps; inkontinens bleie kateter urin tarm; hygiene stell dusj vask verdighet sjenanse; ensomhet eldre besøksvenn telefonvenn middag;
brukerstyrt assistent bpa arbeidsleder grenser nærhet; språk helsefag norskkunnskap misforståelse dialekt kollega; vikar bemanning ferieavvikling
sommer innleie underbemannet ubesatte vakter; turnus nattevakt helg langvakt søvn ønsketurnus; sykefravær oppfølging tilrettelegging sykmelding
dialogmøte; arbeidspress rekker løper tidsklemma oppgaver stoppeklokke; debrif hendelse inntrykk kollegastøtte gråte traume; vold pasient slag
spytt lugging trussel beskyttelse; legekontor timebestilling venting telefon kø fastlege resept sekretær; triage hast prioritering legevakt akutt;
laboratorium blodprøve prøvetaking svar stikk; henvisning epikrise elektronisk melding samhandling sykehus; apotek resept skranke veiledning
byttbare legemiddel; legemiddelmangel restordre utsolgt bytte generisk; vaksine vaksinering influensa sprøyte reise; interaksjon bivirkning
kombinasjon kosttilskudd naturmiddel; ran tyveri butikktyv nasking svinn vekter; sinte kunder utagerende rasende skjelle frekk rope kø; mersalg
anbefale tilbud salgsteknikk kasse; varelevering palle påfylling hylle datovarer lager; selvbetjening kasse scan betalingsterminal stengt;
netthandel konkurranse nett klikk hent retur; utstilling vindu vareplassering kampanje sesong; åpningstider søndag kveld lørdag stengt bemanne;
fysioterapi øvelse trening opptrening rehabilitering hjemmeøvelse; tannlege tannpleie karies tannlegeskrekk bedøve puss; jordmor fødsel barsel
amming svangerskap; helsestasjon veiing vaksine foreldreveiledning søvn spedbarn; ambulanse utrykning hjertestans hlr båre akutt; psykiatri tvang
selvmordsfare selvskading samtale døgn; rusomsorg tilbakefall avrusning substitusjon overdose nalokson; habilitering utviklingshemming autisme
tegn ask struktur; bekymringsmelding barnevern melde mistanke omsorgssvikt vold; fosterhjem avlastning rekruttere fosterforeldre matching;
akuttvedtak plassering flytting politi; ettervern atten overgang bolig jobb; tolk tolketelefon minoritet språk oversette; trusler ansatte hets
facebook adresse; omsorgstretthet utbrent turnover slutte belastning; barnehage tilvenning levering henting foreldre garderobe gråte; søvn sovetid
vogn hvile småbarn; lek frilek lekemiljø inne leker rutsje; biting slåing dytte utagering småbarn konflikt; språkmiljø høytlesing ord begrep
minoritet bok; uteliv tur skog dresser vått regntøy; pedagogtetthet vikar bemanning syke sykdom; måltid frukt matpakke spise bord; overgang
skolestart førskole seksåring; foreldresamarbeid foreldremøte samtale app bilder; skole klasseledelse uro arbeidsro bråk time; skolefravær
skolevegring fravær hjemme; tilpasset spesialundervisning nivå differensiere svake flinke; vurdering karakter egenvurdering prøve underveis;
leseopplæring lese bokstav dysleksi flyt; regning brøk tall tekstoppgave gange; skjerm nettbrett pc ipad mobilforbud; mobbing utestenging
friminutt miljø gruppechat; foreldrekontakt klage hjem møte mas; fusk ki chatgpt innlevering plagiat; voksenopplæring norsk muntlig uttale
grammatikk b1 prøve; analfabet alfabetisering skrive lese grunnskole; praksisplass språkpraksis arbeidsliv jobb; motivasjon trøtt sovner fravær
barn hente; kultur høytid faste ramadan tro; barnepass henteplikt ektefelle kjernetid fravær; digital innlogging passord mus tastatur; kulturskole
elevtall venteliste kø øving hjemme foreldre; instrument lån slitt stemme piano fiolin; samspill orkester band konsert nerver; rekruttering gutter
dans sjanger tilbud; søknad kulturmidler stipend prosjekt; husly lokale øvingsrom lydtett trangt; bibliotek utlån bok formidling lesere lesesirkel
barn; støy ungdom meråpent uro hærverk; digital veiledning bankid eldre utskrift; arrangement forfatter publikum forfatterbesøk tomt; kassere
hylle samling bøker magasin; kildekritikk falske nyheter desinformasjon faktasjekk; museum utstilling gjenstand formidling omvisning tekst;
magasin samling registrering konservering fukt mygg; besøkende billettinntekt turist sesong skoleklasser; frivillig venneforening vakt
pensjonister; universell rampe rullestol lys lyd; historie krig arkiv foto intervju minner; teater prøve manus replikk sceneskrekk regi; kostyme
sminke rekvisitt scenografi; lys lyd teknikk rigg mikrofon; publikum billettsalg promotering plakat; økonomi søknad leie honorar; arkitekt tegne
modell skisse byggherre; ingeniør beregning simulering kvalitet kontroll; it drift server nedetid backup oppdatering; brukerstøtte sak supportsak
treg passord skriver køsystem; programmering kode kodegjennomgang test teknisk gjeld; prosjekt scrum sprint estimat backlog; sikkerhet phishing
klikke passord tofaktor angrep; ki språkmodell verktøy prompt hallusinere personvern; migrering sky system bytte integrasjon; innlogging tilgang
rettighet brukere avslutte; kundesenter samtale samtalelengde kø måltall sur; kundebehandling klage empati ro tone; hjemmekontor ensom kollegaskap
skjerm tilstede; møter innkalling teams overbooket agenda; onboarding nyansatt fadder opplæring første uke; medarbeidersamtale utvikling lønn
tilbakemelding mål; konflikt baksnakking klikker personalsak; omorganisering nedbemanning usikkerhet rykter; ledelse mellomleder lojalitet skvis;
lønnsforhandling tillitsvalgt streik tariff; regnskap bilag årsoppgjør periodisering avstemming; moms avgift kode fradrag feil; lønn reiseregning
feriepenger a-melding; kunde bilag for sent purre rot posering; automatisering robot ocr skanne program; hvitvasking kontroll identitet
legitimasjon; rådgiver rolle dårlig økonomi konkurs samtale; prising honorar timepris fastpris; bank lån rente refinansiering betalingsproblem;
svindel eldre bankid olga telefon vipps; forsikring skade vilkår egenandel takst; eiendom megler visning budrunde salgsoppgave; advokat klient
salær bevis; nav bruker stønad vedtak sinne ventetid; arbeidssøker cv jobbmatch arbeidsgiver intervju; gjeldsrådgivning inkasso betaling budsjett;
politi anmeldelse avhør bevis etterforskning; vold nære relasjoner partner krisesenter besøksforbud; rus ungdom hasj vape pille; fengsel innsatt
tilbakeføring celle isolasjon smugling; brann røykdykker kreft sot brannbil eksponering; brann lyng skog tørke bål varsel; brannforebygging tilsyn
røykvarsler feie; deltid utrykning mannskap øvelse hovedarbeidsgiver; frigjøring trafikkulykke elbil; bonde gård økonomi gjeld investering
avløser; melk ku mastitt fjøs robot celletall; sau lam lamming beite tilsyn; rovdyr ulv jerv bjørn tap erstatning; gris smågris hale bingen; høns
egg kylling dødelighet; fôr grovfôr rundball høsting protein; gjødsel spredning lukt nitrogen avrenning; jordpakking drenering grøft våt jord;
frøvalg såing vekstskifte sprøyting sopp; beitebruk gjerde nofence klave; landbruksvikar avløser ferie fri; generasjonsskifte odel overtakelse;
dyrevelferd tilsyn hals skade smerte; veterinær medisin antibiotika; skog tynning hogst planting forynging; barkbille rotråte storm vindfall;
virkespris tømmer sagbruk sertifisering; motorsag vedlikehold sikkerhet hogstmaskin; skogsbilvei hjulspor terreng; gartneri veksthus planter
vanning sesong; bier varroa sverming droning kube overvintring; honning slynge salg etikett; hage beskjæring ugress kompost snegle; parsell
andelshage vanning ventelister fellesområde; hotell frokost resepsjon innsjekk rengjøring sengetøy; overbooking avbestilling rom pris; omtale
tripadvisor gjesteanmeldelse klage; sesong ansatte utenlandske bolig; guide tur gruppe turist fortelle natur; cruise båter trengsel slitasje
toaletter; camping teltplass støy søppel hytte; fjellsikring skredfare tur redning; frisør klipp farge allergi eksem kjemi hansker; avbestilling
no-show bestilling time uteblivelse; hårtype krøll bryllup oppsett; solvent priser svart konkurranse salong; lærling modell praksis; kundesamtale
livshistorie grenser; hudpleie behandling hygiene; tatovering hygiene infeksjon; begravelse kiste seremoni pårørende båre stell; barnedød selvmord
tung samtale; etterlatte arv skifte; livssyn seremoni flerkulturell muslim gravlund; økonomi pris priset kremasjon urne; journalist kilde sak
presseetikk klikk; redaksjon deadline vakt; hets kilder trusler; foto video reportasje mobil; lokalavis annonse abonnent; podkast lyd opptak;
forsker søknad budsjett eu prosjekt; rapportering timer prosjektregnskap; open access publisering data lagring; etikk rek personvern samtykke;
internasjonal gjesteforsker visum bolig; partner konsortium samarbeid avtale; frister forsker mas svarer; effekt impact formidling nytte; student
studieteknikk eksamensangst veileder; eksamen vurdering sensor klage; undervisning forelesning aktiv digital; doktorgrad veiledning press;
studentliv psykisk ensom sosialt; opptak frafall gjennomføring
"""
