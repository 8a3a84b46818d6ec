"""R25: what people own in a workbook stays; where it can't, the program's own tabs lie beside, and nothing of anybody's is lost."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.chart import BarChart

from tasks.circle.model.circle import Questions
from tasks.circle.model.errors import Stop
from tasks.circle.model.table import Cell
from tasks.doors.workbook import grafting, writing
from tasks.doors.workbook.template import new_workbook
from tasks.doors.workbook.workbook import Workbook
from tests.doors.sheet_contract import NOW, TABS
from tests.doors.workbook.comparing import parts_of, tabs_of, trespasses
from tests.doors.workbook.making import PEOPLES, QUESTIONS, packed
from tests.doors.workbook.sample_workbook import make

OSLO = ZoneInfo("Europe/Oslo")
ROWS: list[list[Cell]] = [["Møte", "Neste"], [1, "invitasjon"]]
BESIDE = "sirkel – oversikt.xlsx"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return make(tmp_path / "sirkel.xlsx", TABS)


def write(path: Path, rows: list[list[Cell]] | None = None, tab: str = "Oversikt") -> None:
    Workbook(path, zone=OSLO).write({tab: rows or ROWS})


def read(path: Path, tab: str = "Oversikt") -> Any:
    return Workbook(path, zone=OSLO).read([tab], NOW).get(tab)


def problem(act: Callable[[], object]) -> Any:
    with pytest.raises(Stop) as stop:
        act()
    (found,) = stop.value.problems
    return found


def spoiled(path: Path, change: Callable[[dict[str, bytes]], object]) -> dict[str, bytes]:
    parts = parts_of(path)
    change(parts)
    path.write_bytes(packed(parts))
    return parts


def signed(parts: dict[str, bytes]) -> None:
    parts["_xmlsignatures/origin.sigs"] = b""


def utf_16(parts: dict[str, bytes]) -> None:
    text = parts["xl/workbook.xml"].decode()
    parts["xl/workbook.xml"] = ('<?xml version="1.0" encoding="UTF-16"?>' + re.sub(r"^<\?xml.*?\?>", "", text)).encode("utf-16")


UNKEEPABLE: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "signed": (signed, "er signert"),
    "signed macros": (lambda parts: parts.update({"xl/vbaProjectSignature.bin": b"x"}), "signerte makroer"),
    "in UTF-16": (utf_16, "bygget på en måte"),
}


@pytest.mark.parametrize("kind", UNKEEPABLE)
def test_where_nothing_can_be_added_the_own_tabs_lie_beside_and_are_read_there(file: Path, kind: str) -> None:
    write(file, [["Møte"], ["fra før"]])
    spoiled(file, UNKEEPABLE[kind][0])
    file.chmod(0o640)
    before = file.read_bytes()
    told = Workbook(file, zone=OSLO).look()
    assert BESIDE in told and UNKEEPABLE[kind][1] in told
    assert read(file) == [["Møte"], ["fra før"]]
    write(file)
    write(file, [["Tidsmerke", "Navn"], [datetime(2021, 5, 1), "Kari"]], "Nettpåmelding")
    assert (read(file), read(file, "Nettpåmelding")[1][1]) == (ROWS, "Kari")
    assert read(file, "Møter")[1][0] == 1
    assert file.read_bytes() == before
    beside = file.with_name(BESIDE)
    assert openpyxl.load_workbook(beside).sheetnames == ["Les meg", "Oversikt", "Nettpåmelding"]
    assert "sirkel.xlsx" in openpyxl.load_workbook(beside)["Les meg"]["A1"].value
    assert beside.stat().st_mode & 0o777 == 0o640, "who may read the one may read the other"
    os.utime(beside, ns=(1, 1))
    write(file)
    assert beside.stat().st_mtime_ns == 1


def test_what_lies_beside_stays_there_when_the_workbook_can_be_written_again(file: Path) -> None:
    """Two places for «Nettpåmelding» would be one too many."""
    spoiled(file, signed)
    write(file)
    spoiled(file, lambda parts: parts.pop("_xmlsignatures/origin.sigs"))
    before = file.read_bytes()
    write(file, [["Møte"], [2]])
    assert (file.read_bytes(), read(file)) == (before, [["Møte"], [2]])
    assert BESIDE in Workbook(file, zone=OSLO).look()
    file.with_name(BESIDE).unlink()
    write(file, [["Møte"], [3]])
    assert (read(file), Workbook(file, zone=OSLO).look()) == ([["Møte"], [3]], "")


def test_a_document_type_in_a_part_is_not_taken_and_no_entity_is_resolved(file: Path) -> None:
    def bomb(parts: dict[str, bytes]) -> None:
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
        head = f'<!DOCTYPE styleSheet [<!ENTITY e0 "x">{entities}]>'.encode()
        parts["xl/styles.xml"] = head + re.sub(rb"^<\?xml.*?\?>", b"", parts["xl/styles.xml"]).replace(b"Calibri", b"&e9;")

    spoiled(file, bomb)
    with pytest.raises(Stop):  # openpyxl's reader has no entities either
        write(file)


def test_a_workbook_that_another_program_saved_in_the_meantime_is_left_as_that_saved_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graft = grafting.grafted

    def slowly(content: bytes, tabs: Any) -> bytes:
        made = graft(content, tabs)
        make(file, {**TABS, "Møter": [["Nr", "Dato"], [7, "11.5.2021"]]})  # a synchroniser, or somebody at a desk
        return made

    monkeypatch.setattr(writing, "grafted", slowly)
    found = problem(lambda: write(file))
    assert "ble endret mens" in found.what and "neste runde" in found.next_step
    assert read(file, "Møter")[1] == [7, "11.5.2021"]
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    monkeypatch.undo()
    write(file)
    assert (read(file), read(file, "Møter")[1][0]) == (ROWS, 7)


def test_a_file_that_may_only_be_read_is_left_alone_also_by_root(file: Path) -> None:
    before = file.read_bytes()
    file.chmod(0o444)
    found = problem(lambda: write(file))
    assert "kan bare leses" in found.what and "neste runde" in found.next_step
    assert file.read_bytes() == before


def test_a_link_stays_a_link_and_who_may_read_and_write_stays_too(file: Path, tmp_path: Path) -> None:
    synchronised = tmp_path / "sky"
    synchronised.mkdir()
    real = file.rename(synchronised / "ark.xlsx")
    file.symlink_to(real)
    real.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(real, 65534, 65534)
    owner = real.stat()
    write(file)
    now = real.stat()
    assert file.is_symlink() and read(real) == ROWS
    assert (now.st_mode, now.st_uid, now.st_gid) == (owner.st_mode, owner.st_uid, owner.st_gid)
    assert now.st_mtime_ns > owner.st_mtime_ns, "synchronisers look at it"


def test_own_tabs_have_the_look_that_is_promised(file: Path) -> None:
    long = "Et langt ord og flere andre, " * 8
    write(file, [["Hva", "Når", "Klokka"], [long, datetime(2021, 5, 11, 9, 15), time(9, 15)], ["=1+1\nto linjer", date(2021, 5, 11), -2.5]])
    tab = openpyxl.load_workbook(file)["Oversikt"]
    assert tab.sheet_properties.tabColor and tab.sheet_properties.pageSetUpPr
    assert (tab["A1"].font.b, tab["A1"].fill.fgColor.rgb, tab.sheet_properties.tabColor.rgb) == (True, "FFDDEBF7", "FFDDEBF7")
    assert (tab.page_setup.orientation, tab.sheet_properties.pageSetUpPr.fitToPage, tab.page_setup.fitToHeight) == ("landscape", True, 0)
    assert (tab.column_dimensions["A"].width, tab.column_dimensions["B"].width) == (60, 18)
    assert (tab.row_dimensions[1].height, tab.row_dimensions[2].height, tab.row_dimensions[3].height) == (None, 60, 30)
    assert (tab["A3"].data_type, tab["A3"].quotePrefix, tab["C3"].quotePrefix) == ("s", True, False)
    assert [tab[cell].value for cell in ("B2", "C2", "B3", "C3")] == [datetime(2021, 5, 11, 9, 15), time(9, 15), datetime(2021, 5, 11), -2.5]
    assert not tab.conditional_formatting
    write(file, [["Hva"], ["kort"]])
    assert openpyxl.load_workbook(file)["Oversikt"].column_dimensions["A"].width == 8, "fitted anew"


def test_days_are_the_same_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    path.write_bytes((PEOPLES / "checkboxes.xlsx").read_bytes())
    write(path, [["Når"], [datetime(2021, 5, 11, 9, 15)]])
    os.utime(path)
    assert read(path) == [["Når"], [datetime(2021, 5, 11, 9, 15)]]


def test_a_tab_of_ours_that_people_have_protected_annotated_or_named_for_macros_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "macro.xlsm"
    path.write_bytes((PEOPLES / "macro.xlsm").read_bytes())
    write(path)

    def adorn(parts: dict[str, bytes]) -> None:
        own = tabs_of(parts)["Oversikt"]
        parts[own] = parts[own].replace(b"<sheetPr>", b'<sheetPr codeName="Ark5">').replace(
            b"</sheetData>", b'</sheetData><sheetProtection sheet="1" objects="1" password="CC1A"/>').replace(
            b"</worksheet>", b'<legacyDrawing r:id="rId1"/></worksheet>')  # fmt: skip
        links = b'<Relationship Id="rId1" Type="x/vmlDrawing" Target="../drawings/vmlDrawing9.vml"/>'
        name = own.replace("worksheets/", "worksheets/_rels/") + ".rels"
        parts[name] = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + links + b"</Relationships>"
        parts["xl/drawings/vmlDrawing9.vml"] = b"<xml/>"

    before = spoiled(path, adorn)
    write(path, [["Møte"], [2]])
    after = parts_of(path)
    assert trespasses(before, after) == []
    own = after[tabs_of(after)["Oversikt"]]
    for kept in (b'codeName="Ark5"', b'<sheetProtection sheet="1" objects="1" password="CC1A"/>', b'<legacyDrawing r:id="rId1"/>'):
        assert kept in own


@pytest.mark.parametrize("what", ["formula", "table", "chart"])
def test_what_people_have_made_of_a_tab_of_ours_is_named_where_other_parts_depend_on_it(file: Path, what: str) -> None:
    """Excel finds the file damaged when its chain of formulas leads to a cell without one."""
    if what == "chart":
        book = openpyxl.load_workbook(file)
        book.create_chartsheet("Oversikt").add_chart(BarChart())
        book.save(file)
    else:
        write(file)
    number = list(tabs_of(parts_of(file))).index("Oversikt") + 1

    def adorn(parts: dict[str, bytes]) -> None:
        own, rels = tabs_of(parts)["Oversikt"], "xl/_rels/workbook.xml.rels"
        if what == "formula":
            chain = f'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B9" i="{number}"/><c r="C9"/></calcChain>'
            parts["xl/calcChain.xml"] = chain.encode()
            link = b'<Relationship Id="rId99" Type="x/calcChain" Target="calcChain.xml"/></Relationships>'
            parts[rels] = parts[rels].replace(b"</Relationships>", link)
        elif what == "table":
            parts[own] = parts[own].replace(b"</worksheet>", b'<tableParts count="0"/></worksheet>')

    spoiled(file, adorn)
    before = file.read_bytes()
    found = problem(lambda: write(file, [["Møte"], [2]]))
    assert "«Oversikt»" in found.where and (what != "formula" or "B9, C9" in found.where)
    assert file.read_bytes() == before


def test_access_lists_follow(file: Path) -> None:
    """As on a shared folder where a group was let in with setfacl."""
    try:
        os.setxattr(file, "user.sirkel", b"ja")
    except OSError:
        pytest.skip("this file system keeps no attributes")
    write(file)
    assert os.getxattr(file, "user.sirkel") == b"ja"


SOFFICE = pytest.mark.skipif(
    bool(subprocess.run(["which", "soffice"], capture_output=True).returncode) and not os.environ.get("CI"), reason="LibreOffice is not here"
)


@SOFFICE
def test_libreoffice_opens_what_was_written_and_saves_it_again(tmp_path: Path) -> None:
    """With all of people's and the program's in it; one start of it for all files."""
    shown: dict[str, list[list[Cell]]] = {
        "Oversikt": [["Nr", "Dato"], [1, "tirsdag 11. mai 2021"]], "Merknader": [["Hvor", "Hva"], ["«Møter»", "=1+1"]],
        "Nettpåmelding": [["Tidsmerke", "Navn"], [datetime(2021, 5, 1, 9, 30), "Åse"]],
    }  # fmt: skip
    new_workbook(tmp_path / "mal.xlsx", Questions(*QUESTIONS))
    made = [tmp_path / "mal.xlsx", *(shutil.copyfile(source, tmp_path / source.name) for source in sorted(PEOPLES.iterdir()))]
    for path in made:
        Workbook(path, zone=OSLO).write(shown)
    (tmp_path / "out").mkdir()
    command: list[str | Path] = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "out",
    ]
    subprocess.run([*command, *made], check=True, capture_output=True, timeout=240)
    for path in made:
        before, after = (Workbook(each, zone=OSLO) for each in (path, tmp_path / "out" / f"{path.stem}.xlsx"))
        assert after.read(["Påmelding", "Møter"], NOW) == before.read(["Påmelding", "Møter"], NOW), path.name
        assert dict(after.read(list(shown), NOW)) == shown
        saved = openpyxl.load_workbook(tmp_path / "out" / f"{path.stem}.xlsx")
        assert saved["Oversikt"]["A1"].fill.fgColor.rgb == "FFDDEBF7"
        assert saved["Oversikt"].page_setup.orientation == "landscape"
