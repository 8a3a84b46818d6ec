"""An XML part of an .xlsx file: where its elements stand, and elements added at the end of one (R25).

Nothing is written anew: what another program wrote stays, byte for byte. Entities are never resolved, because a part with a
document type, which no spreadsheet program writes, is not taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

#: Bytes of a part that is looked into: far more than the formats of any workbook take.
MOST = 30_000_000
_ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii", ""}
_NAME = re.compile(rb"<([^\s/>]+)")
_EMPTY_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/>""")
_COUNT = re.compile(rb"""(\scount\s*=\s*["'])\d+""")


class Unkeepable(Exception):  # noqa: N818 - what the workbook is
    """Nothing can be added to this workbook without changing what people own; `why` (Norwegian: «er signert»)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def foreign() -> Unkeepable:
    """For a workbook that isn't built as spreadsheet programs build them."""
    return Unkeepable("er bygget på en måte som programmet ikke kan føye faner til")


@dataclass(slots=True)
class Element:
    """`name` without its namespace, attributes as «local» or «namespace local»; the places in bytes of its start tag, of the end of what
    stands in it, and after its end tag."""

    name: str
    attributes: dict[str, str]
    start: int
    inside_end: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)

    def child(self, name: str) -> "Element":
        """Raises `Unkeepable` when there is none."""
        found = self.maybe(name)
        if found is None:
            raise foreign()
        return found

    def maybe(self, name: str) -> "Element | None":
        return next((each for each in self.children if each.name == name), None)


class Part:
    """One part, and what is added to it."""

    def __init__(self, content: bytes, depth: int = 3) -> None:
        """Looks `depth` levels of elements down. Raises `Unkeepable` for what isn't XML as spreadsheet programs write it."""
        self._content = content
        self._edits: list[tuple[int, int, bytes]] = []
        self.root = _outline(content, depth)

    def text(self, element: Element) -> str:
        """The element as it stands there, as ASCII (other characters by their numbers)."""
        return self._content[element.start : element.end].decode("utf-8").encode("ascii", "xmlcharrefreplace").decode()

    def prefix(self, element: Element) -> str:
        """As it stands before names of its namespace: «x:», or nothing."""
        found = _NAME.match(self._content, element.start)
        before, colon, _ = (found[1] if found else b"").partition(b":")
        return (before + colon).decode() if colon else ""

    def add(self, container: Element, elements: Sequence[str]) -> None:
        """Put `elements` (ASCII) after all others in the container, once; a `count` of them that it has follows."""
        if not elements:
            return
        place, new = container.inside_end, "".join(elements).encode("ascii")
        if place == container.end:  # <sheets/>
            found = _NAME.match(self._content, container.start)
            assert found  # noqa: S101 - the parser found a tag there
            self._edits.append((place - 2, place, b">" + new + b"</" + found[1] + b">"))
        else:
            self._edits.append((place, place, new))
        first = container.children[0].start if container.children else place
        if counted := _COUNT.search(self._content, container.start, first):
            total = len(container.children) + len(elements)
            self._edits.append((counted.start(), counted.end(), counted[1] + str(total).encode()))

    @property
    def changed(self) -> bool:
        return bool(self._edits)

    @property
    def content(self) -> bytes:
        """The part with what was added."""
        content = self._content
        for start, end, new in sorted(self._edits, reverse=True):
            content = content[:start] + new + content[end:]
        return content


def _outline(content: bytes, depth: int) -> Element:
    if len(content) > MOST or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise foreign()
    parser = expat.ParserCreate(namespace_separator=" ")
    top = Element("", {}, 0)
    open_ones = [top]
    level = opened = 0  # how deep, and where the last start tag stands if nothing came after it

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal level, opened
        level, opened = level + 1, parser.CurrentByteIndex
        if level <= depth:
            found = Element(name.rpartition(" ")[2], attributes, parser.CurrentByteIndex)
            open_ones[-1].children.append(found)
            open_ones.append(found)

    def end(_: str) -> None:
        nonlocal level, opened
        level, place = level - 1, parser.CurrentByteIndex
        if level < depth:
            closed = open_ones.pop()
            # The parser stands before an end tag, but behind a tag that is its own end.
            empty = opened == closed.start and _EMPTY_TAG.fullmatch(content, closed.start, place)
            closed.inside_end = place
            closed.end = place if empty else content.index(b">", place) + 1
        opened = -1

    def declared(_: str, encoding: str | None, __: int) -> None:
        if (encoding or "").casefold() not in _ENCODINGS:
            raise foreign()

    def refuse(*_: Any) -> None:
        raise foreign()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler = declared, refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise foreign() from error
    return top.children[0]


class Listed:
    """The elements in a container by their places, and new ones after them; equal text is one element, so that nothing grows."""

    def __init__(self, part: Part, container: Element) -> None:
        self.part, self.elements, self._container = part, container.children, container
        self._texts = [part.text(each) for each in container.children]
        self._prefix = part.prefix(container)

    @property
    def grown(self) -> int:
        """How many elements are new."""
        return len(self._texts) - len(self.elements)

    def place(self, element: str) -> int:
        """Where `element` stands (from 0), at the end if it wasn't there; «<~» is written for «<» and the container's prefix."""
        text = element.replace("</~", f"</{self._prefix}").replace("<~", f"<{self._prefix}").encode("ascii", "xmlcharrefreplace").decode()
        if text not in self._texts:
            self._texts.append(text)
        return self._texts.index(text)

    def close(self) -> None:
        """Add the new ones to the part."""
        self.part.add(self._container, self._texts[len(self.elements) :])
