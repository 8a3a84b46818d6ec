"""A run of a deployment on the tests' server: made as the page makes it, carried out as `serve` and a worker do (`prefect.engine`)."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tasks.settings.prefect_environment import PASSWORD, serving_environment
from tests.flows.served import CIRCLE, ROOT


class DeployedRun:
    """One run, and what the page knows of it. `client` is Prefect's own, synchronous."""

    def __init__(self, client: Any, run: UUID, process: "subprocess.Popen[bytes]") -> None:
        self.client, self.id, self.process = client, run, process

    def ended(self, meanwhile: Callable[[], object] = lambda: None) -> Any:
        """Its last state; `meanwhile` is called every now and then until then."""
        while self.process.poll() is None:
            meanwhile()
            time.sleep(0.3)
        return self.client.read_flow_run(self.id).state

    def artifacts(self, key: str) -> list[Any]:
        from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId, ArtifactFilterKey

        wanted = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[self.id]), key=ArtifactFilterKey(any_=[key]))
        return list(self.client.read_artifacts(artifact_filter=wanted))

    def logs(self) -> list[Any]:
        from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId
        from prefect.client.schemas.sorting import LogSort

        return list(self.client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[self.id])), sort=LogSort.TIMESTAMP_ASC))


@contextmanager
def deployed(name: str) -> Iterator[tuple[Any, UUID]]:
    """Prefect's client, and the deployment `name` until the end of the block."""
    from prefect.client.orchestration import get_client

    from flows.catalogue import OFFERED
    from flows.serving.worker import deployment

    [offered] = [each for each in OFFERED if each.name == name]
    made = deployment(offered, [CIRCLE]).apply()
    assert isinstance(made, UUID)
    with get_client(sync_client=True) as client:
        try:
            yield client, made
        finally:
            client.delete_deployment(made)


@contextmanager
def carrying_out(client: Any, run: UUID, config: Path, data: Path) -> Iterator[DeployedRun]:
    """The run, with configuration and data of its own; ended when the block is left."""
    process = subprocess.Popen([sys.executable, "-m", "prefect.engine", str(run)], cwd=ROOT, env=served_environment(config, data))
    try:
        yield DeployedRun(client, run, process)
    finally:
        process.kill()
        process.wait()


def served_environment(config: Path, data: Path) -> dict[str, str]:
    """As `serve` gives it to its parts, for the server that is running."""
    from prefect.settings import PREFECT_API_URL

    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))} | {PASSWORD: os.environ[PASSWORD]}
    port = urlsplit(str(PREFECT_API_URL.value())).port or 0
    return serving_environment(data, "127.0.0.1", port, plain) | {"SIRKEL_CONFIG": str(config), "SIRKEL_DATA": str(data)}


@contextmanager
def deployed_run(name: str, config: Path, data: Path, **parameters: object) -> Iterator[DeployedRun]:
    """A run of the deployment `name`, made by the server's API as the page makes it; ended, with its deployment, when the block is left."""
    with deployed(name) as (client, made):
        run = client.create_flow_run_from_deployment(made, parameters=parameters)
        with carrying_out(client, run.id, config, data) as found:
            yield found
