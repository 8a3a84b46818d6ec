"""A real postfix on 127.0.0.1 with STARTTLS and a login, in a folder of its own: nothing of the system's configuration is touched.

Debian's `postfix`, `sasl2-bin` and `libsasl2-modules`. Every letter to example.org ends in one Maildir; nothing leaves the machine.
postfix must be started by root, and gives up its rights itself.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port
from tests.standins.certificates import Authority, Certificate

PACKAGES = "postfix sasl2-bin libsasl2-modules"
USER, PASSWORD, DOMAIN = "sirkel@example.org", "øving-2021", "example.org"
UNKNOWN = f"finnes-ikke@{DOMAIN}"
#: Services of master.cf(5): name, whether private, whether unprivileged, how many, which program.
SERVICES = (
    ("cleanup", "n", "-", 0, "cleanup"), ("qmgr", "n", "n", 1, "qmgr"), ("rewrite", "-", "-", "-", "trivial-rewrite"),
    ("bounce", "-", "-", 0, "bounce"), ("defer", "-", "-", 0, "bounce"), ("trace", "-", "-", 0, "bounce"),
    ("verify", "-", "-", 1, "verify"), ("proxymap", "-", "-", "-", "proxymap"), ("tlsmgr", "-", "-", 1, "tlsmgr"),
    ("anvil", "-", "-", 1, "anvil"), ("error", "-", "-", "-", "error"), ("retry", "-", "-", "-", "error"),
    ("virtual", "-", "n", "-", "virtual"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running server; `maildir` is where letters end."""

    port: int
    folder: Path
    maildir: Path

    def delivered(self, count: int, seconds: float = 30) -> list[bytes]:
        """The `count` letters, as files with LF, once they are there; what there is when time is up."""
        until = time.monotonic() + seconds
        while len(files := list(self.maildir.glob("new/*"))) < count and time.monotonic() < until:
            time.sleep(0.05)
        return [file.read_bytes() for file in sorted(files)]

    @property
    def log(self) -> str:
        return (self.folder / "maillog").read_text(encoding="utf-8", errors="replace")


def lacking() -> str:
    """Why no postfix can be started here, "" when one can."""
    absent = [program for program in ("postfix", "saslpasswd2") if not shutil.which(program, path=_path())]
    if absent:
        return f"{', '.join(absent)} is not installed (Debian: {PACKAGES})"
    return "" if os.geteuid() == 0 else "postfix must be started by root"


@contextmanager
def running(authority: Authority) -> Iterator[Postfix]:
    """Started, and stopped at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="postfix-") as name:
        server = _prepared(Path(name), authority.good())
        _call("postfix", "-c", str(server.folder / "config"), "start")
        try:
            _wait(server)
            yield server
        finally:
            _call("postfix", "-c", str(server.folder / "config"), "stop")


def _prepared(folder: Path, certificate: Certificate) -> Postfix:
    folder.chmod(0o755)  # its programs run as other users
    mail, nobody, owner = folder / "mail", pwd.getpwnam("nobody"), pwd.getpwnam("postfix")
    for name in ("config", "config/sasl", "queue", "data", "mail"):
        (folder / name).mkdir()
    os.chown(folder / "data", owner.pw_uid, owner.pw_gid)
    os.chown(mail, nobody.pw_uid, nobody.pw_gid)
    shutil.copy(certificate.file, folder / "server.pem")
    shutil.copy(certificate.key, folder / "server.key")
    _login(folder, owner)
    pattern = rf"!/^{UNKNOWN.replace('.', chr(92) + '.')}$/ all/"
    (folder / "mailboxes").write_text(f"{pattern}\n", encoding="utf-8")
    port = free_port()
    (folder / "config" / "main.cf").write_text(_main(folder, nobody), encoding="utf-8")
    (folder / "config" / "master.cf").write_text(_master(port), encoding="utf-8")
    return Postfix(port, folder, mail / "all")


def _login(folder: Path, owner: pwd.struct_passwd) -> None:
    """Cyrus SASL with a password file of its own; Debian's postfix looks for `sasl/smtpd.conf` beside main.cf."""
    database = folder / "passwords"
    name, _, realm = USER.partition("@")
    _call("saslpasswd2", "-p", "-c", "-f", str(database), "-u", realm, name, typed=PASSWORD)
    os.chown(database, owner.pw_uid, owner.pw_gid)
    lines = ("pwcheck_method: auxprop", "auxprop_plugin: sasldb", f"sasldb_path: {database}", "mech_list: PLAIN LOGIN")
    (folder / "config" / "sasl" / "smtpd.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _main(folder: Path, nobody: pwd.struct_passwd) -> str:
    settings = {
        "compatibility_level": 3.6, "queue_directory": folder / "queue", "data_directory": folder / "data",
        "maillog_file": folder / "maillog", "maillog_file_prefixes": folder, "myhostname": f"post.{DOMAIN}",
        "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "mynetworks": "", "mydestination": "", "alias_maps": "",
        "smtpd_peername_lookup": "no", "smtputf8_enable": "yes",
        "smtpd_tls_security_level": "may", "smtpd_tls_auth_only": "yes",
        "smtpd_tls_cert_file": folder / "server.pem", "smtpd_tls_key_file": folder / "server.key",
        "smtpd_sasl_auth_enable": "yes", "smtpd_sasl_type": "cyrus", "smtpd_sasl_path": "smtpd",
        "smtpd_sasl_security_options": "noanonymous",
        "smtpd_relay_restrictions": "permit_sasl_authenticated, reject", "smtpd_recipient_restrictions": "",
        "virtual_mailbox_domains": DOMAIN, "virtual_mailbox_base": folder / "mail",
        "virtual_mailbox_maps": f"regexp:{folder / 'mailboxes'}", "virtual_transport": "virtual",
        "virtual_uid_maps": f"static:{nobody.pw_uid}", "virtual_gid_maps": f"static:{nobody.pw_gid}",
        "default_transport": "error:5.4.4 nothing leaves this machine", "relay_transport": "$default_transport",
    }  # fmt: skip
    return "".join(f"{name} = {value}\n" for name, value in settings.items())


def _master(port: int) -> str:
    lines = [f"127.0.0.1:{port} inet n - n - - smtpd", "postlog unix-dgram n - n - 1 postlogd"]
    lines += [f"{name} unix {private} {unprivileged} n - {limit} {program}" for name, private, unprivileged, limit, program in SERVICES]
    return "\n".join(lines) + "\n"


def _wait(server: Postfix) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", server.port), 5) as line:
                if line.recv(3) == b"220":
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"postfix does not answer: {server.log}")


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def _call(*command: str, typed: str = "") -> None:
    environment = {"PATH": _path(), "LANG": "C.UTF-8"}
    done = subprocess.run(command, input=typed, capture_output=True, text=True, timeout=60, check=False, env=environment)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
