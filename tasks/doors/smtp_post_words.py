"""What a mail server says, for people: without addresses, and with what to do next."""

import re

from tasks.circle.model.errors import Problem, Stop

LONGEST = 200
TABLE = "doors.toml, [post]"
#: A local part this short may be part of any word.
SHORT = 4
_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


def status(text: str) -> str:
    """The enhanced status code (RFC 3463) that a reply begins with, "" when it has none."""
    found = _CODE.match(text.lstrip())
    return found[0] if found else ""


def server_words(code: int, text: str, *addresses: str) -> str:
    """«550 5.1.1 User unknown» for people: one line, cut, and nothing in it that is or contains one of `addresses`."""
    first = status(text)
    words = (word for word in text.split() if word != first and not _names(word.casefold(), addresses))
    said = "".join(c if c.isprintable() else " " for c in " ".join(words))
    line = " ".join((str(code), first, *said.split())).replace("  ", " ").strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _names(word: str, addresses: tuple[str, ...]) -> bool:
    if "@" in word or "%40" in word:
        return True
    locals_ = [address.rpartition("@")[0].casefold() or address.casefold() for address in addresses if address]
    bare = word.strip("<>()[]{}\"'.,:;!?")
    return any(bare == local or (len(local) >= SHORT and local in word) for local in locals_)


def stop(key: str, what: str, next_step: str) -> Stop:
    """The whole door is shut; `key` is the setting of doors.toml to look at first."""
    return Stop([Problem(f"{TABLE} {key}", what, next_step)])


def sentence(stopped: Stop) -> str:
    """The same as the detail of a letter."""
    return " ".join(f"{problem.what} {problem.next_step}" for problem in stopped.problems)
