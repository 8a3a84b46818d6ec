"""config/ + environment + secrets -> frozen `Settings`. The only reader of the environment; no Prefect, and quick.

Everything is read before anything is told: `load` raises one `Stop` with all mistakes of all files.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tasks.circle.focus.vocabulary import Vocabulary
from tasks.circle.model.errors import Problem, stop_if
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind
from tasks.settings.checks import slug
from tasks.settings.circle_file import CircleFile, doubles
from tasks.settings.focus_words import read_vocabulary
from tasks.settings.folders import CHECKOUT, circle_files, folders
from tasks.settings.mistakes import Mistakes, listed, shown_path, unknown_key
from tasks.settings.model import COMMON, CircleSettings, Doors, LedgerDoor, Operator, Ping, PostDoor, Settings, Shared
from tasks.settings.places import Places
from tasks.settings.secret_values import look_for_key, make_key, read_secrets
from tasks.settings.toml_file import TomlFile, read_text, read_toml
from tasks.settings.validation import Model, checked, places, sound_part

_ROOMS = ("config", "deployments", "flows", "tasks", "tests")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
#: In place of a doors.toml that can't be read: what it lacks is nobody's mistake.
_NOTHING = TomlFile("", {}, "")


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
    there = config.is_dir()
    if not there:
        step = "Sett SIRKEL_CONFIG til mappen med doors.toml, circles/ og messages/, eller start fra programmets mappe."
        mistakes.add(shown_path(config), "Mappen med innstillinger finnes ikke.", step)
    doors = read_toml(config / "doors.toml", shown_path(config / "doors.toml"), mistakes) if there else None
    vocabulary = read_vocabulary(config, mistakes)
    circles, faults = _circles(config, doors, vocabulary, mistakes) if there else ({}, {})
    templates = _templates(config / "messages", mistakes) if there else {}
    return Settings(config, data, circles, templates, secrets, _shared(doors, config), faults), mistakes


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


def _circles(
    config: Path, doors: TomlFile | None, vocabulary: Vocabulary, mistakes: Mistakes
) -> tuple[dict[str, CircleSettings], dict[str, tuple[Problem, ...]]]:
    """The circles that are sound, and what is wrong with the others."""
    files = circle_files(config)
    if not files:
        step = "Lag en: kopier sirkelen som fulgte med, gi filen sirkelens navn (som min-sirkel.toml) og rett innholdet."
        mistakes.add(shown_path(config / "circles"), "Det finnes ingen sirkler: mappen har ingen filer som ender på .toml.", step)
        if doors:
            _read_tables(Doors, {}, [doors], config, mistakes)
    sound, faults = dict[str, CircleSettings](), dict[str, tuple[Problem, ...]]()
    for path in files:
        own = Mistakes()
        found = _circle(path, doors, vocabulary, config, own)
        mistakes |= own
        if own:
            faults[path.stem] = tuple(own)
        elif found:
            sound[path.stem] = found
    return sound, faults


def _circle(path: Path, doors: TomlFile | None, vocabulary: Vocabulary, config: Path, mistakes: Mistakes) -> CircleSettings | None:
    """The circle of one file, with mistakes of doors.toml as they come up for it; None when it can't be read."""
    if not _NAME.fullmatch(path.stem):
        step = f"Gi filen et navn av a-z, 0-9 og bindestrek, for eksempel {slug(path.stem) or 'min-sirkel'}.toml."
        mistakes.add(shown_path(path), "Filnavnet blir navn på mapper og kjøringer og kan ikke brukes slik.", step)
    file = read_toml(path, shown_path(path), mistakes)
    if file is None:
        return None
    values = {name: value for name, value in file.values.items() if name not in COMMON}
    found = _read_tables(CircleFile, values, [doors or _NOTHING, file], config, mistakes)
    for way, what, step in doubles(values):
        mistakes.add(file.where(way), what, step)
    for name in (name for name in COMMON if name in file.values):
        mistakes.add(file.where((name,)), COMMON[name], f"Flytt tabellen [{name}] til doors.toml.")
    places = Places(tuple(each for each in (doors, file) if each))
    return replace(found.settings(path.stem, vocabulary), places=places) if found else None


def _read_tables(model: type[Model], own: Mapping[str, object], files: Sequence[TomlFile], config: Path, mistakes: Mistakes) -> Model | None:
    """`own` over doors.toml, the first of `files`: key by key in tables of both."""
    doors = files[0].values
    values = dict(own)
    for name in Doors.model_fields:
        tables = [each[name] for each in (doors, own) if name in each]
        odd = [table for table in tables if not isinstance(table, dict)]
        values[name] = odd[-1] if odd else {key: value for table in tables if isinstance(table, dict) for key, value in table.items()}
    for name in (name for name in doors if name not in Doors.model_fields):
        mistakes.add(files[0].where((name,), key=False), *unknown_key(name, Doors.model_fields, places(model)))
    return checked(model, values, files, mistakes, config)


def _shared(doors: TomlFile | None, config: Path) -> Shared:
    """What doors.toml alone says to who is to hear of mistakes, also of those in doors.toml."""
    tables = {name: table for name, table in (doors.values if doors else {}).items() if isinstance(table, dict)}
    operator, post, ledger, ping = (tables.get(name, {}) for name in ("operator", "post", "ledger", "ping"))
    post_door, ledger_door = sound_part(PostDoor, post, config), sound_part(LedgerDoor, ledger)
    return Shared(sound_part(Operator, operator), post_door, ledger_door, sound_part(Ping, ping).url)


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
