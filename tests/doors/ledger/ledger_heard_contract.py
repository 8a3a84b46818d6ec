"""What every ledger must hold of what is heard outside the sheet: refused addresses, withdrawals, who comes, who came, mail read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tasks.circle.model.attending import AttendanceReply, Attended
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Changes, LetterRecord, MailMark, Outcome, PersonRecord
from tasks.doors.ledger.ledger import SqlLedger

MAY = datetime(2021, 5, 11, 7, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
KARI, OLA = PersonRecord("D01", "digest-k", "row-k", MAY), PersonRecord("D02", "digest-o", "row-o", MAY, address_version=2)
LETTER = LetterRecord("D01", 1, Kind.INVITATION, "1", 1, Outcome.CLAIMED, MAY, message_id="<1@e.org>")
TO_OLA = replace(LETTER, person="D02", address_version=2, message_id="<2@e.org>")
COMES, STAYS = AttendanceReply("D01", 1, True, MAY), AttendanceReply("D02", 1, False, MAY)
WAS_THERE = (Attended("D01", 1, 130), Attended("D02", 1, 0))
MARK = MailMark("INBOX:0a1b2c", 4_294_967_295, 4_294_967_290)
SIRKEL = "sirkelen"


def people(ledger: SqlLedger) -> dict[str, PersonRecord]:
    return {known.code: known for known in ledger.memory(SIRKEL).people}


class HeardContract:
    def test_what_was_heard_outside_the_sheet_comes_back_as_it_was(self, ledger: SqlLedger, another: SqlLedger) -> None:
        known = replace(KARI, refused=1, withdrawn=MAY)
        ledger.save(SIRKEL, Changes(people=(known, OLA), attendance_replies=(COMES, STAYS), attended=WAS_THERE, marks=(MARK,)))
        memory = another.memory(SIRKEL)
        assert memory.people == (known, OLA)
        assert (memory.attendance_replies, memory.attended, memory.marks) == ((COMES, STAYS), WAS_THERE, (MARK,))

    def test_a_refused_mailbox_is_kept_with_the_letter_and_takes_no_other(self, ledger: SqlLedger, another: SqlLedger) -> None:
        """In one transaction, so that no crash comes between; a corrected address is a new version."""
        ledger.save(SIRKEL, Changes(people=(KARI, OLA)))
        ledger.claim(SIRKEL, LETTER)
        refused = replace(LETTER, outcome=Outcome.REJECTED, refused=True, detail="550 5.1.1")
        ledger.settle(SIRKEL, refused)
        assert another.memory(SIRKEL).letters == (refused,)
        assert people(another) == {"D01": replace(KARI, refused=1), "D02": OLA}
        welcome = replace(LETTER, meeting=0, kind=Kind.WELCOME, message_id="<3@e.org>")
        assert not another.claim(SIRKEL, welcome)
        assert another.claim(SIRKEL, replace(welcome, address_version=2))
        assert another.claim(SIRKEL, replace(LETTER, address_version=2)), "what was refused goes to the corrected address"
        assert not another.memory(SIRKEL).letters[0].refused

    def test_a_letter_rejected_for_another_reason_leaves_the_address_in_use(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(KARI,)))
        ledger.claim(SIRKEL, LETTER)
        ledger.settle(SIRKEL, replace(LETTER, outcome=Outcome.REJECTED))
        assert people(ledger) == {"D01": KARI}

    def test_what_waits_may_be_judged_and_becomes_nothing_else(self, ledger: SqlLedger, another: SqlLedger) -> None:
        """R26: a refusal waits until its batch is over."""
        ledger.save(SIRKEL, Changes(people=(KARI,)))
        ledger.claim(SIRKEL, LETTER)
        ledger.settle(SIRKEL, waits := replace(LETTER, outcome=Outcome.LATER))
        for outcome in (Outcome.DONE, Outcome.UNKNOWN, Outcome.NOT_SENT):
            ledger.settle(SIRKEL, replace(LETTER, outcome=outcome))
        assert another.memory(SIRKEL).letters == (waits,) and people(another) == {"D01": KARI}
        ledger.settle(SIRKEL, judged := replace(LETTER, outcome=Outcome.REJECTED, refused=True))
        assert another.memory(SIRKEL).letters == (judged,) and people(another) == {"D01": replace(KARI, refused=1)}

    def test_an_outcome_that_comes_too_late_marks_no_address(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(KARI,)))
        ledger.claim(SIRKEL, LETTER)
        ledger.settle(SIRKEL, replace(LETTER, outcome=Outcome.DONE))
        ledger.settle(SIRKEL, replace(LETTER, outcome=Outcome.REJECTED, refused=True))
        assert people(ledger) == {"D01": KARI}

    @pytest.mark.parametrize("before", [Outcome.DONE, Outcome.UNKNOWN])
    def test_a_letter_that_came_back_becomes_rejected_with_its_address(self, ledger: SqlLedger, before: Outcome) -> None:
        ledger.save(SIRKEL, Changes(people=(KARI, OLA)))
        for letter in (LETTER, TO_OLA):
            ledger.claim(SIRKEL, letter)
            ledger.settle(SIRKEL, replace(letter, outcome=before))
        back = replace(LETTER, outcome=Outcome.REJECTED, detail="Det kom i retur (5.1.1).", refused=True)
        full = replace(TO_OLA, outcome=Outcome.REJECTED, detail="Det kom i retur (5.2.2).")
        ledger.save(SIRKEL, Changes(returned=(back, full)))
        assert ledger.memory(SIRKEL).letters == (back, full)
        assert people(ledger) == {"D01": replace(KARI, refused=1), "D02": OLA}

    def test_a_letter_on_its_way_to_a_corrected_address_does_not_come_back_for_the_old_one(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(OLA,)))
        ledger.claim(SIRKEL, TO_OLA)
        ledger.settle(SIRKEL, done := replace(TO_OLA, outcome=Outcome.DONE))
        ledger.save(SIRKEL, Changes(returned=(replace(TO_OLA, address_version=1, outcome=Outcome.REJECTED, refused=True),)))
        assert ledger.memory(SIRKEL).letters == (done,)
        assert people(ledger) == {"D02": OLA}

    def test_a_round_that_knew_less_takes_no_withdrawal_and_no_refused_address_back(self, ledger: SqlLedger, another: SqlLedger) -> None:
        """A page may write while a round has read the ledger already."""
        ledger.save(SIRKEL, Changes(people=(KARI, replace(OLA, refused=2, withdrawn=MAY))))
        another.save(SIRKEL, Changes(withdrawn={"D01": MAY, "D02": MAY - HOUR, "D77": MAY}))
        ledger.save(SIRKEL, Changes(people=(replace(KARI, row_digest="ny"), OLA)))
        kept = {"D01": replace(KARI, row_digest="ny", withdrawn=MAY), "D02": replace(OLA, refused=2, withdrawn=MAY)}
        assert people(ledger) == kept
        ledger.save(SIRKEL, Changes(withdrawn={"D01": MAY + HOUR}))
        assert people(ledger)["D01"].withdrawn == MAY + HOUR

    def test_of_what_a_person_said_about_a_meeting_the_latest_is_kept(self, ledger: SqlLedger, another: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(attendance_replies=(COMES,)))
        another.save(SIRKEL, Changes(attendance_replies=(replace(COMES, comes=False, at=MAY - HOUR),)))
        assert ledger.memory(SIRKEL).attendance_replies == (COMES,)
        later = replace(COMES, comes=False, at=MAY + HOUR)
        another.save(SIRKEL, Changes(attendance_replies=(later,)))
        assert ledger.memory(SIRKEL).attendance_replies == (later,)

    def test_attendance_learnt_again_and_mail_read_further_replace_what_was_known(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(attended=WAS_THERE, marks=(MARK,)))
        longer, further = Attended("D02", 1, 45), replace(MARK, validity=8, uid=3)
        other = replace(MARK, box="Arkiv:0a1b2c")
        ledger.save(SIRKEL, Changes(attended=(longer,), marks=(further, other)))
        memory = ledger.memory(SIRKEL)
        assert (memory.attended, set(memory.marks)) == ((WAS_THERE[0], longer), {further, other})

    def test_forgetting_takes_what_one_person_said_and_where_they_were(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(KARI, OLA), attendance_replies=(COMES, STAYS), attended=WAS_THERE))
        assert ledger.forget(SIRKEL, "D01") == 3
        memory = ledger.memory(SIRKEL)
        assert (memory.attendance_replies, memory.attended) == ((STAYS,), WAS_THERE[1:])

    def test_nothing_is_learnt_again_of_who_asked_to_be_forgotten(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(replace(KARI, member_since_version=0), OLA)))
        ledger.save(SIRKEL, Changes(attendance_replies=(COMES, STAYS), attended=WAS_THERE))
        memory = ledger.memory(SIRKEL)
        assert (memory.attendance_replies, memory.attended) == ((STAYS,), WAS_THERE[1:])

    def test_erasing_at_the_circles_end_takes_it_from_everybody(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(KARI, OLA), attendance_replies=(COMES, STAYS), attended=WAS_THERE))
        ledger.save(SIRKEL, Changes(erase=True))
        memory = ledger.memory(SIRKEL)
        assert (memory.attendance_replies, memory.attended) == ((), ())
