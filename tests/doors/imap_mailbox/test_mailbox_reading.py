"""What a mail is: reports, calendar replies, unsubscribe mails, machines' answers, people's, junk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.circle.people.mail import CalendarReply, Ignored, Returned, Unread, Unsubscribe, Why
from tasks.circle.people.written import Written
from tasks.doors.imap_mailbox import messages as mailbox_reading
from tasks.doors.imap_mailbox.messages import read_message
from tests.doors.imap_mailbox import sample_mail as sample
from tests.doors.imap_mailbox.sample_mail import KARI, LETTER, UID, calendar, google_reply, mail, outlook_reply, report

NOW = datetime(2021, 5, 2, 12, 0, tzinfo=UTC)
SAID = datetime(2021, 5, 1, 10, 0, tzinfo=UTC)
STARTS, ENDS = datetime(2021, 5, 11, 7, 15, tzinfo=UTC), datetime(2021, 5, 11, 9, 30, tzinfo=UTC)
DECLINED = CalendarReply(UID, 0, KARI, "DECLINED", SAID, KARI, came=NOW, organizer="sirkel@example.org", start=STARTS, end=ENDS)
REPORTS = {name: getattr(sample, name) for name in ("POSTFIX", "HEADERS_ONLY", "INTERNATIONAL", "EXCHANGE", "GOOGLE", "QMAIL")}
TOKEN = "abcdefghijklmno_-rstuv"


@pytest.mark.parametrize("name", REPORTS)
def test_a_delivery_report_names_letter_status_and_address(name: str) -> None:
    """RFC 3464 and 6533, Microsoft's and Google's ways, and qmail's plain words."""
    found = read_message(REPORTS[name], NOW)
    assert isinstance(found, Returned)
    assert LETTER in found.ids and KARI in found.addresses
    assert found.status == ("5.1.10" if name == "EXCHANGE" else "5.1.1")
    assert found.at == NOW
    assert KARI not in repr(found)


def test_of_a_report_in_plain_words_only_what_the_server_said_counts_not_the_letter_below() -> None:
    found = read_message(sample.QMAIL + b"\r\n550 5.7.1 your account is suspended\r\n", NOW)
    assert isinstance(found, Returned) and found.status == "5.1.1"
    assert "no mailbox here by that name" in found.said and "suspended" not in found.said and "Message-ID" not in found.said


def test_a_report_carries_the_servers_own_words() -> None:
    found = read_message(sample.EXCHANGE, NOW)
    assert isinstance(found, Returned) and "RESOLVER.ADR.RecipientNotFound; Recipient not found" in found.said


def test_an_address_with_norwegian_letters_is_read(name: str = "åse@example.org") -> None:
    """RFC 6532: UTF-8 in headers as it is."""
    found = read_message(sample.INTERNATIONAL.replace(KARI.encode(), name.encode()), NOW)
    assert isinstance(found, Returned) and name in found.addresses


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_a_letter_that_is_late_or_came_through_has_not_come_back(action: str) -> None:
    found = read_message(report("message/delivery-status", "message/rfc822", action=action, code="4.4.1"), NOW)
    assert found is Ignored.AUTOMATIC


def test_plain_words_without_our_letters_identity_or_without_a_final_no_are_nothing() -> None:
    assert read_message(sample.QMAIL.replace(b"Message-ID:", b"X-Annet:"), NOW) is Ignored.AUTOMATIC
    assert read_message(sample.QMAIL.replace(b"(#5.1.1)", b"(#4.2.1)"), NOW) is Ignored.AUTOMATIC


def test_a_person_who_quotes_a_report_is_a_person() -> None:
    quoted = sample.QMAIL.replace(b"Return-Path: <>\r\nFrom: MAILER-DAEMON@", b"From: kari@")
    assert isinstance(read_message(quoted, NOW), Written)


@pytest.mark.parametrize("shape", [google_reply, outlook_reply])
def test_a_calendar_reply_is_found_wherever_the_program_nests_it(shape: Callable[[str], bytes]) -> None:
    assert read_message(shape(calendar()), NOW) == DECLINED
    assert read_message(shape(calendar("ACCEPTED", sequence="SEQUENCE:3\n")), NOW) == replace(DECLINED, answer="ACCEPTED", sequence=3)


