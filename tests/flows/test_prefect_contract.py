"""What we lean on of Prefect that it does not promise: named here, each held, so that an upgrade which takes one away is one red line.

Whoever needs something more of that kind adds it here; the first tests find it.
"""

import ast
import inspect
import re
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from uuid import uuid4

import pytest

from tests.sources import ROOMS, ROOT, Source, sources

#: Private names of Prefect's objects, by module.
PRIVATE = {"flows.serving.worker": {"_parameter_openapi_schema", "_process_manager"}}
#: Modules that Prefect's documentation does not offer, and what we take from them.
UNDOCUMENTED = {
    "prefect.input.run_input": {"Keyset", "keyset_from_paused_state"},
    "prefect.server.api.server": {"create_app"},
    "prefect.server.database.configurations": {"AioSqliteConfiguration"},
    "prefect.server.database.dependencies": {"set_database_config"},
    "prefect.server.utilities.database": {"get_dialect"},
    "prefect.types.entrypoint": {"EntrypointType"},
    "prefect.utilities.annotations": {"quote"},
}
#: Of Prefect's settings, those that decide who may do what, or who is told what. Each is set in `tasks/settings/prefect_environment.py`, or stays
#: as Prefect has it, for the reason given.
WHO_MAY = {
    "api.auth_string": "set: the password",
    "api.key": "of Prefect's own cloud; not used",
    "api.ssl_cert_file": "the operator's",
    "api.tls_insecure_skip_verify": "false: TLS is verified",
    "cloud.enable_orchestration_telemetry": "of Prefect's own cloud; not used",
    "client.csrf_support_enabled": "as below",
    "client.custom_headers": "the operator's",
    "client.metrics.enabled": "set: off",
    "client.metrics.port": "off",
    "logging.config_path": "the operator's",
    "plugins.allow": "off",
    "plugins.deny": "off",
    "plugins.enabled": "set: off",
    "plugins.safe_mode": "off",
    "plugins.setup_timeout_seconds": "off",
    "plugins.strict": "off",
    "results.default_serializer": "pickle, read from the data folder alone, which is its owner's",
    "runner.auto_install_dependencies": "set: off",
    "runner.server.enable": "set: off",
    "runner.server.host": "off",
    "runner.server.port": "off",
    "runner.server.log_level": "off",
    "runner.server.missed_polls_tolerance": "off",
    "server.analytics_enabled": "set: off",
    "server.api.auth_string": "set: the password",
    "server.api.base_path": "the operator's",
    "server.api.cors_allowed_headers": "any, from the page's own origins",
    "server.api.cors_allowed_methods": "any, from the page's own origins",
    "server.api.cors_allowed_origins": "set: the page's own",
    "server.api.csrf_protection_enabled": "off: no cookie carries a right, the password goes in a header, and the guard looks at Origin",
    "server.api.csrf_token_expiration": "off",
    "server.api.host": "`serve --host`",
    "server.api.max_parameter_size": "half a megabyte",
    "server.database.echo": "set: off",
    "server.events.maximum_size_bytes": "bounded",
    "server.events.maximum_websocket_backfill": "bounded",
    "server.events.stream_out_enabled": "with the password",
    "server.logs.stream_out_enabled": "off",
    "server.metrics_enabled": "set: off",
    "server.ui.enabled": "the page is what `serve` is for",
    "server.ui.show_promotional_content": "set: off",
    "server.ui.v2_enabled": "Prefect's own choice, the second version",
    "telemetry.enable_resource_metrics": "memory and processor time of runs, to our own server",
    "telemetry.resource_metrics_interval_seconds": "as above",
    "worker.webserver.host": "only where a worker is started with a health check",
    "worker.webserver.port": "as above",
}
_DECIDES = re.compile(
    r"auth|cors|csrf|\bkey$|tls_insecure|ssl|plugin|\.host$|runner\.server\.|install|metrics|analytics|echo|promotional"
    r"|custom_headers|base_path|serializer|config_path|max_parameter|webserver|stream_out|maximum_(size|websocket)|telemetry"
    r"|ui\.(enabled|v2)"
)  # fmt: skip
#: Of these nothing is decided: addresses and sizes of databases.
_NO_MATTER = ("server.database.host", "server.database.sqlalchemy.")


def named(source: Source, prefix: str) -> dict[str, set[str]]:
    found = dict[str, set[str]]()
    for node in source.nodes(ast.ImportFrom):
        if (node.module or "").startswith(prefix):
            found.setdefault(str(node.module), set()).update(each.name for each in node.names)
    return found


def test_nothing_private_of_prefect_is_used_that_is_not_named_here() -> None:
    found = dict[str, set[str]]()
    for source in (each for each in sources(*ROOMS) if named(each, "prefect")):
        for node in source.nodes(ast.Attribute):
            ours = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if node.attr.startswith("_") and not node.attr.startswith("__") and not ours:
                found.setdefault(source.module, set()).add(node.attr)
    assert found == PRIVATE


def test_no_module_of_prefect_that_it_does_not_document_is_used_that_is_not_named_here() -> None:
    found = dict[str, set[str]]()
    for source in sources(*ROOMS):
        for module, names in named(source, "prefect").items():
            if module in UNDOCUMENTED or "server" in module or "._" in module or "utilities" in module:
                found.setdefault(module, set()).update(names)
    assert found == UNDOCUMENTED


