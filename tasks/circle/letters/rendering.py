"""A letter's Markdown as the two parts of a mail: plain text that reads well aloud, and HTML. Both say the same words.

Known marks: headings, paragraphs, lists, quotes, rules, *emphasis*, **strong** and [links](https://…). A line break in the
source is one in the letter. A strong link that is a paragraph by itself is the letter's main act: in HTML a button.
Anything else (HTML, images, code, tables) is plain words.
"""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

#: Width of the text part: quoted twice it still fits in 80 columns (RFC 5322 §2.1.1 advises 78).
WIDTH = 76
_SCHEMES = ("https://", "http://", "mailto:")
_RULE = "---"
# A blank line ends every block, unless what follows may go on with a list (an indent, a mark, a number).
_BETWEEN = re.compile(r"\n\n+(?=[^\s\-+*\d])")
# The last part of a personal link: a person's code and token (tasks/circle/model/links.py). Only its underscores mean anything in Markdown or
# HTML, and those come escaped.
_SECRET = re.compile(r"(?<=/)[A-Za-z]\d+\.(?:\\_|[\w-]){22}(?![\w\\-])", re.ASCII)
# Shared passages are met again in every letter and stay; passages of one person only pass through.
_KEPT = 512
#: Personal links of different purposes in one passage: the footer has two.
MOST_SECRETS = 20
_BUTTON = ("strong_open", "link_open", "text", "link_close", "strong_close")


