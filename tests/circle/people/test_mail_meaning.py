"""What bounces, calendar replies and unsubscribe mails change, and what a forged one can't (R4, RULES.md «Absence»)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tasks.circle.letters.due import Situation, due_letters
from tasks.circle.model.attending import AttendanceReply
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.links import Purpose
from tasks.circle.model.records import Changes, Memory, Outcome
from tasks.circle.people.mail import AppliedMail, CalendarReply, Ignored, Message, Returned, Unread, Unsubscribe, Why, apply_mail, unread_problems
from tasks.circle.snapshot import Values
from tests.circle.people_of_the_circle import KARI, KEYS, OLA, PER, ÅSE, known, local, meeting, remembered, round_at, see, sheet, told

FIFTH, SIXTH, NINTH = local("2021-05-05"), local("2021-05-06"), local("2021-05-09")
PEOPLE = [KARI, OLA, ÅSE, PER]
CIRCLE = "moteplasser"


@pytest.fixture
def memory() -> Memory:
    """The ledger after the first round, on 5 May: all are welcomed and invited to 11 May."""
    return round_at(FIFTH, sheet(people=PEOPLE))[1]


def applied(memory: Memory, *messages: Message) -> AppliedMail:
    return apply_mail(messages, memory, CIRCLE, KEYS)


def bounce(memory: Memory, status: str = "5.1.1", address: str = "kari@example.org", kind: str = "invitation.moteplasser.1.D01") -> Returned:
    ids = tuple(sent.message_id for sent in memory.letters if sent.message_id.startswith(f"<{kind}"))
    assert ids
    return Returned(("<annet@example.org>", *ids), status, (address.upper(),), SIXTH)


def reply(memory: Memory, answer: str = "DECLINED", at: datetime = SIXTH, **changes: Any) -> CalendarReply:
    return replace(CalendarReply(meeting(memory, 1).uid, 0, "Kari@Example.org", answer, at, "kari@example.org"), **changes)


def unsubscribe(name: str = "kari", at: datetime = SIXTH, token: str = "", code: str = "D01") -> Unsubscribe:
    return Unsubscribe(code, token or KEYS.token(CIRCLE, KEYS.digest(f"{name}@example.org"), Purpose.LEAVE), at)


def letters(values: Values, memory: Memory, day: str) -> list[tuple[Kind, int, str]]:
    return [(sent.kind, sent.meeting, sent.person) for sent in round_at(local(day), values, memory)[0]]


def test_a_bounce_marks_the_address_and_the_letter_and_is_shown_by_row(memory: Memory) -> None:
    found = applied(memory, bounce(memory))
    assert known(found.memory, "D01").unreachable
    assert [(s.kind, s.person, s.refused) for s in found.changes.returned] == [(Kind.INVITATION, "D01", True)]
    assert found.changes.returned[0].outcome is Outcome.REJECTED and "5.1.1" in found.changes.returned[0].detail
    assert "D01" not in {person for _, _, person in letters(sheet(people=PEOPLE), found.memory, "2021-05-09")}
    assert (Kind.REMINDER, 1, "D02") in letters(sheet(people=PEOPLE), found.memory, "2021-05-09")
    said = told(see(sheet(people=PEOPLE), found.memory, SIXTH))
    assert "«Påmelding», rad 2" in said and "tar ikke imot post" in said and "kari@" not in said


def test_a_corrected_address_is_tried_again_with_what_had_come_back(memory: Memory) -> None:
    refused = applied(memory, bounce(memory), bounce(memory, kind="welcome.moteplasser.0.D01")).memory
    corrected = [(*KARI[:2], "kari.n@example.org"), *PEOPLE[1:]]
    snapshot = see(sheet(people=corrected), refused, SIXTH)
    assert not told(snapshot)
    again = letters(sheet(people=corrected), refused, "2021-05-06")
    assert sorted(again) == [(Kind.INVITATION, 1, "D01"), (Kind.WELCOME, 0, "D01")]


def test_an_old_report_about_an_address_that_was_corrected_since_changes_nothing(memory: Memory) -> None:
    corrected = [(*KARI[:2], "kari.n@example.org"), *PEOPLE[1:]]
    after = round_at(SIXTH, sheet(people=corrected), memory)[1]
    assert applied(after, bounce(memory)).changes == Changes()
    assert applied(after, bounce(memory, address="kari.n@example.org")).changes == Changes()


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "5.7.26", "5.4.5", "5.3.4", "4.4.7", ""])
def test_a_full_mailbox_or_a_server_that_suspects_us_silences_nobody(memory: Memory, status: str) -> None:
    """The letter is shown as rejected; the address stays in use."""
    found = applied(memory, bounce(memory, status))
    assert not known(found.memory, "D01").unreachable
    assert [(s.outcome, s.refused) for s in found.changes.returned] == [(Outcome.REJECTED, False)]
    assert not told(see(sheet(people=PEOPLE), found.memory, SIXTH))


@pytest.mark.parametrize(
    ("status", "said", "marks", "tells"),
    [
        ("5.0.0", "550 Domain example.org has exceeded the max emails per hour (151/150 (100%)) allowed. Message discarded.", False, "så mange brev"),
        ("5.1.1", "550 5.1.1 <a@x>: Sender address rejected: User unknown in local recipient table", False, "Rett sender"),
        ("5.2.0", "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", False, "så mange brev"),
        ("5.7.1", "550 5.7.1 [CS01] Message rejected due to local policy", False, "SPF eller DKIM"),
        ("5.1.8", "550 5.1.8 Access denied, bad outbound sender AS(42003)", False, "må åpne den igjen"),
        ("5.0.0", "550 Rejected", False, ""),
        ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled.", False, ""),
        ("5.0.0", "550 No such user here", True, ""),
        ("5.4.4", "Host or domain name not found. Name service error for name=b.example type=AAAA: Host not found", True, ""),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", True, ""),
    ],
)
def test_a_report_is_judged_by_what_the_server_said(memory: Memory, status: str, said: str, marks: bool, tells: str) -> None:
    found = applied(memory, replace(bounce(memory, status), said=said))
    (letter,) = found.changes.returned
    assert (known(found.memory, "D01").unreachable, letter.refused) == (marks, marks)
    assert tells in letter.detail and ("Det gjelder ikke adressen" in letter.detail) == bool(tells)


def test_a_forged_report_marks_nobody(memory: Memory) -> None:
    """Message-IDs can be guessed: the address they went to must be named too, and both must be the same person's."""
    forged = [
        bounce(memory, address="ola@example.org"),
        replace(bounce(memory), addresses=()),
        replace(bounce(memory), ids=("<invitation.moteplasser.1.D01.99@example.org>",)),
        replace(bounce(memory), ids=()),
    ]
    assert applied(memory, *forged).changes == Changes()


