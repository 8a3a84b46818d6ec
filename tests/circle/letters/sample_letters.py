"""What letters of the circle of 2021 are told, in each language: for reading the letters and for trying them."""

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as TemplateValues

from tasks.circle.letters.templates import NAMES, Templates
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import KINDS, Kind
from tasks.circle.model.phrases import date_words, rhythm_words, time_words, weekday_words, when_words, where_words
from tasks.circle.model.records import Form

MESSAGES = Path(__file__).parents[3] / "config" / "messages"
TITLE = "Digital læringssirkel for bærekraftige møteplasser"
RELEVANCE = "Hva i dagens fokusområde er relevant for meg i min jobb?"
NEED = "Hva har jeg behov for å lære nå?"
FOCI = (
    "Læringssirkel og læringsnettverk",
    "Om bærekraftige møteplasser",
    "Nytt landskap for online-konferanser: Spatial Chat",
    "Ulike varianter av digitale møter – hvordan gjøre dem bærekraftige?",
)
STARTS = tuple(datetime(2021, *day, 9, 15) for day in ((5, 11), (6, 8), (8, 24), (9, 14), (10, 12)))
LENGTH = timedelta(hours=2, minutes=15)
ROOM = "https://video.example.org/j/91234567890?pwd=a_b-c"
PAGES = "https://sirkel.example.org/d"
LINKS = ("answer", "absence", "consultation", "me", "unsubscribe", "feed", "confirm", "facilitator")


def templates() -> dict[tuple[str, str], str]:
    """The templates that ship."""
    files = {(language, name): MESSAGES / language / f"{name}.md" for language in LANGUAGES for name in NAMES}
    return {key: file.read_text(encoding="utf-8") for key, file in files.items() if file.exists()}


def shipped_templates() -> Templates:
    return Templates(templates())


def circle(language: str) -> TemplateValues:
    start, end = STARTS[0].time(), (STARTS[0] + LENGTH).time()
    names = {"nb": "Anders Bergkvist og Marianne Sempler", "nn": "Anders Bergkvist og Marianne Sempler"}
    return TemplateValues(
        title=TITLE, shown_period="Mai–oktober 2021", rhythm=rhythm_words("FREQ=MONTHLY;BYDAY=2TU", start, end, language),
        last_day=date_words(datetime(2021, 12, 31).date(), language),
        themes=("digital kompetanse", "samskaping på tvers", "mangfold og ulike perspektiv"),
        agenda=(
            "Innspill til dagens fokusområde. Refleksjon: " + RELEVANCE, "Erfaringsdeling/verksted for digitale verktøy",
            "Refleksjon: " + NEED, "Fokusområde til neste møte",
        ),
        relevance=RELEVANCE, need=NEED, suggestion="Forslag til fokusområde",
        facilitators=names.get(language, "Anders Bergkvist and Marianne Sempler"),
        contact="Frida Ås, frida@example.org", page="https://sirkel.example.org/", free=True, answers_by_mail=True, quotes_after_days=0,
    )  # fmt: skip


def meeting(language: str, number: int = 2, form: Form = Form.DIGITAL, focus: str | None = None) -> TemplateValues:
    start = STARTS[number - 1]
    place = "" if form is Form.DIGITAL else "Storgata 1, Oslo"
    return TemplateValues(
        number=number, date=date_words(start.date(), language), time=time_words(start, start + LENGTH, language),
        when=when_words(start, start + LENGTH, language), weekday=weekday_words(start.date(), language), form=form.value,
        place=place, link="" if form is Form.PHYSICAL else ROOM, direct="", focus=FOCI[number - 1] if focus is None else focus,
        where=where_words(form, place, language), input="", links=(), after=(),
    )  # fmt: skip


def programme(language: str, held: int = 1) -> tuple[TemplateValues, ...]:
    return tuple(
        TemplateValues(
            number=number, when=when_words(start, start + LENGTH, language), where=where_words(Form.DIGITAL, "", language),
            link=ROOM, focus=(*FOCI, "")[number - 1], state="held" if number <= held else "coming",
            invited=26 - number, reminded=24 - number, absent=number, answered=18 - number,
        )
        for number, start in enumerate(STARTS, 1)
    )  # fmt: skip


