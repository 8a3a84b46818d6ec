"""Types the errors of `TYPED` into LibreOffice with Norwegian settings, as a person does, and keeps the workbooks in `typed/`.

By hand: `python -m tests.typed_cells.by_libreoffice`. «9.10» becomes 9 October of the year in which it is typed.
"""

import html
import subprocess
import tempfile
from pathlib import Path

import openpyxl

from tests.bad_input.desk import good_tabs
from tests.typed_cells.errors import TYPED, Error, sheet

FOLDER = Path(__file__).parent / "typed"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>nb-NO</value></prop></item></oor:items>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Typing"/></library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">{code}</script:module>
"""
_CODE = """
Sub TypeIn(source, target, tab, cell, text)
  Dim none() As New com.sun.star.beans.PropertyValue
  Dim how(0) As New com.sun.star.beans.PropertyValue
  Dim go(0) As New com.sun.star.beans.PropertyValue
  Dim said(0) As New com.sun.star.beans.PropertyValue
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, none())
  view = doc.CurrentController
  view.setActiveSheet(doc.Sheets.getByName(tab))
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  go(0).Name = "ToPoint" : go(0).Value = cell
  dispatcher.executeDispatch(view.Frame, ".uno:GoToCell", "", 0, go())
  said(0).Name = "StringName" : said(0).Value = text
  dispatcher.executeDispatch(view.Frame, ".uno:EnterString", "", 0, said())
  how(0).Name = "FilterName" : how(0).Value = "Calc MS Excel 2007 XML"
  doc.storeToURL(target, how())
  doc.close(True)
End Sub
Sub Main
{calls}
  StarDesktop.terminate()
End Sub
"""


def file_of(error: Error) -> Path:
    """The workbook in which the error was typed."""
    return FOLDER / f"{error.name.replace(' ', '-').replace(':', '')}.xlsx"


def main() -> None:
    """Make the files anew; LibreOffice has a profile of its own, and two minutes."""
    assert sheet().keys() == good_tabs().keys()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile")
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        _write(profile / "user/registrymodifications.xcu", _SETTINGS)
        subprocess.run([*command, "--terminate_after_init"], check=True, timeout=120)  # makes the rest of the profile
        calls = []
        for number, error in enumerate(TYPED):
            source = Path(folder, f"{number}.xlsx")
            _save(source, error)
            quoted = (source.as_uri(), file_of(error).as_uri(), error.tab, error.cell, error.typed)
            calls.append("  TypeIn(" + ", ".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in quoted) + ")")
        _write(profile / "user/basic/Standard/script.xlb", _LIBRARY)
        _write(profile / "user/basic/Standard/Typing.xba", _MODULE.format(code=html.escape(_CODE.format(calls="\n".join(calls)))))
        subprocess.run([*command, "macro:///Standard.Typing.Main"], check=True, timeout=120)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _save(path: Path, error: Error) -> None:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheet().items():
        tab = book.create_sheet(name)
        for row in rows:
            tab.append([None if value == "" else value for value in row])
    book[error.tab][error.cell].number_format = error.format
    book.save(path)


if __name__ == "__main__":
    main()
