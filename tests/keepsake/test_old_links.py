"""The links in letters that 0.1.0 sent: they open today, and what somebody does by one of them counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.keepsake.home import CIRCLE, Home, path_of
from tests.keepsake.outside import Outside, oslo, standing_in
from tests.keepsake.unpacking import told, unpacked
from tests.prefect_server import its_environment

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