def test_a_runner_knows_the_runs_it_has_and_lets_its_answer_to_sigterm_be_replaced() -> None:
    from prefect.runner import Runner

    runner = Runner(name="sirkel", pause_on_shutdown=False, limit=1, query_seconds=2)
    assert runner._process_manager.flow_run_ids() == set()
    assert "signal.signal(signal.SIGTERM, self.handle_sigterm)" in inspect.getsource(Runner.start)
    assert list(inspect.signature(runner.handle_sigterm).parameters) == ["args", "kwargs"]


def test_the_form_of_a_deployment_can_be_changed_before_it_is_offered() -> None:
    from flows.catalogue import OFFERED
    from flows.serving.worker import deployment

    form = deployment(OFFERED[0], ["en", "to"])._parameter_openapi_schema
    assert form.properties["circle"]["enum"] == ["", "en", "to"] and form.properties["circle"]["title"] == "Sirkel"


def test_what_is_asked_in_a_pause_and_answered_is_kept_under_keys_that_can_be_reckoned() -> None:
    from prefect.input.run_input import keyset_from_paused_state
    from prefect.states import Suspended

    keys = keyset_from_paused_state(Suspended(pause_key="mote-3-1"))
    assert keys == {name: f"suspended-mote-3-1-{name}" for name in ("response", "schema", "description")}


def test_the_server_asks_its_database_how_to_begin_and_can_be_given_another() -> None:
    from prefect.server.database.configurations import AioSqliteConfiguration
    from prefect.server.database.dependencies import set_database_config
    from prefect.server.utilities.database import get_dialect

    from flows.serving.server import InTurn

    assert list(inspect.signature(AioSqliteConfiguration.begin_transaction).parameters) == ["self", "session", "with_for_update"]
    made = InTurn(connection_url="sqlite+aiosqlite:///:memory:")
    assert isinstance(made.begin_transaction(None), AbstractAsyncContextManager)
    assert list(inspect.signature(set_database_config).parameters) == ["database_config"]
    assert get_dialect("sqlite+aiosqlite:///x").name == "sqlite" and get_dialect("postgresql+asyncpg://x/y").name == "postgresql"
    # Still as a reader: when Prefect says that it writes from the start, `InTurn` may go.
    assert 'SQLITE_BEGIN_MODE.set("IMMEDIATE" if with_for_update else "DEFERRED")' in inspect.getsource(AioSqliteConfiguration)


def test_the_server_is_an_app_that_can_be_made_with_a_guard_around_it() -> None:
    from prefect.server.api.server import create_app

    assert inspect.signature(create_app).parameters["final"].default is False


def test_an_event_of_a_run_tells_how_often_it_ran_and_what_its_state_says() -> None:
    from prefect.server.models import events

    source = inspect.getsource(events.flow_run_state_change_event)
    assert all(f'"{label}"' in source for label in ("prefect.resource.id", "prefect.run-count", "prefect.state-message"))
    assert 'event=f"prefect.flow-run.{validated_state.name}"' in source


def test_a_temporary_server_that_does_not_come_up_is_known_by_its_words() -> None:
    from prefect.server.api.server import SubprocessASGIServer

    assert "Timed out while attempting to connect to ephemeral Prefect API server." in inspect.getsource(SubprocessASGIServer.start)


def test_the_run_logger_of_a_failed_state_can_be_told_to_say_it_once() -> None:
    from prefect.logging.loggers import flow_run_logger

    assert 'get_logger("prefect.flow_runs")' in inspect.getsource(flow_run_logger)


def test_a_run_can_be_carried_out_by_its_id_alone() -> None:
    """As workers do, and the tests."""
    import prefect.engine

    assert 'os.environ.get("PREFECT__FLOW_RUN_ID"' in Path(str(prefect.engine.__file__)).read_text(encoding="utf-8"), uuid4()


def settings_of_prefect() -> dict[str, str]:
    """Name in the environment -> where it stands."""
    from prefect.settings import Settings
    from prefect.settings.models.root import _get_settings_accessors

    return _get_settings_accessors(Settings)


def test_every_setting_that_decides_who_may_do_what_has_been_looked_at() -> None:
    there = {name for name in settings_of_prefect().values() if _DECIDES.search(name) and not name.startswith(_NO_MATTER)}
    assert there == set(WHO_MAY)


def test_those_that_are_said_to_be_set_are(tmp_path: Path) -> None:
    from tasks.settings.prefect_environment import serving_environment

    where = settings_of_prefect()
    chosen = {where[name] for name in serving_environment(tmp_path, "127.0.0.1", 4200, {}) if name in where}
    assert {name for name, words in WHO_MAY.items() if words.startswith("set: ")} <= chosen


@pytest.mark.parametrize("file", ["tjener.env", "arbeider.env"])
def test_every_setting_we_write_is_one_that_prefect_knows(tmp_path: Path, file: str) -> None:
    from tasks.settings.prefect_environment import serving_environment

    written = re.findall(r"^#?\s*(PREFECT_\w+)=", (ROOT / "deployments" / file).read_text(encoding="utf-8"), re.MULTILINE)
    ours = [name for name in serving_environment(tmp_path, "127.0.0.1", 4200, {}) if name.startswith("PREFECT_")]
    unknown = {name for name in [*written, *ours] if name not in settings_of_prefect()}
    assert written and unknown <= {"PREFECT_REDIS_MESSAGING_URL", "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"}  # of prefect-redis, and of logging.yml
