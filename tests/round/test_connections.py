"""A real batch from the ledger to a mail server: over several connections, interrupted, and when the door is shut."""

import multiprocessing
import signal
import threading
import time
from collections import Counter
from inspect import unwrap

import pytest

from tasks.circle.coordinator.round_report import unfinished
from tasks.circle.model.records import Outcome
from tasks.context import context_of
from tasks.round.connections import how_many
from tasks.round.send import send_letters
from tests.round.office import CIRCLE, Office

fork = multiprocessing.get_context("fork")


@pytest.mark.parametrize("connections", [1, 4])
def test_every_letter_goes_once_and_in_the_order_of_the_batch(office: Office, connections: int) -> None:
    office.post(connections=connections)
    letters = office.batch().letters
    assert len(letters) > 20
    sent = office.send()
    assert [(each.person, each.kind) for each in sent] == [(each.person, each.kind) for each in letters]
    assert {each.outcome for each in sent} == {Outcome.DONE}
    assert len(office.server.accepted) == len(letters)
    assert office.nothing_twice()
    assert office.server.connections == connections
    assert office.told == sorted(set(office.told))
    assert office.told[-1] == len(letters)
    assert office.outcomes() == Counter({Outcome.DONE: len(letters)})


def test_the_first_letters_of_the_batch_go_first_over_several_lines(office: Office) -> None:
    office.post(connections=3)
    sent = office.send()
    places = {each.message_id: number for number, each in enumerate(sent)}
    arrived = [places[each.message_id] for each in office.server.accepted]
    assert max(abs(number - place) for number, place in enumerate(arrived)) < len(sent) // 2


@pytest.mark.parametrize("connections", [1, 4])
def test_one_line_that_is_told_to_stop_stops_all_and_the_rest_waits_without_a_claim(office: Office, connections: int) -> None:
    office.post(connections=connections)
    office.server.on("mail", "550 5.4.5 Daily user sending limit exceeded", after=6)
    sent = office.send()
    done = len(office.server.accepted)
    assert Counter(each.outcome for each in sent) == {Outcome.DONE: done, Outcome.LATER: len(sent) - done}
    assert done == 6
    assert office.outcomes()[Outcome.CLAIMED] == 0
    assert office.outcomes()[Outcome.LATER] <= connections
    assert all("på en dag" in each.detail for each in sent if each.outcome is Outcome.LATER)
    (problem,) = unfinished(sent)
    assert problem.where == f"{len(sent) - done} brev"
    office.server.forgive()
    assert {each.outcome for each in office.send()} == {Outcome.DONE}
    assert len(office.server.accepted) == len(sent)
    assert office.nothing_twice()


def test_a_door_that_is_shut_makes_all_letters_later_with_one_problem_and_no_claim(office: Office) -> None:
    office.server.on("connect", "554 5.7.1 go away")
    sent = office.send()
    assert {each.outcome for each in sent} == {Outcome.LATER}
    assert office.outcomes() == Counter()
    (problem,) = unfinished(sent)
    assert "tar ikke imot oss (554 5.7.1 go away)" in problem.what


def test_lines_the_server_has_no_room_for_leave_their_letters_to_the_others(office: Office) -> None:
    office.post(connections=4)
    office.server.on("connect", "421 4.7.0 too many connections", after=2)
    assert {each.outcome for each in office.send()} == {Outcome.DONE}
    assert office.nothing_twice()


def test_a_refused_mailbox_is_remembered_as_refused(office: Office) -> None:
    office.server.on("rcpt", "550 5.1.1 user unknown", times=1)
    refused = [each for each in office.send() if each.refused]
    assert [each.outcome for each in refused] == [Outcome.REJECTED]
    kept = context_of(office.ref).doors.ledger.memory(CIRCLE).letters
    assert [each.person for each in kept if each.refused] == [refused[0].person]


