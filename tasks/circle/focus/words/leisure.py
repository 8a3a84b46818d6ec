"""More fields of meaning: what people in clubs, parishes and other associations speak of together, in Bokmål (R14)."""

FIELDS = """
kor sopran bass stemmeprøve intonasjon surt klang; kor rekruttere menn tenor mangler; oppmøte øvelse fravær konsertkrav; repertoar ensformig noter
engelsk popmusikk; dirigent pedagogikk tempo skjenn; konsert publikum program opptreden scenevant; korps instrument uniform marsj hornmusikk;
korpsforeldre dugnad loppemarked kjøre; øve hjemme hverdag etyder pugge; noter arkiv app nettbrett; idrettslag trener foreldretrener kurs
rekruttere; kampleder dommer kjeft hets tribune; foreldre sidelinja roping mas press; spilletid benk topping differensiere nivåinndeling; kostnad
treningsavgift utstyr fritidskasse; jenter slutter frafall tenåring ungdom; skader korsbånd oppvarming forebygge; treningstid hall bane kunstgress
fordele; cup turnering reise overnatting; klubbhus vedlikehold nøkkel dusj; integrering minoritetsjenter inkludere; doping kosttilskudd kropp
spiseforstyrrelse; parautøvere tilrettelegging; ski skispor preparere smøre fluor; skiskole barn fart; svømming svømmeopplæring basseng trygg
vann; håndball fotball taktikk; løp terreng orientering kart kompass; klatring sikring tau knute; sykkel landevei gruppe trafikk; kampsport grad
respekt; dans koreografi partner; turn apparat; ishall is tid; golf greener; skyting våpen sikkerhet bane; ridning stevne hest stall; seiling
regatta trim båt; kajakk redning velt kurs; dykking flaske; fjelltur merking sti hytte; speider patrulje leir peff bål natur; kniv øks spikke
førstehjelp; leder voksne mangler roverspeider; bråk unger hører ikke sitte stille; vinterleir kulde sovepose frossen; uteblir bytter
aldersovergang stifinner tropp; foreldre kjøre bidra leirmat; økonomi kontingent gratis råd; hundeklubb valp dressur lydighet bånd; hund bjeffe
utagere møte andre; trekke båndtrekk gå pent; eier ansvar bæsj pose; dyrlege forsikring helse flått; utstilling avl stamtavle; instruktør kurs
rekruttere; rallylydighet agility bane; hest rideskole stell hov; katt chip kastrering hjemløs; kanin fugl akvarium; jeger elgjakt skuddtrening
ettersøk hund; jaktlag uenighet terreng; storvilt felling kjøtt; fiskekort laks elv; hagelag plantebytte frø potet rose; snegler skadedyr
brunsnegl lus; vann vanne tørke tønne slange; jord kompost gjødsel næring; parseller ugress vanskjøtsel naboparsell; høstfest salg bod; ventetid
nye medlemmer; pollinerende blomstereng bier; drivhus tomat forkultur; frukttre beskjære podning; husflid veving strikke mønster garn; søm
reparasjon lapping symaskin; garn billig ull plantefarging; nybegynner oppskrift lese maske; tradisjon bunad håndverk overføre; marked selge pris
håndlaget; sosialt prat kaffe ensom; treskjæring keramikk dreie ovn; maling akvarell motiv; kunstlag utstilling; foto konkurranse redigering motiv
kamera; historielag bygdebok skriving arkiv bilder; slekt slektsforskning kirkebok dna; gamle bilder digitalisere skanne navn; rekruttere unge
eldre styre; kulturminne ruin skilt verne; lokalavis årbok trykk; intervju eldre minner lydopptak; stedsnavn dialekt; veteranbil deler verksted;
motorsykkel sikkerhet tur; brettspill regler nye spillere; sjakk bridge åpning; dataspill e-sport lan spilltid; rollespill laiv; bok lesesirkel
roman valg; film kino visning; velforening lekeplass vei brøyting fellesareal; fart bil gate humper; naboer støy fest hund; søppel dugnad rydding;
belysning mørk lyktestolper; styremedlem valgkomité verv; postkasse garasje lading; utbygging protest kommune; borettslag felleskostnader lån
oppussing balkong; vaskeri bod rot gang sykkel; ladestasjon elbil parkering; generalforsamling oppmøte stemme; leie utleie airbnb; innkalling
protokoll vedtekt; rør rehabilitering fasade; dyr røyking grill balkong; menighet gudstjeneste benk oppmøte; barnefamilie søndagsskole dåp;
frivillig kirkekaffe verter; konfirmant leir undervisning; diakoni besøk fattig ensom; sorggruppe begravelse samtale; bygg oppvarming orgel;
givertjeneste kollekt økonomi; mangfold skeive samliv; kor musikk liturgi; bønn tro tvil bibel; moske fredagsbønn imam; ramadan iftar; fordommer
hets åpen dag; koranskole ungdom; røde kors hjelpekorps søk leteaksjon; førstehjelp hlr hjertestarter kurs; besøkstjeneste ensomme matching;
leksehjelp barn flyktning; beredskap egenberedskap vannkanne lommelykt; innsamling bøsse; norsktrening kafé; flyktning mottak asyl ventetid;
traumer krig søvn; fadder familie bosette; pensjonistforening bingo tur sammenkomst; data nettbrett opplæring bank; helse trening balanse;
transport kjøring skyss; arv testamente framtidsfullmakt; nye medlemmer yngre pensjonister; svindel telefon; bolig trapp flytte leilighet;
ungdomsklubb billiard utagering bråk; rus vape snus energidrikk; ensom ungdom utenfor; jentekveld gutter dominerer; aktivitet kjedelig
turneringer; åpningstid fredag; voksne vakt; samarbeid politi skole uteseksjon; spilling gaming; medbestemmelse husråd; sommerjobb jobb;
fagforening verve medlem; tillitsvalgt forhandle; lønn lokale; konflikt leder sak; nedbemanning rettighet; arbeidstid overtid ordning; pensjon
afp; medlemsmøte lav deltakelse; likelønn kvinner; arbeidsmiljø verneombud; pasientforening likeperson diagnose erfaring; rettighet hjelpemiddel
søknad; pårørende slitne; nye behandling forskning; trening kosthold; fatigue energi trøtt; synlig informasjon; barn søsken; arbeid uføretrygd;
psykisk angst; festival frivillige vakt crew; artist booking honorar; publikum sikkerhet beruset; avfall gjenbruk kopper; sponsor støtte billett;
regn telt beredskap; matbod salg; parkering trafikk; gründer idé kunde pitch; finansiering investor innovasjon norge; tid alene motivasjon;
markedsføring nettside synlig; regnskap mva faktura; ansette første; prissette timepris verdsette; avtale kontrakt rettighet; nettverk samarbeid;
kunstner stipend søknad avslag; atelier leie plass; selge galleri pris provisjon; sosiale medier synlighet følgere; ensom jobb; rettigheter opphav
ki; formidling barn; forfatter skrivesperre manus forlag; anmeldelse kritikk
"""
