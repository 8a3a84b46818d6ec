"""The pages' own server (uvicorn), and the pages of all circles made ready for it."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from tasks.circle.errors import Problem, Stop
from tasks.pages.application import application
from tasks.pages.desk import Desk
from tasks.pages.look import Look
from tasks.place import Place, equipped

USUAL_PORT = 4300


def pages_of(places: Sequence[Place]) -> ASGIApp:
    """The application for these circles; their doors are open when it returns. Raises `Stop` for wrong configuration."""
    for place in places:
        equipped(place)
    return application({place.circle: Desk(place) for place in places}, Look(Path(places[0].config)))


def port_of(places: Sequence[Place]) -> int:
    """The port of `[pages] url` where it names one on this machine, else the usual one: a proxy in front has its own."""
    for place in places:
        url = urlsplit(equipped(place).settings.doors.pages.url)
        if url.scheme == "http" and url.port:
            return url.port
    return USUAL_PORT


def server_of(places: Sequence[Place], host: str, port: int) -> uvicorn.Server:
    """A server that logs no request: a personal link is a key. `X-Forwarded-*` counts from a proxy on this machine only."""
    settings = uvicorn.Config(
        pages_of(places), host=host, port=port, access_log=False, log_level="warning", server_header=False, lifespan="off",
        proxy_headers=True, timeout_keep_alive=15, h11_max_incomplete_event_size=32 * 1024, limit_concurrency=500,
    )  # fmt: skip
    return uvicorn.Server(settings)


def run(places: Sequence[Place], host: str, port: int) -> None:
    """Serve until the process is told to stop. Raises `Stop` when the port can't be had."""
    server = server_of(places, host, port)
    try:
        server.run()
    except SystemExit as error:
        what = f"Nettsidene får ikke lytte på {host}, port {port}."
        raise Stop([Problem("pages", what, "Er de i gang alt? Ellers velg en annen port med --port.")]) from error
