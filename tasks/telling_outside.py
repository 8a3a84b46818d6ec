"""After the rounds of a run: whoever runs the program is written to, and the service that watches is told. No Prefect here.

Neither may harm a round: what goes wrong is a problem of the first one's report.
"""

from collections.abc import Sequence
from dataclasses import replace

from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.errors import Problem, Stop
from tasks.context import Place, installation
from tasks.doors.ping import ping
from tasks.round.operator_letter import tell_operator


def tell_outside(places: Sequence[Place], reports: Sequence[RoundReport], *, by_clock: bool) -> list[RoundReport]:
    """The reports, with what hindered the telling; a plan tells nobody. Without `by_clock` no silence is measured."""
    seen = [report if by_clock else replace(report, quiet_since=None) for report in reports]
    if not seen or any(report.plan for report in seen):
        return seen
    try:
        hindered = tell_operator(list(zip(places, seen, strict=True))) + _ping(places[0], seen)
    except Stop as stop:
        hindered = list(stop.problems)
    return [_with(seen[0], hindered), *seen[1:]]


def _with(report: RoundReport, more: Sequence[Problem]) -> RoundReport:
    if not more:
        return report
    state = report.state if report.state == "stopped" else "problems"
    return replace(report, state=state, problems=tuple(dict.fromkeys((*report.problems, *more))))


def _ping(place: Place, reports: Sequence[RoundReport]) -> list[Problem]:
    """One for the whole run: it fails when a round stopped; a round that met another says nothing, the other does."""
    url = installation(place)[0].shared.ping
    own = [report for report in reports if not report.busy]
    if not url or not own:
        return []
    why = ping(url, ok=all(report.state != "stopped" for report in own))
    step = "Rundene er ikke rørt av det. Se at adressen stemmer med den tjenesten viser; den neste runden melder fra igjen."
    return [Problem("doors.toml, [ping] url", f"Livstegnet kom ikke fram. {why}", step)] if why else []
