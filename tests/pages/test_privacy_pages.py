"""What is kept, told by the circle's own facts, and all about oneself, as a page and a file (GDPR art. 13, 15, 20)."""

import time
import tomllib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tasks import clock
from tasks.admin.forget import forget
from tasks.circle.model.attending import AttendanceReply, Attended, Vote
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.letter_kinds import KINDS
from tasks.circle.model.links import Purpose, who_for
from tasks.circle.model.records import Changes, Reply
from tasks.context import context_of
from tasks.pages.circle_site import LOOKS_EVERY
from tasks.pages.limits import opened_mark
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, NOW, PROPOSALS, SEPTEMBER, Served


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_who_is_responsible_and_only_the_doors_in_use(site: Served, language: str) -> None:
    text = site.get(f"/{CIRCLE}/personvern?sprak={language}").text
    assert "datatilsynet.no" in text and "{" not in text.partition("<main")[2].partition("</main")[0]
    assert "Google" not in text and "IMAP" not in text
    assert f"/{CIRCLE}/personvern" in site.get(f"/{CIRCLE}/paamelding?sprak={language}").text.replace("../", "/").replace("./", "/")


def test_it_changes_with_the_circles_file(site: Served) -> None:
    assert "ikke oppgitt hvem som er ansvarlig" in site.get(f"/{CIRCLE}/personvern").text
    site.office.replace(f"circles/{CIRCLE}.toml", 'responsible = ""', 'responsible = "Ansvarlig AS"')
    site.office.replace(f"circles/{CIRCLE}.toml", "erase_months = 6", "erase_months = 3")
    site.office.replace(f"circles/{CIRCLE}.toml", 'contact = ""', 'contact = ""\ndata_protection_officer = "Olga Ombud"')
    time.sleep(LOOKS_EVERY)  # the pages look at the files so often
    text = site.get(f"/{CIRCLE}/personvern").text
    assert "Ansvarlig AS er ansvarlig" in text and "3 måneder etter" in text and "31. mars 2022" in text
    assert "Personvernombudet er Olga Ombud." in text and "avtalen tjenesten har" not in text


def test_all_about_oneself_is_there_as_page_and_file_and_nobody_elses(site: Served) -> None:
    own = Reply("D01", SEPTEMBER, "need", "Mitt eget svar om lyd", NOW)
    vote = Vote("D01", COMING, PROPOSALS[:2], (), NOW)
    others = Reply("D02", SEPTEMBER, "need", "En annens svar", NOW)
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(own_replies=(own, others), own_votes=(vote,)))
    link = site.links("D01").me
    page, file = site.get(f"{link}/alt").text, site.get(f"{link}/alt.json")
    assert "attachment" in file.headers["content-disposition"] and file.headers["cache-control"] == "no-store"
    told = file.json()
    assert told["sign_up"][0]["address"].endswith("@example.org") and told["sign_up"][0]["name"] in page
    assert {"meeting": SEPTEMBER, "question": "need", "text": own.text, "at": NOW.isoformat()} in told["answers"]
    assert told["votes"][-1]["proposals"] == [PROPOSALS[0], "Nytt tema nr. 2"]  # nobody has said yes to that one (R41)
    assert PROPOSALS[1] not in page
    assert told["letters"] and told["membership"][0]["code"] == "D01"
    assert own.text in page and KINDS[told["letters"][0]["kind"]].facts.names["nb"] in page
    assert others.text not in page + file.text and "D02" not in page + file.text


@pytest.mark.parametrize("purpose", [Purpose.OLD, Purpose.LEAVE, Purpose.FEED, Purpose.FACILITATOR])
def test_no_other_link_opens_it(site: Served, purpose: Purpose) -> None:
    who = who_for(context_of(site.ref).keys, CIRCLE, site.known("D01"), purpose)
    for end in ("alt", "alt.json"):
        assert site.get(f"/{CIRCLE}/min/{who}/{end}").status_code == 404


def test_what_was_said_from_an_earlier_address_is_held_back_here_too(site: Served) -> None:
    """R29."""
    own = Reply("D01", SEPTEMBER, "need", "Sagt fra den gamle adressen", NOW)
    known = replace(site.known("D01"), answers_from=datetime(2021, 9, 16, tzinfo=UTC))
    comes, was = AttendanceReply("D01", SEPTEMBER, False, NOW), Attended("D01", SEPTEMBER, 44)
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(own_replies=(own,), people=(known,), attendance_replies=(comes,), attended=(was,)))
    with clock.set_to(NOW):
        told = site.get(f"{site.links('D01').me}/alt.json")
    assert own.text not in told.text and "DECLINED" not in told.text
    assert (told.json()["was_there"], told.json()["letters"], told.json()["coming"]) == ([], [], [])


def test_what_people_said_yes_to_is_kept_word_for_word_and_goes_with_them(site: Served) -> None:
    """GDPR art. 7: when, and to what text; the click that confirms is the yes."""
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    form = {"name": "Eva Berg", "address": "eva.berg@example.org", "language": "nn", "consent": "yes", "opened": mark}
    form["language"] = "nb"  # of the letters; the page was read in Nynorsk
    assert site.post(f"/{CIRCLE}/paamelding?sprak=nn", form).status_code == 303
    assert site.memory().consents == ()
    site.confirm()
    [said] = site.memory().consents
    words = tomllib.loads((site.office.config / "pages" / "nn.toml").read_text("utf-8"))["sign_up"]
    assert (said.language, said.at) == ("nn", NOW) and said.text.startswith(words["consent"]) and "6 månader" in said.text
    assert "eva" not in str(said).casefold()
    known = replace(site.known("D01"), digest=said.digest)
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(people=(known,)))
    assert site.memory().consents == (said,)
    context_of(site.ref).doors.ledger.forget(CIRCLE, "D01")
    assert site.memory().consents == ()


def test_who_has_only_confirmed_is_forgotten_with_the_consent(site: Served) -> None:
    mark = opened_mark(context_of(site.ref).keys, time.time() - 5)
    form = {"name": "Eva Berg", "address": "eva.berg@example.org", "language": "nb", "consent": "yes", "opened": mark}
    site.post(f"/{CIRCLE}/paamelding", form)
    site.confirm()
    assert len(site.memory().consents) == 1
    assert forget(site.ref, "eva.berg@example.org", NOW).asked == 1
    assert site.memory().consents == () and site.memory().pending_sign_ups == ()
