"""What a newcomer is told from trial to live (R24, R26): the numbers are those of what goes out, and what hinders it stands where she looks."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tasks import clock
from tests.flows.trial_circle import AFTER, CIRCLE, LIVE, NEXT, TRIAL, TrialCircle, kinds
from tests.standins.smtp import SmtpServer

NEW = "@moteplass.internal"
#: Microsoft 365, of a sender that the account may not use.
SEND_AS = "550 5.7.60 SMTP; Client does not have permissions to send as this sender"
ADVICE = "til en adresse som kontoen (user) får sende fra, eller bytt konto. Neste runde prøver igjen."
DUE = "12 brev som til nå bare er lagt i mappen, og ikke har nådd noen, går ut på ordentlig."
UNREADY = "Ikke klar til å sende: check sier nei på"


@pytest.fixture
def circle(prefect_server: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[TrialCircle]:
    """After the first round on trial."""
    with SmtpServer() as mail:
        found = TrialCircle(tmp_path, mail, capsys)
        found.run(TRIAL)
        yield found
        found.close()


def with_addresses_of_her_own(circle: TrialCircle) -> None:
    def corrected(book: openpyxl.Workbook) -> None:
        for row in book["Påmelding"].iter_rows(min_row=2):
            row[2].value = str(row[2].value or "").replace("@example.org", NEW)

    circle.edit(corrected)
    circle.own = circle.own.replace("@example.org", NEW)


def test_corrected_addresses_make_no_letter_lose_its_time_and_what_went_is_counted_as_laid_no_more(circle: TrialCircle) -> None:
    with_addresses_of_her_own(circle)
    circle.goes_live()
    plan = circle.run(LIVE, "--plan")
    assert DUE in plan["notes"] and "mistet sin tid" not in str(plan)
    assert circle.checked(LIVE)["Fra prøve til alvor"] == f"Neste runde sender {len(plan['letters'])} brev. {DUE}"
    assert circle.status(LIVE)["letters"]["laid"] == 12
    live = circle.run(LIVE)
    assert len(live["letters"]) == len(plan["letters"]) == len(circle.sent()) == 12
    assert DUE.replace("til nå bare er lagt", "før bare lå").replace("har nådd", "hadde nådd").replace("går ut", "gikk ut") in live["notes"]
    status, said = circle.call("status", "--at", LIVE)
    assert circle.status(LIVE)["letters"]["laid"] == 0 and "lagt i mappen" not in said and status == 0
    assert not circle.run(AFTER)["letters"]


def test_who_took_part_on_trial_only_is_not_among_those_that_still_could_be_written_to(circle: TrialCircle) -> None:
    circle.edit(lambda book: book["Påmelding"].delete_rows(6))
    circle.run(NEXT)
    circle.goes_live()
    assert circle.status(LIVE)["letters"]["laid"] == 10
    [said] = [each for each in circle.run(LIVE, "--plan")["notes"] if "går ut på ordentlig" in each]
    assert said.startswith("10 brev") and said.endswith("De andre 2 i mappen har mistet sin tid, og sendes ikke.")


def test_a_refusal_about_us_is_told_with_its_advice_in_the_file_that_has_the_sender_wherever_she_looks(circle: TrialCircle) -> None:
    circle.goes_live()
    circle.mail.on("mail", SEND_AS)
    found = circle.run(LIVE)
    assert not circle.sent() and not [each for each in found["notes"] if "på ordentlig" in each], "none went"
    waits, operator = (next(each for each in found["problems"] if words in each["where"]) for words in ("12 brev", "drifter"))
    for each in (waits, operator):
        assert f"circles/{CIRCLE}.toml" in each["next_step"] and "5.7.60" in each["what"] and "Rett sender" not in each["what"]
        assert each["next_step"].startswith("Rett sender i ") and each["next_step"].endswith(ADVICE)
        assert "doors.toml" not in str(each)

    status, said = circle.call("status", "--at", LIVE)
    words = " ".join(said.split())
    assert status == 1 and "0 sendt, 12 venter" in words and "5.7.60" in words and f"circles/{CIRCLE}.toml" in words and ADVICE in words
    assert "Se hva «check» sier" not in words and "Se «Brev som venter»" in words
    with clock.set_to(datetime.fromisoformat(LIVE)):
        status, said = circle.call("check")
    words = " ".join(said.split())
    assert status == 1 and "12 brev har ikke gått ut" in words and ADVICE in words and "Se linjen «Brev»" not in words

    circle.mail.forgive()
    circle.run(AFTER)
    after = circle.status(AFTER)
    assert kinds(circle.sent())["invitation 1"] == 7 and not after["in_the_way"] and (after["letters"]["later"], after["letters"]["laid"]) == (0, 0)
    assert "Brev som venter" not in circle.checked(AFTER)


def test_a_live_post_that_is_not_ready_says_how_many_a_no_check_has_and_the_folder_says_nothing(circle: TrialCircle) -> None:
    assert UNREADY not in str(circle.run(NEXT)["notes"])
    circle.goes_live()
    [verdict] = [detail for what, detail in circle.checked(LIVE).items() if what == "Klar til å sende"]
    left, count = verdict.split()[1], verdict.split()[3]
    note = f"{UNREADY} {left} av {count}."
    for more in ((), ("--plan",)):
        assert note in circle.run(LIVE, *more)["notes"]
    with clock.set_to(datetime.fromisoformat(LIVE)):
        assert note in " ".join(circle.call("run", "--plan", "--at", LIVE)[1].split())
