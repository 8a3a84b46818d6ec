"""What somebody else's page, and who guesses a circle's name, get from the pages: nothing."""

import shutil

import httpx
import pytest

from tasks import clock
from tasks.context import CircleRef, forget_doors
from tests.flows.office import CIRCLE
from tests.pages.served import NOW, Served, serving


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
], ids=str)  # fmt: skip
def test_a_form_of_another_origin_is_refused(site: Served, headers: dict[str, str]) -> None:
    link = site.path(site.links(site.code("siv.haugerud")).unsubscribe)
    assert site.post(link, headers=headers).status_code == 404
    assert all(person.left is None for person in site.memory().people)


def test_a_form_of_our_own_and_a_mail_program_are_taken(site: Served) -> None:
    """Our pages say «null» of themselves (Referrer-Policy), a mail program says nothing."""
    link = site.path(site.links(site.code("siv.haugerud")).answer)
    for headers in ({}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": site.url}):
        assert site.post(link, {"need": "Lyd"}, headers=headers).status_code in (200, 303), headers


def test_the_404_of_one_circle_shows_nothing_of_another(site: Served) -> None:
    """With several circles, who asks for a name that isn't there sees no name that is."""
    circles = site.office.config / "circles"
    other = (circles / f"{CIRCLE}.toml").read_text(encoding="utf-8")
    title = next(line for line in other.splitlines() if line.startswith("title")).split('"')[1]
    shutil.copy(circles / f"{CIRCLE}.toml", circles / "beta.toml")
    (circles / "beta.toml").write_text(other.replace(title, "Beta for seg selv"), encoding="utf-8")
    forget_doors(site.ref)
    refs = [CircleRef(site.ref.config, site.ref.data, name) for name in (CIRCLE, "beta")]
    with clock.set_to(NOW), serving(lambda: refs) as url, httpx.Client(base_url=url) as client:
        for path in ("/", "/gamma", "/gamma/paamelding", "/gamma/min/x"):
            answer = client.get(path)
            assert answer.status_code == 404 and title not in answer.text and "Beta" not in answer.text, path
        theirs = client.get("/beta/min/x")
        assert theirs.status_code == 404 and title not in theirs.text
    forget_doors(refs[1])
