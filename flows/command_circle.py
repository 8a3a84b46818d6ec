"""`check`, `report` and `forget`. No Prefect: they are quick."""

import json
from dataclasses import asdict

from rich.markup import escape

from flows.command_words import out, say
from tasks import checking, forgetting
from tasks.place import places
from tasks.reporting import write_report


def check(circle: str, *, as_json: bool) -> int:
    """One line each; 0 when all is right, 1 when something needs a person."""
    found = {place.circle: checking.check(place) for place in places(circle)}
    if as_json:
        objects = [{"circle": name, "checks": [asdict(each) for each in checks]} for name, checks in found.items()]
        say(json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2))
    else:
        for checks in found.values():
            for each in checks:
                out().print(f"{'[green]ok[/]' if each.ok else '[red]! [/]'} {escape(f'{each.what}: {each.detail}')}")
                if each.next_step:
                    out().print(f"   → {escape(each.next_step)}")
    return 0 if all(each.ok for checks in found.values() for each in checks) else 1


def report(circle: str, *, as_json: bool) -> int:
    """Write the report of each circle and say where it lies."""
    for place in places(circle):
        file = write_report(place)
        say(json.dumps({"circle": place.circle, "report": str(file)}, ensure_ascii=False) if as_json else f"Rapporten ligger i {file}")
    return 0


def forget(circle: str, address: str, *, as_json: bool) -> int:
    """Erase a person; 1 when rows must go from the sheet first, or nobody is known by the address (which is never printed)."""
    found = [forgetting.forget(place, address) for place in places(circle)]
    if as_json:
        say(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    else:
        for each in found:
            _tell(each)
    return 0 if all(each.rows and not each.left for each in found) else 1


def _tell(each: forgetting.Forgotten) -> None:
    if each.left:
        rows = ", ".join(f"«{tab}» rad {number}" for tab, number in each.left)
        say(f"{each.circle}: Adressen står ennå i arket: {rows}. Ingenting er slettet.")
        say("  → Slett radene (ellers ville neste runde tatt personen for en ny deltaker), og gi kommandoen på nytt.")
    elif each.rows is None:
        say(f"{each.circle}: Sirkelen husker ingen med denne adressen.")
    else:
        say(f"{each.circle}: {each.rows} rader om personen er slettet fra hukommelsen. Brev som er sendt, kan ikke hentes tilbake.")
