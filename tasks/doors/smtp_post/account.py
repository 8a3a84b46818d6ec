"""The mail account that letters go out through."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Account:
    """`security`: starttls and tls are always verified; none is for this machine only. An empty `user` sends without login.

    `password`, or with `auth` xoauth2 none. `ca_file` (PEM) replaces the machine's root certificates. `per_minute` letters at most, 0
    for no pace. `timeout`: seconds for every answer but that to a whole letter, which gets ten times as long (RFC 5321 §4.5.3.2.6: the
    server may be scanning it), and all there is before the first letter, twice as long. After `per_line` letters a new connection is made.
    """

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    auth: Literal["password", "xoauth2"] = "password"
    sender: str = field(default="", repr=False)
    ca_file: Path | None = None
    per_minute: int = 0
    timeout: float = 30.0
    per_line: int = 100

    @property
    def place(self) -> str:
        """The server as people know it."""
        return f"{self.host}:{self.port}"
