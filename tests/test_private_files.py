"""What lies in the data folder is its user's alone, and what lies there by others' doing is let alone (RULES.md «Privacy»)."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.private_files import FOR_OTHERS, begin_private, made_private
from tests.counting import calls
from tests.small_disk import read_only
from tests.sources import ROOT, none_of, sources

#: What the program makes in the data folder, and what lies in it.
MADE = (
    "mail-login.json", "mail-login.0a1b.json",
    "key", "key.0a1b", "ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.db.0a1b-wal", "min-sirkel/outbox/1.eml", "min-sirkel/report.html",
    "gammel/.runde", "annen/operator.json", "operator/outbox/1.eml", "rehearsal/min-sirkel/sheet.xlsx", "prefect/prefect.db",
    "prefect/server.log", "prefect/storage/0a1b",
)  # fmt: skip


def filled(data: Path, *names: str) -> None:
    """These files, as a program with another mask made them."""
    for name in names:
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Kari Nordmann", encoding="utf-8")
    for path in [data, *data.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o664)


def open_to_others(folder: Path) -> list[str]:
    """What others may do anything with."""
    found = [folder, *folder.rglob("*")]
    return sorted(str(path.relative_to(folder)) for path in found if not path.is_symlink() and path.stat().st_mode & FOR_OTHERS)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_everything_the_program_made_is_closed_and_the_folder_with_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    filled(data, *MADE)
    assert len(open_to_others(data)) > len(MADE)
    assert made_private(data) == [] and open_to_others(data) == []
    assert {mode(path) for path in data.rglob("*")} == {0o600, 0o700} and mode(data) == 0o700


@pytest.mark.parametrize("theirs", ["bilder/ferie.jpg", "ark.xlsx", ".bashrc"])
def test_what_somebody_else_put_there_keeps_its_mode_and_so_does_the_folder(tmp_path: Path, theirs: str) -> None:
    """A home, a disk's root, a workbook that people share."""
    data = tmp_path / "data"
    filled(data, *MADE, theirs)
    made_private(data)
    assert open_to_others(data) == sorted({".", theirs, *({"bilder"} if "/" in theirs else ())})


def test_what_is_closed_already_is_nobodys_way(tmp_path: Path) -> None:
    """The lost+found of a disk of its own is root's alone."""
    filled(tmp_path, *MADE)
    (tmp_path / "lost+found").mkdir(0o700)
    made_private(tmp_path)
    assert open_to_others(tmp_path) == []


def test_a_link_leads_nowhere(tmp_path: Path) -> None:
    data, outside = tmp_path / "data", tmp_path / "outside"
    filled(data, *MADE)
    filled(outside, "ark.xlsx", "outbox/1.eml")
    (data / "min-sirkel" / "outbox" / "2.eml").symlink_to(outside / "ark.xlsx")
    (data / "min-sirkel" / "mappe").symlink_to(outside)
    (data / "sirkel-2").symlink_to(outside)
    made_private(data)
    assert len(open_to_others(outside)) == 4


def test_a_data_folder_that_is_a_link_is_where_it_leads(tmp_path: Path) -> None:
    filled(tmp_path / "disk", *MADE)
    (tmp_path / "data").symlink_to(tmp_path / "disk")
    made_private(tmp_path / "data")
    assert open_to_others(tmp_path / "disk") == []


def test_a_program_may_still_be_run_and_a_closed_file_stays_closed(tmp_path: Path) -> None:
    filled(tmp_path, *MADE)
    (tmp_path / "key").chmod(0o400)
    (tmp_path / "prefect" / "server.log").chmod(0o755)
    made_private(tmp_path)
    assert (mode(tmp_path / "key"), mode(tmp_path / "prefect" / "server.log")) == (0o400, 0o700)


@pytest.mark.parametrize("data", ["nowhere", "file"])
def test_where_there_is_no_folder_there_is_nothing_to_say(tmp_path: Path, data: str) -> None:
    (tmp_path / "file").touch()
    assert made_private(tmp_path / data) == []


def test_a_folder_for_reading_only_is_told_of_and_stops_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    filled(data, *MADE)
    with read_only(data):
        problems = made_private(data)
    if os.geteuid() == 0:  # by a mount; others may change the mode of what is theirs
        [problem] = problems
        assert "bare leses" in problem.what and "til" in problem.what and "chmod" in problem.next_step


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_another_user_owns_is_told_of_once(tmp_path: Path) -> None:
    filled(tmp_path, *MADE)
    os.chown(tmp_path / "ledger.db", 65534, 65534)
    [problem] = made_private(tmp_path)
    assert "«ledger.db»" in problem.what and "annen bruker" in problem.what and problem.where == str(tmp_path)
    assert open_to_others(tmp_path) == ["ledger.db"]
    (tmp_path / "ledger.db").chmod(0o600)
    assert made_private(tmp_path) == []


def test_a_thousand_letters_cost_a_few_calls_each(tmp_path: Path) -> None:
    """Each command looks at all of them."""
    filled(tmp_path, *(f"min-sirkel/outbox/{number}.eml" for number in range(1_000)))
    made_private(tmp_path)
    assert open_to_others(tmp_path) == [] and calls(lambda: made_private(tmp_path)) < 10 * 1_000


def test_what_is_made_from_then_on_is_its_users_alone(tmp_path: Path) -> None:
    os.umask(0o022)
    begin_private()
    (tmp_path / "mappe" / "ny").mkdir(parents=True)
    (tmp_path / "mappe" / "ny" / "fil").touch()
    assert open_to_others(tmp_path / "mappe") == []


def test_every_process_of_ours_begins_so() -> None:
    """Whatever can be started with `python -m`, and what a worker starts: the body of a flow."""
    started = [source for source in sources("flows", "tasks") if any(_is_started(node) for node in source.tree.body)]
    assert {source.module for source in started} >= {"flows.__main__", "flows.serving.child", "flows.serving.server", "flows.serving.worker"}
    none_of(source.module for source in started if "begin_private()" not in _first_words(source.tree))


def _is_started(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def _first_words(tree: ast.Module) -> list[str]:
    """The first thing that `main` does, or what stands under `if __name__ == "__main__"`."""
    started = [node.body for node in tree.body if isinstance(node, ast.If) and _is_started(node)]
    bodies = started + [node.body for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main"]
    ours = [[line for line in body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))] for body in bodies]
    return [ast.unparse(body[0]) for body in ours if body]


def test_to_import_the_program_changes_nothing() -> None:
    modules = [source.module for source in sources("flows", "tasks") if "migrations" not in source.module]
    code = f"import importlib, os\nos.umask(0o022)\nfor name in {modules!r}: importlib.import_module(name)\nprint(os.umask(0))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(0o022)
