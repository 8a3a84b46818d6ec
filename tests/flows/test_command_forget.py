"""`forget`: what goes, what stays in the sheet, and that the next rounds don't learn it again (RULES.md «Privacy»)."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from tasks.circle.model.letter_kinds import Kind
from tasks.context import context_of
from tests.flows.office import CIRCLE, Office

SIV = "siv.haugerud@example.org"


def rows_with(book: openpyxl.Workbook, tab: str, value: str) -> list[int]:
    return [number for number, row in enumerate(book[tab].iter_rows(), start=1) if any(str(cell.value).casefold() == value for cell in row)]


def delete_rows(book: openpyxl.Workbook, *tabs: str) -> None:
    for tab in tabs:
        for number in reversed(rows_with(book, tab, SIV)):
            book[tab].delete_rows(number)


def test_forgetting_takes_what_the_ledger_knows_and_says_what_the_sheet_still_holds(office: Office) -> None:
    snapshot, _ = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    status, found = office.json("forget", SIV.upper())
    assert status == 0
    assert found["participant"] == code
    assert found["erased"]["answers"] > 0
    rows = {left["tab"]: left["rows"] for left in found["left"]["sheet"]}
    assert rows["Påmelding"] == [2]
    assert rows["Refleksjoner"][0] == 2
    memory = office.memory()
    assert code not in {vote.person for vote in memory.votes}
    assert code not in {reply.person for reply in memory.replies}
    assert found["waits_for_row"]


def test_the_address_is_never_said_back(office: Office) -> None:
    office.round()
    for arguments in (("forget", SIV), ("forget", SIV), ("forget", "ingen@example.org")):
        _, said = office.call(*arguments)
        assert "@" not in said + office.err


def test_who_is_forgotten_is_not_welcomed_again_while_the_row_is_still_there(office: Office) -> None:
    """R4: silence. Neither the person nor their answers come back with the next rounds."""
    snapshot, letters = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    assert code in {letter.person for letter in letters}
    people = len(office.memory().people)
    office.call("forget", SIV)
    for day in (11, 14, 20):
        _, letters = office.round(datetime(2021, 9, day, 14, 5, tzinfo=UTC))
        assert code not in {letter.person for letter in letters}
    memory = office.memory()
    assert len(memory.people) == people
    assert code not in {reply.person for reply in memory.replies}


def in_codes(office: Office, *wanted: str) -> list[tuple[object, ...]]:
    rows = openpyxl.load_workbook(office.config / "practice.xlsx")["Koder"].iter_rows(values_only=True)
    return [row for row in rows if row[0] in wanted]


def test_the_name_leaves_the_tab_of_codes_at_once(office: Office) -> None:
    snapshot, _ = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    rows = [["Kode", "Navn"], ["D98", "En annen"], [code, "Siv Haugerud"], ["D99", "En til"]]
    office.edit(lambda book: list(map(book.create_sheet("Koder").append, rows)))
    office.json("forget", SIV)
    assert [row[0] for row in in_codes(office, code, "D98", "D99")] == ["D98", "D99"]


def test_a_workbook_that_is_open_keeps_nobody_from_being_forgotten_and_the_row_of_the_code_is_told(office: Office) -> None:
    snapshot, _ = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    office.edit(lambda book: list(map(book.create_sheet("Koder").append, [["Kode", "Navn"], [code, "Siv Haugerud"]])))
    (office.config / ".~lock.practice.xlsx#").touch()
    status, found = office.json("forget", SIV)
    assert (status, found["erased"]["answers"] > 0) == (0, True)
    assert {"tab": "Koder", "rows": [2]} in found["left"]["sheet"]
    assert in_codes(office, code)


def test_the_digest_goes_with_the_row(office: Office) -> None:
    snapshot, _ = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    office.call("forget", SIV)
    office.edit(lambda book: delete_rows(book, "Påmelding"))
    _, letters = office.round(datetime(2021, 9, 11, 6, 5, tzinfo=UTC))
    known = next(person for person in office.memory().people if person.code == code)
    assert (known.digest, known.row_digest) == ("", "")
    assert code not in {letter.person for letter in letters}
    assert office.call("forget", SIV)[0] == 1


def test_who_has_no_row_any_more_is_forgotten_at_once_and_may_come_back_as_new(office: Office) -> None:
    office.round()
    office.edit(lambda book: delete_rows(book, "Påmelding", "Refleksjoner", "Samråd", "Fravær"))
    status, found = office.json("forget", SIV)
    assert (status, found["erased"]["digest"], found["left"]["sheet"]) == (0, True, [])
    office.edit(lambda book: book["Påmelding"].append(["10.9.2021 12:00", "Siv", SIV]))
    _, letters = office.round(datetime(2021, 9, 12, 6, 5, tzinfo=UTC))
    assert [letter.kind for letter in letters if letter.kind is Kind.WELCOME] == [Kind.WELCOME]


def test_an_unknown_address_and_a_facilitators_change_nothing(office: Office) -> None:
    office.round()
    before = office.memory()
    assert office.call("forget", "ingen@example.org")[0] == 1
    assert office.call("forget", "anders.bergkvist@example.org")[0] == 1
    assert "[[facilitators]]" in office.err
    assert office.memory() == before


def test_forgetting_waits_for_a_round_at_work(office: Office) -> None:
    office.round()
    with context_of(office.ref).doors.ledger.lease(CIRCLE, "another", datetime.now(UTC), 30):
        assert office.call("forget", SIV)[0] == 3
    assert office.memory().replies


def test_the_address_may_be_typed_where_nobody_sees_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in a call stands in the shell's history too."""
    snapshot, _ = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{SIV}\n"))
    status, found = office.json("forget")
    assert (status, found["participant"]) == (0, code)


def test_the_code_is_enough_and_finds_the_rows_by_itself(office: Office) -> None:
    snapshot, _ = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    status, found = office.json("forget", code.lower())
    assert (status, found["participant"]) == (0, code)
    assert {left["tab"]: left["rows"] for left in found["left"]["sheet"]}["Påmelding"] == [2]
    assert office.json("forget", "D999")[0] == 1 and office.call("forget", "ikke noe")[0] == 2


def test_letters_of_a_code_that_begins_alike_are_not_counted(office: Office) -> None:
    snapshot, _ = office.round()
    code = next(person.code for person in snapshot.roster.people if person.address == SIV)
    outbox = context_of(office.ref).doors.outbox
    outbox.mkdir(parents=True, exist_ok=True)
    own = len(list(outbox.glob(f"*_{code}.eml")))
    for name in (
        f"2021-09-14_0805_reminder_04_{code}0.eml",
        f"2021-09-14_0805_reminder_04_{code}5-2.eml",
        f"2021-09-14_0805_reminder_04_{code}-2.eml",
    ):
        (outbox / name).write_bytes(b"")
    _, found = office.json("forget", SIV)
    assert found["left"]["letters"] == own + 1