def unsigned(memory: Memory) -> Memory:
    """The letters as 0.1.0 named them: whoever knows how could guess it."""
    letters = tuple(replace(each, message_id=f"{each.message_id.rpartition('@')[0].rpartition('.')[0]}@example.org>") for each in memory.letters)
    return replace(memory, letters=letters)


def test_an_old_letter_comes_back_only_with_a_secret_of_its_own(memory: Memory) -> None:
    old = unsigned(memory)
    guessed = bounce(old)
    secrets = {name: KEYS.token(CIRCLE, KEYS.digest(f"{name}@example.org")) for name in ("kari", "ola")}
    leave = KEYS.token(CIRCLE, KEYS.digest("kari@example.org"), Purpose.LEAVE)
    for tokens in ((), (secrets["ola"],), (leave,), ("x" * 22,)):
        left = applied(old, replace(guessed, tokens=tokens))
        assert left.changes == Changes() and [each.why for each in left.unread] == [Why.RETURNED]
    found = applied(old, replace(guessed, tokens=(secrets["kari"],)))
    assert known(found.memory, "D01").unreachable and found.unread == ()


def test_what_another_circle_is_to_hear_of_is_not_told_here(memory: Memory) -> None:
    """They may share a mailbox; and people have mail and calendars of their own."""
    others = replace(bounce(memory), ids=("<invitation.en-annen.1.D01.1.0011@example.org>",))
    entry = [reply(memory, uid=uid) for uid in ("mote-1.en-annen@example.org", "annet@example.org")]
    assert applied(memory, others, *entry).unread == ()
    mine = replace(bounce(memory), ids=("<invitation.moteplasser.1.D01.1.0011@example.org>",))
    stranger = reply(memory, uid="mote-99.moteplasser@example.org", attendee="fremmed@example.org", sender="fremmed@example.org")
    told_of = applied(memory, mine, stranger, unsubscribe(token="x" * 22), replace(bounce(memory), ids=()))
    assert [each.why for each in told_of.unread] == [Why.RETURNED, Why.REPLY, Why.LEAVING, Why.RETURNED]
    what = [each.what for each in unread_problems(told_of.unread, ZoneInfo("Europe/Oslo"))]
    assert len(what) == 3 and all(". Første kom 06.05.2021" in each for each in what)


