"""Whatever stands in the sheet, a round understands it or says what is wrong; and what the program writes is never a formula."""

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.circle.answers import reflections
from tasks.circle.letters.due import Situation, due_letters
from tasks.circle.meetings import rows as meetings
from tasks.circle.model.apart import TELL, sound
from tasks.circle.model.errors import Stop
from tasks.circle.model.table import clean
from tasks.circle.people import form_rows
from tasks.circle.people import sign_ups as people
from tasks.circle.snapshot import Snapshot
from tasks.doors.answers_file.reading import read_answers
from tasks.doors.answers_file.rows import from_rows
from tasks.doors.workbook.workbook import Workbook
from tests.bad_input.odd_text import cell, likely, quickly, text
from tests.circle.people_of_the_circle import (
    ABSENCE_HEAD,
    KARI,
    MEETING_HEAD,
    OLA,
    REPLY_HEAD,
    SIGN_UP_HEAD,
    VOTE_HEAD,
    local,
    see,
    sheet,
)
from tests.doors.odd_replies import anything

NOW = local("2021-05-20")
OSLO = ZoneInfo("Europe/Oslo")
HEADS = {"Påmelding": SIGN_UP_HEAD, "Møter": MEETING_HEAD, "Refleksjoner": REPLY_HEAD, "Samråd": VOTE_HEAD, "Fravær": ABSENCE_HEAD}
rows = st.lists(st.lists(st.one_of(likely, cell), max_size=10), max_size=5)


def understood(tabs: Mapping[str, Sequence[Sequence[Any]]]) -> Snapshot | Stop:
    """The snapshot, or what there is to mend: every word of it can be shown to somebody."""
    try:
        found: Snapshot | Stop = see(tabs, now=NOW, consult=True)
    except Stop as stop:
        found = stop
    for problem in found.problems:
        assert problem.where and problem.what and problem.next_step
        assert not [each for each in str(problem) if unicodedata.category(each) in ("Cc", "Cs") or each in "\u202e\u2066"]
        assert len(str(problem)) < 2000
    return found


@quickly(120)
@given(st.fixed_dictionaries(dict.fromkeys(HEADS, rows)))
def test_any_rows_under_the_right_headers_are_understood_and_known_people_stay_served(typed: dict[str, list[list[Any]]]) -> None:
    tabs = {tab: [list(HEADS[tab]), *typed[tab]] for tab in HEADS}
    tabs["Påmelding"][1:1] = [list(KARI), list(OLA)]
    tabs["Møter"][1:1] = [[77, "8.6.2021"]]
    snapshot = understood(tabs)
    assert isinstance(snapshot, Snapshot)
    written_to = {person.address for person in snapshot.roster.people if person.participant}
    typed_addresses = {clean(value, 400).casefold() for row in typed["Påmelding"] for value in row}
    assert "ola@example.org" in {each.casefold() for each in written_to} or any("ola@" in each for each in typed_addresses)
    for letter in due_letters(Situation.of(snapshot, snapshot.programme.meetings)):
        assert letter.person and letter.kind
    assert len({person.address.casefold() for person in snapshot.roster.people if person.address}) == len(
        [person for person in snapshot.roster.people if person.address]
    )


GOOD: dict[str, list[Any]] = {
    "Påmelding": ["4.5.2021 10.00", "Per Li", "per@example.org", "Moss", "nb", "Å lære", ""],
    "Møter": [3, "24.8.2021", "09.15", "11.30", "Lys", "digital", "", "planlagt", ""],
    "Refleksjoner": ["11.5.2021 12.00", "D01", "", 1, "Mye", "Lyd", "Lys"],
    "Samråd": ["12.5.2021 12.00", "D01", 2, "Lys", "8.6.2021"],
    "Fravær": ["4.5.2021 12.00", "D01", "", 1, "nei"],
}
every_column = [(tab, at) for tab, row in GOOD.items() for at in range(len(row))]


@pytest.mark.parametrize(("tab", "at"), every_column, ids=[f"{tab} {HEADS[tab][at]}" for tab, at in every_column])
@quickly(40)
@example(odd="KARI@EXAMPLE.ORG")
@given(odd=cell)
def test_any_cell_in_any_column_costs_itself(tab: str, at: int, odd: object) -> None:
    tabs = {name: [list(HEADS[name]), [*row]] for name, row in GOOD.items()}
    tabs["Påmelding"][1:1] = [list(KARI), list(OLA)]
    tabs["Møter"][1:1] = [[1, "11.5.2021"], [2, "8.6.2021"]]
    tabs[tab][-1][at] = odd
    snapshot = understood(tabs)
    assert isinstance(snapshot, Snapshot)
    # One person per address whatever its case, and written to as the latest row spells it (R1).
    assert {"kari@example.org", "ola@example.org"} <= {person.address.casefold() for person in snapshot.roster.people if person.participant}
    assert tab == "Møter" or {1, 2, 3} == {meeting.number for meeting in snapshot.programme.meetings}
    assert [problem for problem in snapshot.problems if problem.next_step == TELL] == []


