"""What goes wrong, in words for the person who can mend it (R3, R23)."""

import errno
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

#: A place in two: what its neighbours share, and its cell, row, line, code or meeting.
_PLACE = re.compile(r"(.* )([A-ZÆØÅ]{0,3}\d+)")

#: What `command` and `form` say of what somebody must confirm.
CONFIRM, CONFIRM_BY_FORM = "Det gjør «run --confirm».", "Det gjør du med «Bekreft» når du starter runden."


class Grade(StrEnum):
    """How much a problem matters (R28); what stops a round is raised (`Stop`). The values stand in `--json`."""

    MEND = "mend"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a person should see: where it is, what is wrong, what to do next.

    `where` names file and key, or tab and cell, where the value stands; never a name or an address (they stay in the sheet). What is
    for information is shown and never counted: no state, exit status or number of things to do comes of it. `next_step` is for all
    readers, also of the sheet and of letters; `command` and `form` go on from it at a terminal and in Prefect's page. What is `passing`
    ends by itself: it is shown to who looks, and no letter goes because of it.
    """

    where: str
    what: str
    next_step: str
    grade: Grade = Grade.MEND
    command: str = ""
    form: str = ""
    passing: bool = False

    @property
    def typed(self) -> str:
        """The next step of who may type commands: at a terminal, or running the program."""
        return f"{self.next_step} {self.command}".rstrip()

    @property
    def clicked(self) -> str:
        """The next step of who sits at Prefect's page."""
        return f"{self.next_step} {self.form}".rstrip()

    @property
    def in_page(self) -> str:
        """All of it in a line of Prefect's page."""
        return f"{self.where}: {self.what} {self.clicked}"

    def as_json(self) -> dict[str, str]:
        """The object of `--json`."""
        return {"where": self.where, "what": self.what, "next_step": self.typed, "grade": self.grade.value}

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.typed}"


class Stop(Exception):  # noqa: N818 - the word people use: the round stops
    """Nothing is done before a person has mended `problems` (all of them are given at once)."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class Busy(Stop):
    """Another round of the same circle holds the lease (R20)."""


def stop_if(problems: Iterable[Problem]) -> None:
    """Raise `Stop` with all of `problems` when there are any."""
    found = tuple(problems)
    if found:
        raise Stop(found)


def to_mend(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that a person is to put right, each once."""
    return tuple(problem for problem in dict.fromkeys(problems) if problem.grade is Grade.MEND)


def gathered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As they are shown: equal ones are one with all their places («Påmelding», celle B3, B7 og B12), those to put right first."""
    alike: dict[Problem, list[str]] = {}
    for problem in dict.fromkeys(problems):
        alike.setdefault(replace(problem, where=""), []).append(problem.where)
    found = [replace(problem, where=together(where)) for problem, where in alike.items()]
    return tuple(sorted(found, key=lambda problem: problem.grade is Grade.INFORMATION))


def together(where: Iterable[str]) -> str:
    """Places in one: their common beginning is told once; places without one are set apart by semicolons."""
    shared: dict[str, list[str]] = {}
    for each in where:
        start, last = found.groups() if (found := _PLACE.fullmatch(each)) else (each, "")
        shared.setdefault(start, []).append(last)
    return "; ".join(start + " og ".join(filter(None, (", ".join(last[:-1]), last[-1]))) for start, last in shared.items())


# What an operating system's refusal means, in words for who can mend it: its own are English on most machines.

_WORDS = {
    errno.EACCES: "det er ikke lov",
    errno.EPERM: "det er ikke lov",
    errno.EROFS: "mappen kan bare leses",
    errno.ENOSPC: "disken er full",
    errno.EDQUOT: "plassen brukeren har på disken, er brukt opp",
    errno.EFBIG: "disken er full, eller filen er større enn brukeren har lov til",
    errno.EIO: "disken svarer med feil",
    errno.ENOENT: "filen eller mappen finnes ikke",
    errno.ENOTDIR: "en del av stien er en fil, ikke en mappe",
    errno.EISDIR: "det er en mappe, ikke en fil",
    errno.EEXIST: "det ligger noe der fra før",
    errno.ENAMETOOLONG: "navnet er for langt",
    errno.ELOOP: "stien viser til seg selv",
    errno.EBUSY: "et annet program bruker den",
    errno.ETXTBSY: "et annet program bruker den",
    errno.EMFILE: "for mange filer er åpne",
    errno.ENFILE: "for mange filer er åpne",
    errno.ESTALE: "nettdisken er borte",
    errno.ETIMEDOUT: "nettdisken svarer ikke",
    errno.ECONNREFUSED: "ingen svarer på den adressen og porten",
    errno.ECONNRESET: "forbindelsen ble brutt",
    errno.EHOSTUNREACH: "det er ingen vei dit på nettet",
    errno.ENETUNREACH: "maskinen har ikke nett",
    errno.EADDRINUSE: "den er opptatt",
    errno.EADDRNOTAVAIL: "adressen hører ikke til denne maskinen",
}


def reason(error: OSError) -> str:
    """Such as «disken er full»: to stand in brackets or before a full stop. Rare ones by their number (`errno` has them)."""
    number = error.errno or 0
    if number < 0:  # of looking up a name (getaddrinfo(3))
        return "navnet finnes ikke på nettet"
    return _WORDS.get(number) or f"systemet sier {errno.errorcode.get(number, type(error).__name__)}"


@contextmanager
def system_stops(where: object, what: str, next_step: str) -> Iterator[None]:
    """Raise `Stop` for what the system refuses in here; `what` is without its full stop, the reason follows in brackets."""
    try:
        yield
    except OSError as error:
        raise Stop([Problem(str(where), f"{what} ({reason(error)}).", next_step)]) from error
