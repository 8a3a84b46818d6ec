"""«Klar til å sende» (R24), where the facts are few."""

from dataclasses import replace
from datetime import UTC, datetime

from tasks.circle.coordinator.readiness import Facts, answers
from tests.circle.people_of_the_circle import circle

READ = Facts(circle(), datetime(2021, 7, 1, tzinfo=UTC), False, "", "", "", "", people=("kari@example.org",), meetings=1)


def test_a_question_has_the_same_words_when_the_sheet_cannot_be_read() -> None:
    unread = answers(replace(READ, people=None, meetings=None))
    assert [each.what for each in unread] == [each.what for each in answers(READ)]
    assert [each.what for each in unread if "arket kan ikke leses" in each.detail] == ["Deltakere og møter", "Deltakerne kan få post"]
