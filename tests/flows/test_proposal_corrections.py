"""A coordinator corrects the proposals in Prefect's page: «rett forslagene», from the artifact to the sheet and back (R14, R16)."""

import asyncio
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from prefect.artifacts import Artifact

from tasks.circle.focus.titles import MOST_QUOTES
from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Memory
from tasks.circle.proposals.correcting import Act
from tasks.doors.ledger.ledger import SqlLedger
from tests.flows.conftest import Desk
from tests.reading_mail import letter_of, plain_text

CIRCLE = "baerekraftige-moteplasser"
#: The third meeting's answers are in.
SEPTEMBER, LATER = "2021-09-07T08:05", "2021-09-07T12:00"


@pytest.fixture
def corrected(desk: Desk) -> Desk:
    """After a round whose answers leave questions open."""
    desk.run("2021-08-20T08:05")
    desk.call("run", "--at", SEPTEMBER, "--json")  # through Prefect, where the proposals are shown
    return desk


def memory(desk: Desk) -> Memory:
    with SqlLedger(f"sqlite:///{desk.data / 'ledger.db'}") as ledger:
        return ledger.memory(CIRCLE)


def shown() -> str:
    """What stands in Prefect's page."""
    found = asyncio.run(Artifact.aget("fokusforslag"))  # Prefect's `get` leaves its line open
    return str(found.data if found else "")


def correct(*given: Any, **named: Any) -> None:
    from flows.correct_proposals import correct as flow

    flow(*given, **named, at=LATER)


def asked(text: str) -> list[tuple[str, str]]:
    """The pairs of proposals about which there is a question."""
    return re.findall(r"«([^»]+)» og «([^»]+)»,? (?:om det samme|eller)", text)


def counts(desk: Desk) -> dict[str, int]:
    return {each.title: each.participants for each in memory(desk).candidates if each.meeting == 3}


def tab(desk: Desk) -> list[tuple[Any, ...]]:
    [file] = (desk.data / CIRCLE).glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    return [row for row in book["Fokusforslag"].iter_rows(min_row=2, values_only=True) if row[0] == 3]


def test_a_question_answered_with_yes_counts_anew_in_the_ledger_the_sheet_and_the_page_and_can_be_undone(corrected: Desk) -> None:
    before, page = counts(corrected), shown()
    one, other = asked(page)[0]
    correct(act=Act.YES, number=1)
    after = counts(corrected)
    [new] = after.items() - before.items()
    assert new[1] == before[one] + before.get(other, 1)  # nobody asks for both, and who stands alone is «nevnt også»
    quotes = {each.title: each.quotes for each in memory(corrected).candidates}
    assert len(quotes[new[0]]) == min(new[1], MOST_QUOTES)
    assert [(row[2], row[3]) for row in tab(corrected)] == list(after.items()) and tab(corrected)[0][4] in ("klart", "nokså klart", "usikkert")
    [pair] = memory(corrected).pairs
    assert f"«{pair.one}» og «{pair.other}»: lært etter møte 3" in shown()
    assert f"1. «{one}» og «{other}» er slått sammen." in shown()
    correct(act=Act.UNDO, number=1)
    assert (counts(corrected), memory(corrected).pairs, shown()) == (before, (), page)


def test_a_plan_shows_what_would_be_and_keeps_nothing_and_a_wrong_number_is_told(corrected: Desk) -> None:
    before = memory(corrected)
    correct(act=Act.RENAME, number=1, text="Hybrid på alvor", plan=True)
    assert "Hybrid på alvor" in shown()
    with pytest.raises(Stop) as stop:
        correct(act=Act.DROP, number=99)
    assert "forslag nr. 99" in stop.value.problems[0].what
    after = memory(corrected)
    assert (after.candidates, after.corrected, after.last_round) == (before.candidates, (), before.last_round)


def test_the_rehearsals_digest_asks_what_may_be_one_theme_and_its_report_tells_themes_over_time(life: Path) -> None:
    files = [file for file in (life / "outbox").glob("*digest*.eml") if file.name.startswith("2021-09-06")]
    for file in files:
        words = " ".join(plain_text(letter_of(file.read_bytes())).split())
        assert asked(words) and "om det samme? Svar med «rett forslagene» på Prefect-siden" in words
    assert len(files) == 2
    page = (life / "report.html").read_text(encoding="utf-8")
    assert "Temaer over tid" in page
    assert re.search(r"Verktøy.*?deltakere har bedt om dette etter møte 1, 3, 4 og 8; det er aldri tatt opp\.", page, re.DOTALL)
    assert re.search(r"\((klart|nokså klart|usikkert)\) – valgt", page)
