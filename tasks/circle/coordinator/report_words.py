"""What a round did, in a sentence and in rows: the words of the command and of Prefect's page (R23)."""

from collections import Counter

from tasks.circle.coordinator.round_report import RoundReport
from tasks.circle.model.languages import WORKING_LANGUAGE
from tasks.circle.model.letter_kinds import KINDS
from tasks.circle.model.phrases import join_words

OUTCOMES = {
    "planned": "ville gått ut", "done": "sendt", "laid": "lagt i mappen", "rejected": "avvist", "later": "venter", "not_sent": "ikke sendt",
    "unknown": "ukjent", "claimed": "ukjent",
}  # fmt: skip
ROOM_ACTS = {"create": "laget", "update": "endret", "delete": "slettet"}
#: How a run ended, in words. In Prefect they begin the state's message; its names stay Prefect's own, by which people's automations go (R42).
STATES = {"done": "Utført.", "nothing": "Ingenting å gjøre.", "stopped": "Stoppet.", "problems": "Trenger en person.",
          "busy": "En annen runde er i gang."}  # fmt: skip
ONLY_SHOWN = "Bare vist: ingenting er sendt eller endret."


def summary(report: RoundReport) -> str:
    """What was, or would be, done: in numbers, in a sentence or two."""
    letters = Counter(OUTCOMES[outcome] for *_, outcome in report.letters)
    rooms = Counter(_room_words(report, act) for _, act in report.rooms)
    parts = [f"{count} brev {words}" for words, count in letters.items()] + [f"{count} møterom {words}" for words, count in rooms.items()]
    said = f"{join_words(parts, WORKING_LANGUAGE)}." if parts else STATES["stopped" if report.state == "stopped" else "nothing"]
    return " ".join((*([ONLY_SHOWN] if report.plan else []), said, *report.notes))


def done_rows(report: RoundReport) -> list[dict[str, str | int]]:
    """One row per kind of letter, meeting and outcome; one per room."""
    counted = Counter((kind, meeting, outcome) for kind, _, meeting, outcome in report.letters)
    rows: list[dict[str, str | int]] = [
        {
            "Hva": KINDS[kind].facts.names[WORKING_LANGUAGE],
            "Møte": meeting or "",
            "Antall": count,
            "Utfall": OUTCOMES[outcome],
            "Til": ", ".join(person for k, person, m, o in report.letters if (k, m, o) == (kind, meeting, outcome)),
        }
        for (kind, meeting, outcome), count in counted.items()
    ]
    rows += [{"Hva": "møterom", "Møte": meeting, "Antall": 1, "Utfall": _room_words(report, act), "Til": ""} for meeting, act in report.rooms]
    return rows or [{"Hva": "ingenting", "Møte": "", "Antall": 0, "Utfall": "", "Til": ""}]


def _room_words(report: RoundReport, act: str) -> str:
    return f"ville blitt {ROOM_ACTS[act]}" if report.plan else ROOM_ACTS[act]
