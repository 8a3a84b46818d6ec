"""Fields of meaning: what a theme is called, then how people tell of it in everyday words, in Bokmål (R14)."""

FIELDS = """
rekruttering nye skaffe finne verve mangle søkere interesserte oppslutning trekke tiltrekke; frafall slutte forsvinne gi seg trekke miste tape
uteblivelse flykte falle; beholde bevare holde lojalitet bli verande ivareta verdsette anerkjenne takke; bemanning underbemanning mangle folk hender
vikar ekstravakt innleid hull vaktliste dekke; sykefravær syk borte sykmelding fravær langtidssyk tilrettelegge influensa; tidspress rekke tid
travel haste klokke stresse jage tidsklemme overtid; arbeidsmengde belastning mye overveldet kapasitet for mange oppgaver rekker drukne; økonomi
penger råd koste dyr billig kroner underskudd spare kutte stram; inntekt tjene salg omsetning lønnsom overskudd inntjening fortjeneste gå rundt; uro
bråk støy løpe rope krangle mase forstyrre urolig villstyrig; disiplin lydighet høre etter grenser regler konsekvens kjeft straff adlyde; konflikt
krangle snakke sammen motarbeide uvenn sure baksnakke klikk drama; baksnakking sladder rykte klikk usynliggjøre fryse; samarbeid sammen hjelpe
hverandre dele drar lasset motarbeide koordinere parti; informasjon beskjed vite fortelle oppdatert nyhetsbrev oppslag glemme beskjeder epost;
misforståelse forstå oppfatte tolke uklart tydelig forklare kommunisere; språkvansker forstå språk ord oversette snakke morsmål tegnspråk gebrokken;
trygghet redd skummelt utrygg mørkt alene farlig trusler; trusler true redd aggressiv slå sint rasende skrike farlig utagering; ulykke skade falle
kutt brekke gli snuble knuse sykehus ambulanse; vedlikehold ødelagt råtne lekke ruste slitt gammel reparere fikse male forfall; reparasjon fikse
ødelagt gå i stykker ryke stoppe defekt reservedel verksted motorstopp; kulde fryse kaldt kaldere trekk varmt isolasjon lunken temperatur grader;
varm hete svette solskinn kjøle avkjøling vifte; lukt stinke råttent mugg kloakk illeluktende; rot ryddig orden kaos rydde system oversikt leite
finne; utstyr slitt gammelt mangle kjøpe innkjøp verktøy maskin ødelagt redskap; lokale plass trangt leie hus rom scene hall for lite nytt;
transport kjøre frakte hente bringe skyss buss bil vei lang avstand; avstand langt spredt reisevei distrikt utkant grisgrendt; besøkstall publikum
folk komme billetter tomme stoler oppmøte salg trekke; synlighet kjenne vite om finnes markedsføre reklame plakat bli sett usynlig; omdømme rykte
inntrykk navn stolthet kjent merkevare tillit; sosiale medier poste legge ut likes følgere algoritme innlegg filmer deling; digitalisering app pc
trykke logge skjerm system papir knapper datasystem henge; brukerstøtte henge krasje feil restart treg support passord; datasikkerhet hacke virus
passord lure lekke epost klikke; kunstig intelligens robot chatgpt ki maskin automatisk jukse; juks plagiat kopiere fusk lureri; nettavhengighet
skjerm mobil scrolle tiktok telefonen stirre; søvnmangel trøtt våken nattevakt sove gjesper; helseplager vondt verke stiv smerter sliten muskler
belastningsskade; psykisk helse deprimert angst mørk trist nedfor stenge inne gråte panikk; ensomhet alene ingen besøk isolert snakke venner tomt;
sorg miste død savne begravelse gråte trøste; rus drikke full øl pille dopet beruset ruset festing alkoholiker; kosthold spise sunt fett sukker
grønnsaker usunn porsjon; overvekt vekt tykk tynn slanke gå ned; matlaging koke steke oppskrift middag lage råvare krydder; smak velsmakende smake
kresne lukte appetitt; svinn kaste rest bøtte søppel overskudd datostempling sløse; brukermedvirkning bestemme velge spørre høre stemme beboer selv
ønsker innflytelse; medbestemmelse bestemme stemmerett påvirke overkjørt ovenfra vedtak; likestilling kvinner menn jenter gutter mannsdominert
likelønn; inkludering innvandrer utenfor med mangfold fordommer holde; rasisme diskriminering hudfarge fordommer fremmedfrykt; tilrettelegging
rullestol nedsatt trapp heis hørsel synshemmet tilpasse; tilpasset nivå vanskelig lett sterke svake flinke henge etter forskjell; motivasjon gidde
lyst kjedelig lat engasjert uinteressert interessere giv; kjedsomhet kjedelig ensformig variasjon gjesp; mestring klare få til selvtillit lykkes
stolt utvikle tro; prestasjonspress nervøs prestere karakterpress feile nerver; eksamensangst eksamen nerver prøve stryke stresset; nervøsitet scene
skjelve stå foran sceneskrekk svette lampefeber; øving øve trene hjemme terpe gjenta repetisjon; lesevansker lese dysleksi bokstaver treg staving
høytlesning; lekser hjemmelekse hjelp hjemme foreldre oppgaver gjøre; fravær borte skulke møte opp hjemme vegre komme sover; punktlighet sent for
seint forsove klokka presis rutete; foreldresamarbeid foreldre klage mas krav forventninger foreldrene hjemmet; overgang bytte ny start skole
begynne flytte skifte slutten; opplæring lære opp nye innføring instruere vise kurse komme inn; kompetanse kunne lære kurs utdanning sertifikat
oppdatere faglig; kunnskapsoverføring overføre pensjon erfarne arv vite dele taus; etterfølger overta neste generasjon pensjonere ta over arving;
ledelse sjef leder beslutte styre tydelig fraværende fjern direktør; lederstøtte oppbakking ryggdekning støtte sjefen ledelsen forstå; delegering
gjøre alt selv fordele slippe oppgaver andre; møtekultur lange møter unødvendig kjedelige pludring dagsorden referat; styrearbeid styre verv
innkalling årsmøte vara kasserer; dugnad stille opp møte bidra de samme jobber lat; frivillige stille opp gratis hjelpe tid slutter takk
engasjement; medlemmer medlemstall kontingent verve melde seg inn; søknad skrive skjema avslag midler søke utlysning begrunne; støtteordning penger
tilskudd kommunen fylke staten fond støtte; rapportering skjema tall fylle ut sende inn papirarbeid byråkrati; byråkrati skjema papirmølle regler
krav tungvint saksbehandling treg; regelverk lov lovlig tillatt krav forskrift dispensasjon forbudt; tilsyn inspeksjon kontroll mattilsyn
arbeidstilsyn bøter pålegg avvik; klage misfornøyd sur klager sutre reklamere naboklage; kundeservice kunde sur vente betjene høflig kø krevende;
vanskelige kunder krevende frekk sur kverulere kjeft uhøflig; prising ta betalt pris timepris dumping billigere rabatt gratis; konkurranse
konkurrent nettet kjede billigere stor kommersiell; netthandel nett nettbutikk bestille hjem pakke utlandet konkurrere; innkjøp kjøpe avtale
leverandør kvalitet rimelig anbud; levering forsinket leveranse vente komme bestilt levere varer; varemangel tomt utsolgt leveringstid mangler
skaffe erstatte; bestilling glemt bestille feil mengde planlegge antall; planlegging plan kalender oversikt forberede årshjul rekkefølge langsiktig;
prosjektstyring fremdrift milepæl overskride forsinket prosjektplan; beslutning vedta bestemme avgjøre valg ubesluttsom utsette; gjennomføring gjøre
handling skje prat vedtak ting følge; endringsmotstand alltid gjort slik gamle vaner vane motvillig endre; ideer nytt prøve kreativ teste fornye
oppfinnsom; evaluering virke nytte resultat måle tall bevise se effekt lykkes; brukerundersøkelse spørreskjema svare mening tilbakemelding
undersøke; veiledning råd tips støtte samtale spørre veileder mester; debrifing snakke etterpå hendelse sterke inntrykk tøft kollegaer;
omsorgstretthet slitsom hjem tanker legge bort utbrent tungt yrke; arbeidsglede trivsel latter moro sosialt lunsj; grensesetting nei privat telefon
fritid alltid tilgjengelig bestemt; fritid jobb hjem balanse familie kveld ferie fri; turnus helg natt vakter skift bytte vaktbytte arbeidstid; lønn
betalt tillegg lite penger lønning rettferdig; deltidsstilling stilling heltid deltid prosent fast midlertidig; ansvar hvem gjør hva uklar rolle
skylde pulverisere; rolleforståelse rolle oppgave forventning mandat stillingsbeskrivelse; taushetsplikt si fortelle hemmelig sladre personvern lov
dele; personvern lagre opptak bilder filme samtykke lov navn lister; dokumentasjon skrive ned loggføre journalføre sjekkliste bevis papir; varsling
si fra feil melde avvik kritikk tørre; etikk riktig galt dilemma samvittighet verdier ærlighet; tillit stole på løgn ærlig åpen lojal; mobbing erte
plage utestenge vond ord kommentarer gruppe; netthets kommentarfelt hets troll stygge meldinger; smittevern vaske hender syk smitte munnbind
forkjølet; vaksinasjon sprøyte stikk dose arm; medisinering medisin tablett dose bivirkning glemme ta; førstehjelp hjerte puste bevisstløs redde
livreddende; brannsikkerhet brenne brannøvelse rømning røykvarsler evakuere; beredskap strømbrudd krise øve evakuere uvær nødstrøm lager; innbrudd
stjele borte lås tyv alarm; hærverk ødelegge knuse tagge rute tenne; klima utslipp fly kjøre co2 fossil forbruk avtrykk; gjenbruk brukt reparere
låne dele kaste sy om bytte; kildesortering sortere plast søppel dunk papp pose; energisparing strømregning spare strøm lys isolere dyr; naturvern
art truet fugl insekter myr utbygging verne bevare; ekstremvær flom storm regn ras oversvømt vann skred tørke; forurensing gift plast utslipp
skitten miljøgift; skadedyr gnage spise bol kryp felle maur mus; plantesykdom visne gul flekk sopp råte lus blad; dyrevelferd halt syk pine smerte
stell dyr lidelse sår; dyrehold fôr beite gjerde stall kve bur; fôring fôr mate næring krybbe; avl valp kull drektig lam kalv paring; rovdyr ulv
drepe tap beite angrep skyte; gjerde rømme beite grind strøm; høsting modne plukke innhøsting avling; såing frø spire forkultivere potte; beskjæring
klippe grener saks tre busk; ugress luke løvetann spre; vinterdrift snø måke strø brøyte is skli glatt; trafikksikkerhet fart kjøre fort ulykke barn
gange krysse farlig; parkering plass bil parkert stå; kollektivtransport buss tog forsinket rutetid avgang; sjåfør passasjer ratt kjøre
billettkontroll; sjøliv båt bølge sjøsyk redningsvest garn havn; friluft telt tur sove ute sekk kart kompass; musikkglede synge spille konsert tone;
intonasjon surt falskt ren tone høre hverandre; repertoar sanger valg noter stykke låter nytt; stemmebruk hes puste støtte sanger rope; dirigent
dirigere takt lede rytme; skuespill rolle replikk huske manus følelser; kostyme sy klær drakt lånte; teknikk lys lyd mikrofon rigging kabel scene;
formidling fortelle barn levende kjedelig omvisning engasjere utstilling tekst; samling gjenstand magasin registrere lagre bevare bilde;
frivillighet pensjonister hjelpere omvisere vakter; tro bønn tvil gud åndelig; gudstjeneste tomme benker liturgi preken salmer; konfirmanter ungdom
undervisning konfirmasjon leir; begravelse sørge båre gravlegge minnestund; diakoni hjelpe nød fattige besøkstjeneste; idrettsglede lek mestring
alle med benk spilletid; spilletid benk bytte lag rettferdig toppe; treningsmengde trene skade hvile hardt belaste; foreldre sidelinje rope kjefte
heie; dommere pipe kjeft hets kamp slutte unge; anlegg bane hall garderobe tider leie trange; talent best satse toppe tidlig; utstyrskostnad dyrt
ski sko leie bytte; språkopplæring norsk snakke lære ord kurs øve grammatikk; muntlig snakke tørre si samtale praktisere; skriftlig skrive tekst
rettskriving oppgave formulere; kulturforskjell kultur skikk annerledes religion vane; nav jobb søke tiltak arbeidsledig penger; arbeidstrening
praksisplass jobb bedrift prøve; jobbsøking cv søknad intervju jobb; helsehjelp lege time vente henvise fastlege; ventetid vente kø telefon lenge
time; telefonhenvendelse ringe telefonen kø svare; pasientsamtale lytte fortelle alvorlig beskjed pårørende snakke; pårørendesamarbeid datter sønn
ektefelle krav mas klage forventning; demens huske forvirret vandre sint glemme; fall falle snuble gulv rullator brekke; sårstell sår bandasje
trykksår; livets slutt dø døende siste dager lindring våke; velferdsteknologi alarm sensor robot kamera trygghetsalarm; boligsak bo leilighet
husleie flytte bolig; naboforhold nabo støy bråk krangel hekk; fellesarbeid dugnad felles trappevask bidra oppgang; fellesgjeld lån rente husleie
øke felleskostnad; oppussing bad male pusse opp håndverker; byggesøknad tegning nabovarsel søke tilbygg garasje tillatelse; ulovlig bygge tillatelse
bot pålegg rive; arealbruk tomt hytte jordvern bygge ut; skatt fradrag melding moms bilag levere; regnskapsføring bilag kvittering føre kasserer;
fakturering regning betale purre forfall; likviditet betale regninger tom konto; revisjon kontroll revisor kontrollere papirer; eierskifte selge
gård overta sønn datter arving; reiseliv turist gjest overnatte sesong; gjestfrihet gjest frokost; booking bestille rom avbestille fullt nettside
omtale; anmeldelse stjerne omtale tripadvisor vurdering kritikk; kjøkkenhygiene rent skitne bakterie kjøl merking; hårfarge farge bleke klippe
krøll; kundepleie stamkunde relasjon trofast komme tilbake
"""
