"""When rounds run (RULES.md «Flows»), what `--at` may say, and what the ledger and links know people by (RULES.md «Ledger», «Privacy»)."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from tasks.circle.acts import ALL, DAILY, acts_at, fixed_times, typed_instant, wakes
from tasks.circle.model.links import Keys, Links, Pages, Purpose, form_mark, links_for, who_for
from tasks.circle.model.records import Meeting, PersonRecord
from tests.circle.people_of_the_circle import KEYS, OSLO, local

NOW = local("2021-05-05")
KARI = PersonRecord("D01", KEYS.digest("kari@example.org"))
PLAIN = Meeting(1, "", local("2021-05-11", "09:15"), local("2021-05-11", "11:30"))


def test_a_round_runs_ten_minutes_before_each_meeting_and_at_its_end() -> None:
    """RULES.md «Flows»."""
    assert wakes([PLAIN], NOW) == (local("2021-05-11", "09:05"), local("2021-05-11", "11:30"))
    assert wakes([PLAIN], local("2021-05-11", "09:05")) == (local("2021-05-11", "11:30"),)
    assert wakes([replace(PLAIN, cancelled=True)], NOW) == ()


def test_three_rounds_a_day_keep_their_clock_through_the_change_to_winter_time() -> None:
    found = list(fixed_times(date(2021, 10, 30), date(2021, 10, 31), OSLO))
    assert [moment.astimezone(OSLO).strftime("%d %H.%M") for moment in found] == [
        "30 08.05", "30 12.05", "30 16.05", "31 08.05", "31 12.05", "31 16.05"]  # fmt: skip
    assert [moment.hour for moment in found] == [6, 10, 14, 7, 11, 15]


def test_the_first_round_of_a_month_is_the_monthly_one() -> None:
    assert acts_at(local("2021-10-01", "08:05"), OSLO) == ALL
    assert acts_at(local("2021-10-01", "12:05"), OSLO) == DAILY
    assert acts_at(local("2021-10-02", "08:05"), OSLO) == DAILY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2021-06-01", local("2021-06-01", "00:00")), ("2021-06-01T08:05", local("2021-06-01")), ("", NOW), ("  ", NOW),
        ("2021-06-01T06:05Z", local("2021-06-01")), (" 2021-12-01T08:05+01:00 ", local("2021-12-01")),
    ],
)  # fmt: skip
def test_a_time_without_zone_is_the_circles(typed: str, meant: object) -> None:
    assert typed_instant(typed, OSLO, NOW) == meant


@pytest.mark.parametrize("typed", ["i morgen", "2021-13-01", "1.6.2021", "0001-01-01"])
def test_what_is_no_iso_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        typed_instant(typed, OSLO, NOW)


def test_another_installation_knows_people_by_other_digests() -> None:
    """RULES.md «Ledger»: a keyed digest says nothing without the key."""
    other = Keys(b"another")
    assert KEYS.digest("kari@example.org") == Keys(KEYS.key).digest("kari@example.org")
    assert KEYS.digest("kari@example.org") != other.digest("kari@example.org")
    assert "kari" not in KEYS.digest("kari@example.org")


def test_a_token_has_128_bits_and_is_of_one_circle_person_purpose_meeting_and_installation() -> None:
    """RULES.md «Privacy»."""
    about = [(circle, digest, purpose, meeting) for circle in "ab" for digest in ("kari", "ola") for purpose in Purpose for meeting in (0, 1)]
    tokens = {KEYS.token(*each) for each in about} | {Keys(b"another").token("a", "kari")}
    assert len(tokens) == 4 * (len(Purpose) + 1) + 1, "only those about a meeting are of one"
    assert {len(token) for token in tokens} == {22}


def test_the_name_of_a_letter_is_signed_and_no_other_bears_its_mark() -> None:
    name = KEYS.signed("invitation.a.1.D01.1")
    assert len(name) == len("invitation.a.1.D01.1.") + 20
    said = {f"<{each}@b>": KEYS.is_signed(f"<{each}@b>") for each in (name, "invitation.a.1.D01.1", name[:-1], name.replace("D01", "D02"), "", "å")}
    assert list(said.values()) == [True, False, False, False, False, False]
    assert not Keys(b"another").is_signed(f"<{name}@b>")


def test_a_token_finds_whose_it_is_whatever_their_code_and_nobody_without_an_address() -> None:
    token = KEYS.token("a", "kari")
    assert [KEYS.owner("a", token, each) for each in ({"D01": "ola", "D02": "kari"}, {"D07": "kari"})] == ["D02", "D07"]
    assert [KEYS.owner("a", token, {"D01": "ola"}), KEYS.owner("b", token, {"D02": "kari"}), KEYS.owner("a", "", {"D02": "kari"})] == [""] * 3
    assert KEYS.owner("a", KEYS.token("a", ""), {"D03": ""}) == "", "two who were forgotten are not one"


def test_the_key_is_never_shown() -> None:
    assert "installation" not in repr(KEYS)


def test_links_carry_the_code_and_the_token_and_no_name() -> None:
    links = links_for(Pages("https://sirkel.example.org/"), "moteplasser", KARI, KEYS, 2)
    who = partial(who_for, KEYS, "moteplasser", KARI)
    assert links.answer == f"https://sirkel.example.org/moteplasser/svar/2/{who(Purpose.MEETING, 2)}"
    assert links.feed == f"https://sirkel.example.org/moteplasser/kalender/{who(Purpose.FEED)}.ics"
    secrets = {link.rpartition("/")[2] for link in (links.answer, links.feed, links.me, links.unsubscribe)}
    assert len(secrets) == 4 and links.answer.rpartition("/")[2] == links.absence.rpartition("/")[2] == links.consultation.rpartition("/")[2]
    assert links.page == "https://sirkel.example.org/moteplasser"


def test_links_about_a_meeting_need_one_and_without_pages_there_are_none() -> None:
    assert links_for(Pages("https://sirkel.example.org"), "a", KARI, KEYS).answer == ""
    assert links_for(Pages(""), "a", KARI, KEYS, 2) == Links()


def test_a_form_elsewhere_takes_the_place_of_the_page_and_knows_who_and_which_meeting() -> None:
    pages = Pages("https://sirkel.example.org", answer_form="https://forms.example.org/f?a={participant}&b={meeting}")
    links = links_for(pages, "a", KARI, KEYS, 2)
    assert links.answer == f"https://forms.example.org/f?a=D01-{form_mark(KARI, KEYS.digest)}&b=2"
    assert links.absence.startswith("https://sirkel.example.org/a/fravaer/2/")
    assert links_for(pages, "a", KARI, KEYS).answer == ""
