"""Whoever runs the program is told what stopped, once a day for each cause, whatever else is down. Nothing of Prefect in it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tasks import clock
from tasks.circle.coordinator.round_report import RoundReport, stopped
from tasks.circle.model.errors import Busy, Problem, Stop
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import LetterRecord, Outcome
from tasks.context import context_of, forget_doors, use_secrets
from tasks.round.operator_letter import notify_operator
from tests.flows.office import CIRCLE, Office
from tests.flows.own_circle import CHECKOUT
from tests.reading_mail import letter_of, plain_text
from tests.standins.smtp import SmtpServer
from tests.standins.watcher import Watcher

MONDAY = datetime(2021, 9, 6, 6, 5, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WHO = "drift@example.org"
SHEET = Problem("Google-arket", "Arket svarte ikke på 30 sekunder (forsøk 3).", "Se om arket er delt med tjenestekontoen.")
LETTER = LetterRecord("D07", 2, Kind.INVITATION, "r1", 1, Outcome.UNKNOWN, MONDAY, message_id="<invitation.2.D07.r1@example.org>")
FINE = RoundReport(CIRCLE, MONDAY, "done")


@pytest.fixture
def operated(office: Office) -> Office:
    office.replace("doors.toml", 'address = ""', f'address = "{WHO}"')
    return office


def told(office: Office, *reports: RoundReport, at: datetime = MONDAY, by_clock: bool = True) -> list[RoundReport]:
    """After a run with these rounds; each run is a process of its own."""
    with clock.set_to(at):
        seen = notify_operator([replace(office.ref, circle=each.circle) for each in reports], reports, by_clock=by_clock)
    forget_doors(office.ref)
    return seen


def failed(*problems: Problem, circle: str = CIRCLE) -> RoundReport:
    return stopped(circle, MONDAY, Stop(problems or (SHEET,)), plan=False)


def letters(office: Office) -> list[EmailMessage]:
    files = sorted((office.data / "operator").glob("*.eml"))
    return [letter_of(file.read_bytes()) for file in files]


def text(letter: EmailMessage) -> str:
    return " ".join(plain_text(letter).split())


def test_a_round_that_stopped_is_told_with_place_and_next_step(operated: Office) -> None:
    assert told(operated, failed()) == [failed()]
    [letter] = letters(operated)
    assert (letter["To"], letter["X-Sirkel-Kind"], letter["Auto-Submitted"]) == (WHO, "operator", "auto-generated")
    assert all(words in text(letter) for words in (CIRCLE, SHEET.where, SHEET.what, SHEET.next_step))


def test_one_cause_is_told_once_a_day_also_by_other_processes_and_with_other_numbers_in_it(operated: Office) -> None:
    again = replace(SHEET, what=SHEET.what.replace("3", "17"))
    for hours in (0, 4, 8, 22):
        told(operated, failed(again if hours else SHEET), at=MONDAY + hours * HOUR)
    assert len(letters(operated)) == 1
    told(operated, failed(), at=MONDAY + DAY - timedelta(minutes=3))  # the same fixed round of the next day, a little early
    assert len(letters(operated)) == 2


def test_another_cause_is_told_the_same_day_and_alone(operated: Office) -> None:
    told(operated, failed())
    told(operated, failed(SHEET, Problem("Zoom", "Verten finnes ikke.", "Rett [room] host.")), at=MONDAY + 4 * HOUR)
    first, second = letters(operated)
    assert "Zoom" in text(second) and SHEET.where not in text(second) and "Zoom" not in text(first)


def test_all_circles_of_a_run_stand_in_one_letter(operated: Office) -> None:
    circles = operated.config / "circles"
    (circles / "annen.toml").write_bytes((circles / f"{CIRCLE}.toml").read_bytes())
    told(operated, failed(), failed(circle="annen"))
    [letter] = letters(operated)
    assert f"{CIRCLE}, {SHEET.where}" in text(letter) and f"annen, {SHEET.where}" in text(letter)


@pytest.mark.parametrize("report", [
    FINE,
    RoundReport(CIRCLE, MONDAY, "problems", problems=(Problem("«Påmelding», celle C5", "Adressen er feil.", "Rett den."),)),
    stopped(CIRCLE, MONDAY, Stop([SHEET]), plan=True),
    stopped(CIRCLE, MONDAY, Busy([SHEET]), plan=False),
])  # fmt: skip
def test_rounds_that_went_plans_and_rounds_that_met_another_tell_nobody(operated: Office, report: RoundReport) -> None:
    assert told(operated, report) == [report] and letters(operated) == []


def test_without_an_address_the_first_facilitator_hears_in_the_circles_language_and_of_that_circle_alone(office: Office) -> None:
    """R24: somebody hears when a round stops."""
    circles = office.config / "circles"
    other = (circles / f"{CIRCLE}.toml").read_text(encoding="utf-8").replace('language = "nb"', 'language = "nn"', 1)
    (circles / "annen.toml").write_text(other.replace("anders.bergkvist@", "noen.annen@"), encoding="utf-8")
    for hours in (0, 4):
        told(office, failed(), failed(circle="annen"), at=MONDAY + hours * HOUR)
    found = {letter["To"]: letter for letter in letters(office)}
    assert len(letters(office)) == 2 and found.keys() == {"anders.bergkvist@example.org", "noen.annen@example.org"}
    assert "annen" not in text(found["anders.bergkvist@example.org"]) and found["noen.annen@example.org"]["Content-Language"] == "nn"


def test_a_facilitator_hears_of_stops_alone(office: Office) -> None:
    """Letters of unknown fate stand in the digest."""
    told(office, replace(FINE, unsettled=(LETTER,)))
    assert letters(office) == []


def test_practice_writes_to_nobody(office: Office) -> None:
    shutil.copy(CHECKOUT / "config" / "practice.xlsx", office.config)
    told(office, failed())
    assert letters(office) == [] and not (office.data / CIRCLE).exists()


def test_a_letter_of_unknown_fate_is_told_by_code_and_name_and_again_after_a_week(operated: Office) -> None:
    """R21."""
    for days in (0, 1, 6, 7):
        told(operated, replace(FINE, unsettled=(LETTER,)), at=MONDAY + days * DAY)
    found = letters(operated)
    assert len(found) == 2
    assert all(words in text(found[0]) for words in ("invitasjon", "møte 2", "D07", LETTER.message_id, "settle BREV"))


def test_rounds_that_stood_still_are_told_once_with_from_and_until(operated: Office) -> None:
    since = MONDAY - 3 * DAY
    back = replace(FINE, quiet_since=since)
    told(operated, back, by_clock=False)
    assert letters(operated) == []
    told(operated, back)
    told(operated, back, at=MONDAY + 4 * HOUR)
    [letter] = letters(operated)
    assert "fra fredag 3. september 2021 kl. 08.05 til mandag 6. september 2021 kl. 08.05" in text(letter)


def test_a_round_of_which_no_letter_went_out_is_a_failure_and_one_that_waits_is_not(operated: Office) -> None:
    waits = Problem("2 brev", "Brevene gikk ikke ut nå. Tjeneren svarer ikke.", "Neste runde prøver igjen av seg selv.")
    stuck = RoundReport(CIRCLE, MONDAY, "problems", letters=(("invitation", "D01", 1, "later"),) * 2, problems=(waits,))
    told(operated, replace(stuck, letters=(*stuck.letters, ("invitation", "D02", 1, "done"))))
    assert letters(operated) == []
    told(operated, stuck)
    assert "Tjeneren svarer ikke." in text(letters(operated)[0])


@pytest.mark.parametrize(("language", "subject", "words"), [
    ("nn", "Læringssirkelen står: noko treng deg som driftar han", "Deltakarar står med kode"),
    ("en", "The learning circle has stopped and needs you who run it", "This was not done"),
])  # fmt: skip
def test_the_operator_chooses_a_language(operated: Office, language: str, subject: str, words: str) -> None:
    operated.replace("doors.toml", 'language = "nb" ', f'language = "{language}" ')
    told(operated, failed())
    [letter] = letters(operated)
    assert (letter["Subject"], letter["Content-Language"]) == (subject, language) and words in text(letter)


def test_a_ledger_that_can_not_be_used_keeps_nobody_from_being_told_nor_tells_them_twice(operated: Office) -> None:
    told(operated, FINE)
    (operated.data / "ledger.db").write_bytes(b"ikke noe minne" * 400)
    for hours in (0, 4, 8):
        told(operated, failed(), at=MONDAY + hours * HOUR)
    assert len(letters(operated)) == 1


def test_a_circle_whose_own_file_is_wrong_is_told_of_too(operated: Office) -> None:
    operated.replace(f"circles/{CIRCLE}.toml", "[rhythm]", "[rythm]")
    for hours in (0, 4):
        told(operated, failed(Problem(f"{CIRCLE}.toml", "Ukjent nøkkel.", "Rett den.")), at=MONDAY + hours * HOUR)
    assert len(letters(operated)) == 1


class TestAMailServerThatIsDown:
    @pytest.fixture
    def post(self, operated: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmtpServer]:
        with SmtpServer() as server:
            where = f'kind = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"'
            with (operated.config / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
                file.write(f"\n[post]\n{where}\n")
            use_secrets({})
            yield server

    def test_the_letter_waits_it_is_said_and_it_goes_when_the_server_is_back(self, operated: Office, post: SmtpServer) -> None:
        post.on("connect", "421 4.3.2 ikke nå", cut=True)
        [first] = told(operated, failed())
        assert first.state == "stopped" and first.problems[0] == SHEET and "drifter programmet" in first.problems[1].where
        [second] = told(operated, FINE, at=MONDAY + 4 * HOUR)
        assert second.state == "problems" and post.accepted == []
        status, said = operated.json("status", "--at", "2021-09-06")
        assert (status, said["operator_waits"]) == (1, MONDAY.isoformat())
        operated.call("status", "--at", "2021-09-06")
        assert "har ikke gått ut siden 6.9.2021 kl. 08.05." in " ".join(operated.err.split())

        post.forgive()
        assert told(operated, FINE, at=MONDAY + 8 * HOUR) == [FINE]
        [letter] = post.accepted
        assert letter.recipients == (WHO,) and "kl. 08.05" in text(letter_of(letter.message))
        assert operated.json("status", "--at", "2021-09-06")[1]["operator_waits"] is None
        told(operated, FINE, at=MONDAY + DAY)
        assert len(post.accepted) == 1


class TestAServiceThatWatches:
    @pytest.fixture
    def watcher(self, office: Office) -> Iterator[Watcher]:
        with Watcher() as found:
            office.replace("doors.toml", '[ping]\nurl = ""', f'[ping]\nurl = "{found.url}"')
            yield found

    @pytest.mark.parametrize(("reports", "asked"), [
        ([FINE], ["/ping/kode"]),
        ([FINE, failed()], ["/ping/kode/fail"]),
        ([FINE, stopped(CIRCLE, MONDAY, Busy([SHEET]), plan=False)], ["/ping/kode"]),
        ([stopped(CIRCLE, MONDAY, Busy([SHEET]), plan=False)], []),
        ([replace(FINE, plan=True)], []),
    ])  # fmt: skip
    def test_it_hears_once_a_run_and_of_every_failure(self, office: Office, watcher: Watcher, reports: list[RoundReport], asked: list[str]) -> None:
        assert told(office, *reports) == reports and watcher.asked == asked

    def test_one_that_does_not_hear_harms_no_round_and_is_a_problem(self, office: Office, watcher: Watcher) -> None:
        watcher.answer = 404
        [report] = told(office, FINE)
        assert report.state == "problems" and "[ping] url" in report.problems[0].where and "kode" not in str(report.problems[0])


class TestRoundsThatStandStill:
    def rounds_until(self, office: Office, at: datetime) -> None:
        context_of(office.ref).doors.ledger.close_round(CIRCLE, at, ("gather",), "nothing")

    @pytest.mark.parametrize(("at", "status"), [("2021-09-07T09:00", 0), ("2021-09-07T11:00", 1), ("2022-03-01T08:00", 0), ("2021-08-01", 0)])
    def test_status_ends_with_1_when_the_last_round_of_a_living_circle_is_too_old(self, office: Office, at: str, status: int) -> None:
        self.rounds_until(office, MONDAY)
        assert office.call("status", "--at", at)[0] == status
        assert ("mer enn 26 timer" in " ".join(office.err.split())) == bool(status)

    def test_a_circle_that_has_begun_and_never_had_a_round_is_late_and_one_to_come_is_not(self, office: Office) -> None:
        assert office.json("status", "--at", "2021-04-30")[0] == 0
        status, said = office.json("status", "--at", "2021-05-03")
        assert status == 1 and said["late"] and said["last_round"] is None
        office.call("status", "--at", "2021-05-03")
        assert "ingen runde er gjort" in office.err

    def test_how_old_is_too_old_can_be_set(self, office: Office) -> None:
        self.rounds_until(office, MONDAY)
        office.replace("doors.toml", "late_hours = 26", "late_hours = 200")
        forget_doors(office.ref)
        assert office.json("status", "--at", "2021-09-12")[1]["late"] is None


def test_check_says_who_is_told_and_shows_neither_address_nor_key(operated: Office, tmp_path: Path) -> None:
    operated.replace("doors.toml", '[ping]\nurl = ""', '[ping]\nurl = "https://hc.example.org/hemmelig-kode"')
    said = operated.call("check")[1]
    assert "får brev når en runde stopper" in said and "hc.example.org" in said
    assert WHO not in said and "hemmelig-kode" not in said
