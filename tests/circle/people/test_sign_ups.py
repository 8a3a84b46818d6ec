"""Rows of «Påmelding» (R1, R3, RULES.md «People»); bad input of the row level."""

import pytest

from tasks.circle.people.roster import Person
from tasks.circle.snapshot import Snapshot
from tests.circle.people_of_the_circle import KARI, OLA, PER, ÅSE, local, see, sheet, told

BAD = ["ola at example.org", "x@y@z.no", "a b@c.no", "@c.no", "a@", "ola", "ola@example..org", "a@b\x00@c"]
NO_GREETING = ["https://evil.example/vinn-1000kr x", "WWW.evil.example", "x@evil.example", "hxxp:／／evil", "a\\evil", "ww\u2060w.evil", "e" * 120]
USABLE = ["åse@example.org", "post@blåbær.no", "mailto:kari@example.org", "<kari@example.org>", "kari@example.org;"]


def participants(snapshot: Snapshot) -> list[Person]:
    return [person for person in snapshot.roster.people if person.participant]


def test_a_row_with_a_usable_address_is_a_participant() -> None:
    """R1."""
    assert [person.address for person in participants(see())] == ["kari@example.org", "ola@example.org", "åse@example.org"]


def test_a_row_without_address_is_a_problem_and_stops_nobody_else() -> None:
    """R3, mail-none."""
    snapshot = see(sheet(people=[KARI, ("2.5.2021", "Ola", ""), ÅSE]))
    assert "«Påmelding», celle C3: E-postadressen mangler." in told(snapshot)
    assert [person.name for person in participants(snapshot)] == ["Kari Nordmann", "Åse Ødegård"]


@pytest.mark.parametrize("address", BAD)
def test_a_bad_address_is_a_problem_that_names_the_cell_and_not_the_address(address: str) -> None:
    """R3, mail-bad; a problem never carries an address."""
    snapshot = see(sheet(people=[KARI, ("2.5.2021", "Ola", address)]))
    assert "«Påmelding», celle C3: E-postadressen kan ikke brukes." in told(snapshot)
    assert address not in told(snapshot)
    assert "Ola" not in told(snapshot)
    assert len(participants(snapshot)) == 1


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("a@example.org, b@example.org", "flere adresser"), ("a@example.org b@example.org", "flere adresser"),
        ("a@example.org og b@example.org", "flere adresser"), ("a@example.org <b@example.org>", "flere adresser"),
        ("frida.example.org", "mangler «@»"), ("Frida Ås", "mangler «@»"), ("frida@@example.org", "flere «@»"), ("@example.org", "foran «@»"),
        ("frida@", "etter «@»"), ("frida @example.org", "mellomrom"), ("frida@example.org (jobb)", "mellomrom"), ("frida@example,org", "komma"),
        ("frida@example", "slutten"), ("frida@example..org", "punktum for mye"), ("frida.@example.org", "punktum for mye"),
        ("frida@exa_mple.org", "et tegn"), ("frida@skole.test", "slutter på «.test»"), ("frida@maskin.LOCALHOST", "slutter på «.localhost»"),
        ("frida@sted.invalid", "slutter på «.invalid»"), ("frida@skriver.local", "slutter på «.local»"),
        ("a" * 300 + "@example.org", "for lang"),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_used_says_what_is_wrong_with_it(typed: str, flaw: str) -> None:
    """R27."""
    snapshot = see(sheet(people=[KARI, ("2.5.2021", "Ola", typed)]))
    assert flaw in next(problem.what for problem in snapshot.problems if problem.where == "«Påmelding», celle C3")
    assert len(participants(snapshot)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "Frida Ås <frida@example.org>", '"Ås, Frida" <frida@example.org>;', "frida@example.org <Frida@example.org>", "<mailto:frida@example.org>",
        "frida@example.org.", "Frida <frida@example.org>,",
    ],
)  # fmt: skip
def test_an_address_as_a_mail_program_copies_it_is_used(typed: str) -> None:
    """R27."""
    assert [each.address.casefold() for each in participants(see(sheet(people=[("1.5.2021", "Frida", typed)])))] == ["frida@example.org"]