@pytest.mark.parametrize(("point", "connections"), [("mail", 1), ("kept", 1), ("end", 3)])
def test_an_interrupted_batch_finishes_the_letters_in_hand_and_leaves_none_unknown(office: Office, point: str, connections: int) -> None:
    office.post(connections=connections)
    hold = office.server.hold(point, after=4)
    main = threading.get_ident()

    def interrupt() -> None:
        hold.reached.wait(20)
        signal.pthread_kill(main, signal.SIGINT)
        threading.Timer(0.3, hold.release).start()

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        office.send()
    assert set(office.outcomes()) == {Outcome.DONE}
    assert office.outcomes()[Outcome.DONE] == len(office.server.accepted)
    before = len(office.server.accepted)
    assert before >= 5
    rest = office.send()
    assert {each.outcome for each in rest} <= {Outcome.DONE}
    assert office.nothing_twice()


def test_asked_to_stop_while_it_waits_for_its_turn_it_ends_at_once_and_no_letter_is_claimed_before_its_turn(office: Office) -> None:
    office.post(per_minute=2)
    main = threading.get_ident()

    def interrupt() -> None:
        until = time.monotonic() + 20
        while office.outcomes()[Outcome.DONE] < 1 and time.monotonic() < until:
            time.sleep(0.05)
        signal.pthread_kill(main, signal.SIGINT)

    threading.Thread(target=interrupt).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        office.send()
    assert time.monotonic() - began < 25  # the next turn comes after half a minute
    assert office.outcomes() == Counter({Outcome.DONE: 1})


@pytest.mark.parametrize(
    ("point", "connections"),
    [("connect", 1), ("ehlo", 1), ("mail", 1), ("data", 1), ("body", 1), ("end", 1), ("kept", 1), ("answered", 1), ("kept", 3)],
)
def test_killed_at_any_point_and_run_again_loses_none_and_sends_none_twice(office: Office, point: str, connections: int) -> None:
    office.post(connections=connections)
    hold = office.server.hold(point, after=0 if point in ("connect", "ehlo") else 4)
    killed = fork.Process(target=office.send)
    killed.start()
    assert hold.reached.wait(20)
    killed.kill()
    killed.join()
    hold.release()
    unknown = context_of(office.ref).doors.ledger.stale_claims(CIRCLE)
    # Connections that were open beside the held one may each have a letter between claim and answer.
    assert unknown <= connections - (connections == 1 and point in ("connect", "ehlo"))
    office.send()
    assert office.outcomes()[Outcome.DONE] + unknown == office.outcomes().total() > 20
    assert office.nothing_twice()
    missing = office.outcomes().total() - len(office.server.accepted)
    assert 0 <= missing <= unknown


def test_a_fault_of_our_own_in_one_line_ends_the_batch_and_is_not_hidden(office: Office) -> None:
    hold = office.server.hold("kept", after=6, times=None)  # on every line: else all may be sent before anybody looks

    def break_down(over: int) -> None:
        if over >= 3:
            hold.release()
            raise ValueError("the progress bar broke")

    with pytest.raises(ValueError, match="progress bar"):
        unwrap(send_letters)(office.ref, office.batch(), [], break_down)
    assert office.outcomes()[Outcome.CLAIMED] == 0
    assert {each.outcome for each in office.send()} == {Outcome.DONE}
    assert office.nothing_twice()


@pytest.mark.parametrize(("settings", "letters", "connections"), [
    ({"connections": 4}, 40, 4), ({"connections": 4}, 2, 2), ({"connections": 20, "per_minute": 30}, 400, 1),
    ({"connections": 20, "per_minute": 150}, 400, 3), ({"kind": "outbox", "connections": 4}, 40, 1),
])  # fmt: skip
def test_no_more_connections_are_opened_than_are_of_use(office: Office, settings: dict[str, object], letters: int, connections: int) -> None:
    office.post(**settings)
    assert how_many(context_of(office.ref).settings.doors.post, letters) == connections
