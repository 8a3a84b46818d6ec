"""The table of meetings on a terminal of eighty signs: whole words, nothing cut away."""

import io

from rich.console import Console

from flows.command.status import meeting_table, standing

FOCUS = "Ulike varianter av digitale møter – hvordan gjøre dem bærekraftige?"
PROPOSED = ["Gode møteplasser på nett", "Samhandling og samskaping", "Verktøyverksted"]


def test_no_word_is_broken_and_no_number_left_out() -> None:
    meeting = {
        "meeting": 14, "start": "2021-10-14T07:15:00+00:00", "status": "planlagt", "focus": FOCUS,
        "invited": 1026, "reminded": 1025, "answered": 1015, "proposals": PROPOSED,
    }  # fmt: skip
    out = io.StringIO()
    Console(file=out, width=80).print(meeting_table({"circle": "min-sirkel", "zone": "Europe/Oslo", "meetings": [meeting]}))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    words = out.getvalue().split()
    assert {*FOCUS.split(), *" ".join(PROPOSED).split(), "14", "14.10.2021", "planlagt", "1026", "1025", "1015"} <= set(words)


def test_times_are_the_circles_own() -> None:
    """A meeting on the evening of the 14th by UTC is on the 15th to who lives further east."""
    meeting = {
        "meeting": 1,
        "start": "2021-09-14T22:15:00+00:00",
        "status": "planlagt",
        "focus": "",
        **dict.fromkeys(("invited", "reminded", "answered"), 0),
    }
    status = {"circle": "min-sirkel", "zone": "Europe/Oslo", "meetings": [{**meeting, "proposals": []}]}
    out = io.StringIO()
    Console(file=out, width=80).print(meeting_table(status))
    assert "15.9.2021" in out.getvalue()
    late = {
        "late": "2021-09-13T22:05:00+00:00",
        "last_round": "2021-09-13T22:05:00+00:00",
        "late_hours": 26,
        "operator_waits": None,
        "in_the_way": [],
    }
    [problem] = standing({**status, **late})
    assert "siden 14.9.2021 kl. 00.05;" in problem.what
