"""Nothing is written where the list of places with people's data (tasks/admin/copies.py) does not say so (RULES.md «Privacy»)."""

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

from tasks.admin import copies
from tasks.doors.ledger.tables import metadata
from tests.shipped import PAPERS
from tests.sources import ROOT, none_of, sources

#: Runs commands one after the other and prints each path that this process opened to write, made or gave a name.
LISTENING = """
import json, os, sys
written = set()
def hear(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)) and ((arguments[1] or "r")[0] in "wxa" or "+" in (arguments[1] or "")
                                                                     or (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)):
        written.add(os.fsdecode(arguments[0]))
    elif event == "os.rename":
        written.add(os.fsdecode(arguments[1]))
    elif event == "sqlite3.connect":
        written.add(os.fsdecode(arguments[0]))
sys.addaudithook(hear)
from flows.__main__ import main
for command in json.loads(sys.argv[1]):
    try:
        main(command)
    except SystemExit:
        pass
print("\\n" + json.dumps(sorted(written)))
"""


def test_every_table_of_the_ledger_is_in_one_place() -> None:
    listed = Counter([*(table for place in copies.PLACES for table in place.tables), *copies.NOTHING_TABLES])
    assert set(listed) == set(metadata.tables) and set(listed.values()) == {1}


def test_every_artifact_is_in_the_list() -> None:
    keys = {
        word.value.value
        for source in sources("flows", "tasks")
        for call in source.nodes(ast.Call)
        if getattr(call.func, "id", "").startswith("create_") and getattr(call.func, "id", "").endswith("_artifact")
        for word in call.keywords
        if word.arg == "key" and isinstance(word.value, ast.Constant)
    }
    assert keys | {"ville-skje", "gjort"} == {key for place in copies.PLACES for key in place.artifacts}


def test_the_papers_have_the_list() -> None:
    """Made anew by `python -m tests.shipped`."""
    paper = PAPERS.read_text("utf-8")
    assert paper == copies.told(paper) and copies.markdown() in paper


def test_no_command_writes_a_file_that_no_line_covers(tmp_path: Path) -> None:
    data = tmp_path / "var"
    common = ["--data", str(data)]
    commands = [
        ["rehearse", "--until", "2021-05-25", *common],
        ["prøvebrev", "--at", "2021-05-05T12:00", *common],
        ["report", *common],
        ["status", *common],
        ["forget", "D01", *common],
    ]
    environment = {**os.environ, "SIRKEL_DATA": str(data), "HOME": str(tmp_path)}
    listen = [sys.executable, "-c", LISTENING, json.dumps(commands)]
    done = subprocess.run(listen, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    written = [Path(name) for name in json.loads(done.stdout.splitlines()[-1])]
    ours = {str(path.relative_to(data)) for path in written if path.is_relative_to(data)} | {
        str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()
    }
    assert any(name.endswith(".eml") for name in ours) and any("ledger" in name for name in ours), done.stderr
    none_of(sorted(name for name in ours if not any(fnmatch(name, pattern) for pattern in copies.patterns())))
    none_of(sorted(str(path) for path in written if path.is_relative_to(ROOT) and "__pycache__" not in path.parts))
