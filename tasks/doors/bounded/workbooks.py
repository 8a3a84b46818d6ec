"""An .xlsx file, whoever made it, read within bounds of cells, memory and time.

What makes one slow is seldom what stands in it: a million rows that only have a format, a cell in the last column. What is empty is
taken out, and counted what is left, before openpyxl (`tasks.doors.bounded.cells`, which takes a while to import) makes objects of it.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from tasks.circle.model.errors import Problem

#: Bytes as a file and unpacked, and XML tags that are not empty cells: 10,000 sign-ups are 4 MB with 600,000 tags.
MOST_PACKED, MOST_UNPACKED, MOST_TAGS = 50_000_000, 250_000_000, 2_000_000
#: Unpacked bytes that are quick whatever they are; bytes of a part looked at together.
SMALL, PIECE = 1_000_000, 1_000_000
_EMPTY = re.compile(rb'<row r="[^<>]*(?:/>|>(?:<c r="[^<>]*/>)*</row>)|<c r="[^<>]*/>')
#: Cells or rows that are known by their place alone, and what could be mistaken for some: nothing may be taken out beside them.
_PLACES = (b"<!", b":row", b":c ", b":c>", *(b"<" + tag + end for tag in (b"c", b"row") for end in (b">", b"/", b"\t", b"\r", b"\n")))


class NotRead(Exception):  # noqa: N818 - what the file is
    """A workbook that isn't read: `what` it is (Norwegian: «har mer enn …»), and what to do about it ("": take something away)."""

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what, self.next_step = what, next_step


class TooLarge(NotRead):
    """More than is read."""


class TabRows(list[list[Any]]):
    """The rows of a tab; `beyond` is the first cell that stands further out than anything is read («XFD3»), "" where there is none."""

    beyond = ""

    def left_out(self, tab: str) -> list[Problem]:
        """What to tell people of `tab` in their words."""
        what = "Her står noe lenger ut enn kolonne IV, og så langt ut leser ikke programmet. Ingenting der ute er brukt."
        step = "Flytt det til en ledig kolonne lenger inn, eller slett kolonnene der ute hvis det ikke hører til."
        return [Problem(f"{tab}, celle {self.beyond}", what, step)] if self.beyond else []


def lean(content: bytes) -> bytes:
    """`content` without what is empty, where there is much of it. Raises `NotRead`, or whatever a broken archive is."""
    if len(content) > MOST_PACKED:
        raise TooLarge("er for stor")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(part.file_size for part in archive.infolist())  # zipfile reads no more of a part than it says
        if size > MOST_UNPACKED:
            raise TooLarge("er for stor")
        if "_rels/.rels" in archive.namelist() and b"http://purl.oclc.org/ooxml/officeDocument" in archive.read("_rels/.rels"):
            # ISO/IEC 29500 has two kinds of .xlsx: what all programs save, and this, which openpyxl takes for one without tabs.
            step = "Åpne den, velg «Lagre som» og filtypen «Excel-arbeidsbok (.xlsx)», ikke «Strict Open XML-regneark (.xlsx)»."
            raise NotRead("er lagret som «Strict Open XML-regneark», som programmet ikke leser", step)
        if size <= SMALL:
            return content
        out, tags = io.BytesIO(), 0
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as fresh:
            for part in archive.infolist():
                if part.filename.startswith("xl/media/"):
                    continue
                thin = part.filename.startswith("xl/worksheets/") and part.file_size > SMALL and not any(map(_has_places, _pieces(archive, part)))
                with fresh.open(part.filename, "w") as written:
                    for piece in _pieces(archive, part):
                        left = _EMPTY.sub(b"", piece) if thin else piece
                        tags += left.count(b"<")
                        if tags > MOST_TAGS:
                            raise TooLarge("har for mange celler")
                        written.write(left)
    return out.getvalue()


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part, each piece of it but the last cut behind a tag, where one ends in it."""
    rest = b""
    with archive.open(part) as source:
        while piece := source.read(PIECE):
            cut = piece.rfind(b">") + 1
            yield rest + piece[:cut]
            rest = piece[cut:]
    yield rest


def _has_places(piece: bytes) -> bool:
    """Whether something in it is known by its place alone, or may be: a piece that cuts a tag hides what it is."""
    unnumbered = any(piece.count(tag) != piece.count(tag + b'r="') for tag in (b"<c ", b"<row "))
    return unnumbered or piece.rstrip()[-1:] not in (b"", b">") or any(each in piece for each in _PLACES)
