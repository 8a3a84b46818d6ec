"""«Prøvebrev» (R39): the coming month's letters to one facilitator, by the command and a real mail server, and nothing kept of it."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.flows.trial_circle import FIXED, LIVE, PEOPLE, TRIAL, TrialCircle, kinds
from tests.standins.smtp import SmtpServer

FIRST, SECOND = "anders.bergkvist@example.org", "marianne.sempler@example.org"
MOST = 12

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.fixture
def mail() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def circle(tmp_path: Path, mail: SmtpServer, capsys: pytest.CaptureFixture[str]) -> Iterator[TrialCircle]:
    found = TrialCircle(tmp_path, mail, capsys)
    yield found
    found.close()


def test_one_facilitator_gets_one_a_kind_and_meeting_and_nothing_is_recorded(circle: TrialCircle) -> None:
    circle.goes_live()
    before = circle.sheet.read_bytes()
    status, said = circle.call("prøvebrev", "--at", TRIAL)
    assert status == 0 and "@" not in said and "tilrettelegger nr. 1" in said
    assert {each.recipients for each in circle.mail.accepted} == {(FIRST,)}
    letters = circle.sent()
    assert max(kinds(letters).values()) == 1 and len(letters) <= MOST
    assert {"welcome", "invitation 1", "reminder 1", "day_sheet 1", "reflection 1", "nudge 1", "digest"} <= kinds(letters).keys()
    assert all(each["Subject"].startswith("[PRØVE] ") for each in letters)
    addressed = [each[name] or "" for each in letters for name in ("To", "Cc", "Bcc", "Reply-To", "List-Unsubscribe")]
    assert not [name for name in (*PEOPLE, "marianne") for text in addressed if name in text.casefold()]
    assert not (circle.data / "ledger.db").exists() and circle.sheet.read_bytes() == before and not (circle.data / "key").exists()

    honest = circle.run(LIVE)
    assert Counter(each.recipients for each in circle.mail.accepted[len(letters) :])[("kari@example.org",)] >= 1
    assert honest["state"] == "done"
    own = {each["Message-ID"] for each in circle.sent()[len(letters) :]}
    assert own.isdisjoint(each["Message-ID"] for each in letters)


def test_no_part_of_it_can_land_in_a_calendar(circle: TrialCircle) -> None:
    circle.goes_live()
    circle.call("prøvebrev", "--at", TRIAL)
    (invitation,) = [each for each in circle.sent() if each["X-Sirkel-Kind"] == "invitation" and each["X-Sirkel-Meeting"] == "1"]
    assert [part.get_content_type() for part in invitation.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/plain",
    ]  # fmt: skip
    (shown,) = invitation.iter_attachments()
    assert "DTSTART:20210511T071500Z" in shown.get_content() and "SUMMARY:" in shown.get_content()
    everything = b"".join(each.message for each in circle.mail.accepted)
    assert not any(words in everything for words in (b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"text/calendar", b"METHOD:"))


def test_another_facilitator_can_be_chosen_and_nobody_else(circle: TrialCircle) -> None:
    circle.goes_live()
    assert circle.call("prøvebrev", "--at", TRIAL, "--to", "2")[0] == 0
    assert {each.recipients for each in circle.mail.accepted} == {(SECOND,)}
    count = len(circle.mail.accepted)
    for wrong in ("0", "3", "-1"):
        status, said = circle.call("prøvebrev", "--at", TRIAL, "--to", wrong)
        assert status == 2 and "fra 1 til 2" in said
    assert len(circle.mail.accepted) == count


def test_on_trial_they_lie_in_a_folder_of_their_own_and_the_first_round_is_as_ever(circle: TrialCircle) -> None:
    _, said = circle.call("prøvebrev", "--at", TRIAL, "--json")
    found = json.loads(said)
    assert Path(found["index"]).is_file() and {each["outcome"] for each in found["letters"]} == {"laid"}
    assert not circle.laid() and not circle.mail.accepted
    circle.run(TRIAL)
    assert circle.laid() and not any("PRØVE" in each["Subject"] for each in circle.laid())


def test_a_mail_server_that_refuses_is_said_and_ends_with_1(circle: TrialCircle) -> None:
    circle.goes_live()
    circle.mail.on("rcpt", "550 5.7.1 nei")
    status, said = circle.call("prøvebrev", "--at", TRIAL)
    assert status == 1 and "sendt)" not in said and not circle.mail.accepted


def test_a_month_of_many_meetings_is_twelve_letters_with_the_overview_last(circle: TrialCircle) -> None:
    def many(book: openpyxl.Workbook) -> None:
        for number, day in enumerate((5, 12, 19, 26), start=4):
            for column, value in ((1, number), (2, datetime(2021, 5, day)), (5, "Ombruk")):
                book["Møter"].cell(number + 1, column, value)

    circle.edit(many)
    circle.told(FIXED)
    found = json.loads(circle.call("prøvebrev", "--at", TRIAL, "--json")[1])
    assert len(found["letters"]) == MOST and found["letters"][-1]["kind"] == "digest"


def test_it_can_be_started_in_prefects_page() -> None:
    from flows.sample_letters import sample_letters

    form = sample_letters.parameters.model_dump()
    assert set(form["properties"]) == {"circle", "to", "at"} and form["properties"]["to"]["default"] == 1
