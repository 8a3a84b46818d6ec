"""What every ledger must hold of proposals: how sure they are, what people corrected, the words a merge taught."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tasks.circle.focus.corrections import NONE
from tasks.circle.focus.redaction import GONE
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.records import Candidate, Changes, Corrected, PersonRecord, Reply, TaughtPair
from tasks.doors.ledger.ledger import SqlLedger

JUNE = datetime(2021, 6, 8, 10, 15, tzinfo=UTC)
SURE = Candidate(2, 1, "Tavler", 4, ("Kornetter",), "fordi", sure="klart")
MADE = NONE.merge("tema:t1", "svar:D01-2-need").rename("tema:t1", "Åpne «tavler»").move("D02-2-need", "").drop("tema:t2").keep_apart("a", "b")
CORRECTED = Corrected(2, MADE, JUNE)
PAIR = TaughtPair(2, "kornetter", "tverrfløyter")
THE_CIRCLE = "sirkelen"
TAUGHT = Changes(candidates_of=frozenset({2}), candidates=(SURE,), corrected=(CORRECTED,), pairs=(PAIR,))


class ProposalsContract:
    def test_corrections_and_word_pairs_come_back_as_they_were(self, ledger: SqlLedger, another: SqlLedger) -> None:
        ledger.save(THE_CIRCLE, TAUGHT)
        memory = another.memory(THE_CIRCLE)
        assert (memory.candidates, memory.corrected, memory.pairs) == ((SURE,), (CORRECTED,), (PAIR,))
        assert another.memory("en annen sirkel").corrected == ()

    def test_a_later_correction_of_the_same_meeting_replaces_the_first(self, ledger: SqlLedger) -> None:
        ledger.save(THE_CIRCLE, TAUGHT)
        later, other = replace(CORRECTED, made=NONE), replace(CORRECTED, meeting=3)
        ledger.save(THE_CIRCLE, Changes(corrected=(later, other)))
        assert ledger.memory(THE_CIRCLE).corrected == (later, other)

    def test_words_go_with_the_proposals_that_taught_them_but_a_removed_pair_stays_removed(self, ledger: SqlLedger) -> None:
        gone, elsewhere = replace(PAIR, one="horn", removed=True), replace(PAIR, meeting=1)
        ledger.save(THE_CIRCLE, replace(TAUGHT, pairs=(PAIR, gone, elsewhere)))
        ledger.save(THE_CIRCLE, Changes(candidates_of=frozenset({2}), candidates=(SURE,)))
        assert ledger.memory(THE_CIRCLE).pairs == (elsewhere, gone)

    def test_erasing_takes_corrections_and_word_pairs(self, ledger: SqlLedger) -> None:
        ledger.save(THE_CIRCLE, TAUGHT)
        ledger.save("en annen sirkel", TAUGHT)
        ledger.save(THE_CIRCLE, Changes(erase=True))
        memory = ledger.memory(THE_CIRCLE)
        gone = replace(SURE, title=GONE, quotes=(), why="")  # nobody has said that the others may see it (R41)
        assert (memory.candidates, memory.corrected, memory.pairs) == ((gone,), (), ())
        assert ledger.memory("en annen sirkel").pairs == (PAIR,)

    def test_who_is_forgotten_takes_along_the_words_that_nobody_else_wrote(self, ledger: SqlLedger) -> None:
        shared = replace(PAIR, one="horn", other="trompeter")
        hers = Reply("D01", 2, "need", "Kornetter, horn og trompeter!", JUNE)
        his = replace(hers, person="D02", text="Horn og trompeter")
        ledger.save(THE_CIRCLE, replace(TAUGHT, people=(PersonRecord("D01", "digest"),), replies=(hers, his), pairs=(PAIR, shared)))
        ledger.forget(THE_CIRCLE, "D01")
        assert ledger.memory(THE_CIRCLE).pairs == (shared,)

    def test_who_is_forgotten_takes_along_titles_that_nobody_else_wrote_wherever_they_stand(self, ledger: SqlLedger) -> None:
        hers, both = Candidate(2, 1, "Zzmerke i praksis", 2, (), "fordi"), Candidate(2, 2, "Horn", 2, (), "fordi")
        said = (Reply("D01", 2, "need", "Zzmerke i praksis, og horn", JUNE), Reply("D02", 2, "need", "horn", JUNE))
        asked = Consultation(3, JUNE, JUNE + timedelta(days=7), ("Horn", "Zzmerke i praksis"), ())
        vote = Vote("D02", 3, ("Zzmerke i praksis",), (), JUNE)
        people = (PersonRecord("D01", "a", joined=JUNE), PersonRecord("D02", "b", joined=JUNE))
        found = frozenset({2})
        changes = Changes(people=people, candidates_of=found, candidates=(hers, both), replies=said, consultations=(asked,), votes=(vote,))
        ledger.save(THE_CIRCLE, changes)
        ledger.forget(THE_CIRCLE, "D01")
        memory = ledger.memory(THE_CIRCLE)
        assert [each.title for each in memory.candidates] == [GONE, "Horn"]
        assert (memory.consultations[0].proposals, memory.votes[0].proposals) == (("Horn", GONE), (GONE,))
