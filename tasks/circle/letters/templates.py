"""Letters in words: a template of config/messages/<language>/<kind>.md and what it tells become subject, text and HTML.

The first line of a template is the subject, the rest is Markdown. What is filled in comes from people (names, answers, focus
areas): it is data and stays plain words, whatever marks it holds (RULES.md «Privacy»).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from types import SimpleNamespace

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from tasks.circle.letters.letter_html import page
from tasks.circle.letters.rendering import both_parts, fragment
from tasks.circle.letters.template_check import FAILURES, OPERATOR, fault_of, sample_contexts, unknown_names
from tasks.circle.model.errors import Problem, Stop, stop_if
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.phrases import join_words, number_words, plural, quoted_words, within_sentence

#: Parts that several letters share, by `{% include "footer.md" %}`.
PARTS = ("footer", "dates")
#: The files every language needs, in config/messages/<language>/<name>.md.
NAMES = (*(kind.value for kind in Kind), OPERATOR, *PARTS)

# Line breaks, control characters and marks that turn the direction of writing: none belongs inside a value.
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
# CommonMark §2.4 lets any ASCII punctuation be escaped; these mean something inside a line, those at its start.
_MARKS = re.compile(r"[\\`*_\[\]()<>&~|!]|^[#+\-=.:]|^\d{1,9}(?=\.)")
# A tag or comment alone on its line: the line goes with it. Jinja's `trim_blocks` would also swallow the line break after
# a tag at the end of a sentence, and glue it to the next. The comment left behind keeps later line numbers right.
_LONE_TAGS = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})[ \t]*)+\n", re.MULTILINE)


_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|\]\([^)]*\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words: `subject` plain, `text` wrapped plain text, `html` a whole document; one source, the same words."""

    subject: str
    text: str
    html: str


def template_path(language: str, name: str) -> str:
    """Where the template lies, as people find it."""
    return f"config/messages/{language}/{name}.md"


