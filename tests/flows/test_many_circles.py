"""Several circles in one run, and what a run is called in Prefect's page when something needs a person."""

import json
import shutil
from typing import Any

import pytest

from tests.flows.conftest import Desk

FIRST, SECOND = "baerekraftige-moteplasser", "annen-sirkel"


def with_a_second_circle(desk: Desk, more: str = "") -> None:
    """A new circle needs a file and a sheet, nothing else."""
    circles = desk.config / "circles"
    text = (circles / f"{FIRST}.toml").read_text(encoding="utf-8")
    (circles / f"{SECOND}.toml").write_text(text + f'\n[sheet]\nworkbook = "annen.xlsx"\n{more}', encoding="utf-8")
    shutil.copy(desk.config / "practice.xlsx", desk.config / "annen.xlsx")


def rounds(desk: Desk, at: str = "2021-05-10T08:05") -> dict[str, dict[str, Any]]:
    return {report["circle"]: report for report in json.loads(desk.call("run", "--at", at, "--circle", "*", "--json"))}


def test_all_circles_have_their_round_in_one_run(desk: Desk) -> None:
    with_a_second_circle(desk)
    found = rounds(desk)
    assert found.keys() == {FIRST, SECOND}
    assert all(len(report["letters"]) > 30 for report in found.values())
    again = rounds(desk)
    assert not any(report["letters"] for report in again.values())


def test_one_circles_fault_stops_no_other(desk: Desk) -> None:
    with_a_second_circle(desk)
    desk.edit(lambda book: book.remove(book["Øving"]))  # practice takes no part beside a circle of one's own (R24)
    (desk.config / "annen.xlsx").write_text("dette er ikke noe ark")
    found = rounds(desk)
    assert found[SECOND]["state"] == "stopped" and "annen.xlsx" in found[SECOND]["problems"][0]["where"]
    assert len(found[FIRST]["letters"]) > 30 and desk.status == 1


def test_a_run_that_needs_a_person_says_so_in_its_state(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.acts import daily

    monkeypatch.setenv("SIRKEL_CONFIG", str(desk.config))
    monkeypatch.setenv("SIRKEL_DATA", str(desk.data))
    state: Any = daily(at="2021-05-10T08:05", return_state=True)
    said = str(state.message)
    assert (state.name, said[:17]) == ("Completed", "Trenger en person")
    assert "celle C" in said and "Rett adressen" in said and "@example.org" not in said
    desk.edit(lambda book: book["Påmelding"].cell(1, 3, "Mail adr"))
    stopped: Any = daily(at="2021-05-11T08:05", return_state=True)
    said = str(stopped.message)
    assert (stopped.name, said[:8]) == ("Failed", "Stoppet.") and "«E-post»" in said
