"""What an administrator gets to read of the commonest faults in a letter's template: in Norwegian, with the line and what to do."""

import re
from collections.abc import Callable, Iterable

import pytest

from tasks.circle.letters.templates import Templates, template_path
from tasks.circle.model.errors import Stop
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind
from tests.circle.letters.sample_letters import templates

#: Words of Jinja's and Python's own messages.
ENGLISH = re.compile(r"\b(expected|unexpected|object|token|operand|missing|supported|found|statement|of|is|not|no)\b", re.IGNORECASE)
READ = (
    ("{% if answered %}\nHei", "{% if %} er ikke lukket", "{% endif %}"),
    ("{% for each in programme %}\nHei", "{% for %} er ikke lukket", "{% endfor %}"),
    ("{% endif %}", "«endif» hører ikke hjemme", "endif hører til en if"),
    ("{% iff answered %}Hei", "«iff» hører ikke hjemme", "if, elif"),
    ("{% for each in programme %}Hei{% endif %}", "«endif» hører ikke hjemme", "endfor til en for"),
    ("{{ person.name }", "«}» hører ikke hjemme", "slutter med }}"),
    ("{% if answered }}Hei{% endif %}", "«}» hører ikke hjemme", "slutter med %}"),
    ("{{ person name }}", "«name» er for mye", "{{ person.name }}"),
    ("{{ }}", "noe mangler foran «}}»", "ta bort"),
    ("{% if answered and %}Hei{% endif %}", "noe mangler foran «%}»", "ta bort"),
    ("{{ person.name | }}", "noe mangler foran «}}»", "ta bort"),
    ("{% if answered = 1 %}Hei{% endif %}", "«=» hører ikke hjemme", "=="),
    ("{% for each of programme %}Hei{% endfor %}", "skulle det stått «in», ikke «of»", "mønster"),
    ("{{ (person.name }}", "skulle det stått «)», ikke «}»", "mønster"),
    ("{{ person.name) }}", "«)» hører ikke hjemme", "åpnet"),
    ("{{ “person” }}", "anførselstegnet «“»", "rette anførselstegn"),
    ("{{ 'person }}", "anførselstegnet «'»", "rette anførselstegn"),
    ("{{ person.name! }}", "«!» hører ikke hjemme", "a-z"),
    ("{{ person. }}", "mangler etter punktumet", "{{ person.name }}"),
    ("{# notat", "en kommentar er ikke lukket", "#}"),
    ("{% raw %}Hei", "{% raw %} er ikke lukket", "{% endraw %}"),
)
FILLED_IN = (
    ("{{ meeting }}", "verken er ord eller tall", "meeting.focus"),
    ("{{ meeting.number|length }}", "«length»", "tallet"),
    ("{{ person.name|upperr }}", "noe filter «upperr»", "listed"),
    ("{{ person['nave'] }}", "«nave» finnes ikke", "«name»"),
    ("{{ programme[99] }}", "noe nummer 99", "{% for each in programme %}"),
    ("{% if person.name is tru %}Hei{% endif %}", "«is tru»", "{% if answered %}"),
    ("{% include 'fotter.md' %}", "«fotter.md»", "{% include %}"),
    ("{{ person.name + 1 }}", "av ulikt slag", "som de er"),
    ("{% if person.name < 2 %}Hei{% endif %}", "av ulikt slag", "som de er"),
    ("{{ 1 / 0 }}", "deler på null", "som de er"),
    ("{{ person.name() }}", "()", "Ta bort parentesene"),
    ("{% for each in 3 %}Hei{% endfor %}", "ikke er en liste", "programme"),
    ("{{ programme|listed }}", "annet enn ord", "{% for %}"),
    ("{{ plural(1) }}", "«plural» får for få", "mønster"),
    ("{{ person.name|replace }}", "«replace» får for få", "mønster"),
    ("{{ person.name.__class__ }}", "«__class__» kan ikke brukes", "andre malene"),
)  # fmt: skip


#: Each fault stands in a template of its own: all of them are told at once.
FILES = [(language, kind) for kind in (Kind.INVITATION, *Kind) for language in LANGUAGES if kind is not Kind.WELCOME]


def placed(bodies: Iterable[str], files: Iterable[tuple[str, str]]) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Templates with each of `bodies` from the third line of a template of its own on, and which template has which."""
    wrong, where = templates(), dict[str, str]()
    for body, (language, kind) in zip(bodies, dict.fromkeys(files), strict=False):
        wrong[language, kind] = f"Emne\n\n{body}\n"
        where[template_path(language, kind)] = body
    return wrong, where


def told(act: Callable[[], object], where: dict[str, str]) -> dict[str, tuple[str, str, str]]:
    """By body: the line, what is wrong, and the next step."""
    with pytest.raises(Stop) as stop:
        act()
    found = {}
    for problem in stop.value.problems:
        file, _, line = problem.where.partition(", ")
        found[where[file]] = (line, problem.what, problem.next_step)
    return found


def must_say(found: dict[str, tuple[str, str, str]], cases: Iterable[tuple[str, str, str]]) -> None:
    for body, what, step in cases:
        line, said, next_step = found[body]
        assert re.fullmatch(r"linje [34]", line), body
        assert what in said and step in next_step, (body, said, next_step)
        assert not ENGLISH.search(re.sub("«.*?»", "", said)), said


def test_templates_that_can_not_be_read_tell_in_norwegian_which_line_and_what_to_do() -> None:
    wrong, where = placed([body for body, *_ in READ], FILES)
    found = told(lambda: Templates(wrong), where)
    must_say(found, READ)
    assert all(said.startswith("Malen kan ikke leses: ") for _, said, _ in found.values())


def test_templates_that_can_not_be_filled_in_tell_in_norwegian_which_line_and_what_to_do() -> None:
    welcome = [body for body, *_ in FILLED_IN if "programme" in body]
    others = [body for body, *_ in FILLED_IN if body not in welcome]
    wrong, where = placed(others, FILES)
    more, also = placed(welcome, [(language, Kind.WELCOME) for language in LANGUAGES])
    wrong |= {file: more[file] for file in more if file[1] == Kind.WELCOME}
    must_say(told(Templates(wrong).check, where | also), FILLED_IN)


def test_what_nobody_has_foreseen_keeps_the_words_of_the_library_beside_ours() -> None:
    bodies = ["{% block a %}{% endblock %}{% block a %}{% endblock %}", "{{ range(10 ** 9)|length }}"]
    wrong, where = placed(bodies, FILES)
    (_, said, next_step), (_, filled, _) = map(told(Templates(wrong).check, where).get, bodies)  # type: ignore[misc]
    assert said == "Malen kan ikke leses: noe er skrevet feil (block 'a' defined twice)." and "mønster" in next_step
    assert filled.startswith("Malen kan ikke fylles ut (Range too big.")
