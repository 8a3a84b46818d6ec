"""The table of tabs and columns (RULES.md «Sheet»): whole, without doubles, and the only place where a header is spelled."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tasks.circle.coordinator.own_tabs import own_tabs
from tasks.circle.model import tabs
from tasks.circle.model.circle import Questions
from tasks.circle.model.table import Tab, normal
from tests.circle.people_of_the_circle import circle, local
from tests.sources import Source, none_of, sources

TABLE = "tasks/circle/model/tabs.py"
TABS = [tab for tab in vars(tabs).values() if isinstance(tab, Tab)]
#: What is a header's word by chance: a paragraph's title of «Les meg», the name of a check, an attribute of
#: a workbook's links (ECMA-376-2 §6.5.3).
OTHERWISE = {
    ("tasks/admin/check.py", "Rom"),
    ("tasks/circle/people/form_sign_ups.py", "Form"),
    ("tasks/doors/workbook/grafting.py", "Type"),
}
#: How a cell of a row is asked for by its key.
ASKING = {"text", "kept", "fault", "too_long", "where", "problem"}


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_no_key_and_no_header_stands_for_two_columns_of_a_tab(tab: Tab) -> None:
    keys = Counter(column.key for column in tab.columns if column.key)
    headers = Counter(normal(name).replace(" ", "") for column in tab.columns for name in {*column.names})
    none_of(name for counts in (keys, headers) for name, count in counts.items() if count > 1)
    assert tab.keys(tab.headers) == [column.key for column in tab.shown]


def test_every_tab_is_people_s_a_form_s_or_the_program_s() -> None:
    kinds = (*tabs.PEOPLES, *tabs.FORMS, *tabs.WRITTEN, tabs.WEB_SIGN_UPS, tabs.ATTENDANCE, tabs.EDITS)
    assert sorted(tab.name for tab in kinds) == sorted(tab.name for tab in TABS)


def test_the_program_writes_the_tabs_of_the_table_with_its_headers() -> None:
    written = own_tabs(circle(), [], {}, frozenset(), [], [], [], local("2021-05-05"))
    assert {name: tuple(rows[0]) for name, rows in written.items()} == {tab.name: tab.headers for tab in tabs.WRITTEN}


def test_the_questions_are_headers_and_the_short_forms_are_still_known() -> None:
    tab = tabs.reflections_of(Questions("Hva var nyttig?", "Hva trenger du?", "Neste gang?"))
    assert tab.headers[3:] == ("Hva var nyttig?", "Hva trenger du?", "Neste gang?")
    assert tab.keys(["Neste gang", "Forslag", "Behov for å lære", "Annet"]) == ["suggestion", "suggestion", "need", ""]


def test_no_tab_and_no_header_is_spelled_outside_the_table() -> None:
    """Headers in the files that know of the sheet: elsewhere «To» and «Dato» are words of letters and of terminals."""
    names = {tab.name for tab in TABS}
    headers = {name for tab in TABS for column in tab.columns for name in column.names if column.key}
    found = [(source, text) for source in sources("flows", "tasks") for text in _texts(source) if source.path != TABLE]
    spelled = {(source.path, text) for source, text in found if text in names or (text in headers and _knows_the_sheet(source))}
    assert spelled >= OTHERWISE, "an exception that is none any more"
    none_of(spelled - OTHERWISE)


def test_the_sheet_is_read_and_written_by_names_from_the_table() -> None:
    calls = [(source, call) for source in sources("flows", "tasks") for call in _calls(source) if _on_the_sheet(call)]
    assert len(calls) >= 6
    none_of(f"{source.path}:{call.lineno}" for source, call in calls if any(isinstance(each, ast.Constant) for each in ast.walk(call)))


def test_every_cell_is_asked_for_by_a_key_of_the_table() -> None:
    """A row has no cell by another name, and would quietly give an empty text."""
    keys = {column.key for tab in TABS for column in tab.columns}
    asked = [(source, call) for source in sources("tasks") for call in _calls(source) if _of_a_row(call) and _key(call) is not None]
    assert len(asked) >= 40
    none_of(f"{source.path}:{call.lineno} {_key(call)}" for source, call in asked if _key(call) not in keys)


def _texts(source: Source) -> Iterator[str]:
    return (node.value for node in source.nodes(ast.Constant) if isinstance(node.value, str))


def _knows_the_sheet(source: Source) -> bool:
    says = re.search(r"\bmodel\.tabs\b|\bread_rows\(|\bColumn\(", source.text)
    return bool(says) or source.path.startswith(("tasks/doors/workbook/", "tasks/doors/google_sheet/"))


def _calls(source: Source) -> Iterator[ast.Call]:
    return source.nodes(ast.Call)


def _on_the_sheet(call: ast.Call) -> bool:
    asked = call.func
    return isinstance(asked, ast.Attribute) and asked.attr in ("read", "write") and ast.unparse(asked.value).endswith("doors.sheet")


def _of_a_row(call: ast.Call) -> bool:
    asked = call.func
    return isinstance(asked, ast.Attribute) and (
        (asked.attr in ASKING and ast.unparse(asked.value).endswith("row")) or ast.unparse(asked).endswith("row.cells.get")
    )


def _key(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
