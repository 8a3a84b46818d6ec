"""Every way a mail server can fail: the outcome, what people are told, what becomes of the rest, nothing lost and nothing twice."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Outcome
from tasks.doors.ports import Delivery, Envelope
from tasks.doors.smtp_post.post import SmtpPost
from tests.doors.post_contract import envelope
from tests.standins.certificates import Authority
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_office import USER, account, serving
from tests.standins.smtp_script import EXTENSIONS

DONE, REJECTED, LATER, NOT_SENT, UNKNOWN = (
    Outcome.DONE, Outcome.REJECTED, Outcome.LATER, Outcome.NOT_SENT, Outcome.UNKNOWN,
)  # fmt: skip
KARI = "kari.nordmann@example.org"
STEPWISE = tuple(each for each in EXTENSIONS if each != "PIPELINING")


class Case(NamedTuple):
    """What the server does to the second of three letters, and what must come of it."""

    name: str
    point: str
    reply: str
    outcome: Outcome
    says: str
    rest: Outcome | None = DONE
    refused: bool = False
    kept: bool = False
    lines: int = 1


CASES = [
    Case("unknown user", "rcpt", f"550 5.1.1 <{KARI}>: User kari.nordmann unknown", REJECTED, "Adressen finnes ikke", refused=True),
    Case("no such mailbox, old style", "rcpt", "550 no such user here", REJECTED, "riktig adresse", refused=True),
    Case("moved", "rcpt", "551 5.1.6 moved", REJECTED, "551 5.1.6 moved", refused=True),
    Case("mailbox disabled", "rcpt", "550 5.2.1 mailbox disabled", REJECTED, "tar ikke imot", refused=True),
    Case("policy", "rcpt", "550 5.7.1 blocked", LATER, "vil ikke ha brevene våre", rest=None),
    Case("the recipient's rule", "rcpt", "550 5.7.1 not authorized to send to this recipient", REJECTED, "Mottakeren tar ikke imot"),
    Case("mailbox full", "rcpt", "552 5.2.2 mailbox full", LATER, "552 5.2.2 mailbox full"),
    Case("greylisting", "rcpt", "450 4.2.0 greylisted, come back", LATER, "ba om å få vente"),
    Case("local error", "rcpt", "451 4.3.0 try again", LATER, "451 4.3.0"),
    Case("too large", "mail", "552 5.3.4 message too big", REJECTED, "avviste selve brevet"),
    Case("refused at DATA", "data", "554 5.5.1 no valid recipients", LATER, "554 5.5.1"),
    Case("content refused", "end", "552 5.2.3 message exceeds fixed limit", REJECTED, "avviste selve brevet (552 5.2.3"),
    Case("spam", "end", "550 5.7.1 looks like spam", LATER, "550 5.7.1", rest=None),
    Case("later at the end", "end", "452 4.3.1 out of storage", LATER, "452 4.3.1"),
    Case("hangs up at MAIL", "mail", "421 4.3.2 shutting down", LATER, "la på (421 4.3.2 shutting down)", rest=None),
    Case("hangs up at RCPT", "rcpt", "421 4.7.0 too many", LATER, "Resten av brevene venter", rest=None),
    Case("hangs up at the end", "end", "421 4.3.2 shutting down", LATER, "neste runde", rest=None),
    Case("daily limit", "rcpt", "550 5.4.5 Daily user sending limit exceeded", LATER, "på en dag", rest=None),
    Case("daily limit at MAIL", "mail", "550 5.4.5 Daily user sending limit exceeded", LATER, "etter et døgn", rest=None),
    Case("daily limit at the end", "end", "550 5.4.5 Daily user sending limit exceeded", LATER, "på en dag", rest=None),
    Case("daily limit, Microsoft", "rcpt", "550 5.1.90 reached your daily limit", LATER, "på en dag", rest=None),
    Case("sender not allowed", "mail", f"550 5.7.60 {USER} may not send as", LATER, "godtar ikke avsenderen", rest=None),
    Case("login forgotten", "mail", "530 5.7.0 authentication required", LATER, "uten innlogging", rest=None),
    Case("cut at MAIL", "mail", "", DONE, "", lines=2),
    Case("cut at RCPT", "rcpt", "", DONE, "", lines=2),
    Case("cut before DATA", "data", "", DONE, "", lines=2),
    Case("cut in the message", "body", "", UNKNOWN, "ukjent om det kom fram", lines=2),
    Case("cut after DATA, not kept", "end", "", UNKNOWN, "ukjent om det kom fram", lines=2),
    Case("cut after DATA, kept", "kept", "", UNKNOWN, "brøt linjen mens brevet ble sendt", kept=True, lines=2),
    Case("cut once answered", "answered", "", DONE, "", lines=2),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(params=[EXTENSIONS, STEPWISE], ids=["piped", "stepwise"])
def server(request: pytest.FixtureRequest, authority: Authority) -> Iterator[SmtpServer]:
    with serving(authority.good(), extensions=request.param) as server:
        yield server


def letters(count: int) -> list[Envelope]:
    return [Envelope(USER, KARI, each.message_id, each.name, each.message) for each in map(envelope, range(count))]


def deliver_all(post: SmtpPost, envelopes: list[Envelope]) -> list[Delivery]:
    """As a round does: until the batch is stopped."""
    deliveries = []
    with post.session() as session:
        for each in envelopes:
            deliveries.append(session.deliver(each))
            if deliveries[-1].stop:
                break
    return deliveries


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_failure_has_its_outcome_its_words_and_leaves_the_others_alone(server: SmtpServer, authority: Authority, case: Case) -> None:
    server.on(case.point, case.reply, cut=not case.reply, after=1, times=1)
    first, second, *rest = deliver_all(SmtpPost(account(server, authority)), letters(3))
    assert first == Delivery(DONE)
    assert (second.outcome, second.refused, second.stop) == (case.outcome, case.refused, case.rest is None)
    assert case.says in second.detail
    assert [each.outcome for each in rest] == ([case.rest] if case.rest else [])
    assert server.connections == server.logins == case.lines
    arrived = 1 + (case.outcome is DONE or case.kept) + (case.rest is DONE)
    assert server.copies() == Counter({each.message_id: 1 for each in server.accepted})
    assert len(server.accepted) == arrived


@pytest.mark.parametrize("case", [case for case in CASES if case.outcome is not DONE], ids=lambda case: case.name)
def test_what_people_are_told_has_no_address_in_it_and_says_more_than_a_number(authority: Authority, case: Case) -> None:
    with serving(authority.good()) as server:
        server.on(case.point, case.reply, cut=not case.reply)
        detail = deliver_all(SmtpPost(account(server, authority)), letters(1))[0].detail
    assert "@" not in detail
    assert "kari" not in detail.casefold()
    assert detail.endswith(".")
    assert len(detail.split()) >= 6


def test_a_line_cut_again_and_again_before_data_ends_the_batch_with_nothing_sent(server: SmtpServer, authority: Authority) -> None:
    server.on("data", cut=True)
    deliveries = deliver_all(SmtpPost(account(server, authority)), letters(9))
    assert [(each.outcome, each.stop) for each in deliveries] == [(NOT_SENT, False), (NOT_SENT, True)]
    assert (server.connections, server.accepted) == (4, [])


def test_one_letter_the_server_cuts_on_does_not_keep_the_others_back(server: SmtpServer, authority: Authority) -> None:
    server.on("data", cut=True, after=1, times=2)
    assert [each.outcome for each in deliver_all(SmtpPost(account(server, authority)), letters(4))] == [DONE, NOT_SENT, DONE, DONE]


def test_a_server_that_always_cuts_after_data_gets_two_letters_and_no_more(server: SmtpServer, authority: Authority) -> None:
    server.on("kept", cut=True)
    deliveries = deliver_all(SmtpPost(account(server, authority)), letters(9))
    assert [(each.outcome, each.stop) for each in deliveries] == [(UNKNOWN, False), (UNKNOWN, True)]
    assert set(server.copies().values()) == {1}


def test_a_server_that_goes_away_leaves_the_rest_for_later(authority: Authority) -> None:
    with serving(authority.good()) as server, SmtpPost(account(server, authority)).session() as session:
        assert session.deliver(letters(1)[0]).outcome is DONE
        server.close()
        delivery = session.deliver(letters(2)[1])
    assert (delivery.outcome, delivery.stop) == (LATER, True)
    assert "Ingen tar imot" in delivery.detail


@pytest.mark.parametrize(("point", "outcome", "stops"), [("rcpt", NOT_SENT, True), ("end", UNKNOWN, True)])
def test_a_silent_server_is_waited_for_no_longer_than_said(authority: Authority, point: str, outcome: Outcome, stops: bool) -> None:
    with serving(authority.good()) as server:
        server.hold(point)
        (delivery,) = deliver_all(SmtpPost(account(server, authority, timeout=0.2)), letters(1))
    assert (delivery.outcome, delivery.stop) == (outcome, stops)
    assert "svarte ikke i tide" in delivery.detail


def test_a_slow_look_at_the_letter_itself_is_waited_for(authority: Authority) -> None:
    with serving(authority.good()) as server:
        hold = server.hold("end")
        threading.Timer(0.5, hold.release).start()
        assert deliver_all(SmtpPost(account(server, authority, timeout=0.25)), letters(1)) == [Delivery(DONE)]


NOTHING: Mapping[str, Any] = MappingProxyType({})


class Shut(NamedTuple):
    """Why no letter can go at all: the server, our account, and what is said about which setting."""

    name: str
    setting: str
    says: str
    script: Mapping[str, Any] = NOTHING
    ours: Mapping[str, Any] = NOTHING
    reply: tuple[str, str] = ("", "")
    certificate: str = "good"


SHUT = [
    Shut("wrong password", "user", "avviste innloggingen (535 5.7.8", ours={"password": "feil"}),
    Shut("app password wanted", "user", "534 5.7.9", reply=("auth", "534 5.7.9 Application-specific password required")),
    Shut("too many logins", "user", "ikke imot innlogging nå (454", reply=("auth", "454 4.7.0 Too many login attempts")),
    Shut("no password", "user", "passordet mangler", ours={"password": ""}),
    Shut("expired certificate", "host", "er gått ut", certificate="expired"),
    Shut("wrong name", "host", "gjelder et annet navn", certificate="wrong_name"),
    Shut("unknown authority", "ca_file", "ikke stoler på", ours={"ca_file": None}),
    Shut("expired certificate, tls", "host", "er gått ut", {"security": "tls"}, {"security": "tls"}, certificate="expired"),
    Shut("wrong name, tls", "host", "gjelder et annet navn", {"security": "tls"}, {"security": "tls"}, certificate="wrong_name"),
    Shut("no STARTTLS", "security", "tilbyr ikke STARTTLS", {"security": "none"}),
    Shut("STARTTLS refused", "host", "454", reply=("starttls", "454 4.7.0 TLS not available")),
    Shut("TLS asked of a plain port", "security", "snakker ikke TLS", ours={"security": "tls"}),
    Shut("no AUTH", "user", "ingen innlogging", {"mechanisms": ()}),
    Shut("only XOAUTH2", "auth", "ikke imot passord", {"mechanisms": ("XOAUTH2",)}),
    Shut("busy", "host", "421 4.3.2", reply=("connect", "421 4.3.2 too busy")),
    Shut("turned away", "host", "554 5.7.1", reply=("connect", "554 5.7.1 go away")),
    Shut("in clear over the net", "security", "ukryptert", ours={"security": "none", "host": "mail.example.org"}),
    Shut("unknown host", "host", "finnes ikke på nettet", ours={"host": "post.finnes-ikke.invalid"}),
    Shut("nobody there", "port", "Ingen tar imot", ours={"port": 1}),
]


@pytest.mark.parametrize("shut", SHUT, ids=[shut.name for shut in SHUT])
def test_a_door_that_is_shut_says_why_and_which_setting_and_tells_the_server_nothing(authority: Authority, shut: Shut) -> None:
    with serving(getattr(authority, shut.certificate)(), **shut.script) as server:
        if shut.reply[0]:
            server.on(*shut.reply)
        with pytest.raises(Stop) as stop:
            deliver_all(SmtpPost(account(server, authority, **shut.ours)), letters(1))
        (problem,) = stop.value.problems
        assert problem.where == f"doors.toml, [post] {shut.setting}"
        assert shut.says in problem.what
        assert problem.next_step.endswith((".", "?"))
        assert USER not in str(problem)
        assert (server.accepted, server.commands["MAIL"]) == ([], 0)
        assert server.logins == 0


#: What servers say to a right password, too, and what helps: Microsoft's, Google's, Apple's.
REFUSED = [
    ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled",
     "slått av for hele organisasjonen"),
    ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.", "slått av for kontoen"),
    ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [BM1P287CA0015.INDP287.PROD.OUTLOOK.COM]", 'auth = "xoauth2"'),
    ("535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.", "sikkerhetsregel"),
    ("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "app-passord"),
    ("534 5.7.9 Application-specific password required.", "app-passord"),
    ("535 5.7.8 Username and Password not accepted.", "app-passord"),
    ("535 5.7.0 Authentication failed, too many attempts; try later", "Vent til leverandøren"),
    ("525 5.7.13 User account disabled", "Kontoen er stengt"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "advice"), REFUSED, ids=[reply[:60] for reply, _ in REFUSED])
def test_a_refused_login_gets_the_advice_that_the_servers_words_ask_for(authority: Authority, reply: str, advice: str) -> None:
    with serving(authority.good()) as server:
        server.on("auth", reply)
        with pytest.raises(Stop) as stop:
            deliver_all(SmtpPost(account(server, authority)), letters(1))
    (problem,) = stop.value.problems
    assert advice in problem.next_step
    assert ("app-passord" in problem.next_step) == (advice == "app-passord")


@pytest.mark.parametrize("shut", [each for each in SHUT if each.name in ("no STARTTLS", "wrong name", "unknown authority")], ids=lambda s: s.name)
def test_no_password_is_sent_to_a_server_that_is_not_proved(authority: Authority, shut: Shut) -> None:
    with serving(getattr(authority, shut.certificate)(), **shut.script) as server, pytest.raises(Stop):
        deliver_all(SmtpPost(account(server, authority, **shut.ours)), letters(1))
    assert server.commands["AUTH"] == 0


def test_a_server_that_accepts_the_line_and_says_nothing_is_given_up_in_time(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, serving(authority.good()) as server:
        silent = account(server, authority, port=listener.getsockname()[1], timeout=0.2)
        with pytest.raises(Stop, match="svarte ikke innen"):
            deliver_all(SmtpPost(silent), letters(1))
