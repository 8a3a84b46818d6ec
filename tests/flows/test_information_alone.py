"""R28 at the doors people see: a circle with nothing but information is done, exit 0, and tells it all the same."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import FlowRunSort

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.plan import Order
from tests.bad_input.desk import CIRCLE, KARI, NOW, Desk, alone, good_tabs
from tests.bad_input.outside_cases import as_typed
from tests.flows.outside import outside
from tests.reading_mail import letter_of, plain_text

TWICE = "Adressen er den samme som i rad 5."
AT = ("--at", "2021-05-05T08:05")


@pytest.fixture
def desk(tmp_path: Path, prefect_server: None) -> Desk:
    """Kari stands in two rows: one person, and nothing needs to be done."""
    found = alone(tmp_path)
    found.tabs["Påmelding"].append([datetime(2021, 5, 1, 11), "Kari Nordmann", KARI.title(), "Moss", "nb", "", ""])
    found.save()
    return found


def run(desk: Desk) -> tuple[int, dict[str, Any], str]:
    """Exit status, report, and the message of the run in Prefect's page."""
    seen = desk.call("run", *AT, "--json")
    with get_client(sync_client=True) as client:
        [newest] = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)
    assert newest.state and newest.state.name == "Completed"
    return seen.status, json.loads(seen.said[: seen.said.rindex("}") + 1]), newest.state.message or ""


def remarks(desk: Desk) -> list[list[str]]:
    """«Merknader» by where, next step and grade, without the one that says that it is on trial."""
    rows = openpyxl.load_workbook(desk.file)["Merknader"].values
    return [[str(where), str(step), str(grade)] for where, what, step, grade in list(rows)[1:] if "på prøve" not in str(what)]


def test_information_alone_is_done_and_told(desk: Desk) -> None:
    status, report, message = run(desk)
    assert (status, report["state"], message.split()[0]) == (0, "done", "Utført.")
    [told] = report["problems"]
    assert TWICE in told["what"] and told["grade"] == "information"
    assert [(where, grade) for where, _, grade in remarks(desk)] == [("«Påmelding», rad 2", "Til orientering")]
    [digest, *_] = sorted((desk.data / CIRCLE / "outbox").glob("*digest*.eml"))
    letter = letter_of(digest.read_bytes())
    assert letter["Subject"].startswith("Nytt fra") and "ingenting venter på deg" in plain_text(letter)
    assert TWICE in plain_text(letter).partition("Til orientering")[2]
    checks = json.loads(desk.call("check", "--json").said)["checks"]
    assert [each["ok"] for each in checks if TWICE in each["detail"] or each["what"] == "Rader"] == [True, True]
    assert desk.call("status", *AT).status == 0


def test_equal_things_to_put_right_are_one_line_and_count_as_one(desk: Desk) -> None:
    for row in (2, 3, 4):
        desk.tabs["Påmelding"][row - 1][4] = "svensk"
    desk.save()
    status, report, message = run(desk)
    assert (status, report["state"], len(report["problems"])) == (1, "problems", 4)
    assert message.startswith("Trenger en person. «Påmelding», celle E2, E3 og E4: Språket er ukjent") and " til: se" not in message
    assert [where for where, *_ in remarks(desk)] == ["«Påmelding», celle E2, E3 og E4", "«Påmelding», rad 2"]
    [digest, *_] = sorted((desk.data / CIRCLE / "outbox").glob("*digest*.eml"))
    assert letter_of(digest.read_bytes())["Subject"].startswith("Én ting venter på deg")
    seen = desk.call("check")
    assert "1 merknad" in seen.said and "! «Påmelding», celle E2, E3 og E4: Språket" in seen.said and "i «Påmelding», rad 2: " in seen.said


def test_a_letter_of_unknown_fate_counts_once_in_the_digest_and_is_told_without_a_command(
    tmp_path: Path, prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with outside(tmp_path, monkeypatch) as found, clock.set_to(NOW):
        for tab, rows in good_tabs().items():
            found.spreadsheet[tab].fill([[as_typed(value) for value in row] for row in rows])
        found.mail.on("end", "", cut=True, times=1)
        [problem] = carry_out(found.ref, Order(NOW)).problems
        digests = [letter for each in found.mail.accepted if (letter := letter_of(each.message))["X-Sirkel-Kind"] == "digest"]
    assert "settle <invitation" in problem.typed and "«gjør opp brev»" in problem.clicked
    assert len(digests) == 2
    for letter in digests:
        assert letter["Subject"].startswith("Én ting venter på deg") and "settle" not in plain_text(letter)
    tabs = found.spreadsheet["Merknader"].values
    assert "Spør mottakeren" in str(tabs) and "settle" not in str(tabs) and "Prefect" not in str(tabs)
