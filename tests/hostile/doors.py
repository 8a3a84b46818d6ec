"""Every door over the network with what a hostile server may do there: each as a call that returns the line people read of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import sleep, time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import requests

from tasks.circle.model.errors import Stop
from tasks.doors.google_sheet.sheet import GoogleSheet
from tasks.doors.imap_mailbox.imap import ImapMailbox
from tasks.doors.oauth.access_token import AccessToken, TokenFiles
from tasks.doors.oauth.consent import App, by_browser, by_device
from tasks.doors.oauth.grant import PROVIDERS, Grant
from tasks.doors.ping import ping
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post.post import SmtpPost
from tasks.doors.zoom_room.client import ZoomAccount
from tasks.doors.zoom_room.rooms import ZoomRoom
from tests.doors.post_contract import envelope
from tests.doors.room_contract import END, START
from tests.hostile.servers import MEGABYTE, WEB, Hostile, Misdeed, body, drip, flood, silence
from tests.standins.certificates import Authority, Certificate
from tests.standins.google import GoogleStandIn
from tests.standins.smtp_token import CLIENT

OSLO = ZoneInfo("Europe/Oslo")
#: Seconds that an exchange may take in people's doors; the pauses between Google's are of the same scale.
MINUTE = 60


@dataclass(frozen=True)
class Ground:
    """What a server shows for TLS, and the file of who signed it."""

    certificate: Certificate
    roots: Path

    @classmethod
    def of(cls, authority: Authority) -> "Ground":
        return cls(authority.good(), authority.file)


@dataclass(frozen=True)
class Case:
    """`act`, given the certificates and the seconds of an exchange, meets the server and returns what people are told."""

    door: str
    misdeed: str
    act: Callable[[Ground, float], str]

    @property
    def name(self) -> str:
        return f"{self.door} {self.misdeed}"


def said(act: Callable[[], object]) -> str:
    """The line of a `Stop`; what was returned else."""
    try:
        return str(act())
    except Stop as stop:
        return " ".join(f"{each.what} {each.next_step}" for each in stop.problems)


def zoom(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    """zoomus' calls; its time-out is of whole seconds."""
    told = body(b'{"access_token": "bevis", "expires_in": 3600}')
    with Hostile(lambda: told) as honest, Hostile(misdeed, seconds=seconds / 30) as server:
        url = server.url.replace("http:", "https:") if "handshake" in where else server.url
        token_url = url if "token" in where else honest.url
        account = ZoomAccount(
            "a", f"klient-{server.port}", "b", "vert@example.org", OSLO, api_url=url, token_url=token_url, timeout=max(1, round(seconds / 3))
        )
        result = ZoomRoom(account, lambda: START - timedelta(days=1)).create("nøkkel-1", "Sirkel", START, END)
    return result.detail


