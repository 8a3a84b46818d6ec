"""Where a round takes place: which circle, with which configuration and data, for real or rehearsed. No Prefect here.

Tasks get a `Place`, never an open door and never a secret; they open what they need, and what is open is kept for the process.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tasks.circle.circle import Circle
from tasks.circle.keys import Keys
from tasks.circle.wording import Wording
from tasks.doors.opening import Opened, open_doors
from tasks.settings import CircleSettings, Settings, key, load

REHEARSAL = "rehearsal"
#: A rehearsal's links lead nowhere, and its letters must come out the same everywhere.
REHEARSAL_KEY = b"rehearsal"


@dataclass(frozen=True, slots=True)
class Place:
    """`config` and `data` are folders; `rehearsal`: local doors, simulated time, a ledger of its own."""

    config: str
    data: str
    circle: str
    rehearsal: bool = False

    @property
    def folder(self) -> Path:
        """Where this circle's letters, report and practice sheet lie."""
        root = Path(self.data)
        return (root / REHEARSAL if self.rehearsal else root) / self.circle

    @property
    def ledger_folder(self) -> Path:
        return self.folder if self.rehearsal else Path(self.data)


@dataclass(frozen=True, slots=True)
class Equipped:
    """A place with everything a task needs."""

    place: Place
    settings: CircleSettings
    circle: Circle
    doors: Opened
    wording: Wording
    keys: Keys

    @property
    def domain(self) -> str:
        """What ends UIDs and Message-IDs: the sender's domain."""
        return self.settings.doors.post.sender_address.rpartition("@")[2]


def equipped(place: Place) -> Equipped:
    """Settings, templates and doors of `place`. Raises `Stop` with everything that is wrong in the configuration."""
    return _equipped(place, _stamp(place.config))


def forget_doors() -> None:
    """Close what is kept open: a rehearsal starts from an empty folder."""
    _equipped.cache_clear()


def _stamp(config: str) -> tuple[tuple[str, int], ...]:
    """Changes when a file of the configuration does."""
    files = [path for path in Path(config).rglob("*") if path.suffix in (".toml", ".md")]
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=8)
def _settings(config: str, data: str, stamp: tuple[tuple[str, int], ...]) -> tuple[Settings, Wording]:
    settings = load(Path(config), Path(data))
    return settings, Wording(settings.templates)


@lru_cache(maxsize=256)
def _equipped(place: Place, stamp: tuple[tuple[str, int], ...]) -> Equipped:
    settings, wording = _settings(place.config, place.data, stamp)
    chosen = settings.circle(place.circle)
    keys = Keys(REHEARSAL_KEY if place.rehearsal else key(settings))
    doors = open_doors(chosen, place.folder, place.ledger_folder, rehearsal=place.rehearsal)
    return Equipped(place, chosen, chosen.circle, doors, wording, keys)
