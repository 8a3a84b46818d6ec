"""Where a round runs: which circle, with which configuration and data, for real or rehearsed. No Prefect here.

Tasks get a `CircleRef`, never an open door and never a secret; they open what they need, and what is open is kept for the process.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from tasks import clock
from tasks.circle.acts import typed_instant
from tasks.circle.letters.templates import Templates
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.circle.model.links import Keys, room_addresses
from tasks.circle.model.records import Memory
from tasks.circle.people.roster import Person
from tasks.circle.snapshot import Inputs
from tasks.doors.bootstrap import Opened, is_practice, open_doors
from tasks.settings.folders import circle_files, folders
from tasks.settings.load import key, load_what_is_sound, override_secrets
from tasks.settings.model import CircleSettings, Settings
from tasks.settings.secret_values import missing_secrets, missing_secrets_problem

Stamp = tuple[tuple[str, int], ...]

REHEARSAL = "rehearsal"
#: A share of all circles, as «2/3»; a circle's name has no stroke.
_SHARE = re.compile(r"([1-9]\d*)/([1-9]\d*)")
#: A rehearsal's links lead nowhere, and its letters must come out the same everywhere.
REHEARSAL_KEY = b"a rehearsal, no secret"


@dataclass(frozen=True, slots=True)
class CircleRef:
    """`config` and `data` are folders; `rehearsal`: local doors, simulated time, a ledger of its own; `plan`: nothing is made or changed."""

    config: str
    data: str
    circle: str
    rehearsal: bool = False
    plan: bool = False

    @property
    def folder(self) -> Path:
        """Where this circle's letters, report and practice sheet lie."""
        root = Path(self.data)
        return (root / REHEARSAL if self.rehearsal else root) / self.circle

    @property
    def ledger_folder(self) -> Path:
        return self.folder if self.rehearsal else Path(self.data)


@dataclass(frozen=True, slots=True)
class CircleContext:
    """A circle with everything a task needs."""

    ref: CircleRef
    settings: CircleSettings
    circle: Circle
    doors: Opened
    templates: Templates
    keys: Keys

    @property
    def domain(self) -> str:
        """What ends UIDs and Message-IDs: the sender's domain."""
        return self.settings.doors.post.sender_address.rpartition("@")[2]

    def inputs(self, memory: Memory, now: datetime, *, confirmed: bool = False, consult: bool = False, applicants: tuple[Person, ...] = ()) -> Inputs:
        """What a snapshot of this circle is taken of at `now` (UTC), besides the sheet."""
        doors = self.settings.doors
        addresses = room_addresses(doors.pages, self.circle.name, self.keys, () if self.ref.rehearsal else memory.notices)
        return Inputs(
            self.circle, memory, now, self.keys.digest, self.domain, confirmed, consult, applicants, doors.pages, doors.room.attendance, addresses,
        )  # fmt: skip


def context_of(ref: CircleRef) -> CircleContext:
    """Settings, templates and doors of `ref`. Raises `Stop` with everything that is wrong in the configuration."""
    kept = _OPEN.get(ref)
    return kept[1] if kept else with_changes(ref)


def reloaded_context(ref: CircleRef) -> CircleContext:
    """The same at the start of a round: a configuration that people have changed since is read again, and secrets must be there."""
    missing = missing_secrets_of(ref)
    stop_if([missing_secrets_problem(missing)] if missing else [])
    return with_changes(ref)


def with_changes(ref: CircleRef) -> CircleContext:
    """The same when secrets may be lacking. A wrong change raises `Stop`, and what was open stays so."""
    kept, stamp = _OPEN.get(ref), _stamp(ref.config)
    if kept is None or kept[0] != stamp:
        changed = (stamp, _new_context(ref, stamp))
        forget_doors(ref)
        kept = _OPEN[ref] = changed
    return kept[1]


@contextmanager
def only_looking(ref: CircleRef) -> Iterator[CircleRef]:
    """`ref` for a plan: its key and ledger are read as they are now, and neither made nor changed. Closed at the end of the block.

    Raises `Stop` as `reloaded_context`.
    """
    looking = replace(ref, plan=True)
    try:
        if not ref.rehearsal:
            reloaded_context(looking)
        yield looking
    finally:
        forget_doors(looking)


def forget_doors(ref: CircleRef) -> None:
    """Close what is kept open of `ref`: its configuration changed, or a rehearsal starts from an empty folder."""
    kept = _OPEN.pop(ref, None)
    if kept:
        kept[1].doors.ledger.close()


def _stamp(config: str) -> Stamp:
    """Changes when a file of the configuration does."""
    return tuple(sorted(_files(config)))


def _files(config: str) -> Iterator[tuple[str, int]]:
    """All that people write, with its time. A file that an editor just put another in the place of is not there for a moment."""
    for folder, _, names in os.walk(config):
        for path in (Path(folder, name) for name in names if name.endswith((".toml", ".md", ".txt"))):
            with suppress(FileNotFoundError):
                yield str(path), path.stat().st_mtime_ns


