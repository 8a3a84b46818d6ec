"""Each mistake names the line that its key stands on, however the file is written."""

import re
from itertools import chain
from pathlib import Path

import pytest

from tasks.settings.mistakes import Mistakes
from tasks.settings.toml_file import TomlFile, read_toml
from tests.settings.test_settings import CIRCLE, DOORS, copy_of_config, problems, spoil

ODD = '''\
# start = "ingen nøkkel"
"title" = """
[rhythm]
start = "inni en tekst"
""" # og så
about = [ # [rhythm]
    "start = 1",
    \'\'\'
end = "]"
\'\'\',
]
rhythm.start = "09:15"
"rhythm".'end' = "11:30"
a = {b = {"c.d" = 1}, e = [{f = 2}]}

[ questions . "need.er" ] # [letters]
relevance = 1

  [[topics]]
title = "én"
[topics.more]
deep = 1
[[topics.parts]]
name = "x"
[[topics.parts]]
name = "y"

[[topics]]
title = "to"
[[topics.parts]]
name = "z"
'''
LINES = {
    ("title",): 2, ("about",): 6, ("about", 1): 6, ("rhythm", "start"): 12, ("rhythm", "end"): 13, ("a", "b", "c.d"): 14, ("a", "e", 0, "f"): 14,
    ("questions", "need.er"): 16, ("questions", "need.er", "relevance"): 17, ("topics",): 19, ("topics", 0, "title"): 20,
    ("topics", 0, "more"): 21, ("topics", 0, "more", "deep"): 22, ("topics", 0, "parts", 1, "name"): 26, ("topics", 1): 28,
    ("topics", 1, "title"): 29, ("topics", 1, "parts", 0, "name"): 31,
}  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return copy_of_config(tmp_path)


def read(folder: Path, text: str) -> TomlFile:
    (folder / "x.toml").write_bytes(text.encode())
    found = read_toml(folder / "x.toml", "x.toml", Mistakes())
    assert found
    return found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_key_is_found_however_it_is_written(tmp_path: Path, end: str) -> None:
    file = read(tmp_path, ODD.replace("\n", end))
    assert {way: int(re.findall(r"linje (\d+)", file.where(way))[0]) for way in LINES} == LINES


@pytest.mark.parametrize("way", [("start",), ("end",), ("letters",), ("rhythm", "rule"), ("topics", 2), ("title", "x")])
def test_what_only_looks_like_a_key_is_none(tmp_path: Path, way: tuple[str | int, ...]) -> None:
    assert not read(tmp_path, ODD).has(way)


def test_what_is_missing_is_told_where_its_table_begins(tmp_path: Path) -> None:
    file = read(tmp_path, ODD)
    assert file.where(("topics", 1, "tags")) == "x.toml, linje 28, [[topics]] nr. 2, tags"
    assert file.where(("zone",)) == "x.toml, zone"


KEY = re.compile(r"^([a-z_]+)( *= *)(\[\n(?:.*\n)*?\]|[^#\n]*)", re.MULTILINE)


@pytest.mark.parametrize(
    "value", ['""', '"x"', "7", "-1.5", "true", "2021-05-01", "09:15:00", "2021-05-01T09:15:00Z", "[]", '["", 1, {a = 1}]', "{a = 1}"]
)
def test_all_keys_wrong_at_once_are_all_told_each_at_its_line(config: Path, value: str) -> None:
    for name in (CIRCLE, DOORS):
        (config / name).write_text(KEY.sub(rf"\g<1>\g<2>{value} ", (config / name).read_text(encoding="utf-8")), encoding="utf-8")
    lines = {name: (config / name).read_text(encoding="utf-8").splitlines() for name in (CIRCLE, DOORS)}
    told = [re.search(rf"({CIRCLE}|{DOORS}), linje (\d+), (?:.*[ ,])?(\w+)$", each.where) for each in problems(config)]
    found = {(each[1], int(each[2])) for each in told if each and lines[each[1]][int(each[2]) - 1].startswith(f"{each[3]} ")}
    assert all(told) and found == {(each[1], int(each[2])) for each in told if each}
    wrong = chain.from_iterable(((name, number) for number, line in enumerate(lines[name], 1) if KEY.match(line)) for name in lines)
    assert len(found) > 0.5 * len([*wrong]), "most keys take no such value"


def test_a_mistake_in_both_files_is_told_in_both(config: Path) -> None:
    spoil(config, CIRCLE, "[rhythm]", '[room]\nlinkk = "x"\n[rhythm]')
    spoil(config, DOORS, "\n[room]", '\n[room]\nlinkk = "x"')
    lines = {name: (config / name).read_text(encoding="utf-8").splitlines().index('linkk = "x"') + 1 for name in (DOORS, CIRCLE)}
    assert [each.where.partition("config/")[2] for each in problems(config)] == [f"{name}, linje {line}, [room]" for name, line in lines.items()]
