"""`pages`: the participants' web pages alone. No Prefect here."""

from flows.command.exit_codes import DONE
from flows.command.output import out
from tasks.context import circle_refs_there, missing_secrets_of, sound_circle_refs
from tasks.pages.server import port_of, run


def pages(circle: str, host: str, port: int) -> int:
    """Serve the pages of the circle, or of all whose files are right, also those that come later, until stopped.

    `port` 0: that of `[pages] url`, else 4300.
    """
    found = sound_circle_refs(circle)
    chosen = port or port_of(found)
    console = out()
    console.print(f"Deltakernes nettsider: http://{host}:{chosen}/ (avslutt med Ctrl+C)")
    for ref in found:
        if missing_secrets_of(ref):
            console.print(f"{ref.circle}: hemmeligheter mangler, så navn og språk fra arket blir kanskje ikke brukt.")
    run((lambda: found) if circle not in ("", "*") else circle_refs_there, host, chosen)
    return DONE
