"""Everything that goes wrong at Zoom: its class of outcome, a sentence with the next step, and exactly one room in the end."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tasks.circle.model.records import Outcome
from tests.doors.room_contract import END, START
from tests.doors.zoom_room.zoom_office import NOW, Office, create, made, office
from tests.standins.zoom import CLIENT_SECRET, HOST
from tests.standins.zoom_faults import Fault, cut_after, cut_before, html, refuses, too_fast, too_many_today
from tests.standins.zoom_meetings import START_URL

Stage = Callable[[Office], None]
DONE, LATER, NOT_SENT, REJECTED, UNKNOWN = Outcome.DONE, Outcome.LATER, Outcome.NOT_SENT, Outcome.REJECTED, Outcome.UNKNOWN


def script(kind: str, *faults: Fault) -> Stage:
    return lambda office: office.zoom.script(kind, *faults)


def account(**changes: str) -> Stage:
    return lambda office: office.changes.update(changes)


def without_scope(office: Office) -> None:
    office.zoom.scopes.discard("meeting:write:meeting:admin")


def other_host(office: Office) -> None:
    office.zoom.meetings.users = {"somebody@example.org"}


def nobody_there(office: Office) -> None:
    office.changes |= {"token_url": "http://127.0.0.1:9/oauth/token"}


def api_is_not_there(office: Office) -> None:
    office.changes |= {"api_url": "http://127.0.0.1:9/v2"}


def elsewhere(office: Office) -> None:
    office.changes |= {"api_url": f"{office.zoom.address}/v3"}


@dataclass(frozen=True)
class Case:
    """`said`: a part of the sentence; `rooms`: how many there are at once; `requests`: create calls that reached Zoom."""

    name: str
    stage: Stage
    outcome: Outcome
    said: str
    rooms: int = 0
    requests: int = 0


INVALID = refuses(401, 124, "Invalid access token.")
OTHERS = refuses(400, 300, "Users [anders@example.org] are not valid alternative hosts.")
CASES = (
    Case("wrong secret", account(client_secret="wrong"), REJECTED, "SIRKEL_ZOOM_CLIENT_SECRET"),
    Case("wrong client", account(client_id="wrong"), REJECTED, "SIRKEL_ZOOM_CLIENT_ID"),
    Case("secret beyond Latin-1", account(client_secret="hemmelig ø €"), REJECTED, "SIRKEL_ZOOM_CLIENT_SECRET"),
    Case("wrong account", account(account_id="wrong"), REJECTED, "SIRKEL_ZOOM_ACCOUNT_ID"),
    Case("token: HTML 502", script("token", html(502), html(502)), LATER, "status.zoom.us"),
    Case("token: HTML 502 once", script("token", html(502)), DONE, "", 1, 1),
    Case("token: HTML 200", script("token", html(200)), REJECTED, "token_url"),
    Case("token: line cut", script("token", cut_before(), cut_before()), NOT_SENT, "token_url"),
    Case("token: nobody there", nobody_there, NOT_SENT, "token_url"),
    Case("token: 429", script("token", *[too_fast()] * 9), LATER, "saktere"),
    Case("missing scope", without_scope, REJECTED, "meeting:write:meeting:admin", requests=1),
    Case("401/124 once", script("create", INVALID), DONE, "", 1, 2),
    Case("401/124 again and again", script("create", INVALID, INVALID), LATER, "sin egen", requests=2),
    Case("404/1001 host unknown", other_host, REJECTED, "[room] host"),
    Case("400/300 bad value", script("create", refuses(400, 300, "Invalid field.")), REJECTED, "«Invalid field.»", requests=1),
    Case("400/300 alternative hosts", script("create", OTHERS), REJECTED, "[room] alternative_hosts", requests=1),
    Case("400/3161 no licence", script("create", refuses(400, 3161, "Not allowed.")), REJECTED, "lisens", requests=1),
    Case("400/200 paid plan only", script("create", refuses(400, 200, "Only for paid")), REJECTED, "Pro", requests=1),
    Case("429 for a second, twice", script("create", too_fast(), too_fast(NOW + timedelta(seconds=9))), DONE, "", 1, 3),
    Case("429 for the day", script("create", too_many_today(NOW + timedelta(hours=16))), LATER, "søndag 2. mai 2021 kl. 02.00", requests=1),
    Case("429 for the day, no header", script("create", too_many_today(None)), LATER, "søndag 2. mai 2021 kl. 02.00", requests=1),
    Case("429 that never ends", script("create", *[too_fast()] * 9), LATER, "saktere", requests=4),
    Case("list: HTML 503 twice", script("list", html(503), html(503)), LATER, "status.zoom.us"),
    Case("list: HTML 503 once", script("list", html(503)), DONE, "", 1, 1),
    Case("list: HTML 200", script("list", html(200)), REJECTED, "api_url"),
    Case("not Zoom's API", elsewhere, REJECTED, "[room]"),
    Case("nobody there", api_is_not_there, NOT_SENT, "api_url"),
    Case("create: cut before", script("create", cut_before()), LATER, "Neste runde ser etter", requests=1),
    Case("create: cut after", script("create", cut_after()), DONE, "", 1, 1),
    Case("create: HTML 502", script("create", html(502)), LATER, "Neste runde ser etter", requests=1),
    Case("create: HTML 201", script("create", html(201)), LATER, "Neste runde ser etter", requests=1),
)


@pytest.fixture(name="office")
def _office() -> Iterator[Office]:
    with office() as found:
        yield found


def fresh(office: Office) -> None:
    """Everything is as it should be again, a day later."""
    office.changes.clear()
    office.zoom.meetings.users = {HOST}
    office.zoom.scopes.add("meeting:write:meeting:admin")
    office.zoom.clear_faults()
    office.later(timedelta(days=1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_failing_create_says_why_and_loses_nothing(case: Case, office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    case.stage(office)
    result = create(office.door())
    assert (result.outcome, len(office.zoom.rooms)) == (case.outcome, case.rooms), result.detail
    assert case.said in result.detail
    assert bool(result.detail) == (case.outcome is not DONE)
    assert office.calls().get("create", 0) == case.requests
    fresh(office)
    room = made(office.door())
    assert [str(each["id"]) for each in office.zoom.rooms] == [room.id]
    keeps_secrets(office, f"{result!r} {room!r} {caplog.text}")


def keeps_secrets(office: Office, text: str) -> None:
    secrets = [START_URL, CLIENT_SECRET, "anders@example.org", *[token.value for token in office.zoom.tokens]]
    assert not [secret for secret in secrets if secret in text]
    assert "Bearer None" not in [each["req_headers"].get("authorization") for each in office.zoom.exchanges]


def test_a_create_that_cannot_be_read_back_is_unknown_and_settled_by_the_next_round(office: Office) -> None:
    door = office.door()
    office.zoom.script("create", cut_after())
    office.zoom.script("list", Fault(), html(502), html(502))
    result = create(door)
    assert result.outcome is UNKNOWN
    assert "uvisst" in result.detail
    made(door)
    assert (len(office.zoom.rooms), office.zoom.calls()["create"]) == (1, 1)


@pytest.mark.parametrize(
    ("faults", "outcome", "said"),
    [
        ([cut_after()], DONE, ""),
        ([html(500)], DONE, ""),
        ([cut_before(), cut_before()], LATER, "skader ikke"),
        ([html(503), html(503)], LATER, "status.zoom.us"),
        ([too_many_today(NOW + timedelta(hours=16))], LATER, "kl. 02.00"),
        ([refuses(400, 300, "Invalid topic.")], REJECTED, "«Invalid topic.»"),
        ([INVALID], DONE, ""),
    ],
)
@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_failing_change_is_made_good_by_the_next_round(act: str, faults: list[Fault], outcome: Outcome, said: str, office: Office) -> None:
    door = office.door()
    room = made(door)
    office.zoom.script(act, *faults)
    acts = {"update": lambda: door.update(room, "Nytt", START, END), "delete": lambda: door.delete(room)}
    result = acts[act]()
    assert (result.outcome, said in result.detail) == (outcome, True), result.detail
    office.later(timedelta(days=1))
    assert acts[act]().outcome is DONE
    assert len([each for each in office.zoom.rooms if each["topic"] == "Nytt"]) == (act == "update")


def test_after_the_days_limit_the_rest_of_the_round_does_not_knock_in_vain(office: Office) -> None:
    """The first dates stand, the rest come the next day, also those beyond 100."""
    door = office.door()
    results = [create(door, f"sirkel-{number}") for number in range(103)]
    assert [result.outcome for result in results].count(DONE) == 100
    assert {result.outcome for result in results[100:]} == {LATER}
    assert all("søndag 2. mai 2021 kl. 02.00" in result.detail for result in results[100:])
    assert office.calls() == {"create": 101, "list": 1}
    office.later(timedelta(hours=16))
    for number in range(100, 103):
        made(door, f"sirkel-{number}")
    assert len(office.zoom.rooms) == 103
