"""What belongs to a meeting beside its time and focus, as it is shown: who opens it, links, notes afterwards (R32)."""

from types import SimpleNamespace as TemplateValues

from tasks.circle.model.hosts import link_in
from tasks.circle.model.records import Meeting


def links_of(meeting: Meeting) -> tuple[TemplateValues, ...]:
    """Each link by its `name` (what stands before it in the line, else the address) and its `address`."""
    return tuple(each for line in meeting.links.splitlines() if (each := _link(line)).address)


def after_of(meeting: Meeting) -> tuple[TemplateValues, ...]:
    """Each line of «Etterpå», as `links_of` gives them; one without an address has "" there."""
    return tuple(map(_link, meeting.after.splitlines()))


def _link(line: str) -> TemplateValues:
    address = link_in(line)
    name = line.replace(address, "", 1).strip(" .:–-()<>,;") if address else line
    return TemplateValues(name=name or address, address=address)
