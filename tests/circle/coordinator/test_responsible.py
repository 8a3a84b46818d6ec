"""Who should see to a problem, and how it is told in the page (R23)."""

import pytest

from tasks.circle.coordinator.problems_markdown import NOBODY, OPERATOR, SHEET, problems_markdown, who
from tasks.circle.coordinator.round_report import STUCK
from tasks.circle.model.errors import Grade, Problem

ROW = Problem("«Påmelding», celle C12", "E-postadressen kan ikke brukes.", "Rett adressen (navn@sted.no).")
WAITING = Problem("Brev (påminnelse) til D02, møte 1", "Brevet gikk ikke ut nå.", "Neste runde prøver igjen av seg selv.", Grade.INFORMATION)


@pytest.mark.parametrize(
    ("problem", "by"),
    [
        (ROW, SHEET),
        (WAITING, NOBODY),
        (Problem("13 brev", "Brevene gikk ikke ut nå.", STUCK), OPERATOR),
        (Problem("Rommet til møte 1", "Zoom kjenner ikke appen. Rett SIRKEL_ZOOM_CLIENT_ID.", "Rett det."), OPERATOR),
        (Problem("doors.toml, [post] host", "Tjeneren svarer ikke.", "Rett adressen."), OPERATOR),
        (Problem("Brev (invitasjon) til D02", "Brevet ble avvist for godt.", "Rett adressen i «Påmelding»."), SHEET),
        (Problem("minnet", "Minnet er tomt.", "Legg inn siste sikkerhetskopi."), OPERATOR),
        (Problem("Brev (invitasjon) til D02", "Ukjent om det kom fram.", "Spør mottakeren."), "tilretteleggerne"),
    ],
)
def test_a_problem_is_somebodys(problem: Problem, by: str) -> None:
    assert who(problem) == by


def test_what_needs_somebody_comes_first_and_nothing_in_it_is_markup() -> None:
    page = problems_markdown([WAITING, ROW, Problem("Møter", "<b>*Se* [her](http://example.org)</b>", "Rett.")])
    assert page.index("Påmelding") < page.index("Neste runde")
    assert "<b>" not in page.replace("\\<b", "") and r"\*Se\*" in page and r"\[her\]" in page
