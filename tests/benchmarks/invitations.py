"""An invitation round of the product against the peer and the ideal, side by side, and the memory each takes."""

from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.contender import Told, ask
from tests.benchmarks.figures import Figure, ratio

#: With a slow server the peer takes half a second a letter: so many are measured, and the rest reckoned.
PEERS_LETTERS = 40
#: More would take the product itself many minutes with a slow server.
MOST_SLOW = 400
OF_PEER = {(400, 0): 0.5, (4000, 0): 0.25}


def invitations(bench: Bench) -> Iterator[Figure]:
    for delay in bench.delays:
        for letters in bench.letters:
            if delay and letters > MOST_SLOW:
                yield Figure(f"{letters} letters at {delay} ms", 0, "", None, f"not run: as {MOST_SLOW}, {letters // MOST_SLOW} times over")
            else:
                yield from side_by_side(bench, letters, delay)


def side_by_side(bench: Bench, letters: int, delay: int) -> Iterator[Figure]:
    """Everybody once, then everybody again: what else the machine does hits all alike."""
    found: dict[str, list[Told]] = {}
    for _ in range(1 if delay or letters > MOST_SLOW else bench.repeat):
        for lines in bench.connections:
            found.setdefault(f"product {lines}", []).append(bench.send("invitations", letters, delay, lines))
            found.setdefault(f"ideal {lines}", []).append(bench.send("ideal", letters, delay, lines))
        found.setdefault("peer", []).append(peer(bench, letters, delay))
    yield from _figures(found, letters, delay, bench.connections)


def peer(bench: Bench, letters: int, delay: int) -> Told:
    if not delay or letters <= PEERS_LETTERS:
        return bench.send("peer", letters, delay)
    told = bench.send("peer", PEERS_LETTERS, delay)
    fixed = ask_empty(bench)
    each = (told["seconds"] - fixed) / told["letters"]
    return told | {"seconds": fixed + each * letters}


def ask_empty(bench: Bench) -> float:
    return float(ask("empty", {}, bench.environment)["first"])


def _figures(found: dict[str, list[Told]], letters: int, delay: int, connections: tuple[int, ...]) -> Iterator[Figure]:
    size = f"{letters} letters, {delay} ms"
    seconds = {who: [told["seconds"] for told in each] for who, each in found.items()}
    scaled = f"peer reckoned from {PEERS_LETTERS} letters" if delay and letters > PEERS_LETTERS else ""
    for who, each in sorted(seconds.items()):
        yield Figure(f"{size}: {who}", sorted(each)[len(each) // 2], "s", None, scaled if who == "peer" else "")
    for lines in connections:
        most = (0.25 if lines == 1 else 0.08) if delay and letters >= MOST_SLOW else (OF_PEER.get((letters, delay)) if lines == 1 else None)
        yield ratio(f"{size}: product / peer, {lines} lines", seconds[f"product {lines}"], seconds["peer"], most)
        if not delay:
            counted = [[told["counted"] for told in found[who]] for who in (f"product {lines}", "peer")]
            yield ratio(f"{size}: the same by Prefect's count, {lines} lines", counted[0], counted[1], most)
        ideal = 2.2 if delay and letters >= MOST_SLOW and lines == 1 else None
        yield ratio(f"{size}: product / ideal, {lines} lines", seconds[f"product {lines}"], seconds[f"ideal {lines}"], ideal)
        logins = max(told["logins"] for told in found[f"product {lines}"])
        yield Figure(f"{size}: logins, {lines} lines", logins, "", -(-letters // 100) + lines - 1, "one per 100 letters and connection")


def memory(bench: Bench) -> Iterator[Figure]:
    """The peak of the process that sends, for the fewest and the most letters."""
    few, many = min(bench.letters), max(bench.letters)
    told = {(who, size): bench.send(who, size)["peak_mb"] for size in (few, many) for who in ("invitations", "peer")}
    for (who, size), megabytes in told.items():
        most = told["peer", many] if (who, size) == ("invitations", many) else None
        yield Figure(f"{'product' if who == 'invitations' else who}, {size} letters", megabytes, "MB", most)
    alone = ask("libraries", {}, bench.environment)["peak_mb"]
    yield Figure("an empty task and the product's libraries", alone, "MB", None, "without a line of the product's own, nor a participant")
    yield Figure(f"product, growth from {few} to {many}", told["invitations", many] - told["invitations", few], "MB", 30)
