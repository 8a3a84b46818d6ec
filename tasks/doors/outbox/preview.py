"""`index.html` for an outbox: which letters lie there, and each of them as its reader sees it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.refusals import reason
from tasks.doors.outbox_letter import Letter, read_letter

PAGES = "letters"


def write_index(folder: Path, title: str, zone: ZoneInfo = ZoneInfo("Europe/Oslo")) -> Path:  # noqa: B008 - a constant
    """Write `folder/index.html` and a page per letter in `folder/letters`; returns the index.

    The same letters give the same pages. Times are shown in `zone`. Raises `Stop` when the folder can't be written.
    """
    letters = sorted((read_letter(path, zone) for path in folder.glob("*.eml")), key=lambda letter: (letter.at, letter.name))
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    try:
        _write_letters(folder / PAGES, letters, pages.get_template("letter.html"))
        index = folder / "index.html"
        index.write_text(_index(letters, title, pages.get_template("index.html")), encoding="utf-8")
    except OSError as error:
        what = f"Oversikten over brevene kan ikke skrives ({reason(error)})."
        raise Stop([Problem(str(folder), what, "Sjekk plass og rettigheter i mappen, og prøv igjen.")]) from error
    return index


def _write_letters(folder: Path, letters: Sequence[Letter], template: Template) -> None:
    folder.mkdir(exist_ok=True)
    names = {f"{letter.name}.html" for letter in letters}
    for stale in folder.glob("*.html"):
        if stale.name not in names:  # its letter is gone
            stale.unlink()
    for letter in letters:
        (folder / f"{letter.name}.html").write_text(template.render(letter=letter), encoding="utf-8")


def _index(letters: Sequence[Letter], title: str, template: Template) -> str:
    return template.render(
        title=title,
        letters=letters,
        months=list(_months(letters)),
        kinds=sorted({letter.kind for letter in letters}),
        people=sorted({letter.recipient for letter in letters}),
        pages=PAGES,
    )


def _months(letters: Sequence[Letter]) -> Iterator[tuple[str, list[tuple[str, list[Letter]]]]]:
    """The letters by month, and in each month by meeting; letters about no meeting come first."""
    for month, of_month in groupby(letters, key=lambda letter: letter.at.replace(day=1).date()):
        by_meeting = sorted(of_month, key=lambda letter: letter.meeting)  # a stable sort: still in order of time
        meetings = [(_meeting(number), list(some)) for number, some in groupby(by_meeting, key=lambda letter: letter.meeting)]
        yield _month(datetime(month.year, month.month, 1)), meetings  # noqa: DTZ001 - only its name is used


def _month(first: datetime) -> str:
    return "Uten dato" if first.year == 1970 else format_date(first, "LLLL y", locale="nb").capitalize()


def _meeting(number: int) -> str:
    return f"Møte {number}" if number else "Uten møte"
