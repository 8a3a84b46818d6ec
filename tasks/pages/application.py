"""The pages as an ASGI application (Starlette): routes, limits, headers. Nothing of a request is logged: links are keys."""

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tasks.circle.model.errors import Stop
from tasks.pages import answers as answering
from tasks.pages import facilitator, meeting, privacy, public, room
from tasks.pages import my_page as own
from tasks.pages.circle_site import CircleSite, CircleSites
from tasks.pages.form_request import Handler, PageRequest, TooLargeError, TooOftenError, later, may_send, read_body, refused, root_of, too_often
from tasks.pages.render import Look

log = logging.getLogger("sirkel.pages")
HEADERS = {
    "Content-Security-Policy": ("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: Where no circle is meant, in all languages and with no circle's name.
NOWHERE = "Siden finnes ikke. / Sida finst ikkje. / There is no such page."
#: Path under a circle, handler, whether forms are sent there. `links_for` in tasks/circle/model/links.py makes the personal ones.
ROUTES: tuple[tuple[str, Handler, bool], ...] = (
    ("", public.circle_page, False),
    ("/paamelding", public.sign_up, True),
    ("/bekreft/{which}", public.confirming, True),
    ("/ny/{secret}", public.new_rows, True),
    ("/kalender.ics", public.open_calendar, False),
    ("/kalender/{who}.ics", public.own_calendar, False),
    ("/m/{code}", room.answering, True),
    ("/m/{code}/skjerm", room.screen, False),
    ("/rom/{code}", meeting.door, False),
    ("/mote/{number}", meeting.public_page, False),
    ("/mote/{number}/{who}", meeting.own_page, True),
    ("/svar/{number}/{who}", answering.answers, True),
    ("/fravaer/{number}/{who}", answering.absence, True),
    ("/samraad/{number}/{who}", answering.consultation, True),
    ("/min/{who}", own.mine, True),
    ("/min/{who}/slett", own.deleting, True),
    ("/avmeld/{who}", own.unsubscribing, True),
    ("/personvern", privacy.privacy, False),
    ("/min/{who}/alt", privacy.everything, False),
    ("/min/{who}/alt.json", privacy.everything_file, False),
    ("/tilrettelegger/{who}", facilitator.facilitating, True),
)


def application(sites: CircleSites, look: Look) -> ASGIApp:
    """The pages of the circles that have a site."""
    pages = _Pages(sites, look)
    routes = [Route(f"/{{circle}}{path}", pages.endpoint(handler), methods=["GET", "POST"] if form else ["GET"]) for path, handler, form in ROUTES]
    fixed = [Route("/", pages.front), Route("/stil.css", pages.style), Route("/robots.txt", pages.robots)]
    app = Starlette(routes=[*fixed, *routes], exception_handlers={404: pages.nothing, 405: pages.nothing, Exception: pages.broken})
    app.router.redirect_slashes = False  # its redirects would name the host the proxy hides
    return _Guarded(app, pages.folders)


class _Pages:
    def __init__(self, sites: CircleSites, look: Look) -> None:
        self.sites, self.look = sites, look

    def endpoint(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            sites = await run_in_threadpool(self.sites.now)
            site = sites.get(request.path_params["circle"])
            if site is None or (request.method == "POST" and _foreign(request, site.context.settings.doors.pages.url)):
                return await self.nothing(request)
            try:
                fields = await read_body(request) if request.method == "POST" else []
            except (TooLargeError, ValueError):
                return PlainTextResponse("For stort. / Too large.", 413)
            page_request = self._page_request(request, site, fields)
            try:
                if not may_send(page_request):
                    raise TooOftenError
                return await run_in_threadpool(handler, page_request)
            except TooOftenError:
                return too_often(page_request)
            except Stop as stop:
                log.error("Nettsidene kan ikke svare: %s %s", stop.problems[0].where, stop.problems[0].what)
                return later(page_request, 503)

        return answer

    def folders(self) -> set[str]:
        """The folders that a proxy may leave in front of a path: those of `[pages] url`."""
        found = {urlsplit(site.context.settings.doors.pages.url).path.rstrip("/") for site in self.sites.now().values()}
        return found - {""}

    def _page_request(self, request: Request, site: CircleSite, fields: list[tuple[str, str]]) -> PageRequest:
        return PageRequest(
            site=site,
            look=self.look,
            method=request.method,
            path=request.path_params,
            query=dict(request.query_params),
            form=dict(fields),
            many=fields,
            root=root_of(request.scope["asked_path"]),
            client=request.client.host if request.client else "",
        )

    async def nothing(self, request: Request, _: Exception | None = None) -> Response:
        """Whatever leads nowhere looks alike."""
        site = self._site(request)
        if site is None:
            return PlainTextResponse(NOWHERE, 404)
        return await run_in_threadpool(refused, self._page_request(request, site, []))

    async def broken(self, request: Request, _: Exception) -> Response:
        """A fault of our own: the visitor gets a page, the log (by uvicorn) what it was."""
        site = self._site(request)
        return later(self._page_request(request, site, []), 500) if site else PlainTextResponse(NOWHERE, 500)

    def _site(self, request: Request) -> CircleSite | None:
        """The circle of the path; where there is but one, that. Nothing of a circle is shown to who asks for another."""
        sites = self.sites.now()
        return sites.get(request.scope["path"].strip("/").partition("/")[0]) or (next(iter(sites.values())) if len(sites) == 1 else None)

    async def front(self, request: Request) -> Response:
        """One circle: there. Several: that is nobody's business but theirs who have a link."""
        sites = self.sites.now()
        if len(sites) == 1:
            return RedirectResponse(f"./{next(iter(sites))}", 307)
        return await self.nothing(request)

    async def style(self, _: Request) -> Response:
        return Response(self.look.style, media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    async def robots(self, _: Request) -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _foreign(request: Request, ours: str) -> bool:
    """A form on somebody else's page that sends here; `ours` is `[pages] url`. A mail program's one-click unsubscribing has no such header.

    Our own forms say «null», because the pages tell nobody where their readers come from (Referrer-Policy).
    """
    origin = urlsplit(request.headers.get("origin", "null")).netloc
    elsewhere = bool(origin) and origin not in (request.headers.get("host", ""), urlsplit(ours).netloc)
    return elsewhere or request.headers.get("sec-fetch-site") in ("cross-site", "same-site")


class _Guarded:
    """Takes away the folder a proxy left in the path, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, folders: Callable[[], set[str]]) -> None:
        self.app, self.folders = app, folders

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        for folder in self.folders():
            if path == folder or path.startswith(f"{folder}/"):
                path = path.removeprefix(folder) or "/"
        asked, path = path, path.rstrip("/") or "/"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                more = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items() if k.lower().encode() not in names]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        await self.app({**scope, "path": path, "raw_path": path.encode(), "root_path": "", "asked_path": asked}, receive, with_headers)
