"""The workbook as a file: not there, not a workbook, protected, open elsewhere, huge, odd inside."""

import io
import shutil
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.styles import Font

from tests.bad_input.case import Case
from tests.bad_input.desk import KARI, NOW, OLA, ÅSE, Desk, Seen

EVERYBODY = (KARI, OLA, ÅSE)


def _file(name: str, happens: str, ends: str, says: tuple[str, ...], spoil: Callable[[Desk], object]) -> Case:
    def run(desk: Desk) -> Seen:
        desk.save()
        spoil(desk)
        seen = desk.rounds(NOW, NOW)
        seen.letters = desk.letters()
        return seen

    return Case(name, "Arbeidsboken", happens, ends, says, run, rounds=True, served=EVERYBODY)  # type: ignore[arg-type]


def _written(content: bytes) -> Callable[[Desk], object]:
    return lambda desk: desk.file.write_bytes(content)


def _edited(change: Callable[[openpyxl.Workbook], object]) -> Callable[[Desk], object]:
    def spoil(desk: Desk) -> None:
        book = openpyxl.load_workbook(desk.file)
        change(book)
        book.save(desk.file)

    return spoil


def _bomb(desk: Desk) -> None:
    """A sheet of 400 megabytes of blanks, less than one as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(desk.file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != "xl/worksheets/sheet1.xml":
                new.writestr(item.filename, old.read(item))
                continue
            with new.open(item.filename, "w", force_zip64=True) as part:
                for _ in range(400):
                    part.write(b" " * 1024 * 1024)
    desk.file.write_bytes(out.getvalue())


def _rows_below(rows: Callable[[], str]) -> Callable[[Desk], object]:
    """Rows of XML under those of «Påmelding», as another program may have left them."""

    def spoil(desk: Desk) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(desk.file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for item in old.infolist():
                content = old.read(item)
                if item.filename == "xl/worksheets/sheet1.xml":
                    content = content.replace(b"</sheetData>", rows().encode() + b"</sheetData>")
                new.writestr(item.filename, content)
        desk.file.write_bytes(out.getvalue())

    return spoil


def _cell(column: str, row: int) -> str:
    return f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>x</t></is></c></row>'


def _formatted_rows(book: openpyxl.Workbook) -> None:
    for row in range(5, 2000):
        for column in range(1, 8):
            book["Påmelding"].cell(row, column).font = Font(bold=True)


def _formulas(book: openpyxl.Workbook) -> None:
    book["Møter"]["B2"] = "=DATE(2021,5,11)"


def _merged(book: openpyxl.Workbook) -> None:
    book["Påmelding"].merge_cells("D2:E4")
    book["Påmelding"].protection.enable()


def _hidden(book: openpyxl.Workbook) -> None:
    book["Møter"].sheet_state = "hidden"
    book.create_sheet("Utkast", 0)["A1"] = "Ikke les meg"
    book.active = 0


def _a_folder(desk: Desk) -> None:
    desk.file.unlink()
    desk.file.mkdir()


def _strict(desk: Desk) -> None:
    """ISO/IEC 29500's other kind: the same names in other namespaces."""
    out = io.BytesIO()
    with zipfile.ZipFile(desk.file) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            part = old.read(item).replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006", b"http://purl.oclc.org/ooxml/spreadsheetml")
            new.writestr(
                item.filename, part.replace(b"http://schemas.openxmlformats.org/officeDocument/2006", b"http://purl.oclc.org/ooxml/officeDocument")
            )
    desk.file.write_bytes(out.getvalue())


FILES = (
    _file("file-none", "Arbeidsboken er flyttet", "stop", ("finnes ikke", "circles/file-none.toml"), lambda desk: desk.file.unlink()),
    _file("file-folder", "På arbeidsbokens plass ligger en mappe", "stop", ("file-folder.xlsx", "kan ikke leses"),
          _a_folder),
    _file("file-empty", "Arbeidsboken er en tom fil", "stop", ("file-empty.xlsx", "tom", ".xlsx"), _written(b"")),
    _file("file-text", "Filen er en CSV som har fått navnet .xlsx", "stop", ("file-text.xlsx", "lagre den på nytt"),
          _written(b"Navn;E-post\nKari;k")),
    _file("file-xls", "Filen er lagret i det gamle .xls-formatet, eller med passord", "stop", ("file-xls.xlsx", "passord", ".xls"),
          _written(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))),
    _file("file-half", "Halve filen mangler (kopieringen ble avbrutt)", "stop", ("file-half.xlsx", "lagre den på nytt"),
          lambda desk: desk.file.write_bytes(desk.file.read_bytes()[:3000])),
    _file("file-zip", "Filen er et annet zip-arkiv", "stop", ("file-zip.xlsx", "lagre den på nytt"),
          lambda desk: shutil.make_archive(str(desk.file.with_suffix("")), "zip", desk.config / "messages/nb")
          and desk.file.with_suffix(".zip").replace(desk.file)),
    _file("file-bomb", "Filen ville fylt minnet (400 megabyte pakket sammen til mindre enn én)", "stop", ("file-bomb.xlsx", "for stor"), _bomb),
    _file("file-open", "Noen har arbeidsboken åpen i LibreOffice", "others", ("file-open.xlsx", "åpen i et regnearkprogram", "lukk den"),
          lambda desk: desk.file.with_name(f".~lock.{desk.file.name}#").write_text("x")),
    _file("file-formatted", "To tusen tomme rader har skrifttype", "quiet", (), _edited(_formatted_rows)),
    _file("file-far-column", "I ti tusen rader står det noe i den siste kolonnen som finnes", "others", ("celle XFD50", "lenger ut enn kolonne IV"),
          _rows_below(lambda: "".join(_cell("XFD", row) for row in range(50, 10_050)))),
    _file("file-corner", "Det står noe i regnearkets aller siste celle", "others", ("celle XFD1048576", "kolonne IV"),
          _rows_below(lambda: _cell("XFD", 1_048_576))),
    _file("file-strict", "Filen er lagret som «Strict Open XML-regneark»", "stop",
          ("file-strict.xlsx", "Strict Open XML", "Excel-arbeidsbok (.xlsx)"), _strict),
    _file("file-read-only", "Filen kan bare leses", "others", ("file-read-only.xlsx", "kan bare leses", "neste runde"),
          lambda desk: desk.file.chmod(0o444)),
    _file("file-far-row", "Det står noe i den siste raden som finnes", "stop", ("file-far-row.xlsx", "rad 1048576 i fanen «Påmelding»", "Slett"),
          _rows_below(lambda: _cell("A", 1_048_576))),
    _file("file-million", "En million tomme rader har fått et format", "quiet", (),
          _rows_below(lambda: "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(50, 1_000_050)))),
    _file("file-formula", "Datoen er en formel som intet program har regnet ut", "others", ("«Møter», celle B2", "=DATE(2021,5,11)"),
          _edited(_formulas)),
    _file("file-merged", "Celler er slått sammen, og fanen er beskyttet", "quiet", (), _edited(_merged)),
    _file("file-hidden", "Fanen «Møter» er skjult, og et utkast ligger først", "quiet", (), _edited(_hidden)),
)  # fmt: skip
