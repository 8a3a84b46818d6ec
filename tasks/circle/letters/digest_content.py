"""What a digest tells the facilitators, in the circle's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace as TemplateValues

from tasks.circle.answers.ballots import last_results
from tasks.circle.answers.consultation import day_words
from tasks.circle.letters.digest import NEWS_FOR, Digest, Undecided, release_of
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.errors import Grade, to_mend
from tasks.circle.model.languages import LANGUAGE_FACTS
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.phrases import date_words
from tasks.circle.model.records import LetterRecord, Meeting
from tasks.circle.model.table import normal
from tasks.circle.proposals.explaining import Explained, explained
from tasks.circle.snapshot import Snapshot

#: A letter asks about so many pairs; Prefect's page has all.
MOST_SIMILAR = 2


def digest_values(
    digest: Digest,
    snapshot: Snapshot,
    meetings: Mapping[int, Meeting],
    language: str,
    candidates: Sequence[TemplateValues],
    coming: Sequence[TemplateValues],
    similar: Sequence[tuple[str, str]],
) -> Mapping[str, object]:
    """The values of the digest's template. Proposals are told when the answers they rest on are closed."""
    ready = _ready(snapshot, meetings)
    return {
        "problems": to_mend(digest.problems),
        "information": tuple(each for each in digest.problems if each.grade is Grade.INFORMATION),
        "unknown": _letters(digest.unknown, language),
        "rejected": _letters(digest.rejected, language),
        "undecided": tuple(_undecided(choice, language) for choice in digest.undecided),
        "candidates": tuple(candidates) if ready else (),
        "candidates_of": snapshot.candidates_of if ready else 0,
        "similar": tuple(similar),
        "too_few": ready and not snapshot.candidates_about(snapshot.candidates_of),
        "consultation_result": _result(digest, snapshot, language),
        "room_votes": _room_votes(snapshot, meetings, language),
        "coming": tuple(coming),
        "words_waiting": sum(each.waits for each in digest.words),
        "words_held": sum(each.waits and each.held for each in digest.words),
        "monthly": digest.monthly,
    }


def _room_votes(snapshot: Snapshot, meetings: Mapping[int, Meeting], language: str) -> tuple[TemplateValues, ...]:
    """What was said in the room of the last meeting (R30), as long as it is news."""
    inputs = snapshot.inputs
    found = last_results(inputs.memory, inputs.now)
    meeting = meetings.get(found[0].ballot.meeting) if found else None
    if meeting is None or not meeting.end <= inputs.now < meeting.end + NEWS_FOR:
        return ()
    day = date_words(meeting.start.astimezone(inputs.circle.zone).date(), language)
    return tuple(TemplateValues(day=day, turnout=each.turnout, strangers=each.strangers, proposals=each.proposals) for each in found)


def _ready(snapshot: Snapshot, meetings: Mapping[int, Meeting]) -> bool:
    last = meetings.get(snapshot.candidates_of)
    return last is not None and answers_close(last, snapshot.inputs.circle) <= snapshot.inputs.now


def similar_now(snapshot: Snapshot, meetings: Mapping[int, Meeting]) -> tuple[tuple[str, str], ...]:
    """The titles of proposals that a person might say are one theme, with somebody's wish or another proposal; a few."""
    seen = explained_now(snapshot, asked=True) if _ready(snapshot, meetings) and snapshot.candidates else None
    if seen is None:
        return ()
    titles = {each.rank: each.title for each in seen.report.proposals + seen.report.also}
    shown = {each.title for each in snapshot.candidates}
    found = ((titles[each.one], titles[each.other]) for each in seen.report.merges)
    return tuple(pair for pair in found if shown & set(pair) and not seen.chosen & set(map(normal, pair)))[:MOST_SIMILAR]


def _letters(letters: Iterable[LetterRecord], language: str) -> tuple[TemplateValues, ...]:
    """`code` is "" for who has yet to confirm a sign-up: nobody finds it in «Koder», and `settle` takes the letter's `name`."""
    return tuple(
        TemplateValues(code=sent.shown_code, kind=sent.kind.facts.names[language], meeting=sent.meeting, detail=sent.detail, name=sent.message_id)
        for sent in letters
    )


def _undecided(choice: Undecided, language: str) -> str:
    facts = LANGUAGE_FACTS[language]
    sentence = facts.no_focus if choice.what == "focus" else facts.no_date
    return sentence.format(day=date_words(choice.day, language), number=choice.number)


def _result(digest: Digest, snapshot: Snapshot, language: str) -> TemplateValues | None:
    found = digest.consultation
    if found is None:
        return None
    zone, now = snapshot.inputs.circle.zone, snapshot.inputs.now
    number = found.consultation.meeting
    asked = {s.person for s in snapshot.inputs.memory.letters if s.kind is Kind.CONSULTATION and s.meeting == number}
    return TemplateValues(
        turnout=found.turnout,
        invited=len(asked),
        dates=tuple((day_words(snapshot.inputs.circle, day, language), votes) for day, votes in found.dates),
        none_fits=found.none_fits,
        comments=found.comments,
        proposals=found.proposals,
        closes=date_words((found.consultation.closes - timedelta(seconds=1)).astimezone(zone).date(), language),
        open=now < found.consultation.closes,
    )


def explained_now(snapshot: Snapshot, *, asked: bool) -> Explained | None:
    """What a round has to show: of answers it read anew, or (`asked` for) of the last that were read; None when there is nothing."""
    number, memory = snapshot.candidates_of, snapshot.inputs.memory
    if not number or not (asked or number in snapshot.fresh):
        return None
    anew = snapshot.changes.candidates_of
    kept = tuple(each for each in memory.pairs if each.removed or each.meeting not in anew)
    memory = replace(memory, candidates=snapshot.all_candidates, pairs=kept + snapshot.changes.pairs)
    circle, meetings = snapshot.inputs.circle, snapshot.programme.meetings
    return explained(
        circle, memory, number, meetings, tuple(snapshot.replies.values()), release_of(snapshot), snapshot.names, snapshot.fresh.get(number)
    )
