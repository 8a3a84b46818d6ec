"""What a round may change in a workbook that people own (R25), part by part."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tasks.circle.model.tabs import WEB_SIGN_UPS, WRITTEN_NAMES

OWN = {*WRITTEN_NAMES, WEB_SIGN_UPS.name}
SHARED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "docProps/app.xml"}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def parts_of(file: Path | bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tabs_of(parts: dict[str, bytes]) -> dict[str, str]:
    """The part of each tab, in their order."""
    links = {each.get("Id"): each.get("Target", "") for each in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    sheets = ElementTree.fromstring(parts["xl/workbook.xml"]).iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
    return {str(each.get("name")): posixpath.normpath(posixpath.join("/xl", links[each.get(_LINK)]))[1:] for each in sheets}


def trespasses(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """All that R25 does not allow."""
    own = {path for name, path in tabs_of(after).items() if name in OWN}
    found = [f"{name} is gone" for name in before if name not in after]
    found += [f"{name} is new" for name in after if name not in before and name not in own]
    for name in before.keys() & after.keys() - own:
        if name in SHARED:
            found += [f"{name}: {each}" for each in _taken(ElementTree.fromstring(before[name]), ElementTree.fromstring(after[name]), 0)]
        elif before[name] != after[name]:
            found.append(f"{name} is another")
    names = list(tabs_of(before))
    if list(tabs_of(after))[: len(names)] != names:
        found.append("tabs in another order")
    return found


def _taken(before: ElementTree.Element, after: ElementTree.Element, level: int) -> Iterator[str]:
    """Where `after` is not `before` with elements at the end: of the root, or of what stands in it."""
    if level == 2:
        if ElementTree.tostring(before) != ElementTree.tostring(after):
            yield f"{before.tag} is another"
        return
    same = {key: value for key, value in before.items() if key != "count"} == {key: value for key, value in after.items() if key != "count"}
    if not same or (before.tag, before.text) != (after.tag, after.text) or len(before) > len(after):
        yield f"{before.tag} is another"
    if after.get("count") != before.get("count") and after.get("count") != str(len(after)):
        yield f"{after.tag} is miscounted"
    for one, other in zip(before, after, strict=False):
        yield from _taken(one, other, level + 1)
