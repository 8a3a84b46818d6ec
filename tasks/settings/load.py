"""config/ + environment + secrets -> frozen `Settings`. The only reader of the environment; no Prefect, and quick.

Everything is read before anything is told: `load` raises one `Stop` with all mistakes of all files.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.model.errors import Problem, stop_if
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.records import Kind
from tasks.settings.checks import slug
from tasks.settings.circle_file import circle_of
from tasks.settings.doors_file import COMMON, OWN, doors_of
from tasks.settings.focus_words import read_vocabulary
from tasks.settings.mistakes import Mistakes, listed, read_text, read_toml, shown_path
from tasks.settings.model import (
    CircleSettings,
    Doors,
    LedgerDoor,
    MailboxDoor,
    PostDoor,
    RoomDoor,
    Secrets,
    Settings,
    SheetDoor,
)
from tasks.settings.secret_values import look_for_key, make_key, read_secrets
from tasks.settings.toml_table import Layer, Tables

__all__ = [
    "CircleSettings", "Doors", "LedgerDoor", "MailboxDoor", "PostDoor", "RoomDoor", "Secrets", "Settings", "SheetDoor",
    "circle_names", "folders", "key", "load", "load_what_is_sound", "override_secrets",
]  # fmt: skip

CHECKOUT = Path(__file__).resolve().parents[2]
_ROOMS = ("config", "deployments", "flows", "tasks", "tests")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def folders(config: Path | None = None, data: Path | None = None, environment: Mapping[str, str] | None = None) -> tuple[Path, Path]:
    """The folders of configuration and data, absolute: as given, else `SIRKEL_CONFIG` and `SIRKEL_DATA`, else the usual ones."""
    environment = os.environ if environment is None else environment
    chosen = config or environment.get("SIRKEL_CONFIG") or CHECKOUT / "config"
    return Path(chosen).absolute(), Path(data or environment.get("SIRKEL_DATA") or "var").absolute()


def load(config: Path | None = None, data: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check everything; nothing is written. `environment` defaults to the process's.

    Raises `Stop` with every mistake: file, key, what was found (never an address or a secret), what to do.
    """
    found, mistakes = _read(config, data, environment)
    mistakes.stop()
    return found


