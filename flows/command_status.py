"""`status`: where each circle stands. No Prefect: it only reads the ledger."""

import json
from datetime import datetime
from typing import Any

from rich.table import Table

from flows.command_words import out, say
from tasks.circle.words import date_words
from tasks.place import instant, places
from tasks.status import read_status


def status(circle: str, at: str, *, as_json: bool) -> int:
    """Print where the circles stand; 1 when letters need a person."""
    found = [read_status(place, instant(place, at)) for place in places(circle)]
    if as_json:
        say(json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2))
    else:
        for each in found:
            show(each)
    return 1 if any(each["open"] for each in found) else 0


def show(status: dict[str, Any]) -> None:
    """The status of one circle as a table and two lines."""
    console = out()
    console.print(meeting_table(status))
    letters = status["letters"]
    console.print(f"Brev: {letters['sent']} sendt, {letters['later']} venter, {letters['rejected']} avvist, {letters['unknown']} ukjent.")
    if status["refused"]:
        console.print(f"Adresser som ikke tar imot post: {', '.join(status['refused'])}. Rett dem i «Påmelding».")
    for letter in status["open"]:
        console.print(f"  {letter['outcome']}: {letter['kind']} til {letter['participant']} ({letter['letter']})")


def meeting_table(status: dict[str, Any]) -> Table:
    """Per meeting: who was invited, reminded, asked, who answered, what was proposed (counts only)."""
    table = Table(title=status["circle"], title_justify="left", box=None, padding=(0, 2, 0, 0))
    for head, right in (("Nr", True), ("Dato", False), ("Status", False), ("Fokusområde", False), ("Inviterte", True),
                        ("Minnet på", True), ("Har svart", True), ("Foreslått etterpå", False)):  # fmt: skip
        table.add_column(head, justify="right" if right else "left", overflow="fold")
    for meeting in status["meetings"]:
        day = datetime.fromisoformat(meeting["start"]).date()
        table.add_row(
            str(meeting["meeting"]),
            " ".join(date_words(day, "nb").split()[1:]),
            meeting["status"],
            meeting["focus"] or "–",
            str(meeting["invited"]),
            str(meeting["reminded"]),
            str(meeting["answered"]),
            "; ".join(meeting["proposals"][:3]) or "–",
        )
    return table

