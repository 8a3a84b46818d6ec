"""Rooms made, changed and deleted (R11), each recorded before the next is touched."""

from collections.abc import Sequence

from tasks.circle.coordinator.round_report import GOES_AGAIN, STUCK
from tasks.circle.meetings.rooms import RoomAct, with_room
from tasks.circle.model.attending import Attended
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.records import Changes, Meeting, Outcome
from tasks.circle.people.attendance import recognised
from tasks.circle.people.roster import Person
from tasks.circle.plan import MeetingsPlan
from tasks.context import CircleRef, context_of
from tasks.doors.fixed_room import FixedRoom
from tasks.doors.ports import RoomResult, Rooms
from tasks.round.step import round_step


def see_to_meetings(ref: CircleRef, wanted: MeetingsPlan, people: Sequence[Person]) -> tuple[list[Meeting], list[Problem]]:
    """What is planned about meetings: those whose rooms are as they should be now, and what did not go well."""
    problems = count_those_there(ref, wanted.attendance, people) if wanted.attendance else []
    made, failed = see_to_rooms(ref, wanted.acts, wanted.told) if wanted.acts else ([], [])
    return made, problems + failed


@round_step("gjør klart rom")
def see_to_rooms(ref: CircleRef, acts: Sequence[RoomAct], told: frozenset[int]) -> tuple[list[Meeting], list[Problem]]:
    """The meetings whose rooms are as they should be now, and what did not go well. `told`: the Nr people are invited to."""
    doors = context_of(ref).doors
    meetings: list[Meeting] = []
    problems: list[Problem] = []
    for act in acts:
        result = _carry_out(doors.rooms, act)
        if result.outcome is Outcome.DONE:
            meeting = with_room(act.meeting, result.room, told)
            if act.drop:
                doors.ledger.save(ref.circle, Changes(dropped=frozenset({meeting.number})))
            else:
                doors.ledger.keep_room(ref.circle, meeting)
            meetings.append(meeting)
        else:
            problems.append(_problem(act, result))
    return meetings, problems


@round_step("tell hvem som var der")
def count_those_there(ref: CircleRef, meetings: Sequence[Meeting], people: Sequence[Person]) -> list[Problem]:
    """Ask the room's service who was at `meetings`, and keep codes and minutes. What it can't tell yet, a later round asks again."""
    context = context_of(ref)
    problems: list[Problem] = []
    for meeting in meetings:
        assert meeting.room is not None  # noqa: S101 - only held meetings with a room come here
        told = context.doors.rooms.attendance(meeting.room)
        minutes, strangers = recognised(told.presences, people, context.keys.digest)
        context.doors.ledger.save(ref.circle, Changes(attended=tuple(Attended(code, meeting.number, m) for code, m in minutes.items())))
        where = f"Oppmøtet på møte {meeting.number}"
        if told.outcome is Outcome.REJECTED:
            step = "Rett det, eller slå av tellingen: [room] attendance i doors.toml."
            problems.append(Problem(where, f"Det kunne ikke telles. {told.detail}", step))
        elif strangers:
            what = f"{strangers} i rommet kunne ikke kjennes igjen på adresse eller navn, og er ikke talt med."
            problems.append(Problem(where, what, "Ingenting trengs.", Grade.INFORMATION))
    return problems


def _carry_out(rooms: Rooms, act: RoomAct) -> RoomResult:
    meeting = act.meeting
    if act.link and act.act == "create" and meeting.room and meeting.room.id != act.key:  # a room of the service, which nobody is to wait in
        left = rooms.delete(meeting.room)
        if left.outcome is not Outcome.DONE:
            return left
    rooms = FixedRoom(act.link) if act.link and act.act != "delete" else rooms
    if act.act == "delete" and meeting.room:
        return RoomResult(Outcome.DONE) if meeting.room.id == act.key else rooms.delete(meeting.room)  # no service knows a fixed link
    if act.act == "update" and meeting.room:
        return rooms.update(meeting.room, act.topic, meeting.start, meeting.end)
    return rooms.create(act.key, act.topic, meeting.start, meeting.end)


def _problem(act: RoomAct, result: RoomResult) -> Problem:
    words = {"create": "lages", "update": "endres", "delete": "slettes"}
    where, what = f"Rommet til møte {act.meeting.number}", f"Det kunne ikke {words[act.act]}. {result.detail}".strip()
    if result.outcome is Outcome.LATER:
        return Problem(where, what, GOES_AGAIN, Grade.INFORMATION)
    return Problem(where, what, "Når det er rettet, prøver neste runde igjen." if result.outcome is Outcome.REJECTED else STUCK)
