"""The letter to whoever runs the program: what stopped, at most once a day for each cause. No Prefect: it may be what is down.

What was told is kept in the ledger; beside it in a file while the ledger is what can't be used.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from tasks import clock
from tasks.circle.coordinator.alerts import UNSENT, WENT, alerts_of, new_alerts, operator_values, unsent_since
from tasks.circle.coordinator.round_report import THEN_AGAIN, RoundReport
from tasks.circle.letters.template_check import OPERATOR
from tasks.circle.letters.templates import Rendered, Templates
from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Changes, Outcome
from tasks.circle.people.refusals import with_advice
from tasks.context import CircleRef, context_of, installation
from tasks.doors.bootstrap import is_practice, mail_tokens, open_post
from tasks.doors.message.mime import LetterFile, compose
from tasks.doors.ping import ping
from tasks.doors.ports import Delivery, Envelope
from tasks.settings.model import PostDoor, Settings

#: Beside the ledger, in the circle's folder: when each cause was last told.
FILE = "operator.json"
STEP = "Se [post] i doors.toml, og kjør «check». Neste runde prøver igjen."
#: It may have arrived: not to be sent once more today.
_GONE = (Outcome.DONE, Outcome.LAID, Outcome.UNKNOWN)


#: The letter's address and language.
Reader = tuple[str, str]


def send_operator_letter(rounds: Sequence[tuple[CircleRef, RoundReport]]) -> list[Problem]:
    """Write one letter to each reader about all that is new; what hindered it. Raises `Stop` for mistakes that concern all circles."""
    settings, templates = installation(rounds[0][0])
    readers: dict[Reader, list[tuple[CircleRef, RoundReport]]] = {}
    for ref, report in rounds:
        if reader := _reader(settings, ref):
            readers.setdefault(reader, []).append((ref, report))
    return [problem for reader, theirs in readers.items() for problem in _write_to(reader, theirs, settings, templates)]


def _reader(settings: Settings, ref: CircleRef) -> Reader | None:
    """[operator], else the circle's first facilitator (R24). Of practice, and of a circle whose file can't be read, only [operator] hears."""
    operator, chosen = settings.shared.operator, settings.circles.get(ref.circle)
    if operator.address:
        return operator.address, operator.language
    if chosen is None or is_practice(chosen.doors):
        return None
    return chosen.circle.facilitators[0].address, chosen.circle.language


def _write_to(reader: Reader, rounds: Sequence[tuple[CircleRef, RoundReport]], settings: Settings, templates: Templates) -> list[Problem]:
    now = clock.now()
    told = {ref: read_told(ref) for ref, _ in rounds}
    fresh = {ref: new_alerts(alerts_of(report), told[ref], now) for ref, report in rounds}
    waiting = min(filter(None, map(unsent_since, told.values())), default=None)
    if not settings.shared.operator.address:  # a facilitator's digest tells the rest
        fresh = {ref: [alert for alert in each if alert.problem] for ref, each in fresh.items()}
    found = [alert for each in fresh.values() for alert in each]
    if not found and not waiting:
        return []
    zone = next(iter(settings.circles.values())).circle.zone if settings.circles else ZoneInfo("UTC")
    words = templates.render(OPERATOR, reader[1], operator_values(found, waiting, reader[1], zone))
    causes = " ".join(sorted(f"{each.circle} {each.cause}" for each in found))
    identity = f"operator.{now:%Y%m%d%H%M}.{sha256(causes.encode()).hexdigest()[:16]}"
    hindered = _send(settings, reader, rounds, words, identity, now)
    for ref, each in fresh.items():
        if hindered and (each and unsent_since(told[ref]) is None):
            _keep(ref, {UNSENT: now})
        elif not hindered and (each or unsent_since(told[ref])):
            _keep(ref, {alert.cause: now for alert in each} | {WENT: now})
    return hindered


def _send(
    settings: Settings, reader: Reader, rounds: Sequence[tuple[CircleRef, RoundReport]], words: Rendered, identity: str, now: datetime
) -> list[Problem]:
    """By the first post that takes it: a mail server rather than a folder, and one circle's may be what is down."""
    near = [settings.circles[ref.circle] for ref, _ in rounds if ref.circle in settings.circles]
    places = {each.doors.post: each.places for each in reversed((*near, *settings.circles.values()))}
    doors = dict.fromkeys((*(each.doors.post for each in (*near, *settings.circles.values())), settings.shared.post))
    why: list[Problem] = []
    for door in [each for each in doors if each.kind == "smtp"] or [*doors][:1]:
        delivery = _deliver(settings, reader, door, words, identity, now)
        if delivery.outcome in _GONE:
            return []
        said, advice = with_advice(delivery.detail)
        step = f"{advice} {THEN_AGAIN}" if advice else STEP
        problem = Problem("brevet til den som drifter programmet", f"Det gikk ikke ut. {said}".strip(), step)
        why.append(places[door].of(problem) if door in places else problem)
    return why