def load_what_is_sound(config: Path | None = None, data: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The same for rounds: what is wrong with the file of one circle stops that circle, and stands in `faults`."""
    found, mistakes = _read(config, data, environment)
    own = {problem for faults in found.faults.values() for problem in faults}
    stop_if(problem for problem in mistakes if problem not in own)
    return found


def _read(config: Path | None, data: Path | None, environment: Mapping[str, str] | None) -> tuple[Settings, Mistakes]:
    environment = os.environ | _OVERRIDDEN if environment is None else environment
    config, data = folders(config, data, environment)
    mistakes = Mistakes()
    _check_data(data, mistakes)
    secrets = read_secrets(environment, mistakes)
    there = _is_there(config, mistakes)
    doors = _doors(config, mistakes) if there else None
    vocabulary = read_vocabulary(config, mistakes)
    circles, faults = _circles(config, doors, vocabulary, mistakes) if there else ({}, {})
    templates = _templates(config / "messages", mistakes) if config.is_dir() else {}
    shared = _alone(doors or Layer("", {}), config, Mistakes())
    return Settings(config, data, circles, templates, secrets, shared, faults), mistakes


def override_secrets(secrets: Mapping[str, str]) -> None:
    """Secrets from elsewhere (a block in Prefect), by the names of the environment; for this process, and never written."""
    _OVERRIDDEN.update(secrets)


#: Not in the environment itself, which processes started from here would inherit.
_OVERRIDDEN: dict[str, str] = {}


def key(settings: Settings, *, plan: bool = False) -> bytes:
    """The installation's key for digests and links: `SIRKEL_KEY`, else the data folder's, made on first use (ASCII bytes).

    A plan makes none: where there is none yet, its key is one of the moment.
    """
    return settings.secrets.key.encode() or (look_for_key if plan else make_key)(settings.data)


def _check_data(data: Path, mistakes: Mistakes) -> None:
    if data.exists() and not data.is_dir():
        mistakes.add(shown_path(data), "Datamappen er ikke en mappe.", "Sett SIRKEL_DATA til en mappe (den lages om den mangler).")
    if data == CHECKOUT or any(data.is_relative_to(CHECKOUT / room) for room in _ROOMS):
        step = "Sett SIRKEL_DATA til en mappe utenfor, eller til var/: der ligger nøkler og brev, som aldri må inn i kildekoden."
        mistakes.add(shown_path(data), "Datamappen er en del av programmet.", step)


def _is_there(config: Path, mistakes: Mistakes) -> bool:
    if not config.is_dir():
        step = "Sett SIRKEL_CONFIG til mappen med doors.toml, circles/ og messages/, eller start fra programmets mappe."
        mistakes.add(shown_path(config), "Mappen med innstillinger finnes ikke.", step)
    return config.is_dir()


def _doors(config: Path, mistakes: Mistakes) -> Layer | None:
    """doors.toml; None when it can't be read."""
    file = config / "doors.toml"
    values = read_toml(file, shown_path(file), mistakes)
    return None if values is None else Layer(shown_path(file), values)


def circle_names(config: Path) -> list[str]:
    """The circles that have a file now, sound or not. Nothing is read: it can be asked every other second."""
    return [path.stem for path in _circle_files(config)]


def _circle_files(config: Path) -> list[Path]:
    return sorted(path for path in (config / "circles").glob("*.toml") if not path.name.startswith("."))


def _circles(
    config: Path, doors: Layer | None, vocabulary: Vocabulary, mistakes: Mistakes
) -> tuple[dict[str, CircleSettings], dict[str, tuple[Problem, ...]]]:
    """The circles that are sound, and what is wrong with the others."""
    folder = config / "circles"
    files = _circle_files(config)
    if not files:
        step = "Lag en: kopier sirkelen som fulgte med, gi filen sirkelens navn (som min-sirkel.toml) og rett innholdet."
        mistakes.add(shown_path(folder), "Det finnes ingen sirkler: mappen har ingen filer som ender på .toml.", step)
        _alone(doors or Layer("", {}), config, mistakes if doors else Mistakes())
    sound, faults = dict[str, CircleSettings](), dict[str, tuple[Problem, ...]]()
    for path in files:
        own = Mistakes()
        found = _circle(path, doors, vocabulary, config, own)
        mistakes.take(own)
        if found and not own:
            sound[path.stem] = found
        elif own:
            faults[path.stem] = tuple(own)
    return sound, faults


def _alone(doors: Layer, config: Path, mistakes: Mistakes) -> Doors:
    """What doors.toml says by itself."""
    tables = Tables(mistakes)
    found = doors_of(tables, tables.root(doors), [doors], config)
    tables.finish()
    return found


def _circle(path: Path, doors: Layer | None, vocabulary: Vocabulary, config: Path, mistakes: Mistakes) -> CircleSettings | None:
    """The circle of one file, with mistakes of doors.toml as they come up for it; None when it can't be read."""
    if not _NAME.fullmatch(path.stem):
        step = f"Gi filen et navn av a-z, 0-9 og bindestrek, for eksempel {slug(path.stem) or 'min-sirkel'}.toml."
        mistakes.add(shown_path(path), "Filnavnet blir navn på mapper og kjøringer og kan ikke brukes slik.", step)
    values = read_toml(path, shown_path(path), mistakes)
    if values is None:
        return None
    own = Layer(shown_path(path), values)
    tables = Tables(mistakes)
    root = tables.root(own)
    circle = circle_of(path.stem, tables, root, own, vocabulary)
    found = doors_of(tables, tables.root(doors), [doors, own], config) if doors else None
    root.known.update(dict.fromkeys(OWN))
    for name in (name for name in COMMON if name in values):
        root.known[name] = None
        root.wrong(name, COMMON[name], f"Flytt tabellen [{name}] til doors.toml.")
    tables.finish()
    return CircleSettings(circle, found) if found else None


def _templates(folder: Path, mistakes: Mistakes) -> dict[tuple[str, str], str]:
    """All letters' templates by (language, name); shared parts may lie beside the kinds of letter (R12)."""
    found: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("*.md")):
            text = read_text(path, shown_path(path), mistakes)
            if text is not None and not text.strip():
                step = "Skriv emnet på første linje og brevet under, eller hent filen tilbake."
                mistakes.add(shown_path(path), "Malen er tom.", step)
            found[language, path.stem] = text or ""
        missing = [f"{kind}.md" for kind in Kind if (language, kind.value) not in found]
        if missing:
            what = f"Her mangler {'brevet' if len(missing) == 1 else 'brevene'} {listed(missing)}."
            mistakes.add(shown_path(folder / language), what, "Hent tilbake malene som fulgte med, eller rett filnavnene.")
    return found
