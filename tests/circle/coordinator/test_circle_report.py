"""What the circle's report tells (R16b, R17), and how it is drawn."""

import itertools
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

from tasks.circle.coordinator.circle_report import CircleReport, Tagged, status_of, tell_circle
from tasks.circle.coordinator.timeline import APART, RIGHT, draw
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Candidate, LetterRecord, Meeting, Memory, Outcome, PersonRecord, Reply
from tests.circle.people_of_the_circle import KEYS, circle
from tests.circle.said_yes import yes

JULY = datetime(2021, 7, 1, 12, 0, tzinfo=UTC)


def meeting(number: int, start: datetime, focus: str = "", **more: object) -> Meeting:
    return replace(Meeting(number, f"u{number}", start, start + timedelta(minutes=135), focus=focus), **more)  # type: ignore[arg-type]


def sent(person: str, number: int, kind: Kind, start: datetime | None = None, outcome: Outcome = Outcome.DONE) -> LetterRecord:
    return LetterRecord(person, number, kind, "1", 1, outcome, start or JULY, start=start)


MAY = meeting(1, datetime(2021, 5, 11, 7, 15, tzinfo=UTC), "Læringssirkel")
JUNE = meeting(2, datetime(2021, 6, 8, 7, 15, tzinfo=UTC), "Miljø og klima")
OFF = meeting(3, datetime(2021, 8, 10, 7, 15, tzinfo=UTC), "Noe helt annet", cancelled=True)
MOVED = meeting(4, datetime(2021, 8, 24, 7, 15, tzinfo=UTC), "Spatial Chat", moves=1)
HELD = Memory(
    people=(PersonRecord("D01", "a", joined=JULY), PersonRecord("D02", "b", joined=JULY, left=JULY), PersonRecord("F01", "c")),
    meetings=(MAY, JUNE, OFF, MOVED),
    letters=(
        sent("D01", 1, Kind.INVITATION), sent("D02", 1, Kind.INVITATION), sent("F01", 1, Kind.INVITATION),
        sent("D01", 1, Kind.REMINDER), sent("D02", 1, Kind.REMINDER, outcome=Outcome.REJECTED),
        sent("D01", 4, Kind.INVITATION, datetime(2021, 8, 17, 7, 15, tzinfo=UTC)),
        sent("D01", 2, Kind.CONSULTATION), sent("D02", 2, Kind.CONSULTATION),
    ),
    replies=(Reply("D01", 1, "need", "Kari fra kari@example.org vil lære Miro", JULY),),
    candidates=(
        Candidate(1, 1, "Miljø og klima", 3, ("Kari vil lære om klima",), "3 deltakere"),
        Candidate(1, 2, "Miro", 2, ("Kari vil lære Miro",), "2 deltakere"),
        Candidate(2, 1, "Grupperom", 2, (), "2 deltakere"),
        Candidate(2, 2, "Spatial Chat", 2, (), "2 deltakere"),
    ),
    consultations=(Consultation(2, JULY, datetime(2021, 7, 8, 22, 0, tzinfo=UTC), ("Miro", "Miljø og klima"), (date(2021, 6, 8),)),),
    votes=(Vote("D01", 2, ("Miljø og klima",), (), JULY),),
    words_decided=yes("Miro", "Grupperom", "Hybridmøter"),
)  # fmt: skip


def told(memory: Memory = HELD, now: datetime = JULY) -> CircleReport:
    return tell_circle(circle(), memory, KEYS.digest, now)


def test_participants_are_counted_per_meeting_and_facilitators_are_not() -> None:
    first = told().meetings[0]
    assert (first.invited, first.reminded, first.answered) == (2, 1, 1)
    assert told().participants == 2


def test_what_was_proposed_stands_with_what_was_chosen() -> None:
    """What was called off was not turned to: the meeting that took place decides."""
    first, second = told().meetings[:2]
    assert [(each.title, each.chosen) for each in first.proposed] == [("Miljø og klima", True), ("Miro", False)]
    assert second.chosen == "Spatial Chat"


def test_what_nobody_has_said_yes_to_is_a_new_theme() -> None:
    """R41: the report is passed on."""
    report = told(replace(HELD, words_decided=()))
    assert [each.title for each in report.meetings[0].proposed] == ["Miljø og klima", "Et nytt tema (2 personer)"]
    assert report.still_wanted == (("Et nytt tema (2 personer)", 2),)
    assert report.consultations[0].proposals == (("Et nytt tema", 0, False), ("Miljø og klima", 1, True))
    assert "Grupperom" not in str(report) and "Miro" not in str(report)


def test_a_moved_meeting_tells_the_date_people_were_first_invited_to() -> None:
    *_, off, moved = told().meetings
    assert (off.status, off.moved_from) == ("avlyst", None)
    assert moved.moved_from == datetime(2021, 8, 17, 7, 15, tzinfo=UTC)


def test_a_consultation_tells_turnout_result_and_the_last_day_of_voting() -> None:
    [asked] = told().consultations
    assert (asked.invited, asked.turnout, asked.last_day) == (2, 1, date(2021, 7, 8))
    assert asked.proposals == (("Miro", 0, False), ("Miljø og klima", 1, True))
    assert asked.dates == ((date(2021, 6, 8), 0, True),)


def test_what_is_still_wanted_leaves_out_what_was_taken_up() -> None:
    assert told().still_wanted == (("Grupperom", 2),)


