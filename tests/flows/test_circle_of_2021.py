"""The rehearsal of 2021, looked at the way a reader of its outbox does."""

from collections import defaultdict
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import vobject

from tests.reading_mail import calendar_of as calendar
from tests.reading_mail import letter_of, plain_text

ROOT = Path(__file__).resolve().parent.parent.parent
OSLO = ZoneInfo("Europe/Oslo")
STARTS = {
    1: "20210511T071500Z", 2: "20210608T071500Z", 3: "20210824T071500Z", 4: "20210914T071500Z", 5: "20211012T071500Z",
    6: "20211116T081500Z", 7: "20211214T081500Z", 8: "20211216T081500Z",
}  # fmt: skip


@pytest.fixture(scope="module")
def letters(life: Path) -> list[EmailMessage]:
    files = sorted((life / "outbox").glob("*.eml"))
    return [letter_of(file.read_bytes()) for file in files]


def of(letters: list[EmailMessage], kind: str, meeting: int | None = None) -> list[EmailMessage]:
    return [x for x in letters if x["X-Sirkel-Kind"] == kind and meeting in (None, int(x["X-Sirkel-Meeting"]))]


def address(letter: EmailMessage) -> str:
    return str(letter["To"]).rpartition("<")[2].rstrip(">").casefold()


def day(letter: EmailMessage) -> datetime:
    date: datetime = letter["Date"].datetime
    return date.astimezone(OSLO)


def sign_ups() -> dict[str, datetime]:
    """Address and earliest time stamp of everybody in the practice sheet."""
    rows = list(openpyxl.load_workbook(ROOT / "config" / "practice.xlsx")["Påmelding"].iter_rows(min_row=2, values_only=True))
    found: dict[str, datetime] = {}
    for row in rows:
        address = str(row[2] or "").casefold()
        if "@" in address:
            assert isinstance(row[0], datetime)
            stamp = row[0].replace(tzinfo=OSLO).astimezone(UTC)
            found[address] = min(stamp, found.get(address, stamp))
    return found


def test_everybody_is_invited_to_exactly_the_meetings_that_start_after_their_sign_up(letters: list[EmailMessage]) -> None:
    """R2. Number 7 was called off on 2 December; Espen signed off on 20 October."""
    invited: dict[str, set[int]] = defaultdict(set)
    for letter in of(letters, "invitation"):
        assert int(letter["X-Sirkel-Meeting"]) not in invited[address(letter)], "invited twice"
        invited[address(letter)].add(int(letter["X-Sirkel-Meeting"]))
    starts = {number: datetime.strptime(text, "%Y%m%dT%H%M%S%z") for number, text in STARTS.items()}
    for person, joined in sign_ups().items():
        expected = {number for number, start in starts.items() if start > joined}
        if joined > datetime(2021, 12, 2, tzinfo=UTC):
            expected -= {7}
        if person.startswith("espen"):
            expected -= {7, 8}
        assert invited[person] == expected, person


def test_times_are_utc_instants_in_summer_and_winter(letters: list[EmailMessage]) -> None:
    for number, start in STARTS.items():
        latest = [*of(letters, "invitation", number), *of(letters, "update", number)][-1]
        assert f"DTSTART:{start}" in calendar(latest)
        assert vobject.readOne(calendar(latest)).vevent.dtstart.value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") == start


def test_the_moved_meeting_keeps_its_uid_and_raises_sequence(letters: list[EmailMessage]) -> None:
    """R8."""
    first, moved = calendar(of(letters, "invitation", 6)[0]), of(letters, "update", 6)
    uid = next(line for line in first.splitlines() if line.startswith("UID"))
    assert "SEQUENCE:0" in first and "DTSTART:20211109T081500Z" in first and len(moved) == 30
    assert all(uid in calendar(letter) and "SEQUENCE:1" in calendar(letter) for letter in moved)
    body = plain_text(moved[0])
    assert "16. november" in body and "9. november" in body


def test_the_called_off_meeting_is_cancelled_for_all_invited(letters: list[EmailMessage]) -> None:
    """R9."""
    invited = {address(letter) for letter in of(letters, "invitation", 7)}
    cancelled = of(letters, "cancellation", 7)
    assert {address(letter) for letter in cancelled} == invited
    assert all("METHOD:CANCEL" in calendar(letter) and "STATUS:CANCELLED" in calendar(letter) for letter in cancelled)


