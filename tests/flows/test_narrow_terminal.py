"""The table of meetings on a terminal of eighty signs: whole words, nothing cut away."""

import io

from rich.console import Console

from flows.command.status import meeting_table

FOCUS = "Ulike varianter av digitale møter – hvordan gjøre dem bærekraftige?"
PROPOSED = ["Gode møteplasser på nett", "Samhandling og samskaping", "Verktøyverksted"]


def test_no_word_is_broken_and_no_number_left_out() -> None:
    meeting = {
        "meeting": 14, "start": "2021-09-14T07:15:00+00:00", "status": "planlagt", "focus": FOCUS,
        "invited": 1026, "reminded": 1025, "answered": 1015, "proposals": PROPOSED,
    }  # fmt: skip
    out = io.StringIO()
    Console(file=out, width=80).print(meeting_table({"circle": "min-sirkel", "meetings": [meeting]}))
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    words = out.getvalue().split()
    assert {*FOCUS.split(), *" ".join(PROPOSED).split(), "14", "14.09.21", "planlagt", "1026", "1025", "1015"} <= set(words)
