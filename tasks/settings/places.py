"""Where a setting that a message speaks of really stands. Doors speak of doors.toml; a circle's own file may have the last word."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from tasks.circle.model.errors import Problem
from tasks.settings.toml_file import TomlFile, Way

_SETTING = re.compile(
    r"doors\.toml, \[(?P<table>\w+)\](?: (?P<key>\w+))?"
    r"|\[(?P<table_of>\w+)\](?: (?P<key_of>\w+))? i doors\.toml(?! \(linje)"
    r"|Sirkelens fil, \[\[(?P<array>\w+)\]\] nr\. (?P<number>\d+), (?P<item>\w+)"
)


@dataclass(frozen=True, slots=True)
class Places:
    """doors.toml and the circle's own file, as far as they can be read; the last one that gives a key wins."""

    files: tuple[TomlFile, ...] = field(default=(), repr=False)

    def of(self, problem: Problem) -> Problem:
        """`problem` with the file, line and key where the value stands."""
        return replace(problem, where=self.told(problem.where), what=self.told(problem.what), next_step=self.told(problem.next_step))

    def told(self, text: str) -> str:
        """`text` with «doors.toml, [post] host» as «circles/min-sirkel.toml, linje 12, [post] host» where that is so."""
        return _SETTING.sub(self._told, text) if self.files else text

    def _told(self, found: re.Match[str]) -> str:
        if found["array"]:
            return _short(self.files[-1]).where((found["array"], int(found["number"]) - 1, found["item"]))
        table, key = found["table"] or found["table_of"], found["key"] or found["key_of"]
        way: Way = (table, key) if key else (table,)
        having = next((each for length in (2, 1) for each in reversed(self.files) if each.has(way[:length])), self.files[0])
        if found["table"]:
            return _short(having).where((table, key or ""), key=bool(key))
        line = having.line((table, key)) if key else 0
        return f"[{table}]{f' {key}' if key else ''} i {_short(having).name}{f' (linje {line})' if line else ''}"


def _short(file: TomlFile) -> TomlFile:
    """The same from wherever the program is started."""
    path = Path(file.name)
    return replace(file, name=f"circles/{path.name}" if path.parent.name == "circles" else path.name)
