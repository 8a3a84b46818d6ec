"""The text of a mail that is written as HTML: lines as they are seen, what is quoted with `>` before it. Made for strangers' HTML."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    re.split(" ", "p div br tr li ul ol table h1 h2 h3 h4 h5 h6 blockquote hr section article header footer pre dl dt dd center body")
)
_UNSEEN = frozenset(("style", "script", "head", "title", "template", "noscript", "svg"))
#: What mail programs call the part below which everything is the letter that is answered.
_SIGNATURE = re.compile(
    r"gmail_signature(?!_prefix)|moz-signature|ms-outlook-mobile-signature|^signature$|x_signature|mail-signature|protonmail_signature_block",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0|visibility\s*:\s*hidden", re.IGNORECASE)
_VOID = frozenset(("br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "embed", "source", "track"))
DEEPEST = 200


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.open: list[tuple[str, bool, bool]] = []  # name, a quote, unseen
        self.depth = self.unseen = 0
        self.counts: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._break(blank=tag in ("p", "blockquote"))
        if tag in ("ol", "ul"):
            start = told.get("start", "1")
            self.counts.append(int(start) if tag == "ol" and start.isdigit() else 1 if tag == "ol" else 0)
        if tag == "li" and self.counts:
            self._say(f"{self.counts[-1]}. " if self.counts[-1] else "- ")
            self.counts[-1] += bool(self.counts[-1])
        if tag == "hr" and not self.unseen:
            self.lines[-1] += "________________"
            self._break()
        if tag in _VOID or len(self.open) > DEEPEST:
            return
        names = f"{told.get('class', '')} {told.get('id', '')}"
        if any(map(_SIGNATURE.search, names.split())) and not self.unseen:
            self._break()
            self.lines[-1] = f"{'> ' * self.depth}-- "
            self._break()
        quote = tag == "blockquote" and "margin: 0 0 0 40px" not in told.get("style", "")
        unseen = tag in _UNSEEN or bool(_HIDDEN.search(told.get("style", ""))) or "hidden" in told
        self.open.append((tag, quote, unseen))
        self.depth += quote
        self.unseen += unseen
        if quote:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _, _ in self.open]
        if tag in names:
            while True:
                name, quote, unseen = self.open.pop()
                self.depth -= quote
                self.unseen -= unseen
                if quote:
                    self.lines.append("> " * self.depth)
                if name == tag:
                    break
        if tag in ("ol", "ul") and self.counts:
            self.counts.pop()
        if tag in _BLOCKS:
            self._break(blank=tag in ("p", "h1", "h2", "h3", "ul", "ol", "table"))

    def handle_data(self, data: str) -> None:
        self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        if self.unseen:
            return
        before = self.lines[-1]
        self.lines[-1] = before + (words.lstrip() if not before.strip("> ") else words)

    def _break(self, *, blank: bool = False) -> None:
        mark = "> " * self.depth
        if self.lines[-1].strip("> "):
            self.lines.append(mark)
            if blank:
                self.lines.append(mark)
        else:
            self.lines[-1] = mark


def text_of_html(html: str) -> str:
    """The lines that a reader sees; a signature that the program marks has «-- » above it (RFC 3676 §4.3)."""
    parser = _Lines()
    parser.feed(html)
    parser.close()
    return "\n".join(line.rstrip() if line.strip() != "--" else "-- " for line in parser.lines)
