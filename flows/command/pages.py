"""`pages`: the participants' web pages alone. No Prefect here."""

from flows.command.output import out
from tasks.context import lacks, places_there, sound_places
from tasks.pages.server import port_of, run

DONE = 0


def pages(circle: str, host: str, port: int) -> int:
    """Serve the pages of the circle, or of all whose files are right, also those that come later, until stopped.

    `port` 0: that of `[pages] url`, else 4300.
    """
    found = sound_places(circle)
    chosen = port or port_of(found)
    console = out()
    console.print(f"Deltakernes nettsider: http://{host}:{chosen}/ (avslutt med Ctrl+C)")
    for place in found:
        if lacks(place):
            console.print(f"{place.circle}: hemmeligheter mangler, så navn og språk fra arket blir kanskje ikke brukt.")
    run((lambda: found) if circle not in ("", "*") else places_there, host, chosen)
    return DONE
