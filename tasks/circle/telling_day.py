"""The day's agenda with times, and the balance of themes over the series (R16b)."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from tasks.circle.model.circle import Circle
from tasks.circle.model.phrases import clock_words
from tasks.circle.model.records import Meeting
from tasks.circle.model.table import normal

STEP = 5


def schedule(circle: Circle, meeting: Meeting, language: str) -> tuple[tuple[str, str], ...]:
    """Clock and point of the agenda: the meeting's time shared out, the last point (next focus area) half as long.

    A suggestion for facilitators, rounded to five minutes.
    """
    points = circle.agenda
    weights = [1.0] * (len(points) - 1) + [0.5] if len(points) > 1 else [1.0] * len(points)
    length = (meeting.end - meeting.start) / timedelta(minutes=1)
    rows, passed = [], 0.0
    for point, weight in zip(points, weights, strict=True):
        minutes = round(passed / STEP) * STEP
        clock = (meeting.start + timedelta(minutes=minutes)).astimezone(circle.zone)
        rows.append((clock_words(clock, language), point))
        passed += length * weight / sum(weights)
    return tuple(rows)


def balance(circle: Circle, meetings: Iterable[Meeting]) -> tuple[tuple[str, int], ...]:
    """How many of the held meetings' focus areas carry each tag of the bank; shown, not steered."""
    tags = {normal(topic.title): topic.tags for topic in circle.topics}
    counted = Counter(tag for meeting in meetings for tag in tags.get(normal(meeting.focus), ()))
    known = dict.fromkeys(tag for topic in circle.topics for tag in topic.tags)
    return tuple((tag, counted[tag]) for tag in known) if counted else ()