def google(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    """gspread with google-auth."""
    with GoogleStandIn() as honest, Hostile(misdeed, seconds=seconds / 30) as server:
        account = honest.account(token_uri=server.url) if "token" in where else honest.account()
        sheet = GoogleSheet(
            "ark-1", account, api_url=server.url, zone=OSLO, timeouts=(seconds / 12, seconds / 2),
            clock=lambda: time() * MINUTE / seconds, sleep=lambda pause: sleep(pause * seconds / MINUTE),
        )  # fmt: skip
        return said(lambda: sheet.read(["Møter"], datetime.now(UTC)))


def token(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    """For the mail account."""
    with Hostile(misdeed, seconds=seconds / 30) as server:
        text = str(CLIENT | {"refresh_token": "forny", "token_uri": server.url}).replace("'", '"')
        return said(AccessToken(text, seconds, TokenFiles(ground.roots.parent)).get)


def login(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    """google-auth-oauthlib, for the mail account: the browser comes back, and the code is worth nothing. Trusts what the process does."""
    with Hostile(misdeed, seconds=seconds / 30, tls=ground.certificate.context()) as server:
        url = f"https://127.0.0.1:{server.port}"
        app = App(PROVIDERS[0], Grant(client_id="klient", client_secret="hemmelig", token_uri=url), url, "")
        return said(lambda: by_browser(app, "", 0, come_back, seconds))


def come_back(url: str, port: int) -> None:
    """The browser of somebody who says yes."""
    state = parse_qs(urlsplit(url).query)["state"][0]
    requests.get(f"http://127.0.0.1:{port}/?code=kode&state={state}", timeout=10)


def device(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    """The same by a code on another screen."""
    with Hostile(misdeed, seconds=seconds / 30) as server:
        app = App(PROVIDERS[1], Grant(client_id="klient", token_uri=server.url), "", server.url)
        return said(lambda: by_device(app, lambda address, code: None, seconds))


def pinged(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    with Hostile(misdeed, seconds=seconds / 30) as server:
        return ping(server.url.replace("http:", "https:") if "handshake" in where else server.url, ok=True, seconds=seconds / 6)


EHLO = ("EHLO", b"250-sted\r\n250-PIPELINING\r\n250-AUTH PLAIN CRAM-MD5\r\n250 STARTTLS\r\n")
LETTER = (("MAIL", b"250 ja\r\n250 ja\r\n354 kom\r\n"),)
BANNER = b"220 sted\r\n"
#: How far an SMTP server is honest: its security, its greeting (none: the misdeed comes at once), its replies.
SMTP: dict[str, tuple[str, bytes, tuple[tuple[str, bytes], ...]]] = {
    "banner": ("starttls", b"", ()),
    "EHLO": ("starttls", BANNER, ()),
    "STARTTLS": ("starttls", BANNER, (EHLO,)),
    "handshake": ("tls", b"", ()),
    "in TLS": ("tls", BANNER, ()),
    "after STARTTLS": ("starttls", BANNER, (EHLO, ("STARTTLS", b"220 kom\r\n"))),
    "AUTH": ("tls", BANNER, (EHLO,)),
    "MAIL": ("tls", BANNER, (EHLO, ("AUTH", b"235 ja\r\n"))),
}


def smtp_account(server: Hostile, roots: Path, timeout: float, security: Any = "tls") -> Account:
    return Account("127.0.0.1", server.port, security, "sirkel", "hemmelig", sender="sirkel@example.org", ca_file=roots, timeout=timeout)


def smtp(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    security, greeting, replies = SMTP[where]
    context = None if where == "handshake" else ground.certificate.context()
    with Hostile(
        misdeed,
        greeting,
        replies,
        seconds=seconds / 30,
        tls=context if security == "tls" or "STARTTLS" in dict(replies) else None,
        at_once=not greeting,
    ) as server:
        account = smtp_account(server, ground.roots, seconds / 2, security)

        def deliver() -> str:
            with SmtpPost(account).session() as session:
                return session.deliver(envelope()).detail

        return said(deliver)


LOGIN = (("CAPABILITY", b"* CAPABILITY IMAP4rev1\r\nTAG OK x\r\n"), ("LOGIN", b"TAG OK x\r\n"))
OPENED = (("EXAMINE", b"* 3 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 4] x\r\nTAG OK [READ-ONLY] x\r\n"),)
FOUND = (("SEARCH", b"* SEARCH 1 2 3\r\nTAG OK x\r\n"),)
GREETED = b"* OK IMAP4rev1\r\n"
#: The same of an IMAP server.
IMAP: dict[str, tuple[bytes, tuple[tuple[str, bytes], ...]]] = {
    "greeting": (b"", ()),
    "CAPABILITY": (GREETED, ()),
    "LOGIN": (GREETED, LOGIN[:1]),
    "EXAMINE": (GREETED, LOGIN),
    "SEARCH": (GREETED, LOGIN + OPENED),
    "FETCH": (GREETED, LOGIN + OPENED + FOUND),
    "LOGOUT": (GREETED, (*LOGIN, *OPENED, *FOUND, ("FETCH", b"TAG OK x\r\n"))),
}


def imap(where: str, misdeed: Misdeed, ground: Ground, seconds: float) -> str:
    greeting, replies = IMAP[where]
    with Hostile(misdeed, greeting, replies, seconds=seconds / 30, tls=ground.certificate.context(), at_once=not greeting) as server:
        box = ImapMailbox("127.0.0.1", server.port, "sirkel", "hemmelig", ca_file=ground.roots, timeout=seconds / 2)
        return said(lambda: box.read(()))


LINES: dict[str, Misdeed] = {
    "drips": lambda: drip(b"250-"),
    "drips whole lines": lambda: drip(b"", b"250-mer\r\n"),
    "is silent": silence,
    "floods a line": lambda: flood(b"250-"),
    "floods lines": lambda: flood(b"", b"250-" + b"x" * 500 + b"\r\n", 6_000_000),
}
MAIL_LINES: dict[str, Misdeed] = {
    "drips": lambda: drip(b"* "),
    "drips whole lines": lambda: drip(b"", b"* OK mer\r\n"),
    "is silent": silence,
    "floods a line": lambda: flood(b"* "),
    "floods lines": lambda: flood(b"", b"* OK " + b"x" * 500 + b"\r\n", 6_000_000),
    "announces 3 GB": lambda: flood(b"* 1 FETCH (UID 1 BODY[] {3000000000}\r\n"),
    "sends mails without end": lambda: flood(b"", b"* 1 FETCH (UID 1 BODY[] {1000000}\r\n" + MEGABYTE + b")\r\n"),
}
ODD_LOGIN: dict[str, Misdeed] = {
    "asks what is no question": lambda: body_of(b"334 %%%\r\n" * 9),
    "speaks bytes": lambda: body_of(b"535 \xff\xfe\xed\xa0\x80 nei\r\n"),
}  # fmt: skip


def body_of(line: bytes) -> Iterator[bytes | None]:
    yield line


def every_case() -> list[Case]:
    """Of all doors."""
    found = [Case("ping", name, partial(pinged, name, misdeed)) for name, misdeed in WEB.items() if name in PINGED]
    for name, misdeed in WEB.items():
        handshake = "handshake" in name
        found += [Case("zoom", name, partial(zoom, name, misdeed))]
        found += [] if handshake else [Case("zoom token", name, partial(zoom, f"token {name}", misdeed))]
        found += [] if handshake else [Case("google", name, partial(google, name, misdeed))]
        found += [] if handshake else [Case("google token", name, partial(google, f"token {name}", misdeed))]
        found += [] if handshake else [Case("mail token", name, partial(token, name, misdeed))]
        found += (
            [] if handshake else [Case("mail login", name, partial(login, name, misdeed)), Case("mail device", name, partial(device, name, misdeed))]
        )
    found += [Case(f"smtp {where}", name, partial(smtp, where, misdeed)) for where in SMTP for name, misdeed in LINES.items()]
    found += [Case("smtp AUTH", name, partial(smtp, "AUTH", misdeed)) for name, misdeed in ODD_LOGIN.items()]
    found += [Case("smtp handshake", "drips its handshake", partial(smtp, "handshake", WEB["drips its handshake"]))]
    found += [Case(f"imap {where}", name, partial(imap, where, misdeed)) for where in IMAP for name, misdeed in MAIL_LINES.items()]
    return found


#: A sign of life is told by the status alone: what comes after the headers is never read.
PINGED = ("drips its status", "drips its headers", "never begins", "goes on with «continue»", "floods its headers", "leads elsewhere",
          "leads to itself", "drips its handshake")  # fmt: skip
