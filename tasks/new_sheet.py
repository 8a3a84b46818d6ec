"""A fresh sheet for a circle. Plain functions: no Prefect."""

from pathlib import Path

from tasks.doors.workbook_template import new_workbook
from tasks.place import places
from tasks.settings import load


def make_sheet(file: Path, circle: str = "") -> Path:
    """Write the workbook with the questions of `circle` (or the first one). Raises `Stop` when the file is there already."""
    place = places(circle)[0]
    questions = load(Path(place.config), Path(place.data)).circle(place.circle).circle.questions
    new_workbook(file, (questions.relevance, questions.need, questions.suggestion))
    return file.absolute()
