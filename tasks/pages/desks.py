"""The circles that have pages now: one whose file people add has them within seconds, one whose file is gone has none."""

import logging
from collections.abc import Callable, Mapping, Sequence

from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.context import Place
from tasks.pages.circle_site import Desk
from tasks.pages.freshness import Fresh

log = logging.getLogger("sirkel.pages")


class Desks:
    """A `Desk` by each circle's name. `find` says which circles there are; it is asked again while there are visitors.

    Raises `Stop` at the start when none of them can have pages.
    """

    def __init__(self, find: Callable[[], Sequence[Place]]) -> None:
        self._find = find
        self._open: Mapping[str, Desk] = {}
        self._wrong: dict[str, Sequence[Problem]] = {}
        self._fresh = Fresh(self._look)

    def now(self) -> Mapping[str, Desk]:
        """Those of now, never none: without any circle what was stays."""
        return self._fresh.now()

    def _look(self) -> Mapping[str, Desk]:
        found = {place.circle: self._open.get(place.circle) or self._opened(place) for place in self._find()}
        self._open = {name: desk for name, desk in found.items() if desk} or self._open
        stop_if([] if self._open else [each for wrong in self._wrong.values() for each in wrong])
        return self._open

    def _opened(self, place: Place) -> Desk | None:
        """A new circle's desk. A file that can't be used is told of once, and looked at again until it can."""
        try:
            desk = Desk(place)
        except Stop as stop:
            if stop.problems != self._wrong.get(place.circle):
                for each in stop.problems:
                    log.error("Sirkelen %s har ikke sider ennå. %s: %s %s", place.circle, each.where, each.what, each.next_step)
            self._wrong[place.circle] = stop.problems
            return None
        self._wrong.pop(place.circle, None)
        return desk