def test_themes_tell_what_was_asked_for_again_and_again_and_what_is_still_wanted() -> None:
    """R16b: over all answers that were in time, in words two people share; one person's own wish is no theme."""
    wishes = [
        ("D01", 1, "suggestion", "Hybridmøter"), ("D02", 1, "suggestion", "Mer om hybridmøter"), ("D01", 2, "suggestion", "Hybridmøter"),
        ("D02", 4, "suggestion", "Fly mindre, spare klima"), ("D01", 4, "suggestion", "Utslipp fra fly og reise"),
        ("D01", 2, "need", "Brevduer"), ("D01", 4, "need", "Brevduer"),
    ]  # fmt: skip
    ends = {each.number: each.end for each in HELD.meetings}
    report = told(replace(HELD, replies=tuple(Reply(person, nr, question, text, ends[nr]) for person, nr, question, text in wishes)))
    assert [(each.title, each.standing, each.people) for each in report.themes] == [
        ("Hybridmøter", "aldri tatt opp", 2), ("Miljø og klima", "tatt opp, fortsatt ønsket", 2),
    ]  # fmt: skip
    assert report.themes[0].sentence == "2 deltakere har bedt om dette etter møte 1 og 2; det er aldri tatt opp."


def test_the_report_says_how_sure_a_proposal_was() -> None:
    sure = tuple(replace(each, sure="klart") for each in HELD.candidates)
    assert [each.sure for each in told(replace(HELD, candidates=sure)).meetings[0].proposed] == ["klart", "klart"]


def test_the_balance_shows_also_what_nothing_was_held_about() -> None:
    """R16b: «mestring: 0 av 2»."""
    report = told()
    assert report.balance == (Tagged("mestring", 0), Tagged("miljø", 1), Tagged("sosialt", 1))
    assert (report.held, report.untagged) == (2, 1)


def test_letters_that_went_out_are_counted_by_kind() -> None:
    assert told().letters == (("invitasjon", 4), ("påminnelse", 1), ("samråd", 2))


def test_no_participant_and_no_answer_is_in_it() -> None:
    everything = str(asdict(told()))
    assert not [word for word in ("D01", "Kari", "@", "lære") if word in everything]
    assert told().facilitators == ("Anders", "Marianne")


def test_a_circle_that_has_not_begun_has_a_report_too() -> None:
    report = told(Memory())
    assert (report.held, report.meetings, report.still_wanted) == (0, (), ())
    assert draw(circle(), report).marks == ()


def test_meetings_close_together_are_drawn_side_by_side_inside_the_frame() -> None:
    last = meeting(5, datetime(2021, 12, 30, 8, 15, tzinfo=UTC))
    close = replace(HELD, meetings=(*HELD.meetings, last, replace(last, number=6, start=last.start + timedelta(days=1))))
    xs = [mark.x for mark in draw(circle(), told(close)).marks]
    assert all(after - before >= APART - 0.1 for before, after in itertools.pairwise(xs))
    assert xs[-1] < RIGHT


def test_a_long_circle_fits_too_and_leaves_the_numbers_out() -> None:
    weekly = [meeting(n, MAY.start + timedelta(days=7 * n)) for n in range(1, 33)]
    drawing = draw(circle(), told(Memory(meetings=tuple(weekly))))
    xs = [mark.x for mark in drawing.marks]
    assert xs == sorted(xs)
    assert 0 < xs[0] < xs[-1] < RIGHT
    assert not drawing.labelled


def test_a_letter_is_open_until_its_address_is_corrected_or_its_person_has_left() -> None:
    """R28: what nobody can do anything about is counted by no exit status."""
    refused = [sent(person, 1, Kind.INVITATION, outcome=Outcome.REJECTED) for person in ("D01", "D02", "F01")]
    memory = replace(HELD, letters=(*refused, sent("D02", 2, Kind.INVITATION, outcome=Outcome.UNKNOWN)))

    def open_of(known: Memory) -> list[tuple[str, str]]:
        found: list[dict[str, str]] = status_of(circle(), known, JULY)["open"]  # type: ignore[assignment]
        return [(each["participant"], each["outcome"]) for each in found]

    assert open_of(memory) == [("D01", "rejected"), ("F01", "rejected"), ("D02", "unknown")]
    mended = tuple(replace(each, address_version=2) for each in memory.people)
    assert open_of(replace(memory, people=mended)) == [("D02", "unknown")]


def test_status_says_what_is_due_next_for_each_meeting_in_the_days_of_the_circle() -> None:
    """An invitation that should have gone to somebody and has not comes before what follows it."""
    soon = meeting(5, datetime(2021, 7, 5, 7, 15, tzinfo=UTC))
    found = status_of(circle(), replace(HELD, meetings=(*HELD.meetings, soon)), JULY)
    said = {each["meeting"]: each["next"] for each in found["meetings"]}  # type: ignore[attr-defined]
    assert said[1] is None and said[3] is None
    assert (said[4]["what"], said[4]["day"], said[4]["due"]) == (Kind.INVITATION, "2021-07-27", False)
    assert (said[5]["what"], said[5]["day"], said[5]["due"]) == (Kind.INVITATION, "2021-06-07", True)
    nobody = status_of(circle(), replace(HELD, people=(), meetings=(soon,)), JULY)
    assert nobody["meetings"][0]["next"]["what"] == Kind.REMINDER  # type: ignore[index]
