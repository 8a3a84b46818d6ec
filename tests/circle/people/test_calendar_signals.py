"""What calendars send is used where it has one meaning and told where it has not, never dropped (R27): by code, meeting and next step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tasks.circle.letters.digest import digest_of
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.records import Changes, Memory
from tasks.circle.people.mail import AppliedMail, Why, apply_mail
from tests.circle.people.test_mail_meaning import CIRCLE, NINTH, PEOPLE, SIXTH, applied, memory, reply  # noqa: F401 - a fixture
from tests.circle.people_of_the_circle import KEYS, local, meeting, round_at, see, sheet

ALIAS, OTHER = "kari.n@firma.example.org", {"uid": "0a1b@example.org"}


def told(found: AppliedMail, now: datetime = SIXTH, **tabs: Any) -> list[Problem]:
    snapshot = see(sheet(people=PEOPLE, **tabs), found.memory, now)
    return [each for each in snapshot.problems if each.where.startswith("Postkassen")]


SAYS: Mapping[str, tuple[dict[str, Any], str, Grade]] = {
    "no for an alias": ({"attendee": ALIAS}, "Svaret «kommer ikke» kom i en kalender fra, eller gjaldt, en annen adresse", Grade.MEND),
    "no from an alias": ({"sender": ALIAS}, "Svaret «kommer ikke» kom", Grade.MEND),
    "no from two senders": ({"sender": ""}, "Svaret «kommer ikke» kom", Grade.MEND),
    "yes for an alias": ({"attendee": ALIAS, "answer": "ACCEPTED"}, "Svaret «kommer» kom", Grade.INFORMATION),
    "perhaps for an alias": ({"attendee": ALIAS, "answer": "TENTATIVE"}, "Svaret «kanskje» kom", Grade.INFORMATION),
    "another time": ({"method": "COUNTER", "answer": "TENTATIVE"}, "Kalenderen foreslår en ny tid.", Grade.INFORMATION),
    "no, another time": ({"method": "COUNTER"}, "foreslår en ny tid (og sier «kommer ikke» til den som står).", Grade.INFORMATION),
    "another time for nobody": ({"method": "COUNTER", "attendee": "", "answer": ""}, "foreslår en ny tid.", Grade.INFORMATION),
    "delegated": ({"answer": "DELEGATED"}, "bedt en annen om å komme i stedet", Grade.MEND),
    "nothing": ({"answer": "NEEDS-ACTION"}, "uten å si ja eller nei", Grade.INFORMATION),
    "another word": ({"answer": "IN-PROCESS"}, "uten å si ja eller nei", Grade.INFORMATION),
    "nobody": ({"attendee": "", "answer": ""}, "uten å si ja eller nei", Grade.INFORMATION),
    "refresh": ({"method": "REFRESH", "answer": "NEEDS-ACTION"}, "ber om å få møtet på nytt", Grade.INFORMATION),
    "cancel": ({"method": "CANCEL"}, "Ingenting er avlyst eller endret", Grade.INFORMATION),
    "cancel with another's letter": (
        {"method": "CANCEL", "letter": "<invitation.moteplasser.1.D01.1.00@example.org>"},
        "Ingenting er",
        Grade.INFORMATION,
    ),
    "forwarded": ({"method": "REQUEST", "attendee": "venn@example.org"}, "ikke er et svar", Grade.INFORMATION),
    "not invited": ({"uid": "mote-2.moteplasser@example.org"}, "ikke innkalt til møtet", Grade.INFORMATION),
    "no such meeting": ({"uid": "mote-99.moteplasser@example.org"}, "et møte som ikke er her", Grade.INFORMATION),
    "another's UID to us": ({**OTHER, "organizer": "SIRKEL@example.org"}, "et møte som ikke er her", Grade.INFORMATION),
}


@pytest.mark.parametrize("says", SAYS)
def test_what_has_no_one_meaning_changes_nothing_and_is_told_for_a_week(memory: Memory, says: str) -> None:  # noqa: F811
    changes, what, grade = SAYS[says]
    uid = changes.get("uid", "mote-1.moteplasser@example.org")
    found = apply_mail([replace(reply(memory), **changes)], memory, CIRCLE, KEYS, sender="sirkel@example.org")
    assert replace(found.changes, notices={}) == Changes() and found.unread == ()
    assert not any("@" in key for key in found.changes.notices), "neither name nor address"
    for now in (SIXTH, SIXTH + timedelta(days=6, hours=23)):
        (problem,) = told(found, now)
        number = {"mote-1": ", møte 1", "mote-2": ", møte 2"}.get(uid.partition(".")[0], "")
        assert problem.where == f"Postkassen{number}, deltaker D01" and what in problem.what and problem.next_step
        assert problem.grade is (grade if now == SIXTH else Grade.INFORMATION), "by then the meeting is over"
    assert told(found, SIXTH + timedelta(days=7)) == []
    again = apply_mail([replace(reply(memory), **changes)], found.memory, CIRCLE, KEYS, sender="sirkel@example.org")
    assert again.changes == Changes(), "R18"


@pytest.mark.parametrize(
    "changes",
    [
        OTHER,
        {**OTHER, "method": "REQUEST", "organizer": "sirkel@example.org"},
        {"uid": "mote-1.en-annen@example.org", "organizer": "sirkel@example.org"},
        {"method": "REQUEST", "letter": "own"},
        {"method": "CANCEL", "letter": "own"},
    ],
)
def test_what_is_another_s_or_our_own_letter_is_left_in_peace(memory: Memory, changes: dict[str, Any]) -> None:  # noqa: F811
    own = next(sent.message_id for sent in memory.letters if sent.message_id)
    changes = changes | ({"letter": own} if "letter" in changes else {})
    found = apply_mail([replace(reply(memory), **changes)], memory, CIRCLE, KEYS, sender="sirkel@example.org")
    assert (found.changes, found.unread) == (Changes(), ())


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "CANCEL", "REQUEST", "REFRESH", "ADD", "X-NOE"])
def test_strangers_are_told_in_numbers_whatever_they_send(memory: Memory, method: str) -> None:  # noqa: F811
    forged = [replace(reply(memory), attendee=f"f{n}@example.org", sender=f"g{n}@example.org", method=method) for n in range(200)]
    found = applied(memory, *forged)
    assert found.changes == Changes() and [each.why for each in found.unread] == [Why.REPLY] * 200


def test_the_times_that_are_proposed_are_told_in_the_circles_own_clock(memory: Memory) -> None:  # noqa: F811
    start = local("2021-05-12", "10:00")
    asked = reply(memory, method="COUNTER", start=start, end=start + timedelta(hours=2))
    (problem,) = told(applied(memory, asked))
    assert problem.next_step.startswith("Forslaget er onsdag 12. mai 2021 kl. 10.00–12.00. Passer den, rett «Møter»")
    same = meeting(memory, 1)
    (problem,) = told(applied(memory, replace(asked, start=same.start, end=same.end)))
    assert problem.next_step.startswith("Les meldingen i postkassen.")


def test_a_row_or_a_later_word_answers_a_no_and_a_new_date_a_proposal(memory: Memory) -> None:  # noqa: F811
    no = applied(memory, reply(memory, attendee=ALIAS))
    assert len(told(no)) == 1
    for typed in ("Nei", "Ja"):
        assert told(no, absences=[("", "D01", "", 1, typed)]) == []
    assert told(applied(no.memory, reply(memory, "ACCEPTED", SIXTH + timedelta(hours=1)))) == []
    counter = applied(memory, reply(memory, method="COUNTER"))
    moved = {"meetings": [(1, "12.5.2021")]}
    after = round_at(SIXTH + timedelta(hours=4), sheet(people=PEOPLE, **moved), counter.memory)[1]
    assert told(AppliedMail(after), SIXTH + timedelta(hours=4), **moved) == []


def test_a_no_to_the_same_hours_counts_also_when_the_place_has_changed_since(memory: Memory) -> None:  # noqa: F811
    """A «yes» to the old place is no yes to the new, and a «no» to another hour none to this."""
    place = sheet(people=PEOPLE, meetings=[(1, "11.5.2021", "", "", "", "fysisk", "Storgata 1")])
    after = round_at(local("2021-05-07"), place, memory)[1]
    assert meeting(after, 1).sequence == 1
    assert [each.comes for each in applied(after, reply(memory, at=NINTH)).changes.attendance_replies] == [False]
    yes = applied(after, reply(memory, "ACCEPTED", at=NINTH))
    assert not yes.changes.attendance_replies and "fra før tid eller sted ble endret" in told(yes, NINTH)[0].what


def test_a_facilitators_answer_is_kept_and_a_no_told_to_the_others(memory: Memory) -> None:  # noqa: F811
    leader: dict[str, Any] = {"attendee": "anders@example.org", "sender": "anders@example.org"}
    yes, no = (applied(memory, reply(memory, answer, **leader)) for answer in ("ACCEPTED", "DECLINED"))
    assert [each.answer for each in yes.changes.attendance_replies] == ["ACCEPTED"] and told(yes) == []
    (problem,) = told(no)
    assert problem.where == "Postkassen, møte 1, tilrettelegger F01" and problem.grade is Grade.INFORMATION
    assert see(sheet(people=PEOPLE), no.memory, SIXTH).absent == frozenset(), "no participant is away"
    assert told(applied(no.memory, reply(memory, "ACCEPTED", SIXTH + timedelta(hours=1), **leader))) == []


def test_a_reply_after_the_meeting_counts_and_nothing_fails(memory: Memory) -> None:  # noqa: F811
    late = local("2021-05-12")
    assert [each.comes for each in applied(memory, reply(memory, at=late)).changes.attendance_replies] == [False]
    assert told(applied(memory, reply(memory, at=late, attendee=ALIAS)), late)[0].grade is Grade.INFORMATION


def test_equal_ones_are_one_line_and_a_flood_is_few_and_one_digest(memory: Memory) -> None:  # noqa: F811
    """R28. Strangers may write in the name of participants: they decide how often they come, not how often we write."""
    names = ("kari", "ola", "åse", "per")
    flood = [
        replace(reply(memory, at=SIXTH + timedelta(minutes=n), attendee=ALIAS, sender=f"{names[n % 4]}@example.org"), start=None) for n in range(400)
    ]
    times = [replace(each, method="COUNTER", start=SIXTH + timedelta(hours=n), end=NINTH + timedelta(hours=n)) for n, each in enumerate(flood)]
    found = applied(memory, *flood, *times)
    assert len(found.changes.notices) == 8
    snapshot = see(sheet(people=PEOPLE), found.memory, SIXTH + timedelta(hours=7))
    digest = digest_of(snapshot, snapshot.inputs.memory.letters, snapshot.problems)
    lines = [each for each in digest.problems if each.where.startswith("Postkassen")]
    assert {each.where for each in lines if "kommer ikke" in each.what and "ny tid" not in each.what} == {
        "Postkassen, møte 1, deltaker D01, D02, D03 og D04"
    }
    assert len(digest.news) >= 8
    again = applied(replace(found.memory, notices={**found.memory.notices, **digest.told}), *(
        replace(each, came=SIXTH + timedelta(hours=8), start=SIXTH + timedelta(days=9), end=SIXTH + timedelta(days=10)) for each in times
    ))  # fmt: skip
    later = see(sheet(people=PEOPLE), again.memory, SIXTH + timedelta(hours=9))
    assert not digest_of(later, later.inputs.memory.letters, later.problems).news, "other times tomorrow are no news"


def test_whoever_asked_to_be_forgotten_is_told_of_no_more(memory: Memory) -> None:  # noqa: F811
    forgotten = replace(memory, people=tuple(replace(each, member_since_version=0) if each.code == "D01" else each for each in memory.people))
    found = applied(forgotten, reply(memory, attendee=ALIAS))
    assert found.changes == Changes() and [each.why for each in found.unread] == [Why.REPLY]
