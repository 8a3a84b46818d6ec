"""What somebody meets who signs up, comes back, changes their address or leaves for the first time, with nobody to ask."""

from datetime import timedelta
from typing import Any

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.plan import Order
from tests.pages.served import NOW, Served
from tests.pages.test_confirmed_sign_up import sign_up

pytestmark = pytest.mark.usefixtures("prefect_server")


def a_round(site: Served, minutes: int) -> Any:
    return carry_out(site.ref, Order(NOW + timedelta(minutes=minutes)))


def test_who_confirms_two_sign_ups_is_one_person_and_nothing_is_said_of_the_rows(site: Served) -> None:
    for minutes in (0, 10):
        with clock.set_to(NOW + timedelta(minutes=minutes)):
            sign_up(site)
            site.confirm()
    found = a_round(site, 20)
    assert [letter[0] for letter in found.letters].count("welcome") == 1 and site.code("eva.berg")
    assert not [each for each in [*found.problems, *a_round(site, 30).problems] if "Nettpåmelding" in each.where]
