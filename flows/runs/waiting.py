"""A run that waits for a person's choice in Prefect's page (R16): it asks, sleeps, and takes up the answer.

The run's process ends while it waits. When somebody has answered, Prefect starts the flow again from the top, maybe days later and
with another server: everything before the answer is read anew, and an answer is taken up once.

A run that died is started from the top too, and Prefect then forgets that it had asked. What was asked and answered stays with the
run, though: an answer is taken up after all, and a question that was only half asked is asked anew.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, cast

from prefect import suspend_flow_run
from prefect.client.schemas.objects import FlowRunInput
from prefect.input import RunInput, delete_flow_run_input, filter_flow_run_input
from prefect.input.run_input import Keyset, keyset_from_paused_state
from prefect.logging import get_run_logger
from prefect.states import Suspended
from pydantic import ConfigDict, WithJsonSchema, create_model

from flows.runs.artifacts import has_deployment
from flows.runs.progress import ends_by_itself
from tasks.admin.proposals import read_standing
from tasks.circle.coordinator.choice import Choice, fields, question, read
from tasks.circle.model.circle import Circle
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Decision
from tasks.context import CircleRef

#: A choice may still be made a week after the meeting should have been; the rounds end a run that has lost its point before that.
PATIENCE = timedelta(days=7)
#: More than anybody answers wrongly, three keys each.
MOST_KEPT = 200
#: In the log, which the page opens first: it shows no button.
HOW = "Kjøringen venter på at noen velger: Trykk på de tre prikkene øverst til høyre, og på «Resume»."
#: Prefect takes small letters, digits and dashes only.
_KEY = re.compile(r"mote-(\d+)-\d+\b")


class _Answer(RunInput):
    model_config = ConfigDict(extra="ignore")  # what the sheet has settled since is no longer asked about


def wait_for_choice(ref: CircleRef, number: int, at: datetime) -> Decision | None:
    """A person's choice about meeting `number` (0: the first that lacks something); None when it has been made elsewhere.

    `at` is the time of the round that follows (UTC). Raises `Stop` when nothing lacks, or nobody could answer: the run has no
    deployment. The first time round it does not come back: the run is suspended.
    """
    asked = number or max(map(meeting_of, _kept("mote") if has_deployment() else ()), default=0)  # what this run has asked about before
    standing = read_standing(ref, asked, at)
    if standing.settled:
        return None
    if standing.choice is None:
        what = f"Møte {asked} mangler verken dato eller fokusområde." if asked else "Ingen møter mangler dato eller fokusområde."
        raise Stop([Problem("meeting", what, "Fyll ut møte og fokusområde eller dato for å endre det som er valgt.")])
    if not has_deployment():
        raise Stop([Problem("focus", "Verken fokusområde eller dato er fylt ut.", "Fyll ut minst én av dem.")])
    return _answered(standing.choice, standing.circle, at)


def _answered(choice: Choice, circle: Circle, at: datetime) -> Decision:
    """Asks until the answer can be used; earlier answers of this run are found again by their key."""
    patience = max(choice.start - at, timedelta()) + PATIENCE
    wrong, attempt = "", 0
    while True:
        attempt += 1
        form = _form(choice, question(choice, circle, wrong))
        answer = _ask(form, f"mote-{choice.number}-{attempt}", patience)
        try:
            return read(choice, answer.model_dump(), circle, at)
        except Stop as stop:
            wrong = " ".join(f"{problem.what} {problem.next_step}" for problem in stop.problems)


def _form(choice: Choice, words: str) -> type[RunInput]:
    """What the page shows as a form. Read back leniently: proposals may be others by then, and what was shown counts."""
    shown: Mapping[str, Any] = {
        name: (Annotated[str | None, WithJsonSchema({"type": "string", **each})], each["default"]) for name, each in fields(choice).items()
    }
    return create_model("Valg", __base__=_Answer, **shown).with_initial_data(description=words)


def _ask(form: type[RunInput], key: str, patience: timedelta) -> RunInput:
    """The answer, when there is one; else the run ends here until there is."""
    keys, known = _keys(key), _kept(key)
    if keys["response"] in known:
        return cast(RunInput, form.load(keys))
    for left_over in known:  # Prefect would stumble over it
        delete_flow_run_input(left_over)
    get_run_logger().info(HOW)
    with ends_by_itself():
        return suspend_flow_run(form, timeout=int(patience.total_seconds()), key=key)


def _keys(pause: str) -> Keyset:
    """Under which Prefect keeps what is asked in a pause, and the answer."""
    return keyset_from_paused_state(Suspended(pause_key=pause))


def _kept(pause: str) -> list[str]:
    """The keys of all that this run was asked, and answered, in the pause of that key or those whose keys go on from it."""
    beginning = _keys(pause)["response"].removesuffix("response")
    return [each.key for each in cast(list[FlowRunInput], filter_flow_run_input(beginning, limit=MOST_KEPT))]


def meeting_of(key: str | None) -> int:
    """The meeting that a pause, or what was asked in it, is about by its key; 0 for others."""
    found = _KEY.search(key or "")
    return int(found[1]) if found else 0
