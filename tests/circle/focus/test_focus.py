"""What the participants ask for next (R14): people are counted, and the words are theirs."""

import pytest

from tasks.circle.focus.propose import Past
from tests.circle.focus.focus_people import AASE, BANK, CIRCLE, KARI, NILS, OLA, PAST, PER, SIRI, asked, front, reasons, said
from tests.circle.shipped_words import propose


def test_what_most_people_ask_for_comes_first() -> None:
    report = asked(*CIRCLE)
    assert report.state == "ok"
    assert front(report)[0] == ("Hybridmøter", 3)
    assert [each.rank for each in report.proposals + report.also] == list(range(1, len(report.proposals) + len(report.also) + 1))


def test_a_theme_that_nobody_had_thought_of_gets_a_title_in_the_participants_own_words() -> None:
    theme = next(each for each in asked(*CIRCLE).proposals if each.topic is None)
    assert theme.participants == 2
    assert theme.title in ("Rekruttere dommere", "Ta vare på dommerne")
    assert "2 av de 6 deltakerne" in theme.why


def test_a_single_voice_is_shown_and_never_in_front() -> None:
    report = asked(*CIRCLE)
    assert [each.title for each in report.also] == ["Digitale tavler"]
    assert all(each.participants > 1 for each in report.proposals)


def test_two_different_wishes_of_one_person_count_once_each() -> None:
    report = asked(*KARI, *AASE, *OLA, *said("Eva", "Miro", "Hybridmøter"))
    assert front(report) == [("Hybridmøter", 3), ("Digitale tavler", 2)]


def test_every_quote_stands_letter_for_letter_in_the_answer_it_names() -> None:
    texts = {answer.id: answer.text for answer in CIRCLE}
    for proposal in asked(*CIRCLE).proposals:
        assert 1 <= len(proposal.evidence) <= 3
        for evidence in proposal.evidence:
            assert evidence.quote in texts[evidence.answer]
            assert evidence.answer in proposal.answers


def test_quotes_are_by_different_people() -> None:
    for proposal in asked(*CIRCLE).proposals:
        people = [evidence.answer.split("-")[0] for evidence in proposal.evidence]
        assert len(set(people)) == len(people)


def test_nothing_but_single_voices_outside_the_bank_proposes_nothing_and_shows_them() -> None:
    report = asked(*said("Kari", suggestion="Villgjær"), *said("Ola", suggestion="Eksport til Danmark"))
    assert (report.state, report.proposals) == ("none", ())
    assert {each.title for each in report.also} == {"Villgjær", "Eksport til Danmark"}


def test_too_few_answers_are_said_to_be_few() -> None:
    report = asked(*KARI, *AASE)
    assert (report.state, report.sure) == ("few", False)
    assert front(report) == [("Hybridmøter", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "Ikke mer om hybridmøter",
        "Nok om hybridmøter nå",
        "Hybridmøter kan vi godt",
        "Hybridmøter kan vi godt, og det andre er greit",
        "Vi er allerede flinke på hybridmøter",
        "Ikkje meir hybridmøte, det har vi hatt nok av",
        "We have had enough of hybrid meetings, no more hybrid",
        "Vi trenger ikke hybridmøter",
        "Inte mer om hybridmöten",
    ],
)
def test_what_people_turn_down_is_not_asked_for(text: str) -> None:
    report = asked(*said("Kari", text))
    assert not report.proposals
    assert not report.also
    assert "vil ikke ha mer" in reasons(report)["Kari-need"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ikke mer om Miro, heller noe om hybridmøter", "heller noe om hybridmøter"),
        ("Hybridmøter i stedet for Miro", "Hybridmøter"),
        ("Eg kan Miro godt, men treng hjelp til hybridmøte", "treng hjelp til hybridmøte"),
        ("Nok om Miro. Hybridmøter, takk. Nok om Padlet.", "Hybridmøter, takk."),
    ],
)
def test_only_the_part_that_is_turned_down_is_dropped(text: str, quote: str) -> None:
    report = asked(*said("Kari", text), *said("Ola", suggestion="Hybridmøter"))
    assert front(report) == [("Hybridmøter", 2)]
    assert quote in {evidence.quote for evidence in report.proposals[0].evidence}


@pytest.mark.parametrize(
    "text",
    [
        "Hvordan unngå at ikke alle i hybridmøter blir hørt",
        "Ikke alle vet hva et hybridmøte er",
        "Vi har alt for lite erfaring med hybridmøter",
        "Korleis få nok folk til hybridmøta",
        "De andre vil ikke ha hybridmøter, hva gjør jeg?",
    ],
)
def test_a_not_inside_a_need_is_still_a_need(text: str) -> None:
    assert front(asked(*said("Kari", text), *said("Ola", suggestion="Hybridmøter"))) == [("Hybridmøter", 2)]


@pytest.mark.parametrize("wish", ["mer om lyd, særlig i store rom", "Ein gong til om mikrofonar, og ta med dei trådlause"])
def test_who_asks_for_more_of_an_earlier_focus_area_means_that_one_whatever_else_is_said(wish: str) -> None:
    report = asked(*CIRCLE, *said("Liv", suggestion=wish))
    assert "fokusområdet i møte 2" in reasons(report)["Liv-suggestion"]