class _Letters(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return url.startswith(_SCHEMES)


def _reader(*rules: str) -> MarkdownIt:
    return _Letters("zero", {"breaks": True, "html": False, "linkify": False, "typographer": False}).enable(list(rules))


_INLINE = _reader("emphasis", "link", "escape", "newline")
# The inner marks are read apart, once for each different text.
_BLOCKS = _reader("heading", "list", "blockquote", "hr").disable(["inline", "text_join"])
_HTML = RendererHTML()
for _each in (_INLINE, _BLOCKS):
    # A ruler puts its rules together when it is first asked, for all to see while it does: two threads' first letters would lose some.
    for _ruler in (_each.core.ruler, _each.block.ruler, _each.inline.ruler, _each.inline.ruler2):
        _ruler.getRules("")


@dataclass(frozen=True, slots=True)
class Fragment:
    """The words of one paragraph, heading or item: `text` with "\\n" for breaks, `html` without its block."""

    text: str
    html: str


@lru_cache(maxsize=_KEPT)
def fragment(source: str) -> Fragment:
    """The inner marks of one block of Markdown in both forms."""
    children = [child for child in _INLINE.parseInline(source)[0].children or [] if child.type != "text" or child.content]
    if tuple(child.type for child in children) == _BUTTON:
        children[1].attrSet("class", "button")
        return Fragment(_words(children), _HTML.renderInline(children[1:-1], _INLINE.options, {}))
    return Fragment(_words(children), _HTML.renderInline(children, _INLINE.options, {}))


def _words(children: Sequence[Token]) -> str:
    """Plain words; a link is «words: address», or the address alone where the words are the address."""
    parts: list[str] = []
    address, begins = "", 0
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "link_open":
            address, begins = str(child.attrGet("href") or "").removeprefix("mailto:"), len(parts)
        elif child.type == "link_close":
            shown = "".join(parts[begins:])
            parts[begins:] = [address if shown in ("", address) else f"{shown}: {address}"]
        else:
            parts.append(child.content)
    return "".join(parts)


@dataclass(slots=True)
class _Box:
    """A list, item, quote or the whole letter while it is read; `blocks` are its finished parts with the gap after each."""

    kind: str
    first: str = ""
    rest: str = ""
    number: int = 0
    blocks: list[tuple[str, str]] = field(default_factory=list)

    def text(self) -> str:
        inner = "".join(text + gap for text, gap in self.blocks[:-1]) + "".join(text for text, _ in self.blocks[-1:])
        lines = inner.split("\n")
        return "\n".join(((self.rest if place else self.first) + line).rstrip() for place, line in enumerate(lines))


def both_parts(source: str) -> tuple[str, str]:
    """The text part (wrapped at `WIDTH`, ending in a line break) and the HTML of the body, from one Markdown source."""
    read = [_read(passage) for passage in passages(source)]
    return "\n\n".join(text for text, _ in read) + "\n", "".join(html for _, html in read)


def passages(source: str) -> Iterator[str]:
    """Parts of `source` that can be read one by one: most are the same in everybody's letter. A heading stays with its text."""
    heading = ""
    for part in _BETWEEN.split(source.strip("\n")):
        if part.startswith("#") and "\n" not in part:
            heading += f"{part}\n\n"
        else:
            yield heading + part
            heading = ""
    if heading:
        yield heading


def _read(source: str) -> tuple[str, str]:
    """As `_passage`, the plain form; one that differs from other people's only by the secrets in its links is read once for all of them."""
    typed = [*dict.fromkeys(_SECRET.findall(source))]
    secrets = [each.replace("\\_", "_") for each in typed]
    anybody = [chr(ord("a") + place) * len(each) for place, each in enumerate(secrets)]  # as long, so that lines break at the same words
    if not typed or len(typed) > MOST_SECRETS or any(each in source for each in anybody):
        return _passage(source)
    text, html = _passage(_replaced(source, typed, anybody))
    return _replaced(text, anybody, secrets), _replaced(html, anybody, secrets)


def _replaced(text: str, old: Sequence[str], new: Sequence[str]) -> str:
    for one, other in zip(old, new, strict=True):
        text = text.replace(one, other)
    return text


@lru_cache(maxsize=_KEPT)
def _passage(source: str) -> tuple[str, str]:
    tokens = _BLOCKS.parse(source)
    html: list[str] = []
    for place, token in enumerate(tokens):
        if token.type == "inline":
            html.append(fragment(token.content).html)
        else:
            html.append(_HTML.renderToken(tokens, place, _BLOCKS.options, {}))
    return _plain(tokens), "".join(html)


def _plain(tokens: Sequence[Token]) -> str:
    boxes = [_Box("letter")]
    for before, token in pairwise([Token("start", "", 0), *tokens]):
        if token.type == "inline":
            _add_words(boxes, before, token)
        elif token.type == "hr":
            boxes[-1].blocks.append((_RULE, "\n\n"))
        elif token.type.endswith("_close") and token.type not in ("paragraph_close", "heading_close"):
            closed = boxes.pop()
            tight = closed.kind == "list_item_open"
            boxes[-1].blocks.append((closed.text(), "\n" if tight else "\n\n"))
        elif token.type.endswith("_open") and token.type not in ("paragraph_open", "heading_open"):
            boxes.append(_box(token, boxes[-1]))
    return boxes[0].text()


def _box(token: Token, parent: _Box) -> _Box:
    if token.type == "blockquote_open":
        return _Box(token.type, "> ", "> ")
    if token.type == "ordered_list_open":
        return _Box(token.type, number=int(token.attrGet("start") or 1))
    if token.type == "list_item_open":
        mark = "- "
        if parent.kind == "ordered_list_open":
            mark = f"{parent.number + len(parent.blocks)}. "
        return _Box(token.type, mark, " " * len(mark))
    return _Box(token.type)


def _add_words(boxes: Sequence[_Box], before: Token, token: Token) -> None:
    """A heading stands right above what it heads: heard aloud, a line of dashes would only be noise."""
    width = WIDTH - sum(len(box.rest) for box in boxes)
    words = "\n".join(_lines(fragment(token.content).text, width))
    tight = before.type == "heading_open" or before.hidden
    boxes[-1].blocks.append((words, "\n" if tight else "\n\n"))


def _lines(text: str, width: int) -> Iterator[str]:
    for line in text.split("\n"):
        # Addresses stay whole, also the long ones: a broken link can't be followed.
        yield from textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
