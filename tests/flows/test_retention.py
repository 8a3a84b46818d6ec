"""How long Prefect's page shows what was done: its own cleaner, with what `serve` gives it, on its own tables (RULES.md «Privacy»)."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tasks.settings.prefect_environment import RUNS_KEPT_DAYS, serving_environment
from tests.sources import ROOT

#: Fills Prefect's database with runs that ended, one that waits and one that goes on, lets its cleaner work, and prints what is left.
CLEANED = """
import asyncio, json, sys
from datetime import UTC, datetime, timedelta
from prefect.server import models, schemas
from prefect.server.database import provide_database_interface
from prefect.server.services import db_vacuum
from prefect.settings import get_current_settings

async def clean(days):
    db, now = provide_database_interface(), datetime.now(UTC)
    await db.create_db()
    async with db.session_context(begin_transaction=True) as session:
        flow = await models.flows.create_flow(session, schemas.core.Flow(name="runde"))
        states = {"old": ("COMPLETED", days + 1), "new": ("COMPLETED", days - 1), "waits": ("PAUSED", None), "goes on": ("RUNNING", None)}
        for name, (state, ended) in states.items():
            run = await models.flow_runs.create_flow_run(session, schemas.core.FlowRun(flow_id=flow.id, name=name))
            run.state_type = state
            run.end_time = now - timedelta(days=ended) if ended else None
            run.start_time = now - timedelta(days=200)
            await models.artifacts.create_artifact(session, schemas.core.Artifact(key=name.replace(" ", "-"), data="zzmerke", flow_run_id=run.id))
            await models.logs.create_logs(session, [schemas.core.Log(name="x", level=20, message=name, timestamp=now, flow_run_id=run.id)])
    for sweep in (db_vacuum.vacuum_old_flow_runs, db_vacuum.vacuum_orphaned_logs, db_vacuum.vacuum_orphaned_artifacts,
                  db_vacuum.vacuum_stale_artifact_collections):
        await sweep(db=db)
    async with db.session_context() as session:
        runs = sorted(each.name for each in await models.flow_runs.read_flow_runs(session))
        logs = sorted(each.message for each in await models.logs.read_logs(session, None))
        artifacts = sorted(each.key for each in await models.artifacts.read_artifacts(session))
        latest = sorted(each.key for each in await models.artifacts.read_latest_artifacts(session))
    kinds = sorted(get_current_settings().server.services.db_vacuum.enabled_vacuum_types)
    print(json.dumps({"kinds": kinds, "runs": runs, "logs": logs, "artifacts": artifacts, "latest": latest}))

asyncio.run(clean(int(sys.argv[1])))
"""


def test_a_run_that_is_over_goes_with_its_log_and_artifacts_and_one_that_waits_stays(tmp_path: Path) -> None:
    environment = serving_environment(tmp_path, "127.0.0.1", 4200, {"PATH": os.environ["PATH"]})
    environment.pop("PREFECT_API_URL")  # its tables themselves, without a server before them
    Path(environment["PREFECT_HOME"]).mkdir(parents=True)
    command = [sys.executable, "-c", CLEANED, str(RUNS_KEPT_DAYS)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    left = json.loads(done.stdout.splitlines()[-1])
    stays = ["goes on", "new", "waits"]
    assert left["kinds"] == ["events", "flow_runs", "orphans"]
    assert (left["runs"], left["logs"]) == (stays, stays)
    assert left["artifacts"] == left["latest"] == ["goes-on", "new", "waits"]


def test_the_server_for_several_machines_keeps_runs_as_long(tmp_path: Path) -> None:
    lines = dict(line.split("=", 1) for line in (ROOT / "deployments" / "tjener.env").read_text("utf-8").splitlines() if line.startswith("PREFECT_"))
    ours = {name: value for name, value in serving_environment(tmp_path, "127.0.0.1", 4200, {}).items() if "DB_VACUUM" in name}
    assert len(ours) == 2 and ours.items() <= lines.items()