def test_a_bare_calendar_without_sequence_is_about_the_first_invitation() -> None:
    """RFC 5546 §3.2.3: 0 may be left out."""
    bare = mail("Subject: x\nContent-Type: text/calendar; method=REPLY\n\n" + calendar("TENTATIVE", sequence=""))
    assert read_message(bare, NOW) == replace(DECLINED, answer="TENTATIVE", sender="")


def test_a_stamp_of_tomorrow_counts_as_said_when_it_came() -> None:
    assert read_message(google_reply(calendar(stamp="20990101T000000Z")), NOW) == replace(DECLINED, said=NOW)


@pytest.mark.parametrize(
    "content",
    [
        calendar(method="PUBLISH"),
        calendar().replace("METHOD:REPLY\n", ""),
        calendar().replace("VEVENT", "VTODO"),
        calendar(sequence="SEQUENCE:mange\n"),
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nX" * 3,
        calendar() + "X" * 200_000,
        "",
    ],
)
def test_other_calendars_are_no_reply(content: str) -> None:
    assert isinstance(read_message(outlook_reply(content), NOW), Ignored | Unread)


NOBODY = replace(DECLINED, attendee="", answer="")


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (calendar(method="CANCEL"), replace(DECLINED, method="CANCEL")),
        (calendar("TENTATIVE", method="counter"), replace(DECLINED, method="COUNTER", answer="TENTATIVE")),
        (
            calendar(method="COUNTER").replace("DTEND:20210511T093000Z", "DURATION:PT1H"),
            replace(DECLINED, method="COUNTER", end=STARTS + timedelta(hours=1)),
        ),
        (calendar().replace("DTSTART:20210511T071500Z", "DTSTART;VALUE=DATE:20210511"), replace(DECLINED, start=None)),
        (calendar(more="ATTENDEE;PARTSTAT=ACCEPTED:mailto:ola@example.org\n"), DECLINED),
        (calendar(more="RECURRENCE-ID:20210511T071500Z\n"), NOBODY),
        (calendar().replace("ATTENDEE", "X-INGEN"), NOBODY),
        (calendar().replace("END:VEVENT", "END:VEVENT\nBEGIN:VEVENT\nUID:b\nEND:VEVENT"), NOBODY),
    ],
)
def test_what_else_a_calendar_sends_is_read_to_be_told(content: str, read: CalendarReply) -> None:
    """Of several attendees the sender is meant (Outlook lists a delegate too); where that is not clear, nobody."""
    assert read_message(outlook_reply(content), NOW) == read


def test_too_large_for_an_answer_is_told() -> None:
    assert unread(outlook_reply(calendar() + "X" * 200_000)) is Why.CALENDAR


def test_a_forwarded_reply_is_not_the_forwarders() -> None:
    inside = outlook_reply(calendar()).decode()
    forwarded = mail('Subject: Fwd\nContent-Type: multipart/mixed; boundary="f"\n\n--f\nContent-Type: message/rfc822\n\n') + inside.encode()
    assert read_message(forwarded + b"\r\n--f--\r\n", NOW) is Ignored.FOR_PEOPLE


@pytest.mark.parametrize("subject", ["Avmeld D01.{}", "  avmeld d01.{} ", "Re: SV: Avmeld D01.{}", "=?utf-8?Q?Avmeld_D01.{}?="])
def test_an_unsubscribe_mail_is_known_by_its_subject(subject: str) -> None:
    """RFC 2369: the mail program sends what the link says; also when it calls itself automatic."""
    typed = subject.format(TOKEN if "=?" not in subject else TOKEN.replace("_", "=5F"))
    assert read_message(mail(f"Subject: {typed}\nAuto-Submitted: auto-generated\n\n"), NOW) == Unsubscribe("D01", TOKEN, NOW)
    assert TOKEN not in repr(Unsubscribe("D01", TOKEN, NOW))


@pytest.mark.parametrize("subject", ["Avmeld", "Avmeld D01", "Avmeld D01.kort", f"Kan du avmelde D01.{TOKEN}", f"Avmeld D01.{TOKEN}x", "Meld meg av"])
def test_what_is_not_quite_an_unsubscribe_mail_is_for_people(subject: str) -> None:
    assert isinstance(read_message(mail(f"Subject: {subject}\n\nHei"), NOW), Written)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied (vacation)",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "Precedence: Bulk",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    ],
)
def test_answers_of_machines_are_told_apart(header: str) -> None:
    """RFC 3834, RFC 3798."""
    assert read_message(mail(f"From: {KARI}\nSubject: Er på ferie\n{header}\n\nTilbake i august."), NOW) is Ignored.AUTOMATIC


