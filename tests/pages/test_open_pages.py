"""What anybody may see, and what nobody may: sign-up, refusals that tell nothing, headers, limits, a proxy in front (RULES.md «Privacy»)."""

import logging
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tasks import clock
from tasks.circle.model.tabs import READ_NAMES, WEB_SIGN_UPS
from tasks.circle.plan import Read
from tasks.circle.snapshot import Inputs, take_snapshot
from tasks.context import context_of
from tasks.pages import circle_site
from tasks.pages import form_request as refusing
from tasks.pages import public as open_pages
from tasks.pages.limits import Limit, opened_mark, seconds_open
from tasks.pages.render import load_words
from tasks.round.sign_ups import unseal, with_pending_sign_ups
from tests.flows.office import CIRCLE, ROOT
from tests.pages.served import NOW, Served

EVA = {"name": "Eva Berg", "address": "eva.berg@example.org", "language": "nn", "consent": "yes", "wish": "Å lage tavler"}


def sign_up(site: Served, seconds: float = 5, **changes: Any) -> httpx.Response:
    mark = opened_mark(context_of(site.ref).keys, time.time() - seconds)
    return site.post(f"/{CIRCLE}/paamelding", {**EVA, "opened": mark, **changes})


def test_the_circles_page_tells_what_when_and_who(site: Served) -> None:
    text = site.get(f"/{CIRCLE}").text
    for words in ("2. tirsdag i måneden", "Spatial Chat", "Anders Bergkvist og Marianne Sempler", "Gratis", "Meld deg på", "En læringsarena"):
        assert words in text
    assert "holdt" in text and "@" not in re.sub(r"<[^>]*>", "", text), "no address of anybody"
    assert site.get("/").headers["location"].endswith(CIRCLE)


