"""Everyday words of English, Nynorsk, Swedish and Danish with their Bokmål: a circle writes in several languages at once (R14).

A basic vocabulary, area by area, of the words one meets first in any language course; nothing of a trade. Words that are
spelled like another Norwegian word (gift, barn, time) are left out, and so are those that stems bring together anyway.
"""

import re
from functools import lru_cache

_ENGLISH = """
ai=ki level=nivå group=gruppe feeding feed=fôring owner=eier skill skills=ferdighet knowledge=kunnskap
experience=erfaring need=behov method=metode value=verdi rights=rettighet service=tjeneste care=omsorg support=støtte relative=pårørende
bereavement=sorg bed=seng chair=stol stairs=trapp freedom=frihet control=kontroll inspection=tilsyn supervision=veiledning
guidance=veiledning advice=rådgivning counselling=rådgivning customs=toll delivery=levering transport=transport storage=lagring
supplier=leverandør order orders=bestilling stock=lager warehouse=lager child children kid kids=barn parent parents=foreldre mother mum=mor
father dad=far daughter=datter sister=søster brother=bror family=familie son=sønn boy=gutt girl=jente woman women=kvinne
young youth youngsters=ungdom teenager teen=ungdom adult=voksen elderly pensioner=eldre friend=venn neighbour neighbor=nabo stranger=fremmed
guest=gjest couple=par husband=ektemann wife=kone grandparent=besteforeldre owner=eier tenant=leieboer member=medlem membership=medlemskap
volunteer volunteering=frivillig leader=leder manager=leder boss=sjef colleague coworker co-worker=kollega employee=ansatt
employer=arbeidsgiver staff=ansatte worker=arbeider customer client=kunde user=bruker visitor=besøkende audience=publikum
beginner=nybegynner learner=elev pupil student=elev teacher=lærer instructor=instruktør school=skole class=klasse classroom=klasserom
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
car=bil driving drive=kjøring driver=fører bus=buss train=tog bicycle bike cycling=sykkel road=vei street=gate bridge=bro boat=båt ship=skip
traffic=trafikk parking=parkering journey travelling traveling=reise flight=fly airport=flyplass accident=ulykke town city=by village=bygd
country=land world=verden border=grense immigrant immigration=innvandrer refugee=flyktning minority=minoritet nature=natur tree=tre
forest=skog leaf leaves=løv grass=gress flower=blomst plant planting=plante seed=frø soil=jord field=åker farm=gård farmer=bonde
mountain=fjell river=elv lake=innsjø sea ocean=hav coast=kyst island=øy beach=strand stone=stein snow=snø ice=is rain=regn wind=vind
weather=vær summer=sommer winter=vinter autumn=høst spring=vår sun=sol sky=himmel climate=klima emission=utslipp footprint=avtrykk
sustainability sustainable=bærekraft environment environmental=miljø energy=energi pollution=forurensning animal=dyr dog=hund cat=katt
horse=hest cow=ku sheep=sau pig=gris goat=geit hen chicken=høne bird=fugl fish fishing=fisk deer=hjort moose elk=elg wolf wolves=ulv
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
tablet=nettbrett game play playing=spill sport=idrett football soccer=fotball team=lag coach coaching=trener referee=dommer match=kamp
victory=seier swimming=svømming running=løping skiing=ski dance dancing=dans music=musikk song=sang singing singer=sang choir=kor
tune tuning=stemming rehearsal=øving practise practising=øving painting=maling drawing=tegning theatre theater=teater movie=film
exhibition=utstilling concert=konsert stage=scene costume=kostyme art=kunst craft=håndverk sewing=søm knitting=strikking church=kirke
prayer=bønn faith belief=tro funeral=begravelse wedding=bryllup baptism=dåp christmas=jul easter=påske culture=kultur history=historie
war=krig peace=fred soldier=soldat police=politi crime=kriminalitet prison=fengsel violence violent=vold threat threatening=trussel
theft=tyveri weapon=våpen bullying=mobbing abuse=overgrep harassment=trakassering racism=rasisme discrimination=diskriminering
equality=likestilling inclusion including=inkludering trust=tillit respect=respekt honesty=ærlighet joy happiness=glede anger angry=sint
shame=skam courage=mot patience=tålmodighet humour=humor politician=politiker politics=politikk government=regjering municipality=kommune
county=fylke state=stat citizen=innbygger democracy=demokrati change=endring growth=vekst quality=kvalitet quantity=mengde size=størrelse
measure measurement measuring=måling weight=vekt temperature=temperatur night=natt morning=morgen evening=kveld week=uke month=måned year=år
success=suksess failure=fiasko mistake=feil idea=idé research=forskning science=vitenskap evaluation assessment=vurdering
participation participant=deltakelse engagement=engasjement facilitation=fasilitering facilitator=fasilitator presentation=presentasjon
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
    return _read(_ENGLISH), _read(_NORDIC)


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