@pytest.mark.parametrize(("module", "name", "tab"), [
    (people, "_stamp", "Påmelding"), (people, "_withdrawn", "Påmelding"), (meetings, "_meeting_row", "Møter"), (form_rows, "_said", "Refleksjoner"),
    (reflections, "partial", "Refleksjoner"),
])  # fmt: skip
def test_a_fault_of_our_own_in_one_row_is_told_and_costs_that_row(module: ModuleType, name: str, tab: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("kari@example.org")

    tabs = {each: [list(HEADS[each]), [*row]] for each, row in GOOD.items()}
    tabs["Påmelding"][1:1] = [list(KARI), list(OLA)]
    tabs["Møter"][1:1] = [[1, "11.5.2021"], [2, "8.6.2021"]]
    monkeypatch.setattr(module, name, broken if name != "partial" else lambda *_: broken)
    snapshot = understood(tabs)
    assert isinstance(snapshot, Snapshot)
    told = [problem for problem in snapshot.problems if problem.next_step == TELL]
    assert any(tab in problem.where for problem in told)
    assert all("KeyError i " in problem.what and "@" not in str(problem) for problem in told)
    assert "ola@example.org" in {person.address for person in snapshot.roster.people if person.participant}


@quickly(80)
@given(st.dictionaries(st.sampled_from(tuple(HEADS)), st.lists(st.lists(cell, max_size=9), max_size=5)))
def test_any_tabs_with_any_headers_are_understood_or_all_that_is_wrong_is_told(typed: dict[str, list[list[Any]]]) -> None:
    understood({**sheet(), **typed})


@quickly(80)
@given(st.permutations(SIGN_UP_HEAD), st.lists(st.sampled_from((" ", "\u00a0", "?", ":", "  ")), min_size=7, max_size=7), st.booleans())
def test_headers_are_known_in_any_order_case_and_with_any_blanks(order: list[str], more: list[str], loud: bool) -> None:
    head = [f" {name.upper() if loud else name}{blank}" for name, blank in zip(order, more, strict=True)]
    row = [dict(zip(SIGN_UP_HEAD, (*KARI, "", "", "", ""), strict=True))[name] for name in order]
    snapshot = see({**sheet(), "Påmelding": [head, row]}, now=NOW)
    assert [person.address for person in snapshot.roster.people if person.participant] == ["kari@example.org"]


@quickly(25)
@given(st.lists(st.tuples(text, text, text), min_size=1, max_size=4))
def test_what_strangers_wrote_is_never_a_formula_in_what_the_program_writes(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("ark") / "ark.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    Workbook(path, zone=OSLO).write({"Merknader": [["Hvor", "Hva", "Hva gjør du"], *said]})
    for row in openpyxl.load_workbook(path)["Merknader"].iter_rows():
        for each in row:
            assert each.data_type in ("s", "n") and (each.data_type == "s" or each.value is None)
            assert each.value is None or str(each.value)[0] not in "=+-@" or each.quotePrefix


@quickly(25)
@given(st.lists(text, min_size=3, max_size=3), st.sampled_from((";", ",", "\t")), st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")))
def test_any_answers_in_any_csv_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, said: list[str], mark: str, encoding: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark)
    writer.writerows([["Deltaker", "Forslag til fokusområde"], *([f"p{n}", each] for n, each in enumerate(said))])
    path = tmp_path_factory.mktemp("svar") / "svar.csv"
    path.write_bytes(out.getvalue().encode(encoding, "replace"))
    try:
        assert len(read_answers(path).answers) <= 3
    except Stop as stop:
        assert all(problem.where.startswith("svar.csv") and problem.next_step for problem in stop.problems)


@quickly(60)
@example(b"\x00\r\x00", ".csv")
@given(st.binary(max_size=300), st.sampled_from((".json", ".csv", ".xlsx")))
def test_any_bytes_as_a_file_of_answers_are_read_or_told(tmp_path_factory: pytest.TempPathFactory, content: bytes, kind: str) -> None:
    path: Path = tmp_path_factory.mktemp("svar") / f"svar{kind}"
    path.write_bytes(content)
    try:
        read_answers(path)
    except Stop as stop:
        assert all(problem.where.startswith("svar") and problem.what and problem.next_step for problem in stop.problems)


@quickly(80)
@given(answers=st.one_of(anything, st.fixed_dictionaries({"answers": st.lists(anything, max_size=3), "past": st.lists(anything, max_size=2)})))
def test_any_json_as_a_file_of_answers_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, answers: object) -> None:
    path: Path = tmp_path_factory.mktemp("svar") / "svar.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    try:
        found = read_answers(path)
    except Stop as stop:
        assert all(sound(str(problem)) == str(problem) and problem.next_step for problem in stop.problems)
    else:
        assert sound(repr(found)) == repr(found)


@quickly(120)
@given(rows=st.lists(st.lists(cell, max_size=5), max_size=4), head=st.sampled_from((REPLY_HEAD, ("Deltaker", "Spørsmål", "Svar", "Møte"))))
def test_any_rows_of_answers_are_read_or_told(rows: list[list[object]], head: tuple[str, ...]) -> None:
    try:
        from_rows("svar.xlsx", [list(head), *rows])  # type: ignore[list-item]
    except Stop as stop:
        assert all(sound(str(problem)) == str(problem) and problem.next_step for problem in stop.problems)
