"""The circle's report as a page (R17). Plain functions: no Prefect."""

from datetime import UTC, datetime
from pathlib import Path

from tasks.circle.circle_report import report_page
from tasks.place import Place, equipped


def write_report(place: Place, now: datetime | None = None) -> Path:
    """Write `report.html` beside the circle's letters, as of `now` (UTC; the present when None). Returns its path."""
    kit = equipped(place)
    page = report_page(kit.circle, kit.doors.ledger.memory(place.circle), now or datetime.now(UTC))
    file = place.folder / "report.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page, encoding="utf-8")
    return file
