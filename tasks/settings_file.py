"""One configuration file as its tables: what nobody has read of it at the end is a mistake."""

from collections.abc import Sequence

from tasks.settings.mistakes import Mistakes, shown, unknown_key
from tasks.settings.toml_table import TABLE, Layer, Table


class Tables:
    """All tables of one file (with the layers below it), so that a key in the wrong table can be told where it belongs."""

    def __init__(self, mistakes: Mistakes) -> None:
        self._mistakes = mistakes
        self._opened: list[tuple[Table, Sequence[Layer]]] = []

    def root(self, *layers: Layer) -> Table:
        return self._open(layers, "", "øverst i filen, før den første [tabellen]")

    def named(self, root: Table, name: str, layers: Sequence[Layer]) -> Table:
        """The table `[name]` of the layers; absent is empty, so that its needed keys are told one by one."""
        root.known[name] = None
        inside = []
        for layer in layers:
            outer = Table(self._mistakes, [layer])
            inside.append(Layer(layer.file, outer.take(name, TABLE, {})))
        return self._open(inside, f"[{name}]", f"under [{name}]")

    def repeated(self, root: Table, name: str, layer: Layer) -> list[Table]:
        """All `[[name]]` of a file."""
        root.known[name] = None
        values = layer.values.get(name, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            step = f"Skriv [[{name}]] med doble klammer på egen linje foran hver, og nøklene under."
            root.wrong(name, f"Her står {shown(values)}; det skal være tabeller.", step)
            return []
        numbered = enumerate(values, 1)
        return [self._open([Layer(layer.file, value)], f"[[{name}]] nr. {n},", f"under [[{name}]]") for n, value in numbered]

    def finish(self) -> None:
        """Tell every key that nobody has read."""
        places: dict[str, set[str]] = {}
        for table, _ in self._opened:
            for key in table.known:
                places.setdefault(key, set()).add(table.place)
        elsewhere = {key: found.pop() for key, found in places.items() if len(found) == 1}
        for table, layers in self._opened:
            for layer, key in ((each, key) for each in layers for key in each.values if key not in table.known):
                # A key is shown by `unknown_key`, which hides what looks like an address: the place names the table alone.
                self._mistakes.add(table.place_in(layer), *unknown_key(key, table.known, elsewhere))

    def _open(self, layers: Sequence[Layer], name: str, place: str) -> Table:
        table = Table(self._mistakes, layers, name, place)
        self._opened.append((table, layers))
        return table
