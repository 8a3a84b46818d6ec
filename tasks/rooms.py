"""Rooms made, changed and deleted (R11), each recorded before the next is touched."""

from collections.abc import Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.circle.errors import Problem
from tasks.circle.rooms import RoomAct, with_room
from tasks.circle.state import Meeting, Outcome
from tasks.doors.ports import RoomResult, Rooms
from tasks.place import Place, equipped


@task(name="gjør klart rom", cache_policy=NO_CACHE)
def see_to_rooms(place: Place, acts: Sequence[RoomAct], told: frozenset[int]) -> tuple[list[Meeting], list[Problem]]:
    """The meetings whose rooms are as they should be now, and what did not go well. `told`: the Nr people are invited to."""
    doors = equipped(place).doors
    meetings: list[Meeting] = []
    problems: list[Problem] = []
    for act in acts:
        result = _carry_out(doors.rooms, act)
        if result.outcome is Outcome.DONE:
            meeting = with_room(act.meeting, result.room, told)
            doors.ledger.keep_room(place.circle, meeting)
            meetings.append(meeting)
        else:
            problems.append(_problem(act, result))
    return meetings, problems


def _carry_out(rooms: Rooms, act: RoomAct) -> RoomResult:
    meeting = act.meeting
    if act.act == "delete" and meeting.room:
        return rooms.delete(meeting.room)
    if act.act == "update" and meeting.room:
        return rooms.update(meeting.room, act.topic, meeting.start, meeting.end)
    return rooms.create(act.key, act.topic, meeting.start, meeting.end)


def _problem(act: RoomAct, result: RoomResult) -> Problem:
    words = {"create": "lages", "update": "endres", "delete": "slettes"}
    again = "Neste runde prøver igjen av seg selv." if result.outcome is not Outcome.REJECTED else "Rett det, og start runden på nytt."
    return Problem(f"Rommet til møte {act.meeting.number}", f"Det kunne ikke {words[act.act]}. {result.detail}".strip(), again)
