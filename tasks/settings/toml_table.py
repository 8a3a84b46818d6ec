"""One table of a TOML file, read key by key: a wrong value is told and a blank stands in, so that reading goes on."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Generic, TypeVar

from tasks.settings.mistakes import Mistakes, meant, shown, unknown_key

T = TypeVar("T")
Word = TypeVar("Word", bound=str)
T_co = TypeVar("T_co", covariant=True)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Shape(Generic[T_co]):
    """A type of value: exactly these types (a truth value is no number, a moment no date), how people write it, its blank."""

    types: tuple[type, ...]
    words: str
    example: str
    blank: T_co


TEXT = Shape((str,), "tekst i anførselstegn", '"…"', "")
WHOLE = Shape((int,), "et heltall", "7", 0)
FLAG = Shape((bool,), "true eller false", "true", False)
DAY = Shape((date,), "en dato uten anførselstegn", "2021-05-01", date.min)
CLOCK: Shape[str | time] = Shape((str, time), "et klokkeslett", '"09:15"', "")
LIST: Shape[list[object]] = Shape((list,), "en liste i klammer", '["…"]', [])
TABLE: Shape[dict[str, object]] = Shape((dict,), "en tabell", "…", {})


@dataclass(frozen=True, slots=True)
class Layer:
    """A table as one file gives it; `file` is the name that people are shown."""

    file: str
    values: Mapping[str, object]


class Table:
    """Layers of one table, the last one wins. Every read notes the key as known; `wrong` tells a mistake at its file and key."""

    def __init__(self, mistakes: Mistakes, layers: Sequence[Layer], name: str = "", place: str = "") -> None:
        """`name` as people see it («[rhythm]»), `place` where its keys belong («under [rhythm]»)."""
        self._mistakes, self._layers, self._name = mistakes, layers, name
        self.place = place
        self.known: dict[str, None] = {}
        self._faulty: set[str] = set()

    def where(self, key: str) -> str:
        """The file that gives the key (or should), the table and the key."""
        file = next((layer.file for layer in reversed(self._layers) if key in layer.values), self._layers[0].file)
        return f"{file}, {self._name} {key}" if self._name else f"{file}, {key}"

    def place_in(self, layer: Layer) -> str:
        """The file and the table, without a key."""
        return f"{layer.file}, {self._name.rstrip(',')}".rstrip(", ")

    def wrong(self, key: str, what: str, next_step: str) -> None:
        self._faulty.add(key)
        self._mistakes.add(self.where(key), what, next_step)

    def sound(self, *keys: str) -> bool:
        """True when nothing has been found wrong with any of `keys`: only then are they worth comparing."""
        return not self._faulty.intersection(keys)

    def has(self, key: str) -> bool:
        """True when a file gives `key`, whatever stands there."""
        return any(key in layer.values for layer in self._layers)

    def take(self, key: str, shape: Shape[T], default: T | None = None) -> T:
        """The value of `key`; without a `default` the key must be there."""
        self.known[key] = None
        value = next((layer.values[key] for layer in reversed(self._layers) if key in layer.values), None)
        if type(value) in shape.types:
            return value  # type: ignore[return-value]  # the line above is the check
        if value is not None:
            what = f"Her står {shown(value)}; det skal være {shape.words}."
            usual = default if isinstance(default, int) and default and not isinstance(default, bool) else shape.example
            self.wrong(key, what, f"Skriv for eksempel: {key} = {usual}")
        elif default is None:
            self.wrong(key, "Nøkkelen mangler.", f"Legg den inn: {key} = {shape.example}")
        return shape.blank if value is not None or default is None else default

    def text(self, key: str, default: str | None = None) -> str:
        """Text on one line, blanks folded. It may be empty only when the default is."""
        return self._line(key, self.take(key, TEXT, default), default == "")

    def choice(self, key: str, allowed: Sequence[Word], default: Word | None = None) -> Word:
        """One of `allowed`; the first of them stands in for anything else."""
        value = self.text(key, default)
        found = next((word for word in allowed if word == value), None)
        if found is None and self.sound(key):
            self.wrong(key, f"Ukjent verdi: {shown(value)}.", meant(value, allowed))
        return allowed[0] if found is None else found

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.take(key, WHOLE, default)
        if self.sound(key) and not low <= value <= high:
            self.wrong(key, f"Her står {value}.", f"Skriv et heltall fra {low} til {high}.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self.take(key, FLAG, default)

    def clock(self, key: str) -> time:
        """A local time of day, "09:15" or "09.15" (or TOML's own 09:15:00)."""
        value = self.take(key, CLOCK)
        if isinstance(value, time):
            return value
        match = _CLOCK.fullmatch(value.strip())
        if match:
            return time(int(match[1]), int(match[2]))
        if self.sound(key):
            self.wrong(key, f"Her står {shown(value)}; det er ikke et klokkeslett.", f'Skriv timer og minutter: {key} = "09:15"')
        return time()

    def texts(self, key: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of non-empty texts; without a `default` there must be at least one."""
        values: Sequence[object] = self.take(key, LIST, None if default is None else list(default))
        if not values and default is None and self.sound(key):
            self.wrong(key, "Listen er tom.", f'Skriv minst én tekst: {key} = ["…"]')
        return tuple(self._items(key, values, TEXT, lambda value: self._line(key, value, False)))

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        def checked(value: int) -> int:
            if not low <= value <= high:
                self.wrong(key, f"Her står {value}.", f"Skriv heltall fra {low} til {high}: {key} = [{high}]")
            return value

        return tuple(self._items(key, self.take(key, LIST, []), WHOLE, checked))

    def _items(self, key: str, values: Iterable[object], shape: Shape[T], check: Callable[[T], T]) -> Iterable[T]:
        for number, value in enumerate(values, 1):
            if type(value) in shape.types:
                yield check(value)  # type: ignore[arg-type]  # the line above is the check
            else:
                self.wrong(key, f"Nr. {number} i listen er {shown(value)}; det skal være {shape.words}.", "Rett listen.")

    def _line(self, key: str, value: str, may_be_empty: bool) -> str:
        text = unicodedata.normalize("NFC", " ".join(value.split()))
        if self.sound(key) and any(unicodedata.category(each) == "Cc" for each in text):
            self.wrong(key, "Teksten har styretegn i seg.", "Skriv den på nytt for hånd, uten å lime inn.")
        elif self.sound(key) and not text and not may_be_empty:
            self.wrong(key, "Teksten er tom.", f'Skriv noe mellom anførselstegnene: {key} = "…"')
        return text


# One configuration file as its tables: what nobody has read of it at the end is a mistake.


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
