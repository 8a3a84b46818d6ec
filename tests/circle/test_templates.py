"""Letters say what they must, to whom they must, and what people wrote stays words."""

import re
from types import SimpleNamespace as TemplateValues
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tasks.circle.letters.rendering import WIDTH, both_parts
from tasks.circle.letters.templates import NAMES, Templates, template_path
from tasks.circle.model.errors import Stop
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import KINDS, Kind, Readers
from tasks.circle.model.phrases import when_words
from tasks.circle.model.records import Form
from tests.circle.letters.sample_letters import LENGTH, NEED, RELEVANCE, ROOM, STARTS, TITLE, meeting, sample_context, shipped_templates, templates

SHIPPED = shipped_templates()
LETTERS = [(kind.value, language) for kind in Kind for language in LANGUAGES]
TO_PARTICIPANTS = [(kind, language) for kind, language in LETTERS if KINDS[kind].facts.readers is not Readers.FACILITATORS]
ABOUT_A_MEETING = [(kind, language) for kind, language in LETTERS if KINDS[kind].facts.about_meeting]
NOTHING_TO_LEAVE = (Kind.CLOSING, Kind.CONFIRMATION, Kind.AFTER_END)
TAGS = re.compile(r"<[^>]+>")


def rendered(kind: str, language: str, **changed: object) -> str:
    """Subject and text of a sample letter."""
    letter = SHIPPED.render(kind, language, {**sample_context(kind, language), **changed})
    return f"{letter.subject}\n\n{letter.text}"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_shipped_letters_have_no_fault() -> None:
    SHIPPED.check()


@pytest.mark.parametrize(("kind", "language"), LETTERS)
@pytest.mark.parametrize("linked", [True, False])
def test_every_letter_has_a_subject_a_text_and_a_whole_html_document(kind: str, language: str, linked: bool) -> None:
    letter = SHIPPED.render(kind, language, sample_context(kind, language, linked=linked))
    assert letter.subject == letter.subject.strip() != ""
    assert "\n" not in letter.subject
    assert letter.html.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
    assert "<title>" in letter.html
    assert not re.search(r"<(script|img|link|iframe)|src=|@import|url\(", letter.html)
    assert all(len(line) <= WIDTH or "://" in line for line in letter.text.splitlines())
    assert not re.search(r"\*\*|\]\(|\\|\{[{%]|^#|[ \t]$|\n\n\n", letter.text, re.MULTILINE)


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_no_letter_speaks_of_weeks_or_shouts(kind: str, language: str) -> None:
    words = rendered(kind, language)
    assert not re.search(r"\b(uk|veke|week)", words, re.IGNORECASE)
    assert words.count("!") <= 4
    assert "!!" not in words


@pytest.mark.parametrize(("kind", "language"), ABOUT_A_MEETING)
def test_date_time_and_place_stand_in_the_text(kind: str, language: str) -> None:
    context = sample_context(kind, language)
    told = context["old"] if kind == Kind.CANCELLATION else context["meeting"]
    assert isinstance(told, TemplateValues)
    words = flat(rendered(kind, language))
    assert told.when in words
    assert told.where in words


@pytest.mark.parametrize(("kind", "language"), TO_PARTICIPANTS)
def test_the_footer_says_who_sends_it_and_where_to_read_more(kind: str, language: str) -> None:
    footer = flat(rendered(kind, language).rpartition("---")[2])
    assert TITLE in footer
    assert "Anders Bergkvist" in footer
    assert "https://sirkel.example.org/" in footer


@pytest.mark.parametrize(("kind", "language"), [letter for letter in TO_PARTICIPANTS if letter[0] not in NOTHING_TO_LEAVE])
def test_one_can_leave_by_link_or_by_reply(kind: str, language: str) -> None:
    assert "/unsubscribe/" in rendered(kind, language)
    by_reply = SHIPPED.render(kind, language, sample_context(kind, language, linked=False)).text
    assert "://sirkel.example.org/d/" not in by_reply
    assert {"nb": "meld meg av", "nn": "meld meg av", "en": "unsubscribe"}[language] in flat(by_reply)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Kind.WELCOME, Kind.REFLECTION, Kind.NUDGE])
def test_the_two_questions_stand_word_for_word_r13(kind: str, language: str) -> None:
    words = flat(rendered(kind, language))
    assert RELEVANCE in words
    assert NEED in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_update_says_old_and_new(language: str) -> None:
    context: dict[str, Any] = sample_context(Kind.UPDATE, language)
    words = flat(rendered(Kind.UPDATE, language))
    assert context["old"].when in words
    assert context["meeting"].when in words
    moved = flat(rendered(Kind.UPDATE, language, moved=False, place_changed=True, old=TemplateValues(when="-", where="Torget 9")))
    assert "Torget 9" in moved
    link = rendered(Kind.UPDATE, language, moved=False, place_changed=True, old=TemplateValues(when="-", where=context["meeting"].where))
    assert {"nb": "(ny lenke)", "nn": "(ny lenkje)", "en": "(new link)"}[language] in link


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("focus", ["", "Å lytte"])
def test_an_invitation_reads_well_in_every_form_with_and_without_focus(language: str, form: Form, focus: str) -> None:
    words = rendered(Kind.INVITATION, language, meeting=meeting(language, 2, form, focus))
    subject, _, body = words.partition("\n\n")
    assert (focus or TITLE) in subject
    assert ("Storgata 1" in body) == (form is not Form.DIGITAL)
    assert (ROOM in body) == (form is not Form.PHYSICAL)
    assert "«»" not in words
    assert "‘’" not in words


