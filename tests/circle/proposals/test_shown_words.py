"""What of a participant's words the others may see: nothing before a facilitator's yes, whatever the way (R41)."""

import ast
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tasks.circle.focus.corrections import Corrections
from tasks.circle.letters.content import LetterContent
from tasks.circle.letters.due import Letter
from tasks.circle.model.attending import Consultation
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind, Readers
from tasks.circle.model.links import Pages
from tasks.circle.model.records import Candidate, Corrected, LetterRecord, Memory, Outcome, WordsDecision
from tasks.circle.plan import Done, Read, Scope, plan_digest, plan_record
from tasks.circle.proposals.shown_words import Release, Words, told_key
from tests.circle.people_of_the_circle import KARI, KEYS, OLA, PER, circle, local, round_at, see, sheet, with_rooms
from tests.sources import none_of, sources

PEOPLE = (KARI, OLA, PER)
MEETINGS = ((1, "11.5.2021"), (2, "8.6.2021"))
NOW = local("2021-05-28", "12:00")
QUOTE, HELD, TITLE = "Vi mangler et ord for zzmerke", "Sjefen min er utbrent av zzmerke", "Zzmerke i praksis"


def candidates(*quotes: str, title: str = TITLE) -> tuple[Candidate, ...]:
    return (Candidate(1, 1, title, 3, quotes or (QUOTE, HELD), "3 deltakere ber om det"), Candidate(1, 2, "Miro og andre tavler", 2, (), "", "miro"))


def release(memory: Memory, **changes: Any) -> Release:
    return Release(circle(**changes), memory, KEYS.digest, NOW)


def words(memory: Memory, **changes: Any) -> dict[str, Words]:
    return {each.text: each for each in release(memory, **changes).words(memory.candidates or candidates())}


def decided(memory: Memory, text: str, *, shown: bool) -> Memory:
    key = words(memory)[text].key
    return replace(memory, words_decided=(*memory.words_decided, WordsDecision(key, shown, "F01", NOW)))


def test_a_yes_shows_a_no_does_not_and_other_words_are_another_quote() -> None:
    memory = Memory(candidates=candidates())
    assert [each.shown for each in words(memory).values()] == [False] * 3
    yes = decided(memory, QUOTE, shown=True)
    assert release(yes).candidates(yes.candidates, "nb")[0].quotes == (QUOTE,)
    edited = replace(yes, candidates=candidates(f"{QUOTE} nå"))
    assert release(edited).candidates(edited.candidates, "nb")[0].quotes == ()
    assert release(decided(yes, QUOTE, shown=False)).candidates(yes.candidates, "nb")[0].quotes == ()


def test_a_title_outside_the_bank_is_a_new_theme_until_somebody_says_yes_or_names_it() -> None:
    memory = Memory(candidates=candidates())
    titles = [each.title for each in release(memory).candidates(memory.candidates, "nb")]
    assert titles == ["Et nytt tema (3 personer)", "Miro og andre tavler"]
    assert release(memory).titles([(TITLE, 1)], "nn") == ["Eit nytt tema (1 person)"]
    assert release(memory).titles([(TITLE, 3), ("Ymse", 2)], "en") == ["New theme no. 1 (3 people)", "New theme no. 2 (2 people)"]
    yes = decided(memory, TITLE, shown=True)
    assert release(yes).titles([(TITLE, 3), ("Ymse", 2)], "nb") == [TITLE, "Nytt tema nr. 2 (2 personer)"]
    named = replace(memory, corrected=(Corrected(1, Corrections().rename("key", TITLE), NOW),))
    assert release(named).titles([(TITLE, 3)], "nb") == [TITLE]


@pytest.mark.parametrize(
    ("told", "days", "shown"), [("2021-05-27", 1, True), ("2021-05-27", 2, False), ("2021-05-25", 3, True), ("2021-05-24", 0, False)]
)
def test_time_shows_only_where_the_circle_wants_it_and_never_what_may_tell_of_others(told: str, days: int, shown: bool) -> None:
    memory = Memory(candidates=candidates())
    sent = {told_key(each.key): local(told, "12:00") for each in words(memory).values()}
    letters = replace(circle().letters, quotes_after_days=days)
    found = words(replace(memory, notices=sent), letters=letters)
    assert (found[QUOTE].shown, found[HELD].shown, found[TITLE].shown) == (shown, False, False)
    assert not words(memory, letters=letters)[QUOTE].shown  # no digest has told of it


