"""The Google stand-in held to what Google itself has said: recorded answers, and the documents of its API."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests

from tasks.doors.google_sheet.client import open_client, read_account
from tests.sources import ROOT
from tests.standins.google import GoogleStandIn

CONTRACTS = ROOT.parent / "shared" / "contracts"
#: Conversations that need something this stand-in has no use for, each with its reason.
NOT_AGREED = {"ClientTest.test_import_csv": "its values were uploaded through Drive, and the upload isn't among the recorded calls"}
needs_contracts = pytest.mark.skipif(not CONTRACTS.is_dir() and not os.environ.get("CI"), reason="../shared is not here")


@pytest.fixture
def google() -> Iterator[GoogleStandIn]:
    with GoogleStandIn() as standing:
        yield standing


def client(google: GoogleStandIn, **account: Any) -> gspread.http_client.HTTPClient:
    """gspread as it comes, sent to the stand-in."""
    return open_client(read_account(google.account(**account)), google.url, (5, 30))


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, str(CONTRACTS / program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout


@needs_contracts
def test_the_stand_in_answers_as_google_once_did() -> None:
    with GoogleStandIn(recorded=True) as google:
        said = run("replay_sheets.py", google.url, "-v")
    different = re.findall(r"^(\w+\.\w+) \w+ \S*/values\S*$", said, re.MULTILINE)
    assert set(different) == set(NOT_AGREED)
    played = sum(int(number) for number in re.findall(r"^values\.\S+ +same +(\d+)", said, re.MULTILINE))
    assert played >= 570


@needs_contracts
def test_what_the_stand_in_says_is_in_the_form_of_google_s_documents(google: GoogleStandIn, tmp_path: Path) -> None:
    sheet = google.spreadsheet({"Påmelding": [["Navn", "Når"], ["Kari", datetime(2021, 5, 11, 9, 15)]]})
    api = client(google)
    api.values_batch_get(sheet.id, ["'Påmelding'"], params={"valueRenderOption": "UNFORMATTED_VALUE"})
    raw: dict[str, Any] = {"valueInputOption": "RAW"}
    api.values_update(sheet.id, "'Påmelding'!A3", raw, {"values": [["=1+1", True, 2.5, None, ""]]})
    api.values_append(sheet.id, "'Påmelding'!A1", raw | {"insertDataOption": "INSERT_ROWS"}, {"values": [["Ola"]]})
    api.values_batch_update(sheet.id, {"valueInputOption": "RAW", "data": [{"range": "'Påmelding'!A9", "values": [["x"]]}]})
    api.values_batch_clear(sheet.id, body={"ranges": ["'Påmelding'!A9"]})
    rows = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    acts = [{"addSheet": {"properties": {"title": "Ny"}}}, {"insertDimension": {"range": rows}}, {"deleteDimension": {"range": rows}}]
    api.batch_update(sheet.id, {"requests": acts})
    api.fetch_sheet_metadata(sheet.id)
    with pytest.raises(gspread.exceptions.APIError):
        api.values_get(sheet.id, "'Borte'")
    with pytest.raises(gspread.exceptions.APIError):
        api.values_get("no-such-id", "'Påmelding'")
    said = run("check_sheets.py", str(google.save(tmp_path / "exchanges.jsonl")), "--responses")
    assert "violations: 0" in said, said
    assert len(google.exchanges) == 9


def values(google: GoogleStandIn, number: str, text: str = "'A'", **options: Any) -> Any:
    return client(google).values_get(number, text, params=options).get("values")


@pytest.mark.parametrize(
    ("typed", "formatted", "unformatted", "formula"),
    [
        ("=1+1", "2", 2, "=1+1"), ("+1+1", "2", 2, "=1+1"), ("2,5", "2,5", 2.5, 2.5), ("SANN", "SANN", True, True), ("0042", "42", 42, 42),
        ("11.05.2021", "11.05.2021", 44327, 44327), ("09:15", "09:15", 0.3854166666666667, 0.3854166666666667), ("'=1+1", "=1+1", "=1+1", "=1+1"),
        ("Kari", "Kari", "Kari", "Kari"), ('=HYPERLINK("x")', "#ERROR!", "#ERROR!", '=HYPERLINK("x")'),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood_in_the_locale_and_given_out_in_three_ways(
    google: GoogleStandIn, typed: str, formatted: Any, unformatted: Any, formula: Any
) -> None:
    sheet = google.spreadsheet({"A": []})
    client(google).values_update(sheet.id, "'A'!A1", {"valueInputOption": "USER_ENTERED"}, {"values": [[typed]]})
    expected = {"FORMATTED_VALUE": formatted, "UNFORMATTED_VALUE": unformatted, "FORMULA": formula}
    assert {option: values(google, sheet.id, valueRenderOption=option)[0][0] for option in expected} == expected


def test_raw_keeps_what_was_sent(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet({"A": [["old", "old"]]})
    sent = [["=1+1", "+47 123", "2,5", "0042", True, 2.5, "12.10"]]
    client(google).values_update(sheet.id, "'A'!A1", {"valueInputOption": "RAW"}, {"values": sent})
    assert values(google, sheet.id, valueRenderOption="UNFORMATTED_VALUE") == sent


def test_a_moment_is_a_number_or_the_text_people_see(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet({"A": [[datetime(2021, 5, 11, 9, 15)]]})
    options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert values(google, sheet.id, **options) == [["11.05.2021 09.15.00"]]
    assert values(google, sheet.id, valueRenderOption="UNFORMATTED_VALUE") == [[44327.385416666664]]


def test_an_administrator_sorts_inserts_and_deletes_rows(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet({"A": [["Navn"], ["Ola"], ["Kari"], ["Åse"]]})
    sheet["A"].sort(1)
    assert sheet["A"].values() == [["Navn"], ["Kari"], ["Ola"], ["Åse"]]
    sheet["A"].insert_rows(2)
    sheet["A"].delete_rows(4)
    assert sheet["A"].values() == [["Navn"], [], ["Kari"], ["Åse"]]


def test_a_token_is_given_only_for_a_jwt_signed_with_the_right_key(google: GoogleStandIn) -> None:
    sheet = google.spreadsheet()
    with pytest.raises(Exception, match="invalid_grant"):
        client(google, wrong_key=True).fetch_sheet_metadata(sheet.id)
    assert requests.get(f"{google.url}/v4/spreadsheets/{sheet.id}", timeout=5).status_code == 401
    assert client(google).fetch_sheet_metadata(sheet.id)["properties"]["title"] == "Læringssirkel"


def test_the_quota_is_refilled_each_minute(google: GoogleStandIn) -> None:
    now = [600.0]
    google.script.quota, google.script.clock = 2, lambda: now[0]
    sheet = google.spreadsheet({"A": [["x"]]})
    assert [values(google, sheet.id) for _ in range(2)] == [[["x"]]] * 2
    with pytest.raises(gspread.exceptions.APIError, match="Quota exceeded"):
        values(google, sheet.id)
    now[0] += 60
    assert values(google, sheet.id) == [["x"]]
