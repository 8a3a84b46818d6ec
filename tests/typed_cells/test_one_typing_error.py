"""R27, through whole rounds and the outbox: one typing error in a good sheet never becomes another time, day or address in silence."""

import email.policy
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from tasks.circle.model.errors import Problem
from tests.bad_input.desk import LATER, NOW, Desk, key_of, together
from tests.typed_cells.by_libreoffice import file_of
from tests.typed_cells.errors import BY_HAND, ERRORS, MEETINGS, TYPED, Error, put, sheet

#: To whom, which kind, which meeting, its start and end in the calendar.
Told = tuple[str, ...]
_CALENDAR = re.compile(r"^(DTSTART|DTEND|METHOD)[^:\n]*:(.*?)\r?$", re.MULTILINE)


#: Those that are tried in a running circle too: it takes two rounds each.
LATER_ON = (*BY_HAND[3::6], *TYPED[1::6])
#: Circles of one installation: a round looks at the files of all.
TOGETHER = 25


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Desk]]:
    """One for each error and each time at which it is typed, and one for each sheet without."""
    first = [f"first-{number}" for number in range(len(ERRORS))]
    later = [f"later-{ERRORS.index(error)}" for error in LATER_ON]
    names = [*first, *later, *(f"meant-{number}" for number in range(len({str(error.meant) for error in ERRORS})))]
    made: dict[str, Desk] = {}
    for start in range(0, len(names), TOGETHER):
        made |= together(tmp_path_factory.mktemp("typing"), dict.fromkeys(names[start : start + TOGETHER], ("", "")))
    yield made
    for desk in made.values():
        desk.leave()


@pytest.fixture(scope="module")
def meant(desks: dict[str, Desk]) -> Callable[[Error], list[Told]]:
    """The letters of the sheet as it was meant; without the error where nobody can know."""
    found: dict[str, list[Told]] = {}

    def of(error: Error) -> list[Told]:
        key = f"{error.tab} {error.meant or {}}"
        if key not in found:
            desk = desks[f"meant-{len(found)}"]
            desk.tabs = put(sheet(), error.tab, error.meant or {})
            desk.save()
            assert not desk.rounds(NOW).problems
            found[key] = letters(desk)
        return found[key]

    return of


def letters(desk: Desk) -> list[Told]:
    """Every letter in the outbox, as far as it says when; but the digest, which tells of the problem."""
    reader = BytesParser(EmailMessage, policy=email.policy.default)
    found = []
    for file in (desk.data / desk.circle / "outbox").glob("*.eml"):
        letter = reader.parsebytes(file.read_bytes())
        calendar = next((part.get_content() for part in letter.walk() if part.get_content_type() == "text/calendar"), "")
        text = calendar if isinstance(calendar, str) else calendar.decode()
        found.append((*key_of(letter), *(value for _, value in _CALENDAR.findall(text.partition("BEGIN:VEVENT")[2]))))
    return sorted(each for each in found if each[1] != "digest")


def type_in(desk: Desk, error: Error) -> None:
    """The sheet with the error, by hand or as LibreOffice left it."""
    if error in TYPED:
        shutil.copyfile(file_of(error), desk.file)
        return
    desk.tabs = put(sheet(), error.tab, {error.cell: error.typed})
    desk.save()


def about(told: list[Told], error: Error) -> list[Told]:
    """The letters that the error may touch: of the first meeting, or to the first person."""
    return [each for each in told if (each[2] == "1" if error.tab == MEETINGS else each[0].startswith("kari"))]


@pytest.mark.parametrize(("error", "number"), [pytest.param(error, number, id=error.name) for number, error in enumerate(ERRORS)])
def test_letters_are_those_of_what_was_meant_or_a_problem_names_the_cell(
    desks: dict[str, Desk], meant: Callable[[Error], list[Told]], error: Error, number: int
) -> None:
    """In a circle's first sheet; who and what the error does not concern goes on."""
    desk = desks[f"first-{number}"]
    type_in(desk, error)
    problems, told, right = desk.rounds(NOW).problems, letters(desk), meant(error)
    assert names(problems, error) == (error.meant is None or error.told), problems
    if error.meant is None:
        right = [each for each in right if each not in about(right, error)]
    assert told == right


@pytest.mark.parametrize("error", [pytest.param(error, id=error.name) for error in LATER_ON])
def test_an_error_typed_later_holds_the_letters_or_is_what_was_meant(
    desks: dict[str, Desk], meant: Callable[[Error], list[Told]], error: Error
) -> None:
    """After everybody was invited."""
    desk = desks[f"later-{ERRORS.index(error)}"]
    desk.tabs = sheet()
    desk.save()
    desk.rounds(NOW)
    before = letters(desk)
    type_in(desk, error)
    problems = desk.rounds(LATER).problems
    news = [each for each in letters(desk) if each not in before]
    assert about(before, error)
    assert names(problems, error) == (error.meant is None or error.told), problems
    if error.meant is None or (error.tab != MEETINGS and "G2" not in error.meant):
        assert news == []
    elif {"H2", "G2"} & error.meant.keys():
        assert {each[1] for each in about(news, error)} == {"cancellation"}
    else:
        times = {each[3:] for each in about(meant(error), error) if each[1] == "invitation"}
        assert {each[3:] for each in news} == times - {each[3:] for each in before}
        assert {each[1] for each in news} <= {"update"}


def names(problems: tuple[Problem, ...], error: Error) -> bool:
    """Whether one of them names the cell, and has a next step."""
    cells = [problem for problem in problems if problem.where == f"«{error.tab}», celle {error.cell}"]
    return any(problem.next_step for problem in cells)


def test_there_are_more_than_forty_errors_and_libreoffice_typed_more_than_twelve() -> None:
    assert len(BY_HAND) > 40
    assert len(TYPED) > 12
    for error in TYPED:
        with zipfile.ZipFile(file_of(error)) as archive:
            assert b"LibreOffice" in archive.read("docProps/app.xml")
