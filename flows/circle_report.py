"""The flow «rapport»: the circle's report, written anew."""

from prefect import flow

from tasks.place import places
from tasks.reporting import write_report


@flow(name="rapport", flow_run_name="rapport {circle}", description="Skriver sirkelens rapport: møter, fokusområder, tall, temaer.")
def circle_report(circle: str = "") -> list[str]:
    """Skriver sirkelens rapport: møter, fokusområder, tall, temaer. Ingen navn.

    Args:
        circle: Navnet på sirkelens fil uten «.toml». Tomt: alle sirkler.
    """
    return [str(write_report(place)) for place in places(circle)]
