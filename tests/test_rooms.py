"""The house holds its shape (design §9): who may import whom, names, sizes, and what never stands in our code."""

import ast
import builtins
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("flows", "tasks", "deployments")
#: Direction of imports: a room imports its own level or a lower one, never back.
LEVELS = {"tasks/circle": 0, "tasks/doors": 1, "tasks": 2, "flows": 3, "deployments": 4}
#: Computes and asks nobody; everything else outside the standard library stays out of the circle.
PURE = {"babel", "dateutil", "email_validator", "holidays", "jinja2", "markdown_it", "markupsafe", "snowballstemmer"}
#: Parts of the standard library with which a module reaches out of itself: files, clock, chance, network, processes.
REACHES_OUT = {
    "asyncio", "concurrent", "ctypes", "fileinput", "ftplib", "getpass", "glob", "http", "imaplib", "importlib", "io", "logging",
    "mmap", "multiprocessing", "os", "pathlib", "platform", "poplib", "random", "secrets", "select", "shelve", "shutil", "signal",
    "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
    "webbrowser",
}  # fmt: skip
#: Libraries that belong to an outside, with the only doors (by the start of their name) that know them.
OUTSIDES = {
    "alembic": ("ledger",), "sqlalchemy": ("ledger",), "psycopg": ("ledger",), "sqlite3": ("ledger",),
    "openpyxl": ("workbook", "answers"), "icalendar": ("calendar_file", "outbox"),
    "gspread": ("google_sheet",), "zoomus": ("zoom_room",), "yagmail": ("smtp_post",),
}  # fmt: skip
#: What any door may use of another: the words they share. And who may know all doors.
SHARED_DOORS, KNOWS_ALL = ("ports",), "tasks.doors.opening"
#: Doors with their parts: files whose names begin so are one door.
DOORS = ("ledger", "workbook", "outbox", "answers", "google_sheet", "zoom_room", "smtp_post")
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "service", "services"}
MAY_SET_THE_ENVIRONMENT = "flows/__main__.py"
#: The only place outside the tests where the word may stand: nowhere.
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic", "time.time_ns"}
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 250, 50


