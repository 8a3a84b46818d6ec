"""config/focus/*.txt -> the `Vocabulary` that proposals are read with (R14). The format stands at the top of each file.

A file that the configuration lacks is taken from those that came with the program: an older configuration has none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

from tasks.circle.focus.vocabulary import Vocabulary
from tasks.settings.folders import shipped
from tasks.settings.mistakes import Mistakes, shown, shown_path
from tasks.settings.toml_file import read_text

FOLDER = "focus"
SHIPPED = shipped(FOLDER)
_FILES = ("stop_words", "everyday_words", "fields", "english", "nordic", "given_names", "name_words", "sensitive")
_WORD = r"[^\W\d_][\w.'’/-]*+"
_WORDS = re.compile(rf"\s*+(?:{_WORD}\s*+)++")
_PAIR = re.compile(rf"\s*+((?:{_WORD}\s*+)++)=\s*+({_WORD})\s*+")
_LIST = "Skriv bare ord med mellomrom mellom; en merknad skal stå etter #."
_PAIRS = "Skriv ett eller flere ord, likhetstegn og ett ord på bokmål, som «skill skills = ferdighet»; en merknad skal stå etter #."


def read_vocabulary(config: Path, mistakes: Mistakes) -> Vocabulary:
    """The words of `config`/focus; each bad line is a mistake with file and line, and left out of what is given."""
    texts = []
    for name in _FILES:
        own = config / FOLDER / f"{name}.txt"
        path = own if own.exists() else SHIPPED / own.name
        texts.append((shown_path(path), read_text(path, shown_path(path), mistakes) or ""))
    found, problems = _understood(tuple(texts))
    mistakes |= problems
    return found


def vocabulary_of(config: Path) -> Vocabulary:
    """The same alone. Raises `Stop` with all that is wrong in the files."""
    mistakes = Mistakes()
    found = read_vocabulary(config, mistakes)
    mistakes.stop()
    return found


@lru_cache(maxsize=2)
def _understood(texts: tuple[tuple[str, str], ...]) -> tuple[Vocabulary, Mistakes]:
    """Kept while no file changes, and with it what the vocabulary remembers of words it has seen."""
    problems = Mistakes()
    stop, everyday, fields = (tuple(_lists(*text, problems)) for text in texts[:3])
    english, nordic = (_pairs(*text, problems) for text in texts[3:5])
    people = (frozenset(chain(*_lists(*text, problems))) for text in texts[5:])
    return Vocabulary(frozenset(chain(*stop)), frozenset(chain(*everyday)), english, nordic, fields, *people), problems


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, folded, numbered from 1."""
    plain = re.sub(r"#.*", "", text.casefold())
    return ((number, line) for number, line in enumerate(plain.splitlines(), 1) if line and not line.isspace())


def _lists(where: str, text: str, problems: Mistakes) -> Iterator[tuple[str, ...]]:
    for number, line in _lines(text):
        if _WORDS.fullmatch(line):
            yield tuple(line.split())
        else:
            wrong = next(word for word in line.split() if not _WORDS.fullmatch(word))
            problems.add(f"{where}, linje {number}", f"Dette er ikke et ord: {shown(wrong)}.", _LIST)


def _pairs(where: str, text: str, problems: Mistakes) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in _lines(text):
        pair = _PAIR.fullmatch(line)
        words, instead = (pair[1].split(), pair[2]) if pair else ([], "")
        again = [word for word in words if found.get(word, instead) != instead]
        if not pair:
            problems.add(f"{where}, linje {number}", f"Linjen kan ikke leses: {shown(line)}.", _PAIRS)
        elif again:
            what = f"{shown(again[0])} leses alt som {shown(found[again[0]])}."
            problems.add(f"{where}, linje {number}", what, "La ordet stå på én av linjene.")
        else:
            found |= dict.fromkeys(words, instead)
    return found
