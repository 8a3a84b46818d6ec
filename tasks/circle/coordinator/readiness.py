"""«Klar til å sende» (R24): what must be in order before letters may reach people, as questions answered yes or no."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tasks.circle.model.circle import Circle
from tasks.circle.model.hosts import is_example, is_loopback

READY = "Klar til å sende"
MAIL = " kan få post"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the answers rest on. `people` are the participants' addresses and `meetings` how many have a date, both None while the sheet
    can't be read; `operator` is who hears when a round stops besides the facilitators, "" for nobody; `practice`: the sheet is recorded;
    `pages` is an address with the name `pages_host`."""

    circle: Circle
    now: datetime
    practice: bool
    pages: str
    pages_host: str
    sender: str
    operator: str
    people: Sequence[str] | None = None
    meetings: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One question; `detail` begins with «ja» or «nei», and `next_step` is what turns a no into a yes."""

    what: str
    yes: bool
    detail: str
    next_step: str = ""


def answers(facts: Facts) -> list[Answer]:
    """All questions, in the order in which people see to them."""
    return [
        _practice(facts.practice),
        _life(facts),
        _filled(facts),
        _example("Tilretteleggerne", [each.address for each in facts.circle.facilitators], "sirkelens fil, [[facilitators]]"),
        _example("Deltakerne", facts.people or (), "«Påmelding», eller ta radene ut") if facts.people is not None else _unread(f"Deltakerne{MAIL}"),
        _example("Avsenderen", [facts.sender], "[post] sender"),
        _pages(facts.pages, facts.pages_host),
        _hears(facts),
        *_named(facts.circle),
    ]


def _practice(practice: bool) -> Answer:
    if not practice:
        return Answer("Eget ark", True, "ja")
    return Answer("Eget ark", False, "nei, arket har fanen «Øving»", "Lag et eget med «sheet», og skriv det i [sheet] workbook.")


def _life(facts: Facts) -> Answer:
    if facts.circle.last_day < facts.now.astimezone(facts.circle.zone).date():
        return Answer(
            "Sirkelen varer ennå", False, f"nei, siste dag var {facts.circle.last_day:%d.%m.%Y}", "Rett first_day og last_day i sirkelens fil."
        )
    return Answer("Sirkelen varer ennå", True, f"ja, til {facts.circle.last_day:%d.%m.%Y}")


def _filled(facts: Facts) -> Answer:
    what = "Deltakere og møter"
    if facts.people is None or facts.meetings is None:
        return _unread(what)
    lacking = [*([] if facts.people else ["deltakere i «Påmelding»"]), *([] if facts.meetings else ["møter med dato i «Møter»"])]
    if lacking:
        return Answer(what, False, f"nei, det er ingen {' og ingen '.join(lacking)}", "Skriv dem i arket.")
    return Answer(what, True, f"ja, {len(facts.people)} og {facts.meetings}")


def _unread(what: str) -> Answer:
    return Answer(what, False, "nei, arket kan ikke leses", "Rett det som står over, og kjør check igjen.")


def _example(what: str, addresses: Sequence[str], where: str) -> Answer:
    """Whether all are addresses that somebody can have."""
    odd = sum(map(is_example, addresses))
    what += MAIL
    if not odd:
        return Answer(what, True, "ja")
    count = f" ({odd} av {len(addresses)})" if len(addresses) > 1 else ""
    return Answer(what, False, f"nei, på example.org og lignende får ingen post{count}", f"Skriv virkelige adresser i {where}.")


def _pages(url: str, host: str) -> Answer:
    what = "Nettsidene kan nås"
    if not url:
        return Answer(what, True, "ja, det er ingen egne nettsider")
    if is_loopback(host) or is_example(host):
        where = "fra denne maskinen" if is_loopback(host) else "av noen"
        step = 'Skriv adressen utad i [pages] url, eller url = "" uten egne nettsider.'
        return Answer(what, False, f"nei, {url} kan {'bare ' if is_loopback(host) else 'ikke '}nås {where}, og lenkene står i alle brev", step)
    return Answer(what, True, f"ja, {url}")


def _hears(facts: Facts) -> Answer:
    what = "Noen får vite når en runde stopper"
    if is_example(facts.operator or facts.circle.facilitators[0].address):
        return Answer(what, False, "nei, adressen kan ingen få post på", "Skriv en virkelig adresse i doors.toml, [operator] address.")
    return Answer(what, True, "ja, den som står i [operator]" if facts.operator else "ja, den første tilretteleggeren")


def _named(circle: Circle) -> Iterator[Answer]:
    """Who answers for what is kept of people, and whom they ask."""
    for what, key, value in (("Ansvarlig er oppgitt", "responsible", circle.responsible), ("Kontakt er oppgitt", "contact", circle.contact)):
        if not value or is_example(value):
            told = "nei, example.org er til øving" if value else "nei"
            yield Answer(what, False, told, f'Skriv {key} = "…" øverst i sirkelens fil.')
        else:
            yield Answer(what, True, "ja")


def verdict(found: Iterable[Answer], *, trial: bool) -> Answer:
    """The last line: whether all are yes, and what happens to letters now."""
    found = list(found)
    left = sum(not each.yes for each in found)
    now = "Sirkelen er på prøve: Brevene legges i en mappe." if trial else "Brevene går med e-post."
    if left:
        return Answer(READY, False, f"nei, {left} av {len(found)} gjenstår. {now}", "Gjør det som står ved hvert «nei», og kjør check igjen.")
    return Answer(READY, True, f"ja. {now}")


def said_unready(found: Sequence[Answer]) -> Iterator[str]:
    """A round's note where letters go out although some answer is no."""
    if left := sum(not each.yes for each in found):
        yield f"Ikke klar til å sende: check sier nei på {left} av {len(found)}."
