"""No: the same friendly page for every link that leads nowhere, whatever exists, and a word to who asks too often."""

from starlette.responses import Response

from tasks.pages.form_request import Asked
from tasks.pages.limits import Limit

#: What one personal link may send in a minute; wrong links an address may try in a minute. A whole office may share an address,
#: so nothing is counted by address of people with good links.
SENT = Limit(30, 60)
WRONG = Limit(60, 60)


def refused(asked: Asked) -> Response:
    """404 in the circle's language: foreign, mistyped and outlived links can't be told apart."""
    if not WRONG.passes(asked.client):
        return too_often(asked)
    return asked.page("refused.html", asked.desk.context.circle.language, 404, personal=False)


def too_often(asked: Asked) -> Response:
    response = asked.page("too_often.html", asked.desk.context.circle.language, 429, personal=False)
    response.headers["Retry-After"] = "60"
    return response


def later(asked: Asked, status: int) -> Response:
    """Nothing can be read or kept just now. What was sent in comes along in the page, and goes with its button once more.

    In all languages: where nothing can be read, nobody knows the reader's.
    """
    response = asked.page("later.html", asked.desk.context.circle.language, status, personal=False, sent=asked.sent, fields=asked.many)
    response.headers["Retry-After"] = "60"
    return response


def kept(asked: Asked) -> bool:
    """Whether one more form from this link is taken; what stands before its secret makes it no other link."""
    return SENT.passes(f"{asked.desk.ref.circle}/{asked.path['who'].rpartition('.')[2]}")
