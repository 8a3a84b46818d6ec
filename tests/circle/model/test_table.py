"""Tabs by their headers (RULES.md «Sheet») and text from strangers (RULES.md «Privacy»): `head-*`, `blank-rows`, `nul-name`, `long-name`."""

from dataclasses import replace

import pytest

from tasks.circle.model.errors import Stop
from tasks.circle.model.records import Memory
from tasks.circle.model.table import Column, Tab, clean, is_blank, letter_of, normal, read_rows
from tasks.circle.model.tabs import MEETINGS
from tasks.circle.snapshot import Values
from tests.circle.people_of_the_circle import KARI, MEETING_HEAD, SIGN_UP_HEAD, local, meeting, remembered, see, sheet, told

NAME = Column("name", "Navn", ("Namn", "Name"), needed=True)
TAB = Tab("Fane", (NAME, Column("address", "E-post", ("Epost",), needed=True), Column("wish", "Ønske")))


def problems_of(values: Values) -> str:
    with pytest.raises(Stop) as stop:
        see(values)
    return str(stop.value)


@pytest.mark.parametrize("header", [" E-POST ", "e-post:", "Epost", "E\u2011post", "e‐post", "E - post", "E-post *", "\ufeffE-post"])
def test_a_header_is_known_whatever_its_case_blanks_and_hyphens(header: str) -> None:
    """head-spaces: accepted silently."""
    rows = read_rows(TAB, [("Navn", header), ("Kari", "kari@example.org")])
    assert rows[0].text("address") == "kari@example.org"


def test_a_header_in_another_unicode_form_is_the_same() -> None:
    rows = read_rows(TAB, [("Navn", "Epost", "O\u0308nske", "Ønske"), ("Kari", "k@example.org", "nei", "ja")])
    assert rows[0].text("wish") == "ja"
    assert normal("A\u030apent") == normal("Åpent")


def test_columns_are_found_by_name_and_never_by_position() -> None:
    rows = read_rows(TAB, [("Epost", "Annet", "Namn"), ("k@example.org", "?", "Kari")])
    assert (rows[0].text("name"), rows[0].text("address"), rows[0].where("name")) == ("Kari", "k@example.org", "«Fane», celle C2")


def test_a_missing_header_names_the_tab_the_column_and_the_headers_found() -> None:
    """head-missing."""
    said = problems_of({**sheet(), "Påmelding": [("Tidsmerke", "Navn", "Mail adr"), KARI]})
    assert "«Påmelding», rad 1" in said
    assert "«E-post» mangler" in said
    assert "«Tidsmerke», «Navn», «Mail adr»" in said


def test_a_doubled_header_names_both_cells() -> None:
    """head-twice."""
    head = ("Navn", "E-post", "Tidsmerke", "Språk", "Epost")
    row = ("Kari", "kari@example.org", "", "", "en.annen@example.org")
    assert "«Påmelding», B1 og E1" in problems_of({**sheet(), "Påmelding": [head, row]})
    assert "«Møter», B1 og C1" in problems_of({**sheet(), "Møter": [("Nr", "Dato", "Dato", "Fokus"), (1, "", "11.5.2021", "")]})


def test_a_question_that_a_form_asks_anew_is_two_columns_and_both_are_read() -> None:
    """Microsoft Forms calls the second «E-post2», and writes «anonymous» as the address of who doesn't log in."""
    head = ("Fullføringstidspunkt", "E-postadresse", "Navn", "Navn2", "E-post2")
    rows = ("1.5.2021 10.00", "anonymous", "", "Kari Nordmann", "kari@example.org"), ("2.5.2021 10.00", "ola@example.org", "Ola Hansen", "", "")
    snapshot = see({**sheet(), "Påmelding": [head, *rows, ("3.5.2021 10.00", "anonymous", "Per Li", "", "")]})
    assert [(each.name, each.address) for each in snapshot.roster.people if each.participant] == [
        ("Kari Nordmann", "kari@example.org"),
        ("Ola Hansen", "ola@example.org"),
    ]
    assert "«Påmelding», celle B4" in told(snapshot)


@pytest.mark.parametrize("header", ["Avmeldt (ja)", "Avmeldt/merknad", "Avmeldt: skriv ja", "Avmedlt", "Avmeld", "Avmeldtt", "Avmeldt – dato"])
def test_a_header_near_a_known_one_is_read_and_told(header: str) -> None:
    head = tuple(header if each == "Avmeldt" else each for each in SIGN_UP_HEAD)
    snapshot = see({**sheet(), "Påmelding": [head, (*KARI, "", "", "", "ja")]})
    assert [person.known.left is not None for person in snapshot.roster.people if person.participant] in ([], [True])
    assert f"«Påmelding», celle G1: Overskriften «{header}» er lest som «Avmeldt»" in told(snapshot)