def test_old_news_of_an_address_is_not_told(memory: Memory) -> None:
    once = applied(memory, bounce(memory))
    corrected = round_at(SIXTH, sheet(people=[(*KARI[:2], "kari.n@example.org"), *PEOPLE[1:]]), memory)[1]
    assert applied(once.memory, bounce(memory)).unread == applied(corrected, bounce(memory)).unread == ()


def test_the_way_out_of_an_old_letter_still_works(memory: Memory) -> None:
    old = KEYS.token(CIRCLE, KEYS.digest("kari@example.org"))
    assert applied(memory, unsubscribe(token=old)).changes.withdrawn == {"D01": SIXTH}
    others = [KEYS.token(CIRCLE, KEYS.digest("kari@example.org"), purpose) for purpose in (Purpose.ME, Purpose.FEED, Purpose.MEETING)]
    assert applied(memory, *(unsubscribe(token=each) for each in others)).changes == Changes()


def test_a_refused_facilitator_is_named_in_the_circles_file(memory: Memory) -> None:
    found = applied(memory, bounce(memory, address="anders@example.org", kind="invitation.moteplasser.1.F01"))
    said = told(see(sheet(people=PEOPLE), found.memory, SIXTH))
    assert "[[facilitators]] nr. 1" in said and "F01" in said and "rad" not in said


def test_declining_in_the_calendar_spares_the_reminder_and_accepting_later_brings_it_back(memory: Memory) -> None:
    """RULES.md «Absence», and the later word counts."""
    no = applied(memory, reply(memory))
    assert no.changes.attendance_replies == (AttendanceReply("D01", 1, False, SIXTH),)
    assert (Kind.REMINDER, 1, "D01") not in letters(sheet(people=PEOPLE), no.memory, "2021-05-09")
    yes = applied(no.memory, reply(memory, "TENTATIVE", SIXTH + timedelta(hours=1)), reply(memory))
    assert (Kind.REMINDER, 1, "D01") in letters(sheet(people=PEOPLE), yes.memory, "2021-05-09")


@pytest.mark.parametrize(("stamp", "absent"), [("6.5.2021 07.00", False), ("6.5.2021 09.00", True), ("", True)])
def test_of_the_tab_and_the_calendar_the_later_word_counts_and_a_row_typed_by_hand_always(memory: Memory, stamp: str, absent: bool) -> None:
    yes = applied(memory, reply(memory, "ACCEPTED")).memory
    rows = [(stamp, "D01", "", 1, "Nei")]
    assert (("D01", 1) in see(sheet(people=PEOPLE, absences=rows), yes, NINTH).absent) is absent


def test_a_moved_date_asks_anew(memory: Memory) -> None:
    no = applied(memory, reply(memory)).memory
    moved = sheet(people=PEOPLE, meetings=[(1, "12.5.2021")])
    after = round_at(local("2021-05-07"), moved, no)[1]
    assert see(sheet(people=PEOPLE), no, NINTH).absent == {("D01", 1)}
    assert see(moved, after, NINTH).absent == frozenset()
    assert not applied(after, reply(memory, at=NINTH)).changes.attendance_replies, "about the old entry"
    current = applied(after, reply(memory, at=NINTH, sequence=1)).memory
    assert see(moved, current, NINTH).absent == {("D01", 1)}


def test_a_reply_that_is_none_of_ours_or_says_nothing_changes_nothing(memory: Memory) -> None:
    strange: list[Message] = [
        reply(memory, uid="annet@example.org"),
        reply(memory, attendee="fremmed@example.org"),
        reply(memory, attendee="anders@example.org"),  # a facilitator who has not signed up
        reply(memory, "NEEDS-ACTION"),
        reply(memory, "DELEGATED"),
        reply(memory, uid=meeting(memory, 2).uid),  # nobody is invited to it yet
        Ignored.AUTOMATIC,
        Ignored.FOR_PEOPLE,
    ]
    assert replace(applied(memory, *strange).changes, notices={}) == Changes()


