"""What the pages say, from config/pages/<language>.toml; an administrator may change every sentence."""

import re
from collections.abc import Mapping
from pathlib import Path

from tasks.circle.model.phrases import LANGUAGES
from tasks.settings.mistakes import Mistakes, read_toml

_PLACE = re.compile(r"\{(\w*)\}")


class Words:
    """The sentences of one language by «table.key»."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language, self.sentences = language, sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with its places filled in; escaping is left to the template."""
        return _PLACE.sub(lambda place: str(values[place[1]]), self.sentences[key])


def load_words(config: Path) -> dict[str, Words]:
    """The words of every language. Raises `Stop` with all that is missing, unreadable, or has other places than in bokmål."""
    mistakes = Mistakes()
    found = {language: _read(config, language, mistakes) for language in LANGUAGES}
    mistakes.stop()
    for language, sentences in found.items():
        for key in sorted({key for each in found.values() for key in each} - sentences.keys()):
            mistakes.add(_file(language), f"Setningen «{key}» mangler.", "Hent den fra filen som fulgte med.")
        for key in sorted(sentences.keys() & found["nb"].keys()):
            if set(_PLACE.findall(sentences[key])) != set(_PLACE.findall(found["nb"][key])):
                what = f"Setningen «{key}» har andre {{felt}} enn den på bokmål."
                mistakes.add(_file(language), what, f"Skriv de samme ordene i klammer som i {_file('nb')}.")
    mistakes.stop()
    return {language: Words(language, sentences) for language, sentences in found.items()}


def _read(config: Path, language: str, mistakes: Mistakes) -> dict[str, str]:
    tables = read_toml(config / "pages" / f"{language}.toml", _file(language), mistakes) or {}
    return {f"{table}.{key}": str(text) for table, keys in tables.items() if isinstance(keys, dict) for key, text in keys.items()}


def _file(language: str) -> str:
    """Where the words lie, as people find them."""
    return f"config/pages/{language}.toml"
