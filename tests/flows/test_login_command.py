"""`login google|microsoft`: the command, a browser, both token servers and the mail servers (RULES.md «Without a password»)."""

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from flows.__main__ import main
from tasks.doors.oauth.grant import read_grant
from tests.sources import ROOT
from tests.standins.certificates import Authority
from tests.standins.imap import ImapServer
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_office import USER, serving
from tests.standins.smtp_token import TokenGiver

CIRCLE = "baerekraftige-moteplasser"
TOKEN = "adgang-hemmelig"
DOORS = """
[post]
kind = "smtp"
host = "127.0.0.1"
port = {smtp}
user = "{user}"
auth = "xoauth2"
ca_file = "{ca}"
[mailbox]
kind = "imap"
host = "127.0.0.1"
port = {imap}
user = "{user}"
auth = "xoauth2"
ca_file = "{ca}"
"""


@dataclass
class Desk:
    """A person's machine, with a browser, and the services it reaches."""

    folder: Path
    roots: Path
    service: TokenGiver
    smtp: SmtpServer
    imap: ImapServer
    read: str = ""

    @property
    def file(self) -> Path:
        return self.folder / "var" / "mail-login.json"

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[bytes]":
        own = {name: value for name, value in os.environ.items() if not name.startswith(("SIRKEL_", "PREFECT_"))}
        own |= {"REQUESTS_CA_BUNDLE": str(self.roots), "SIRKEL_CONFIG": str(self.folder / "config"), "SIRKEL_DATA": str(self.folder / "var")}
        command = [sys.executable, "-m", "flows", *words, "--circle", CIRCLE]
        return subprocess.Popen(command, cwd=ROOT, env=own | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)

    def login(self, *words: str) -> "subprocess.Popen[bytes]":
        client = self.folder / "client.json"
        client.write_text(self.service.client_file(), encoding="utf-8")
        return self.start("login", *words, "--client", str(client))

    def address(self, running: "subprocess.Popen[bytes]") -> str:
        """The one to open, as it is shown."""
        assert running.stderr
        self.read = ""
        while not (line := running.stderr.readline().decode()).startswith("https://"):
            assert line, self.read
            self.read += line
        return line.strip()

    def done(self, running: "subprocess.Popen[bytes]") -> tuple[int, str]:
        """Exit status, and all that was said; never a secret."""
        out, err = running.communicate(timeout=60)
        said = self.read + (out + err).decode()
        assert TOKEN not in said and "forny" not in said and "hemmelig-klient" not in said and "Traceback" not in said, said
        return running.returncode, said

    def check(self, file: Path | None = None) -> tuple[int, str]:
        return self.done(self.start("check", SIRKEL_SMTP_OAUTH_FILE=str(file or self.file)))