def test_an_earlier_focus_area_is_not_proposed_again_and_it_is_said_how_many_want_it() -> None:
    report = asked(*CIRCLE, *said("Eva", suggestion="Lyd og mikrofoner"), *said("Liv", suggestion="Mer om mikrofoner og lyd"))
    assert front(report) == front(asked(*CIRCLE))
    assert reasons(report)["Eva-suggestion"] == "«Lyd og mikrofoner» var fokusområdet i møte 2; 2 deltakere vil ha mer om det."


def test_a_topic_of_the_bank_that_has_been_held_is_not_proposed() -> None:
    report = propose(CIRCLE, BANK, [*PAST, Past(3, "Hybridmøter")])
    assert "Hybridmøter" not in [each.title for each in report.proposals + report.also]


def test_what_is_said_of_todays_focus_is_no_wish() -> None:
    report = asked(*said("Kari", relevance="Hybridmøter bruker vi hver dag"), *OLA)
    assert "dagens fokusområde" in reasons(report)["Kari-relevance"]
    assert "Hybridmøter" not in [each.title for each in report.proposals + report.also]


def test_the_same_as_above_follows_the_persons_own_answer() -> None:
    report = asked(*KARI, *said("Ola", "Hybridmøter i kommunen", "Samme som over"))
    assert front(report) == [("Hybridmøter", 2)]
    assert "Ola-suggestion" in report.proposals[0].answers


def test_words_that_a_facilitator_has_paired_bring_a_theme_together() -> None:
    words = {"Kari": "Tverrflauter", "Ola": "Kornetter", "Åse": "Kornetter nå"}
    apart = [answer for person, word in words.items() for answer in said(person, suggestion=word)]
    assert max(each.participants for each in propose(apart, (), ()).proposals) == 2
    together = propose(apart, (), (), (), [("tverrflauter", "kornetter")])
    assert [each.participants for each in together.proposals] == [3]


def test_a_tie_at_the_top_is_not_sure() -> None:
    assert not asked(*KARI, *AASE, *SIRI, *PER).sure
    assert asked(*KARI, *AASE, *NILS, *SIRI, *PER).sure


def test_merges_never_join_two_topics_of_the_bank() -> None:
    report = asked(*CIRCLE, *said("Eva", "Miro i hybridmøter"))
    topics = {each.rank: each.topic for each in report.proposals + report.also}
    assert all(topics[each.one] is None or topics[each.other] is None for each in report.merges)


def test_what_the_whole_circle_is_about_brings_no_two_themes_together() -> None:
    """«lyngbrann» and «bilbrann» are one theme among gardeners, and two among fire fighters."""
    words = {"Kari": "Lyngbrann", "Ola": "Bilbrann", "Åse": "Båtbrann"}
    answers = [answer for person, word in words.items() for answer in said(person, suggestion=word)]
    assert [each.participants for each in propose(answers, (), (), circle="Læringsring for hagefolk").proposals] == [3]
    assert propose(answers, (), (), circle="Læringsring for brannmannskap").proposals == ()


def test_the_same_in_other_words_is_the_same_theme() -> None:
    report = asked(*said("Kari", suggestion="Økonomi"), *said("Ola", suggestion="Budsjett"), *said("Åse", suggestion="Finansiering"))
    assert [each[1] for each in front(report)] == [3]


def test_two_people_without_a_word_in_common_are_two_voices_when_nobody_asks_for_more() -> None:
    report = asked(*said("Kari", suggestion="Trøbbel med tyver"), *said("Ola", suggestion="Innbrudd på lageret"))
    assert (report.state, report.proposals) == ("none", ())


def test_a_need_and_a_suggestion_about_different_things_are_two_wishes() -> None:
    report = asked(
        *said("Kari", "Hvordan få tak i dommere", "Hybridmøter"), *said("Ola", "Dommere slutter", "Rekruttere dommere"), *NILS, *AASE,
    )  # fmt: skip
    assert [each[1] for each in front(report)[:2]] == [3, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sykdom", "Sjukdomar"),
        ("Volunteers", "Frivillige"),
        ("Ensomhet", "Einsemd"),
        ("Skolebesøk", "Skulebesøk"),
        ("UU", "Universell utforming"),
    ],
)
def test_the_same_word_in_another_language_or_shortened_is_the_same_theme(one: str, other: str) -> None:
    answers = [*said("Kari", suggestion=one), *said("Ola", suggestion=other), *said("Åse", suggestion=f"{other}, hva gjør vi")]
    assert [each.participants for each in propose(answers, (), ()).proposals] == [3]


def test_why_tells_what_puts_a_proposal_before_the_next() -> None:
    first, second = asked(*CIRCLE).proposals
    assert first.why.startswith(f"3 av de 6 deltakerne som har et ønske, ber om dette, én flere enn om «{second.title}»;")
    assert second.why.startswith("2 av de 6 deltakerne som har et ønske, ber om dette")


@pytest.mark.parametrize("text", ["Ryggen er ferdig som 35-åring", "Huden tåler ikke mer", "Ikke hatt fri siden 2011", "Tak og fasade"])
def test_not_and_done_about_something_else_turn_nothing_down(text: str) -> None:
    assert not reasons(asked(*said("Kari", text)))
