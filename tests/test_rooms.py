"""The rooms of the house hold: who may import whom, what nothing may be called, what the lock may say (design §9)."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for room in ("flows", "tasks") for path in (ROOT / room).rglob("*.py"))
SERVICES = ("gspread", "zoomus", "yagmail", "smtplib")
CLOCK_AND_MACHINE = ("os", "time", "random", "sqlite3", "socket", "pathlib", "subprocess", "requests", "httpx")
FORBIDDEN = {
    "tasks/circle": ("prefect", *SERVICES, "sqlalchemy", "icalendar", "openpyxl", *CLOCK_AND_MACHINE, "tasks.doors", "tasks.settings", "flows"),
    "tasks/doors": ("prefect", "flows", "smtplib"),
    "tasks": ("flows", *SERVICES),
    "flows": ("tasks.doors", *SERVICES, "sqlalchemy", "icalendar", "openpyxl"),
}
LOCK = (ROOT / "deployments" / "requirements.txt").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return next(room for room in ("tasks/circle", "tasks/doors", "tasks", "flows") if name_of(path).startswith(room + "/"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    never = FORBIDDEN[room_of(path)]
    wrong = [name for name in imports(path) if any(name == no or name.startswith(no + ".") for no in never)]
    assert not wrong


@pytest.mark.parametrize("path", [p for p in SOURCES if room_of(p) == "tasks/doors"], ids=name_of)
def test_a_door_knows_no_other_door(path: Path) -> None:
    """Parts of one door share the beginning of their name; `opening` picks among all, the ports are everybody's."""
    if path.stem == "opening":
        return
    family = path.relative_to(ROOT / "tasks" / "doors").parts[0].removesuffix(".py").split("_")[0]
    doors = {name.split(".")[2] for name in imports(path) if name.startswith("tasks.doors.")}
    others = {door for door in doors if door != "ports" and not door.startswith(family)}
    assert not others


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_functions_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert text.count("\n") <= 250
    assert not [n.name for n in functions if (n.end_lineno or 0) - n.lineno >= 50]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_reads_the_clock_where_time_is_an_argument(path: Path) -> None:
    if room_of(path) == "tasks/circle":
        assert not re.search(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    allowed = path.name.startswith("settings") or name_of(path) == "flows/__main__.py"
    assert allowed or not re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_exception_is_swallowed(path: Path) -> None:
    handlers = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ExceptHandler)]
    assert not [n.lineno for n in handlers if all(isinstance(line, ast.Pass) for line in n.body)]


def test_no_module_hides_a_library() -> None:
    """Prefect puts the flow's folder first on sys.path: a module named like a library would be imported instead of it."""
    taken = set(sys.stdlib_module_names) | set(packages_distributions())
    ours = {p.stem for room in ("flows", "tasks") for p in (ROOT / room).glob("*.py") if not p.stem.startswith("__")}
    assert not ours & (taken - {"flows", "tasks"})


def test_flows_and_tasks_are_nobody_elses_packages() -> None:
    found = packages_distributions()
    assert {name for room in ("flows", "tasks") for name in found.get(room, [])} <= {"laeringssirkel"}


def test_names_say_something() -> None:
    nothing = {"utils", "util", "helpers", "common", "misc", "manager", "service", "services"}
    assert not [name_of(path) for path in SOURCES if path.stem in nothing]


def test_configuration_holds_no_code() -> None:
    assert not list((ROOT / "config").rglob("*.py"))


def test_the_lock_pins_with_hashes_and_names_no_host() -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links", LOCK)
    entries = re.findall(r"^[A-Za-z0-9_.\[\]-]+==[^\n]*(?:\n    [^\n]*)*", LOCK, flags=re.MULTILINE)
    assert len(entries) > 50
    assert not [entry for entry in entries if "--hash=sha256:" not in entry]
    assert "prefect==3.8.8" in LOCK
    version = re.search(r"^fastapi==0\.(\d+)", LOCK, flags=re.MULTILINE)
    assert version and int(version[1]) < 142


def test_no_file_with_addresses_of_registries_is_kept() -> None:
    assert not [name for name in ("uv.lock", "pylock.toml") if (ROOT / name).exists()]
