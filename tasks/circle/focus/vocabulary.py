"""Everyday words of English, Nynorsk, Swedish and Danish with their Bokmål: a circle writes in several languages at once (R14).

A basic vocabulary, area by area; of English also what is said at work and in associations. Left out are words that are spelled
like another Norwegian word (gift, barn, time, driver, sky), that Norwegians write and inflect themselves (team, student), or that
stems bring together anyway.
"""

import re
from functools import lru_cache

from tasks.circle.focus_english import ENGLISH

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
