"""The links in letters that 0.1.0 sent: they open today, and what somebody does by one of them counts."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.keepsake.home import CIRCLE, Home, path_of
from tests.keepsake.outside import Outside, oslo, standing_in
from tests.keepsake.unpacking import told, unpacked
from tests.prefect_server import its_environment
from tests.reading_mail import letter_of, plain_text

#: Between the last round and the next: when somebody opens an old letter.
MEANWHILE = "2049-10-26T12:00:00"
#: The pages that a link of one's own leads to, by their word in its path.
OWN = {"svar", "fravaer", "samraad", "min", "avmeld", "kalender"}


@dataclass
class Old:
    home: Home
    outside: Outside
    #: Paths of all links that any letter carried, or a page that a letter led to.
    links: list[str]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    kept = told("sqlite")
    with standing_in(kept["last"]) as outside:
        links = {path_of(link) for each in kept["letters"] for link in each["links"]} | {path_of(link) for link in kept["feeds"]}
        yield Old(unpacked("sqlite", tmp_path, outside), outside, sorted(links))


def test_every_link_of_every_letter_opens(old: Old) -> None:
    own = {link.split("/")[2] for link in old.links if link.count("/") > 1}
    assert own == OWN
    with old.home.pages() as client:
        opened = {link: client.get(link) for link in old.links}
        refused = client.get(old.links[-1][:-1])
    assert {link: answer.status_code for link, answer in opened.items() if answer.status_code != 200} == {}
    assert refused.status_code == 404, "a link that nobody was given"
    feeds = [answer for link, answer in opened.items() if "/kalender/" in link]
    assert all(answer.headers["content-type"].startswith("text/calendar") for answer in feeds)
    assert any("BEGIN:VEVENT" in answer.text for answer in feeds)


def links_of(old: Old, name: str) -> dict[str, str]:
    """By the word in their path, those about the second meeting where they are about one."""
    sent = (path_of(link) for each in told("sqlite")["letters"] if each["to"] == f"{name}@example.org" for link in each["links"])
    found = [link for link in sent if link.split("/")[2:3] and (link.split("/")[2] not in ("svar", "fravaer") or "/2/" in link)]
    return {link.split("/")[2]: link for link in found if link.count("/") > 1}


def test_an_old_link_says_but_reads_nothing_and_its_owner_gets_a_new_one_by_mail(prefect_server: None, old: Old) -> None:
    """Old links stood in calendars that others may read."""
    kept, ola = told("sqlite"), links_of(old, "ola")
    who, said = ola["min"].rpartition("/")[2], "Noe nytt om lyd"
    with old.home.pages("2049-10-15T12:00:00") as client:
        answers = client.get(ola["svar"]).text
        assert set(re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", answers, re.DOTALL)) == {""}
        assert client.post(ola["svar"], data={"need": said}).status_code == 303
        assert said not in client.get(f"{ola['svar']}?lagret=1").text
        for link in (ola["min"], f"{ola['min']}/slett", ola["samraad"], ola["svar"].replace("/2/", "/4/"), ola["fravaer"].replace("/2/", "/4/")):
            page = client.get(link)
            assert page.status_code in (200, 404) and "<textarea" not in page.text and "Hei" not in page.text, link
        assert "DTSTART" in client.get(ola["kalender"]).text and who not in client.get(ola["kalender"]).text
        assert client.post(ola["fravaer"].replace("/2/", "/4/"), data={"comes": "no"}).status_code in (303, 404)
    with old.home.pages(MEANWHILE) as client:
        assert "Send meg en ny lenke" in client.get(ola["min"]).text
        assert [client.post(ola["min"]).headers["location"] for _ in range(2)] == ["?lagret=1"] * 2
        assert "kommer i en e-post" in client.get(f"{ola['min']}?lagret=1").text
    with closing(sqlite3.connect(old.home.data / "ledger.db")) as ledger:
        assert ledger.execute("SELECT circle, what FROM wish").fetchall() == [(CIRCLE, "signups")], "for a round at once"
    old.home.prefect = {name: value for name, value in its_environment().items() if name.startswith("PREFECT_")}
    old.outside.zoom.now = oslo(kept["after_last"])
    old.home.round(kept["after_last"])
    letters = [letter_of(each.message) for each in old.outside.mail.accepted]
    (sent,) = [each for each in letters if each["X-Sirkel-Kind"] == "new_link"]
    (new,) = {path_of(link) for link in re.findall(r"https?://\S+/min/\S+", plain_text(sent))}
    assert "ola@example.org" in sent["To"] and who not in new
    with old.home.pages(MEANWHILE) as client:
        assert said in client.get(ola["svar"].replace(who, new.rpartition("/")[2])).text
        assert "Hei Ola!" in client.get(new).text


def test_who_leaves_by_an_old_link_is_not_invited_any_more(prefect_server: None, old: Old) -> None:
    kept = told("sqlite")
    link = next(path_of(link) for each in kept["letters"] if each["to"] == "ola@example.org" for link in each["links"] if "/avmeld/" in link)
    with old.home.pages(MEANWHILE) as client:
        assert client.post(link).status_code == 200
    old.home.prefect = {name: value for name, value in its_environment().items() if name.startswith("PREFECT_")}
    old.outside.zoom.now = oslo(kept["after_last"])
    report = old.home.round(kept["after_last"])[CIRCLE]
    assert report["state"] != "stopped", report
    to = [each.recipients[0] for each in old.outside.mail.accepted]
    assert "ola@example.org" not in to and "siv@example.org" in to