def sample_context(kind: str, language: str, *, linked: bool = True) -> dict[str, object]:
    """A natural context for `kind`, midway in the circle; `linked` False: no pages, everything goes by reply."""

    def link(page: str) -> str:
        return f"{PAGES}/{page}/q7Zr0kXhT2mVbY8sLw4uNg" if linked else ""

    items = programme(language, held=4 if kind == "closing" else 1)
    found = (
        TemplateValues(title="Å få med alle i digitale møter", participants=5, votes=7, why="Fem av 17 deltakere nevner det.",
             quotes=("Hvordan får jeg de stille til å si noe på Teams?", "Trenger triks for å involvere flere digitalt")),
        TemplateValues(title="Miro og andre tavler", participants=3, votes=4, why="Tre av 17 deltakere nevner det.",
             quotes=("Miro! Har aldri fått det til å virke for hele gruppa",)),
        TemplateValues(title="Når er det best å møtes fysisk?", participants=1, votes=0, why="Én av 17 deltakere nevner det.", quotes=()),
    )  # fmt: skip
    wanted = tuple((each.title, each.participants) for each in found)
    days = tuple(date_words(datetime(2021, 10, day).date(), language) for day in (5, 12, 19))
    return {
        "circle": circle(language),
        "person": TemplateValues(name="Kari Nordmann", first_name="Kari", code="K7QF", facilitator=kind in ("digest", "day_sheet")),
        "links": TemplateValues(**{page: link(page) for page in LINKS}, meeting="", room=""),
        "meeting": meeting(language) if KINDS[kind].facts.about_meeting else None,
        "old": TemplateValues(when=when_words(STARTS[1] - timedelta(days=7), STARTS[1] - timedelta(days=7) + LENGTH, language),
                    where=where_words(Form.DIGITAL, "", language)),
        "moved": kind == "update", "place_changed": False, "restored": False, "focus_changed": False, "personal": False,
        "programme": items, "next_meeting": items[1], "earlier": FOCI[:1],
        "summary": wanted, "answered": 17, "asked": 25,
        "schedule": (("09.15", "Innspill til dagens fokusområde"), ("10.15", "Erfaringsdeling/verksted for digitale verktøy")),
        "all_new": False, "newcomers": ("Åse Ødegård",), "absent": ("Ola Hansen", "Per Li"), "expected": 23,
        "quotes": found[0].quotes, "candidates": found, "candidates_of": 1, "proposals": found, "dates": days,
        "similar": ((found[0].title, "Hybrid"), ("Nye verktøy", "Miro")),
        "months": "oktober",
        "closes": date_words(datetime(2021, 9, 28).date(), language), "too_few": False, "monthly": True, "words_waiting": 3, "words_held": 1,
        "information": (TemplateValues(where="Påmelding, rad 3", what="Raden er borte.", next_step="Ellers trengs ingenting."),),
        "problems": (TemplateValues(where="Påmelding, rad 14", what="E-post mangler.", next_step="Skriv inn adressen i kolonne C."),),
        "unknown": (TemplateValues(code="K3XA", kind=Kind.INVITATION.facts.names[language], meeting=2),),
        "rejected": (TemplateValues(code="K9PL", kind=Kind.INVITATION.facts.names[language], meeting=2, detail="Den finnes ikke."),),
        "undecided": ("Møtet 12. oktober har ikke noe fokusområde. Skriv det i «Møter», Nr 5.",),
        "consultation_result": TemplateValues(turnout=11, invited=24, dates=((days[1], 9), (days[2], 4)), open=False,
                                    proposals=((found[0].title, 7), (found[1].title, 4)), closes=days[0],
                                    none_fits=2, comments=("Helst om morgenen.",)),
        "room_votes": (TemplateValues(day=days[0], turnout=14, strangers=1, proposals=((found[0].title, 9), (found[1].title, 6))),),
        "coming": items[1:], "held": items[:4], "still_wanted": wanted[1:], "thanks_participants": 27,
        "room_address": "https://sirkel.example.org/sirkel/m/k7q4m",
        "deleted_after": date_words(datetime(2022, 6, 30).date(), language),
        "balance": (("sosialt", 2), ("miljømessig", 1), ("økonomisk", 0)),
    }  # fmt: skip
