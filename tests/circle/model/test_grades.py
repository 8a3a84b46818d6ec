"""R28: equal problems are one with all their places; what is for information is told and never counted."""

from dataclasses import replace

import pytest

from tasks.circle.coordinator.problems_markdown import counted, problems_markdown
from tasks.circle.model.errors import Grade, Problem, gathered, to_mend
from tasks.circle.plan import state_of

CELL = Problem("«Påmelding», celle B3", "Navnet mangler.", "Skriv det.")
TOLD = Problem("«Påmelding», rad 4", "Adressen står to ganger.", "Ellers trengs ingenting.", Grade.INFORMATION)


def at(*places: str) -> list[Problem]:
    return [replace(CELL, where=place) for place in places]


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        (["«Påmelding», celle B3"], "«Påmelding», celle B3"),
        (["«Påmelding», celle B3", "«Påmelding», celle B7", "«Påmelding», celle B12"], "«Påmelding», celle B3, B7 og B12"),
        (["«Påmelding», celle B3", "«Samråd», rad 2", "«Påmelding», celle AA7"], "«Påmelding», celle B3 og AA7; «Samråd», rad 2"),
        (["Brev (velkomst) til D02", "Brev (velkomst) til D10"], "Brev (velkomst) til D02 og D10"),
        (["circles/a.toml, linje 3", "circles/a.toml, linje 14", "doors.toml"], "circles/a.toml, linje 3 og 14; doors.toml"),
        (["«Møter», celle B2"] * 2, "«Møter», celle B2"),
    ],
)
def test_equal_problems_are_one_with_all_their_places(places: list[str], shown: str) -> None:
    assert [each.where for each in gathered(at(*places))] == [shown]


@pytest.mark.parametrize("other", [{"what": "Noe annet."}, {"next_step": "Gjør noe annet."}, {"grade": Grade.INFORMATION}])
def test_what_differs_stays_apart(other: dict[str, str]) -> None:
    assert len(gathered([CELL, replace(CELL, where="«Påmelding», celle B7", **other)])) == 2  # type: ignore[arg-type]


def test_a_thousand_cells_are_all_named() -> None:
    [found] = gathered(at(*(f"«Påmelding», celle B{number}" for number in range(2, 1002))))
    assert found.where.count(",") == 999 and found.where.endswith(" og B1001")


def test_information_comes_last_and_is_neither_counted_nor_a_state() -> None:
    assert gathered([TOLD, CELL]) == (CELL, TOLD)
    assert to_mend([TOLD, CELL, CELL]) == (CELL,)
    assert [state_of(did, [TOLD]) for did in (True, False)] == ["done", "nothing"]
    assert state_of(True, [TOLD, CELL]) == "problems"
    assert counted([TOLD, *at("«Påmelding», celle B3", "«Påmelding», celle B7")]) == "1 å rette og 1 til orientering"


def test_the_page_has_a_part_for_each_grade() -> None:
    page = problems_markdown([TOLD, CELL])
    assert page.index("## Å rette") < page.index("celle B3") < page.index("## Til orientering") < page.index("rad 4")
    assert "Å rette" not in problems_markdown([TOLD])
