"""Which names of a server mean this machine: there alone something may go unencrypted, or without a person being told."""

import ipaddress


def is_loopback(host: str) -> bool:
    """True for localhost, 127.0.0.0/8 and ::1, in brackets or not; nobody else hears what goes there (RFC 6890)."""
    try:
        return host.casefold() == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
