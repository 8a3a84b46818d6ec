"""What goes wrong with a Google Sheet: each failure has its outcome and a clear message, and nothing is lost or half done."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tasks.circle.model.errors import Problem, Stop
from tests.doors.sheet_contract import NOW, TABS
from tests.sources import ROOT
from tests.standins.certificates import Authority
from tests.standins.google import GoogleStandIn
from tests.standins.google_door import Clock, door
from tests.standins.google_spreadsheet import Spreadsheet
from tests.standins.google_tokens import ACCOUNT

NEW: dict[str, list[list[Any]]] = {"Oversikt": [["Nr", "Neste"], [1, "Påminnelse 9.5.2021"]]}
OLD: dict[str, list[list[Any]]] = {"Oversikt": [["Nr", "Neste"], [1, "Invitasjon 13.4.2021"], [2, ""]]}
CONTRACTS = ROOT.parent / "shared" / "contracts"
Setting = Callable[[GoogleStandIn, Spreadsheet], None]


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    with GoogleStandIn() as standing:
        yield standing


@dataclass(frozen=True)
class Case:
    """`says` must stand in the problem that ends the round; "" when the round gets through. `waits`: at most so many seconds."""

    name: str
    happens: Setting
    says: tuple[str, ...] = ()
    calls: int = 1
    waits: float = 0.0
    door: dict[str, Any] = field(default_factory=dict)


def goes_wrong(on: str, status: int = 0, **more: Any) -> Setting:
    return lambda google, _: google.fail(on, status, **more)


def shared_as(role: str) -> Setting:
    return lambda _, sheet: sheet.roles.update({ACCOUNT: role}) if role else sheet.roles.clear()


def key_revoked(google: GoogleStandIn, _: Spreadsheet) -> None:
    google.tokens.revoked = True


def given_away(google: GoogleStandIn, sheet: Spreadsheet) -> None:
    del google.sheets[sheet.id]


EVER: dict[str, Any] = {"times": None}
SHORT: dict[str, Any] = {"timeouts": (1.0, 0.15)}
EXCEL = {"error": {"code": 400, "message": "This operation is not supported for this document", "status": "FAILED_PRECONDITION"}}
OFF = "Google Sheets API has not been used in project 1 before or it is disabled."
READING = [
    Case("403, not shared", shared_as(""), (ACCOUNT, "Del", "Redigerer")),
    Case("403, the API is off", goes_wrong("read", 403, message=OFF, **EVER), ("Google Sheets API", "Slå på")),
    Case("404", given_away, ("finner ikke", "mellom /d/ og /edit")),
    Case("400, an Excel file", goes_wrong("read", 400, text=json.dumps(EXCEL), **EVER), ("Excel-fil",), 2),
    Case("401 for ever", goes_wrong("read", 401, text='{"error": {"code": 401}}', **EVER), ("nøkkelen",), 3),
    Case("429 once", goes_wrong("read", 429), (), 2, 31),
    Case("429 twice", goes_wrong("read", 429, times=2), (), 3, 31 + 60),
    Case("429 with Retry-After", goes_wrong("read", 429, retry_after=7), (), 2, 7),
    Case("429 with a very long Retry-After", goes_wrong("read", 429, retry_after=86_400), (), 2, 70),
    Case("429 for ever", goes_wrong("read", 429, **EVER), ("kvoten", "Neste runde"), 3, 31 + 61),
    Case("500 twice", goes_wrong("read", 500, times=2), (), 3, 3),
    Case("500 for ever", goes_wrong("read", 500, **EVER), ("feil 500", "Neste runde"), 4, 7),
    Case("503 as HTML", goes_wrong("read", 503, html=True, times=3), (), 4, 7),
    Case("503 as HTML for ever", goes_wrong("read", 503, html=True, **EVER), ("feil 503", "Neste runde"), 4, 7),
    Case("500 with an error that is text", goes_wrong("read", 500, text='{"error": "Backend Error"}', **EVER), ("feil 500",), 4, 7),
    Case("200 with a page instead of data", goes_wrong("read", 200, html=True, **EVER), ("ikke er data",), 4, 7),
    Case("silence once", goes_wrong("read", seconds=0.5, cut="before"), (), 2, 1, SHORT),
    Case("silence for ever", goes_wrong("read", seconds=0.5, cut="before", **EVER), ("innen fristen", "Neste runde"), 4, 7, SHORT),
    Case("cut before", goes_wrong("read", cut="before"), (), 2, 1),
    Case("cut for ever", goes_wrong("read", cut="before", **EVER), ("brutt", "Neste runde"), 4, 7),
    Case("revoked key", key_revoked, ("trukket tilbake", "invalid_grant", "ny nøkkel"), 0),
    Case("502 at the token address", goes_wrong("token", 502, html=True), (), 1, 1),
    Case("502 at the token address for ever", goes_wrong("token", 502, html=True, **EVER), ("Innloggingen", "Neste runde"), 0, 7),
    Case("the token's line is cut", goes_wrong("token", cut="after"), (), 1, 1),
]
WRITING = [
    Case("403, only a reader", shared_as("reader"), (ACCOUNT, "Redigerer")),
    Case("429 twice", goes_wrong("write", 429, times=2), (), 3, 31 + 60),
    Case("429 for ever", goes_wrong("write", 429, **EVER), ("kvoten",), 3, 31 + 61),
    Case("500 for ever", goes_wrong("write", 500, **EVER), ("feil 500", "ingenting er gått tapt"), 4, 7),
    Case("503 as HTML", goes_wrong("write", 503, html=True), (), 2, 1),
    Case("silence", goes_wrong("write", seconds=0.5), (), 2, 1, SHORT),
    Case("cut before", goes_wrong("write", cut="before"), (), 2, 1),
    Case("cut after", goes_wrong("write", cut="after"), (), 2, 1),
    Case("cut after, for ever", goes_wrong("write", cut="after", **EVER), ("brutt", "ingenting er gått tapt"), 4, 7),
]


def problem_of(act: Callable[[], Any]) -> Problem | None:
    try:
        act()
    except Stop as stop:
        (problem,) = stop.problems
        return problem
    return None


def told(case: Case, problem: Problem | None, sheet: Spreadsheet, google: GoogleStandIn) -> None:
    assert (problem is None) == (not case.says), problem
    if problem:
        assert all(word in str(problem) for word in case.says), problem
        assert sheet.id in problem.where
        assert problem.next_step
        assert "private_key" not in str(problem)
        assert not any(token in str(problem) for token in google.tokens.given)


@pytest.mark.parametrize("case", READING, ids=lambda case: case.name)
def test_a_failure_while_reading_ends_clearly_or_is_got_over(google: GoogleStandIn, case: Case) -> None:
    sheet, clock = google.spreadsheet(TABS), Clock()
    case.happens(google, sheet)
    found: list[Any] = []
    problem = problem_of(lambda: found.append(door(google, sheet, clock, **case.door).read(["Møter"], NOW)))
    told(case, problem, sheet, google)
    assert problem or found == [{"Møter": [["Nr", "Dato", "Start"], [1, 44327, "09.15"]]}]
    assert google.reads == case.calls
    assert google.writes == 0
    assert sum(clock.waits) <= case.waits + 1


@pytest.mark.parametrize("case", WRITING, ids=lambda case: case.name)
def test_a_failure_while_writing_loses_nothing(google: GoogleStandIn, case: Case) -> None:
    """Whatever the program's own tabs look like afterwards, the next round makes them right; people's are as they were."""
    sheet, clock = google.spreadsheet(TABS | OLD), Clock()
    people = {tab: sheet.contents()[tab] for tab in TABS}
    chosen = door(google, sheet, clock, **case.door)
    chosen.read(["Oversikt", "Møter"], NOW)
    case.happens(google, sheet)
    problem = problem_of(lambda: chosen.write(NEW))
    told(case, problem, sheet, google)
    assert problem or sheet.contents()["Oversikt"] == NEW["Oversikt"]
    assert google.writes == case.calls
    assert sum(clock.waits) <= case.waits + 1
    google.script.faults.clear()
    sheet.roles[ACCOUNT] = "writer"
    chosen.write(NEW)
    assert sheet.contents() == people | NEW


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_line_cut_while_a_tab_is_made_gives_that_tab_once(google: GoogleStandIn, cut: str) -> None:
    sheet = google.spreadsheet(TABS)
    google.fail("write", cut=cut)
    door(google, sheet).write(NEW)
    assert [tab.title for tab in sheet.tabs] == [*TABS, "Oversikt"]
    assert sheet.contents()["Oversikt"] == NEW["Oversikt"]


def test_a_token_that_ended_is_fetched_anew(google: GoogleStandIn) -> None:
    chosen = door(google, google.spreadsheet(TABS))
    chosen.read(["Møter"], NOW)
    google.tokens.forget()
    assert chosen.read(["Møter"], NOW)
    assert google.tokens.asked == 2


def test_a_hang_ends_within_a_minute() -> None:
    """With the real time-outs a call that got no answer in 30 seconds is not begun again: that could take more than 60."""
    clock = Clock()
    with GoogleStandIn() as google:
        sheet = google.spreadsheet(TABS)
        chosen = door(google, sheet, clock, timeouts=(1.0, 0.1))
        google.script.hooks.append(("read", lambda: setattr(clock, "now", clock.now + 59.5)))
        google.fail("read", seconds=0.5, cut="before", times=None)
        assert "innen fristen" in str(problem_of(lambda: chosen.read(["Møter"], NOW)))
    assert clock.waits == []


@pytest.mark.parametrize(
    ("account", "says"),
    [
        ("", "mangler"), ("{", "ikke hel JSON"), ("[]", "ikke JSON for en tjenestekonto"), ("{}", "mangler client_email"),
        ('{"installed": {"client_id": "x"}}', "ikke nøkkelen til en tjenestekonto"), ({"private_key": "hemmelig"}, "private nøkkelen"),
        ({"private_key": "-----BEGIN PRIVATE KEY-----\nhemmelig\n-----END PRIVATE KEY-----\n"}, "private nøkkelen"),
        ({"type": "authorized_user"}, "ikke nøkkelen til en tjenestekonto"),
    ],
)  # fmt: skip
def test_a_broken_account_is_named_before_anything_is_asked(google: GoogleStandIn, account: Any, says: str) -> None:
    text = account if isinstance(account, str) else google.account(**account)
    problem = problem_of(lambda: door(google, google.spreadsheet(TABS), account=text))
    assert problem
    assert problem.where == "SIRKEL_GOOGLE_JSON"
    assert says in problem.what
    assert "hemmelig" not in str(problem)
    assert google.tokens.asked == google.reads == 0


def test_an_id_that_is_none_is_named(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet()
    sheet.id = "a/../b"
    problem = problem_of(lambda: door(google, sheet))
    assert problem
    assert "spreadsheet" in problem.where


@pytest.mark.parametrize("label", ["good", "expired", "wrong_name", "unknown"])
def test_a_certificate_is_believed_only_when_it_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, label: str) -> None:
    authority = Authority(tmp_path)
    certificate = getattr(authority, label if label != "unknown" else "good")()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(Authority(tmp_path / "other").file if label == "unknown" else authority.file))
    with GoogleStandIn(tls=certificate.context()) as google:
        problem = problem_of(lambda: door(google, google.spreadsheet(TABS)).read(["Møter"], NOW))
        assert problem is None if label == "good" else "sertifikatet" in str(problem)
        assert google.tokens.asked == int(label == "good")


@pytest.mark.skipif(not CONTRACTS.is_dir() and not os.environ.get("CI"), reason="../shared is not here")
def test_what_the_door_says_to_google_is_in_the_form_of_its_documents(google: GoogleStandIn, tmp_path: Path) -> None:
    sheet = google.spreadsheet(TABS)
    chosen = door(google, sheet)
    many = {"Merknader": [["Hvor", "Hva"], *[["=1+1", "+1"]] * 1200]}
    for new in (NEW, many, NEW | many):
        chosen.read(("Møter", "Samråd", "Oversikt", "Merknader"), NOW)
        chosen.write(new)
    chosen.look()
    program = [sys.executable, str(CONTRACTS / "check_sheets.py"), str(google.save(tmp_path / "exchanges.jsonl")), "--responses"]
    said = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False).stdout
    assert "violations: 0" in said, said
