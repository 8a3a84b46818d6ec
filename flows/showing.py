"""What a run leaves in Prefect's page: tables a coordinator understands, in codes and numbers (R23, design §10)."""

from collections import Counter

from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.context import FlowRunContext
from prefect.logging import get_run_logger

from tasks.circle.explaining import Explained
from tasks.circle.report import RoundReport
from tasks.circle.state import Kind
from tasks.circle.telling_digest import KIND_WORDS
from tasks.circle.telling_proposals import proposals_markdown

OUTCOMES = {
    "planned": "ville gått ut", "done": "sendt", "rejected": "avvist", "later": "venter", "not_sent": "ikke sendt",
    "unknown": "ukjent", "claimed": "ukjent",
}  # fmt: skip
ROOM_ACTS = {"create": "laget", "update": "endret", "delete": "slettet"}
STATES = {"done": "Utført.", "nothing": "Ingenting å gjøre.", "stopped": "Stoppet: noen må se på det.", "problems": "Noe trenger en person."}


def show(report: RoundReport) -> None:
    """Artifacts and one line in the log; nothing outside a flow run."""
    if FlowRunContext.get() is None:
        return
    title = "Hva som ville skje" if report.plan else "Hva som ble gjort"
    get_run_logger().info("%s: %s", report.circle, STATES[report.state])
    create_table_artifact(table=done_rows(report), key="gjort", description=f"{title}: {report.circle}. {STATES[report.state]}")
    if report.problems:
        rows = [{"Hvor": p.where, "Hva": p.what, "Hva du gjør": p.next_step} for p in report.problems]
        create_table_artifact(table=rows, key="merknader", description=f"Dette trenger en person: {report.circle}")
    if report.explained:
        show_proposals(report.circle, report.explained)


def show_proposals(circle: str, seen: Explained) -> None:
    """The proposals with all that can be done about them."""
    create_markdown_artifact(markdown=proposals_markdown(seen), key="fokusforslag", description=f"Fokusforslag: {circle}")


def done_rows(report: RoundReport) -> list[dict[str, str | int]]:
    """One row per kind of letter, meeting and outcome; one per room."""
    counted = Counter((kind, meeting, outcome) for kind, _, meeting, outcome in report.letters)
    rows: list[dict[str, str | int]] = [
        {
            "Hva": KIND_WORDS["nb"][Kind(kind)],
            "Møte": meeting or "",
            "Antall": count,
            "Utfall": OUTCOMES[outcome],
            "Til": ", ".join(person for k, person, m, o in report.letters if (k, m, o) == (kind, meeting, outcome)),
        }
        for (kind, meeting, outcome), count in counted.items()
    ]
    rooms = "ville blitt {}" if report.plan else "{}"
    rows += [
        {"Hva": "rom", "Møte": meeting, "Antall": 1, "Utfall": rooms.format(ROOM_ACTS[act]), "Til": ""} for meeting, act in report.rooms
    ]
    return rows or [{"Hva": "ingenting", "Møte": "", "Antall": 0, "Utfall": "", "Til": ""}]
