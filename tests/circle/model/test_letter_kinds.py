"""The one table of letter kinds: whole, and the only place that knows what it says."""

import ast
import re
from collections.abc import Iterator

import pytest

from tasks.circle.acts import ALL
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind, Readers
from tests.sources import ROOT, none_of, sources

TABLE = "tasks/circle/model/letter_kinds.py"
#: Also what the letter is about, or a tab: these words stand where no letter is meant.
COMMON_WORDS = {Kind.FOCUS, Kind.CONSULTATION, Kind.DIGEST}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_described_in_full(kind: Kind) -> None:
    assert set(kind.facts.names) == set(LANGUAGES) and all(kind.facts.names.values())
    assert kind.facts.act in ALL
    assert kind.facts.about_meeting or not (kind.facts.calendar or kind.facts.deadline)
    none_of(language for language in LANGUAGES if not (ROOT / "config" / "messages" / language / f"{kind}.md").is_file())


def test_no_two_kinds_share_a_name_or_a_place_in_the_queue() -> None:
    assert len({kind.facts.urgency for kind in Kind}) == len(Kind)
    for language in LANGUAGES:
        assert len({kind.facts.names[language] for kind in Kind}) == len(Kind)


def test_nobody_else_spells_what_a_kind_is_called() -> None:
    names = {name for kind in Kind if kind not in COMMON_WORDS for name in kind.facts.names.values() if name != kind.value}
    strings = ((source, node) for source in sources("flows", "tasks") if source.path != TABLE for node in source.nodes(ast.Constant))
    none_of(f"{source.path}:{node.lineno}" for source, node in strings if isinstance(node.value, str) and node.value.casefold() in names)


def letters_of_the_readme() -> Iterator[tuple[str, str]]:
    """What a letter is called, and to whom it goes, by the table of README."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Brevene")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")][2:]
    return ((re.split("[,:]", row[0])[0], row[1]) for row in rows)


def test_the_readme_has_every_letter_under_its_name() -> None:
    assert sorted(name for name, _ in letters_of_the_readme()) == sorted(kind.facts.names["nb"] for kind in Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_readme_says_to_whom_a_letter_goes(kind: Kind) -> None:
    to = dict(letters_of_the_readme())[kind.facts.names["nb"]]
    assert ("tilretteleggerne" in to) == (kind.facts.readers is Readers.FACILITATORS)
