"""An address that the server refuses: the first remark is enough to try it again, and what was mended is over («An identifier is no credential»)."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.flows.trial_circle import AFTER, LIVE, PEOPLE, TrialCircle
from tests.standins.smtp import SmtpServer

KARI = "kari@example.org"
NEXT_DAY = "2021-05-07T08:05+02:00"


@pytest.fixture
def circle(prefect_server: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[TrialCircle]:
    """Live from the first round on, with a server that refuses Kari's address."""
    with SmtpServer() as mail:
        found = TrialCircle(tmp_path, mail, capsys)
        found.goes_live()
        mail.on("rcpt", "550 5.1.1 no such user", recipient=KARI)
        yield found
        found.close()


def to_kari(circle: TrialCircle) -> list[str]:
    return [str(each["X-Sirkel-Kind"]) for each in circle.sent() if KARI in str(each["To"])]


def test_the_first_remark_names_the_number_that_lets_it_be_tried_and_status_forgets_what_was_mended(circle: TrialCircle) -> None:
    first = circle.run(LIVE)
    [said] = [each["next_step"] for each in first["problems"] if each["what"].startswith("Brevet ble avvist for godt")]
    assert "skriv 1 i raden, i en kolonne dere kaller «Prøv igjen»" in said and "settle D02 again" in said
    status, words = circle.call("status", "--at", LIVE)
    assert status == 1 and "avvist: invitasjon til D02 (<" in words and "rejected" not in words
    circle.mail.forgive()
    circle.run(AFTER)
    assert not to_kari(circle), "not by itself"

    def again(book: openpyxl.Workbook) -> None:
        tab = book["Påmelding"]
        head = [cell.value for cell in tab[1]]
        column = head.index("Prøv igjen") + 1 if "Prøv igjen" in head else len(head) + 1
        tab.cell(1, column, "Prøv igjen")
        tab.cell(next(number for number in range(2, 99) if tab.cell(number, 3).value == KARI), column, 1)

    circle.edit(again)
    found = circle.run(NEXT_DAY)
    assert "invitation" in to_kari(circle) and not [each for each in found["problems"] if "D02" in each["where"] + each["what"]]
    status, words = circle.call("status", "--at", NEXT_DAY)
    assert status == 0 and "avvist:" not in words and "tar ikke imot" not in words


def test_settle_says_of_a_code_what_it_is_and_what_the_next_round_does(circle: TrialCircle) -> None:
    circle.run(LIVE)
    for code in ("D01", "d77"):
        status, said = circle.call("settle", code, "again")
        assert status == 2 and f"{code.upper()} har ingen avvist adresse" in said and "Message-ID" not in said
    status, said = circle.call("settle", "D02", "again")
    assert status == 0 and "kan sendes igjen: Adressen prøves som en ny" in said
    circle.mail.forgive()
    circle.run(AFTER)
    assert "invitation" in to_kari(circle) and len(circle.mail.accepted) > len(PEOPLE)
    assert circle.call("status", "--at", AFTER)[0] == 0