class Templates:
    """All templates; each is compiled when first used. `render` is pure and takes about a millisecond."""

    def __init__(self, templates: Mapping[tuple[str, str], str]) -> None:
        """`templates`: source by (language, name), a name for each of `NAMES`.

        Raises `Stop` with all that are missing, can't be read, or use names that letters are not given.
        """
        self._environments: dict[str, ImmutableSandboxedEnvironment] = {language: _environment(language, templates) for language in LANGUAGES}
        self._sources: dict[tuple[str, str], str] = {}
        self._templates: dict[tuple[str, str], Template] = {}
        stop_if(problem for language in LANGUAGES for name in NAMES for problem in self._read(language, name, templates))

    def check(self) -> None:
        """Fill in every letter with samples; raises `Stop` with every fault found, before any real letter goes wrong."""
        problems: dict[Problem, None] = {}
        for language, kind in ((language, name) for language in LANGUAGES for name in NAMES if name not in PARTS):
            for context in sample_contexts(kind):
                problems.update(dict.fromkeys(self._faults(language, kind, context)))
        stop_if(problems)

    def _read(self, language: str, name: str, templates: Mapping[tuple[str, str], str]) -> list[Problem]:
        path, environment = template_path(language, name), self._environments[language]
        source = _without_lone_lines(templates.get((language, name), ""))
        if not source.strip():
            return [Problem(path, "Malen mangler eller er tom.", "Legg filen tilbake, med emnet på første linje.")]
        try:
            tree = environment.parse(source, name, path)
        except TemplateSyntaxError as error:
            return [fault_of(error, path)]
        self._sources[language, name] = source  # the trees are not kept: a round uses a few
        return list(unknown_names(tree, environment.globals, path))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What stands word for word in letters of any kind and language: by it the letter is known in a reply that quotes it (R31)."""
        lines = (line for source in self._sources.values() for line in _TAGS.sub("\n", source).splitlines())
        return tuple(dict.fromkeys(bare for line in lines if (bare := line.strip("*#->. [](){}\t")) and len(bare.split()) > 1))

    def _template(self, language: str, name: str) -> Template:
        key = (language, name)
        if key not in self._templates:
            environment = self._environments[language]
            # `str`: Jinja writes the name into code, and a Kind would stand there as <Kind.NUDGE: …>.
            code = environment.compile(self._sources[key], str(name), template_path(language, name))
            self._templates[key] = Template.from_code(environment, code, environment.make_globals(None))
        return self._templates[key]

    def render(self, kind: str, language: str, context: Mapping[str, object]) -> Rendered:
        """The letter `kind` in `language` (one of `LANGUAGES`). Raises `Stop` naming file and line of a template that fails."""
        path = template_path(language, kind)
        try:
            source = self._template(language, kind).render(context)
        except FAILURES as error:
            raise Stop([fault_of(error, path)]) from error
        first, _, rest = source.lstrip().partition("\n")
        subject = _BLANKS.sub(" ", fragment(first).text).strip()
        text, body = both_parts(rest)
        return Rendered(subject, text, page(language, subject, body))

    def _faults(self, language: str, kind: str, context: Mapping[str, object]) -> list[Problem]:
        path = template_path(language, kind)
        try:
            written = self._template(language, kind).render(context)
        except FAILURES as error:
            return [fault_of(error, path)]
        subject, _, rest = written.lstrip().partition("\n")
        if subject and rest.startswith("\n") and rest.strip():
            return []
        next_step = "Skriv emnet på første linje, la andre linje være tom, og skriv brevet under."
        return [Problem(path, "Emnet og brevet er ikke skilt av en tom linje, eller brevet er tomt.", next_step)]


class _Sandbox(ImmutableSandboxedEnvironment):
    def getattr(self, obj: object, attribute: str) -> object:
        """What a letter is told is safe to tell; the sandbox's own look at it is 3 % of a round of 4,000 letters."""
        if type(obj) is SimpleNamespace and attribute in (told := vars(obj)):
            return told[attribute]
        return super().getattr(obj, attribute)


def _environment(language: str, templates: Mapping[tuple[str, str], str]) -> ImmutableSandboxedEnvironment:
    def load(file: str) -> tuple[str, str, None] | None:
        name = file.removesuffix(".md")
        source = templates.get((language, name))
        return None if source is None else (_without_lone_lines(source), template_path(language, name), None)

    # `autoescape` only so that macros and set blocks come back as Markup, which `_as_words` then leaves alone.
    environment = _Sandbox(
        loader=FunctionLoader(load), undefined=StrictUndefined, finalize=_as_words, autoescape=True,
        auto_reload=False, cache_size=-1, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["number"] = partial(number_words, language=language)
    environment.filters["listed"] = partial(join_words, language=language)
    environment.filters["quoted"] = partial(quoted_words, language=language)
    environment.filters["within"] = within_sentence
    environment.globals["plural"] = plural
    return environment


def _without_lone_lines(source: str) -> str:
    return _LONE_TAGS.sub(lambda lone: f"{lone[0].strip()}{{#\n#}}", source.replace("\r\n", "\n").removeprefix("\ufeff"))


def _as_words(value: object) -> object:
    """What `{{ … }}` writes: words and numbers; anything else (None, a list, a whole object) is a fault of the template."""
    if isinstance(value, Undefined | Markup):
        return value
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Markup(value)  # noqa: S704 - digits
    raise TemplateError(f"{type(value).__name__} is neither words nor a number")


@lru_cache(maxsize=2048)
def _plain(value: str) -> Markup:
    """One line of `value` with every mark of Markdown escaped."""
    line = _BLANKS.sub(" ", value).strip()
    return Markup(_MARKS.sub(_escaped, line))  # noqa: S704 - escaped for Markdown; markdown-it escapes for HTML


def _escaped(mark: re.Match[str]) -> str:
    # «1.» at the start would begin a list: the digits stay, the point after them is what can be escaped.
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"
