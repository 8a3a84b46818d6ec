"""What a participant says between meetings: what is added in a consultation, and a theme on the own page (RULES.md R36)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.model.records import THEME, Changes, Meeting
from tasks.circle.plan import Order
from tasks.context import context_of
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, NOW, SEPTEMBER, Served

OCTOBER = datetime(2021, 10, 12, 7, 15, tzinfo=UTC)


@pytest.fixture
def dated(site: Served) -> Served:
    """The coming meeting is set: a theme counts for it."""
    site.office.edit(lambda book: [book["Møter"].cell(6, 1, COMING), book["Møter"].cell(6, 2, OCTOBER.replace(tzinfo=None, hour=0, minute=0))])
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    return site


def coming(site: Served) -> Meeting:
    return next(each for each in site.memory().meetings if each.start == OCTOBER)


def test_that_no_date_fits_and_what_is_added_reach_the_facilitators_alone(site: Served) -> None:
    link = site.links("D03", COMING).consultation
    assert site.post(link, {"none_fits": "yes", "comment": "Onsdager går, si fra til kari@example.org"}).status_code == 303
    [vote] = [each for each in site.memory().own_votes if each.person == "D03"]
    assert vote.none_fits and not vote.dates and vote.comment.startswith("Onsdager går") and "kari@" not in vote.comment
    again = site.get(link).text
    assert 'name="none_fits" value="yes" checked' in again and "Onsdager går" in again
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    asked = site.get(site.links("F01").facilitator).text
    assert "Ingen av datoene passer: 1" in asked and "Onsdager går" in asked and "Tirsdag 12. oktober 2021" in asked
    for other in ("D02", "D04"):
        assert "Onsdager" not in site.get(site.links(other, COMING).consultation).text
    kept = site.get(f"{site.links('D03').me}/alt.json").json()["votes"]
    assert any(each["none_fits"] and each["comment"].startswith("Onsdager") for each in kept)


def test_a_date_and_none_of_them_is_no_answer_and_nothing_typed_is_lost(site: Served) -> None:
    link = site.links("D03", COMING).consultation
    sent = site.post(link, {"none_fits": "yes", "date": "2021-10-12", "comment": "Helst om morgenen"})
    assert sent.status_code == 422 and "La det ene stå" in sent.text and "Helst om morgenen" in sent.text
    assert 'value="2021-10-12" checked' in sent.text and 'value="yes" checked' in sent.text
    long = site.post(link, {"comment": "å" * 4001})
    assert long.status_code == 422 and "for lang" in long.text
    assert not [each for each in site.memory().own_votes if each.person == "D03"]


def test_when_the_date_is_set_it_is_asked_about_no_more_and_what_was_said_of_it_stays(site: Served) -> None:
    link = site.links("D03", COMING).consultation
    site.post(link, {"proposal": "0", "date": "2021-10-12"})
    site.office.edit(lambda book: [book["Møter"].cell(6, 1, COMING), book["Møter"].cell(6, 2, datetime(2021, 10, 12))])
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    page = site.get(link).text
    assert "Datoen er satt" in page and 'name="date"' not in page and 'name="proposal"' in page
    assert site.post(link, {"proposal": "1", "date": "2021-10-12"}).status_code == 303
    assert [(each.proposals[0], [*map(str, each.dates)]) for each in site.memory().own_votes if each.person == "D03"] == [
        (site.memory().consultations[-1].proposals[1], ["2021-10-12"])
    ]
    carry_out(site.ref, Order(NOW + timedelta(hours=2)))
    [told] = [each for each in site.get(f"{site.links('D03').me}/alt.json").json()["votes"] if each["meeting"] == COMING]
    assert told["dates"] == ["2021-10-12"] and "tirsdag 12. oktober 2021" in site.get(f"{site.links('D03').me}/alt").text


def test_what_was_added_goes_with_the_persons_own_deletion_and_the_ticks_stay(site: Served) -> None:
    link = site.links("D03", COMING).consultation
    site.post(link, {"proposal": "0", "comment": "Zzmerke til dere"})
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    assert any("Zzmerke" in each.comment for each in site.memory().votes)
    site.post(f"{site.links('D03').me}/slett")
    assert not any(each.comment for each in (*site.memory().votes, *site.memory().own_votes))
    assert [each.proposals for each in site.memory().own_votes if each.person == "D03"] != [()]
    carry_out(site.ref, Order(NOW + timedelta(hours=2)))
    assert b"Zzmerke" not in b"".join(each.read_bytes() for each in site.office.data.glob("ledger.db*"))


def test_a_theme_left_on_the_own_page_counts_when_the_next_meeting_has_been_held(dated: Served) -> None:
    site = dated
    me = site.links("D07").me
    page = site.get(me).text
    assert "Et tema du vil ta opp?" in page and "tirsdag 12. oktober 2021" in page
    assert site.post(me, {"theme": ""}).status_code == 422
    assert site.post(me, {"theme": "Lyd i hybride møter, spør Kari Nordmann"}).status_code == 303
    saved = site.get(f"{me}?lagret=1").text
    assert "Temaet er lagret" in saved and "Lyd i hybride møter" in saved and "Nordmann" not in saved
    number = coming(site).number
    carry_out(site.ref, Order(NOW + timedelta(days=1)))
    assert not [each for each in site.memory().replies if each.question == THEME], "the meeting has not been held"
    after = carry_out(site.ref, Order(OCTOBER + timedelta(hours=4)))
    [kept] = [each for each in site.memory().replies if each.question == THEME]
    assert (kept.person, kept.meeting) == ("D07", number) and kept.text.startswith("Lyd i hybride møter")
    assert "D07" in {who for kind, who, *_ in after.letters if kind == "reflection"}, "a theme is no answer: the form is sent"
    assert "Lyd i hybride" not in site.get(site.links("D06", number).answer).text


def test_of_a_meeting_that_is_called_off_the_theme_goes_to_the_next_and_a_deleted_one_goes_nowhere(dated: Served) -> None:
    site, november = dated, OCTOBER + timedelta(days=28, hours=1)
    for code in ("D07", "D06"):
        site.post(site.links(code).me, {"theme": f"Tema fra {code}"})
    site.post(f"{site.links('D06').me}/slett")
    first = coming(site)
    later = replace(first, number=first.number + 1, uid="other", start=november, end=november + timedelta(hours=2))
    assert "Tema fra D07" in site.get(site.links("D07").me).text and "Tema fra D06" not in site.get(site.links("D06").me).text
    site.office.edit(_called_off)
    site.office.edit(lambda book: [book["Møter"].cell(7, 1, later.number), book["Møter"].cell(7, 2, datetime(2021, 11, 9))])
    carry_out(site.ref, Order(NOW + timedelta(days=2)))
    carry_out(site.ref, Order(november + timedelta(hours=4)))
    assert [(each.person, each.meeting) for each in site.memory().replies if each.question == THEME] == [("D07", later.number)]


def _called_off(book: openpyxl.Workbook) -> None:
    tab = book["Møter"]
    tab.cell(6, next(cell.column for cell in tab[1] if cell.value == "Status"), "avlyst")


def test_a_theme_can_be_left_before_the_next_meeting_is_set_and_counts_when_it_is(site: Served) -> None:
    me = site.links("D07").me
    assert "det neste møtet" in site.get(me).text
    assert site.post(me, {"theme": "Lyd"}).status_code == 303 and "Lyd" in site.get(me).text
    site.office.edit(lambda book: [book["Møter"].cell(6, 1, COMING), book["Møter"].cell(6, 2, datetime(2021, 10, 12))])
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    assert "Lyd" in site.get(me).text and site.post(me, {"theme": "Lyd og bilde"}).status_code == 303
    carry_out(site.ref, Order(OCTOBER + timedelta(hours=4)))
    assert [(each.meeting, each.text) for each in site.memory().replies if each.question == THEME] == [(COMING, "Lyd og bilde")]


def test_a_theme_left_before_the_meeting_was_set_is_gone_when_it_is_taken_back(site: Served) -> None:
    me = site.links("D07").me
    site.post(me, {"theme": "Zzmerke"})
    site.office.edit(lambda book: [book["Møter"].cell(6, 1, COMING), book["Møter"].cell(6, 2, datetime(2021, 10, 12))])
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    assert site.post(me, {"theme": ""}).status_code == 303 and "Zzmerke" not in site.get(me).text
    carry_out(site.ref, Order(OCTOBER + timedelta(hours=4)))
    assert [each for each in site.memory().replies if each.question == THEME] == []
    assert b"Zzmerke" not in b"".join(each.read_bytes() for each in site.office.data.glob("ledger.db*"))


def test_nobody_is_asked_for_a_theme_when_the_circle_is_over(site: Served) -> None:
    with clock.set_to(NOW.replace(year=2022)):
        me = site.links("D07").me
        assert 'name="theme"' not in site.get(me).text
        assert site.post(me, {"theme": "Lyd"}).status_code == 200 and not [each for each in site.memory().own_replies if each.question == THEME]


@pytest.mark.parametrize(("language", "words"), [("nn", "Eit tema du vil ta opp?"), ("en", "A theme you want to raise?")])
def test_in_the_other_languages(dated: Served, language: str, words: str) -> None:
    assert words in dated.get(f"{dated.links('D07').me}?sprak={language}").text
    dated.post(dated.links("D07").me, {"theme": "Lyd"})
    assert "Lyd" in dated.get(f"{dated.links('D07').me}/alt?sprak={language}").text


def test_what_is_left_is_bounded_and_no_stranger_leaves_it(dated: Served) -> None:
    me = dated.links("D07").me
    long = dated.post(me, {"theme": "å" * 4001})
    assert long.status_code == 422 and "for lang" in long.text
    wrong = me[:-3] + "xxx"
    assert dated.post(wrong, {"theme": "Lyd"}).status_code == 404
    with clock.set_to(NOW + timedelta(hours=3)):
        context_of(dated.ref).doors.ledger.save(CIRCLE, Changes(withdrawn={"D07": clock.now()}))
        dated.post(me, {"theme": "Lyd"})
    assert not [each for each in dated.memory().own_replies if each.question == THEME] and SEPTEMBER