def test_the_welcome_names_first_meeting_free_programme_and_earlier_areas_r2() -> None:
    words = flat(rendered(Kind.WELCOME, "nb"))
    assert words.count("gratis") == 1
    assert f"Når: {when_words(STARTS[1], STARTS[1] + LENGTH, 'nb')}" in words
    assert all(when_words(start, start + LENGTH, "nb") in words for start in STARTS)
    assert "«Læringssirkel og læringsnettverk»" in words


@pytest.mark.parametrize(
    ("language", "everybody", "nobody", "names"),
    [
        ("nb", "Alle er med for første gang.", "Ingen er med for første gang.", "navn på deltakere"),
        ("nn", "Alle er med for første gong.", "Ingen er med for første gong.", "namn på deltakarar"),
        ("en", "Everybody is here for the first time.", "Nobody is here for the first time.", "participants’ names"),
    ],
)
def test_a_day_sheet_says_who_is_new_and_speaks_of_names_only_where_some_stand(language: str, everybody: str, nobody: str, names: str) -> None:
    none: dict[str, object] = {"newcomers": (), "absent": ()}
    first = flat(rendered(Kind.DAY_SHEET, language, **none, all_new=True))
    later = flat(rendered(Kind.DAY_SHEET, language, **none))
    assert everybody in first and nobody not in first
    assert nobody in later and everybody not in later
    assert names not in first + later
    for key in none:
        assert names in flat(rendered(Kind.DAY_SHEET, language, **{**none, key: ("Kari Li",)}))


@pytest.mark.parametrize(
    ("language", "nobody", "one", "some"),
    [
        ("nb", "Ingen er invitert ennå", "1 er invitert, 1 kan ikke", "24 er invitert, 22 er minnet om møtet, 2 kan ikke"),
        ("nn", "Ingen er inviterte enno", "1 er invitert, 1 kan ikkje", "24 er inviterte, 22 er minte om møtet, 2 kan ikkje"),
        ("en", "Nobody is invited yet", "1 invited, 1 can’t come", "24 invited, 22 reminded, 2 can’t come"),
    ],
)
def test_a_digest_counts_no_noughts_and_waits_for_a_person(language: str, nobody: str, one: str, some: str) -> None:
    def said(invited: int, reminded: int, absent: int) -> str:
        counts = {"invited": invited, "reminded": reminded, "absent": absent}
        coming = TemplateValues(**{**vars(sample_context(Kind.DIGEST, language)["coming"][0]), **counts})  # type: ignore[index]
        return flat(rendered(Kind.DIGEST, language, coming=(coming,)))

    assert nobody in said(0, 0, 0) and "0 " not in said(0, 0, 0).partition(nobody)[2][:20]
    assert one in said(1, 0, 1) and some in said(24, 22, 2)
    assert not re.search("menneske|human", said(0, 0, 0))


def test_who_left_is_told_so_and_not_that_the_meeting_is_off_r4() -> None:
    words = rendered(Kind.CANCELLATION, "nb", personal=True)
    assert "avlyst" not in words.lower()
    assert "som planlagt for de andre" in flat(words)
    assert "/unsubscribe/" not in words


@pytest.mark.parametrize("names", ["Kari Li", "Kari Li, Ola By og Åse Vik"])
@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_one_facilitator_or_three_both_read_right(kind: str, language: str, names: str) -> None:
    context = sample_context(kind, language)
    circle = TemplateValues(**{**vars(context["circle"]), "facilitators": names})
    words = flat(rendered(kind, language, circle=circle))
    assert "Bergkvist" not in words
    assert kind == Kind.DAY_SHEET or names in words


def test_the_main_act_is_a_button() -> None:
    html = SHIPPED.render(Kind.REFLECTION, "nb", sample_context(Kind.REFLECTION, "nb")).html
    assert re.search(r'<p><a href="https://[^"]+" class="button">Svar her</a></p>', html)


