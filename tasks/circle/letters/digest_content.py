"""What a digest tells the facilitators, in the circle's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace as Told

from tasks.circle.letters.digest import Digest, Undecided
from tasks.circle.meetings.closing import answers_close
from tasks.circle.model.phrases import KIND_WORDS, date_words
from tasks.circle.model.records import Kind, Meeting, Sent
from tasks.circle.model.table import normal
from tasks.circle.proposals.explaining import Explained, explained
from tasks.circle.snapshot import World

#: A letter asks about so many pairs; Prefect's page has all.
MOST_SIMILAR = 2
UNDECIDED = {
    ("focus", "nb"): "Møtet {day} har ikke noe fokusområde. Skriv det i «Møter», Nr {number}.",
    ("focus", "nn"): "Møtet {day} har ikkje noko fokusområde. Skriv det i «Møter», Nr {number}.",
    ("focus", "en"): "The meeting on {day} has no focus area. Type it in «Møter», Nr {number}.",
    ("date", "nb"): "Rytmen foreslår et møte {day}, men datoen er ikke satt. Skriv den i «Møter» hvis møtet skal holdes.",
    ("date", "nn"): "Rytmen føreslår eit møte {day}, men datoen er ikkje sett. Skriv han i «Møter» om møtet skal haldast.",
    ("date", "en"): "The rhythm proposes a meeting on {day}, but the date is not set. Type it in «Møter» if it is to be held.",
}


def digest_told(
    digest: Digest,
    world: World,
    meetings: Mapping[int, Meeting],
    language: str,
    candidates: Sequence[Told],
    coming: Sequence[Told],
    similar: Sequence[tuple[str, str]],
) -> Mapping[str, object]:
    """The values of the digest's template. Proposals are told when the answers they rest on are closed."""
    ready = _ready(world, meetings)
    return {
        "problems": digest.problems,
        "unknown": _letters(digest.unknown, language),
        "rejected": _letters(digest.rejected, language),
        "undecided": tuple(_undecided(choice, language) for choice in digest.undecided),
        "candidates": tuple(candidates) if ready else (),
        "candidates_of": world.candidates_of if ready else 0,
        "similar": tuple(similar),
        "too_few": ready and not world.heard_of(world.candidates_of),
        "consultation_result": _result(digest, world, language),
        "coming": tuple(coming),
        "monthly": digest.monthly,
    }


def _ready(world: World, meetings: Mapping[int, Meeting]) -> bool:
    last = meetings.get(world.candidates_of)
    return last is not None and answers_close(last, world.ground.circle) <= world.ground.now


def similar_now(world: World, meetings: Mapping[int, Meeting]) -> tuple[tuple[str, str], ...]:
    """The titles of proposals that a person might say are one theme, with somebody's wish or another proposal; a few."""
    seen = explained_now(world, asked=True) if _ready(world, meetings) and world.candidates else None
    if seen is None:
        return ()
    titles = {each.rank: each.title for each in seen.report.proposals + seen.report.also}
    shown = {each.title for each in world.candidates}
    found = ((titles[each.one], titles[each.other]) for each in seen.report.merges)
    return tuple(pair for pair in found if shown & set(pair) and not seen.chosen & set(map(normal, pair)))[:MOST_SIMILAR]


def _letters(letters: Iterable[Sent], language: str) -> tuple[Told, ...]:
    words = KIND_WORDS[language]
    return tuple(Told(code=sent.person, kind=words[sent.kind], meeting=sent.meeting) for sent in letters)


def _undecided(choice: Undecided, language: str) -> str:
    return UNDECIDED[choice.what, language].format(day=date_words(choice.day, language), number=choice.number)


def _result(digest: Digest, world: World, language: str) -> Told | None:
    found = digest.consultation
    if found is None:
        return None
    zone, now = world.ground.circle.zone, world.ground.now
    number = found.consultation.meeting
    asked = {s.person for s in world.ground.memory.letters if s.kind is Kind.CONSULTATION and s.meeting == number}
    return Told(
        turnout=found.turnout,
        invited=len(asked),
        dates=tuple((date_words(day, language), votes) for day, votes in found.dates),
        proposals=found.proposals,
        closes=date_words((found.consultation.closes - timedelta(seconds=1)).astimezone(zone).date(), language),
        open=now < found.consultation.closes,
    )


def explained_now(world: World, *, asked: bool) -> Explained | None:
    """What a round has to show: of answers it read anew, or (`asked` for) of the last that were read; None when there is nothing."""
    number, memory = world.candidates_of, world.ground.memory
    if not number or not (asked or number in world.fresh):
        return None
    anew = world.facts.candidates_of
    kept = tuple(each for each in memory.pairs if each.removed or each.meeting not in anew)
    memory = replace(memory, candidates=world.heard, pairs=kept + world.facts.pairs)
    circle, meetings = world.ground.circle, world.programme.meetings
    return explained(circle, memory, number, meetings, tuple(world.replies.values()), world.names, world.fresh.get(number))
