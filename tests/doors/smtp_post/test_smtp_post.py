"""The mail server as `Post`: the contract, one login, pace, new lines, what it is told and what arrives."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.message.mime import compose
from tasks.doors.ports import Envelope, Post
from tasks.doors.smtp_post.post import SmtpPost
from tests.doors.post_contract import Arrived, PostContract, envelope
from tests.doors.sample_letter import letter
from tests.standins.certificates import Authority
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_office import USER, account, serving
from tests.standins.smtp_script import EXTENSIONS


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority) -> Iterator[SmtpServer]:
    with serving(authority.good()) as server:
        yield server


def send(post: Post, *envelopes: Envelope) -> list[Outcome]:
    with post.session() as session:
        return [session.deliver(each).outcome for each in envelopes]


class TestSmtpPostWithStarttls(PostContract):
    @pytest.fixture
    def post(self, server: SmtpServer, authority: Authority) -> Post:
        return SmtpPost(account(server, authority))

    @pytest.fixture
    def arrived(self, server: SmtpServer) -> Arrived:
        return lambda: [each.message for each in server.accepted]

    def test_a_batch_takes_one_login_and_no_letter_goes_in_clear(self, post: Post, server: SmtpServer) -> None:
        assert set(send(post, *(envelope(n) for n in range(30)))) == {Outcome.DONE}
        assert (server.connections, server.logins) == (1, 1)
        assert {each.user for each in server.accepted} == {USER}

    def test_a_new_line_is_made_after_so_many_letters(self, server: SmtpServer, authority: Authority) -> None:
        assert set(send(SmtpPost(account(server, authority, per_line=10)), *(envelope(n) for n in range(25)))) == {Outcome.DONE}
        assert (server.connections, server.logins, server.commands["QUIT"]) == (3, 3, 3)
        assert set(server.copies().values()) == {1}

    @pytest.mark.parametrize("text", [".", "..\r\n.\r\n", "a\r\n.\r\n.b\r\n..c", "x" * 990, "\r\n\r\n."])
    def test_lines_that_begin_with_a_dot_arrive_as_they_were(self, post: Post, arrived: Arrived, text: str) -> None:
        assert send(post, envelope(text=text), envelope(2)) == [Outcome.DONE, Outcome.DONE]
        assert list(arrived()) == [envelope(text=text).message, envelope(2).message]


class TestSmtpPostWithTls(PostContract):
    @pytest.fixture
    def server(self, authority: Authority) -> Iterator[SmtpServer]:
        with serving(authority.good(), security="tls") as server:
            yield server

    @pytest.fixture
    def post(self, server: SmtpServer, authority: Authority) -> Post:
        return SmtpPost(account(server, authority, security="tls"))

    @pytest.fixture
    def arrived(self, server: SmtpServer) -> Arrived:
        return lambda: [each.message for each in server.accepted]


class TestSmtpPostStepByStep(TestSmtpPostWithStarttls):
    """A server without PIPELINING, which refuses what comes too early."""

    @pytest.fixture
    def server(self, authority: Authority) -> Iterator[SmtpServer]:
        with serving(authority.good(), extensions=("8BITMIME", "SMTPUTF8")) as server:
            yield server


def test_without_a_user_letters_go_without_login(authority: Authority) -> None:
    with serving(authority.good(), users={}) as server:
        assert send(SmtpPost(account(server, authority, user="", password="")), envelope()) == [Outcome.DONE]
        assert (server.logins, server.commands["AUTH"]) == (0, 0)


def test_a_password_with_norwegian_letters_works(authority: Authority) -> None:
    with serving(authority.good(), users={USER: "blåbærgrøt"}) as server:
        assert send(SmtpPost(account(server, authority, password="blåbærgrøt")), envelope()) == [Outcome.DONE]


def test_a_server_that_knows_only_the_old_login_dialogue_is_served(authority: Authority) -> None:
    with serving(authority.good(), mechanisms=("LOGIN",)) as server:
        assert send(SmtpPost(account(server, authority)), envelope()) == [Outcome.DONE]


def test_letters_keep_the_pace_over_all_sessions(server: SmtpServer, authority: Authority) -> None:
    now = [100.0]
    post = SmtpPost(account(server, authority, per_minute=30), clock=lambda: now[0])
    with post.session() as one, post.session() as other:
        assert [one.turn(), other.turn(), one.turn()] == [0.0, 2.0, 4.0]
        now[0] += 20
        assert [other.turn(), one.turn()] == [0.0, 2.0]


def test_a_line_that_died_in_a_pause_is_opened_again_and_nothing_is_lost(server: SmtpServer, authority: Authority) -> None:
    now = [0.0]
    post = SmtpPost(account(server, authority), clock=lambda: now[0])
    server.on("noop", cut=True, after=1)
    with post.session() as session:
        for number in range(3):
            assert session.deliver(envelope(number)).outcome is Outcome.DONE
            now[0] += 60
    assert (server.commands["NOOP"], server.connections) == (2, 2)
    assert sorted(server.copies().values()) == [1, 1, 1]


def test_several_sessions_at_once_share_no_line(server: SmtpServer, authority: Authority) -> None:
    post = SmtpPost(account(server, authority))
    batches = [[envelope(10 * line + n) for n in range(10)] for line in range(4)]
    threads = [threading.Thread(target=send, args=(post, *batch)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.connections == 4
    assert len(server.copies()) == 40
    assert set(server.copies().values()) == {1}


class TestInternationalAddresses:
    def composed(self, address: str, reply_to: str = "anders@example.org") -> Envelope:
        made = letter(recipient_address=address, reply_to=(("Anders", reply_to),))
        return Envelope("sirkel@example.org", address, made.message_id, "brev", compose(made))

    def test_an_address_with_æøå_is_used_where_the_server_can(self, server: SmtpServer, authority: Authority) -> None:
        assert send(SmtpPost(account(server, authority)), self.composed("åse@blåbær.example")) == [Outcome.DONE]
        assert server.accepted[0].recipients == ("åse@blåbær.example",)

    def test_an_international_domain_alone_needs_no_special_server(self, authority: Authority) -> None:
        with serving(authority.good(), extensions=("PIPELINING",)) as server:
            assert send(SmtpPost(account(server, authority)), self.composed("ase@blåbær.example")) == [Outcome.DONE]
            assert server.accepted[0].recipients == ("ase@xn--blbr-roah.example",)

    def test_where_the_server_cannot_the_letter_is_rejected_and_the_next_one_goes(self, authority: Authority) -> None:
        without = tuple(each for each in EXTENSIONS if each != "SMTPUTF8")
        with serving(authority.good(), extensions=without) as server, SmtpPost(account(server, authority)).session() as session:
            delivery = session.deliver(self.composed("åse@example.org"))
            assert (delivery.outcome, delivery.stop, delivery.refused) == (Outcome.REJECTED, False, False)
            assert "SMTPUTF8" in delivery.detail
            assert "åse" not in delivery.detail
            assert session.deliver(envelope()).outcome is Outcome.DONE

    def test_a_reply_address_with_æøå_that_the_server_cannot_take_loses_no_letter(self, authority: Authority) -> None:
        with serving(authority.good(), extensions=("PIPELINING",)) as server, SmtpPost(account(server, authority)).session() as session:
            delivery = session.deliver(self.composed("kari@example.org", reply_to="bjørn@example.org"))
            assert (delivery.outcome, delivery.stop) == (Outcome.LATER, True)
            assert "tilretteleggerne" in delivery.detail


@pytest.mark.parametrize("address", ["kari@example.org>\r\nRCPT TO:<ola@example.org", "kari", "", "ka ri@example.org", "a\x00@example.org"])
def test_an_address_that_is_none_never_reaches_the_server(server: SmtpServer, authority: Authority, address: str) -> None:
    with SmtpPost(account(server, authority)).session() as session:
        assert session.deliver(replace(envelope(), recipient=address)).outcome is Outcome.REJECTED
    assert server.commands["RCPT"] == 0


class TestCheck:
    def test_it_says_in_one_sentence_that_letters_could_go_and_sends_none(self, server: SmtpServer, authority: Authority) -> None:
        said = SmtpPost(account(server, authority)).check()
        assert re.fullmatch(r"127\.0\.0\.1:\d+ svarer, kryptert \(TLSv1\.\d\), innlogget", said)
        assert (server.accepted, server.commands["DATA"], server.commands["QUIT"]) == ([], 0, 1)

    def test_a_sender_that_is_refused_is_told(self, server: SmtpServer, authority: Authority) -> None:
        server.on("mail", "550 5.7.60 not allowed to send as sirkel@example.org")
        with pytest.raises(Stop) as stop:
            SmtpPost(account(server, authority)).check()
        (problem,) = stop.value.problems
        assert problem.where == "doors.toml, [post] sender"
        assert "sirkel" not in problem.what


def test_an_account_shows_no_secret(tmp_path: Path) -> None:
    with SmtpServer() as server:
        shown = repr(account(server, Authority(tmp_path)))
    assert "kryptert1" not in shown
    assert USER not in shown
