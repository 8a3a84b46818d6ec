"""Who of the participants was at a meeting, from what a room service tells. Names and addresses go in; only codes come out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tasks.circle.model.attending import Attended
from tasks.circle.model.records import Meeting
from tasks.circle.model.table import clean
from tasks.circle.people.roster import Person
from tasks.circle.people.sign_ups import address_key


@dataclass(frozen=True, slots=True)
class Presence:
    """One participant in a room that is over: `address` as the service knows it ("" when it doesn't), whole minutes there."""

    name: str = field(repr=False)
    address: str = field(repr=False)
    minutes: int


#: How long a room's service is asked about a meeting that is over, until it has told.
ASKED_FOR = timedelta(days=2)


def to_count(meetings: Iterable[Meeting], attended: Iterable[Attended], now: datetime) -> list[Meeting]:
    """The meetings that ended a short while ago in a room, and of which nobody knows yet who was there."""
    known = {each.meeting for each in attended}
    over = (each for each in meetings if each.room and not each.cancelled and each.end <= now < each.end + ASKED_FOR)
    return [meeting for meeting in over if meeting.number not in known]


def recognised(seen: Iterable[Presence], people: Iterable[Person], digest: Callable[[str], str]) -> tuple[dict[str, int], int]:
    """Minutes by participant code, and how many could not be told apart.

    By the digest of the address; else by the whole name, when one person alone has it: «Kari N.» may be anybody. Facilitators who
    have not signed up are known, and are neither counted nor missing. Somebody seen twice was there at least the longer time.
    """
    people = list(people)
    by_digest = {person.known.digest: person for person in people}
    by_name = _by_name(people)
    minutes: dict[str, int] = {}
    strangers = 0
    for each in seen:
        person = by_digest.get(digest(address_key(each.address))) if each.address else None
        person = person or by_name.get(_shown(each.name))
        if person is None:
            strangers += 1
        elif person.participant:
            minutes[person.code] = max(each.minutes, minutes.get(person.code, 0))
    return minutes, strangers


def _by_name(people: Iterable[Person]) -> dict[str, Person]:
    """Only names that one person has; two namesakes are told apart by address or not at all."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(_shown(person.name), []).append(person)
    return {name: same[0] for name, same in found.items() if name and len(same) == 1}


def _shown(name: str) -> str:
    """A name as it is compared: without regard to case, blanks and Unicode form; accents make another name."""
    return clean(name, 120).casefold()
