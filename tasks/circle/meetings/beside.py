"""What belongs to a meeting beside its time and focus, as it is shown: who opens it, links, notes afterwards (R32)."""

from types import SimpleNamespace as TemplateValues

from tasks.circle.model.circle import Circle
from tasks.circle.model.hosts import link_in
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.phrases import where_words
from tasks.circle.model.records import Meeting


def links_of(meeting: Meeting) -> tuple[TemplateValues, ...]:
    """Each link by its `name` (what stands before it in the line, else the address) and its `address`."""
    return tuple(each for line in meeting.links.splitlines() if (each := _link(line)).address)


def entry_text(circle: Circle, meeting: Meeting, language: str, *, public: bool = False) -> str:
    """What a calendar entry says, which others may read who look into the calendar: focus area, input, links, agenda, where. No personal link; in
    a `public` calendar neither links nor what lets people in."""
    focus = f"{Kind.FOCUS.facts.names[language].capitalize()}: {meeting.focus}" if meeting.focus else ""
    where = where_words(meeting.form, meeting.public_place if public else meeting.place_words, language)
    points = [f"- {point}" for point in circle.agenda]
    beside = (meeting.input, *([] if public else meeting.links.splitlines()))
    return "\n".join(filter(None, (focus, *beside, *points, where[:1].upper() + where[1:])))


def after_of(meeting: Meeting) -> tuple[TemplateValues, ...]:
    """Each line of «Etterpå», as `links_of` gives them; one without an address has "" there."""
    return tuple(map(_link, meeting.after.splitlines()))


def _link(line: str) -> TemplateValues:
    address = link_in(line)
    name = line.replace(address, "", 1).strip(" .:–-()<>,;") if address else line
    return TemplateValues(name=name or address, address=address)
