"""Average linkage: the two most alike clusters become one, as long as they are alike enough (R14)."""

import heapq
from collections.abc import Callable, Mapping, Sequence

Pair = tuple[int, int]


def linked(sizes: Sequence[int], alike: Mapping[Pair, float], least: float, apart: Callable[[int, int], bool]) -> list[int]:
    """The cluster of each starting cluster (numbered by its first member).

    `sizes` are how many texts each starting cluster holds, `alike` the summed likeness of all their cross pairs (missing:
    0), `least` the mean likeness under which nothing is joined, `apart(a, b)` says that two must not be joined.
    """
    size = list(sizes)
    home = list(range(len(size)))
    near: list[dict[int, float]] = [{} for _ in size]
    heap: list[tuple[float, int, int]] = []

    def offer(one: int, other: int) -> None:
        mean = near[one][other] / (size[one] * size[other])
        if mean >= least:
            heapq.heappush(heap, (-round(mean, 9), min(one, other), max(one, other)))

    for (one, other), total in sorted(alike.items()):
        near[one][other] = near[other][one] = total
        offer(one, other)
    while heap:
        mean, one, other = heapq.heappop(heap)
        current = near[one].get(other)
        if current is None or -round(current / (size[one] * size[other]), 9) != mean or apart(one, other):
            continue
        _join(one, other, near, size)
        home = [one if place == other else place for place in home]
        for third in sorted(near[one]):
            offer(one, third)
    return home


def _join(one: int, other: int, near: list[dict[int, float]], size: list[int]) -> None:
    for third, total in sorted(near[other].items()):
        del near[third][other]
        if third != one:
            near[one][third] = near[third][one] = near[one].get(third, 0.0) + total
    near[other] = {}
    size[one] += size[other]
