"""`check`, `report` and what `pages` refuses, as somebody at a terminal meets them."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tasks.circle.model.records import Changes
from tasks.context import context_of, forget_doors
from tasks.doors.ledger import disk
from tests.flows.office import CIRCLE, ROOT, Office


def line(found: Any, what: str) -> dict[str, Any]:
    return next(check for check in found["checks"] if check["what"] == what)


def test_check_looks_at_everything_and_leaves_no_trace(office: Office) -> None:
    before = {path: path.stat().st_mtime_ns for path in office.config.rglob("*")}
    _, found = office.json("check")
    assert found["circle"] == CIRCLE
    said = [check["what"] for check in found["checks"]]
    assert [what for what in said if what[0].isupper()] == [
        "Innstillinger", "Brevmaler", "Sirkelens tid", "Hemmeligheter", "Nøkkel", "Ark", "Fanen «Påmelding»", "Fanen «Møter»",
        "Fanen «Refleksjoner»", "Fanen «Samråd»", "Fanen «Fravær»", "Rader", "Rom", "Brev", "Minne", "Drift",
        "Eget ark", "Sirkelen varer ennå", "Deltakere og møter", "Tilretteleggerne kan få post", "Deltakerne kan få post",
        "Avsenderen kan få post", "Nettsidene kan nås", "Noen får vite når en runde stopper", "Ansvarlig er oppgitt", "Kontakt er oppgitt",
        "Klar til å sende",
    ]  # fmt: skip
    assert "lages ved første runde" in line(found, "Minne")["detail"]
    assert not office.data.exists()
    assert {path: path.stat().st_mtime_ns for path in office.config.rglob("*")} == before


def test_check_shows_rows_that_need_a_person_and_then_exits_with_1(office: Office) -> None:
    status, said = office.call("check")
    assert status == 1
    assert "! «Påmelding», celle C" in said
    assert "@example.org" not in said


def test_check_is_content_when_nothing_needs_a_person(office: Office) -> None:
    def mend(book: openpyxl.Workbook) -> None:
        book["Påmelding"].delete_rows(2, 100)
        book["Påmelding"].append(["1.5.2021 10:00", "Kari", "kari@example.org"])
        for tab in ("Refleksjoner", "Samråd", "Fravær"):
            book.remove(book[tab])

    office.edit(mend)
    status, said = office.call("check")
    assert (status, "trenger en person" in said) == (0, False)
    assert "Fanen «Fravær»: finnes ikke" in said


def test_check_warns_of_a_tab_that_the_next_round_would_write_over(office: Office) -> None:
    office.edit(lambda book: book.create_sheet("Koder").append(["Kode til døren", "4711"]))

    def renamed(book: openpyxl.Workbook) -> None:
        book["Koder"].delete_rows(1)
        book["Koder"].append(["Kode", "Navn", "Avmeldt"])

    _, found = office.json("check")
    assert not line(found, "Fanen «Koder»")["ok"] and "annet navn" in line(found, "Fanen «Koder»")["next_step"]
    office.edit(renamed)
    assert "Fanen «Koder»" not in {check["what"] for check in office.json("check")[1]["checks"]}


def test_check_says_that_a_ledger_lies_on_a_network_disk(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = office.config.parent / "mountinfo"
    mounts.write_text(f"27 1 259:1 / / rw - ext4 /dev/sda1 rw\n31 27 0:44 / {office.data} rw - nfs4 filtjener:/eksport rw\n")
    minded = [check for check in office.json("check")[1]["checks"] if check["what"] == "Minne"]
    monkeypatch.setattr(disk, "_MOUNTS", mounts)
    told = [check for check in office.json("check")[1]["checks"] if check["what"] == "Minne"]
    assert told[:-1] == minded and not told[-1]["ok"]
    assert "nettdisk (nfs4)" in told[-1]["detail"] and "SIRKEL_DATA" in told[-1]["next_step"]


def test_check_names_missing_columns_secrets_and_doors_with_what_to_do(office: Office) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        book["Påmelding"]["C1"].value = "Adr"
        book["Møter"]["B1"].value = ""

    office.edit(spoil)
    office.replace("doors.toml", 'kind = "fixed"', 'kind = "zoom"')
    office.replace("doors.toml", 'host = ""                                    # Zoom', 'host = "vert@example.org"  # Zoom')
    status, found = office.json("check")
    wrong = {check["what"]: check for check in found["checks"] if not check["ok"]}
    assert status == 1
    assert "SIRKEL_ZOOM_CLIENT_SECRET" in wrong["Hemmeligheter"]["detail"]
    assert "«E-post» mangler" in wrong["«Påmelding», rad 1"]["detail"]
    assert "«Dato» mangler" in wrong["«Møter», rad 1"]["detail"]
    assert "Rom" in wrong
    assert all(check["next_step"] for check in wrong.values())


def test_check_reminds_of_the_rows_that_are_left_when_the_circle_is_erased(office: Office) -> None:
    office.round()
    context_of(office.ref).doors.ledger.save(CIRCLE, Changes(closed=datetime(2022, 3, 1, tzinfo=UTC), erase=True))
    status, found = office.json("check")
    told = line(found, "Rader")
    assert (status, told["ok"]) == (1, False)
    assert "«Påmelding» (" in told["detail"] and "Slett radene" in told["next_step"] and "sikkerhetskopier" in told["next_step"]

    def emptied(book: openpyxl.Workbook) -> None:
        for tab in ("Påmelding", "Refleksjoner", "Samråd", "Fravær"):
            book[tab].delete_rows(2, book[tab].max_row)

    office.edit(emptied)
    assert line(office.json("check")[1], "Rader")["ok"]


def test_check_finds_a_damaged_ledger_and_does_not_touch_it(office: Office) -> None:
    office.data.mkdir()
    file = office.data / "ledger.db"
    file.write_text("Handleliste: melk\n" * 100)
    status, found = office.json("check")
    assert (status, line(found, str(file))["ok"]) == (1, False)
    assert list(office.data.iterdir()) == [file]


def test_check_misses_the_key_that_the_ledger_was_made_with(office: Office) -> None:
    office.round()
    forget_doors(office.ref)
    (office.data / "key").unlink()
    _, found = office.json("check")
    assert "nye" in line(found, "Nøkkel")["next_step"]
    assert not (office.data / "key").exists()


def test_a_configuration_that_cannot_be_read_is_exit_2_with_all_mistakes(office: Office) -> None:
    office.replace(f"circles/{CIRCLE}.toml", "language =", "langauge =")
    status, _ = office.call("check")
    assert status == 2
    assert "langauge" in office.err


def test_the_report_lies_beside_the_letters_and_its_data_is_json(office: Office) -> None:
    office.round()
    status, found = office.json("report")
    page = Path(found["report"]).read_text(encoding="utf-8")
    assert status == 0
    assert Path(found["report"]) == office.data / CIRCLE / "report.html"
    assert "Spatial Chat" in page
    assert "@" not in page.partition("</style>")[2]
    assert [meeting["number"] for meeting in found["meetings"]] == [1, 2, 3, 4]


def test_the_three_calls_start_without_prefect() -> None:
    code = "import sys, flows.command.circle; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == 0


@pytest.mark.parametrize("call", ["pages", "serve"])
def test_others_are_answered_in_clear_only_where_somebody_says_so(office: Office, call: str) -> None:
    """Where nothing is refused before, the busy port is: so nothing is ever opened here."""
    with socket.create_server(("0.0.0.0", 0)) as busy:
        everybody = (call, "--host", "0.0.0.0", "--port", str(busy.getsockname()[1]))
        assert office.call(*everybody)[0] == 2 and "--in-clear" in office.err
        assert office.call(*everybody, "--in-clear")[0] == 2 and "--in-clear" not in office.err and "--port" in office.err


def test_the_pages_let_go_of_secrets_that_they_do_not_need(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIRKEL_SMTP_PASSWORD", "hemmelig")
    monkeypatch.setenv("SIRKEL_KEY", "0123456789abcdef" * 4)
    with socket.create_server(("127.0.0.1", 0)) as busy:
        assert office.call("pages", "--port", str(busy.getsockname()[1]))[0] == 2
    assert "SIRKEL_SMTP_PASSWORD" not in os.environ and "SIRKEL_KEY" in os.environ
