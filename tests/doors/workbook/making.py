"""Makes the workbooks of `peoples/`: as XlsxWriter and LibreOffice save them, and with parts that only Excel makes, added by hand.

By hand, with XlsxWriter 3.3.1 (no test needs it) and LibreOffice 7.4: `uv run --with xlsxwriter python -m tests.doors.workbook.making`.
"""

import base64
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

PEOPLES = Path(__file__).parent / "peoples"
QUESTIONS = ("Hva i dagens fokusområde er relevant for meg i min jobb?", "Hva har jeg behov for å lære nå?", "Forslag til fokusområde")
TABS: dict[str, list[list[Any]]] = {
    "Påmelding": [
        ["Tidsmerke", "Navn", "E-post", "Organisasjon", "Språk", "Avmeldt"],
        [datetime(2021, 5, 3, 10, 5), "Kari Nordmann", "kari@example.org", "Biblioteket", "nb", None],
        [datetime(2021, 5, 3, 11, 20), "Ola Hansen", "ola@example.org", "Skolen", None, None],
        [datetime(2021, 5, 4, 9, 0), "Åse Ødegård", "aase@example.org", None, "nn", None],
    ],
    "Møter": [
        ["Nr", "Dato", "Start", "Slutt", "Fokusområde", "Form", "Sted", "Status", "Notat"],
        [1, datetime(2021, 5, 11), "09:15", "11:30", "Digitale møteplasser", "digital", None, "planlagt", "Husk kake"],
        [2, datetime(2021, 6, 8), "09:15", "11:30", None, "digital", None, None, None],
        [3, datetime(2021, 8, 10), "09:15", "11:30", None, "digital", None, None, None],
    ],
    "Refleksjoner": [["Tidsmerke", "Deltaker", "Møte", *QUESTIONS]],
    "Våre notater": [["Notat"], ["Ringe Åse"]],
}


def _png(side: int = 12) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    rows = b"".join(b"\0" + bytes((20 * row % 256, 120, 200)) * side for row in range(side))
    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _written(name: str, adorn: Callable[[Any, dict[str, Any]], object], **options: Any) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(PEOPLES / name), options)
    day = book.add_format({"num_format": "dd.mm.yyyy", "font_color": "#1F4E79"})
    sheets = {}
    for title, rows in TABS.items():
        sheet = sheets[title] = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
    adorn(book, sheets)
    if not book.fileclosed:
        book.close()


def _pictures(book: Any, sheets: dict[str, Any]) -> None:
    notes, meetings = sheets["Våre notater"], sheets["Møter"]
    notes.insert_image("C3", "logo.png", {"image_data": io.BytesIO(_png()), "description": "Logo"})
    notes.insert_image("C9", "kart.png", {"image_data": io.BytesIO(_png(20)), "url": "https://example.org/kart"})
    notes.insert_textbox("E3", "Husk: dørene åpner 09.00", {"fill": {"color": "#FFF2CC"}})
    notes.set_background(io.BytesIO(_png(8)))
    meetings.write_comment("E2", "Kari foreslo dette", {"author": "Ola Hansen"})
    meetings.set_header("&L&G", {"image_left": "logo.png", "image_data_left": io.BytesIO(_png(16))})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Møter'!$A$2:$A$4"})
    notes.insert_chart("E10", chart)