@pytest.mark.parametrize(("headers", "read"), [
    (["Status", "Status (vår)"], "Status"), (["Status (vår)", "Status (deres)"], ""), (["Statusrapport"], ""), (["Stat"], ""), (["Statsu"], "Statsu"),
])  # fmt: skip
def test_only_one_near_header_is_read_and_none_beside_the_right_one(headers: list[str], read: str) -> None:
    places = MEETINGS.places(["Nr", "Dato", "Fokusområde", *headers])
    assert places.get("status") == ([3 + headers.index(read)] if read else None)


def test_a_column_that_an_earlier_round_had_is_missed() -> None:
    """«Avmeldt» and «Status» are never ignored in silence: the round stops, unless somebody confirms it; others are told."""
    first = see()
    memory = remembered(Memory(), first.changes, local("2021-05-05"))
    for tab, old in (("Påmelding", "Avmeldt"), ("Møter", "Status"), ("Møter", "Start"), ("Fravær", "")):
        rows = sheet()[tab]
        values = {**sheet(), tab: [tuple("Gått ut" if each == old else each for each in rows[0]), *rows[1:]]}
        if not old:
            assert not see(values, memory).changes.notices
            continue
        with pytest.raises(Stop) as stop:
            see(values, memory)
        assert f"«{tab}», rad 1: Kolonnen «{old}» er borte." in str(stop.value) and "«Gått ut»" in str(stop.value)
        let_go = see(values, memory, confirmed=True).changes.notices
        assert len(let_go) == 1 and not see(values, replace(memory, notices={**memory.notices, **let_go})).problems
    head = tuple("Våre ønsker" if "lære" in each else each for each in SIGN_UP_HEAD)
    assert "Kolonnen «Hva ønsker du å lære?» er borte" in told(see({**sheet(), "Påmelding": [head, KARI]}, memory))


def test_all_wrong_headers_of_all_tabs_are_said_at_once() -> None:
    values: Values = {**sheet(), "Påmelding": [("Navn",)], "Møter": [("Nr", "Når", "Fokus")], "Fravær": [("Møte", "Person"), (1, "D01")]}
    said = problems_of(values)
    assert all(part in said for part in ("«E-post» mangler", "«Dato» mangler", "«Kommer» mangler"))


def test_a_missing_tab_of_people_is_said_and_a_missing_form_tab_is_no_fault() -> None:
    values = {tab: rows for tab, rows in sheet().items() if tab in ("Påmelding", "Møter")}
    assert not see(values).problems
    assert "«Møter» mangler" in problems_of({"Påmelding": [SIGN_UP_HEAD]})


def test_an_empty_form_tab_is_no_fault() -> None:
    assert not see({**sheet(), "Fravær": [], "Samråd": [(None, "")]}).problems
    assert is_blank([(None, ""), ("  ",)])


def test_blank_rows_and_rows_of_unticked_boxes_are_passed_over() -> None:
    """blank-rows."""
    snapshot = see(sheet(people=[(), (None, "", "  "), KARI, (None, None, None, None, None, None, False)]))
    assert [person.name for person in snapshot.roster.people if person.participant] == ["Kari Nordmann"]
    assert not snapshot.problems


def test_a_note_alone_is_no_meeting() -> None:
    snapshot = see({**sheet(), "Møter": [MEETING_HEAD, ("", "", "", "", "", "", "", "", "husk kaffe"), (1, "11.5.2021")]})
    assert meeting(snapshot, 1)
    assert not told(snapshot)


def test_control_characters_go_and_letters_of_the_world_stay() -> None:
    """crlf-name and nul-name."""
    assert clean("Ola\r\nBcc: evil@example.org") == "Ola Bcc: evil@example.org"
    assert clean("O\x00l\u202ea\x07 \ud800Hansen") == "Ola Hansen"
    assert clean("سلام 👩‍👩‍👧 Åse") == "سلام 👩‍👩‍👧 Åse"


def test_a_text_of_a_megabyte_is_cut() -> None:
    """long-name."""
    assert len(clean("a" * 1_000_000, 120)) == 120
    assert clean("a" * 1_000_000, 120).endswith("…")


def test_text_that_looks_like_a_formula_or_html_stays_text() -> None:
    """formula and html-name: doors and letters quote it, the rooms keep it."""
    for text in ('=HYPERLINK("http://example.org")', "+1+1", "@SUM", "-2", "<script>&"):
        assert clean(text) == text


def test_whole_numbers_are_shown_without_decimals() -> None:
    assert (clean(4.0), clean(4.5), clean(None)) == ("4", "4.5", "")


def test_columns_have_the_sheets_letters() -> None:
    assert [letter_of(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
