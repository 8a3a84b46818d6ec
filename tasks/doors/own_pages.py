"""Asks the participants' pages, at the address that people have, whether they are this installation's."""

import http.client
from urllib.request import Request, build_opener

from tasks.circle.model.apart import apart
from tasks.doors.bounded.opening import Ways
from tasks.doors.bounded.sockets import exchange

SECONDS, LONGEST = 10, 200


def answers_with(url: str, words: str, seconds: float = SECONDS) -> bool:
    """Whether a GET of `url` is answered with exactly `words`, within `seconds`, by way of TLS that is believed, and without a redirect."""
    request = Request(url, headers={"User-Agent": "laeringssirkel"})  # noqa: S310 - http(s): the settings saw to it

    def ask() -> bytes:
        with exchange(seconds), build_opener(Ways()).open(request, timeout=seconds) as answer:
            return bytes(answer.read(LONGEST))

    try:
        return apart(ask, OSError, http.client.HTTPException) == words.encode()
    except (OSError, http.client.HTTPException):
        return False
