"""Where rounds are killed: the points in their order, and whether a letter of the line that stands there may be in doubt."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Point:
    """`service`: smtp, zoom, google, inner (the round stops itself) or clock (any moment). `often`: how often the rounds «first» and
    «changed» come by. `doubt`: the commands of a letter have begun there. `sending`: other lines may be in a letter meanwhile."""

    name: str
    service: str
    often: tuple[int, int]
    doubt: bool = False
    sending: bool = False
    way: str = ""

    def unknowns(self, connections: int) -> int:
        """How many letters a kill here may leave unknown: one for each open line, none for a line that stands before its letter."""
        return connections - (not self.doubt) if self.sending else 0


LETTERS, LINES = (28, 35), (1, 1)


def _line(*names: str) -> list[Point]:
    return [Point(name, "smtp", LINES, sending=True) for name in names]


def _letter(*names: str) -> list[Point]:
    return [Point(name, "smtp", LETTERS, doubt=True, sending=True) for name in names]


def _inner(name: str, often: tuple[int, int], *, doubt: bool = False) -> Point:
    return Point(name, "inner", often, doubt, sending=name.startswith(("claim", "record")))


POINTS = (
    *(_inner(f"lease-{stage}", (1, 1)) for stage in ("before", "open", "after")),
    Point("read-before", "google", (2, 1)),
    Point("read-after", "google", (2, 1)),
    *(_inner(f"save-{stage}", (1, 1)) for stage in ("before", "open", "after")),
    Point("token-after", "zoom", (1, 1)),
    Point("list-before", "zoom", (1, 1)),
    Point("create-before", "zoom", (3, 1), way="lost"),
    Point("create-before", "zoom", (3, 1), way="late"),
    Point("create-after", "zoom", (3, 1)),
    Point("update-before", "zoom", (0, 1), way="late"),
    Point("update-after", "zoom", (0, 1)),
    Point("delete-before", "zoom", (0, 1), way="lost"),
    Point("delete-after", "zoom", (0, 1)),
    *(_inner(f"room-{stage}", (4, 4)) for stage in ("before", "open", "after")),
    *_line("connect", "ehlo", "starttls", "auth"),
    # What became of the letter before is recorded with the claim.
    _inner("claim-before", LETTERS, doubt=True),
    _inner("claim-open", LETTERS, doubt=True),
    _inner("claim-after", LETTERS, doubt=True),
    *_letter("mail", "rcpt", "data", "body"),
    Point("end", "smtp", LETTERS, doubt=True, sending=True, way="cut"),
    Point("end", "smtp", LETTERS, doubt=True, sending=True, way="late"),
    *_letter("kept", "answered"),
    _inner("record-before", LETTERS, doubt=True),
    _inner("record-open", LETTERS, doubt=True),
    _inner("record-after", LETTERS, doubt=True),
    *(_inner(f"close-{stage}", (1, 1)) for stage in ("before", "open", "after")),
    Point("write-before", "google", (1, 1), way="lost"),
    Point("write-before", "google", (1, 1), way="late"),
    Point("write-after", "google", (1, 1)),
)
ANY_MOMENT = Point("any moment", "clock", (1, 1), doubt=True, sending=True)


def passed(rounds: str, chance: Random) -> list[tuple[Point, int]]:
    """The points that the round comes by, each with how often it is passed first."""
    which = ("first", "changed").index(rounds)
    found = [(point, point.often[which]) for point in POINTS if point.often[which]]
    # Not the last letters: some are gone already when it is the re-run that is killed.
    return [(point, chance.randrange(often if often < 10 else 8)) for point, often in found]
