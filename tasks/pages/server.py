"""The pages' own server (uvicorn), and the pages of all circles made ready for it."""

import socket
from collections.abc import Callable, Iterator, Sequence
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


def ports_of(refs: Sequence[CircleRef]) -> tuple[int, ...]:
    """The ports that `[pages] url` of the circles name on this machine, else the usual one: a proxy in front has its own."""
    urls = [urlsplit(context_of(ref).settings.doors.pages.url) for ref in refs]
    return tuple(dict.fromkeys(url.port for url in urls if url.scheme == "http" and url.port)) or (USUAL_PORT,)


def addresses(refs: Sequence[CircleRef], ports: Sequence[int]) -> Iterator[str]:
    """Each circle's own page as its letters name it; with a word where that is not one of `ports`."""
    for ref in refs:
        if page := context_of(ref).settings.doors.pages.url.rstrip("/"):
            url = urlsplit(page)
            elsewhere = url.scheme == "http" and (url.port or 80) not in ports
            yield f"{ref.circle}: {page}/{ref.circle}{' (her lytter ikke sidene: noe må sende videre dit de gjør det)' if elsewhere else ''}"


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


def run(find: Find, host: str, ports: Sequence[int]) -> None:
    """Serve at all `ports` until the process is told to stop. Raises `Stop` when one can't be had."""
    lines = []
    for port in ports:
        try:
            lines.append(socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET))
        except OSError as error:
            what = f"Nettsidene får ikke lytte på {host}, port {port}."
            raise Stop([Problem("pages", what, "Er de i gang alt? Ellers velg en annen port med --port.")]) from error
    server_of(find, host, ports[0]).run(sockets=lines)
