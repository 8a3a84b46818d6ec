"""The program's own tabs put into a workbook that people own, of which all else stays byte for byte (R25).

Every part keeps its bytes, but for the sheets of these tabs and four parts that tell of all tabs, to which elements are added at the
end (ECMA-376 part 1, 12.3 and 18). So pictures, comments, macros and what no library knows stay as they are.
"""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from itertools import count
from xml.sax.saxutils import quoteattr

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.table import normal
from tasks.doors.bounded.workbooks import MOST_UNPACKED, TooLarge
from tasks.doors.workbook.parts import MOST, Element, Listed, Part, Unkeepable, foreign
from tasks.doors.workbook.reading import Grid
from tasks.doors.workbook.rendering import COLOUR, LINKS, Look, sheet_xml

_TYPES, _SHEET = "[Content_Types].xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FILL = f'<~fill><~patternFill patternType="solid"><~fgColor rgb="{COLOUR}"/><~bgColor indexed="64"/></~patternFill></~fill>'
_FORMAT = '<~xf {} fontId="{}" fillId="{}" borderId="0" xfId="0" applyAlignment="1"><~alignment horizontal="left" vertical="top" wrapText="1"/></~xf>'


def grafted(content: bytes, tabs: Mapping[str, Grid]) -> bytes:
    """The workbook `content` in which `tabs` are the whole content of these tabs; those that are not there yet come last.

    Raises `Unkeepable` when people's parts would have to change, `Stop` when one of the tabs can't be replaced, `TooLarge`.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise TooLarge("er for stor")
        package = _Package(archive)
        for name, rows in tabs.items():
            package.put(name, rows)
        return _packed(archive, package.changed())


def why_not(content: bytes) -> str:
    """Why nothing can be added to the workbook («er signert»), or "". Raises whatever a broken archive is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _Package(archive)
    except Unkeepable as error:
        return error.why
    return ""


