"""R29 through sheet, rounds and pages: who edits the address in a form stays who they were, and nobody sees what is another's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.admin.forget import forget
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Grade
from tasks.circle.model.records import Changes, Reply, RoomReply
from tasks.circle.plan import Order
from tasks.context import context_of
from tests.pages.served import NOW, SEPTEMBER, Served, set_date

SAID = "Mer om tavler som alle kan bruke"
NEW = "ny.adresse@example.org"
STAMP = datetime(2021, 9, 15, 8, 30, 12)
pytestmark = pytest.mark.usefixtures("prefect_server")


def a_round(site: Served, hours: float) -> RoundReport:
    with clock.set_to(NOW + timedelta(hours=hours)):
        return carry_out(site.ref, Order(NOW + timedelta(hours=hours)))


def edit(site: Served, change: Callable[[Any], object]) -> None:
    site.office.edit(lambda book: change(book["Påmelding"]))


def edited(tab: Any, row: int = 5, *, place: int = 5) -> None:
    """As a form's own edit leaves it: another stamp and address in the same place; or in another one."""
    cells = [cell.value for cell in tab[row]]
    cells[0], cells[2] = STAMP, NEW
    tab.delete_rows(row)
    tab.insert_rows(place)
    for number, value in enumerate(cells, start=1):
        tab.cell(place, number, value)


def say_yes(tab: Any, row: int, text: str) -> None:
    tab.cell(1, 9, "Samme person")
    tab.cell(row, 9, text)


@pytest.fixture
def her(site: Served) -> str:
    """The code of who has row 5, and has answered about September."""
    site.office.edit(set_date)
    address = str(context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][4][2])
    code = site.code(address.partition("@")[0])
    said = (Reply(code, SEPTEMBER, "need", SAID, NOW),)
    context_of(site.ref).doors.ledger.save(site.ref.circle, Changes(own_replies=said))
    a_round(site, 1)
    return code


def codes(site: Served) -> dict[str, str]:
    """What the tab of codes says in «Avmeldt», by code."""
    rows = context_of(site.ref).doors.sheet.read(["Koder"], NOW)["Koder"]
    return {str(row[0]): str((*row, "", "")[2] or "") for row in rows}


def answers(site: Served, code: str) -> str:
    with clock.set_to(NOW + timedelta(days=2)):
        return site.get(site.links(code).answer).text


def test_code_and_meetings_follow_and_earlier_answers_wait_for_a_yes(site: Served, her: str) -> None:
    other = "D05" if her != "D05" else "D06"
    before, old = site.get(site.links(other).me).text, site.links(her)
    assert SAID in answers(site, her)
    edit(site, edited)
    found = a_round(site, 2)
    assert her == site.code(NEW.partition("@")[0]) and {letter[0] for letter in found.letters if letter[1] == her} == {"invitation"}
    [note] = [each for each in found.problems if f"Deltaker {her} har fått en ny adresse" in each.what]
    assert (note.where, note.grade) == ("«Påmelding», rad 5", Grade.INFORMATION) and f"«{her}-2»" in note.next_step
    assert not [each for each in found.problems if "er borte" in each.what]
    for link in (old.me, old.feed, old.answer, old.unsubscribe):
        assert site.get(link).status_code == 404, "what went to the old address opens nothing"
    new = site.links(her)
    assert "vises ikke her ennå" in site.get(new.me).text and SAID not in answers(site, her)
    assert site.get(new.feed).text.count("BEGIN:VEVENT") >= 2
    site.post(f"{new.me}/slett")
    edit(site, lambda tab: say_yes(tab, 5, f"{her}-2"))
    assert not [each for each in a_round(site, 3).problems if "ny adresse" in each.what]
    assert SAID in answers(site, her) and "vises ikke" not in site.get(new.me).text
    assert site.get(site.links(other).me).text == before and a_round(site, 4).letters == ()


def test_who_is_held_back_deletes_what_they_say_from_now_on_also_in_the_room(site: Served, her: str) -> None:
    edit(site, edited)
    a_round(site, 2)
    during = NOW + timedelta(hours=3)
    new = RoomReply(her, SEPTEMBER, "relevance", "Zzrommet", during, "entry")
    context_of(site.ref).doors.ledger.save(site.ref.circle, Changes(room_replies=(new,)))
    me = site.links(her).me
    with clock.set_to(during + timedelta(hours=1)):
        assert f"{me.rpartition('/')[2]}/slett" in site.get(me).text
        site.post(f"{me}/slett")
    assert not site.memory().room_replies and not [each for each in a_round(site, 5).letters if each[1] == her]
    assert "Zzrommet" not in str(site.memory())
    edit(site, lambda tab: say_yes(tab, 5, f"{her}-2"))
    a_round(site, 6)
    assert SAID in answers(site, her), "what is not shown was not theirs to delete"


def test_a_row_that_moved_too_is_asked_about_and_a_yes_joins_the_two(site: Served, her: str) -> None:
    edit(site, lambda tab: edited(tab, place=tab.max_row))
    found = a_round(site, 2)
    new = site.code(NEW.partition("@")[0])
    assert new != her and {letter[0] for letter in found.letters if letter[1] == new} == {"welcome", "invitation", "consultation"}
    [note] = [each for each in found.problems if "samme person som" in each.what]
    assert her in note.what and f"«{her}-2»" in note.next_step
    link, number = site.links(new), int(note.where.rpartition(" ")[2])
    assert codes(site)[her] == "raden er borte" and new in codes(site)
    edit(site, lambda tab: say_yes(tab, number, f"{her}-2"))
    letters = len(site.memory().letters)
    a_round(site, 3)
    joined = a_round(site, 4)
    assert joined.letters == () and not [each for each in joined.problems if her in each.what or new in each.what]
    assert site.code(NEW.partition("@")[0]) == her and len(site.memory().letters) <= letters
    assert not [each for each in site.memory().letters if each.person == new]
    assert SAID in answers(site, her) and site.get(link.me).status_code == 200, "links in letters to the later code open the same page"
    assert codes(site)[her] == "" and new not in codes(site)


def test_the_name_of_who_is_gone_goes_at_once_with_forget(site: Served, her: str) -> None:
    edit(site, lambda tab: tab.delete_rows(5))
    a_round(site, 2)
    assert codes(site)[her] == "raden er borte"
    forget(site.ref, her, NOW + timedelta(hours=3))
    for hours in (3, 4):
        assert her not in codes(site)
        a_round(site, hours)
    person = site.known(her)
    assert (person.digest, person.name, person.former) == ("", "", ())


def test_where_a_form_writes_the_new_address_is_confirmed_first(site: Served, her: str) -> None:
    """With sign_up_form: the stamp changes with the address, and the person stays, without letters, until the click (R34)."""
    site.office.replace("doors.toml", "# sign_up_form = true", "sign_up_form = true")
    edit(site, edited)
    found = a_round(site, 2)
    assert [letter[0] for letter in found.letters] == ["confirmation"] and site.known(her).gone is None
    assert [each for each in found.problems if each.what.startswith("Ny adresse i rad 5 venter på bekreftelse")]
    assert site.get(site.links(her).me).status_code == 200
    with clock.set_to(NOW + timedelta(hours=3)):
        site.confirm()
    found = a_round(site, 4)
    assert {letter[0] for letter in found.letters if letter[1] == her} == {"invitation"} and her == site.code(NEW.partition("@")[0])
