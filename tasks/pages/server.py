"""The pages' own server (uvicorn), and the pages of all circles made ready for it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from tasks.circle.model.errors import Problem, Stop
from tasks.context import CircleRef, context_of
from tasks.pages.application import application
from tasks.pages.circle_site import CircleSites
from tasks.pages.connections import MOST, BoundedProtocol, InTurn
from tasks.pages.render import Look

USUAL_PORT = 4300
#: Says which circles there are now; never none at the start.
Find = Callable[[], Sequence[CircleRef]]


def port_of(refs: Sequence[CircleRef]) -> int:
    """The port of `[pages] url` where it names one on this machine, else the usual one: a proxy in front has its own."""
    for ref in refs:
        url = urlsplit(context_of(ref).settings.doors.pages.url)
        if url.scheme == "http" and url.port:
            return url.port
    return USUAL_PORT


def server_of(find: Find, host: str, port: int) -> uvicorn.Server:
    """A server that logs no request: a personal link is a key. `X-Forwarded-*` counts from `[pages] proxies` only.

    The circles' doors are open when it returns. Raises `Stop` for wrong configuration.
    """
    proxies = sorted({each for ref in find() for each in context_of(ref).settings.doors.pages.proxies})
    pages = application(CircleSites(find), Look(Path(find()[0].config)))
    settings = uvicorn.Config(
        InTurn(pages), http=BoundedProtocol, host=host, port=port, access_log=False, log_level="warning", server_header=False, lifespan="off",
        proxy_headers=True, forwarded_allow_ips=proxies, timeout_keep_alive=15, h11_max_incomplete_event_size=32 * 1024,
        limit_concurrency=2 * MOST,
    )  # fmt: skip
    return uvicorn.Server(settings)


def run(find: Find, host: str, port: int) -> None:
    """Serve until the process is told to stop. Raises `Stop` when the port can't be had."""
    server = server_of(find, host, port)
    try:
        server.run()
    except SystemExit as error:
        what = f"Nettsidene får ikke lytte på {host}, port {port}."
        raise Stop([Problem("pages", what, "Er de i gang alt? Ellers velg en annen port med --port.")]) from error
