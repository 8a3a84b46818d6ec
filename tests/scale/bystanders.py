"""Runs that are not dead, whatever their silence: nobody here runs them, and their states are told by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

#: The states each of them was told, one after the other; the last is to stand. (What is being cancelled Prefect ends by itself.)
LIVES = (
    ("PENDING", "RUNNING", "PAUSED Suspended"),
    ("PENDING", "RUNNING", "COMPLETED"),
    ("PENDING", "RUNNING", "FAILED"),
    ("PENDING", "RUNNING", "CANCELLING"),
    ("PENDING", "RUNNING", "CANCELLING", "CANCELLED"),
    (),
)


class Bystanders:
    """They stand in Prefect as soon as this is made. `ask` puts a path and a body to Prefect's API."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask
        flow = ask("flows/", {"name": "et annet sted"})["id"]
        deployment = ask("deployments/", {"name": "et annet sted", "flow_id": flow})["id"]
        tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        begun = {"state": {"type": "SCHEDULED", "state_details": {"scheduled_time": tomorrow}}}
        self._runs = {str(ask(f"deployments/{deployment}/create_flow_run", begun)["id"]): life for life in LIVES}
        for run, life in self._runs.items():
            for state in life:
                kind, _, name = state.partition(" ")
                ask(f"flow_runs/{run}/set_state", {"state": {"type": kind, "name": name or None}, "force": kind == "PENDING"})

    def disturbed(self) -> list[str]:
        """Those that are not as they were."""
        found = {run: self._ask(f"flow_runs/{run}")["state"]["type"] for run in self._runs}
        wanted = {run: (life or ("SCHEDULED",))[-1].split()[0] for run, life in self._runs.items()}
        ended = {("CANCELLING", "CANCELLED")}
        return [f"{wanted[run]} became {is_now}" for run, is_now in found.items() if is_now != wanted[run] and (wanted[run], is_now) not in ended]