def test_who_signs_up_reads_who_answers_for_what_is_kept_and_whom_to_ask(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on one's own page, for who was typed into the sheet; without them in the circle's file no half a sentence stands there."""
    monkeypatch.setattr(circle_site, "LOOKS_EVERY", 0.0)  # the pages see a changed file at once
    pages = (f"/{CIRCLE}/paamelding", site.links("D01").me)
    assert not any("svarer for det som lagres" in site.get(page).text or "Spørsmål om det?" in site.get(page).text for page in pages)
    site.office.replace(f"circles/{CIRCLE}.toml", 'responsible = ""', 'responsible = "Møteplassene AS"')
    site.office.replace(f"circles/{CIRCLE}.toml", 'contact = ""', 'contact = "frida@example.org"')
    for page in pages:
        text = site.get(page).text
        assert "Møteplassene AS svarer for det som lagres om deg. Spørsmål om det? Spør frida@example.org." in text


def test_a_sign_up_waits_sealed_and_no_name_or_address_lies_on_the_disk(site: Served) -> None:
    assert sign_up(site).status_code == 303
    assert "Vi har sendt deg en e-post" in site.get(f"/{CIRCLE}/paamelding?lagret=1").text
    [waiting] = site.memory().pending_sign_ups
    new = unseal(context_of(site.ref).keys, waiting)
    assert new is not None and (new.name, new.address, new.language) == ("Eva Berg", "eva.berg@example.org", "nn")
    files = [file for file in Path(site.ref.data).rglob("*") if file.is_file()]
    assert files and not any(b"eva.berg" in file.read_bytes().lower() or b"Eva Berg" in file.read_bytes() for file in files)


def test_the_next_round_moves_a_sign_up_into_the_sheet_as_a_participant(site: Served) -> None:
    sign_up(site)
    site.confirm()
    context = context_of(site.ref)
    joined = with_pending_sign_ups(site.ref, Read(context.doors.sheet.read(READ_NAMES, NOW), site.memory()), NOW)
    snapshot = take_snapshot(joined.values, Inputs(context.circle, site.memory(), NOW, context.keys.digest, context.domain))
    eva = next(person for person in snapshot.roster.people if person.address == "eva.berg@example.org")
    assert eva.participant and eva.language == "nn" and eva.wish == "Å lage tavler"
    context.doors.sheet.write({WEB_SIGN_UPS.name: [[*row] for row in joined.values[WEB_SIGN_UPS.name]]})
    rows = context.doors.sheet.read([WEB_SIGN_UPS.name], NOW)[WEB_SIGN_UPS.name]
    assert [row[1] for row in rows] == ["Navn", "Eva Berg"]
    again = with_pending_sign_ups(site.ref, Read(context.doors.sheet.read(READ_NAMES, NOW), site.memory()), NOW)
    assert again.values[WEB_SIGN_UPS.name] == [list(row) for row in rows], "a round that died before it forgot the waiting one adds no second row"


def test_known_and_unknown_addresses_are_answered_alike(site: Served) -> None:
    known = str(context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][1][2])
    answers = [sign_up(site, address=address) for address in (known, "ingen@example.org")]
    assert len({(each.status_code, each.text, each.headers["location"], each.headers["content-length"]) for each in answers}) == 1


@pytest.mark.parametrize(
    ("changes", "said", "field"),
    [
        ({"name": " "}, "Skriv navnet ditt", "name"), ({"address": ""}, "Skriv e-postadressen", "address"),
        ({"address": "eva@"}, "navn@sted.no", "address"), ({"consent": ""}, "Kryss av", "consent"), ({"name": "e" * 200}, "for lang", "name"),
        ({"name": "https://evil.example/vinn-1000kr x"}, "Skriv bare navnet", "name"), ({"name": "e" * 120}, "Skriv bare navnet", "name"),
        ({"name": "Www.evil"}, "Skriv bare navnet", "name"), ({"name": "a@b"}, "Skriv bare navnet", "name"),
        ({"name": "\u2060"}, "Skriv navnet", "name"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_the_field(site: Served, changes: dict[str, Any], said: str, field: str) -> None:
    answer = sign_up(site, **changes)
    assert answer.status_code == 422 and said in answer.text
    assert f'href="#{field}"' in answer.text and f'id="{field}-fault"' in answer.text and "Å lage tavler" in answer.text
    assert site.memory().pending_sign_ups == ()


def test_what_no_person_does_saves_nothing(site: Served) -> None:
    """A filled trap is thanked; a form sent within seconds, or never opened, is asked for once more."""
    assert sign_up(site, nettsted="https://spam.example").status_code == 303
    for seconds, mark in ((0.5, {}), (5, {"opened": ""}), (5, {"opened": "1.abc"}), (30 * 3600, {})):
        hasty = sign_up(site, seconds, **mark)
        assert hasty.status_code == 422 and "send det én gang til" in hasty.text and "Eva Berg" in hasty.text
    assert site.memory().pending_sign_ups == ()


def test_nobody_signs_up_for_a_circle_that_is_over(site: Served) -> None:
    with clock.set_to(NOW.replace(year=2022)):
        assert "avsluttet" in site.get(f"/{CIRCLE}/paamelding").text
        sign_up(site)
    assert site.memory().pending_sign_ups == ()


def wrong_links(site: Served) -> list[str]:
    mine, other = site.links("D01"), site.links("D02")
    token = mine.me.rpartition(".")[2]
    who = mine.me.rpartition("/")[2]
    return [
        mine.me[:-1], mine.me + "A", mine.me.replace("D01", "X01"), mine.me.replace("D01", "D1"), mine.me.replace("D01", "d01"),
        f"/{CIRCLE}/min/D01", f"/{CIRCLE}/min/.{token}", f"/{CIRCLE}/min/%00.{token}", f"/ingen-slik-sirkel/min/{who}",
        mine.answer.replace("/4/", "/99/"), mine.answer.replace("/4/", "/-1/"), mine.answer.replace("/4/", "/%F0%9D%9F%92/"),
        mine.answer.replace("/4/", "/4%2F../"), other.feed.replace("D02", "D٠٢"), mine.unsubscribe[:-3], f"/{CIRCLE}/deltakere", "/wp-login.php",
        f"/{CIRCLE}/samraad/4/{who}", f"/{CIRCLE}/../../etc/passwd", f"/{CIRCLE}/svar/4/", "/openapi.json", "/docs",
    ]  # fmt: skip


def test_every_wrong_link_meets_the_same_friendly_refusal(site: Served) -> None:
    seen = set()
    for link in wrong_links(site):
        answer = site.get(link)
        assert answer.status_code == 404, link
        seen.add(re.sub(r"(\.\./)+|\./", "", answer.text))
    assert len(seen) == 1 and "Her er det ingenting å se" in seen.pop()
    before = site.memory()
    assert all(site.post(link, {"need": "Innbrudd", "comes": "no"}).status_code == 404 for link in wrong_links(site))
    assert site.memory() == before


def test_every_answer_carries_the_headers_and_no_cookie(site: Served) -> None:
    links = site.links("D01")
    for path in ("/stil.css", f"/{CIRCLE}", links.me, links.answer, links.feed, "/nei", "/robots.txt"):
        headers = site.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert (headers["referrer-policy"], headers["x-content-type-options"]) == ("no-referrer", "nosniff")
        assert "set-cookie" not in headers and "server" not in headers
        assert path == "/stil.css" or headers["cache-control"] == "no-store"
    assert site.get("/robots.txt").text.endswith("Disallow: /\n")


def test_pages_fetch_nothing_but_their_own_stylesheet(site: Served) -> None:
    for page in (site.get(f"/{CIRCLE}").text, site.get(site.links("D01").answer).text):
        fetched = re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page)
        assert len(fetched) == 1 and re.fullmatch(r"(\./|(\.\./)+)stil\.css", fetched[0])
        assert "<script" not in page and "style=" not in page


def test_too_much_at_once_is_refused(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.post(site.links("D01").answer, {"need": "å" * 200_000}).status_code == 413
    monkeypatch.setattr(refusing, "SENT", Limit(2, 60))
    statuses = [site.post(site.links("D01").answer, {"need": f"Lyd {n}"}).status_code for n in range(4)]
    assert statuses == [303, 303, 429, 429] and site.post(site.links("D02").answer, {"need": "Lyd"}).status_code == 303
    monkeypatch.setattr(refusing, "WRONG", Limit(2, 60))
    assert [site.get(f"/{CIRCLE}/min/D01.{n}").status_code for n in range(3)] == [404, 404, 429]
    assert site.get(site.links("D01").me).status_code == 200, "good links from the same house still open"
    monkeypatch.setattr(open_pages, "CALLED", Limit(1, 60))
    secret = context_of(site.ref).keys.secret("rows", CIRCLE)
    assert [site.post(f"/{CIRCLE}/ny/{secret}").status_code for _ in range(2)] == [204, 429]


def test_a_limit_forgets_what_is_long_ago_and_whom_it_has_no_room_for() -> None:
    now = [0.0]
    limit = Limit(2, 10, lambda: now[0], keys=2)
    assert [limit.passes("a") for _ in range(3)] == [True, True, False]
    now[0] = 10.5
    assert limit.passes("a") and limit.passes("b") and limit.passes("c") and limit.passes("a")


def test_only_our_own_marks_tell_how_long_a_form_was_open(site: Served) -> None:
    keys = context_of(site.ref).keys
    assert seconds_open(keys, opened_mark(keys, 1000), 1007) == 7
    assert [seconds_open(keys, mark, 1007) for mark in ("", "1000", "1000.", "999" + opened_mark(keys, 1000)[4:], "١.x")] == [None] * 5


def test_a_form_on_somebody_elses_page_is_refused(site: Served) -> None:
    link = site.links("D01").answer
    assert site.post(link, {"need": "Lyd"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    assert site.post(link, {"need": "Lyd"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_behind_a_proxy_with_another_host_and_folder_every_link_leads_back(site: Served) -> None:
    """The pages name neither host nor folder: links climb up from where the reader is."""
    for path in (f"/{CIRCLE}", urlsplit(site.links("D01").me).path, urlsplit(site.links("D01").answer).path):
        base = httpx.URL(f"https://sirkel.example.org/nett{path}")
        page = site.client.get(path, headers={"Host": "sirkel.example.org", "X-Forwarded-Proto": "https"}).text
        targets = [base.join(href) for href in re.findall(r'(?:href|action)="([^"#]*)"', page)]
        ours = [target for target in targets if target.host == "sirkel.example.org"]
        assert ours and all(target.path.startswith("/nett/") for target in ours)
        assert all(site.get(target.path.removeprefix("/nett")).status_code in (200, 307) for target in ours)


def test_no_link_and_no_answer_is_logged(capfd: pytest.CaptureFixture[str], site: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "uvicorn")
    caplog.set_level(logging.DEBUG, "sirkel")
    links = site.links("D01")
    site.get(links.me)
    site.post(links.answer, {"need": "En hemmelig tanke"})
    sign_up(site)
    said = " ".join(record.getMessage() for record in caplog.records if record.name.startswith(("uvicorn", "sirkel"))) + "".join(capfd.readouterr())
    assert links.me.rpartition(".")[2] not in said and "hemmelig" not in said and "eva" not in said.lower()


def test_the_three_languages_say_the_same_things() -> None:
    words = load_words(ROOT / "config")
    assert len({frozenset(each.sentences) for each in words.values()}) == 1
    assert words["nn"]("mine.hello", name="Åse {x}") == "Hei Åse {x}!"
