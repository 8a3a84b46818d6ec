"""The mailbox behind IMAP: the real client against a server on loopback, over TLS (RFC 3501)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import MailMark
from tasks.circle.people.mail import Unread, Unsubscribe, Why
from tasks.circle.people.written import Written
from tasks.doors.imap_mailbox import imap as mailbox_imap
from tasks.doors.imap_mailbox.imap import ImapMailbox
from tests.standins.certificates import Authority
from tests.standins.imap import ImapServer

MORNING = datetime(2021, 5, 11, 6, 5, 9, tzinfo=UTC)
TOKEN = "abcdefghijklmnopqrstuv"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def server(authority: Authority) -> Iterator[ImapServer]:
    with ImapServer(authority.good().context()) as server:
        yield server


def mailbox(server: ImapServer, authority: Authority | None, **changes: Any) -> ImapMailbox:
    given = {"password": server.password, "ca_file": authority.file if authority else None, "folder": "INBOX", "timeout": 5, **changes}
    return ImapMailbox("127.0.0.1", server.port, server.user, **given)


def unsubscribe(code: str) -> bytes:
    return f"From: noen@example.org\r\nSubject: Avmeld {code}.{TOKEN}\r\n\r\n".encode()


def stopped(box: ImapMailbox) -> str:
    with pytest.raises(Stop) as stop:
        box.read(())
    (problem,) = stop.value.problems
    assert "[mailbox]" in problem.where and problem.next_step
    assert "hemmelig" not in str(problem) and "@" not in str(problem)
    return problem.what


def test_new_mail_is_read_once_oldest_first_with_the_servers_time_of_arrival(server: ImapServer, authority: Authority) -> None:
    box = mailbox(server, authority)
    for number in range(1, 26):
        server.put(unsubscribe(f"D{number:02d}"), MORNING + timedelta(minutes=number))
    first = box.read(())
    assert first.messages == tuple(Unsubscribe(f"D{n:02d}", TOKEN, MORNING + timedelta(minutes=n)) for n in range(1, 26))
    assert box.read((first.mark,)).messages == ()
    assert box.read((first.mark,)).mark == first.mark
    server.put(b"Subject: Hei\r\n\r\nTakk for sist!", MORNING)
    again = box.read((MailMark("annen postkasse", 7, 900), first.mark))
    assert (again.messages, again.mark.uid) == ((Written((), (), "", "", "Takk for sist!", MORNING),), 26)


def test_the_mailbox_stays_as_it_was(server: ImapServer, authority: Authority) -> None:
    """Read-only, peeking, one login; nothing deleted, nothing marked as read."""
    server.put(unsubscribe("D01"), MORNING)
    mailbox(server, authority).read(())
    names = [" ".join(command.split(" ")[:2]) for command in server.commands if command != "CAPABILITY"]
    assert names == ["LOGIN", 'EXAMINE "INBOX"', "UID SEARCH", "UID FETCH", "LOGOUT"]
    assert server.logins == 1


def test_a_mailbox_without_news_is_asked_nothing_more(server: ImapServer, authority: Authority) -> None:
    box = mailbox(server, authority)
    mark = box.read(()).mark
    assert mark.uid == 0
    assert not [command for command in server.commands if command.startswith("UID")]
    server.tells_next = False  # RFC 3501 lets a server be silent about it
    assert box.read((mark,)).mark == mark


def test_the_mark_names_no_address(server: ImapServer, authority: Authority) -> None:
    assert "@" not in mailbox(server, authority).read(()).mark.box


def test_uids_made_anew_and_another_mailbox_are_read_from_the_beginning(server: ImapServer, authority: Authority) -> None:
    box = mailbox(server, authority)
    server.put(unsubscribe("D01"), MORNING)
    mark = box.read(()).mark
    server.validity = 8
    anew = box.read((mark,))
    assert (len(anew.messages), anew.mark.validity) == (1, 8)
    server.user = "annen@example.org"
    assert len(mailbox(server, authority).read((mark, anew.mark)).messages) == 1


def test_a_great_pile_is_read_in_portions_and_an_unknown_one_not_from_its_beginning(
    server: ImapServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox_imap, "MOST", 5)
    box = mailbox(server, authority)
    for number in range(1, 13):
        server.put(unsubscribe(f"D{number:02d}"), MORNING)
    unknown = box.read(())
    assert [each.code for each in unknown.messages if isinstance(each, Unsubscribe)] == ["D08", "D09", "D10", "D11", "D12"]
    mark, codes = MailMark(unknown.mark.box, 7, 1), []
    while (found := box.read((mark,))).messages:
        assert len(found.messages) <= 5
        codes += [each.code for each in found.messages if isinstance(each, Unsubscribe)]
        mark = found.mark
    assert codes == [f"D{number:02d}" for number in range(2, 13)]


def test_of_a_huge_message_only_the_beginning_is_read(server: ImapServer, authority: Authority) -> None:
    server.put(unsubscribe("D01") + b"x" * 3_000_000, MORNING)
    box = mailbox(server, authority)
    assert box.read(()).messages == (Unsubscribe("D01", TOKEN, MORNING),)


def test_starttls_a_folder_with_other_letters_and_a_password_with_them(authority: Authority) -> None:
    with ImapServer(authority.good().context(), starttls=True, password="blåbærsyltetøy", folder="L&AOY-ring &- mer") as server:
        server.put(unsubscribe("D01"), MORNING)
        box = mailbox(server, authority, security="starttls", folder="Læring & mer")
        assert len(box.read(()).messages) == 1
        assert "1 meldinger" in box.check()


def test_without_encryption_only_on_this_machine(authority: Authority) -> None:
    with pytest.raises(ValueError, match="TLS"):
        ImapMailbox("imap.example.org", 143, "sirkel", "hemmelig", security="none")
    with ImapServer() as server:
        assert mailbox(server, None, security="none").read(()).messages == ()


def test_a_wrong_password_says_which_setting(server: ImapServer, authority: Authority) -> None:
    assert "avviste innloggingen" in stopped(mailbox(server, authority, password="feil"))


def test_a_folder_that_is_not_there_is_named(server: ImapServer, authority: Authority) -> None:
    assert "«Arkiv»" in stopped(mailbox(server, authority, folder="Arkiv"))


@pytest.mark.parametrize("kind", ["expired", "wrong_name"])
def test_no_password_goes_to_a_server_that_cannot_prove_its_name(authority: Authority, kind: str) -> None:
    with ImapServer(getattr(authority, kind)().context()) as server:
        assert "Sertifikatet" in stopped(mailbox(server, authority))
        assert server.commands == []


def test_an_unknown_authority_is_not_trusted(server: ImapServer) -> None:
    assert "Sertifikatet" in stopped(mailbox(server, None))


@pytest.mark.parametrize("point", ["connect", "LOGIN", "EXAMINE", "SEARCH", "FETCH"])
@pytest.mark.parametrize("fault", ["cut", "hang"])
def test_a_line_that_breaks_or_falls_silent_is_told_within_its_time(server: ImapServer, authority: Authority, point: str, fault: str) -> None:
    """A17."""
    server.put(unsubscribe("D01"), MORNING)
    server.faults[point] = fault
    began = datetime.now(UTC)
    said = stopped(mailbox(server, authority, timeout=0.3))
    assert "127.0.0.1" in said
    assert datetime.now(UTC) - began < timedelta(seconds=4)
    server.faults.clear()
    assert len(mailbox(server, authority).read(()).messages) == 1


def test_nobody_at_home_is_told(tmp_path: Path) -> None:
    assert "Linjen til" in stopped(ImapMailbox("127.0.0.1", 9, "sirkel", "hemmelig", security="none", timeout=2))


TEXT = b"Subject: Hei\r\n\r\nTakk!"
GIVEN = f"BODY[]<0> {{{len(TEXT)}}}\r\n{TEXT.decode()}"


@pytest.mark.parametrize(("answer", "why"), [
    (f"* 1 FETCH (INTERNALDATE \"11-May-2021 06:05:09 +0000\" {GIVEN})", Why.SERVER),
    (f"* 1 FETCH (UID en INTERNALDATE \"11-May-2021 06:05:09 +0000\" {GIVEN})", Why.SERVER),
    (f"* 1 FETCH (UID {'9' * 5000} INTERNALDATE \"11-May-2021 06:05:09 +0000\" {GIVEN})", Why.SERVER),
    ("* 1 FETCH (UID 1 INTERNALDATE \"11-May-2021 06:05:09 +0000\" BODY[]<0> NIL)", Why.SERVER),
])  # fmt: skip
def test_a_message_given_without_number_or_text_is_told_with_when_it_came(server: ImapServer, authority: Authority, answer: str, why: Why) -> None:
    server.put(TEXT, MORNING)
    server.faults["FETCH"] = answer
    found = mailbox(server, authority).read(())
    assert (found.messages, found.mark.uid) == ((Unread(why, MORNING),), 1)


@pytest.mark.parametrize("date", ["01-Jan-0001 00:00:00 +0000", "31-Dec-9999 23:59:59 -1200", "99-Xxx-2021 00:00:00 +0000", "", "x" * 30, "\xff"])
def test_a_time_of_arrival_that_can_not_be_counts_as_now(server: ImapServer, authority: Authority, date: str) -> None:
    """An odd date must not make somebody's unsubscribe mail older than their sign-up."""
    text = unsubscribe("D01")
    server.put(text, MORNING)
    server.faults["FETCH"] = f'* 1 FETCH (UID 1 INTERNALDATE "{date}" BODY[]<0> {{{len(text)}}}\r\n{text.decode()})'
    (found,) = mailbox(server, authority).read(()).messages
    assert isinstance(found, Unsubscribe) and timedelta() <= datetime.now(UTC) - found.at < timedelta(minutes=5)


def test_a_short_text_may_come_in_quotes(server: ImapServer, authority: Authority) -> None:
    server.put(TEXT, MORNING)
    server.faults["FETCH"] = '* 1 FETCH (UID 1 INTERNALDATE "11-May-2021 06:05:09 +0000" BODY[]<0> "Hei")'
    (found,) = mailbox(server, authority).read(()).messages
    assert isinstance(found, Written) and found.text == "Hei"


@pytest.mark.parametrize(("point", "answer"), [
    ("SEARCH", "* SEARCH en"), ("SEARCH", f"* SEARCH {2**32}"), ("FETCH", f"* 1 FETCH (UID 1 BODY[]<0> {{{'9' * 40}}}"),
])  # fmt: skip
def test_a_server_that_makes_no_sense_is_told_in_one_line(server: ImapServer, authority: Authority, point: str, answer: str) -> None:
    server.put(TEXT, MORNING)
    server.faults[point] = answer
    assert "127.0.0.1" in stopped(mailbox(server, authority, timeout=0.5))