@pytest.fixture(params=[False], ids=["with a secret"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    authority = Authority(tmp_path / "ca")
    good = authority.good()
    with (
        TokenGiver("ingen", TOKEN, good, public=request.param) as service,
        serving(good, mechanisms=("XOAUTH2",), users={}, tokens={USER: TOKEN}) as smtp,
        ImapServer(tls=good.context(), user=USER, token=TOKEN) as imap,
    ):
        doors = DOORS.format(smtp=smtp.port, imap=imap.port, user=USER, ca=authority.file)
        with (tmp_path / "config" / "circles" / f"{CIRCLE}.toml").open("a", encoding="utf-8") as circle:
            circle.write(doors)
        yield Desk(tmp_path, authority.file, service, smtp, imap)


public = pytest.mark.parametrize("desk", [True], ids=["without a secret"], indirect=True)


def test_google_by_the_browser_is_tried_at_once_and_used_from_then_on(desk: Desk) -> None:
    running = desk.login("google")
    url = desk.address(running)
    assert "code_challenge_method=S256" in url and "access_type=offline" in url and "prompt=consent" in url and "mail.google.com" in url
    assert "Takk." in requests.get(url, verify=str(desk.roots), timeout=10).text
    status, said = desk.done(running)
    assert status == 0, said
    assert (desk.smtp.logins, desk.imap.logins) == (1, 1)
    assert f"SIRKEL_SMTP_OAUTH_FILE={desk.file}" in said and 'auth = "xoauth2"' in said and "ssh -N -L" in said
    assert stat.S_IMODE(desk.file.stat().st_mode) == 0o600
    grant = read_grant(desk.file.read_text(encoding="utf-8"))
    assert (grant.refresh_token, grant.provider and grant.provider.key, grant.ends) == (desk.service.refresh_token, "google", None)
    asked = desk.service.asked
    _, said = desk.check()
    assert desk.service.asked == asked + 1, "post and mailbox share a token"
    assert "i Godkjenning: Google, gitt" in said and "sju dager" in said and "✓ Brev:" in said and "innlogget" in said and "✓ Postkasse:" in said


@public
def test_microsoft_by_the_browser_needs_no_secret(desk: Desk) -> None:
    running = desk.login("microsoft")
    url = desk.address(running)
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A" in url and "offline_access" in url and "SMTP.Send" in url
    requests.get(url, verify=str(desk.roots), timeout=10)
    assert desk.done(running)[0] == 0
    assert "client_secret" not in desk.file.read_text(encoding="utf-8")
    assert "✓ Godkjenning: Microsoft, gitt" in desk.check()[1]


@public
def test_microsoft_by_a_code_on_another_screen(desk: Desk) -> None:
    status, said = desk.done(desk.login("microsoft", "--device"))
    assert (status, desk.smtp.logins, desk.imap.logins) == (0, 1, 1), said
    assert "ABCD-1234" in said and "https://microsoft.example.org/device" in said


def test_whoever_else_comes_to_the_way_back_is_turned_away_and_waited_for_by_nobody(desk: Desk) -> None:
    running = desk.login("google")
    url = desk.address(running)
    found = re.search(r"127\.0\.0\.1%3A(\d+)", url)
    assert found
    here = f"http://127.0.0.1:{found[1]}"
    with socket.create_connection(("127.0.0.1", int(found[1]))) as held:
        held.sendall(b"GET /")
        for path in ("/", "/favicon.ico", "/?code=min&state=gjettet", "/?state=&code=x", "/?" + "&".join(f"a{n}=1" for n in range(50))):
            assert requests.get(here + path, timeout=10).status_code == 404
        assert "Takk." in requests.get(url, verify=str(desk.roots), timeout=10).text
    assert desk.done(running)[0] == 0


def test_a_no_changes_nothing(desk: Desk) -> None:
    desk.file.parent.mkdir()
    desk.file.write_text("det som virket", encoding="utf-8")
    desk.service.no = "access_denied"
    running = desk.login("google")
    requests.get(desk.address(running), verify=str(desk.roots), timeout=10)
    status, said = desk.done(running)
    assert (status, desk.file.read_text(encoding="utf-8")) == (2, "det som virket")
    assert "sa nei (access_denied)" in said and "kari@" not in said


@public
def test_a_code_that_nobody_types_or_that_is_refused_is_told(desk: Desk) -> None:
    for word, words in (("expired_token", "gikk ut"), ("authorization_declined", "svarte nei"), ("invalid_grant", "AADSTS70016")):
        desk.service.no, desk.service.waits = word, 0
        status, said = desk.done(desk.login("microsoft", "--device"))
        assert status == 2 and words in said and "kari@" not in said, said


def test_check_says_how_a_grant_is_made_and_asks_no_door_that_lacks_it(desk: Desk) -> None:
    status, said = desk.done(desk.start("check"))
    assert status == 1 and "«login google» eller «login microsoft» lager SIRKEL_SMTP_OAUTH" in said
    assert "! Brev: er ikke prøvd" in said and "! Postkasse: er ikke prøvd" in said and desk.smtp.connections == 0


def test_a_new_login_takes_the_old_one_s_place_in_the_file_it_is_read_from(desk: Desk) -> None:
    desk.service.turns = True
    file = desk.folder / "annet" / "post.json"
    file.parent.mkdir()
    file.write_text(desk.service.oauth("forny-gammel"), encoding="utf-8")
    desk.service.refresh_token = "forny-gammel"
    assert "✓ Godkjenning" in desk.check(file)[1]
    (old,) = (desk.folder / "var").glob("mail-login.*.json")
    (desk.folder / "client.json").write_text(desk.service.client_file(), encoding="utf-8")
    running = desk.start("login", "google", "--client", str(desk.folder / "client.json"), SIRKEL_SMTP_OAUTH_FILE=str(file))
    requests.get(desk.address(running), verify=str(desk.roots), timeout=10)
    status, said = desk.done(running)
    assert status == 0 and f"SIRKEL_SMTP_OAUTH_FILE={file}" in said, said
    assert not old.exists() and not desk.file.exists() and "✓ Brev:" in desk.check(file)[1]


def test_a_grant_of_an_app_in_testing_is_told_with_its_day_at_once_and_by_check(desk: Desk) -> None:
    desk.service.adds = {"refresh_token_expires_in": 604_799}
    running = desk.login("google")
    requests.get(desk.address(running), verify=str(desk.roots), timeout=10)
    status, said = desk.done(running)
    assert status == 1 and "gjelder til" in said and "«Testing»" in said and "innlogget" in said, said
    status, said = desk.check()
    assert status == 1 and "! Godkjenning" in said and "«Testing»" in said


def test_check_says_what_is_about_to_end_for_want_of_use_and_what_has_ended(desk: Desk) -> None:
    desk.service.refresh_token, days = "forny-1", timedelta(days=80)
    text = json.loads(desk.service.oauth("forny-1")) | {"provider": "microsoft", "given": "2026-01-01"}
    file = desk.folder / "post.json"
    file.write_text(json.dumps(text), encoding="utf-8")
    kept = desk.folder / "var" / f"mail-login.{read_grant(json.dumps(text)).name}.json"
    kept.parent.mkdir()
    kept.write_text(json.dumps({"refresh_token": "forny-1", "used": (datetime.now(UTC) - days).isoformat()}), encoding="utf-8")
    said = desk.check(file)[1]
    assert "i Godkjenning: Microsoft, gitt torsdag 1. januar 2026, sist brukt" in said and "90 dager" in said
    assert "✓ Godkjenning" in desk.check(file)[1], "the look itself was a use"
    desk.service.refresh_token = "en annen"
    status, said = desk.check(file)
    assert status == 1 and "gjelder ikke lenger" in said and "«login microsoft» på nytt" in said and "90 dager" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("google", "--device"), "ikke tilgang til e-post med en kode"),
        (("google", "--client", "finnes-ikke.json"), "«Desktop app»"),
        (("google", "--client", "web.json"), "ikke for et program på en maskin"),
        (("google", "--client", "tom.json"), "mangler client_id"),
        (("google", "--client", "klar.json"), "uten https"),
        (("google", "--client", "liste.json"), "ikke for et program"),
        (("google", "--port", "99999999"), "--port"),
    ],
)
def test_what_can_not_be_used_is_told_before_anybody_is_asked(
    desk: Desk, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"web": {"web": {}}, "tom": {}, "klar": {"installed": {"client_id": "x", "auth_uri": "http://example.org"}}, "liste": []}
    for name, content in files.items():
        (desk.folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    (desk.folder / "client.json").write_text(desk.service.client_file(), encoding="utf-8")
    given = [str(desk.folder / each) if each.endswith(".json") else each for each in words]
    given += [] if "--client" in given else ["--client", str(desk.folder / "client.json")]
    monkeypatch.setenv("SIRKEL_SMTP_OAUTH", "{skal byttes ut")
    status = main(["login", *given, "--circle", CIRCLE, "--config", str(desk.folder / "config"), "--data", str(desk.folder / "var")])
    said = capsys.readouterr().err
    assert status == 2 and says in said and "Traceback" not in said, said
    assert desk.service.asked == 0 and not desk.file.exists()
