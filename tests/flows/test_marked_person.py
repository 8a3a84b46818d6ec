"""One person marked by name, address and answer: found just where the list says, and after `forget` only where it says that something is left."""

import re
from fnmatch import fnmatch
from pathlib import Path

import openpyxl

from tasks.admin import copies
from tests.copies import places
from tests.flows.conftest import Desk
from tests.sources import none_of

NAME, ADDRESS, ANSWER = "Zzmerkeø Qvalvåg", "zzmerke.qvalvag@example.org", "Å lære om Xylografbrønnø i praksis"
MARKS = ("Zzmerkeø", "zzmerke.qvalvag", "Xylografbrønnø")
MEETING = 3


def sign_up(book: openpyxl.Workbook) -> None:
    book.remove(book["Øving"])
    book["Påmelding"].append(["1.6.2021 10.00", NAME, ADDRESS, "", "nb", "Xylografbrønnø"])
    head = [cell.value for cell in book["Refleksjoner"][1]]
    row: list[object] = [None] * len(head)
    row[0], row[head.index("E-post")], row[head.index("Møte")], row[-1] = "25.8.2021 10.00", ADDRESS, MEETING, ANSWER
    book["Refleksjoner"].append(row)


def delete(book: openpyxl.Workbook) -> None:
    """What `forget` says is left."""
    for tab in ("Påmelding", "Refleksjoner"):
        for row in range(book[tab].max_row, 1, -1):
            if any(str(cell.value).startswith("zzmerke") for cell in book[tab][row]):
                book[tab].delete_rows(row)


def everywhere(folder: Path) -> dict[str, list[str]]:
    return {mark: places(folder, mark) for mark in MARKS}


def test_a_marked_person_is_only_where_the_list_says_and_gone_when_forgotten(desk: Desk) -> None:
    folder = desk.data.parent
    desk.edit(sign_up)
    desk.run("2021-08-30T08:05")
    desk.run("2021-09-06T08:05")
    desk.call("report")
    before = everywhere(folder)
    assert all(before.values()), before
    data = {name.removeprefix(f"{desk.data.name}/") for found in before.values() for name in found if name.startswith(f"{desk.data.name}/")}
    none_of(sorted(name for name in data if not any(fnmatch(name, pattern) for pattern in copies.patterns())))
    assert any("ledger.db" in name for name in before["Xylografbrønnø"]) and not any("ledger.db" in name for name in before["Zzmerkeø"])

    said = desk.call("forget", ADDRESS)
    code = re.search(r"deltaker (D\d+) er glemt", said)[1]  # type: ignore[index]
    assert "«Påmelding»" in said and "«Refleksjoner»" in said and "outbox" in said and "fokusforslag" in said
    left = everywhere(folder)
    assert not [name for found in left.values() for name in found if "ledger.db" in name]
    assert not [
        name for found in left.values() for name in found if not name.endswith(".xlsx") and f"_{code}." not in name and "index.html" not in name
    ]

    desk.edit(delete)
    for letter in (desk.data).rglob(f"*_{code}.*"):
        letter.unlink()
    desk.run("2021-09-07T08:05")
    assert everywhere(folder) == {mark: [] for mark in MARKS}


def test_after_the_erasure_only_people_s_own_sheet_and_folder_hold_what_they_wrote(desk: Desk) -> None:
    folder = desk.data.parent
    desk.edit(sign_up)
    for at in ("2021-08-30T08:05", "2021-09-06T08:05"):
        desk.run(at)
    assert any("ledger.db" in name for name in places(folder, "Xylografbrønnø"))
    for at in ("2022-02-01T08:05", "2022-07-04T08:05"):
        desk.run(at)
    assert desk.run("2022-07-05T08:05")["state"] == "nothing"
    for mark in MARKS:
        assert not [name for name in places(folder, mark) if not name.endswith((".xlsx", ".eml", ".html"))]
    tabs = openpyxl.load_workbook(desk.config / "practice.xlsx")
    own = [str(cell.value) for tab in ("Fokusforslag", "Koder", "Merknader") for row in tabs[tab].iter_rows() for cell in row]
    assert own and not [text for text in own for mark in MARKS if mark.casefold() in text.casefold()]
