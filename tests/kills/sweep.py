"""Many kills: each trial kills a round one to three times in a row and lets it end, then looks whether the promise holds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from rich.table import Table

from tasks.circle.model.errors import Stop
from tests.kills.house import Before, House, prepared
from tests.kills.killing import Kill, killed
from tests.kills.points import ANY_MOMENT, POINTS, Point, passed
from tests.kills.promise import Owed, faults, in_doubt

#: Of ten kills, so many at any moment; the others at a point.
AT_ANY_MOMENT = 3


@dataclass
class Found:
    """What a sweep found: kills and the letters they left in doubt by point, kills after which a copy of the ledger was gone on from,
    trials, those with three kills in a row, faults."""

    kills: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    images: int = 0
    trials: int = 0
    in_a_row: int = 0
    faults: list[str] = field(default_factory=list)

    def table(self, title: str) -> Table:
        table = Table(title=title, title_justify="left")
        for head in ("killed at", "kills", "unknown"):
            table.add_column(head, justify="left" if head == "killed at" else "right")
        order = {f"{point.name} {point.way}".strip(): place for place, point in enumerate((*POINTS, ANY_MOMENT))}
        for name, count in sorted(self.kills.items(), key=lambda each: order[each[0]]):
            table.add_row(name, str(count), str(self.unknown[name]))
        table.add_section()
        table.add_row("all", str(self.kills.total()), str(self.unknown.total()))
        return table


class Sweep:
    def __init__(self, house: House, seed: int, connections: int = 1) -> None:
        self.house, self.connections, self.found = house, connections, Found()
        self.seed, self._chance = seed, Random(seed)
        self._before = prepared(house)
        self._owed, self._lasts = dict[str, Owed](), dict[str, float]()
        for rounds, before in self._before.items():
            house.as_it_was(before)
            self._lasts[rounds] = house.nursery.run(house.order(before.at, connections=connections))["seconds"]
            self._owed[rounds] = Owed.after(house)
        self._points = {rounds: self._each_point(rounds) for rounds in self._before}

    def run(self, kills: int, *, in_a_row: int = 0) -> Found:
        """Until there were so many kills; `in_a_row` in each trial, 0 for one to three by chance."""
        while self.found.kills.total() < kills:
            rounds = self._chance.choice(list(self._before))
            self.trial(rounds, [self._kill(rounds) for _ in range(in_a_row or self._chance.choice((1, 2, 3)))])
        return self.found

    def trial(self, rounds: str, kills: list[Kill]) -> None:
        """Kill the round of that name at each of `kills`, one after the other, then let it end; faults are kept in `found`."""
        before, done, doubtful = self._before[rounds], list[Kill](), 0
        self.house.as_it_was(before)
        for kill in kills:
            if killed(self.house, before, kill):
                done.append(kill)
                self.found.kills[kill.name] += 1
                self.found.images += kill.image
            now = in_doubt(self.house)
            self.found.unknown[kill.name] += now - doubtful
            doubtful = now
        self.found.trials += 1
        self.found.in_a_row += len(done) == 3
        problems = list(self._ended(before, rounds, sum(kill.point.unknowns(self.connections) for kill in done)))
        words = ", ".join(f"{kill.name} after {kill.after}{' from a copy' * kill.image}" for kill in done)
        self.found.faults += [f"seed {self.seed}, {rounds} killed at {words}: {problem}" for problem in problems]

    def _ended(self, before: Before, rounds: str, allowed: int) -> Iterator[str]:
        order = self.house.order(before.at, connections=self.connections)
        self.house.nursery.run(order)
        try:
            yield from faults(self.house, self._owed[rounds], allowed)
        except Stop as stop:
            yield f"the ledger can't be used: {stop}"
            return
        again = self.house.nursery.run(order)
        if again["letters"] or again["rooms"]:
            yield f"the round after it still found something to do: {again['letters'][:3]} {again['rooms']}"

    def _kill(self, rounds: str) -> Kill:
        chance = self._chance
        image = chance.random() < 0.3
        if chance.randrange(10) < AT_ANY_MOMENT:
            return Kill(ANY_MOMENT, moment=chance.uniform(0, self._lasts[rounds]), image=image, connections=self.connections)
        point, after = next(self._points[rounds])
        return Kill(point, after, image=image, connections=self.connections)

    def _each_point(self, rounds: str) -> Iterator[tuple[Point, int]]:
        """All points again and again, each time in another order."""
        while True:
            yield from self._chance.sample(found := passed(rounds, self._chance), len(found))
