"""Exports of Google's and Microsoft's forms, and what people do to tabs and headings, through whole rounds (R27)."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.model.links import form_code
from tasks.circle.model.records import Memory
from tasks.context import context_of
from tests.bad_input.case import put
from tests.bad_input.desk import KARI, OLA, REPLY_HEAD, ROOT, Desk, Seen, alone

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def desk(tmp_path: Path, prefect_server: None) -> Iterator[Desk]:
    found = alone(tmp_path)
    yield found
    found.leave()


def laid(desk: Desk, name: str) -> None:
    """The sheet is one of the files that failed."""
    file = ROOT.parent / "shared" / "faults" / name
    if not file.exists():
        assert not os.environ.get("CI"), f"{file} is missing"
        pytest.skip("../shared is not here")
    shutil.copyfile(file, desk.file)


def rounds(desk: Desk, *moments: str) -> Seen:
    return desk.rounds(*(datetime.fromisoformat(each).replace(tzinfo=OSLO) for each in moments))


def memory(desk: Desk) -> Memory:
    return context_of(desk.ref).doors.ledger.memory(desk.circle)


def test_a_meeting_that_a_form_tells_by_its_day_is_the_one_of_that_day(desk: Desk) -> None:
    laid(desk, "meeting-given-as-date-in-words.xlsx")
    seen = rounds(desk, "2021-06-08T13:00", "2021-06-09T08:05")
    assert {(each.person, each.meeting) for each in memory(desk).replies} == {("D01", 3)}
    assert not [each for each in seen.problems if "Refleksjoner" in each.where]


def test_a_form_where_nobody_logs_in_signs_people_up_by_the_address_they_wrote(desk: Desk) -> None:
    laid(desk, "msforms-signup-anonymous.xlsx")
    desk.spoil("doors.toml", "# sign_up_form = true ", "sign_up_form = false # ")
    seen = rounds(desk, "2021-05-05T08:05")
    assert {str(each["To"].addresses[0].addr_spec) for each in desk.letters()} >= {"kari@example.org", "ola@example.org"}
    assert not [each for each in seen.problems if "Påmelding" in each.where]


@pytest.mark.parametrize(("tab", "old", "new", "cell", "typed"), [
    ("Påmelding", "Avmeldt", "Avmeldt (ja)", "G2", "ja"),
    ("Møter", "Status", "Status/merknad", "H2", "avlyst"), ("Møter", "Start", "Starttid", "C2", "10.00"),
])  # fmt: skip
def test_a_column_that_is_renamed_after_a_round_still_counts(desk: Desk, tab: str, old: str, new: str, cell: str, typed: str) -> None:
    desk.save()
    rounds(desk, "2021-05-05T08:05")
    desk.tabs[tab][0][desk.tabs[tab][0].index(old)] = new
    put(tab, cell, typed)(desk.tabs)
    desk.save()
    seen = rounds(desk, "2021-05-05T12:05")
    assert seen.states != ("stopped",)
    if new == "Starttid":
        assert {each.number: f"{each.start.astimezone(OSLO):%H.%M}" for each in memory(desk).meetings} == {1: "10.00", 2: "09.15"}
    else:
        assert ("cancellation", "1") in seen_by(desk, KARI) and (("cancellation", "1") in seen_by(desk, OLA)) is (new != "Avmeldt (ja)")
        assert [each.where for each in seen.problems if f"«{new}»" in each.what] == [f"«{tab}», celle {cell[0]}1"]


def test_a_column_that_is_renamed_beyond_knowing_stops_the_round_until_it_is_mended_or_confirmed(desk: Desk) -> None:
    desk.save()
    rounds(desk, "2021-05-05T08:05")
    before = len(desk.letters())
    desk.tabs["Påmelding"][0][6] = "Gått ut"
    put("Påmelding", "G2", "ja")(desk.tabs)
    desk.save()
    seen = rounds(desk, "2021-05-07T12:05")
    assert seen.states == ("stopped",) and len(desk.letters()) == before
    assert "«Påmelding», rad 1: Kolonnen «Avmeldt» er borte." in str(seen.problems[0]) and "run --confirm" in str(seen.problems[0])
    desk.tabs["Påmelding"][0][6] = "Avmeldt"
    desk.save()
    assert rounds(desk, "2021-05-07T12:10").states == ("done",)
    assert ("cancellation", "1") in seen_by(desk, KARI) and ("cancellation", "1") not in seen_by(desk, OLA)


def seen_by(desk: Desk, address: str) -> list[tuple[str, str]]:
    return Seen(letters=desk.letters()).to(address)


def test_a_form_that_is_linked_anew_is_read_where_it_is_clear_and_asked_about_where_not(desk: Desk) -> None:
    """Ola answers by his letter's code into «Skjemasvar 2» and is not nudged; Åse and Kari have not answered."""
    desk.save()
    rounds(desk, "2021-05-05T08:05")
    ola = next(each for each in memory(desk).people if each.code == "D02")
    row = [datetime(2021, 5, 11, 12, 1, 7), form_code(ola, context_of(desk.ref).keys.digest), 1, "Alt", "Miro", ""]
    strange = [datetime(2021, 5, 11, 12, 2, 7), KARI, 1, "Alt", "Film", ""]
    desk.tabs |= {name: [[*REPLY_HEAD], row] for name in ("Skjemasvar 2", "Arkiv 2020")}
    desk.tabs |= {"Fra i fjor": [[*REPLY_HEAD], strange], "Skjemasvar 3": [["Tidsmerke", "Navn", "E-post"], [row[0], "Per Li", "per@example.org"]]}
    desk.save()
    seen = rounds(desk, "2021-05-11T12:05", "2021-05-18T08:05")
    assert {(each.person, each.meeting, each.text) for each in memory(desk).replies} == {("D02", 1, "Alt"), ("D02", 1, "Miro")}
    assert ("nudge", "1") not in seen_by(desk, OLA) and ("nudge", "1") in seen_by(desk, KARI) and not seen_by(desk, "per@example.org")
    told = {each.where: each.what for each in seen.problems}
    assert told["«Skjemasvar 2»"].startswith("Fanen er lest som «Refleksjoner»") and "«Arkiv 2020»" not in told
    assert "«Refleksjoner», men blir ikke lest" in told["«Fra i fjor»"] and "«Påmelding», men blir ikke lest" in told["«Skjemasvar 3»"]