def _packed(archive: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        fresh.comment = archive.comment
        for item in archive.infolist():
            same = zipfile.ZipInfo(item.filename, item.date_time)
            same.compress_type, same.external_attr, same.create_system = item.compress_type, item.external_attr, item.create_system
            fresh.writestr(same, changed.pop(item.filename) if item.filename in changed else archive.read(item))
        for path, content in changed.items():
            fresh.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _Package:
    """The parts that tell of all tabs, while tabs are put into the file. Making one raises `Unkeepable` where nothing may be added."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive, self._paths = archive, set(archive.namelist())
        if any(path.startswith("_xmlsignatures/") for path in self._paths):
            raise Unkeepable("er signert")
        if any("vbaProjectSignature" in path for path in self._paths):
            raise Unkeepable("har signerte makroer")
        self._path = next((path for kind, path in self._links("").values() if kind == "officeDocument"), "")
        self._book, self._linked = self._part(self._path), self._links(self._path)
        styles = next((path for kind, path in self._linked.values() if kind == "styles"), "")
        self._written, self._looks = _with_looks(styles, self._part(styles, depth=4))
        self._sheets = Listed(self._book, self._book.root.child("sheets"))
        self._rels, self._types = (Listed(part, part.root) for part in (self._part(_links_of(self._path)), self._part(_TYPES)))

    def put(self, name: str, rows: Grid) -> None:
        """Make `rows` the whole content of a tab."""
        there = next((each for each in self._sheets.elements if normal(each.attributes.get("name")) == normal(name)), None)
        before = self._before(name, there) if there else None
        path = self._linked[there.attributes[f"{LINKS} id"]][1] if there else self._add(name)
        settings = self._book.root.maybe("workbookPr")
        old = settings is not None and settings.attributes.get("date1904") in ("1", "true")
        epoch, frozen = CALENDAR_MAC_1904 if old else CALENDAR_WINDOWS_1900, self._book.root.maybe("bookViews") is not None
        self._written[path] = sheet_xml(rows, self._looks, epoch, before, frozen=frozen)

    def _before(self, name: str, sheet: Element) -> Part:
        """The tab that is there. Raises `Stop` when what people have made of it can't just be replaced."""
        kind, path = self._linked.get(sheet.attributes.get(f"{LINKS} id", ""), ("", ""))
        if kind == "chartsheet":
            raise Stop([Problem(f"«{name}»", "Fanen er et diagramark.", "Gi den et annet navn; programmet lager sin egen fane.")])
        part = self._part(path, depth=2)
        if cells := self._calculated(sheet.attributes.get("sheetId", "")):
            what = "Noen har skrevet formler i fanen, som er programmets, og den er ikke skrevet."
            raise Stop([Problem(f"«{name}», celle {', '.join(cells[:3])}", what, "Flytt formlene til en fane dere har laget selv, og lagre.")])
        if part.root.maybe("tableParts"):
            what = "Fanen, som er programmets, er gjort om til en tabell, og den er ikke skrevet."
            raise Stop([Problem(f"«{name}»", what, "Velg «Konverter til område» under «Tabellutforming», og lagre.")])
        return part

    def _calculated(self, sheet: str) -> list[str]:
        """The cells of a sheet that stand in the chain of formulas, which stays as it is: each of them must be one."""
        chain = next((path for kind, path in self._linked.values() if kind == "calcChain"), "")
        cells, current = list[str](), ""
        for each in self._part(chain).root.children if chain else ():
            current = each.attributes.get("i", current)  # as the one before, where it isn't said
            if current == sheet:
                cells.append(each.attributes.get("r", ""))
        return cells

    def _add(self, name: str) -> str:
        """A new tab, the last; the path of its part."""
        folder = posixpath.join(posixpath.dirname(self._path), "worksheets")
        path = next(each for n in count(1) if (each := f"{folder}/sheet{n}.xml") not in self._paths)
        link = next(each for n in count(1) if (each := f"rId{n}") not in self._linked)
        number = 1 + max(int(each.attributes.get("sheetId", "0")) for each in self._sheets.elements)
        self._paths.add(path)
        self._linked[link] = ("worksheet", path)
        self._types.place(f'<~Override PartName="/{path}" ContentType="{_SHEET}"/>')
        self._rels.place(f'<~Relationship Id="{link}" Type="{LINKS}/worksheet" Target="/{path}"/>')
        self._sheets.place(f'<~sheet xmlns:r="{LINKS}" name={quoteattr(name)} sheetId="{number + self._sheets.grown}" r:id="{link}"/>')
        return path

    def _part(self, path: str, depth: int = 3) -> Part:
        if path not in self._paths or self._archive.getinfo(path).file_size > MOST:
            raise foreign()
        return Part(self._archive.read(path), depth)

    def _links(self, path: str) -> dict[str, tuple[str, str]]:
        """By its id, what each link of a part ("": of the file) is for, and the part it leads to."""
        found = [each.attributes for each in self._part(_links_of(path)).root.children]
        lead = {each.get("Id", ""): posixpath.join("/", posixpath.dirname(path), each.get("Target", "")) for each in found}
        return {each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], posixpath.normpath(lead[each.get("Id", "")])[1:]) for each in found}

    def changed(self) -> dict[str, bytes]:
        """The bytes of each part that is new or another now."""
        for path, listed in ((self._path, self._sheets), (_links_of(self._path), self._rels), (_TYPES, self._types)):
            listed.close()
            if listed.part.changed:
                self._written[path] = listed.part.content
        return self._written


def _links_of(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _with_looks(path: str, styles: Part) -> tuple[dict[str, bytes], dict[Look, int]]:
    """The part of formats where one was missing, by its path, and where the format of each look stands in it."""
    fonts, fills, formats = (Listed(styles, styles.root.child(name)) for name in ("fonts", "fills", "cellXfs"))
    if not fonts.elements:
        raise foreign()
    heading, usual = (fonts.place(_bold(fonts)), fills.place(_FILL)), (0, 0)
    looks = {look: formats.place(_FORMAT.format(look.value, *(heading if look is Look.HEADING else usual))) for look in Look}
    for each in (fonts, fills, formats):
        each.close()
    return ({path: styles.content} if styles.changed else {}), looks


def _bold(fonts: Listed) -> str:
    """The workbook's usual font, but bold."""
    usual = fonts.elements[0]
    text = fonts.part.text(usual)
    if not usual.children:
        return "<~font><~b/></~font>"
    cut = usual.children[0].start - usual.start
    return text if usual.maybe("b") else f"{text[:cut]}<~b/>{text[cut:]}"
