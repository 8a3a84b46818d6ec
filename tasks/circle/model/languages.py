"""The languages that letters, pages and sheet are written in; everybody else reads the circle's own."""

from typing import Literal, get_args

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
