"""A letter that lies in a folder has reached nobody (R24): which letters those are, and what they count for when the post is live."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, Protocol

from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, Kind
from tasks.circle.model.records import SETTLED, DigestNotice, LetterRecord, Memory, Outcome

#: The kind of post that is a folder: a circle that has it is on trial.
OUTBOX = "outbox"
#: The notice that people were told what letters of earlier versions count as.
EARLIER = "post:earlier"
#: How the notice begins that keeps how many letters a round left waiting; most of them were never tried, and have no record.
LEFT = "waiting:"


def only_laid(letter: LetterRecord) -> bool:
    """It lies in the folder, or perhaps (its round died), also as `as_live` shows it; DONE is a person's word that it came through."""
    return letter.post == OUTBOX and letter.outcome not in (Outcome.DONE, Outcome.LATER, Outcome.REJECTED)


def is_laid(letter: LetterRecord) -> bool:
    """It lies in the folder, whatever it counts for now."""
    return letter.post == OUTBOX and letter.outcome in (Outcome.LAID, Outcome.NOT_SENT)


def of_earlier(letters: Iterable[LetterRecord]) -> list[LetterRecord]:
    """Those that went by nobody knows which post."""
    return [each for each in letters if not each.post and each.outcome in SETTLED]


def found_in(letters: Iterable[LetterRecord], folder: Container[str]) -> tuple[LetterRecord, ...]:
    """Those of earlier versions whose Message-ID lies in `folder`, as what they are: laid."""
    found = (each for each in of_earlier(letters) if each.message_id in folder)
    return tuple(replace(each, post=OUTBOX, outcome=Outcome.LAID if each.outcome is Outcome.DONE else each.outcome) for each in found)


def counted_anew(memory: Memory, counted: Sequence[LetterRecord]) -> Memory:
    """`memory` with these letters in place of what they were."""
    newer = {key_of(each): each for each in counted}
    return replace(memory, letters=tuple(newer.get(key_of(each), each) for each in memory.letters)) if newer else memory


def as_live(memory: Memory) -> Memory:
    """`memory` where letters go by a live post: what was only laid is not sent, and nobody was told what those digests said."""
    laid = [each for each in memory.letters if only_laid(each)]
    if not laid:
        return memory
    told = {each.at for each in laid if each.kind is Kind.DIGEST}
    return replace(
        memory,
        letters=tuple(replace(each, outcome=Outcome.NOT_SENT) if only_laid(each) else each for each in memory.letters),
        notices={key: at for key, at in memory.notices.items() if not (at in told and key.startswith(tuple(DigestNotice)))},
    )


def key_of(letter: LetterRecord) -> tuple[str, int, Kind, str]:
    return letter.person, letter.meeting, letter.kind, letter.revision


class About(Protocol):
    """A letter that went or is to go."""

    @property
    def person(self) -> str: ...
    @property
    def meeting(self) -> int: ...
    @property
    def kind(self) -> Kind: ...


Matter = tuple[str, int, Kind]


def matter_of(letter: About) -> Matter:
    """What it is about, whatever the address or revision: all that calendars hear of a meeting is one matter."""
    return letter.person, letter.meeting, Kind.INVITATION if letter.kind in CALENDAR_KINDS else letter.kind


def _whoever(matter: Matter) -> Matter:
    """The same of any facilitator: one whose address is another is another person, and hears the same."""
    return (matter[0][:1], *matter[1:]) if matter[0].startswith("F") else matter


def yet_to_go(letters: Sequence[LetterRecord]) -> list[LetterRecord]:
    """Those that reached nobody, and whose matter nobody was written to about since. A digest that was laid is written anew."""
    sent: dict[Matter, datetime] = {}
    for each in letters:
        for about in (matter_of(each), _whoever(matter_of(each))) if each.outcome in SETTLED else ():
            sent[about] = max(each.at, sent.get(about, each.at))
    waits = (each for each in letters if each.outcome in (Outcome.NOT_SENT, Outcome.LATER) and not (is_laid(each) and each.kind is Kind.DIGEST))
    asked = ((each, _whoever(matter_of(each)) if is_laid(each) else matter_of(each)) for each in waits)
    return [each for each, about in asked if about not in sent or sent[about] < each.at]


def left_waiting(letters: Iterable[LetterRecord], now: datetime) -> dict[str, datetime]:
    """The notice of a round at `now` (UTC) that had these letters."""
    count = sum(each.outcome is Outcome.LATER for each in letters)
    return {f"{LEFT}{count}": now} if count else {}


class Laid(NamedTuple):
    """Of what only lay in the folder: the letters that go out for it (`first`), and how many of those there go out no more (`lost`)."""

    first: int = 0
    lost: int = 0


def of_laid(letters: Sequence[LetterRecord], due: Iterable[About]) -> Laid:
    """What becomes of the laid among `letters` (as `as_live` has them) when those that are `due` go out."""
    laid = Counter(map(_whoever, {matter_of(each) for each in yet_to_go(letters) if is_laid(each)}))
    goes = Counter(map(_whoever, map(matter_of, due)))
    return Laid((laid & goes).total(), (laid - goes).total())


# What is said of it.

TRIAL = Problem(
    "doors.toml, [post] kind", "Sirkelen er på prøve: Brevene legges i en mappe, og når ingen.",
    "Slå på e-post når dere vil begynne; ellers trengs ingenting.", Grade.INFORMATION, passing=True,
)  # fmt: skip


def on_trial(index: object) -> str:
    return f"På prøve: Brevene legges i en mappe, og når ingen. Les dem i {index}."


def goes_live(laid: Laid) -> str:
    """Of a round to come, where some go out."""
    return f"{laid.first} brev som til nå bare er lagt i mappen, og ikke har nådd noen, går ut på ordentlig.{_lost(laid)}"


def went_live(laid: Laid) -> str:
    """Of a round that is over, where some went out."""
    return f"{laid.first} brev som før bare lå i mappen, og ikke hadde nådd noen, gikk ut på ordentlig.{_lost(laid)}"


def _lost(laid: Laid) -> str:
    return f" De andre {laid.lost} i mappen har mistet sin tid, og sendes ikke." if laid.lost else ""


def what_earlier_count_as(laid: int, sent: int, folder: object) -> str:
    return (
        f"{laid + sent} brev er fra en eldre versjon, som ikke husket om de gikk med e-post. {laid} ligger i {folder} og regnes som lagt der; "
        f"{sent} regnes som sendt. Er det feil, snu det: «settle all sent» (de i mappen har nådd folk) eller «settle all laid» (ingen har fått dem)."
    )