def _choices(book: Any, sheets: dict[str, Any]) -> None:
    lists = book.add_worksheet("Lister")
    lists.write_column("A1", ["digital", "fysisk", "hybrid"])
    book.define_name("Former", "=Lister!$A$1:$A$3")
    book.define_name("Møter!Denne", "=Møter!$B$2")
    people, meetings = sheets["Påmelding"], sheets["Møter"]
    meetings.data_validation("F2:F50", {"validate": "list", "source": "=Lister!$A$1:$A$3"})
    meetings.data_validation("H2:H50", {"validate": "list", "source": "=Former"})
    meetings.conditional_format("A2:A50", {"type": "data_bar", "bar_solid": True})
    meetings.conditional_format("A2:A50", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    meetings.repeat_rows(0)
    meetings.autofilter("A1:I4")
    people.add_table("A1:F4", {"name": "Deltakere", "columns": [{"header": each} for each in TABS["Påmelding"][0]]})
    sheets["Våre notater"].add_sparkline("B2", {"range": "'Møter'!A2:A4"})
    sheets["Våre notater"].protect("hemmelig")
    lists.hide()


def _macro(book: Any, sheets: dict[str, Any]) -> None:
    with tempfile.NamedTemporaryFile(suffix=".bin") as project:
        project.write(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + b'Attribut\0e VB_Name = "ThisWorkbook"' + bytes(64))
        project.flush()
        book.add_vba_project(project.name)
        book.set_vba_name("Denne_boken")
        for number, sheet in enumerate(sheets.values(), start=1):
            sheet.set_vba_name(f"Ark{number}")
        sheets["Våre notater"].insert_button("C2", {"macro": "tell_opp", "caption": "Tell opp"})
        book.close()  # while the project's file is there


def _checkboxes(book: Any, sheets: dict[str, Any]) -> None:
    people, notes, bold = sheets["Påmelding"], sheets["Våre notater"], book.add_format({"bold": True, "font_color": "red"})
    for row in range(3):
        people.insert_checkbox(row + 1, 5, False)
    notes.write_rich_string("A3", "Dette er ", bold, "viktig", " for alle")
    notes.write_formula("B1", "=COUNTA(Påmelding!C2:C50)", None, 3)
    notes.write_dynamic_array_formula("B3", "=UNIQUE(Møter!F2:F4)", None, "digital")
    notes.write_url("A5", "internal:Møter!A1", string="Til møtene")
    notes.set_row(6, None, None, {"level": 1, "hidden": True})
    notes.embed_image("D2", "logo.png", {"image_data": io.BytesIO(_png())})


_CELL = '<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>{}</text:p></table:table-cell>'
_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:dc="http://purl.org/dc/elements/1.1/">
<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold" fo:color="#c00000"/>
</style:style></office:automatic-styles><office:body><office:spreadsheet><table:content-validations>
<table:content-validation table:name="v1" table:condition="of:cell-content-is-in-list([$Lister.$A$1:.$A$3])"
 table:base-cell-address="Møter.F2"/></table:content-validations>TABS</office:spreadsheet></office:body></office:document>
"""
_PICTURE = """<table:shapes><draw:frame draw:z-index="1" svg:width="1cm" svg:height="1cm" svg:x="8cm" svg:y="3cm">
<draw:image draw:mime-type="image/png"><office:binary-data>PICTURE</office:binary-data></draw:image></draw:frame></table:shapes>"""
_RICH = (
    '<table:table-row><table:table-cell office:value-type="string"><office:annotation><dc:creator>Ola</dc:creator><text:p>Se her</text:p>'
    '</office:annotation><text:p>Dette er <text:span text:style-name="T1">viktig</text:span></text:p></table:table-cell></table:table-row>'
)


def _flat_cell(tab: str, place: tuple[int, int], value: Any) -> str:
    valid = ' table:content-validation-name="v1"' if tab == "Møter" and place[0] and place[1] == 5 else ""
    if value is None:
        return f"<table:table-cell{valid}/>"
    if isinstance(value, datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{value:%Y-%m-%dT%H:%M:%S}"/>'
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return _CELL.format(value).replace("<table:table-cell", f"<table:table-cell{valid}", 1)


def _flat() -> str:
    pieces = []
    for title, rows in {**TABS, "Lister": [["digital"], ["fysisk"], ["hybrid"]]}.items():
        own = _PICTURE.replace("PICTURE", base64.b64encode(_png()).decode()) if title == "Våre notater" else ""
        lines = ["".join(_flat_cell(title, (n, column), value) for column, value in enumerate(row)) for n, row in enumerate(rows)]
        body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines) + (_RICH if own else "")
        pieces.append(f'<table:table table:name="{title}">{own}{body}</table:table>')
    return _FLAT.replace("TABS", "".join(pieces))


def _by_libreoffice(folder: Path) -> None:
    (folder / "libreoffice.fods").write_text(_flat(), encoding="utf-8")
    shutil.copy(PEOPLES / "pictures.xlsx", folder / "libreoffice-pictures.xlsx")
    for source in (folder / "libreoffice.fods", folder / "libreoffice-pictures.xlsx"):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        subprocess.run(["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", PEOPLES, source], check=True, capture_output=True)


_MS, _THREADS = "http://schemas.microsoft.com/office", "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_ID, _WHO = "{6A2B1C3D-0001-4E5F-8A9B-0C1D2E3F4A5B}", "{0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0}"
#: Parts that only Excel makes: path, what it holds, its type, by which part it is linked and as what.
_EXCELS = (
    ("xl/threadedComments/threadedComment1.xml", f'<ThreadedComments xmlns="{_THREADS}"><threadedComment ref="E2" dT="2021-05-03T10:11:12.00" '
     f'personId="{_WHO}" id="{_ID}"><text>Skal vi ta dette i mai?</text></threadedComment></ThreadedComments>',
     "application/vnd.ms-excel.threadedcomments+xml", "xl/worksheets/_rels/sheet2.xml.rels", f"{_MS}/2017/10/relationships/threadedComment"),
    ("xl/persons/person.xml", f'<personList xmlns="{_THREADS}"><person displayName="Ola Hansen" id="{_WHO}" userId="ola@example.org" '
     'providerId="None"/></personList>', "application/vnd.ms-excel.person+xml", "xl/_rels/workbook.xml.rels",
     f"{_MS}/2017/10/relationships/person"),
    ("xl/calcChain.xml", '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B1" i="4"/></calcChain>',
     "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml", "xl/_rels/workbook.xml.rels",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"),
    ("customXml/item1.xml", '<p:egne xmlns:p="urn:example:egne">Æøå</p:egne>', "application/xml", "xl/_rels/workbook.xml.rels",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"),
    ("docProps/custom.xml", '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
     "application/vnd.openxmlformats-officedocument.custom-properties+xml", "_rels/.rels",
     "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"),
)  # fmt: skip


def _threads() -> None:
    """A workbook of Excel's own: notes by XlsxWriter, and beside them what only Excel makes."""

    def adorn(book: Any, sheets: dict[str, Any]) -> None:
        _pictures(book, sheets)
        sheets["Våre notater"].write_formula("B1", "=1+1", None, 2)

    _written("threads.xlsx", adorn)
    path = PEOPLES / "threads.xlsx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    for number, (part, content, kind, links, relation) in enumerate(_EXCELS, start=900):
        parts[part] = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + content.encode().decode("latin-1")
        override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)
        link = f'<Relationship Id="rId{number}" Type="{relation}" Target="/{part}"/></Relationships>'
        parts[links] = parts[links].replace("</Relationships>", link)
    # As Excel writes it: namespaces of its own that may be ignored, and who saved which version.
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "<fileVersion", f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        f'<x15ac:absPath url="C:\\Sirkel\\" xmlns:x15ac="{_MS}/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent><fileVersion', 1,
    ).replace("<workbook ", f'<workbook xmlns:x15="{_MS}/spreadsheetml/2010/11/main" ', 1)  # fmt: skip
    path.write_bytes(packed({name: content.encode("latin-1") for name, content in parts.items()}))


def _prefixed() -> None:
    """As Microsoft's own library for programs (the Open XML SDK) writes: each name with its prefix."""
    with zipfile.ZipFile(PEOPLES / "choices.xlsx") as archive:
        parts = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    for name in ("xl/workbook.xml", "xl/styles.xml"):
        named = re.sub(r"<(/?)(?=[a-zA-Z]+[\s/>])", r"<\1x:", parts[name])
        parts[name] = named.replace(
            'xmlns="http://schemas.openxmlformats.org/spreadsheetml', 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml'
        )
    content = packed({name: content.encode("latin-1") for name, content in parts.items()})
    (PEOPLES / "prefixed.xlsx").write_bytes(content)


def packed(parts: dict[str, bytes]) -> bytes:
    """A workbook file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 5, 3, 12, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    PEOPLES.mkdir(exist_ok=True)
    _written("pictures.xlsx", _pictures)
    _written("choices.xlsx", _choices)
    _written("macro.xlsm", _macro)
    _written("checkboxes.xlsx", _checkboxes, default_date_format="dd.mm.yyyy", date_1904=True)
    _threads()
    _prefixed()
    with tempfile.TemporaryDirectory() as folder:
        _by_libreoffice(Path(folder))
