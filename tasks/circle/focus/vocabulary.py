"""Everyday words of English, Nynorsk, Swedish and Danish with their Bokmål: a circle writes in several languages at once (R14).

A basic vocabulary, area by area; of English also what is said at work and in associations. Left out are words that are spelled
like another Norwegian word (gift, barn, time, driver, sky), that Norwegians write and inflect themselves (team, student), or that
stems bring together anyway.
"""

import re
from functools import lru_cache

# English words with their Bokmål, which `vocabulary` reads: everyday ones first, then those of work and associations (R14).

ENGLISH = """
ai=ki level=nivå group=gruppe feeding feed=fôring owner=eier skill skills=ferdighet knowledge=kunnskap
experience=erfaring need=behov method=metode value=verdi rights=rettighet care=omsorg relative=pårørende
bereavement=sorg bed=seng chair=stol stairs=trapp freedom=frihet control=kontroll inspection=tilsyn supervision=veiledning
guidance=veiledning advice=rådgivning counselling=rådgivning customs=toll delivery=levering transport=transport storage=lagring
supplier=leverandør order orders=bestilling stock=lager warehouse=lager child children kid kids=barn parent parents=foreldre mother mum=mor
father dad=far daughter=datter sister=søster brother=bror family=familie son=sønn boy=gutt girl=jente woman women=kvinne
young youth youngsters=ungdom teenager teen=ungdom adult=voksen elderly pensioner=eldre friend=venn neighbour neighbor=nabo stranger=fremmed
guest=gjest couple=par husband=ektemann wife=kone grandparent=besteforeldre owner=eier tenant=leieboer member=medlem membership=medlemskap
volunteer volunteering=frivillig leader=leder boss=sjef colleague coworker co-worker=kollega employee=ansatt
employer=arbeidsgiver staff=ansatte worker=arbeider customer client=kunde user=bruker visitor=besøkende audience=publikum
beginner=nybegynner learner=elev pupil=elev teacher=lærer instructor=instruktør school=skole class=klasse classroom=klasserom
teaching=undervisning training=opplæring exam=eksamen homework=lekser curriculum=læreplan education=utdanning reading=lesing
writing=skriving spelling=rettskriving book=bok library=bibliotek story storytelling=fortelling language=språk word=ord speech=tale
conversation=samtale discussion=diskusjon debate=debatt disagreement=uenighet conflict=konflikt quarrel argue arguing=krangel feedback=tilbakemelding
question=spørsmål answer=svar listening=lytting silence=stillhet noise=støy sound=lyd voice=stemme health=helse illness disease=sykdom
sick=syk patient=pasient nurse=sykepleier doctor=lege hospital=sykehus medicine drug=medisin pain=smerte wound=sår injury=skade blood=blod
heart=hjerte brain=hjerne body=kropp muscle=muskel back=rygg skin=hud teeth tooth=tann eye=øye ear=øre hand=hånd foot feet=fot sleep=søvn
tired tiredness fatigue=trøtthet exhaustion burnout=utbrenthet anxiety anxious=angst fear afraid scared=redd depression=depresjon grief=sorg
loneliness lonely=ensomhet suicide=selvmord addiction=avhengighet alcohol=alkohol disability disabled=funksjonshemmet deaf=døv
wheelchair=rullestol accessibility accessible=tilgjengelighet sight=syn dementia=demens death=død birth=fødsel pregnancy=graviditet
age=alder aging ageing=aldring life=liv food=mat meal=måltid cooking=matlaging bread=brød meat=kjøtt milk=melk cheese=ost vegetable=grønnsak
fruit=frukt berry=bær apple=eple potato=potet water=vann coffee=kaffe tea=te beer=øl wine=vin sugar=sukker allergy=allergi hunger=sult
nutrition=ernæring house=hus home=hjem room=rom kitchen=kjøkken door=dør window=vindu wall=vegg roof=tak floor=gulv garden=hage key=nøkkel
furniture=møbel heating=varme heat=varme cold=kulde light=lys electricity=strøm cleaning=renhold waste garbage rubbish=avfall
recycling=gjenvinning building=bygg maintenance=vedlikehold repair=reparasjon tool=verktøy machine=maskin engine=motor battery=batteri
car=bil driving=kjøring bus=buss train=tog bicycle bike cycling=sykkel road=vei street=gate bridge=bro boat=båt ship=skip
traffic=trafikk parking=parkering journey travelling traveling=reise flight=fly airport=flyplass accident=ulykke town city=by village=bygd
country=land world=verden border=grense immigrant immigration=innvandrer refugee=flyktning minority=minoritet nature=natur tree=tre
forest=skog leaf leaves=løv grass=gress flower=blomst plant planting=plante seed=frø soil=jord field=åker farm=gård farmer=bonde
mountain=fjell river=elv lake=innsjø sea ocean=hav coast=kyst island=øy beach=strand stone=stein snow=snø ice=is rain=regn wind=vind
weather=vær summer=sommer winter=vinter autumn=høst spring=vår sun=sol climate=klima emission=utslipp footprint=avtrykk
sustainability sustainable=bærekraft environment environmental=miljø energy=energi pollution=forurensning animal=dyr dog=hund cat=katt
horse=hest cow=ku sheep=sau pig=gris goat=geit chicken=høne bird=fugl fish fishing=fisk deer=hjort moose elk=elg wolf wolves=ulv
bear=bjørn mouse mice=mus rat=rotte insect=insekt bee=bie worm=mark work=arbeid job=jobb workplace=arbeidsplass salary wage wages=lønn
shift=skift holiday vacation=ferie absence=fravær attendance=oppmøte retention=beholde recruiting recruitment hiring=rekruttering
motivation motivated motivating=motivasjon leadership=ledelse teamwork=samarbeid cooperation collaboration=samarbeid responsibility=ansvar
duty=plikt task=oppgave planning=planlegging deadline=frist project=prosjekt meeting=møte minutes=referat board=styre chair=ordstyrer
election voting vote=avstemming rule=regel law=lov contract=kontrakt agreement=avtale complaint=klage permit permission=tillatelse
application apply=søknad report reporting=rapport document documentation=dokumentasjon archive=arkiv privacy=personvern
confidentiality=taushetsplikt secrecy=taushetsplikt secret=hemmelig security safety safe=sikkerhet money=penger price pricing=pris
cost=kostnad budget=budsjett tax=skatt loan=lån debt=gjeld payment pay paying=betaling invoice=faktura funding fund grant=tilskudd
sale sales selling sell=salg buy buying purchase=kjøp shop=butikk market=marked marketing=markedsføring advertising advert=reklame
business company=bedrift economy finance finances=økonomi accounting accountant=regnskap insurance=forsikring trade=handel export=eksport
competition=konkurranse profit=overskudd poverty poor=fattigdom wealth=rikdom computer=datamaskin screen=skjerm phone=telefon
network=nettverk website=nettside password=passord camera=kamera picture photo image=bilde newspaper=avis news=nyheter media=medier
internet=internett email=epost artificial=kunstig intelligence=intelligens technology=teknologi device=apparat software=programvare
tablet=nettbrett game play playing=spill football soccer=fotball coaching=trener referee=dommer
victory=seier swimming=svømming running=løping skiing=ski dance dancing=dans music=musikk song=sang singing singer=sang choir=kor
tune tuning=stemming rehearsal=øving practise practising=øving painting=maling drawing=tegning theatre theater=teater movie=film
exhibition=utstilling concert=konsert stage=scene costume=kostyme craft=håndverk sewing=søm knitting=strikking church=kirke
prayer=bønn faith belief=tro funeral=begravelse wedding=bryllup baptism=dåp christmas=jul easter=påske culture=kultur history=historie
war=krig peace=fred soldier=soldat police=politi crime=kriminalitet prison=fengsel violence violent=vold threat threatening=trussel
theft=tyveri weapon=våpen bullying=mobbing abuse=overgrep harassment=trakassering racism=rasisme discrimination=diskriminering
equality=likestilling inclusion including=inkludering trust=tillit respect=respekt honesty=ærlighet joy happiness=glede anger angry=sint
shame=skam courage=mot patience=tålmodighet humour=humor politician=politiker politics=politikk government=regjering municipality=kommune
county=fylke state=stat citizen=innbygger democracy=demokrati change=endring growth=vekst quality=kvalitet quantity=mengde size=størrelse
measure measurement measuring=måling weight=vekt temperature=temperatur night=natt morning=morgen evening=kveld week=uke month=måned year=år
success=suksess failure=fiasko mistake=feil idea=idé research=forskning science=vitenskap evaluation assessment=vurdering
participation participant=deltakelse engagement=engasjement facilitation=fasilitering facilitator=fasilitator presentation=presentasjon
deposit=depositum cancel cancelled canceled cancelling canceling cancellation=avbestilling booked=bestilling refund refunding=tilbakebetaling
lateness=forsinket delay delayed=forsinkelse punctuality punctual=punktlighet complain complaining=klage satisfaction satisfied
dissatisfied=fornøyd expectation=forventning loyalty=lojalitet reviews=omtale queue queuing=kø waiting=venting waitlist=venteliste reception
receptionist=resepsjon luggage baggage=bagasje accommodation lodging=overnatting housekeeping=renhold breakfast=frokost lunch=lunsj dinner
supper=middag waiter waitress=servitør menu=meny recipe=oppskrift ingredient=råvare tasting flavour flavor=smak dishwashing dishwasher=oppvask
leftover=rester serving=servering seating=bordplassering beverage drink drinking=drikke drunk intoxicated drunken=beruset sobriety=edru
dough=deig sourdough=surdeig yeast=gjær baked pastry=bakst oven=ovn herb=urt mushroom=sopp lambing=lamming seafood=sjømat salmon=laks slaughter
slaughtering slaughterhouse butcher=slakt dietary=kosthold peanut nuts=nøtt picky=kresen portion=porsjon fridge refrigerator=kjøleskap
freezer=fryser freezing=frossen chilling cooling=kjøling expiry expired=utløpsdato shelf shelves=hylle hospitality host hosting=vertskap
tourism=turisme sightseeing=omvisning guided=guide itinerary=reiserute overcrowding overcrowded crowding=trengsel cabin cottage=hytte
fireplace=peis hiking hike hiker=fottur trail footpath=sti map=kart avalanche=skred landslide=ras flood flooding=flom drought=tørke
waterproof=vanntett climbing climber climb=klatring knots=knute sailing=seiling harbour harbor=havn mooring=fortøyning diving diver=dykking
lifejacket=redningsvest drowning drown=drukne rescue rescuing rescuer=redning ferry=ferge cargo freight=frakt loading=lasting forklift=truck
shipment=forsendelse parcel package=pakke packaging packing=emballasje tyres=dekk wheel=hjul brake braking=bremse fuel=drivstoff charging
charger=lading speeding=fartsovertredelse pedestrian=fotgjenger crossing=kryssing helmet=hjelm railway railroad=jernbane passenger=passasjer
ticket ticketing=billett commuter commuting=pendling timetable=rutetabell schedule scheduling scheduled=tidsplan roster=vaktplan snowplough
plowing ploughing snowplowing=brøyting gravel=grus pothole=hull ditch=grøft drainage draining=drenering sewage sewer=avløp plumbing
plumber=rørlegger pipes piping=rør leak leaking leakage=lekkasje moisture humidity=fukt mould moldy mouldy=mugg insulation insulating
isolated=isolasjon draught draughty=trekk wiring wires cable=ledning fuse=sikring electrician=elektriker electrical electric=elektrisk
voltage=spenning outage=strømbrudd solar=solenergi lighting=belysning heater=varmeovn scaffold scaffolding=stillas ladder=stige concrete=betong
bricklaying bricklayer=mur tiling tiler=flis plastering=puss carpenter carpentry joinery=snekker timber lumber=tømmer sawing sawmill=sag
chainsaw=motorsag sanding sandpaper grinding sharpening sharpen=sliping varnish varnishing=lakk glue glueing gluing=lim welding welder
weld=sveising wood wooden woodwork woodworking=treverk carving=treskjæring toolbox=verktøykasse workshop=verksted blueprint=arbeidstegning
calibration calibrate=kalibrering renovation renovating refurbishment=oppussing restoration restoring=restaurering demolition demolish=riving
basement=kjeller elevator=heis balcony=balkong fence fencing=gjerde courtyard backyard=bakgård laundry=vaskeri washing=vask vacuum=støvsuging
mopping=mopp stain=flekk dirt dirty=skitten detergent=vaskemiddel soap=såpe bathroom=baderom toilet restroom=toalett shower=dusj bathing=bading
landlord=utleier rental renting=utleie housing=bolig apartment=leilighet homeless homelessness=bostedsløs mortgage=boliglån property=eiendom
ownership=eierskap neighbourhood neighborhood=nabolag caretaker janitor=vaktmester litter littering=forsøpling reuse reusing reused=gjenbruk
secondhand thrift=bruktbutikk sorting=sortering composting=kompost plastic=plast circular=sirkulær biodiversity=naturmangfold
habitat=leveområde species=art endangered extinction extinct=utrydning conservation preserve preserving preservation=bevaring wetland=myr
invasive=fremmedart weeds weeding=ugress pruning prune=beskjæring grafting=poding sowing sow=såing fertilizer fertiliser fertilizing
manure=gjødsel watering irrigation=vanning greenhouse=drivhus harvest harvesting=innhøsting crop=avling pests=skadedyr slug snail=snegle aphid
lice louse=lus pesticide spraying=sprøyting lawn=plen mowing mower lawnmower=gressklipping hedge=hekk allotment=parsell gardening
gardener=hagearbeid shovel=spade pruner shears scissors=saks pollination pollinating pollinator=pollinering honey=honning beehive=kube
beekeeping beekeeper=birøkt swarm swarming=sverming tick=flått hunting hunter hunt=jakt shooting marksmanship=skyting trapping=fangst
predator=rovdyr wildlife=vilt tracking=sporing fishery fisherman fishermen=fiskeri hatchery=settefisk aquaculture=havbruk stream=bekk calf
calving=kalv milking=melking dairy=meieri grazing graze pasture=beite piglet=smågris herd=flokk breeding breed breeder=avl riding=ridning
leash=bånd puppy=valp obedience obedient=lydighet barking=bjeffing veterinarian veterinary=veterinær pet=kjæledyr welfare=velferd cage=bur
agriculture agricultural farming=landbruk forestry=skogbruk logging=hogst wellbeing=trivsel mindset=tankesett induction=innføring dropout
quitting quit resign resigning resignation=slutte workload overload overloaded=arbeidsmengde overwhelmed overwhelming=overveldet understaffed
understaffing staffing=bemanning shortage=mangel overtime=overtid nightshift=nattevakt sickness=sykdom absent absenteeism=fravær
maternity=barsel interview interviewing=intervju vacancy=stilling applicant candidate=søker career=karriere promotion=forfremmelse dismissal
firing fired layoff redundancy=oppsigelse downsizing=nedbemanning unemployment unemployed=arbeidsledig pension retirement retire retiring
retired=pensjon strikes=streik negotiation negotiating negotiate bargaining=forhandling mediation mediating mediator=megling reconciliation
reconcile=forsoning dispute=tvist apology apologize apologise=unnskyldning forgiveness forgive forgiving=tilgivelse gossip gossiping rumour
rumor=sladder backstabbing=baksnakking clique=klikk excluded exclusion=utestenging belonging=tilhørighet community=fellesskap
togetherness=samhold solidarity=solidaritet hierarchy=hierarki authority=myndighet delegate delegating delegation=delegering decision deciding
decide=beslutning consensus agree agreeing=enighet disagree disagreeing=uenighet vision=visjon goal objective=mål strategy=strategi priority
prioritize prioritise prioritizing prioritising prioritization=prioritering efficiency efficient productivity productive=effektiv
procrastination procrastinating postpone postponing postponed=utsettelse interruption interrupted=avbrytelse distraction distracted
distracting=forstyrrelse concentrate concentrating=konsentrasjon attention=oppmerksomhet attentive=oppmerksom alertness=årvåken improvement
improve improving=forbedring creativity creative=kreativitet brainstorm brainstorming=idémyldring transition=overgang restructuring
reorganisation reorganization=omorganisering resistance=motstand scepticism skepticism sceptical skeptical=skepsis reluctant
reluctance=motvilje enthusiasm enthusiastic=begeistring boredom bored=kjedelig curiosity curious=nysgjerrighet ambition ambitious=ambisjon
confidence confident=selvtillit insecurity insecure uncertainty uncertain=usikkerhet shy shyness=sjenert embarrassment embarrassing
embarrassed=flau nervousness nervous nerves=nervøs worry worrying worried=bekymring stressful stressed=stress frustrated
frustrating=frustrasjon disappointment disappointed=skuffelse sadness=trist crying cry tears=gråt laughter laugh laughing=latter guilt
guilty=skyld hatred hateful=hat kindness=vennlighet empathy empathetic=empati compassion=medfølelse gratitude grateful=takknemlighet praise=ros
criticism criticise criticize criticising criticizing=kritikk recognition appreciation appreciated=anerkjennelse reward=belønning punishment
punish punishing=straff behaviour behavior=atferd manners politeness polite rude rudeness impolite=høflighet swearing=banning shouting yelling
yell shout=roping screaming=skriking aggression aggressive=aggresjon outburst=utagering restless restlessness unrest agitation agitated=uro
chaos chaotic=kaos messy mess tidiness tidy tidying clutter=rot fight fighting=slåssing boundaries=grense consent=samtykke
sexuality=seksualitet relationship=relasjon marriage married=ekteskap divorce divorced=skilsmisse breakup=samlivsbrudd cohabitation
cohabitant=samboer adoption=adopsjon sibling=søsken ancestor ancestry genealogy=slektsforskning inheritance inherit=arv
succession=generasjonsskifte infant=spedbarn toddler=småbarn newborn=nyfødt breastfeeding=amming nappy diaper=bleie kindergarten preschool
nursery=barnehage childcare babysitting babysitter=barnepass childhood=barndom playground=lekeplass adolescence adolescent=ungdom bully
bullied=mobbing peers=jevnaldrende truancy=skulk lesson=undervisning lecture lecturer=forelesning university=universitet thesis
dissertation=avhandling scholarship=stipend tuition=skolepenger grades grading=karakter textbook=lærebok syllabus=pensum vocabulary=ordforråd
grammar grammatical=grammatikk pronunciation pronounce=uttale vowel=vokal sentence=setning translation translating translate
translator=oversettelse interpreter interpreting=tolk bilingual multilingual=flerspråklig fluency fluent=flyt letters=brev illiteracy
illiterate literacy=leseferdighet dyslexic=dysleksi math arithmetic=matematikk fractions=brøk counting=telling calculation calculate
calculating=beregning plagiarism cheating cheat=fusk tutor tutoring=leksehjelp mentoring mentorship=mentor apprentice apprenticeship
trainee=lærling internship interns=praksisplass certificate certification certified diploma=sertifisering licence licensing=lisens
qualified=kvalifikasjon competence competency=kompetanse memory memorize memorizing memorise=hukommelse repetition=repetisjon rehearse
rehearsing=øving adapted adaptation adapting=tilpasset pedagogy pedagogical=pedagogikk dialogue=dialog rhetoric=retorikk persuasion persuade
convincing=overbevisning subtitles captions captioning subtitling=teksting breakout=grupperom icebreaker=isbryter chairing chairperson chairman
chairwoman=ordstyrer remote=fjernarbeid videoconference videoconferencing=videomøte webcam=webkamera mic=mikrofon headset headphones
earphones=hodetelefon loudspeaker=høyttaler acoustic=akustikk amplifier=forsterker bandwidth=båndbredde broadband=bredbånd connection
connectivity=forbindelse wireless=trådløs recording recorder=opptak footage=filmopptak editing editor=redigering whiteboard blackboard=tavle
slides=presentasjon talkative domineering dominate dominating=dominere introverts=introvert quiet=stille smalltalk=småprat
networking=nettverksbygging hearing=hørsel blindness=blind eyesight visually=synshemmet autistic=autisme survey
questionnaire=spørreundersøkelse statistical=statistikk chart=diagram spreadsheet=regneark digitalisation digitalization digitization
digitisation=digitalisering automation automated automating=automatisering robotics=robot prompting=prompt coding code
programming=programmering debugging debug troubleshooting=feilsøking bug=programfeil developer=utvikler upgrade upgrading update
updating=oppdatering crash crashing crashed=krasj back-up=sikkerhetskopi downtime=nedetid log-in login=innlogging username=brukernavn
encryption encrypted=kryptering fraud fraudulent scam scammer scamming=svindel breaches fracture=brudd surveillance monitoring=overvåking
misinformation disinformation=desinformasjon printer printing=utskrift keyboard=tastatur download downloading=nedlasting upload
uploading=opplasting filing archiving archivist=arkivering catalogue cataloguing cataloging=katalog procurement tender tendering bidding=anbud
quote quotation=pristilbud estimate estimating=overslag subcontractor=underleverandør contractor=entreprenør warranty guarantee=garanti
liability liable=erstatningsansvar lawsuit litigation=søksmål lawyer attorney solicitor=advokat court courtroom=domstol judge refereeing
umpire=dommer verdict=dom legislation legal legally=juss regulation=forskrift compliance=etterlevelse violation=overtredelse fines fined=bot
offence offense offender=lovbrudd appeal=anke witness=vitne evidence=bevis investigation investigating investigate=etterforskning
interrogation=avhør inmate prisoner=innsatt burglary burglar=innbrudd robbery=ran shoplifting shoplifter=nasking vandalism=hærverk
assault=overfall knife=kniv guns firearm=våpen corruption=korrupsjon whistleblowing whistleblower=varsling integrity=integritet ethical=etikk
morality=moral biased prejudice=fordommer stereotype=stereotypi diversity=mangfold gender=kjønn indigenous=urfolk ethnicity ethnic=etnisk
integration integrating integrate=integrering settlement resettlement=bosetting asylum=asyl citizenship=statsborgerskap foreigner
foreign=utlending newcomer=nyankommet religious=religion worship=gudstjeneste sermon=preken priest=prest congregation parish=menighet
mosque=moské christianity=kristendom spirituality spiritual=åndelig ceremony=seremoni cemetery graveyard=gravlund mourning mourn mourners=sorg
dying=døende palliative hospice=palliasjon cpr resuscitation=gjenoppliving defibrillator=hjertestarter ambulance=ambulanse
paramedic=ambulansearbeider emergency=nødsituasjon preparedness=beredskap evacuation evacuate=evakuering crisis=krise disaster=katastrofe
firefighter fireman firefighting=brannmann smoke smoking=røyk extinguisher extinguish=brannslukking explosion explosive=eksplosjon hazard
hazardous danger dangerous=fare risk risky=risiko incident=hendelse deviation=avvik checklist=sjekkliste procedure=prosedyre routines=rutine
protective=verneutstyr glove=hanske goggles=vernebriller earplug=øreplugg boots=støvel chemical=kjemikalie poison poisonous poisoning
toxic=gift asbestos=asbest fume=damp exposure=eksponering slippery=glatt lifting=løfting posture=kroppsholdning ergonomic=ergonomi
strain=belastning diagnosis=diagnose treatment=behandling therapy therapist=terapi psychologist psychology psychological=psykolog psychiatry
psychiatric psychiatrist=psykiatri traumatic=traume psychosis psychotic=psykose disorder=lidelse recovery recover recovering=bedring
rehabilitation=rehabilitering relapse=tilbakefall syringe injection injecting=sprøyte vaccination vaccinate=vaksine infection infected
infectious=infeksjon contagious contagion=smitte bacterial=bakterie fever=feber cough coughing=hoste flu=influensa breathing breath
breathe=pust cancer=kreft stroke=hjerneslag diabetic=diabetes obesity obese overweight=overvekt malnutrition undernutrition
malnourished=underernæring swallowing swallow=svelging incontinence incontinent=inkontinens urinary=urin joints=ledd shoulder=skulder headache
migraine=hodepine insomnia sleepless sleeplessness=søvnløshet nightmare=mareritt massage massaging=massasje physiotherapy
physiotherapist=fysioterapi midwife midwives midwifery=jordmor dentist dentistry dental=tannlege pharmacy pharmacist=apotek prescription
prescribing=resept pill=tablett dosage doses dosing=dosering medication=legemiddel surgery surgeon surgical=kirurgi anaesthesia
anesthesia=bedøvelse nursing=sykepleie caregiver caregiving carer=omsorgsperson homecare=hjemmetjeneste wards=sengepost discharge
discharged=utskrivning admission admitted=innleggelse referral=henvisning handover=vaktskifte coercion coercive=tvang autonomy
autonomous=selvbestemmelse dignity dignified=verdighet empowerment empower empowering=myndiggjøring guardian guardianship=verge
wandering=vandring forgetfulness forgetful forgetting forget=glemme confusion confused=forvirring stitch stitching=sting clothing=klær wool
woollen woolen=ull yarn=garn thread=tråd fabric=tekstil pattern=mønster embroidery=broderi crochet crocheting=hekling weaving weave
weaver=veving dye dyeing=farging mending mend darning patching=lapping pottery ceramic=keramikk clay=leire sketch=skisse colour color coloring
colouring=farge illustrator illustrating=illustrasjon photography photographer photographing=fotografering gallery=galleri artists
artistic=kunstner artefact artifact=gjenstand heritage=kulturarv novel=roman poetry poem=dikt author writer=forfatter manuscript
screenplay=manus publisher publishing=forlag reader=leser bookshop bookstore=bokhandel librarian=bibliotekar borrower lending borrowing
borrow=utlån journalism=journalist broadcast broadcasting=kringkasting advertisement ads=annonse visibility visible=synlighet
reputation=omdømme follower=følger posts=innlegg newsletter=nyhetsbrev leaflet brochure=brosjyre sponsorship=sponsor fundraising fundraiser
fundraise=innsamling donation donate charity=gave raffle lottery=lotteri bazaar=basar treasurer=kasserer bookkeeping bookkeeper=bokføring audit
auditing auditor=revisjon receipt=kvittering expense expenditure=utgift income revenue earnings=inntekt saving=sparing investment investing
invest=investering bankruptcy bankrupt insolvency=konkurs vat=moms taxation=skatt payroll=lønnskjøring discount=rabatt cheap=billig
expensive=dyr fee=gebyr subscription subscriber=abonnement budgeting=budsjettering cutback=kutt deficit=underskudd surplus=overskudd
grocery=dagligvare merchandise merchandising=vareutvalg goods=vare upselling upsell=mersalg salesman salesperson=selger startup start-up
entrepreneur entrepreneurship=gründer copyright=opphavsrett freelancing=frilans partnership=partnerskap stakeholder=interessent consultant
consulting=konsulent outsourcing=utkontraktering logistical=logistikk inventory=varelager supply=forsyning manufacturing manufacture
manufacturer=produksjon factory=fabrikk breakdown=havari broken=ødelagt worn=slitt rusty rusting=rust lubrication lubricating lubricant=smøring
gearbox=gir mechanic mechanical=mekaniker excavator=gravemaskin surveying surveyor=oppmåling zoning=regulering planner=planlegger architecture
architect=arkitekt engineering engineer=ingeniør simulation=simulering modelling modeling=modellering experimenting=eksperiment laboratory
lab=laboratorium sample sampling=prøvetaking theory theoretical=teori researcher=forsker scientist scientific=vitenskap publication=publisering
citation=sitering supervisor=veileder conductor conducting=dirigent rhythm rhythmic=rytme melody=melodi harmony harmonising=harmoni orchestra
orchestral=orkester composer composing compose=komponist improvising improvise=improvisasjon performing performer=opptreden spectator=tilskuer
venue premises=lokale backstage=scene actor actress acting=skuespiller directing=regi makeup make-up=sminke choreography
choreographer=koreografi dancer=danser cinemas=kino athlete athletic=friidrett workout exercise exercising=trening strength
strengthening=styrke endurance stamina=utholdenhet flexibility stretching=tøying warmup warm-up=oppvarming gymnastics gymnast=turn defender
defending defence defense=forsvar tactical=taktikk leagues=serie tournament=turnering championships=mesterskap locker=garderobe swimsuit
swimmer=svømming chess=sjakk boardgame=brettspill gambling=pengespill screentime=skjermtid leisure=fritid scout scouting=speider
patrol=patrulje badges=merke excursion outing=utflukt voluntary volunteerism=frivillig nonprofit ngo=ideell association=forening
committee=utvalg bylaws statutes=vedtekt ballot=stemmeseddel secretary=sekretær proposal=forslag amendment=endringsforslag campaign
campaigning=kampanje activist=aktivisme councillor council=kommunestyre mayor=ordfører bureaucracy bureaucratic=byråkrati transparency=åpenhet
inequality=ulikhet homeowner=huseier eviction=utkastelse cooperative=samvirke shovelling=måking noisy=støy barbecue=grill party=fest
celebration celebrate celebrating=feiring birthday=bursdag anniversary=jubileum tradition=tradisjon outreach=oppsøkende visiting=besøk
befriending=besøksvenn buddy=fadder hotline helpline=hjelpetelefon listener=lytter caseworker=saksbehandler appointment=timeavtale follow-up
followup=oppfølging check-in checkin=innsjekk sign-up signup registration registering=påmelding clean-up cleanup=opprydding teardown=rigging
haircut hairdresser hairdressing hairstyle hairstyling=frisør hair=hår tattoo=tatovering rash=utslett skincare=hudpleie itching itchy=kløe
beauty=skjønnhet phonecall=telefon correspondence=korrespondanse texting=tekstmelding misunderstanding misunderstood=misforståelse
communicating communicate=kommunikasjon clarity unclear=tydelighet wording phrasing=formulering jargon=sjargong terminology=terminologi
informing=informasjon announcement=kunngjøring noticeboard=oppslagstavle reminder reminding=påminnelse coordinate coordination coordinating
coordinator=koordinering interdisciplinary multidisciplinary=tverrfaglig teambuilding=lagbygging welcoming=velkomst exhausted
overworked=utbrent resilience resilient=robusthet coping cope=mestring mindfulness meditating=meditasjon relaxation relaxing relax=avspenning
breaks=pause worklife balance=balanse burden=byrde vulnerability vulnerable=sårbar taboo=tabu grandchild grandchildren=barnebarn
grandmother=bestemor grandfather=bestefar renewable=fornybar heatpump=varmepumpe consumption=forbruk overconsumption=overforbruk fashion=mote
purification=rensing sludge=slam cheesemaking=ysting brewing brewer brewery=brygging fermentation fermenting fermented ferment=gjæring
distilling distillation distillery=destillasjon pickling=sylting foraging forage=sanking urgent urgency=haster hurry rushed rushing=hastverk
milestone=milepæl progress=fremdrift implementation implementing implement=gjennomføring rollout=utrulling governance steering=styring
accountability accountable=ansvar benchmark benchmarking=sammenligning outcome=resultat impact=virkning effectiveness=effekt
appraisal=medarbeidersamtale anonymity anonymous anonymised anonymized=anonym dataset=datasett rowing rower=roing traveller traveler=reise
biking motorbike motorcycle=motorsykkel carpooling carpool=samkjøring collisions=kollisjon vehicle=kjøretøy fatalities=dødsulykke
survivor=overlevende victim=offer perpetrator=overgriper stalking stalker=forfølgelse grooming=nettovergrep trafficking=menneskehandel
sexual=seksuell parenting=foreldrerolle upbringing=oppdragelse sidelines touchline=sidelinje crafting craftsman craftsmanship
handicraft=håndverk upcycling=ombruk handmade homemade=hjemmelaget attitude=holdning habit=vane lifestyle=livsstil esteem=selvfølelse
identity=identitet storyteller=forteller narrative=fortelling telework homeoffice=hjemmekontor smelly stink odour odor=lukt dues=kontingent
workflow=arbeidsflyt newsfeed=nyhet trolling=troll outdated=gammel freeze=fryse thaw=tine biohazard=smittefare webpage homepage=nettside
webshop=nettbutikk firewall=brannmur malware ransomware=datavirus signage=skilting erosion=slitasje differentiating
differentiated=differensiere laptops=pc
"""


