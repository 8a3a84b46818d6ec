"""The pages' HTML: templates with every value escaped, and the stylesheet they share with the letters."""

import re
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tasks.circle.letters.letter_html import STYLE
from tasks.circle.model.phrases import LANGUAGES, join_words
from tasks.pages.freshness import Fresh
from tasks.pages.words import load_words

#: A meeting's hours, which are read at one glance.
_HOURS = re.compile(r"(?:kl\. )?\d\d[.:]\d\d–\d\d[.:]\d\d")
_HERE = Path(__file__).parent
_NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "en": "English"}


class Look:
    """Renders a page in a language. Safe to share between threads."""

    def __init__(self, config: Path) -> None:
        """`config` is the folder of the configuration. Raises `Stop` when the words can't be used."""
        self._words = Fresh(partial(load_words, config))
        self.style = STYLE + (_HERE / "style.css").read_text(encoding="utf-8")
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

        self._templates.filters["steady"] = _steady

    def render(self, template: str, language: str, **told: Any) -> str:
        """The page as a whole HTML document."""
        usual, words = {"errors": {}, "saved": False, "personal": True}, self._words.now()
        return self._templates.get_template(template).render(
            {**usual, **told},
            t=words[language],
            others=[(code, words[code]) for code in LANGUAGES if code != language],
            lang=language,
            languages=[(code, _NAMES[code]) for code in LANGUAGES],
            listed=lambda items: join_words(list(items), language),
        )


def _steady(text: str) -> Markup:
    """Hours that no line breaks."""
    return Markup(_HOURS.sub(lambda hours: f'<span class="steady">{hours[0]}</span>', str(escape(text))))  # noqa: S704 - escaped
