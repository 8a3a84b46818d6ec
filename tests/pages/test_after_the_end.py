"""R17: who comes when the circle is over hears it, on the page before they write and by letter when a row stands in the sheet."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.plan import Order
from tasks.context import context_of
from tasks.pages import circle_site
from tests.flows.office import CIRCLE
from tests.pages.served import Served

LATE, LATER = datetime(2022, 1, 10, 8, 0, tzinfo=UTC), datetime(2022, 1, 11, 8, 0, tzinfo=UTC)
WHO = "sen.deltaker@example.org"
pytestmark = pytest.mark.usefixtures("prefect_server")


def words_to(site: Served) -> list[str]:
    files = sorted(context_of(site.ref).doors.outbox.glob("*.eml"))
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [part.get_content() for each in letters if WHO in str(each["To"]) and (part := each.get_body(("plain",)))]


@pytest.mark.parametrize("by_form", [False, True])
def test_who_signs_up_after_the_end_hears_once_that_it_is_over_and_where_to_turn(
    site: Served, by_form: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also a stranger's row of a form, which nobody can confirm any more; those who took part get what they got."""
    monkeypatch.setattr(circle_site, "LOOKS_EVERY", 0.0)  # the pages see a changed file at once
    site.office.replace(f"circles/{CIRCLE}.toml", 'contact = ""', 'contact = "Frida Ås, frida@example.org"')
    if by_form:
        site.office.replace("doors.toml", "# sign_up_form = true", "sign_up_form = true")
    site.office.edit(lambda book: book["Påmelding"].append([datetime(2022, 1, 9, 12, 0, 5), "Sen Deltaker", WHO]))
    with clock.set_to(LATE):
        first = carry_out(site.ref, Order(LATE)).letters
        assert "Frida Ås, frida@example.org" in site.get(f"/{CIRCLE}/paamelding").text and "<form" not in site.get(f"/{CIRCLE}/paamelding").text
    with clock.set_to(LATER):
        second = carry_out(site.ref, Order(LATER)).letters
    kinds = [letter[0] for letter in (*first, *second)]
    assert kinds.count("after_end") == 1 and not {"welcome", "confirmation", "invitation"} & set(kinds)
    assert kinds.count("closing") == len([each for each in site.memory().people if each.joined and not each.left and not each.gone]) - (not by_form)
    [words] = words_to(site)
    assert "er over" in words and "Frida Ås, frida@example.org" in words and "/min/" not in words and ("Hei Sen!" in words) != by_form
