"""A request as the pages see it, and a page as an answer to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tasks.circle.model.errors import Stop
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.records import Changes
from tasks.pages.circle_site import CircleSite
from tasks.pages.limits import LARGEST_BODY, Limit
from tasks.pages.render import Look

LANGUAGE_FIELD, SAVED_FIELD = "sprak", "lagret"
#: Errors, by field, where there are none; and how a page is answered that says so of the whole form.
NONE: Mapping[str, str] = {}
_STATUS = {"not_saved": 503, "too_many": 429}


class TooLargeError(Exception):
    """More was sent in than a form can hold."""


class TooOftenError(Exception):
    """Somebody sends or asks more than a person does."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """`path` is the route's parameters, `form` the fields that were sent in (the last of several; `many` has them all)."""

    site: CircleSite
    look: Look
    method: str
    path: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    form: Mapping[str, str] = field(repr=False)
    many: Sequence[tuple[str, str]] = field(repr=False)
    root: str
    client: str = field(repr=False)

    @property
    def sent(self) -> bool:
        return self.method == "POST"

    @property
    def saved(self) -> bool:
        return SAVED_FIELD in self.query

    @property
    def chosen_language(self) -> str:
        """What the reader chose at the top of the page, "" when nothing."""
        language = self.query.get(LANGUAGE_FIELD, "")
        return language if language in LANGUAGES else ""

    def page(self, template: str, language: str, status: int = 200, errors: Mapping[str, str] = NONE, **told: Any) -> Response:
        """The page `template` in the reader's language: the chosen one, else `language`. `errors` in what was sent in decide its status."""
        suffix = f"?{LANGUAGE_FIELD}={self.chosen_language}" if self.chosen_language else ""
        own = {"circle": self.site.context.circle, "root": self.root, "suffix": suffix, "who": self.path.get("who", "")}
        saved = self.saved and not errors
        html = self.look.render(template, self.chosen_language or language, **own, errors=errors, saved=saved, **told)
        return HTMLResponse(html, _STATUS.get(errors.get("form", ""), 422) if errors else status)

    def again(self, what: str = "1") -> Response:
        """After something was saved (`what`, for the page to say): the page read anew (303), so that going back or reloading sends nothing twice."""
        language = f"&{LANGUAGE_FIELD}={self.chosen_language}" if self.chosen_language else ""
        return RedirectResponse(f"?{SAVED_FIELD}={what}{language}", 303)


Handler = Callable[[PageRequest], Response]


async def read_body(request: Request) -> list[tuple[str, str]]:
    """The fields of a form. Raises `TooLargeError` before more than a form's worth is read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise TooLargeError
    # A form in another encoding (a mail program's one-click unsubscribing may send multipart) has no fields we need.
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return []
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)


def root_of(path: str) -> str:
    """The way up from a page to where all pages begin: links hold whatever host and folder a proxy puts in front."""
    return "../" * (path.count("/") - 1) or "./"


# No: the same friendly page for every link that leads nowhere, whatever exists, and a word to who asks too often.

#: What one personal link may send in a minute; wrong links an address may try in a minute. A whole office may share an address,
#: so nothing is counted by address of people with good links.
SENT = Limit(30, 60)
WRONG = Limit(60, 60)


def refused(request: PageRequest) -> Response:
    """404 in the circle's language: foreign, mistyped and outlived links can't be told apart."""
    if not WRONG.passes(request.client):
        return too_often(request)
    return request.page("refused.html", request.site.context.circle.language, 404, personal=False)


def may_send(request: PageRequest) -> bool:
    """Whether a form by a personal link is read at all: before that nothing of it costs anything."""
    who = request.path.get("who", "").rpartition(".")[2]  # what stands before the secret is no other link
    return not (request.sent and who) or SENT.passes(f"{request.site.ref.circle}/{who}")


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


def save(request: PageRequest, changes: Changes, *, wish: bool = False) -> Mapping[str, str]:
    """Save what was sent in, and wish for a round (R34): `NONE`, or that it can't be kept just now."""
    try:
        request.site.save(changes, wish=wish)
    except Stop:
        return {"form": "not_saved"}
    return NONE
