"""The lines of `check` about the participants' pages, and whether our own address to the rooms can be used (R33)."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from tasks.admin.check_lines import Check, from_problems
from tasks.circle.model.errors import Stop
from tasks.circle.model.hosts import is_loopback
from tasks.circle.model.links import HERE, Keys, Pages, door_address, here_words, reached_key
from tasks.circle.model.records import Changes, Memory
from tasks.context import CircleRef, context_of
from tasks.doors.own_pages import answers_with

_WHAT, _DOOR = "Nettsider", "Adresse til rommet"


def pages_checks(ref: CircleRef, pages: Pages, keys: Keys | None, memory: Memory | None, now: datetime) -> Iterator[Check]:
    """That something stands in front of them can't be seen from here: it is asked for. Pages that are reached by https at their address are
    noted in the ledger, once there is one: from then on letters and calendars tell our own address to each room."""
    url = urlsplit(pages.url)
    if url.hostname and not is_loopback(url.hostname):
        words = "sett en nettjener med grenser og uten logg av lenker foran (deployments/GUIDE.md, «Deltakernes nettsider»)"
        yield Check(_WHAT, True, f"åpne for alle på {url.netloc}: {words}")
    if url.scheme != "https" or keys is None or memory is None:
        return
    known = reached_key(pages, keys)
    if answers_with(door_address(pages, ref.circle, HERE), here_words(keys, ref.circle)):
        if known not in memory.notices:
            try:
                context_of(ref).doors.ledger.save(ref.circle, Changes(notices={known: now}))
            except Stop as stop:
                yield from from_problems(stop.problems)
                return
        yield Check(_DOOR, True, "nådd med https; brev og kalendere bruker sidenes egen adresse til møterommet fra neste runde")
    elif known in memory.notices:
        step = "Start «serve» eller «pages», og se etter nettjeneren foran: Deltakerne kommer inn i møterommet gjennom sidene."
        yield Check(_DOOR, False, f"svarer ikke på {pages.url}", step)
    else:
        step = "Er de ikke startet ennå, gjør det, og kjør check igjen. Til da går brevene med rommets egen lenke."
        yield Check(_DOOR, True, f"ikke nådd på {pages.url}", step)
