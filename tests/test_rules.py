"""The rules stand in the project (tasks/circle/RULES.md): whatever cites one leads there, and each leads on to its module and its test."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sources import ROOT, none_of, sources

RULES, CONTRIBUTING = "tasks/circle/RULES.md", "CONTRIBUTING.md"
FOLDERS = ("config", "deployments", "flows", "tasks", "tests")
WRITTEN = {".cjs", ".css", ".env", ".html", ".md", ".py", ".service", ".toml", ".yaml"}
#: Documents that only those who once wrote the program had at hand.
OUTSIDE = re.compile(
    r"\bdesign (?:§|page)|of the design\b|\b(?:design|contracts|reliability|mission|style)\.md\b|prefect-notes|next-house", re.IGNORECASE
)
NUMBERED = re.compile(r"\bR\d+b?\b")
IN_A_NAME = re.compile(r"(?<=_)r\d+b?(?=_|$)")
NAMED = re.compile(r"RULES\.md ((?:«[^»]+»(?:, )?)+)")
PATH = re.compile(rf"`((?:{'|'.join(FOLDERS)}|\.ci)/[\w./-]+)(?:::(\w+))?`")


class Rule(NamedTuple):
    """`name` is what it is cited by: R12, A4, or the word between « and »."""

    name: str
    held: tuple[str, ...]
    tested: tuple[tuple[str, str], ...]


@cache
def rules() -> tuple[Rule, ...]:
    found = []
    for section in re.split(r"^### ", (ROOT / RULES).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name = re.match(r"«([^»]+)»|([RA]\d+b?)\b", section)
        assert name, f"neither a number nor a name: {section.splitlines()[0]}"
        says = section.partition("\n## ")[0]
        held, _, tested = says.partition("\n- Held in ")[2].partition("\n- Tested in ")
        found.append(Rule(name[1] or name[2], tuple(path for path, _ in PATH.findall(held)), tuple(PATH.findall(tested))))
    return tuple(found)


@cache
def written() -> tuple[tuple[str, str], ...]:
    """Path and text of whatever people wrote, but for this file, which has to name what is not to be named."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*")) if path.suffix in WRITTEN]
    paths += [*sorted(ROOT.glob("*.md")), ROOT / "pyproject.toml"]
    return tuple((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths if path != Path(__file__))


def lines() -> Iterator[tuple[str, str]]:
    return ((f"{path}:{number}", line) for path, text in written() for number, line in enumerate(text.splitlines(), start=1))


def test_every_rule_that_is_cited_by_number_stands_in_the_rules() -> None:
    known = {rule.name for rule in rules()}
    none_of(f"{where} cites {number}" for where, line in lines() for number in NUMBERED.findall(line) if number not in known)
    names = ((f"{source.path} {each.name}", each.name) for source in sources("tests") for each in source.functions())
    none_of(f"{where} cites {number}" for where, name in names for number in IN_A_NAME.findall(name) if number.replace("r", "R") not in known)


def test_every_promise_of_reliability_that_a_docstring_cites_stands_in_the_rules() -> None:
    known = {rule.name for rule in rules()}
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told = ((s.path, ast.get_docstring(each) or "") for s in sources("tests") for each in s.nodes(ast.AST) if isinstance(each, documented))
    none_of(f"{path} cites {number}" for path, text in told for number in re.findall(r"\bA\d+\b", text) if number not in known)


def test_every_section_that_is_cited_by_name_stands_in_the_rules() -> None:
    known = {rule.name for rule in rules()}
    cited = ((where, name) for where, line in lines() for names in NAMED.findall(line) for name in re.findall("«([^»]+)»", names))
    none_of(f"{where} cites «{name}»" for where, name in cited if name not in known)


def test_no_document_outside_the_project_is_cited() -> None:
    none_of(f"{where}: {line.strip()}" for where, line in lines() if OUTSIDE.search(line))


def test_no_rule_stands_twice_and_each_names_a_module_and_a_test() -> None:
    none_of(name for name, times in Counter(rule.name for rule in rules()).items() if times > 1)
    none_of(rule.name for rule in rules() if not rule.held or not rule.tested)
    none_of(rule.name for rule in rules() if not all(test for _, test in rule.tested))


def test_every_test_that_holds_a_rule_is_there() -> None:
    tests = {source.path: {each.name for each in source.functions()} for source in sources("tests")}
    none_of(f"{rule.name}: {path}::{test}" for rule in rules() for path, test in rule.tested if test not in tests.get(path, set()))


@pytest.mark.parametrize("document", [RULES, CONTRIBUTING])
def test_every_path_that_a_document_of_the_code_names_is_there(document: str) -> None:
    paths = {path for path, _ in PATH.findall((ROOT / document).read_text(encoding="utf-8"))}
    assert len(paths) > 10
    none_of(path for path in paths if not (ROOT / path).exists())
