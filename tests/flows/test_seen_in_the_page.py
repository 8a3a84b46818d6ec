"""What Prefect's page shows of a run while it works and when it has had to stop. A real server, and a process as `serve` starts it."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.benchmarks.ground import AT, people_and_meeting
from tests.flows.deployed_run import deployed_run
from tests.flows.served import CIRCLE, ROOT
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Script

PEOPLE = 24
POST = '[post]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'


@pytest.fixture
def config(prefect_server: None, tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path / "config"


def names(config: Path) -> set[str]:
    rows = openpyxl.load_workbook(config / "practice.xlsx")["Påmelding"].iter_rows(min_row=2, min_col=2, max_col=3, values_only=True)
    return {str(cell) for row in rows for cell in row}


def need_a_person(sheet: Path) -> None:
    """A row without an address: the facilitators get a digest, after all other letters."""
    book = openpyxl.load_workbook(sheet)
    book["Påmelding"].append(["3.5.2021 10:00", "Uten Adresse"])
    book.save(sheet)


def test_a_run_that_sends_for_a_while_shows_how_far_it_has_come_and_ends_at_the_whole(config: Path) -> None:
    people_and_meeting(config / "practice.xlsx", PEOPLE)
    need_a_person(config / "practice.xlsx")
    with SmtpServer(Script(delay=0.04)) as mail:
        with (config / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as file:
            file.write(POST.format(port=mail.port))
        with deployed_run("dagsrunde", config, config.parent / "data", circle=CIRCLE, at=AT) as run:
            seen: list[tuple[float, str]] = []

            def look() -> None:
                seen.extend((float(each.data), each.description) for each in run.artifacts("framdrift"))

            state = run.ended(look)
            look()
            assert state.type.value == "COMPLETED"
            over = [int(words.split()[0]) for _, words in seen]
            assert over == sorted(over) and 0 < seen[0][0] < 100, seen  # it moved, and never back
            count = len(mail.accepted)
            assert seen[-1] == (100, f"{count} av {count} brev er over.")
            assert not any(name in str(seen) for name in names(config))


def test_a_run_that_must_stop_says_one_norwegian_sentence_and_leaves_no_traceback_in_its_log(config: Path) -> None:
    with deployed_run("sett fokusområde", config, config.parent / "data", focus="Noe nytt") as run:
        state = run.ended()
        sentence = "Møte: Møtets nummer mangler. Skriv møtets Nr fra «Møter»."
        assert (state.type.value, state.name, state.message) == ("FAILED", "Failed", f"Stoppet. {sentence}")
        first, told, last = (line.message for line in run.logs())
        assert (told, "Beginning" in first, "Finished in state Failed" in last) == (f"{sentence} (den som fører arket)", True, True)
