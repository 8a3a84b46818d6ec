"""Who may import whom (RULES.md «House»): deployments → flows → tasks → doors → circle, and what belongs to no room at all."""

import ast
import sys

from tests.sources import ROOMS, Import, Source, imports, imports_of, none_of, sources

#: The house, ground floor first: a room imports itself and what lies on lower floors. The longest name that fits a module is its room.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("tasks.circle.cleaning",), ("tasks.circle.focus",), ("tasks.circle.model",),
    ("tasks.circle.acts", "tasks.circle.people", "tasks.circle.meetings"),
    ("tasks.circle.answers", "tasks.circle.proposals"), ("tasks.circle.replies",), ("tasks.circle.snapshot",),
    ("tasks.circle.letters",), ("tasks.circle.plan",),
    ("tasks.circle.coordinator",), ("tasks.circle.preflight",), ("tasks.settings",), ("tasks.doors",), ("tasks",), ("tasks.round",),
    ("tasks.admin",), ("tasks.pages",), ("flows",), ("deployments",),
)  # fmt: skip
LEVELS = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
#: Compute and ask nobody; every other library stays out of the circle.
PURE = {"babel", "dateutil", "email_validator", "holidays", "jinja2", "markdown_it", "markupsafe", "snowballstemmer"}
#: Parts of the standard library with which a module reaches out of itself: files, clock, chance, network, processes.
REACHES_OUT = {
    "asyncio", "concurrent", "ctypes", "fileinput", "ftplib", "getpass", "glob", "http", "imaplib", "importlib", "io", "logging",
    "mmap", "multiprocessing", "os", "pathlib", "platform", "poplib", "random", "secrets", "select", "selectors", "shelve", "shutil",
    "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
    "uuid", "webbrowser",
}  # fmt: skip
ASKS = {"open", "input", "print", "exec", "eval", "__import__"}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.monotonic", "time.time_ns"}
#: What all doors share: the words, and the bytes of a letter. And the one place that knows them all: it picks them by the settings.
SHARED, PICKS = ("ports", "message", "bounded"), "tasks.doors.bootstrap"
#: The library of each outside, and the doors that may know it.
LIBRARIES = {
    "alembic": {"ledger"}, "sqlalchemy": {"ledger"}, "psycopg": {"ledger"}, "sqlite3": {"ledger"},
    "openpyxl": {"workbook", "bounded"}, "icalendar": {"message", "imap_mailbox", "outbox"},
    "imaplib": {"imap_mailbox"},
    "gspread": {"google_sheet"}, "zoomus": {"zoom_room"}, "yagmail": {"smtp_post"},
    "google_auth_oauthlib": {"oauth"}, "oauthlib": {"oauth"},
}  # fmt: skip


def room_of(module: str) -> str:
    return max((room for room in LEVELS if f"{module}.".startswith(f"{room}.")), key=len, default="")


def door_of(module: str) -> str:
    """A door is a folder, or a file of its own."""
    return module.split(".")[2]


def is_door(module: str) -> bool:
    return module.startswith("tasks.doors.")


def test_imports_go_down_the_floors_of_the_house_and_never_back() -> None:
    rooms = ((each, room_of(each.source.module), room_of(each.name)) for each in imports(*ROOMS) if each.top in ROOMS)
    none_of(each for each, own, other in rooms if own and other and own != other and LEVELS[other] >= LEVELS[own])


def test_no_room_imports_the_tests() -> None:
    none_of(each for each in imports(*ROOMS) if each.top == "tests")


def test_flows_open_no_door() -> None:
    none_of(each for each in imports("flows", "deployments") if f"{each.name}.".startswith("tasks.doors."))


def test_a_door_knows_no_other_door() -> None:
    others = (each for each in imports("tasks/doors") if each.source.module != PICKS and is_door(each.name))
    none_of(each for each in others if door_of(each.name) not in (door_of(each.source.module), *SHARED))


def test_no_task_knows_prefect_but_what_asks_it_for_secrets_and_a_round_goes_without() -> None:
    none_of(each for each in imports("tasks") if each.top == "prefect" and each.source.module != "tasks.prefect_secrets")
    quick = (
        "flows.rounds",
        "flows.of_circle",
        "flows.direct",
        "flows.runs.told",
        "flows.command.shown_rounds",
        "flows.command.output",
        "flows.command.prefect_home",
    )
    names = [each for each in imports("flows") if each.source.module in quick]
    none_of(each for each in names if each.top == "prefect" or (each.name.startswith("flows.") and not each.name.startswith(quick)))


