"""From a copy of the practice circle to «Klar til å sende», by the command; and that practice takes part only by its name (R24)."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.__main__ import main
from tasks import clock
from tasks.context import circle_refs_for_rounds, use_secrets
from tests.flows.own_circle import CHECKOUT
from tests.flows.own_circle import CIRCLE as PRACTICE
from tests.standins.smtp import SmtpServer

OWN, NOW = "min-sirkel", datetime.fromisoformat("2021-05-03T08:05+02:00")
EXAMPLE, REAL = "@example.org", "@moteplass.internal"
READY = "Klar til å sende"


class Installation:
    """The checkout's configuration in a folder of its own; a call is a process of its own, at `NOW`."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.config, self.data, self.capsys = folder, folder / "config", folder / "data", capsys
        shutil.copytree(CHECKOUT / "config", self.config)
        self.own = self.config / "circles" / f"{OWN}.toml"

    def copied(self, more: str = "") -> None:
        """README's first step: the practice circle's file under a name of one's own."""
        self.own.write_text((self.config / "circles" / f"{PRACTICE}.toml").read_text(encoding="utf-8") + more, encoding="utf-8")

    def own_sheet(self, change: Callable[[openpyxl.Workbook], None] | None = None) -> str:
        """Made with `sheet`; what is to stand in the circle's file."""
        file = self.folder / "mitt-ark.xlsx"
        assert self.call("sheet", str(file), "--circle", OWN)[0] == 0
        book = openpyxl.load_workbook(file)
        book["Påmelding"].append([datetime(2021, 5, 1, 10), "Kari", f"kari{REAL}"])
        for column, value in ((1, 1), (2, datetime(2021, 5, 11)), (5, "Ombruk")):
            book["Møter"].cell(2, column, value)
        if change:
            change(book)
        book.save(file)
        return '\n[sheet]\nworkbook = "../mitt-ark.xlsx"\n'

    def call(self, *words: str) -> tuple[int, str]:
        use_secrets({})
        with clock.set_to(NOW):
            status = main([*words, "--config", str(self.config), "--data", str(self.data)])
        said = self.capsys.readouterr()
        return status, said.out + said.err

    def check(self, circle: str) -> tuple[int, list[dict[str, Any]]]:
        status, said = self.call("check", "--circle", circle, "--json")
        found = json.loads(said)
        return status, (found[0] if isinstance(found, list) else found)["checks"]


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Installation:
    return Installation(tmp_path, capsys)


@pytest.fixture
def smtp() -> Iterator[str]:
    with SmtpServer() as server:
        yield f'\n[post]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'


def lacking(checks: list[dict[str, Any]]) -> list[str]:
    ready = [each["what"] for each in checks].index("Eget ark")
    return [each["what"] for each in checks[ready:] if each["detail"].startswith("nei")]


def test_a_fresh_copy_with_smtp_on_says_what_must_be_done_and_is_ready_when_it_is_done(house: Installation, smtp: str) -> None:
    house.copied(smtp)
    status, checks = house.check(OWN)
    assert status == 1 and lacking(checks) == [
        "Eget ark", "Tilretteleggerne kan få post", "Deltakerne kan få post", "Avsenderen kan få post", "Nettsidene kan nås",
        "Noen får vite når en runde stopper", "Ansvarlig er oppgitt", "Kontakt er oppgitt", READY,
    ]  # fmt: skip
    assert all(not each["ok"] and each["next_step"] for each in checks if each["what"] in lacking(checks))

    sheet = house.own_sheet()
    text = house.own.read_text(encoding="utf-8").replace(EXAMPLE, REAL)
    text = text.replace('responsible = ""', 'responsible = "Møteplassene"').replace('contact = ""', f'contact = "post{REAL}"')
    post = smtp.replace("[post]", f'[post]\nsender = "Sirkelen <sirkel{REAL}>"')
    house.own.write_text(text.replace(smtp, f'{post}{sheet}[pages]\nurl = ""\n'), encoding="utf-8")
    status, checks = house.check(OWN)
    assert (status, lacking(checks), checks[-1]["what"], checks[-1]["detail"]) == (0, [], READY, "ja. Brevene går med e-post.")
    assert house.call("check", "--circle", OWN)[1].strip().endswith("Klar til å sende: ja. Brevene går med e-post.")


def test_on_trial_the_same_is_asked_and_needs_nobody_yet(house: Installation) -> None:
    house.copied()
    house.copied(house.own_sheet())
    status, checks = house.check(OWN)
    assert status == 0 and "Eget ark" not in lacking(checks) and READY in lacking(checks)
    assert "på prøve" in checks[-1]["detail"]


@pytest.mark.parametrize(("what", "old", "new"), [
    ("Sirkelen varer ennå", "first_day = 2021-05-01\nlast_day = 2021-12-31", "first_day = 2020-05-01\nlast_day = 2020-12-31"),
    ("Deltakere og møter", "", ""),
])  # fmt: skip
def test_a_circle_that_is_over_or_empty_is_not_ready(house: Installation, what: str, old: str, new: str) -> None:
    house.copied()

    def emptied(book: openpyxl.Workbook) -> None:
        if not old:
            book["Påmelding"].delete_rows(2, 100)

    house.copied(house.own_sheet(emptied))
    house.own.write_text(house.own.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert what in lacking(house.check(OWN)[1])


@pytest.mark.usefixtures("prefect_server")
def test_practice_takes_part_by_its_name_alone_and_check_says_so_first(house: Installation) -> None:
    house.copied()
    house.copied(house.own_sheet())
    assert "5 brev venter" in house.call("run", "--plan", "--circle", OWN)[1]
    assert house.call("run")[0] == 0 and not (house.data / PRACTICE).exists() and list((house.data / OWN / "outbox").glob("*.eml"))
    house.call("run", "--at", "2021-06-01T08:05")
    assert not (house.data / PRACTICE).exists()
    house.call("run", "--circle", PRACTICE)
    assert list((house.data / PRACTICE / "outbox").glob("*.eml"))
    told = [each["what"] for each in house.check(PRACTICE)[1]]
    assert told[2] == "Øving" and "Øving" not in [each["what"] for each in house.check(OWN)[1]]


@pytest.mark.usefixtures("prefect_server")
def test_where_all_is_practice_a_round_for_all_says_so_and_does_nothing(house: Installation) -> None:
    status, said = house.call("run")
    assert (status, "bare øvingssirkler" in said, (house.data / PRACTICE).exists()) == (0, True, False)


def test_a_copied_file_makes_no_practice_circle_a_copied_recorded_workbook_does(house: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is shared between workers is shared among the same circles."""
    monkeypatch.setenv("SIRKEL_CONFIG", str(house.config))
    monkeypatch.setenv("SIRKEL_DATA", str(house.data))
    house.copied()
    house.copied(house.own_sheet())
    shutil.copy(house.config / "practice.xlsx", house.folder / "kopi.xlsx")
    text = (house.config / "circles" / f"{PRACTICE}.toml").read_text(encoding="utf-8")
    (house.own.parent / "kopi.toml").write_text(f'{text}\n[sheet]\nworkbook = "../kopi.xlsx"\n', encoding="utf-8")
    assert [ref.circle for ref in circle_refs_for_rounds()] == [OWN]
    shared = [ref.circle for share in ("1/2", "2/2") for ref in circle_refs_for_rounds(share)]
    assert shared == [OWN]
    assert [ref.circle for ref in circle_refs_for_rounds("kopi")] == ["kopi"]
