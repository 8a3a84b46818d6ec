"""What every ledger must hold, whatever database is below. A subclass gives `ledger` and `another` (a second opening of it)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.errors import Busy, Stop
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Candidate, Changes, Decision, Form, LetterRecord, Meeting, Memory, Outcome, PersonRecord, Reply, Room
from tasks.circle.model.trial import OUTBOX
from tasks.doors.ledger import tables
from tasks.doors.ledger.ledger import SqlLedger
from tests.doors.ledger.ledger_heard_contract import HeardContract
from tests.doors.ledger.ledger_pages_contract import PagesContract
from tests.doors.ledger.ledger_proposals_contract import ProposalsContract

CIRCLE = "sirkelen"
MAY = datetime(2021, 5, 11, 7, 15, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KARI = PersonRecord("k4r1", "digest-k", "row-k", MAY - timedelta(days=3))
OLA = PersonRecord("0l4", "digest-o", "row-o", MAY, address_version=2, member_since_version=2, left=MAY, gone=MAY)
ROOM = Room("r1", "https://rom.example/1", "Omstilling", MAY, MAY + timedelta(minutes=135))
MEETING = Meeting(1, "uid-1", MAY, ROOM.end, Form.HYBRID, "Sal 2", "Omstilling", moved=MAY, history=True, room=ROOM)
LETTER = LetterRecord("k4r1", 1, Kind.INVITATION, "1", 1, Outcome.CLAIMED, MAY, 1, MAY, ROOM.end, "digital||", 2, "<1@e.org>", "")
ANSWER = Reply("k4r1", 1, "need", "Jeg trenger å lære mer om gjenbruk. Og «æøå».", MAY)
CANDIDATE = Candidate(1, 1, "Gjenbruk", 2, ("Jeg trenger å lære mer om gjenbruk", "Noe annet"), "2 deltakere", "gjenbruk")
SAMRAAD = Consultation(2, MAY, MAY + timedelta(days=7), ("Gjenbruk",), (date(2021, 6, 8), date(2021, 6, 15)))
VOTE = Vote("k4r1", 2, ("Gjenbruk",), (date(2021, 6, 8),), MAY)
FACTS = Changes(
    people=(OLA, KARI), meetings=(MEETING,), replies=(ANSWER,), candidates_of=frozenset({1}), candidates=(CANDIDATE,),
    consultations=(SAMRAAD,), votes=(VOTE,), notices={"problem-1": MAY}, closed=MAY,
)  # fmt: skip


def circles_in(ledger: SqlLedger) -> list[str]:
    with ledger._engine.connect() as connection:
        return list(connection.scalars(select(tables.circle.c.name).order_by(tables.circle.c.name)))


class LedgerContract(HeardContract, PagesContract, ProposalsContract):
    def test_a_circle_never_seen_has_an_empty_memory(self, ledger: SqlLedger) -> None:
        assert ledger.memory(CIRCLE) == Memory()

    def test_nothing_learnt_writes_nothing(self, ledger: SqlLedger) -> None:
        ledger.save(CIRCLE, Changes())
        assert circles_in(ledger) == []

    def test_what_was_learnt_comes_back_as_it_was_also_in_another_process(self, ledger: SqlLedger, another: SqlLedger) -> None:
        ledger.save(CIRCLE, FACTS)
        memory = another.memory(CIRCLE)
        assert memory.people == (OLA, KARI)
        assert memory.meetings == (MEETING,)
        assert (memory.replies, memory.candidates) == ((ANSWER,), (CANDIDATE,))
        assert (memory.consultations, memory.votes) == ((SAMRAAD,), (VOTE,))
        assert (memory.notices, memory.closed, memory.erased) == ({"problem-1": MAY}, MAY, None)
        assert another.notices(CIRCLE) == memory.notices

    def test_learning_again_replaces_what_has_the_same_key(self, ledger: SqlLedger) -> None:
        ledger.save(CIRCLE, FACTS)
        back = replace(OLA, left=None, gone=None, address_version=3)
        moved = replace(MEETING, sequence=1, room=None)
        newer = replace(ANSWER, text="Ombruk", at=NOW)
        vote = replace(VOTE, dates=())
        changes = Changes(people=(back,), meetings=(moved,), replies=(newer,), votes=(vote,), notices={"problem-1": NOW, "2": MAY})
        ledger.save(CIRCLE, changes)
        memory = ledger.memory(CIRCLE)
        assert memory.people == (back, KARI)
        assert (memory.meetings, memory.replies, memory.votes) == ((moved,), (newer,), (vote,))
        assert memory.notices == {"problem-1": NOW, "2": MAY}
        assert memory.closed == MAY

    def test_candidates_are_replaced_for_the_meetings_named_and_no_others(self, ledger: SqlLedger) -> None:
        other = replace(CANDIDATE, meeting=2)
        ledger.save(CIRCLE, Changes(candidates=(CANDIDATE, replace(CANDIDATE, rank=2), other), candidates_of=frozenset({1, 2})))
        ledger.save(CIRCLE, Changes(candidates_of=frozenset({1})))
        assert ledger.memory(CIRCLE).candidates == (other,)

    def test_circles_do_not_see_each_other(self, ledger: SqlLedger) -> None:
        ledger.save("a", FACTS)
        ledger.claim("b", LETTER)
        ledger.save("b", Changes(erase=True))
        assert ledger.memory("a").replies == (ANSWER,)
        assert ledger.memory("a").letters == ()
        assert ledger.stale_claims("a") == 0
        assert circles_in(ledger) == ["a", "b"]

    def test_times_of_any_zone_come_back_as_the_same_moment_in_utc(self, ledger: SqlLedger) -> None:
        oslo = timezone(timedelta(hours=2))
        ledger.save(CIRCLE, Changes(closed=datetime(2021, 5, 11, 9, 15, 0, 250, tzinfo=oslo)))
        closed = ledger.memory(CIRCLE).closed
        assert closed == MAY + timedelta(microseconds=250)
        assert closed is not None and closed.utcoffset() == timedelta(0)

    def test_erasing_takes_answers_quotes_votes_and_digests_and_leaves_letters(self, ledger: SqlLedger) -> None:
        ledger.close_round(CIRCLE, MAY, ["gather"], "done")
        ledger.claim(CIRCLE, LETTER)
        ledger.save(CIRCLE, replace(FACTS, closed=None))
        ledger.save(CIRCLE, Changes(erase=True, kept_titles=frozenset({"Gjenbruk"})))
        memory = ledger.memory(CIRCLE)
        assert (memory.replies, memory.votes, memory.candidates) == ((), (), (replace(CANDIDATE, quotes=(), why=""),))
        assert memory.consultations == FACTS.consultations
        assert [(person.digest, person.row_digest) for person in memory.people] == [("", ""), ("", "")]
        assert len(memory.letters) == 1
        assert memory.erased == MAY

    def test_a_letter_is_claimed_once_and_keeps_its_outcome(self, ledger: SqlLedger, another: SqlLedger) -> None:
        assert ledger.claim(CIRCLE, LETTER)
        assert another.memory(CIRCLE).letters == (LETTER,)
        assert not another.claim(CIRCLE, LETTER)
        done = replace(LETTER, outcome=Outcome.DONE, at=NOW, detail="250 OK")
        ledger.settle(CIRCLE, done)
        assert another.memory(CIRCLE).letters == (done,)
        assert not ledger.claim(CIRCLE, LETTER)

    def test_what_became_of_a_letter_is_recorded_with_the_next_one_s_claim_or_neither_is(self, ledger: SqlLedger, another: SqlLedger) -> None:
        done, second = replace(LETTER, outcome=Outcome.DONE), replace(LETTER, meeting=2, message_id="<2@e.org>")
        with ledger.lease(CIRCLE, "en", MAY, 1):
            assert ledger.claim(CIRCLE, LETTER)
            with another.lease(CIRCLE, "to", MAY + timedelta(minutes=2), 1), pytest.raises(Stop):
                ledger.claim(CIRCLE, second, done)
            assert another.memory(CIRCLE).letters == (LETTER,)
        assert ledger.claim(CIRCLE, second, done)
        assert another.memory(CIRCLE).letters == (done, second)
        assert not ledger.claim(CIRCLE, LETTER, replace(second, outcome=Outcome.REJECTED))
        assert [each.outcome for each in another.memory(CIRCLE).letters] == [Outcome.DONE, Outcome.REJECTED]

    @pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.NOT_SENT])
    def test_a_letter_that_did_not_go_can_be_claimed_again_with_what_it_tells_now(self, ledger: SqlLedger, outcome: Outcome) -> None:
        ledger.claim(CIRCLE, LETTER)
        ledger.settle(CIRCLE, replace(LETTER, outcome=outcome))
        again = replace(LETTER, message_id="<2@e.org>", at=NOW, sequence=3)
        assert ledger.claim(CIRCLE, again)
        assert ledger.memory(CIRCLE).letters == (again,)

    @pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.UNKNOWN])
    def test_a_letter_that_went_or_may_have_is_never_claimed_again(self, ledger: SqlLedger, outcome: Outcome) -> None:
        """R21."""
        ledger.claim(CIRCLE, LETTER)
        ledger.settle(CIRCLE, replace(LETTER, outcome=outcome))
        assert not ledger.claim(CIRCLE, replace(LETTER, address_version=2, message_id="<2@e.org>"))

    @pytest.mark.parametrize("outcome", [Outcome.LAID, Outcome.UNKNOWN])
    def test_what_was_only_laid_is_claimed_once_by_a_live_post_and_never_by_the_folder(self, ledger: SqlLedger, outcome: Outcome) -> None:
        """R24."""
        laid, live = replace(LETTER, post=OUTBOX), replace(LETTER, post="smtp")
        ledger.claim(CIRCLE, laid)
        ledger.settle(CIRCLE, replace(laid, outcome=outcome))
        assert [ledger.claim(CIRCLE, each) for each in (laid, live, live, laid)] == [False, True, False, False]
        ledger.settle(CIRCLE, replace(live, outcome=outcome))
        assert not ledger.claim(CIRCLE, live) and not ledger.claim(CIRCLE, laid)

    def test_letters_count_otherwise_only_where_no_live_post_took_them(self, ledger: SqlLedger) -> None:
        """R24."""
        posts = ("", OUTBOX, "smtp")
        letters = [replace(LETTER, person=f"p{n}", message_id=f"<p{n}@e.org>", post=post) for n, post in enumerate(posts)]
        for letter in letters:
            ledger.claim(CIRCLE, letter)
            ledger.settle(CIRCLE, replace(letter, outcome=Outcome.DONE))
        later = replace(LETTER, person="p9", message_id="<p9@e.org>")
        ledger.claim(CIRCLE, later)
        ledger.settle(CIRCLE, replace(later, outcome=Outcome.LATER))
        ledger.save(CIRCLE, Changes(counted=tuple(replace(each, outcome=Outcome.LAID, post=OUTBOX) for each in (*letters, later))))
        found = {each.person: (each.outcome, each.post) for each in ledger.memory(CIRCLE).letters}
        laid = (Outcome.LAID, OUTBOX)
        assert found == {"p0": laid, "p1": laid, "p2": (Outcome.DONE, "smtp"), "p9": (Outcome.LATER, "")}

    def test_a_rejected_letter_is_tried_again_only_in_a_newer_epoch(self, ledger: SqlLedger) -> None:
        ledger.claim(CIRCLE, LETTER)
        ledger.settle(CIRCLE, replace(LETTER, outcome=Outcome.REJECTED))
        assert not ledger.claim(CIRCLE, LETTER)
        assert ledger.claim(CIRCLE, replace(LETTER, address_version=2))

    def test_of_many_claims_at_once_one_wins(self, ledger: SqlLedger, another: SqlLedger) -> None:
        letters = [replace(LETTER, person=f"p{n}", message_id=f"<p{n}@e.org>") for n in range(20)]
        calls = [(door, letter) for letter in letters for door in (ledger, another, ledger, another)]
        with ThreadPoolExecutor(4) as pool:
            won = list(pool.map(lambda call: call[0].claim(CIRCLE, call[1]), calls))
        assert [sum(won[n : n + 4]) for n in range(0, 80, 4)] == [1] * 20

    def test_what_is_done_stays_done(self, ledger: SqlLedger) -> None:
        done = replace(LETTER, outcome=Outcome.DONE)
        ledger.claim(CIRCLE, LETTER)
        ledger.settle(CIRCLE, done)
        ledger.settle(CIRCLE, replace(LETTER, outcome=Outcome.NOT_SENT))
        assert ledger.memory(CIRCLE).letters == (done,)

    def test_an_outcome_without_a_claim_is_an_error(self, ledger: SqlLedger) -> None:
        with pytest.raises(LookupError):
            ledger.settle(CIRCLE, LETTER)

    def test_letters_without_message_id_do_not_clash(self, ledger: SqlLedger) -> None:
        assert ledger.claim(CIRCLE, replace(LETTER, message_id=""))
        assert ledger.claim(CIRCLE, replace(LETTER, message_id="", kind=Kind.REMINDER))
        assert {letter.message_id for letter in ledger.memory(CIRCLE).letters} == {""}

    def test_claims_of_a_dead_round_become_unknown_and_can_still_be_settled(self, ledger: SqlLedger) -> None:
        """R21."""
        ledger.claim(CIRCLE, LETTER)
        assert ledger.stale_claims(CIRCLE) == 1
        assert ledger.stale_claims(CIRCLE) == 0
        assert ledger.memory(CIRCLE).letters[0].outcome is Outcome.UNKNOWN
        ledger.settle(CIRCLE, replace(LETTER, outcome=Outcome.DONE))
        assert ledger.memory(CIRCLE).letters[0].outcome is Outcome.DONE

    def test_one_round_at_a_time(self, ledger: SqlLedger, another: SqlLedger) -> None:
        """R20."""
        with ledger.lease(CIRCLE, "run-1", NOW, 30):
            with pytest.raises(Busy) as busy, another.lease(CIRCLE, "run-2", NOW + timedelta(minutes=29), 30):
                pass
            with another.lease("en annen sirkel", "run-2", NOW, 30):
                pass
        assert "run-1" in str(busy.value) and "2026-03-01T12:00:00Z" in str(busy.value)
        with another.lease(CIRCLE, "run-2", NOW, 30):
            pass

    def test_a_lease_is_released_when_the_round_fails(self, ledger: SqlLedger, another: SqlLedger) -> None:
        with pytest.raises(ZeroDivisionError), ledger.lease(CIRCLE, "run-1", NOW, 30):
            raise ZeroDivisionError
        with another.lease(CIRCLE, "run-2", NOW, 30):
            pass

    def test_a_lease_that_ran_out_is_taken_over_and_its_old_holder_does_not_release_it(self, ledger: SqlLedger, another: SqlLedger) -> None:
        late = NOW + timedelta(minutes=31)
        dead = ledger.lease(CIRCLE, "run-1", NOW, 30)
        dead.__enter__()
        with another.lease(CIRCLE, "run-2", late, 30):
            dead.__exit__(None, None, None)
            with pytest.raises(Busy), ledger.lease(CIRCLE, "run-3", late, 30):
                pass

    def test_a_run_that_is_started_again_takes_its_own_lease_over(self, ledger: SqlLedger, another: SqlLedger) -> None:
        dead = ledger.lease(CIRCLE, "run-1", NOW, 30)
        dead.__enter__()
        with another.lease(CIRCLE, "run-1", NOW + timedelta(minutes=1), 30):
            pass

    def test_rounds_are_remembered_and_time_never_goes_backwards(self, ledger: SqlLedger) -> None:
        ledger.close_round(CIRCLE, MAY, ["consult", "invite"], "done")
        ledger.close_round(CIRCLE, NOW, ["invite"], "nothing")
        ledger.close_round(CIRCLE, MAY - timedelta(days=1), ["consult"], "done")
        memory = ledger.memory(CIRCLE)
        assert (memory.first_round, memory.last_round, memory.last_consult) == (MAY, NOW, MAY)

    def test_a_room_is_kept_with_its_meeting(self, ledger: SqlLedger) -> None:
        ledger.keep_room(CIRCLE, MEETING)
        ledger.keep_room(CIRCLE, replace(MEETING, room=None))
        assert ledger.memory(CIRCLE).meetings == (replace(MEETING, room=None),)

    def test_a_date_and_a_focus_decided_apart_are_both_in_force(self, ledger: SqlLedger) -> None:
        """R16."""
        ledger.decide(CIRCLE, Decision(2, MAY, day=date(2021, 6, 8)))
        ledger.decide(CIRCLE, Decision(2, NOW, focus="Gjenbruk"))
        assert ledger.memory(CIRCLE).decisions == (Decision(2, NOW, "Gjenbruk", date(2021, 6, 8)),)

    def test_forgetting_takes_answers_quotes_votes_and_digests_of_one_person(self, ledger: SqlLedger) -> None:
        others = replace(ANSWER, person="0l4", text="Noe annet")
        ledger.save(CIRCLE, replace(FACTS, replies=(ANSWER, others)))
        ledger.claim(CIRCLE, LETTER)
        assert ledger.forget(CIRCLE, "k4r1") == 3
        memory = ledger.memory(CIRCLE)
        assert memory.people == (OLA, replace(KARI, digest="", row_digest=""))
        assert (memory.replies, memory.votes) == ((others,), ())
        assert memory.candidates[0].quotes == ("Noe annet",)
        assert memory.letters == (LETTER,)
        assert ledger.forget(CIRCLE, "k4r1") == 0