def _deliver(settings: Settings, reader: Reader, door: PostDoor, words: Rendered, identity: str, now: datetime) -> Delivery:
    sender = door.sender_address
    message_id = f"<{identity}@{sender.rpartition('@')[2]}>"
    letter = LetterFile(
        sender_name=door.sender.rpartition("<")[0].strip(' "'),
        sender_address=sender,
        recipient_name="",
        recipient_address=reader[0],
        reply_to=(),
        subject=words.subject,
        text=words.text,
        html=words.html,
        calendar=None,
        method="",
        message_id=message_id,
        at=now,
        circle="",
        kind=OPERATOR,
        meeting=0,
        language=reader[1],
    )
    envelope = Envelope(sender, reader[0], message_id, identity, compose(letter))
    try:
        tokens = mail_tokens(settings.secrets, settings.shared.ledger, settings.data)
        with open_post(door, settings.secrets, settings.data / OPERATOR, tokens).session() as session:
            return session.deliver(envelope)
    except Stop as stop:
        return Delivery(Outcome.LATER, stop.problems[0].what)


def read_told(ref: CircleRef) -> dict[str, datetime]:
    """When each cause was last told (UTC), as far as it can be known."""
    told = _read_file(ref.folder / FILE)
    with suppress(Stop):  # a circle that can't be opened, or a ledger: then the file beside it is what there is
        kept = context_of(ref).doors.ledger.notices(ref.circle)
        told = {cause: max(found[cause] for found in (kept, told) if cause in found) for cause in {*kept, *told}}
    return told


def _keep(ref: CircleRef, told: Mapping[str, datetime]) -> None:
    try:
        context_of(ref).doors.ledger.save(ref.circle, Changes(notices=told))
    except Stop:
        with suppress(OSError):  # a disk that takes nothing: then it is told once more by the next round
            ref.folder.mkdir(parents=True, exist_ok=True)
            known = {cause: at.isoformat() for cause, at in {**_read_file(ref.folder / FILE), **told}.items()}
            (ref.folder / FILE).write_text(json.dumps(known), encoding="utf-8")


def _read_file(path: Path) -> dict[str, datetime]:
    try:
        return {str(cause): datetime.fromisoformat(at) for cause, at in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError):  # not there, or half written when the power went
        return {}


# After the rounds of a run: whoever runs the program is written to, and the service that watches is told. No Prefect here.
#
# Neither may harm a round: what goes wrong is a problem of the first one's report.


def notify_operator(refs: Sequence[CircleRef], reports: Sequence[RoundReport], *, by_clock: bool) -> list[RoundReport]:
    """The reports, with what hindered it; of a plan nobody is notified. Without `by_clock` no silence is measured."""
    seen = [report if by_clock else replace(report, quiet_since=None) for report in reports]
    if not seen or any(report.plan for report in seen):
        return seen
    try:
        hindered = send_operator_letter(list(zip(refs, seen, strict=True))) + _ping(refs[0], seen)
    except Stop as stop:
        hindered = list(stop.problems)
    if not hindered:
        return seen
    first = seen[0]
    state = first.state if first.state == "stopped" else "problems"
    return [replace(first, state=state, problems=tuple(dict.fromkeys((*first.problems, *hindered)))), *seen[1:]]


def _ping(ref: CircleRef, reports: Sequence[RoundReport]) -> list[Problem]:
    """One for the whole run: it fails when a round stopped; a round that met another says nothing, the other does."""
    url = installation(ref)[0].shared.ping
    own = [report for report in reports if not report.busy]
    if not url or not own:
        return []
    why = ping(url, ok=all(report.state != "stopped" for report in own))
    step = "Rundene er ikke rørt av det. Se at adressen stemmer med den tjenesten viser; den neste runden melder fra igjen."
    return [Problem("doors.toml, [ping] url", f"Livstegnet kom ikke fram. {why}", step)] if why else []