def test_who_signs_off_has_the_coming_meetings_cancelled_and_hears_no_more(letters: list[EmailMessage]) -> None:
    """R4."""
    espen = sorted((x for x in letters if address(x).startswith("espen")), key=day)
    assert espen[-1]["X-Sirkel-Kind"] == "cancellation" and f"{day(espen[-1]):%Y-%m-%d}" == "2021-10-20"


def test_nothing_is_sent_to_the_unusable_address_or_about_july(letters: list[EmailMessage]) -> None:
    """R3, R6."""
    assert {int(x["X-Sirkel-Meeting"]) for x in letters} <= {0, *STARTS}
    assert not [x for x in letters if "nordby" in address(x)]
    july = [x for x in letters if day(x).month == 7]
    assert {x["X-Sirkel-Kind"] for x in july} <= {"welcome", "invitation", "digest"}


def test_at_the_end_the_facilitators_are_reminded_once_of_the_rows_that_are_left(letters: list[EmailMessage]) -> None:
    reminded = [x for x in of(letters, "digest") if "Sirkelen er avsluttet" in plain_text(x)]
    assert len(reminded) == len({x["To"] for x in reminded}) == 2 and {f"{day(x):%Y-%m-%d}" for x in reminded} == {"2021-12-27"}
    said = " ".join(plain_text(reminded[0]).split())
    assert "Slett radene i «Påmelding»" in said and "«Refleksjoner», «Samråd», «Fravær»" in said
    assert "glemt før det" in said and "«forget»" not in said and "etter torsdag 30. juni" in said


def test_after_the_closing_letters_nothing_more_is_sent(letters: list[EmailMessage]) -> None:
    """R17."""
    closing = of(letters, "closing")
    assert len(closing) == 30 and {f"{day(x):%Y-%m-%d}" for x in closing} == {"2021-12-27"}
    assert max(day(x) for x in letters) == day(closing[0])


def test_readers_of_nynorsk_and_english_get_their_own_language(letters: list[EmailMessage]) -> None:
    languages = {address(x): x["Content-Language"] for x in of(letters, "invitation")}
    assert sorted(set(languages.values())) == ["en", "nb", "nn"]
    assert any(str(x["Subject"]).startswith("Ny tid: tysdag") for x in of(letters, "update"))


def test_the_ceiling_holds_for_every_person_and_meeting(letters: list[EmailMessage]) -> None:
    """R12: one invitation, one form, one nudge; one reminder, as the moved meeting was moved before its reminder."""
    for kind in ("invitation", "reminder", "reflection", "nudge", "consultation"):
        keys = [(address(x), x["X-Sirkel-Meeting"]) for x in of(letters, kind)]
        assert len(keys) == len(set(keys)), kind


def test_every_letter_can_be_answered_and_goes_to_one_person(letters: list[EmailMessage]) -> None:
    for letter in letters:
        assert "anders.bergkvist@example.org" in letter["Reply-To"] and str(letter["To"]).count("@") == 1
        assert letter["Auto-Submitted"] == "auto-generated" and letter["List-Unsubscribe"]
    assert len({x["Message-ID"] for x in letters}) == len(letters)


def test_facilitators_chair_every_meeting_and_get_the_day_sheet(letters: list[EmailMessage]) -> None:
    chaired = [x for x in of(letters, "invitation") if "ROLE=CHAIR" in calendar(x)]
    assert len(chaired) == 16 and len(of(letters, "day_sheet")) == 14


def test_facilitators_are_told_that_a_consultation_opens_and_then_how_it_goes(letters: list[EmailMessage]) -> None:
    """On the day it opens nobody has been asked yet; nobody counts votes of none."""
    digests = [plain_text(x) for x in of(letters, "digest")]
    opened = [text for text in digests if "Nå spør programmet deltakerne" in text]
    assert opened and not any("stemme" in text.partition("Nå spør")[2] for text in opened)
    assert not any(word in text for text in digests for word in ("av ingen", "0 of 0"))


def test_index_report_and_sheet_are_there_to_be_read(life: Path) -> None:
    assert "Velkommen" in (life / "outbox" / "index.html").read_text(encoding="utf-8")
    assert "Spatial Chat" in (life / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(life / "sheet.xlsx")
    assert [row[0] for row in book["Oversikt"].iter_rows(min_row=2, values_only=True)] == [1, 2, 3, 4, 5, 6, 7, 8]
    codes = list(book["Koder"].iter_rows(min_row=2, values_only=True))
    assert len(codes) > 20 and {row[2] for row in codes} == {None, "ja"} and all(row[1] for row in codes)