def test_the_circle_imports_only_itself_pure_libraries_and_the_harmless_standard_library() -> None:
    allowed = (PURE | sys.stdlib_module_names) - REACHES_OUT
    none_of(each for each in imports("tasks/circle") if not (each.name.startswith("tasks.circle") or each.top in allowed))


def test_the_circle_opens_no_file_and_looks_at_no_clock() -> None:
    calls = ((source, call) for source in sources("tasks/circle") for call in source.nodes(ast.Call))
    asking = ((source, call) for source, call in calls if _asks(ast.unparse(call.func)))
    none_of(f"{source.path}:{call.lineno} calls {ast.unparse(call.func)}" for source, call in asking)


def _asks(name: str) -> bool:
    return name in ASKS or ".".join(name.split(".")[-2:]) in CLOCKS


def test_the_library_of_an_outside_is_known_by_its_own_door_alone() -> None:
    outward = (each for each in imports(*ROOMS) if each.top in LIBRARIES)
    none_of(each for each in outward if not (is_door(each.source.module) and door_of(each.source.module) in LIBRARIES[each.top]))


def test_nobody_uses_smtplib() -> None:
    """Its exceptions are `OSError`s, and the session keeper has its own way to them (RULES.md «Doors»)."""
    none_of(each for each in imports(*ROOMS, "tests") if each.top == "smtplib")
    words = ((source, each) for source in sources(*ROOMS) for each in source.nodes(ast.Constant) if each.value == "smtplib")
    none_of(f"{source.path}:{each.lineno} names smtplib" for source, each in words)


def test_only_the_settings_read_the_environment() -> None:
    """The command may set it, for this process and for what it starts."""
    others = [s for s in sources(*ROOMS) if not s.path.startswith("tasks/settings") and s.module != "flows.__main__"]
    readers = {"environ", "environb", "getenv", "getenvb"}
    none_of(f"{s.path}:{a.lineno} reads os.{a.attr}" for s in others for a in s.nodes(ast.Attribute) if a.attr in readers)
    named = ((s, node) for s in others for node in s.nodes(ast.ImportFrom) if node.module == "os")
    none_of(f"{s.path}:{node.lineno} reads the environment" for s, node in named if readers & {a.name for a in node.names})


def test_no_import_is_relative() -> None:
    """Prefect loads a flow file by its path: there is no package around it then."""
    none_of(each for each in imports(*ROOMS) if each.name.startswith("."))


def test_a_flow_file_defines_no_class() -> None:
    """Loaded by its path it is another module than the imported one: its classes would exist twice."""
    files = (source for source in sources("flows") if any(_is_flow(function) for function in source.functions()))
    none_of(f"{source.path}:{node.lineno} {node.name}" for source in files for node in source.nodes(ast.ClassDef))


def _is_flow(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(each).partition("(")[0].endswith("flow") for each in function.decorator_list)


def test_the_command_starts_without_prefect() -> None:
    """Prefect takes seconds to import; `--help`, `status` and `focus` don't wait for it."""
    known = {source.module: source for source in sources("flows", "tasks")}
    starts = ("__main__", "command.focus", "command.circle", "command.status")
    reached = {name for start in starts for name in _reached(known, f"flows.{start}")}
    none_of(each for name in reached for each in _at_import(known[name]) if each.top == "prefect")


def test_status_starts_without_what_reads_workbooks() -> None:
    """openpyxl takes a tenth of the time in which `status` is there, and it opens no sheet."""
    known = {source.module: source for source in sources("flows", "tasks")}
    none_of(each for name in _reached(known, "flows.command.status") for each in _at_import(known[name]) if each.top == "openpyxl")


def _reached(known: dict[str, Source], start: str) -> set[str]:
    found, waiting = set[str](), [start]
    while waiting:
        found.add(name := waiting.pop())
        waiting += [each.name for each in _at_import(known[name]) if each.name in known and each.name not in found]
    return found


def _at_import(source: Source) -> list[Import]:
    """Without what stands inside functions and `if TYPE_CHECKING`."""
    return list(imports_of(source, source.tree.body))