@given(st.text(min_size=1, max_size=40), st.sampled_from(["focus", "name", "quote"]))
def test_what_people_write_never_becomes_markup(text: str, place: str) -> None:
    def letter(value: str) -> tuple[str, list[str]]:
        context = sample_context(Kind.DAY_SHEET, "nb")
        context["meeting"] = meeting("nb", focus=value if place == "focus" else None)
        context["newcomers"] = (value,) if place == "name" else ("Åse",)
        context["quotes"] = (value,) if place == "quote" else ("Sitat",)
        done = SHIPPED.render(Kind.DAY_SHEET, "nb", context)
        return done.subject, TAGS.findall(done.html)

    value = f"x{text}" if not text.strip() or not text.isprintable() else text
    subject, tags = letter(value)
    assert tags == letter("Ord")[1]
    if place == "focus" and value.isprintable():
        assert flat(value) in flat(subject)


@pytest.mark.parametrize("text", ["# Tittel", "1. punkt", "2) punkt", "- punkt", "> sitat", "***", "[a](http://b)", "<b>a</b>", "a_b_", "a\\"])
def test_marks_stand_as_they_were_typed(text: str) -> None:
    assert text in rendered(Kind.INVITATION, "nb", meeting=meeting("nb", focus=text))


def test_an_address_survives_as_it_is() -> None:
    address = "https://video.example.org/j/9?pwd=a_b*c_d&e=(f)~g-h"
    room = TemplateValues(**{**vars(meeting("nb")), "link": address})
    letter = SHIPPED.render(Kind.REMINDER, "nb", {**sample_context(Kind.REMINDER, "nb"), "meeting": room})
    assert f"Gå til møterommet: {address}" in flat(letter.text)
    assert f'href="{address.replace("&", "&amp;")}"' in letter.html


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_passages_read_one_by_one_are_the_letter_read_whole(kind: str, language: str) -> None:
    source = SHIPPED._template(language, kind).render(sample_context(kind, language))
    body = source.partition("\n")[2]

    def bare(html: str) -> str:
        return re.sub(r"</?strong>| class=\"button\"| /(?=>)", "", html)

    assert bare(both_parts(body)[1]) == bare(MarkdownIt("commonmark", {"breaks": True, "html": False}).render(body))


def test_missing_broken_and_misspelt_templates_are_told_all_at_once() -> None:
    wrong = templates()
    del wrong["nn", "nudge"]
    wrong["nb", "focus"] = "Emne\n\n{% if meeting %}\nHei"
    wrong["en", "closing"] = "Subject\n\n{% if False %}\n{{ circle.titel }} {{ persn.name }}\n{% endif %}\nHello"
    with pytest.raises(Stop) as stopped:
        Templates(wrong)
    told = {problem.where: problem for problem in stopped.value.problems}
    assert set(told) == {
        "config/messages/nn/nudge.md",
        "config/messages/nb/focus.md, linje 4",
        "config/messages/en/closing.md, linje 4",
    }
    steps = {problem.next_step for problem in stopped.value.problems}
    assert {"Mente du «title»?", "Mente du «person»?"} <= steps


def test_check_finds_what_only_filling_in_shows() -> None:
    wrong = templates()
    wrong["nb", "welcome"] = "Emne\n\n{% for each in programme %}\n- {{ each.wen }}\n{% endfor %}\nHei"
    wrong["nn", "focus"] = "Emne\n\n{{ meeting }}"
    wrong["en", "nudge"] = "Only a subject"
    wrong["en", "digest"] = 'Subject\n\n{% include "fotter.md" %}'
    with pytest.raises(Stop) as stopped:
        Templates(wrong).check()
    told = {problem.where: problem.what for problem in stopped.value.problems}
    assert set(told) == {
        "config/messages/nb/welcome.md, linje 4",
        "config/messages/nn/focus.md, linje 3",
        "config/messages/en/nudge.md",
        "config/messages/en/digest.md, linje 3",
    }
    assert told["config/messages/nb/welcome.md, linje 4"] == "«wen» finnes ikke."


@pytest.mark.parametrize(
    "inside", ["plural.__globals__", "person.__class__", "person.__dict__", "links.__class__", "person.name.__class__", "links.__slots__"]
)
def test_a_template_can_not_reach_into_the_program(inside: str) -> None:
    wrong = templates()
    wrong["nb", "nudge"] = f"Emne\n\n{{% if {inside} %}}Hei{{% endif %}}\nHei"
    with pytest.raises(Stop):
        Templates(wrong).check()


def test_a_tag_alone_on_a_line_leaves_no_line_and_one_in_a_sentence_keeps_its_break() -> None:
    own = templates()
    own["nb", "nudge"] = "Emne\n\n{% if answered %}\nEn{% if asked %} to{% endif %}\nTre\n{% endif %}\n{# notat #}\nFire\n"
    letter = Templates(own).render(Kind.NUDGE, "nb", sample_context(Kind.NUDGE, "nb"))
    assert letter.text == "En to\nTre\nFire\n"


def test_every_language_has_every_file() -> None:
    assert set(templates()) == {(language, name) for language in LANGUAGES for name in NAMES}
    assert template_path("nn", "focus") == "config/messages/nn/focus.md"
