"""What the pages say, from config/pages/<language>.toml; an administrator may change every sentence."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from tasks.circle.errors import Problem, stop_if
from tasks.circle.words import LANGUAGES

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
    problems: list[Problem] = []
    found = {language: _read(config / "pages" / f"{language}.toml", problems) for language in LANGUAGES}
    stop_if(problems)
    for language, sentences in found.items():
        file = f"config/pages/{language}.toml"
        missing = sorted({key for each in found.values() for key in each} - sentences.keys())
        problems += [Problem(file, f"Setningen «{key}» mangler.", "Hent den fra filen som fulgte med.") for key in missing]
        for key in sorted(sentences.keys() & found["nb"].keys()):
            if set(_PLACE.findall(sentences[key])) != set(_PLACE.findall(found["nb"][key])):
                what = f"Setningen «{key}» har andre {{felt}} enn den på bokmål."
                problems.append(Problem(file, what, "Skriv de samme ordene i klammer som i config/pages/nb.toml."))
    stop_if(problems)
    return {language: Words(language, sentences) for language, sentences in found.items()}


def _read(path: Path, problems: list[Problem]) -> dict[str, str]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        problems.append(Problem(str(path), "Filen med ordene til nettsidene kan ikke leses.", "Hent filen som fulgte med."))
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(str(path), f"Filen er ikke rett skrevet ({error}).", "Rett linjen, eller hent filen som fulgte med."))
        return {}
    return {f"{table}.{key}": str(text) for table, keys in tables.items() if isinstance(keys, dict) for key, text in keys.items()}
