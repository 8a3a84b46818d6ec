"""The pages' HTML: templates with every value escaped, and the stylesheet they share with the letters."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tasks.circle.letters.letter_html import STYLE
from tasks.circle.model.languages import LANGUAGE_FACTS, LANGUAGES, WORKING_LANGUAGE
from tasks.circle.model.phrases import join_words, within_sentence
from tasks.pages.circle_site import Fresh
from tasks.settings.folders import shipped
from tasks.settings.mistakes import Mistakes
from tasks.settings.toml_file import read_toml

# What the pages say, from config/pages/<language>.toml; an administrator may change every sentence.

_PLACE = re.compile(r"\{(\w*)\}")


class Words:
    """The sentences of one language by «table.key»."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language, self.sentences = language, sentences

    def __call__(self, key: str, **values: object) -> str:
        """The sentence with its places filled in; escaping is left to the template."""
        return _PLACE.sub(lambda place: str(values[place[1]]), self.sentences[key])


def load_words(config: Path) -> dict[str, Words]:
    """The words of every language. Raises `Stop` with all that is missing (an older configuration has none of a newer page's), unreadable,
    or has other places than in bokmål.
    """
    mistakes = Mistakes()
    came = _read(shipped("pages").parent, WORKING_LANGUAGE, mistakes)
    found = {language: _read(config, language, mistakes) for language in LANGUAGES}
    mistakes.stop()
    for language, sentences in found.items():
        for key in sorted({key for each in (came, *found.values()) for key in each} - sentences.keys()):
            mistakes.add(_file(language), f"Setningen «{key}» mangler.", "Hent den fra filen som fulgte med.")
        for key in sorted(sentences.keys() & found[WORKING_LANGUAGE].keys()):
            if set(_PLACE.findall(sentences[key])) != set(_PLACE.findall(found[WORKING_LANGUAGE][key])):
                what = f"Setningen «{key}» har andre {{felt}} enn den på bokmål."
                mistakes.add(_file(language), what, f"Skriv de samme ordene i klammer som i {_file(WORKING_LANGUAGE)}.")
    mistakes.stop()
    return {language: Words(language, sentences) for language, sentences in found.items()}


def _read(config: Path, language: str, mistakes: Mistakes) -> dict[str, str]:
    file = read_toml(config / "pages" / f"{language}.toml", _file(language), mistakes)
    tables = file.values if file else {}
    return {f"{table}.{key}": str(text) for table, keys in tables.items() if isinstance(keys, dict) for key, text in keys.items()}


def _file(language: str) -> str:
    """Where the words lie, as people find them."""
    return f"config/pages/{language}.toml"


#: A meeting's hours, which are read at one glance.
_HOURS = re.compile(r"(?:kl\. )?\d\d[.:]\d\d–\d\d[.:]\d\d")
_HERE = Path(__file__).parent


class Look:
    """Renders a page in a language. Safe to share between threads."""

    def __init__(self, config: Path) -> None:
        """`config` is the folder of the configuration. Raises `Stop` when the words can't be used."""
        self._words = Fresh(partial(load_words, config))
        self.style = STYLE + (_HERE / "style.css").read_text(encoding="utf-8")
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._templates.filters |= {"steady": _steady, "within": within_sentence}

    def sentence(self, language: str, key: str, **values: object) -> str:
        """One sentence of the pages, as it stands now."""
        return self._words.now()[language](key, **values)

    def render(self, template: str, language: str, **told: Any) -> str:
        """The page as a whole HTML document."""
        words = self._words.now()
        return self._templates.get_template(template).render(
            {"personal": True, **told},
            t=words[language],
            others=[(code, words[code]) for code in LANGUAGES if code != language],
            lang=language,
            languages=[(code, LANGUAGE_FACTS[code].name) for code in LANGUAGES],
            listed=lambda items: join_words(list(items), language),
        )


def _steady(text: str) -> Markup:
    """Hours that no line breaks."""
    return Markup(_HOURS.sub(lambda hours: f'<span class="steady">{hours[0]}</span>', str(escape(text))))  # noqa: S704 - escaped
