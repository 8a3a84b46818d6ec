"""config/circles/<name>.toml -> `Circle` (RULES.md «Configuration»)."""

from collections.abc import Sequence
from dataclasses import fields

from tasks.circle.focus.model import Topic
from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.model.circle import Circle, Facilitator, LetterOffsets, Questions, Rhythm
from tasks.circle.model.languages import LANGUAGES
from tasks.settings.checks import address, country, rule, slug, zone
from tasks.settings.toml_table import DAY, LIST, Layer, Table, Tables

SUGGESTION = "Forslag til fokusområde"
#: A circle that lives longer than this has a mistyped year.
LONGEST_YEARS = 20
_LONGEST = {"erase_months": 120}


def circle_of(name: str, tables: Tables, root: Table, layer: Layer, vocabulary: Vocabulary) -> Circle:
    """The circle as its file says, with the words of config/focus; mistakes are told to the tables, and what they leave behind is not to be used."""
    first, last = root.take("first_day", DAY), root.take("last_day", DAY)
    if root.sound("first_day", "last_day") and not first <= last:
        root.wrong("last_day", f"{last} er før first_day, {first}.", "Rett en av dem: sirkelen må vare i minst én dag.")
    elif root.sound("first_day", "last_day") and last.year - first.year > LONGEST_YEARS:
        root.wrong("last_day", f"{last} er mer enn {LONGEST_YEARS} år etter first_day, {first}.", "Rett årstallet.")
    return Circle(
        name=name,
        title=root.text("title"),
        shown_period=root.text("shown_period", ""),
        language=root.choice("language", LANGUAGES),
        zone=zone(root, "zone"),
        first_day=first,
        last_day=last,
        holidays=country(root, "holidays"),
        pause_months=root.wholes("pause_months", 1, 12),
        agenda=root.texts("agenda"),
        facilitators=_facilitators(tables, root, layer),
        rhythm=_rhythm(tables.named(root, "rhythm", [layer])),
        questions=_questions(tables.named(root, "questions", [layer])),
        vocabulary=vocabulary,
        letters=_letters(tables.named(root, "letters", [layer])),
        topics=_topics(tables, root, layer),
        themes=root.texts("themes", ()),
        free=root.flag("free", True),
        about=root.texts("about", ()),
        pairs=_pairs(root),
    )


def _facilitators(tables: Tables, root: Table, layer: Layer) -> tuple[Facilitator, ...]:
    each = tables.repeated(root, "facilitators", layer)
    if not each and root.sound("facilitators"):
        step = 'Legg inn minst én: [[facilitators]] på egen linje, og under den name = "…" og address = "…".'
        root.wrong("facilitators", "Sirkelen har ingen som tilrettelegger.", step)
    found = tuple(Facilitator(table.text("name"), address(table, "address")) for table in each)
    _tell_doubles(each, "address", [facilitator.address.casefold() for facilitator in found], "Den samme adressen")
    return found


def _rhythm(table: Table) -> Rhythm:
    rhythm = Rhythm(rule(table, "rule"), table.clock("start"), table.clock("end"))
    if table.sound("start", "end") and not rhythm.start < rhythm.end:
        what = f"Møtet slutter {rhythm.end:%H.%M}, men begynner {rhythm.start:%H.%M}."
        table.wrong("end", what, "Rett start eller end: slutten må være senere samme dag.")
    return rhythm


def _questions(table: Table) -> Questions:
    return Questions(table.text("relevance"), table.text("need"), table.text("suggestion", SUGGESTION))


def _letters(table: Table) -> LetterOffsets:
    usual = LetterOffsets()
    names = [each.name for each in fields(LetterOffsets)]
    return LetterOffsets(**{name: table.whole(name, 0, _LONGEST.get(name, 365), getattr(usual, name)) for name in names})


def _topics(tables: Tables, root: Table, layer: Layer) -> tuple[Topic, ...]:
    each = tables.repeated(root, "topics", layer)
    found = []
    for table in each:
        title = table.text("title")
        if table.sound("title") and not slug(title):
            table.wrong("title", "Tittelen har ingen bokstaver eller tall fra det latinske alfabetet.", "Gi temaet et navn.")
        found.append(Topic(slug(title), title, table.text("description", ""), table.texts("tags", ())))
    _tell_doubles(each, "title", [topic.id for topic in found], "Den samme tittelen")
    return tuple(found)


def _tell_doubles(tables: Sequence[Table], key: str, values: Sequence[str], what: str) -> None:
    first: dict[str, int] = {}
    for number, (table, value) in enumerate(zip(tables, values, strict=True), 1):
        if table.sound(key) and first.setdefault(value, number) != number:
            table.wrong(key, f"{what} står også i nr. {first[value]}.", "Ta bort den ene.")


def _pairs(root: Table) -> tuple[tuple[str, str], ...]:
    """Words that mean the same in this circle, two and two (R14)."""
    found: list[tuple[str, str]] = []
    for number, pair in enumerate(root.take("pairs", LIST, []), 1):
        match pair:
            case [str(one), str(other)] if one.strip() and other.strip():
                found.append((one.strip(), other.strip()))
            case _:
                root.wrong("pairs", f"Nr. {number} i listen er ikke to ord.", 'Skriv to og to: pairs = [["tavle", "whiteboard"]]')
    return tuple(found)
