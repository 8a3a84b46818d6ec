"""Somebody signs up on the page; the next round welcomes and invites them, and writes them where administrators look."""

import time
from datetime import timedelta

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.model.tabs import WEB_SIGN_UPS
from tasks.circle.plan import Order
from tasks.context import context_of
from tasks.pages.limits import opened_mark
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, NOW, Served, set_date

EVA = {"name": "Eva Berg", "address": "eva.berg@example.org", "language": "nn", "consent": "yes"}


def test_the_next_round_welcomes_and_invites_and_the_one_after_does_nothing_more(prefect_server: None, site: Served) -> None:
    site.office.edit(set_date)
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    assert site.post(f"/{CIRCLE}/paamelding", {**EVA, "opened": mark}).status_code == 303
    asked = carry_out(site.ref, Order(NOW))
    [waiting] = site.memory().pending_sign_ups
    assert [letter[:3] for letter in asked.letters if letter[1] == waiting.code] == [("confirmation", waiting.code, 0)]
    assert [answer.status_code for answer in site.confirm()] == [303]
    plan = carry_out(site.ref, Order(NOW + timedelta(hours=1), plan=True))
    assert len(site.memory().pending_sign_ups) == 1, "a plan moves nobody"
    report = carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    code = site.code("eva.berg")
    kinds = {(letter[0], letter[2]) for letter in report.letters if letter[1] == code}
    assert {("welcome", 0), ("invitation", COMING)} <= kinds and kinds == {(x[0], x[2]) for x in plan.letters if x[1] == code}
    assert site.memory().pending_sign_ups == ()
    rows = context_of(site.ref).doors.sheet.read([WEB_SIGN_UPS.name], NOW)[WEB_SIGN_UPS.name]
    assert [row[:3] for row in rows[1:]] == [["2021-09-15 10:00:00", "Eva Berg", "eva.berg@example.org"]]
    with clock.set_to(NOW + timedelta(hours=2)):
        assert "Tysdag 12. oktober 2021" in site.get(site.links(code).me).text
    again = carry_out(site.ref, Order(NOW + timedelta(hours=2)))
    assert not [letter for letter in again.letters if letter[1] == code] and site.memory().pending_sign_ups == ()
    assert context_of(site.ref).doors.sheet.read([WEB_SIGN_UPS.name], NOW)[WEB_SIGN_UPS.name] == rows
