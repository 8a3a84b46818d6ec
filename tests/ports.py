"""A port for a server that a test starts as a process of its own."""

import random
import socket
from contextlib import suppress

#: Below the ports that a system hands out to outgoing connections (Linux from 32768, IANA from 49152): nothing takes one of
#: these by chance between the moment it was found free and the moment the server listens on it, nor while the server is down.
FIRST, LAST = 20_000, 32_000


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    while True:
        port = random.randint(FIRST, LAST)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
