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
def deployed_run(name: str, config: Path, data: Path, **parameters: object) -> Iterator[DeployedRun]:
    """A run of the deployment `name`, with configuration and data of its own; ended, with its deployment, when the block is left."""
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    from flows.catalogue import OFFERED
    from flows.serving.worker import deployment

    [offered] = [each for each in OFFERED if each.name == name]
    made = deployment(offered, [CIRCLE]).apply()
    assert isinstance(made, UUID)
    with get_client(sync_client=True) as client:
        run = client.create_flow_run_from_deployment(made, parameters=parameters)
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SIRKEL_"))}
        port = urlsplit(str(PREFECT_API_URL.value())).port or 0
        plain |= {PASSWORD: os.environ[PASSWORD]}  # of the server that is running
        environment = serving_environment(data, "127.0.0.1", port, plain) | {"SIRKEL_CONFIG": str(config), "SIRKEL_DATA": str(data)}
        process = subprocess.Popen([sys.executable, "-m", "prefect.engine", str(run.id)], cwd=ROOT, env=environment)
        try:
            yield DeployedRun(client, run.id, process)
        finally:
            process.kill()
            process.wait()
            client.delete_deployment(made)