@lru_cache(maxsize=4)
def _settings(config: str, data: str, stamp: Stamp) -> tuple[Settings, Templates]:
    settings = load_what_is_sound(Path(config), Path(data))
    return settings, _templates(frozenset(settings.templates.items()))


@lru_cache(maxsize=4)
def _templates(templates: frozenset[tuple[tuple[str, str], str]]) -> Templates:
    """Templates are understood anew only when a word of them has changed: it takes longer than all else in the configuration."""
    return Templates(dict(templates))


def installation(ref: CircleRef) -> tuple[Settings, Templates]:
    """What `ref` shares with all circles. Raises `Stop` for mistakes that concern all of them."""
    return _settings(ref.config, ref.data, _stamp(ref.config))


def _new_context(ref: CircleRef, stamp: Stamp) -> CircleContext:
    settings, templates = _settings(ref.config, ref.data, stamp)
    chosen = settings.circle(ref.circle)
    keys = Keys(REHEARSAL_KEY if ref.rehearsal else key(settings, plan=ref.plan))
    doors = open_doors(chosen, settings.secrets, ref.folder, ref.ledger_folder, clock.now, rehearsal=ref.rehearsal, plan=ref.plan)
    return CircleContext(ref, chosen, chosen.circle, doors, templates, keys)


def missing_secrets_of(ref: CircleRef) -> tuple[str, ...]:
    """The secrets (fields of `Secrets`) that the doors of `ref` need and nobody has given yet."""
    settings, _ = installation(ref)
    return () if ref.rehearsal else missing_secrets(settings.circle(ref.circle).doors, settings.secrets)


def use_secrets(secrets: Mapping[str, str]) -> None:
    """Secrets from elsewhere, by the names of the environment; doors that are opened from now on have them."""
    override_secrets(secrets)
    _settings.cache_clear()
    for ref in list(_OPEN):
        forget_doors(ref)


#: What this process has open.
_OPEN: dict[CircleRef, tuple[Stamp, CircleContext]] = {}


def circle_refs(circle: str = "", config: Path | None = None, data: Path | None = None, *, rehearsal: bool = False) -> list[CircleRef]:
    """The circle named, all of them, or a share of them: «2/3» is every third from the second on.

    Raises `Stop` for wrong configuration of any of them, or an unknown name.
    """
    settings = load_what_is_sound(config, data)
    found = _chosen(settings, circle, rehearsal=rehearsal)
    stop_if(_faults(settings, found))
    return found


def sound_circle_refs(circle: str = "") -> list[CircleRef]:
    """Those of them whose own files are right. Raises `Stop` when none is."""
    settings = load_what_is_sound()
    found = _chosen(settings, circle)
    sound = [ref for ref in found if ref.circle in settings.circles]
    stop_if([] if sound else _faults(settings, found))
    return sound


def circle_refs_for_rounds(circle: str = "", at: str = "") -> list[CircleRef]:
    """The circle named, or all of them, sound or not: the round of one that isn't stops by itself, and the others go on.

    Practice takes part only by its name (R24), or where it is all there is and a person typed the time `at`.
    """
    settings = load_what_is_sound()
    own = [name for name in settings.names if name not in settings.circles or not is_practice(settings.circles[name].doors)]
    return _chosen(settings, circle, own or (settings.names if at else []))


def the_only_circle(circle: str = "") -> CircleRef:
    """The circle named, or the only one of one's own. Raises `Stop` when there are several."""
    found = circle_refs_for_rounds(circle) or circle_refs(circle)
    if len(found) == 1:
        return circle_refs(found[0].circle)[0]
    step = f"Velg én av dem: {', '.join(ref.circle for ref in found)}."
    raise Stop([Problem("--circle", "Her er flere sirkler.", step)])


def circle_refs_there() -> list[CircleRef]:
    """One for each circle that has a file now, sound or not, without reading any: to see when people add or remove one."""
    config, data = folders()
    return [CircleRef(str(config), str(data), path.stem) for path in circle_files(config)]


def _chosen(settings: Settings, circle: str, all_names: Sequence[str] | None = None, *, rehearsal: bool = False) -> list[CircleRef]:
    names = settings.names if all_names is None else all_names
    if share := _SHARE.fullmatch(circle):
        number, of = map(int, share.groups())
        names = names[number - 1 :: of]
    elif circle not in ("", "*"):
        names = [circle]
        if circle not in settings.faults:
            settings.circle(circle)
    return [CircleRef(str(settings.config), str(settings.data), name, rehearsal) for name in names]


def _faults(settings: Settings, found: list[CircleRef]) -> dict[Problem, None]:
    return dict.fromkeys(problem for ref in found for problem in settings.faults.get(ref.circle, ()))


def instant(ref: CircleRef, typed: str) -> datetime:
    """The time of a round (UTC). Raises `Stop` when `typed` isn't an ISO date or time."""
    settings, _ = installation(ref)
    try:
        return typed_instant(typed, settings.circle(ref.circle).circle.zone, clock.now())
    except ValueError as error:
        raise Stop([Problem("--at", "Tidspunktet kan ikke leses.", "Skriv det som 2021-06-01 eller 2021-06-01T08:05.")]) from error
