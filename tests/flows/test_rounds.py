"""Rounds through Prefect, started with the command as an operator does."""

from datetime import UTC, datetime
from typing import Any

import openpyxl

from tests.flows.conftest import Desk


def kinds(report: dict[str, Any]) -> set[str]:
    return {letter["kind"] for letter in report["letters"]}


def planned(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    return sorted((letter["kind"], letter["participant"], letter["meeting"] or 0) for letter in report["letters"])


def empty_sign_ups(book: openpyxl.Workbook) -> None:
    book["Påmelding"].delete_rows(2, 500)


def test_a_second_run_at_the_same_time_does_nothing(desk: Desk) -> None:
    """R18."""
    first = desk.run("2021-05-10T08:05")
    again = desk.run("2021-05-10T08:05")
    assert {"welcome", "invitation"} <= kinds(first) and first["rooms"]
    assert (again["letters"], again["rooms"]) == ([], [])


def test_a_plan_lists_exactly_what_the_run_then_does_and_leaves_no_trace(desk: Desk) -> None:
    """R19."""
    desk.run("2021-05-10T08:05")
    for at in ("2021-06-07T08:05", "2021-06-12T08:05", "2021-09-01T08:05"):
        plan = desk.run(at, "--plan")
        assert plan == desk.run(at, "--plan")
        done = desk.run(at)
        assert planned(plan) == planned(done) and plan["rooms"] == done["rooms"]
        assert {letter["outcome"] for letter in done["letters"]} <= {"laid"}


def test_after_two_weeks_of_silence_only_what_is_still_of_use_is_sent(desk: Desk) -> None:
    """R12: no reminder of a meeting that has begun; the form, what was written afterwards and the next invitation are still of use. What is not
    sent is told (A10)."""
    desk.run("2021-08-16T08:05")
    late = desk.run("2021-09-03T08:05")
    about_24_august = {letter["kind"] for letter in late["letters"] if letter["meeting"] == 3}
    assert about_24_august == {"reflection", "recap"}
    missed = [problem["what"] for problem in late["problems"] if "gikk ikke ut i tide" in problem["what"]]
    assert len(missed) == 2 and all("Siste runde før det var 16.08.2021 kl. 08.05" in each for each in missed), missed
    assert any("påminnelse" in each for each in missed) and any("dagsark" in each for each in missed)
    again = desk.run("2021-09-03T12:05")
    assert not any("gikk ikke ut i tide" in problem["what"] for problem in again["problems"])  # said once


def test_a_circle_taken_over_midway_says_nothing_about_what_was_held(desk: Desk) -> None:
    """R9b."""
    report = desk.run("2021-05-12T08:05")
    assert "welcome" in kinds(report)
    assert not [letter for letter in report["letters"] if letter["meeting"] == 1]
    assert [room["meeting"] for room in report["rooms"]] == [2, 3, 4]
    later = desk.run("2021-05-15T12:05")
    assert not [letter for letter in later["letters"] if letter["meeting"] == 1]


def test_an_emptied_sign_up_tab_stops_the_round_until_a_person_confirms(desk: Desk) -> None:
    """R5."""
    desk.run("2021-05-10T08:05")
    desk.edit(empty_sign_ups)
    stopped = desk.run("2021-05-11T12:05")
    assert (stopped["state"], stopped["letters"], desk.status) == ("stopped", [], 1)
    assert "--confirm" in stopped["problems"][0]["next_step"]
    confirmed = desk.run("2021-05-11T12:05", "--confirm")
    assert confirmed["state"] == "problems" and not {"cancellation"} & kinds(confirmed)


def test_a_missing_column_stops_the_round_and_names_the_tab_and_the_column(desk: Desk) -> None:
    """R3, R23."""
    desk.edit(lambda book: book["Påmelding"].cell(1, 3, "Mail adr"))
    report = desk.run("2021-05-10T08:05")
    assert report["state"] == "stopped"
    assert "Påmelding" in report["problems"][0]["where"] and "«E-post»" in report["problems"][0]["what"]


def test_a_date_that_does_not_exist_is_named_by_its_cell_and_the_rest_goes_on(desk: Desk) -> None:
    """R3, R7."""
    desk.edit(lambda book: book["Møter"].cell(3, 2, "31.2.2021"))
    report = desk.run("2021-05-10T08:05")
    assert any("B3" in problem["where"] and "31.2.2021" in problem["what"] for problem in report["problems"])
    assert {letter["meeting"] for letter in report["letters"] if letter["kind"] == "invitation"} == {1}


def test_a_misspelt_key_is_told_with_file_and_nearest_key_before_anything_starts(desk: Desk) -> None:
    file = desk.config / "circles" / "baerekraftige-moteplasser.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("shown_period", "shown_perio"), encoding="utf-8")
    desk.call("run", "--at", "2021-05-10T08:05")
    assert desk.status == 2 and "shown_perio" in desk.error and "shown_period" in desk.error


def test_a_round_finds_out_that_another_one_holds_the_lease(desk: Desk) -> None:
    """R20."""
    from tasks.doors.ledger.ledger import SqlLedger

    desk.run("2021-05-10T08:05")
    with SqlLedger(f"sqlite:///{desk.data / 'ledger.db'}") as ledger, ledger.lease("baerekraftige-moteplasser", "other", datetime.now(UTC), 5):
        busy = desk.run("2021-05-11T12:05")
    assert (busy["state"], desk.status) == ("stopped", 3)
    assert "other" in busy["problems"][0]["what"]


def test_a_round_limited_to_one_act_leaves_the_others_for_later(desk: Desk) -> None:
    welcome = desk.run("2021-05-10T08:05", "--acts", "signups")
    rest = desk.run("2021-05-10T08:05")
    assert kinds(welcome) == {"welcome"} and not welcome["rooms"]
    assert "invitation" in kinds(rest) and "welcome" not in kinds(rest)


def test_a_focus_area_chosen_in_prefect_is_told_to_those_invited_while_the_cell_is_empty(desk: Desk) -> None:
    """R10, R16."""
    from flows.choose_focus import set_focus

    desk.run("2021-09-20T08:05")
    reports = set_focus(meeting=5, focus="Samskaping på nett", at="2021-09-21T12:00")
    assert {letter[0] for letter in reports[0].letters} == {"focus"}


def test_an_unknown_act_is_wrong_use(desk: Desk) -> None:
    desk.call("run", "--acts", "inviter")
    assert desk.status == 2 and "inviter" in desk.error


def test_the_cap_lets_the_rest_wait_for_the_next_round(desk: Desk) -> None:
    """R22."""
    file = desk.config / "doors.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("per_round = 500", "per_round = 10"), encoding="utf-8")
    first, second = desk.run("2021-05-10T08:05"), desk.run("2021-05-10T08:05")
    assert len([x for x in first["letters"] if x["kind"] != "digest"]) == 10 == len([x for x in second["letters"] if x["kind"] != "digest"])
    assert not set(planned(first)) & set(planned(second)) and any("taket" in p["what"] for p in first["problems"])