def test_a_persons_answer_is_left_for_people() -> None:
    answer = mail(f"From: {KARI}\nSubject: SV: Invitasjon\nAuto-Submitted: no\nIn-Reply-To: {LETTER}\n\nKan jeg ta med en kollega?")
    assert isinstance(read_message(answer, NOW), Written)


def nested(depth: int) -> bytes:
    heads = [f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}' for n in range(depth)]
    return mail("\n".join(heads) + "\n\nTekst")


JUNK = {
    "nothing": b"",
    "noise": bytes(range(256)) * 200,
    "charset": b"Subject: =?klingon?Q?=C3?= =?utf-8?B?!!!?=\r\n\r\n",
    "no boundary": b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nx",
    "empty report": b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n--x--",
    "endless header": b"Subject: " + b"x" * 500_000,
    "many headers": b"X: y\r\n" * 50_000,
    "deep": nested(3_000),
    "bad coding": b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n\r\n\xff\xfe====A",
    "many references": b"Return-Path: <>\r\nReferences: " + b"<a@b> " * 50_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_left_alone_and_takes_no_time(name: str) -> None:
    began = datetime.now(UTC)
    assert isinstance(read_message(JUNK[name], NOW), Ignored | Unread | Written)
    assert datetime.now(UTC) - began < timedelta(seconds=3)


def unread(raw: bytes) -> Why:
    found = read_message(raw, NOW)
    assert isinstance(found, Unread) and found.at == NOW
    return found.why


@pytest.mark.parametrize("name", ["Subject", "Auto-Submitted", "Precedence", "Return-Path"])
@pytest.mark.parametrize("coded", ["=?utf-8?b?a?=", "=?idna?q?=C3?=", "=?undefined?q?x?="])
def test_a_header_that_can_not_be_decoded_costs_its_message_only(name: str, coded: str) -> None:
    """Attack 1."""
    assert unread(mail(f"From: {KARI}\n{name}: {coded}\n\nHei")) is Why.HEADER


def test_what_is_recognised_counts_although_a_header_is_broken() -> None:
    broken = b"Subject: =?utf-8?b?a?=\r\n"
    assert read_message(broken + google_reply(calendar()).replace(b"\r\nSubject:", b"\r\nX-Subject:"), NOW) == DECLINED
    assert isinstance(read_message(broken + sample.POSTFIX.replace(b"\r\nSubject:", b"\r\nX-Subject:"), NOW), Returned)


def test_a_broken_calendar_is_told_and_its_sound_copy_counts() -> None:
    assert unread(outlook_reply(calendar(sequence="SEQUENCE:mange\n"))) is Why.CALENDAR
    assert unread(outlook_reply("BEGIN:VCALENDAR\nMETHOD")) is Why.CALENDAR
    twice = google_reply(calendar()).replace(b"BEGIN:VCALENDAR", b"BEGIN:VCALENDER", 1)
    assert read_message(twice, NOW) == DECLINED


@pytest.mark.parametrize("stamp", ["00010101T000000", "00010101T000000Z", "99991231T235959", "99991231T235959Z", "20210230T000000Z"])
def test_a_stamp_that_no_clock_shows_harms_nobody(stamp: str) -> None:
    found = read_message(google_reply(calendar(stamp=stamp)), NOW)
    assert (isinstance(found, CalendarReply) and datetime(1970, 1, 1, tzinfo=UTC) <= found.said <= NOW) or isinstance(found, Unread)


def test_a_calendar_part_that_is_the_path_of_a_file_reads_no_file(tmp_path: Path) -> None:
    """icalendar reads it where it is given a text without line breaks."""
    (tmp_path / "x.ics").write_text(calendar(), encoding="utf-8")
    assert unread(b"Content-Type: text/calendar\r\n\r\n" + str(tmp_path / "x.ics").encode()) is Why.CALENDAR


def test_a_fault_of_our_own_is_told_by_class_and_line_without_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: bytes, arrived: datetime, sender: str) -> None:
        raise KeyError(KARI)

    monkeypatch.setattr(mailbox_reading, "calendar_reply", broken)
    found = read_message(outlook_reply(calendar()), NOW)
    assert isinstance(found, Unread) and found.why is Why.FAULT
    assert "KeyError i messages.py, linje" in found.fault and KARI not in repr(found)
