"""A letter that lies in a folder has reached nobody (R24): which letters those are, and what they count for when the post is live."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import SETTLED, LetterRecord, Memory, Outcome, Told

#: The kind of post that is a folder: a circle that has it is on trial.
OUTBOX = "outbox"
#: The notice that people were told what letters of earlier versions count as.
EARLIER = "post:earlier"


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
        notices={key: at for key, at in memory.notices.items() if not (at in told and key.startswith(tuple(Told)))},
    )


def key_of(letter: LetterRecord) -> tuple[str, int, Kind, str]:
    return letter.person, letter.meeting, letter.kind, letter.revision


# What is said of it.

TRIAL = Problem(
    "doors.toml, [post] kind", "Sirkelen er på prøve: Brevene legges i en mappe, og når ingen.",
    "Slå på e-post når dere vil begynne; ellers trengs ingenting.", Grade.INFORMATION, passing=True,
)  # fmt: skip


def on_trial(index: object) -> str:
    return f"På prøve: Brevene legges i en mappe, og når ingen. Les dem i {index}."


def goes_live(first: int, laid: int) -> str:
    """`first` of the letters that are due, of all `laid`, have lain in the folder until now."""
    rest = f" De andre {laid - first} i mappen har mistet sin tid, og sendes ikke." if laid > first else ""
    return f"{first} brev som til nå bare er lagt i mappen, og ikke har nådd noen, går ut på ordentlig.{rest}"


def what_earlier_count_as(laid: int, sent: int, folder: object) -> str:
    return (
        f"{laid + sent} brev er fra en eldre versjon, som ikke husket om de gikk med e-post. {laid} ligger i {folder} og regnes som lagt der; "
        f"{sent} regnes som sendt. Er det feil, snu det: «settle all sent» (de i mappen har nådd folk) eller «settle all laid» (ingen har fått dem)."
    )