def test_the_same_address_in_another_case_is_one_person_and_the_row_is_said() -> None:
    """R1, dup-mail: earliest sign-up time, latest other values."""
    snapshot = see(sheet(people=[KARI, OLA, ("3.5.2021 12.00", "Kari N.", "KARI@Example.ORG", "", "nn")]))
    kari = participants(snapshot)[0]
    assert (kari.name, kari.language, kari.known.joined) == ("Kari N.", "nn", local("2021-05-01", "10:00"))
    assert len(participants(snapshot)) == 2
    assert "«Påmelding», rad 2: Adressen er den samme som i rad 4." in told(snapshot)


def test_of_two_rows_with_one_stamp_the_lower_one_decides() -> None:
    """RULES.md «People»: the latest Tidsmerke, then the lower row."""
    rows = [("1.5.2021", "Øverst", "kari@example.org"), ("1.5.2021", "Nederst", "kari@example.org")]
    assert participants(see(sheet(people=rows)))[0].name == "Nederst"


def test_the_row_with_the_latest_stamp_decides_wherever_it_stands() -> None:
    rows = [("4.5.2021", "Ny", "kari@example.org"), ("1.5.2021", "Gammel", "kari@example.org", "", "", "", "ja")]
    assert [person.name for person in participants(see(sheet(people=rows)))] == ["Ny"]


def test_a_later_row_of_a_withdrawn_person_brings_them_back_without_a_word() -> None:
    """RULES.md «People»: the latest row decides, also whether withdrawn; two rows have a reason then."""
    snapshot = see(sheet(people=[("", "Kari", "kari@example.org", "", "", "", "x"), ("4.5.2021", "Kari", "kari@example.org")]))
    assert len(participants(snapshot)) == 1
    assert not snapshot.problems


def test_what_the_latest_row_leaves_empty_is_taken_from_the_earlier() -> None:
    rows = [("1.5.2021", "Kari", "kari@example.org", "Nav", "", "Miro"), ("2.5.2021", "", "kari@example.org")]
    kari = participants(see(sheet(people=rows)))[0]
    assert (kari.name, kari.wish) == ("Kari", "Miro")


def test_one_name_with_two_addresses_is_two_people() -> None:
    """dup-name."""
    rows = [("1.5.2021", "Kari", "kari@example.org"), ("1.5.2021", "Kari", "kari@example.net")]
    assert len(participants(see(sheet(people=rows)))) == 2


@pytest.mark.parametrize("address", USABLE)
def test_an_address_with_norwegian_letters_or_as_pasted_is_used(address: str) -> None:
    """mail-utf8."""
    assert len(participants(see(sheet(people=[("1.5.2021", "Kari", address)])))) == 1


def test_a_domain_in_its_two_spellings_is_one_address() -> None:
    """mail-utf8."""
    rows = [("1.5.2021", "Kari", "post@blåbær.no"), ("2.5.2021", "Kari", "post@xn--blbr-roah.no")]
    assert len(participants(see(sheet(people=rows)))) == 1


def test_without_a_stamp_the_time_the_row_was_first_seen_counts() -> None:
    """RULES.md «People»: no Tidsmerke."""
    assert participants(see(sheet(people=[("", "Kari", "kari@example.org")])))[0].known.joined == local("2021-05-05")


@pytest.mark.parametrize(("stamp", "said"), [("1.6.2021", "ligger i framtiden"), ("i går", "kan ikke leses"), ("31.2.2021", "kan ikke leses")])
def test_a_stamp_that_cannot_be_is_a_problem_and_the_person_takes_part(stamp: str, said: str) -> None:
    """RULES.md «People»: a stamp in the future; R3."""
    snapshot = see(sheet(people=[(stamp, "Kari", "kari@example.org"), OLA]))
    assert f"«Påmelding», celle A2: Tidsmerket {said}" in told(snapshot)
    assert {person.known.joined for person in participants(snapshot)} == {local("2021-05-05"), local("2021-05-02", "10:00")}


