"""`settle` and the flow «gjør opp brev»: a person says what became of a letter whose fate is unknown (R21)."""

import inspect
from dataclasses import replace

import pytest

from tasks.circle.model.records import LetterRecord, Outcome
from tasks.context import context_of
from tasks.round.ledger import lease
from tests.flows.office import CIRCLE, SEPTEMBER, Office


def in_doubt(office: Office, count: int = 2) -> list[LetterRecord]:
    """The letters of a round whose first `count` came to be unknown, the others done; named as the program names them."""
    ledger = context_of(office.ref).doors.ledger
    office.round()
    known = ledger.memory(CIRCLE).letters
    for number, letter in enumerate(known):
        ledger.settle(CIRCLE, replace(letter, outcome=Outcome.UNKNOWN if number < count else Outcome.DONE))
    return list(known)


def outcome(office: Office, letter: LetterRecord) -> Outcome:
    return next(each.outcome for each in office.memory().letters if each.message_id == letter.message_id)


def test_sent_makes_an_unknown_letter_done_and_nothing_else(office: Office) -> None:
    first, second, *rest = in_doubt(office)
    status, said = office.json("settle", first.message_id, "sent")
    assert (status, said["outcome"], said["letter"]) == (0, "done", first.message_id)
    assert (said["kind"], said["participant"], said["meeting"]) == (first.kind, first.person, first.meeting or None)
    assert outcome(office, first) is Outcome.DONE
    assert outcome(office, second) is Outcome.UNKNOWN
    assert {outcome(office, each) for each in rest} == {Outcome.DONE}
    assert office.json("status", "--at", "2021-09-10")[1]["letters"]["unknown"] == 1


def test_lost_opens_the_letter_and_it_is_due_once_more(office: Office) -> None:
    first, second, *_ = in_doubt(office)
    status, said = office.call("settle", first.message_id, "lost")
    assert status == 0
    assert "sender det én gang til" in said
    _, again = office.round()
    assert [(each.person, each.meeting, each.kind) for each in again] == [(first.person, first.meeting, first.kind)]
    assert outcome(office, second) is Outcome.UNKNOWN


@pytest.mark.parametrize("made", [Outcome.DONE, Outcome.REJECTED, Outcome.LATER, Outcome.NOT_SENT])
def test_what_is_not_unknown_is_left_alone_and_the_reason_is_said(office: Office, made: Outcome) -> None:
    first, *_ = in_doubt(office)
    context_of(office.ref).doors.ledger.settle(CIRCLE, replace(first, outcome=made))
    for fate in ("sent", "lost"):
        status, said = office.json("settle", first.message_id, fate)
        assert status == 2
        (problem,) = said["problems"]
        assert problem["where"] == "BREV"
        assert problem["what"] and problem["next_step"]
        assert outcome(office, first) is made


def test_a_letter_is_found_by_short_forms_of_its_name_and_never_by_one_that_fits_two(office: Office) -> None:
    letters = in_doubt(office, count=0)
    ledger = context_of(office.ref).doors.ledger
    names = [f"<invitation.{CIRCLE}.7.D0{n}.{n}@example.org>" for n in (1, 2)]
    for number, name in enumerate(names, start=1):
        new = replace(letters[0], person=f"D0{number}", meeting=7, revision="9", message_id=name, outcome=Outcome.CLAIMED)
        assert ledger.claim(CIRCLE, new)
        ledger.settle(CIRCLE, replace(new, outcome=Outcome.UNKNOWN))
    assert office.json("settle", "invitation.7", "sent")[0] == 2
    assert "2 brev" in office.err
    assert office.json("settle", "invitation.7.D01", "sent")[1]["letter"] == names[0]
    assert office.json("settle", "invitation.7", "sent")[1]["letter"] == names[1]  # the only one that is still open
    assert office.json("settle", names[1].strip("<>").partition("@")[0], "sent")[0] == 2
    for nobody in ("invitation.7.D0", "", "<>", "tull"):
        status, said = office.json("settle", nobody, "sent")
        assert status == 2
        assert "ikke noe brev" in said["problems"][0]["what"]


def test_a_claim_that_a_dead_round_left_can_be_settled_before_any_other_round(office: Office) -> None:
    _, (claimed, *_) = office.round()
    assert outcome(office, claimed) is Outcome.CLAIMED
    assert office.json("settle", claimed.message_id, "sent")[0] == 0
    assert outcome(office, claimed) is Outcome.DONE


def test_while_a_round_is_at_work_nothing_is_settled_and_it_says_who_works(office: Office) -> None:
    first, *_ = in_doubt(office)
    with lease(office.ref):
        status, said = office.json("settle", first.message_id, "lost")
    assert status == 3
    assert "prosess" in said["problems"][0]["what"]
    assert outcome(office, first) is Outcome.UNKNOWN


def test_nothing_it_says_has_a_name_or_an_address_of_a_person(office: Office) -> None:
    snapshot, _ = office.round(SEPTEMBER)
    letter = office.memory().letters[0]
    said = office.call("settle", letter.message_id, "sent")[1] + office.err
    assert said
    for person in snapshot.roster.people:
        assert person.address not in said
        assert person.name not in said


def test_a_fate_that_nobody_knows_is_wrong_use(office: Office) -> None:
    with pytest.raises(SystemExit) as ended:
        office.call("settle", "x", "kanskje")
    assert ended.value.code == 2


def test_the_flow_in_prefect_s_page_does_the_same(prefect_server: None, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.settle_letter import settle_letter
    from tasks.admin.settle import Fate

    monkeypatch.setenv("SIRKEL_CONFIG", str(office.config))
    monkeypatch.setenv("SIRKEL_DATA", str(office.data))
    first, second, *_ = in_doubt(office)
    assert settle_letter(first.message_id, Fate.LOST) == "not_sent"
    assert settle_letter(second.message_id, Fate.SENT) == "done"
    assert outcome(office, first) is Outcome.NOT_SENT
    assert settle_letter("all", Fate.LAID) == "laid"
    assert outcome(office, second) is Outcome.LAID and outcome(office, first) is Outcome.NOT_SENT
    assert settle_letter("all", Fate.SENT) == "done" and outcome(office, second) is Outcome.DONE
    assert settle_letter.name == "gjør opp brev"
    described = inspect.getdoc(settle_letter.fn) or ""
    assert all(f"{name}: " in described for name in inspect.signature(settle_letter.fn).parameters)