_NORDIC = """
ungar unger born=barn forelder forelderen=foreldre syster=søster ven=venn kjærleik=kjærlighet kvinner kvinnfolk=kvinne mannfolk=mann
karar=mann sjukdom sjukdommar=sykdom sjuk sjuke=syk sjukehus=sykehus sjukepleiar=sykepleier røynsle=erfaring verksemd=virksomhet
reiskap=verktøy tryggleik=sikkerhet tryggje=trygg framtid=fremtid skule=skole heimelekse=lekser bokstavar=bokstav spursmål=spørsmål
vatn=vann mjølk=melk kjøt=kjøtt trær=tre blome blomar=blomst skogar=skog gardar=gård bønder bøndene=bonde kyr=ku stove=stue
einsemd einsam=ensomhet studnad=støtte tilskot=tilskudd søknader=søknad løn=lønn pengar=penger sal selje seljing selge=salg leige=leie
veg vegar=vei syklar=sykkel bilete=bilde andlet=ansikt auge=øye øyre=øre ryggen=rygg hovud=hode svevn=søvn draum=drøm netter=natt
sommar=sommer haust=høst vér=vær vêr=vær song songar songarar syngje syngja syng sing=sang synge synger sunget=sang bøker bøkene=bok
teikning teikne=tegning leiing=ledelse leiar=leder tilsett tilsette=ansatt medarbeidar=medarbeider kollegaer kolleger kollegaene=kollega
møtelyd=møte røysting røyste=avstemming usemje ueinigheit=uenighet krangle=krangel einig=enig kjensle kjensler=følelse tru=tro
kyrkje kyrkja kyrkjelyd=kirke gudsteneste=gudstjeneste barnehagar=barn læraren lærarar=lærer elevar=elev fråvær=fravær fråfall=frafall
rettleiing=veiledning løysing=løsning forsking=forskning dugleik=ferdighet auke=økning mengd=mengde storleik=størrelse naudsynt=nødvendig
trong=behov hundar=hund hestar=hest sauer=sau fuglar=fugl fiskar fiske=fisk bier bia biene=bie styret=styre vald=vold
truslar trugsmål trusler=trussel föräldrar=foreldre sjukdomar=sykdom sjuksköterska=sykepleier skola=skole lärare=lærer elever=elev
undervisar=undervisning bilder=bilde vatten=vann försäljning=salg köp=kjøp väg vägar=vei sjö=innsjø trädgård=hage frånvaro=fravær ljud=lyd
ljus=lys röst=stemme sång=sang böcker=bok ensamhet=ensomhet rädsla rädd=redd våld=vold ansökan=søknad bidrag=tilskudd möte möten=møte
medlemmar=medlem frivilliga=frivillig volontärer=frivillig ungdomar=ungdom äldre ældre=eldre vuxna vuxen voksne=voksen børn=barn
forældre=foreldre sygdom=sykdom syg=syk sygeplejerske=sykepleier penge=penger vej veje=vei ansøgning=søknad tilskud=tilskudd
ensomhed=ensomhet bange=redd møder=møte medlemmer=medlem unge=ungdom hållbarhet bæredygtighed=bærekraft miljö=miljø arbete arbejde=arbeid
arbetsplats arbejdsplads=arbeidsplass ledare=leder chef=sjef kund kunder=kunde
"""


def _read(block: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for words, instead in re.findall(r"([^=]+)=(\S+)", block):
        for word in words.split():
            table.setdefault(word, instead)
    return table


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    return _read(ENGLISH), _read(_NORDIC)


_PLURALS = (("", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("'s", ""), ("’s", ""), ("s", ""))


def _singular(word: str, table: dict[str, str]) -> str:
    found = (word[: len(word) - len(ending)] + instead for ending, instead in _PLURALS if word.endswith(ending))
    return next((each for each in found if each in table), "")


def bokmaal(word: str) -> str:
    """The Bokmål of an everyday `word` (folded), or the word itself."""
    for table in reversed(_tables()):
        known = _singular(word, table)
        if known:
            return table[known]
    return word


def is_english(word: str) -> bool:
    """Whether the folded `word` is an everyday English one, and not spelled like its Bokmål."""
    english = _tables()[0]
    return bool(_singular(word, english))


# Words that say nothing about a theme, in nb, nn, en, sv and da. No word here is about one (R14).

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