@pytest.mark.parametrize(("typed", "language"), [("nn", "nn"), ("Nynorsk", "nn"), ("EN", "en"), ("Bokmål", "nb"), ("", "nb"), ("tysk", "nb")])
def test_the_language_is_the_persons_else_the_circles(typed: str, language: str) -> None:
    snapshot = see(sheet(people=[("1.5.2021", "Kari", "kari@example.org", "", typed)]))
    assert participants(snapshot)[0].language == language
    assert bool(snapshot.problems) == (typed == "tysk")


@pytest.mark.parametrize("typed", [True, "ja", "x", "1.4.2021", "Avmeldt"])
def test_a_withdrawn_row_is_no_participant(typed: bool | str) -> None:
    """R4."""
    assert [p.name for p in participants(see(sheet(people=[(*KARI, "", "", "", typed), OLA])))] == ["Ola Hansen"]


def test_an_unclear_withdrawal_is_a_problem() -> None:
    """R3: a word nobody can read must not quietly keep somebody on the list."""
    snapshot = see(sheet(people=[(*KARI, "", "", "", "kanskje"), OLA]))
    assert "«Påmelding», celle G2: «Avmeldt» kan ikke leses." in told(snapshot) and "Skriv «ja»" in told(snapshot)
    assert len(participants(snapshot)) == 2


def test_a_name_of_a_megabyte_is_cut_with_a_word() -> None:
    """long-name."""
    snapshot = see(sheet(people=[("1.5.2021", "Ola " * 300_000, "ola@example.org")]))
    assert "«Påmelding», celle B2: Navnet er svært langt: Bare begynnelsen er brukt (120 tegn)" in told(snapshot)
    assert len(participants(snapshot)[0].name) in (119, 120)


@pytest.mark.parametrize("name", NO_GREETING)
def test_a_name_that_a_mail_makes_a_link_of_names_the_cell_and_greets_nobody(name: str) -> None:
    """R34: the person takes part, and the letters greet without the name."""
    snapshot = see(sheet(people=[("1.5.2021", name, "ola@example.org"), KARI]))
    assert "«Påmelding», celle B2: Navnet ser ut som en lenke" in told(snapshot) and "evil" not in told(snapshot)
    assert [person.name for person in participants(snapshot)] == ["", "Kari Nordmann"]


@pytest.mark.parametrize(("name", "shown"), [("Ka\u200eri\u00ad Nord\u2063mann", "Kari Nordmann"), ("پری\u200cسا", "پری\u200cسا"), ("\u200d", "")])
def test_signs_that_nobody_sees_are_taken_out_of_a_name_but_joiners(name: str, shown: str) -> None:
    assert participants(see(sheet(people=[("1.5.2021", name, "ola@example.org")])))[0].name == shown


def test_a_name_with_line_breaks_and_controls_is_harmless() -> None:
    """crlf-name, nul-name."""
    snapshot = see(sheet(people=[("1.5.2021", "Ola\r\nBcc: evil\x00\u202e\u200e\u2060", "ola@example.org")]))
    assert participants(snapshot)[0].name == "Ola Bcc: evil"


def test_codes_follow_the_order_of_sign_up_and_not_of_the_rows() -> None:
    """A sorted sheet changes nobody's code."""
    names = {person.code: person.name for person in see(sheet(people=[PER, ÅSE, KARI, OLA])).roster.people}
    assert [names[f"D0{number}"] for number in (1, 2, 3, 4)] == [KARI[1], OLA[1], ÅSE[1], PER[1]]


@pytest.mark.parametrize(("now", "said"), [("08:04", "ligger i framtiden"), ("08:05", "")])
def test_a_stamp_may_be_now_and_no_later(now: str, said: str) -> None:
    found = told(see(sheet(people=[("5.5.2021 08.05", "Kari", "kari@example.org")]), now=local("2021-05-05", now)))
    assert said in found and bool(found) == bool(said)
