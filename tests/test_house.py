"""Names, sizes, silence: what keeps the house easy to walk through (RULES.md «House», `pyproject.toml`)."""

import ast
import sys
from collections import Counter
from importlib.metadata import packages_distributions

from tests.sources import ROOMS, ROOT, none_of, sources

LINES_OF_A_FILE, LINES_OF_A_FUNCTION, FILES_OF_A_FOLDER = 400, 50, 15
SAYS_NOTHING = {"common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}
OUR_DISTRIBUTION = "laeringssirkel"


def test_no_module_has_the_name_of_one_from_python_or_an_installed_library() -> None:
    """Prefect puts a flow's folder first on `sys.path`: a `calendar.py` there would be everybody's."""
    installed = {name for name, owners in packages_distributions().items() if owners != [OUR_DISTRIBUTION]}
    inside = (path for room in ROOMS for path in (ROOT / room).glob("*") if path.suffix == ".py" or path.is_dir())
    taken = (installed | sys.stdlib_module_names) - {"__init__", "__main__", "__pycache__"}
    none_of(path.relative_to(ROOT) for path in inside if path.stem in taken)


def test_flows_and_tasks_are_nobody_elses_packages() -> None:
    owners = packages_distributions()
    none_of(f"{room}: {owner}" for room in ("flows", "tasks") for owner in owners.get(room, ()) if owner != OUR_DISTRIBUTION)


def test_every_name_says_what_is_inside() -> None:
    files = (source.path.removesuffix(".py") for source in sources(*ROOMS, "tests"))
    none_of(path for path in files if SAYS_NOTHING & set(path.replace("/", "_").split("_")))
    classes = ((source, node.name) for source in sources(*ROOMS, "tests") for node in source.nodes(ast.ClassDef))
    none_of(f"{source.path}: {name}" for source, name in classes if name.lower().endswith(tuple(SAYS_NOTHING)))


def test_no_folder_of_the_program_has_more_than_15_modules() -> None:
    counted = Counter(source.path.rpartition("/")[0] for source in sources(*ROOMS) if source.stem != "__init__")
    none_of(f"{folder}: {count} modules" for folder, count in counted.items() if count > FILES_OF_A_FOLDER)


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {source.path: len(source.text.splitlines()) for source in sources(*ROOMS, "tests")}
    none_of(f"{path}: {lines} lines" for path, lines in lengths.items() if lines > LINES_OF_A_FILE)


def test_no_function_is_longer_than_50_lines() -> None:
    functions = ((source, each) for source in sources(*ROOMS, "tests") for each in source.functions())
    lengths = {f"{source.path}:{each.lineno} {each.name}": (each.end_lineno or 0) - each.lineno + 1 for source, each in functions}
    none_of(f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION)


def test_no_exception_is_swallowed_in_silence() -> None:
    handlers = ((source, each) for source in sources(*ROOMS) for each in source.nodes(ast.ExceptHandler))
    none_of(f"{source.path}:{each.lineno}" for source, each in handlers if all(_does_nothing(line) for line in each.body))


def _does_nothing(line: ast.stmt) -> bool:
    return isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))


def test_no_suppression_is_wider_than_what_is_expected() -> None:
    calls = ((source, each) for source in sources(*ROOMS) for each in source.nodes(ast.Call))
    wide = {"suppress(Exception)", "suppress(BaseException)"}
    none_of(f"{source.path}:{each.lineno}" for source, each in calls if ast.unparse(each).removeprefix("contextlib.") in wide)


def test_the_configuration_is_data_without_python() -> None:
    assert (ROOT / "config").is_dir()
    none_of((ROOT / "config").rglob("*.py"))