def test_who_leaves_by_mail_is_taken_out_of_the_calendar_and_then_left_alone(memory: Memory) -> None:
    """R4, RULES.md «People»: out until a row with a later Tidsmerke, whatever the old row says."""
    found = applied(memory, unsubscribe())
    assert found.changes == Changes(withdrawn={"D01": SIXTH})
    assert letters(sheet(people=PEOPLE), found.memory, "2021-05-06") == [(Kind.CANCELLATION, 1, "D01")]
    snapshot = see(sheet(people=PEOPLE), found.memory, SIXTH)
    assert "«Påmelding», rad 2" in told(snapshot) and "D01 har meldt seg av" in told(snapshot)
    after = round_at(SIXTH, sheet(people=PEOPLE), found.memory)[1]
    assert known(after, "D01").left == SIXTH
    assert "D01" not in {person for _, _, person in letters(sheet(people=PEOPLE), after, "2021-05-20")}
    assert not told(see(sheet(people=PEOPLE), after, local("2021-05-14"))), "told for a week"
    ticked = [(*KARI, "", "", "", True), *PEOPLE[1:]]
    assert not told(see(sheet(people=ticked), after, SIXTH)), "the sheet shows it"


def test_who_left_by_mail_comes_back_with_a_later_row(memory: Memory) -> None:
    after = round_at(SIXTH, sheet(people=PEOPLE), applied(memory, unsubscribe()).memory)[1]
    rows = [*PEOPLE, ("7.5.2021 12.00", *KARI[1:])]
    sent, back = round_at(local("2021-05-08"), sheet(people=rows), after)
    assert sorted((s.kind, s.person) for s in sent) == [(Kind.INVITATION, "D01"), (Kind.WELCOME, "D01")]
    assert known(back, "D01").left is None
    assert applied(back, unsubscribe()).changes == Changes(), "the old mail, read once more"
    assert letters(sheet(people=rows), back, "2021-05-08") == []
    assert applied(back, unsubscribe(at=local("2021-05-09"))).changes.withdrawn


def test_nobody_leaves_for_somebody_else(memory: Memory) -> None:
    forged = [unsubscribe(token="x" * 22), unsubscribe("ingen"), unsubscribe("anders")]
    assert applied(memory, *forged).changes == Changes()
    assert applied(memory, unsubscribe("ola", code="D01")).changes.withdrawn == {"D02": SIXTH}, "the secret decides, whatever code it bears"
    other = apply_mail([unsubscribe()], memory, "en annen sirkel", KEYS)
    assert other.changes == Changes()


def test_the_same_mail_again_changes_nothing(memory: Memory) -> None:
    messages = (bounce(memory, address="ola@example.org", kind="invitation.moteplasser.1.D02"), reply(memory), unsubscribe("åse"))
    once = applied(memory, *messages)
    assert once.changes != Changes()
    assert applied(once.memory, *messages).changes == Changes()


def test_who_asked_to_be_forgotten_is_not_known_by_mail(memory: Memory) -> None:
    forgotten = replace(memory, people=tuple(replace(each, member_since_version=0) if each.code == "D01" else each for each in memory.people))
    assert applied(forgotten, reply(memory), unsubscribe()).changes == Changes()


def test_a_letter_that_failed_while_sending_counts_the_same(memory: Memory) -> None:
    """What `settle` keeps: the version whose address was refused."""
    people = tuple(replace(each, refused=each.address_version) if each.code == "D02" else each for each in memory.people)
    snapshot = see(sheet(people=PEOPLE), remembered(replace(memory, people=()), Changes(people=people), SIXTH), SIXTH)
    assert "rad 3" in told(snapshot)
    assert not [letter for letter in due_letters(Situation.of(snapshot, snapshot.programme.meetings)) if letter.person == "D02"]


def test_of_two_answers_of_one_moment_the_one_that_is_read_last_counts(memory: Memory) -> None:
    found = applied(memory, reply(memory), reply(memory, "ACCEPTED")).memory
    assert see(sheet(people=PEOPLE), found, NINTH).absent == frozenset()


def test_what_cannot_be_read_is_counted_with_the_first_and_the_last_of_its_kind() -> None:
    unread = [Unread(Why.HEADER, local("2021-05-06", clock)) for clock in ("10:05", "09:15", "11:55")]
    (found,) = unread_problems(unread, ZoneInfo("Europe/Oslo"))
    assert found.what.endswith(": 3. Første kom 06.05.2021 kl. 09.15, siste 06.05.2021 kl. 11.55.")
