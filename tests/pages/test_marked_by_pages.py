"""A marked person who comes by the pages: found just where the list says, gone by `forget`; and a marked answer, gone by the own page."""

from fnmatch import fnmatch

import openpyxl
import pytest

from tasks.admin import copies
from tasks.admin.forget import forget
from tasks.context import forget_doors
from tests.copies import places
from tests.pages.served import NOW, Served
from tests.pages.test_confirmed_sign_up import a_round, sign_up
from tests.sources import none_of

NAME, ADDRESS, WISH, ANSWER = "Zzmerkeø Qvalvåg", "zzmerke.qvalvag@example.org", "Xylografbrønnø", "Vindskjolfrø i praksis"
MARKS = ("Zzmerkeø", "zzmerke.qvalvag", WISH, ANSWER.split()[0])
pytestmark = pytest.mark.usefixtures("prefect_server")


def everywhere(site: Served) -> dict[str, list[str]]:
    """By mark, the files below the data folder, and the workbook."""
    forget_doors(site.ref)
    return {mark: [*places(site.office.data, mark), *(["arket"] if places(site.office.config, mark) else [])] for mark in MARKS}


def in_ledger(found: dict[str, list[str]]) -> list[str]:
    return sorted(mark for mark, files in found.items() if any("ledger.db" in name for name in files))


def test_who_signs_up_by_the_pages_is_nowhere_but_in_the_list_and_gone_when_forgotten(site: Served) -> None:
    sign_up(site, name=NAME, address=ADDRESS, wish=WISH, language="nb")
    assert in_ledger(everywhere(site)) == [], "what waits is sealed"
    site.confirm()
    a_round(site)
    code = site.code("zzmerke.qvalvag")
    a_round(site, 1)
    found = everywhere(site)
    none_of(sorted({name for files in found.values() for name in files if name != "arket" and not any(fnmatch(name, p) for p in copies.patterns())}))
    assert in_ledger(found) == [] and all(found[mark] for mark in MARKS[:3])

    told = forget(site.ref, ADDRESS, NOW)
    assert told.person == code and told.rows and told.files

    def take(book: openpyxl.Workbook) -> None:
        for tab, numbers in told.rows:
            for row in sorted(numbers, reverse=True):
                book[tab].delete_rows(row)

    site.office.edit(take)
    for file in site.office.data.rglob(f"*_{code}.*"):
        file.unlink()
    a_round(site, 2)
    left = everywhere(site)
    assert {mark: [name for name in files if not name.endswith("index.html")] for mark, files in left.items()} == {mark: [] for mark in MARKS}


def test_an_answer_deleted_on_the_own_page_is_in_no_file_after_the_next_round(site: Served) -> None:
    links = site.links("D01")
    assert site.post(links.answer, {"need": ANSWER}).status_code == 303
    a_round(site)
    assert in_ledger(everywhere(site)) == [MARKS[3]]
    assert site.post(f"{links.me}/slett").status_code == 303
    a_round(site, 1)
    found = everywhere(site)[MARKS[3]]
    assert not [name for name in found if "ledger.db" in name], found