def test_a_friday_s_quote_waits_for_monday() -> None:
    memory = Memory(candidates=candidates())
    letters = replace(circle().letters, quotes_after_days=1)
    sent = replace(memory, notices={told_key(words(memory)[QUOTE].key): local("2021-05-21", "08:05")})
    goes = words(sent, letters=letters)[QUOTE].goes
    assert goes == local("2021-05-25", "08:05")  # Monday 24 May 2021 is Whit Monday


@pytest.mark.parametrize(("outcome", "kept"), [(Outcome.DONE, True), (Outcome.LAID, False), (Outcome.UNKNOWN, False), (Outcome.REJECTED, False)])
def test_only_a_digest_that_was_really_sent_has_told_of_a_quote(outcome: Outcome, kept: bool) -> None:
    """R24, and once told the first time counts."""
    memory = replace(round_at(local("2021-05-05"), sheet(people=PEOPLE, meetings=MEETINGS))[1], candidates=candidates())
    snapshot = see(sheet(people=PEOPLE, meetings=MEETINGS), memory, local("2021-05-28"))
    scope = Scope(("digest",), 100)
    digest = plan_digest(snapshot, scope, (), ()).digest
    assert {each.text for each in digest.words} == {QUOTE, HELD, TITLE}
    letter = LetterRecord("F01", 0, Kind.DIGEST, "2021-05-28", 1, outcome, NOW)
    changes = plan_record(snapshot, scope, Read({}, memory), Done((), [letter], digest, (), "done"))
    assert (told_key(digest.words[0].key) in changes.notices) is kept


def letters_of(memory: Memory, language: str) -> str:
    """The values of all letters that participants get, as one text."""
    people = [(*person, "", "", language) if len(person) == 3 else person for person in PEOPLE]
    snapshot = see(sheet(people=people, meetings=MEETINGS), memory, NOW)
    content = LetterContent(snapshot, with_rooms(snapshot, memory), memory.letters, snapshot.problems, KEYS, Pages("https://sirkel.example.org"))
    reader = replace(next(each for each in snapshot.roster.people if each.code == "D01"), language=language)
    kinds = [kind for kind in Kind if kind.facts.readers is not Readers.FACILITATORS]
    assert Kind.CONSULTATION in kinds and Kind.FOCUS in kinds and Kind.CLOSING in kinds
    told = memory.letters[0]
    found = [content.context(Letter("D01", 2 if kind.facts.about_meeting else 0, kind, "1", 1, told=told), reader) for kind in kinds]
    return str([{name: str(value) for name, value in each.items()} for each in found])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobodys_words_reach_the_others_before_a_yes(language: str) -> None:
    before = round_at(local("2021-05-05"), sheet(people=PEOPLE, meetings=MEETINGS))[1]
    asked = Consultation(2, NOW - timedelta(days=1), NOW + timedelta(days=5), (TITLE, "Miro og andre tavler"), ())
    memory = replace(before, candidates=candidates(), consultations=(asked,))
    assert "zzmerke" not in letters_of(memory, language).casefold()
    assert "Miro og andre tavler" in letters_of(memory, language)
    shown = letters_of(decided(decided(memory, QUOTE, shown=True), TITLE, shown=True), language)
    assert QUOTE in shown and TITLE in shown and HELD not in shown
    assert "zzmerke" not in letters_of(decided(decided(memory, QUOTE, shown=False), TITLE, shown=False), language).casefold()


#: Who may read the quotes of proposals: those who decide, make or keep them, and what only facilitators and coordinators see.
ALLOWED = {
    "tasks.circle.proposals.shown_words", "tasks.doors.ledger.forget", "tasks.doors.ledger.write",
    "tasks.circle.letters.content",  # of what `Release` gave it, and for the digest
    "tasks.pages.answers",  # of what `Release` gave it
    "tasks.circle.replies.taking",  # to know the letter again in what quotes it; they go nowhere
    "tasks.circle.coordinator.own_tabs",  # the sheet is the facilitators'
}  # fmt: skip


def test_only_these_read_what_participants_wrote() -> None:
    """A way round: somebody else who reads a proposal's quotes."""
    reads = {source.module for source in sources("tasks", "flows") for node in source.nodes(ast.Attribute) if node.attr == "quotes"}
    none_of(sorted(reads - ALLOWED))
    ways = {source.module for source in sources("tasks", "flows") if "Release(" in source.text or "release_of(" in source.text}
    assert ways == {
        "tasks.circle.snapshot",
        "tasks.admin.rehearsal",
        "tasks.pages.facilitator", "tasks.pages.privacy", "tasks.pages.voting", "tasks.pages.room",
        "tasks.circle.proposals.correcting", "tasks.circle.letters.digest",
        "tasks.circle.letters.digest_content", "tasks.circle.letters.content", "tasks.circle.coordinator.circle_report", "tasks.pages.answers",
    }  # fmt: skip
