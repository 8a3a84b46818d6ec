"""What people can start is named and described in one place; `serve` and `prefect deploy` say the same (RULES.md «Flows»)."""

import asyncio
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import yaml

from flows.catalogue import OFFERED, TITLES, ZONE, Offered
from tasks.circle.model.tabs import WRITTEN_NAMES
from tests.sources import ROOT


def test_the_yaml_offers_what_serve_offers() -> None:
    written = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    found = [
        Offered(each["entrypoint"], each["name"], each["description"], tuple(each["tags"]), tuple(time["cron"] for time in each.get("schedules", ())))
        for each in written
    ]
    assert found == list(OFFERED)
    assert {time["timezone"] for each in written for time in each.get("schedules", ())} == {ZONE}


@pytest.mark.parametrize("offered", OFFERED, ids=lambda offered: offered.name)
def test_each_has_its_flows_own_name_and_names_and_explains_each_parameter_in_norwegian(offered: Offered) -> None:
    from prefect.flows import Flow, load_flow_from_entrypoint
    from prefect.utilities.callables import parameter_schema

    flow: Flow[..., object] = load_flow_from_entrypoint(offered.module)
    assert flow.name == offered.name
    properties = parameter_schema(flow).properties
    assert all(each.get("description", "").endswith(".") for each in properties.values()), properties
    assert {name: each["title"] for name, each in properties.items()} == {name: TITLES[name] for name in properties}
    assert "circle" in properties


def test_documents_and_letters_call_what_is_on_the_page_what_the_page_calls_it() -> None:
    """Whatever stands in «» on a line that speaks of Prefect: a run, a field, a state, a tab of the sheet, or Prefect's own button."""
    from flows.runs.late import SKIPPED

    known = {each.name for each in OFFERED} | {*TITLES.values(), *WRITTEN_NAMES, SKIPPED, "Cancel"}
    files = [ROOT / "README.md", *(ROOT / "deployments").glob("*.md"), *(ROOT / "config").rglob("*.md"), *(ROOT / "config").rglob("*.toml")]
    files += [ROOT / "tasks" / "circle" / name for name in ("model/errors.py", "people/roster.py", "coordinator/round_report.py")]
    page = re.compile("Prefect.?s? (sid|page)|i Prefect|_BY_FORM|Eller start «|Start så «")
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if page.search(line)]
    said = {words for line in lines for words in re.findall("«([^«»{]+)»", line)}
    assert len(said) > 5 and said <= known | {"run --confirm"}, said - known
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"slå på «{TITLES['plan']}»" in readme


@pytest.mark.parametrize(("day", "first"), [("2026-03-28", 7), ("2026-03-29", 6), ("2026-10-24", 6), ("2026-10-25", 7)])
def test_the_fixed_times_are_local_on_both_sides_of_the_changes_of_the_clocks(day: str, first: int) -> None:
    """By Prefect's own scheduler; `first` is the hour in UTC."""
    from prefect.server.schemas.schedules import CronSchedule

    [cron] = next(each.crons for each in OFFERED if each.name == "dagsrunde")
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(ZONE))
    found = [each.astimezone(UTC) for each in asyncio.run(CronSchedule(cron=cron, timezone=ZONE).get_dates(3, start=midnight))]
    assert [(str(each.date()), each.hour, each.minute) for each in found] == [(day, first + hours, 5) for hours in (0, 4, 8)]
