"""The flow «rapport»: the circle's report, written anew."""

from typing import cast

from prefect import flow
from prefect.states import Completed

from flows.runs.form import in_words, run_name
from tasks.admin.report import write_report
from tasks.context import circle_refs


@flow(name="rapport", flow_run_name=run_name, description="Skriver sirkelens rapport: møter, fokusområder, tall, temaer.")
@in_words
def circle_report(circle: str = "") -> list[str]:
    """Skriver sirkelens rapport: møter, fokusområder, tall, temaer. Ingen navn.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
    """
    written = [str(write_report(ref)) for ref in circle_refs(circle)]
    return cast(list[str], Completed(message=f"Utført. Les rapporten her: {', '.join(written)}", data=written))
