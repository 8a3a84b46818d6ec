"""What every ledger must hold of the participants' pages: answers, votes, sign-ups that wait, one person's part of the memory."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tasks.circle.model.attending import AttendanceReply, Vote
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Candidate, Changes, LetterRecord, Meeting, Outcome, PendingSignUp, PersonRecord, Reply
from tasks.doors.ledger.ledger import SqlLedger

MAY = datetime(2021, 5, 11, 10, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
KARI, OLA = PersonRecord("D01", "digest-k", "row-k", MAY), PersonRecord("D02", "digest-o", "row-o", MAY)
NEED = Reply("D01", 1, "need", "Å lage tavler. Og mer om lyd.", MAY)
HERS, HIS = (NEED, replace(NEED, question="relevance", text="Alt.")), (replace(NEED, person="D02", text="Lyd."),)
VOTES = (Vote("D01", 2, ("Tavler", "Lyd"), (date(2021, 6, 8),), MAY), Vote("D02", 2, (), (), MAY))
KARI_SIGNS_UP = PendingSignUp("7f3a", "gAAAAAB…", MAY)
SIRKEL = "sirkelen"


class PagesContract:
    def test_what_pages_keep_comes_back_as_it_was(self, ledger: SqlLedger, another: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(own_replies=(*HERS, *HIS), own_votes=VOTES, pending_sign_ups=(KARI_SIGNS_UP,)))
        memory = another.memory(SIRKEL)
        assert (set(memory.own_replies), memory.own_votes) == ({*HERS, *HIS}, VOTES)
        assert (memory.pending_sign_ups, memory.replies, memory.votes) == ((KARI_SIGNS_UP,), (), ())

    def test_the_longest_text_is_kept_letter_for_letter(self, ledger: SqlLedger, another: SqlLedger) -> None:
        """An answer of 4,000 characters, of several bytes each, and longer by what was taken out of it; a title as long as they come."""
        long = replace(NEED, text="Bø 字😀 […] " * 1600)
        candidate = Candidate(1, 1, "ø" * 120, 1, (long.text,), "fordi")
        waiting = replace(KARI_SIGNS_UP, sealed="gAAAAAB" * 5000)
        changes = Changes(replies=(long,), own_replies=(long,), candidates_of=frozenset({1}), candidates=(candidate,), pending_sign_ups=(waiting,))
        ledger.save(SIRKEL, changes)
        memory = another.memory(SIRKEL)
        assert (memory.replies, memory.own_replies, memory.candidates, memory.pending_sign_ups) == ((long,), (long,), (candidate,), (waiting,))

    def test_a_person_sees_what_concerns_all_and_her_own(self, ledger: SqlLedger, another: SqlLedger) -> None:
        june = Meeting(1, "uid", MAY, MAY + 2 * HOUR)
        candidate = Candidate(1, 1, "Lyd", 1, ("mer om lyd",), "fordi")
        comes = AttendanceReply("D01", 1, True, MAY)
        changes = Changes(
            people=(KARI, OLA), meetings=(june,), replies=(*HERS, *HIS), candidates_of=frozenset({1}), candidates=(candidate,),
            votes=VOTES, own_replies=(*HERS, *HIS), own_votes=VOTES, attendance_replies=(comes, replace(comes, person="D02")),
            pending_sign_ups=(KARI_SIGNS_UP,),
        )  # fmt: skip
        ledger.save(SIRKEL, changes)
        ledger.claim(SIRKEL, LetterRecord("D01", 1, Kind.INVITATION, "1", 1, Outcome.CLAIMED, MAY, message_id="<1@e.org>"))
        ledger.close_round(SIRKEL, MAY, ("gather",), "done")
        seen, whole = another.memory_of(SIRKEL, "D01"), another.memory(SIRKEL)
        assert (seen.people, seen.meetings, seen.candidates, seen.last_round) == ((KARI,), (june,), (candidate,), MAY)
        assert (set(seen.replies), set(seen.own_replies), seen.attendance_replies) == (set(HERS), set(HERS), (comes,))
        assert (seen.votes, seen.own_votes, seen.letters, seen.pending_sign_ups) == (VOTES[:1], VOTES[:1], (), ())
        assert len(whole.letters) == 1 and another.memory_of(SIRKEL, "D99").people == ()
        assert another.memory_of("en annen sirkel", "D01").meetings == ()

    def test_everybodys_digest_is_found_by_code(self, ledger: SqlLedger, another: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(KARI, replace(OLA, digest=""))))
        assert another.digests(SIRKEL) == {"D01": "digest-k", "D02": ""}
        assert another.digests("en annen sirkel") == {}

    def test_of_two_answers_that_cross_the_later_counts(self, ledger: SqlLedger, another: SqlLedger) -> None:
        later, vote = replace(NEED, text="Lyd.", at=MAY + HOUR), replace(VOTES[0], proposals=(), at=MAY + HOUR)
        ledger.save(SIRKEL, Changes(own_replies=(later,), own_votes=(vote,)))
        another.save(SIRKEL, Changes(own_replies=(NEED,), own_votes=VOTES))
        memory = ledger.memory(SIRKEL)
        assert memory.own_replies == (later,) and memory.own_votes == (vote, VOTES[1])

    def test_words_that_are_taken_back_are_gone_at_once_also_where_they_are_quoted(self, ledger: SqlLedger) -> None:
        quoted = Candidate(1, 1, "Lyd", 2, ("mer om lyd", "Lyd er vanskelig"), "fordi")
        ledger.save(SIRKEL, Changes(people=(KARI, OLA), replies=(*HERS, *HIS), own_replies=HERS))
        ledger.save(SIRKEL, Changes(candidates_of=frozenset({1}), candidates=(quoted,)))
        blank = replace(NEED, text="", at=MAY + HOUR)
        ledger.save(SIRKEL, Changes(own_replies=(blank,)))
        memory = ledger.memory(SIRKEL)
        assert {(r.person, r.question): r.text for r in memory.replies} == {
            ("D01", "need"): "", ("D01", "relevance"): "Alt.", ("D02", "need"): "Lyd."
        }  # fmt: skip
        assert memory.candidates == (replace(quoted, quotes=("Lyd er vanskelig",)),)
        ledger.save(SIRKEL, Changes(unsaid=frozenset({("D01", 1, "need")})))
        assert {(r.person, r.question) for r in ledger.memory(SIRKEL).replies} == {("D01", "relevance"), ("D02", "need")}
        assert blank in ledger.memory(SIRKEL).own_replies, "an old row of the sheet must not bring the answer back"

    def test_a_sign_up_that_stands_in_the_sheet_is_gone_from_here(self, ledger: SqlLedger) -> None:
        other = replace(KARI_SIGNS_UP, id="99")
        ledger.save(SIRKEL, Changes(pending_sign_ups=(KARI_SIGNS_UP, other)))
        ledger.save(SIRKEL, Changes(moved_in=frozenset({"7f3a", "never seen"})))
        assert ledger.memory(SIRKEL).pending_sign_ups == (other,)

    def test_forgetting_and_the_end_of_a_circle_take_what_pages_kept(self, ledger: SqlLedger) -> None:
        ledger.save(SIRKEL, Changes(people=(KARI, OLA), own_replies=(*HERS, *HIS), own_votes=VOTES))
        assert ledger.forget(SIRKEL, "D01") == 4, "two answers, a vote, and the digests"
        memory = ledger.memory(SIRKEL)
        assert (memory.own_replies, memory.own_votes) == (HIS, VOTES[1:])
        ledger.save(SIRKEL, Changes(erase=True, closed=MAY))
        memory = ledger.memory(SIRKEL)
        assert (memory.own_replies, memory.own_votes) == ((), ())
