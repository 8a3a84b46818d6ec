"""No: the same friendly page for every link that leads nowhere, whatever exists, and a word to who asks too often."""

from starlette.responses import Response

from tasks.pages.form_request import PageRequest
from tasks.pages.limits import Limit

#: What one personal link may send in a minute; wrong links an address may try in a minute. A whole office may share an address,
#: so nothing is counted by address of people with good links.
SENT = Limit(30, 60)
WRONG = Limit(60, 60)


def refused(request: PageRequest) -> Response:
    """404 in the circle's language: foreign, mistyped and outlived links can't be told apart."""
    if not WRONG.passes(request.client):
        return too_often(request)
    return request.page("refused.html", request.site.context.circle.language, 404, personal=False)


def too_often(request: PageRequest) -> Response:
    response = request.page("too_often.html", request.site.context.circle.language, 429, personal=False)
    response.headers["Retry-After"] = "60"
    return response


def later(request: PageRequest, status: int) -> Response:
    """Nothing can be read or kept just now. What was sent in comes along in the page, and goes with its button once more.

    In all languages: where nothing can be read, nobody knows the reader's.
    """
    response = request.page("later.html", request.site.context.circle.language, status, personal=False, sent=request.sent, fields=request.many)
    response.headers["Retry-After"] = "60"
    return response


def within_limits(request: PageRequest) -> bool:
    """Whether one more form from this link is taken; what stands before its secret makes it no other link."""
    return SENT.passes(f"{request.site.ref.circle}/{request.path['who'].rpartition('.')[2]}")
