"""What a theme outside the bank is called (R14): in a participant's own words, so that a coordinator knows what was meant."""

import pytest

from tasks.circle.focus.propose import Topic
from tests.circle.focus.focus_people import BANK, PER, SIRI, asked, said
from tests.circle.shipped_words import propose


def alone(text: str, bank: tuple[Topic, ...] = BANK) -> str:
    """The title that one voice gets beside two who ask for something else."""
    report = propose([*SIRI, *PER, *said("Eva", text)], bank, ())
    return next(each.title for each in report.also + report.proposals if each.answers == ("Eva-need",))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hva er egentlig forskjellen på FAU og SU? Det gikk litt fort sist, ta det gjerne igjen", "Hva er egentlig forskjellen på FAU og SU"),
        ("Klassekassa. Noen betaler, noen kan ikke, og så skal ungene på leirskole", "Klassekassa"),
        ("Å få tid til å snakke med dei", "Å få tid til å snakke med dei"),
    ],
)
def test_people_say_first_what_they_want(text: str, title: str) -> None:
    assert alone(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hva vi kan få til med de programmene vi har lov til å bruke, altså Teams", "Hva vi kan få til med de programmene …"),
        ("Noe jeg kan ta med til ledergruppa som ikke er enda et skjema", "Noe jeg kan ta med til ledergruppa …"),
        ("Sitter med tåra i halsen halve dagen fordi folk er så ufine. Vil lære å stå i det", "Sitter med tåra i halsen halve dagen …"),
        ("Folk skal tilbake på kontoret to dager i uka og være hjemme resten. Hvordan blir det da?", "Folk skal tilbake på kontoret to dager …"),
    ],
)
def test_what_is_too_long_for_a_title_is_begun_and_not_cut_from_its_end(text: str, title: str) -> None:
    assert alone(text) == title


def test_the_name_of_a_theme_goes_before_what_is_told_of_it() -> None:
    eva = said("Eva", "Fornying av sertifikat når man har hatt et år i land, helt umulig å forstå kravene", "Sertifikater")
    assert [each.title for each in asked(*SIRI, *PER, *eva).also] == ["Sertifikater"]


def test_a_single_voice_that_hardly_touches_a_topic_keeps_its_own_words() -> None:
    told = "Historier fra egen jobb, eksempler fra praksis, hva som virket og hva som gikk galt, refleksjon i gruppe og læring i organisasjonen"
    bank = (*BANK, Topic("t3", "Deling av erfaringer", told))
    assert alone("Hvordan Mentimeter virker. Jeg skrev inn koden, men så ble alt hvitt", bank) == "Hvordan Mentimeter virker"
    assert alone("Eksempler fra praksis på hva som virker", bank) == "Deling av erfaringer"


def test_one_word_of_a_wish_speaks_once_of_a_topic_however_often_its_description_has_it() -> None:
    tired = Topic("a", "Krefter", "Slitne av skjerm: skjermtrøtthet, skjermtid, skjermbruk")
    both = Topic("b", "Kombinerte møter", "Folk i salen og folk på skjerm")
    assert alone("Når noen sitter i salen og noen er på skjerm", (tired, both)) == "Kombinerte møter"
