"""`settle LETTER sent|lost`: a letter whose fate is unknown gets one (R21). Apart from its neighbours, which start without Prefect."""

import json

from rich.markup import escape

from flows.command.exit_codes import BUSY, DONE
from flows.command.output import out, say, tell_stopped
from tasks.admin.settle import Fate, settle
from tasks.circle.model.errors import Busy
from tasks.circle.model.records import LetterRecord
from tasks.context import circle_refs

SAID = {
    Fate.SENT: "regnes som sendt.",
    Fate.LOST: "er åpnet igjen. Neste runde sender det én gang til, om det fremdeles er til nytte.",
}


def settle_letter(circle: str, typed: str, fate: str, *, as_json: bool) -> int:
    """Settle the letter `typed`; `fate` is "sent" or "lost". 0 settled, 3 a round is at work; `Stop` when there is nothing to settle."""
    chosen = Fate[fate.upper()]
    try:
        name, letter = settle(circle_refs(circle), typed, chosen)
    except Busy as busy:
        tell_stopped(busy.problems, as_json=as_json)
        return BUSY
    if as_json:
        say(json.dumps(_as_json(name, letter), ensure_ascii=False, indent=2))
    else:
        out().print(f"[bold]{escape(name)}[/]: {escape(letter.message_id)} {SAID[chosen]}")
    return DONE


def _as_json(circle: str, letter: LetterRecord) -> dict[str, object]:
    return {
        "circle": circle,
        "letter": letter.message_id,
        "kind": letter.kind.value,
        "participant": letter.person,
        "meeting": letter.meeting or None,
        "outcome": letter.outcome.value,
    }
