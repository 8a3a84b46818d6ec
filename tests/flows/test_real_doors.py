"""The circle of 2021 on its real doors, against servers that speak Google's, Zoom's and SMTP's wire protocol."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.admin.rehearsal import say_yes
from tasks.circle.acts import acts_at, life
from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.people.sign_ups import address_key
from tasks.circle.plan import Order
from tasks.context import context_of
from tests.flows.outside import ROOT, Outside, outside
from tests.reading_mail import content, letter_of, plain_text
from tests.standins.zoom_meetings import Visit

pytestmark = [pytest.mark.year, pytest.mark.timeout(1200)]
CONTRACTS = ROOT.parent / "shared" / "contracts"
#: The suite lives until the second meeting's answers come in; `.ci/run` lives the whole year.
UNTIL = date.fromisoformat(os.environ.get("REHEARSAL_UNTIL", "2021-06-20"))
#: Where people meet: the practice circle's fixed link, and whatever Zoom made.
LINK = re.compile(r"https?://[^\s<>\"]*/j/[^\s<>\"\\&]*")


@dataclass
class Year:
    """What the outside saw of a whole life: the reports, and per round the calls to Google (reads, writes), Zoom and the mail server."""

    outside: Outside
    reports: list[RoundReport]
    sheets: list[tuple[int, int]]
    rooms: list[Counter[str]]
    logins: list[int]

    def count(self, at: datetime, acts: tuple[str, ...]) -> None:
        """A round, and what it took."""
        google, zoom, mail = self.outside.google, self.outside.zoom, self.outside.mail
        reads, writes, calls, logins = google.reads, google.writes, zoom.calls(), mail.logins
        self.reports.append(self.outside.round(at, acts))
        self.sheets.append((google.reads - reads, google.writes - writes))
        self.rooms.append(zoom.calls() - calls)
        self.logins.append(mail.logins - logins)


@pytest.fixture(scope="module")
def year(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with pytest.MonkeyPatch.context() as monkeypatch, outside(tmp_path_factory.mktemp("year"), monkeypatch) as found:
        lived = Year(found, [], [], [], [])
        _live(lived)
        yield lived


def _live(lived: Year) -> None:
    from prefect import flow

    @flow
    def whole_year() -> None:
        circle = context_of(lived.outside.ref).circle
        for at in life((circle.first_day, UNTIL), circle.zone, lambda: lived.reports[-1].wakes):
            lived.count(at, acts_at(at, circle.zone))
            if lived.reports[-1].proposals:
                say_yes(lived.outside.ref, at)  # as in the rehearsal that the letters are compared with

    whole_year()


def seen(message: bytes) -> tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """A letter without the link to the room: identity, headers, parts."""
    letter = letter_of(message)
    parts = (content(part).replace("\r\n ", "") for part in letter.walk() if not part.is_multipart())
    headers = tuple((name, str(value)) for name, value in letter.items() if name != "Content-Type")
    # Lines are broken where the link makes them too long.
    return str(letter["Message-ID"]), headers, tuple(" ".join(LINK.sub("LINK", part).split()) for part in parts)


def test_the_same_letters_go_out_as_on_the_embedded_doors(year: Year, life: Path) -> None:
    files = [file for file in (life / "outbox").glob("*.eml") if file.name[:10] <= UNTIL.isoformat()]
    at_home = {seen(file.read_bytes())[0]: seen(file.read_bytes()) for file in files}
    assert len(at_home) > 100
    sent = {seen(each.message)[0]: seen(each.message) for each in year.outside.mail.accepted}
    assert len(sent) == len(year.outside.mail.accepted)
    assert sent.keys() == at_home.keys()
    different = [key for key in sent if sent[key] != at_home[key]]
    assert not different, (sent[different[0]], at_home[different[0]])


def test_every_round_reads_the_sheet_once_and_writes_at_most_twice(year: Year) -> None:
    assert year.sheets[0][0] <= 3  # the first one finds out which tabs there are
    assert {reads for reads, _ in year.sheets[1:]} == {1}
    assert max(writes for _, writes in year.sheets) <= 2


def test_a_round_that_sends_logs_in_once_a_hundred_letters_and_another_not_at_all(year: Year) -> None:
    for report, logins in zip(year.reports, year.logins, strict=True):
        letters = Counter(kind == "digest" for kind, *_ in report.letters)
        assert logins <= -(-letters[False] // 100) + bool(letters[True])


def test_zoom_is_asked_once_for_its_list_and_once_for_each_change(year: Year) -> None:
    """R11."""
    for report, calls in zip(year.reports, year.rooms, strict=True):
        assert calls["list"] <= 1
        assert sum(calls[kind] for kind in ("create", "update", "delete", "get")) == len(report.rooms)
    known = context_of(year.outside.ref).doors.ledger.memory(year.outside.ref.circle)
    assert len(year.outside.zoom.rooms) == sum(meeting.room is not None for meeting in known.meetings) >= 4


def test_people_s_own_tabs_are_as_they_left_them(year: Year) -> None:
    last = year.reports[-1].at
    for tab, rows in year.outside.practice.read(("Påmelding", "Møter"), last).items():
        assert len(year.outside.spreadsheet.contents()[tab]) == len([row for row in rows if any(row)])


def test_a_tab_of_the_sheet_says_who_every_code_is(year: Year) -> None:
    """By the ledger's own digests; the facilitators' codes are not in it."""
    context, contents = context_of(year.outside.ref), year.outside.spreadsheet.contents()
    codes = {known.digest: known.code for known in context.doors.ledger.memory(year.outside.ref.circle).people if known.joined}
    rows = [row for row in contents["Påmelding"][1:] if len(row) > 2 and context.keys.digest(address_key(str(row[2]))) in codes]
    names = {codes[context.keys.digest(address_key(str(row[2])))]: str(row[1]) for row in rows}
    listed = {row[0]: row[1] for row in contents["Koder"][1:]}
    assert len(listed) > 20 and listed == names
    written_to = {person for report in year.reports for _, person, *_ in report.letters if person.startswith("D")}
    assert written_to <= listed.keys()


@pytest.mark.parametrize("program", ["check_zoom.py", "check_sheets.py"])
def test_the_services_own_documents_find_nothing_wrong(year: Year, tmp_path: Path, program: str) -> None:
    if not CONTRACTS.is_dir():
        assert not os.environ.get("CI"), "the services' documents are missing"
        pytest.skip("the services' documents are not here")
    exchanges = tmp_path / "exchanges.jsonl"
    (year.outside.zoom.write if program == "check_zoom.py" else year.outside.google.save)(exchanges)
    done = subprocess.run([sys.executable, str(CONTRACTS / program), str(exchanges), "--responses"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


@pytest.fixture
def live(prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with outside(tmp_path, monkeypatch) as found:
        yield found


def test_who_was_there_is_counted_as_codes_when_somebody_has_chosen_to(live: Outside) -> None:
    file = Path(live.ref.config) / "circles" / f"{live.ref.circle}.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('kind = "zoom"', 'kind = "zoom"\nattendance = true'), encoding="utf-8")
    live.round(datetime.fromisoformat("2021-05-10T08:05+02:00"))
    [first] = [room["id"] for room in live.zoom.rooms if room["start_time"].startswith("2021-05-11")]
    begin, end = (datetime.fromisoformat(f"2021-05-11T{clock}+02:00") for clock in ("09:10", "11:30"))
    rows = live.practice.read(["Påmelding"], begin)["Påmelding"]
    here = [Visit(str(row[1]), str(row[2]), begin, end) for row in rows[1:5]]
    live.zoom.hold(first, [*here, Visit("Ukjent gjest", "", begin, end)], ready=end + timedelta(hours=1))
    early = live.round(datetime.fromisoformat("2021-05-11T11:35+02:00"))
    assert not [problem for problem in early.problems if "Oppmøtet" in problem.where]
    told = live.round(datetime.fromisoformat("2021-05-11T16:05+02:00"))
    assert any("1 i rommet kunne ikke kjennes igjen" in problem.what for problem in told.problems)
    ledger = context_of(live.ref).doors.ledger
    known = ledger.memory(live.ref.circle).attended
    assert len(known) == 4 and {each.minutes for each in known} == {140} and all(re.fullmatch(r"[DF]\d\d", each.person) for each in known)
    calls = live.zoom.calls()
    live.round(datetime.fromisoformat("2021-05-12T08:05+02:00"))
    assert live.zoom.calls()["participants"] == calls["participants"]
    assert "Var med" in live.spreadsheet.contents()["Oversikt"][0]


def test_an_administrator_who_sorts_inserts_and_deletes_rows_meanwhile_misleads_no_letter_and_no_row(live: Outside) -> None:
    at = datetime.fromisoformat("2021-05-10T08:05+02:00")
    rows = live.practice.read(["Påmelding"], at)["Påmelding"]
    names = {str(row[2]).casefold(): str(row[1]).split()[0] for row in rows[1:] if row[1] and row[2]}

    def meddle() -> None:
        sign_ups = live.spreadsheet["Påmelding"]
        sign_ups.sort(2, descending=True)
        sign_ups.insert_rows(2, 3)
        sign_ups.delete_rows(9)

    live.google.before("write", meddle)
    live.round(at)
    kept = [row for row in live.spreadsheet.contents()["Påmelding"][1:] if any(row)]
    assert len(kept) == len([row for row in rows[1:] if any(row)]) - 1
    greeted = 0
    for letter in (letter_of(each.message) for each in live.mail.accepted):
        address = str(letter["To"]).rpartition("<")[2].rstrip(">").casefold()
        body = plain_text(letter)
        if letter["X-Sirkel-Kind"] in ("welcome", "invitation") and address in names:
            assert f" {names[address]}" in body.partition("\n")[0], address
            greeted += 1
    assert greeted > 20
    before, codes = len(live.mail.accepted), live.spreadsheet.contents()["Koder"]
    live.spreadsheet["Koder"].sort(2, descending=True)
    live.spreadsheet["Koder"].insert_rows(1, 2)
    with clock.set_to(at + timedelta(hours=4)):  # the sheet as it is now, out of order
        carry_out(live.ref, Order(at + timedelta(hours=4)))
    assert len(live.mail.accepted) == before
    after = [row for row in live.spreadsheet.contents()["Koder"] if any(row)]
    assert len(after) == len(codes) - 1 and [row for row in codes if row in after] == after  # one row of «Påmelding» was deleted
