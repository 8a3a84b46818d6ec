"""Addresses in what people write; names that mean this machine, where alone something may go unencrypted, and names that mean nobody."""

import ipaddress
import re

from email_validator import SPECIAL_USE_DOMAIN_NAMES

#: Nobody's, for ever (RFC 2606, RFC 6761).
_NOBODYS = frozenset({"example", "example.com", "example.net", "example.org", "invalid", "test", "localhost"})

#: What a reader may press.
ADDRESS = re.compile(r"https?://[^\s<>\"']{3,500}")

#: An address with a machine and, if any, a port (RFC 3986 §3.2): «https://[bad» and «https://sted:x/» lead nowhere.
_WHOLE = re.compile(r"https?://(?:[^/?#@\[\]]*@)?(?:[^/?#@:\[\]]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#]|$)", re.IGNORECASE)
#: What stands before a secret.
_LETS_IN = re.compile(r"\b(?:passord|passcode|password|passkode|adgangskode|tilgangskode|pinkode|pin|kode|code|møte-?id|meeting id)\b", re.IGNORECASE)


def link_in(text: str) -> str:
    """The first address in a text, without what ends a sentence; "" where there is none, or only a part of one."""
    found = ADDRESS.search(text)
    link = found[0].rstrip(".,;)") if found else ""
    return link if _WHOLE.match(link) else ""


def without_links(text: str) -> str:
    """The words beside them: «Teams» of «Teams: https://…»."""
    return ADDRESS.sub("", text).strip(" :–-()<>,;·")


def public_words(words: str) -> str:
    """A place as anybody may read it: without what lets people in («passord 123», «PIN: 99»), and whatever follows."""
    return _LETS_IN.split(words, maxsplit=1)[0].strip(" :–-()<>,;·")


def is_loopback(host: str) -> bool:
    """True for localhost, 127.0.0.0/8 and ::1, in brackets or not; nobody else hears what goes there (RFC 6890)."""
    try:
        return host.casefold() == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_example(address: str) -> bool:
    """True for a host, or a mail address at one, that is kept for examples: example.org with all below it, .example, .test, .invalid."""
    parts = address.rpartition("@")[2].strip(" >.").casefold().split(".")
    return any(".".join(parts[at:]) in _NOBODYS for at in range(len(parts)))


def flaw_of_end(address: str) -> str:
    """What is wrong with an address whose end nobody can have (.test, .localhost: RFC 6761; .local: RFC 6762), in words; "" for any other."""
    _, sign, host = address.rpartition("@")
    end = host.rpartition(".")[2].casefold()
    return f"Ingen kan få e-post på et domene som slutter på «.{end}»" if sign and end in SPECIAL_USE_DOMAIN_NAMES else ""