class Source(NamedTuple):
    """One Python file of the project. `path` is relative to the root, with slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


class Import(NamedTuple):
    source: Source
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line} imports {self.name}"

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file in `folders`, without what lies there ready-made."""
    paths = (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    texts = ((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)
    found = tuple(Source(path, text, ast.parse(text, path)) for path, text in texts)
    assert found, f"no Python in {folders}"
    return found


def imports_of(source: Source, tree: ast.AST | None = None) -> Iterator[Import]:
    """Each module that is named, `from a import b` as `a` and, where that is a module of ours, as `a.b`."""
    for node in ast.walk(tree or source.tree):
        if isinstance(node, ast.Import):
            yield from (Import(source, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{source.path}:{node.lineno}: a relative import (Prefect loads flow files by path)"
            ours = [f"{node.module}.{alias.name}" for alias in node.names if is_ours(f"{node.module}.{alias.name}")]
            yield from (Import(source, node.lineno, name) for name in ours or [str(node.module)])


@cache
def is_ours(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return name.partition(".")[0] in ROOMS and (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file())


def all_imports(*folders: str) -> list[Import]:
    return [each for source in sources(*folders) for each in imports_of(source)]


def level(path: str) -> int:
    room = max((room for room in LEVELS if path == room or path.startswith(f"{room}/")), key=len)
    return LEVELS[room]


def door(module: str) -> str:
    """The door a module of `tasks.doors` is part of."""
    name = module.split(".")[2]
    return next((door for door in DOORS if name == door or name.startswith(f"{door}_")), name)


def none_of(found: object) -> None:
    """All offenders at once, one a line."""
    offenders = [str(each) for each in found]  # type: ignore[attr-defined]
    assert not offenders, "\n" + "\n".join(offenders)


def test_imports_go_from_deployments_to_flows_to_tasks_to_doors_to_circle_and_never_back() -> None:
    up = (i for i in all_imports(*ROOMS) if i.top in ROOMS and level(i.name.replace(".", "/")) > level(i.source.path))
    # The nouns of the settings are what `opening` picks doors by.
    none_of(i for i in up if (i.source.module, i.name) != (KNOWS_ALL, "tasks.settings_models"))


def test_flows_know_no_door_and_pages_of_the_circle_neither() -> None:
    none_of(i for i in all_imports("flows", "deployments") if i.name.startswith("tasks.doors"))


def test_a_door_knows_no_other_door() -> None:
    between = [i for i in all_imports("tasks/doors") if i.name.startswith("tasks.doors.") and i.source.module != KNOWS_ALL]
    none_of(i for i in between if door(i.name) not in (door(i.source.module), *SHARED_DOORS))


def test_only_tasks_and_flows_know_prefect() -> None:
    none_of(i for i in all_imports("tasks/circle", "tasks/doors") if i.top == "prefect")
    none_of(i for i in all_imports("tasks") if i.top == "prefect" and i.source.stem.startswith("settings"))


def test_the_circle_imports_only_itself_pure_libraries_and_a_harmless_standard_library() -> None:
    allowed = (PURE | sys.stdlib_module_names) - REACHES_OUT
    none_of(i for i in all_imports("tasks/circle") if not (i.name.startswith("tasks.circle") or i.top in allowed))


def test_the_circle_opens_no_file_and_looks_at_no_clock() -> None:
    calls = ((source, call) for source in sources("tasks/circle") for call in source.nodes(ast.Call))
    named = ((source, call, ast.unparse(call.func)) for source, call in calls)  # type: ignore[attr-defined]
    asks = {"open", "input", "print", "exec", "eval", "__import__"}
    assert asks <= set(dir(builtins))
    found = (
        f"{source.path}:{call.lineno} calls {name}"  # type: ignore[attr-defined]
        for source, call, name in named
        if name in asks or ".".join(name.split(".")[-2:]) in CLOCKS
    )
    none_of(found)


def test_the_library_of_an_outside_is_known_by_its_own_door_alone() -> None:
    none_of(
        i
        for i in all_imports(*ROOMS)
        if i.top in OUTSIDES and not (i.source.path.startswith("tasks/doors/") and i.source.module.split(".")[2].startswith(OUTSIDES[i.top]))
    )


def test_nobody_imports_smtplib() -> None:
    none_of(i for i in all_imports(*ROOMS, "tests") if i.top == "smtplib")
    none_of(source.path for source in sources(*ROOMS) if "smtplib" in source.text)


def test_the_command_starts_without_prefect() -> None:
    """Prefect takes seconds to import: `sirkel --help`, `check` and `focus` don't wait for it."""
    known = {source.module: source for source in sources("flows", "tasks")}
    seen, waiting = set[str](), ["flows.__main__", "flows.focus_command"]
    while waiting:
        source = known[waiting.pop()]
        seen.add(source.module)
        top = ast.Module([node for node in source.tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        found = list(imports_of(source, top))
        none_of(i for i in found if i.top == "prefect")
        waiting += [i.name for i in found if i.name in known and i.name not in seen]


def test_a_flow_file_defines_no_class() -> None:
    """Prefect loads such a file by its path, as another module: its classes would exist twice."""
    flows = (s for s in sources("flows") if any(i.top == "prefect" and _has_flow(s) for i in imports_of(s)))
    none_of(f"{source.path}:{node.lineno}" for source in flows for node in source.nodes(ast.ClassDef))  # type: ignore[attr-defined]


def _has_flow(source: Source) -> bool:
    functions = (node for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef))
    return any("flow" in ast.unparse(each).split("(")[0] for node in functions for each in node.decorator_list)  # type: ignore[attr-defined]


def test_no_module_has_the_name_of_one_from_python_or_an_installed_library() -> None:
    """Prefect puts a flow's folder first on `sys.path`: a `calendar.py` there would be everybody's."""
    taken = set(sys.stdlib_module_names) | (set(packages_distributions()) - {*ROOMS, "__init__", "__main__"})
    tops = (path for room in ROOMS for path in (ROOT / room).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())
    none_of(path.relative_to(ROOT) for path in tops if path.stem in taken - {"__init__", "__main__"})


def test_flows_and_tasks_are_nobody_elses_packages() -> None:
    owners = packages_distributions()
    none_of(f"{room}: {owner}" for room in ("flows", "tasks") for owner in owners.get(room, ()) if owner != "laeringssirkel")


def test_every_name_says_what_is_inside() -> None:
    none_of(source.path for source in sources(*ROOMS, "tests") if SAYS_NOTHING & set(source.path.removesuffix(".py").replace("/", "_").split("_")))
    classes = ((source, node.name) for source in sources(*ROOMS) for node in source.nodes(ast.ClassDef))  # type: ignore[attr-defined]
    none_of(f"{source.path}: {name}" for source, name in classes if name.lower().endswith(tuple(SAYS_NOTHING)))


def test_no_file_is_longer_than_250_lines_and_no_function_than_50() -> None:
    everything = sources(*ROOMS, "tests")
    none_of(f"{s.path}: {len(s.text.splitlines())} lines" for s in everything if len(s.text.splitlines()) > LINES_OF_A_FILE)
    functions = ((source, node) for source in everything for node in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef))
    none_of(
        f"{source.path}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"  # type: ignore[attr-defined]
        for source, node in functions
        if node.end_lineno - node.lineno >= LINES_OF_A_FUNCTION  # type: ignore[attr-defined]
    )


def test_no_exception_is_swallowed_in_silence() -> None:
    handlers = ((source, node) for source in sources(*ROOMS, "tests") for node in source.nodes(ast.ExceptHandler))
    silent = ((source, node) for source, node in handlers if all(_does_nothing(line) for line in node.body))  # type: ignore[attr-defined]
    none_of(f"{source.path}:{node.lineno}" for source, node in silent)  # type: ignore[attr-defined]


def _does_nothing(line: ast.stmt) -> bool:
    return isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))


def test_only_the_settings_read_the_environment() -> None:
    for source in sources(*ROOMS):
        if source.path.startswith("tasks/settings") or source.path == MAY_SET_THE_ENVIRONMENT:
            continue
        found = {ast.unparse(node) for node in source.nodes(ast.Attribute)}
        found |= {i.name for i in imports_of(source) if i.top == "dotenv"}
        found |= {f"os.{a.name}" for n in source.nodes(ast.ImportFrom) if n.module == "os" for a in n.names}  # type: ignore[attr-defined]
        none_of(f"{source.path} reads {name}" for name in found & {"os.environ", "os.environb", "os.getenv", "os.getenvb", "dotenv"})


def test_the_configuration_is_data_without_python() -> None:
    none_of((ROOT / "config").rglob("*.py"))
