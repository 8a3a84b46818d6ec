"""Where a round takes place: which circle, with which configuration and data, for real or rehearsed. No Prefect here.

Tasks get a `Place`, never an open door and never a secret; they open what they need, and what is open is kept for the process.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from tasks import clock
from tasks.circle.letters.templates import Wording
from tasks.circle.model.acts import typed_instant
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.circle.model.links import Keys
from tasks.doors.bootstrap import Opened, open_doors
from tasks.settings.load import CircleSettings, Settings, circle_names, folders, key, lend, load_what_is_sound
from tasks.settings.secret_values import lacking, missing_secrets

Stamp = tuple[tuple[str, int], ...]

REHEARSAL = "rehearsal"
#: A share of all circles, as «2/3»; a circle's name has no stroke.
_SHARE = re.compile(r"([1-9]\d*)/([1-9]\d*)")
#: A rehearsal's links lead nowhere, and its letters must come out the same everywhere.
REHEARSAL_KEY = b"a rehearsal, no secret"


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
    kept = _OPEN.get(place) or _open(place, _stamp(place.config))
    return kept[1]


def equipped_anew(place: Place) -> Equipped:
    """The same at the start of a round: a configuration that people have changed since is read again, and secrets must be there."""
    stamp = _stamp(place.config)
    missing = _lacks(place, stamp)
    stop_if([lacking(missing)] if missing else [])
    return _with_changes(place, stamp)


def with_changes(place: Place) -> Equipped:
    """The same when secrets may be lacking. A wrong change raises `Stop`, and what was open stays so."""
    return _with_changes(place, _stamp(place.config))


def _with_changes(place: Place, stamp: Stamp) -> Equipped:
    kept = _OPEN.get(place)
    if kept is None or kept[0] != stamp:
        changed = (stamp, _equip(place, stamp))
        forget_doors(place)
        kept = _OPEN[place] = changed
    return kept[1]


def _open(place: Place, stamp: Stamp) -> tuple[Stamp, Equipped]:
    _OPEN[place] = (stamp, _equip(place, stamp))
    return _OPEN[place]


def forget_doors(place: Place) -> None:
    """Close what is kept open of `place`: its configuration changed, or a rehearsal starts from an empty folder."""
    kept = _OPEN.pop(place, None)
    if kept:
        kept[1].doors.ledger.close()


def _stamp(config: str) -> Stamp:
    """Changes when a file of the configuration does."""
    return tuple(sorted(_files(config)))


def _files(folder: str) -> Iterator[tuple[str, int]]:
    """All that people write, with its time. A file that an editor just put another in the place of is not there for a moment.

    Asked several times in each round, of all circles' files: by way of `Path` it takes four times as long.
    """
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                yield from _files(each.path)
            elif each.name.endswith((".toml", ".md")):
                with suppress(FileNotFoundError):
                    yield each.path, each.stat().st_mtime_ns


@lru_cache(maxsize=4)
def _settings(config: str, data: str, stamp: Stamp) -> tuple[Settings, Wording]:
    settings = load_what_is_sound(Path(config), Path(data))
    return settings, _wording(frozenset(settings.templates.items()))


@lru_cache(maxsize=4)
def _wording(templates: frozenset[tuple[tuple[str, str], str]]) -> Wording:
    """Templates are understood anew only when a word of them has changed: it takes longer than all else in the configuration."""
    return Wording(dict(templates))


def installation(place: Place) -> tuple[Settings, Wording]:
    """What `place` shares with all circles. Raises `Stop` for mistakes that concern all of them."""
    return _settings(place.config, place.data, _stamp(place.config))


def _equip(place: Place, stamp: Stamp) -> Equipped:
    settings, wording = _settings(place.config, place.data, stamp)
    chosen = settings.circle(place.circle)
    keys = Keys(REHEARSAL_KEY if place.rehearsal else key(settings))
    doors = open_doors(
        chosen, settings.secrets, place.folder, place.ledger_folder, clock.now, rehearsal=place.rehearsal
    )
    return Equipped(place, chosen, chosen.circle, doors, wording, keys)


def lacks(place: Place) -> tuple[str, ...]:
    """The secrets (fields of `Secrets`) that the doors of `place` need and nobody has given yet."""
    return _lacks(place, _stamp(place.config))


def _lacks(place: Place, stamp: Stamp) -> tuple[str, ...]:
    settings, _ = _settings(place.config, place.data, stamp)
    return () if place.rehearsal else missing_secrets(settings.circle(place.circle).doors, settings.secrets)


def lend_secrets(secrets: Mapping[str, str]) -> None:
    """Secrets from elsewhere, by the names of the environment; doors that are opened from now on have them."""
    lend(secrets)
    _settings.cache_clear()
    for place in list(_OPEN):
        forget_doors(place)


#: What this process has open.
_OPEN: dict[Place, tuple[Stamp, Equipped]] = {}


def places(circle: str = "", config: Path | None = None, data: Path | None = None, *, rehearsal: bool = False) -> list[Place]:
    """The circle named, all of them, or a share of them: «2/3» is every third from the second on.

    Raises `Stop` for wrong configuration of any of them, or an unknown name.
    """
    settings = load_what_is_sound(config, data)
    found = _chosen(settings, circle, rehearsal=rehearsal)
    stop_if(_faults(settings, found))
    return found


def sound_places(circle: str = "") -> list[Place]:
    """Those of them whose own files are right. Raises `Stop` when none is."""
    settings = load_what_is_sound()
    found = _chosen(settings, circle)
    sound = [place for place in found if place.circle in settings.circles]
    stop_if([] if sound else _faults(settings, found))
    return sound


def places_for_rounds(circle: str = "") -> list[Place]:
    """All of them, sound or not: the round of one that isn't stops by itself, and the others go on."""
    return _chosen(load_what_is_sound(), circle)


def places_there() -> list[Place]:
    """One for each circle that has a file now, sound or not, without reading any: to see when people add or remove one."""
    config, data = folders()
    return [Place(str(config), str(data), name) for name in circle_names(config)]


def _chosen(settings: Settings, circle: str, *, rehearsal: bool = False) -> list[Place]:
    names = settings.names
    if share := _SHARE.fullmatch(circle):
        number, of = map(int, share.groups())
        names = names[number - 1 :: of]
    elif circle not in ("", "*"):
        names = [circle]
        if circle not in settings.faults:
            settings.circle(circle)
    return [Place(str(settings.config), str(settings.data), name, rehearsal) for name in names]


def _faults(settings: Settings, found: list[Place]) -> dict[Problem, None]:
    return dict.fromkeys(problem for place in found for problem in settings.faults.get(place.circle, ()))


def instant(place: Place, typed: str) -> datetime:
    """The time of a round (UTC). Raises `Stop` when `typed` isn't an ISO date or time."""
    settings, _ = _settings(place.config, place.data, _stamp(place.config))
    try:
        return typed_instant(typed, settings.circle(place.circle).circle.zone, clock.now())
    except ValueError as error:
        what = "Tidspunktet kan ikke leses."
        raise Stop([Problem("at", what, "Skriv det som 2021-06-01 eller 2021-06-01T08:05.")]) from error
