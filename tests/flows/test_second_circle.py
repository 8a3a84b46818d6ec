"""The second circle of the practice data: English, every second week, answered in Google Forms. A file and a sheet are enough."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from tasks.circle.model.errors import to_mend
from tasks.circle.model.tabs import READ_NAMES
from tasks.context import use_secrets
from tasks.doors.workbook.workbook import Workbook
from tests.flows.conftest import ROOT, Desk
from tests.reading_mail import calendar_of as calendar
from tests.reading_mail import letter_of
from tests.reading_mail import plain_text as text
from tests.standins.google import GoogleStandIn
from tests.standins.google_spreadsheet import Spreadsheet

FIRST, SECOND = "baerekraftige-moteplasser", "repair-cafes"
EXAMPLE = Path("examples") / f"{SECOND}.toml"
CIRCLE_FILE = Path("circles") / f"{SECOND}.toml"
LONDON = ZoneInfo("Europe/London")
FORM = "https://docs.google.com/forms/d/e/practice-answers/viewform"


def no_practice(desk: Desk) -> None:
    """The first circle's sheet is an ordinary one: practice takes no part in a round for all (R24)."""
    book = openpyxl.load_workbook(desk.config / "practice.xlsx")
    book.remove(book["Øving"])
    book.save(desk.config / "practice.xlsx")


def letters(folder: Path, kind: str) -> list[EmailMessage]:
    files = sorted((folder / "outbox").glob(f"*_{kind}_*.eml"))
    return [letter_of(file.read_bytes()) for file in files]


def test_copied_to_the_circles_it_lives_its_whole_life_in_english_every_second_week(desk: Desk) -> None:
    from flows.rehearse import rehearse

    shutil.copy(desk.config / EXAMPLE, desk.config / CIRCLE_FILE)
    reports = rehearse(circle=SECOND, config=str(desk.config), data=str(desk.data))
    folder = desk.data / "rehearsal" / SECOND
    assert not to_mend(problem for report in reports for problem in report.problems) and reports[-1].state == "nothing"
    invitations = letters(folder, "invitation")
    assert {letter["Content-Language"] for letter in invitations} == {"en"}
    days = {int(letter["X-Sirkel-Meeting"]): text(letter) for letter in invitations}
    # Every second Thursday at four, on both sides of the last Sunday of October.
    assert [bool(re.search(rf"Thursday {day} 2021, 16:00–17:15", days[number])) for number, day in enumerate(
        ("9 September", "23 September", "7 October", "21 October", "4 November"), 1)] == [True] * 5  # fmt: skip
    starts = {number: re.findall(r"DTSTART:(\S+)", calendar(letter))[0] for number, letter in
              ((int(letter["X-Sirkel-Meeting"]), letter) for letter in invitations)}  # fmt: skip
    assert (starts[4], starts[5]) == ("20211021T150000Z", "20211104T160000Z")
    nudged = Counter(int(letter["X-Sirkel-Meeting"]) for letter in letters(folder, "nudge"))
    assert nudged[1] == 1  # four of five had answered in the form
    assert len(letters(folder, "closing")) == 7


@pytest.fixture
def sheet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spreadsheet]:
    """The second circle's sheet at Google, with a tab of answers that belongs to a form; the first circle keeps its workbook."""
    with GoogleStandIn() as google:
        found = google.spreadsheet({tab: [] for tab in READ_NAMES})
        monkeypatch.setenv("SIRKEL_GOOGLE_JSON", google.account())
        use_secrets({})
        at_google = f'kind = "google"\nspreadsheet = "{found.id}"\napi_url = "{google.url}"'
        file = (desk.config / EXAMPLE).read_text(encoding="utf-8")
        (desk.config / CIRCLE_FILE).write_text(file.replace(f'workbook = "examples/{SECOND}.xlsx"', at_google), encoding="utf-8")
        monkeypatch.setenv("SIRKEL_CONFIG", str(desk.config))
        monkeypatch.setenv("SIRKEL_DATA", str(desk.data))
        yield found


def typed(sheet: Spreadsheet, at: datetime, *answers: list[object]) -> None:
    """The sheet as people have it at `at`; the form has written `answers`."""
    practice = Workbook(ROOT / "config" / "examples" / f"{SECOND}.xlsx", zone=LONDON)
    rows = practice.read(READ_NAMES, at)
    for tab in ("Påmelding", "Møter"):
        sheet[tab].cells.clear()
        sheet[tab].fill(rows[tab])
    sheet["Refleksjoner"].cells.clear()
    sheet["Refleksjoner"].fill([rows["Refleksjoner"][0], *answers])


def submitted(letter: EmailMessage, at: datetime, need: str) -> list[object]:
    """Follows the link in the letter and answers: the row that the form adds to its tab."""
    link = next(url for url in re.findall(r"https://\S+", text(letter)) if url.startswith(FORM))
    filled = parse_qs(urlsplit(link).query)
    return [at.replace(tzinfo=None), filled["entry.1"][0], int(filled["entry.2"][0]), "It does.", need, None]


def daily(at: datetime) -> dict[str, Any]:
    from flows.acts import daily as flow

    return {report.circle: report for report in flow(circle="*", at=at.isoformat())}


def test_one_run_sees_to_both_circles_and_answers_come_in_by_the_form(desk: Desk, sheet: Spreadsheet) -> None:
    before, after, later, nudges = (datetime.fromisoformat(f"2021-09-{at}+01:00") for at in ("08T08:05", "09T17:20", "10T08:05", "13T08:05"))
    no_practice(desk)
    typed(sheet, before)
    found = daily(before)
    assert found.keys() == {FIRST, SECOND} and all(report.letters for report in found.values())
    typed(sheet, after)
    assert {kind for kind, *_ in daily(after)[SECOND].letters} - {"digest"} == {"reflection"}
    asked = letters(desk.data / SECOND, "reflection")
    answers = [submitted(letter, after, need) for letter, need in zip(
        asked, ("How to keep volunteers.", "Ways to thank and keep volunteers.", "How new volunteers are kept."), strict=False)]  # fmt: skip
    assert len(asked) == 5 and len(answers) == 3
    typed(sheet, later, *answers)
    daily(later)
    status = desk.call("status", "--circle", SECOND, "--at", "2021-09-10T09:00", "--json")
    assert '"answered": 3' in status
    typed(sheet, nudges, *answers)
    nudged = {person for kind, person, *_ in daily(nudges)[SECOND].letters if kind == "nudge"}
    assert len(nudged) == 2


@pytest.mark.parametrize("mistake", ["[rythm]", "[rhythm"])
def test_a_circle_with_a_mistake_in_its_file_stops_alone(desk: Desk, mistake: str) -> None:
    no_practice(desk)
    text = (desk.config / EXAMPLE).read_text(encoding="utf-8")
    (desk.config / CIRCLE_FILE).write_text(text.replace("[rhythm]", mistake), encoding="utf-8")
    found = {report["circle"]: report for report in json.loads(desk.call("run", "--at", "2021-09-08T08:05", "--circle", "*", "--json"))}
    assert found[SECOND]["state"] == "stopped" and f"{SECOND}.toml" in found[SECOND]["problems"][0]["where"]
    assert found[FIRST]["letters"] and desk.status == 1
    desk.call("run", "--at", "2021-09-08T08:05", "--circle", SECOND)
    assert desk.status == 2 and f"{SECOND}.toml" in desk.error
