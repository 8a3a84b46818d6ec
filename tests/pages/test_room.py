"""Answers by the address that is shown in the room: beside everybody's own, never in their place (RULES.md R30)."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.links import Pages, room_address
from tasks.circle.model.records import Changes, Reply
from tasks.circle.plan import Order
from tasks.context import context_of
from tasks.pages import form_request as refusing
from tasks.pages import room, voting
from tasks.pages.circle_site import CircleSite
from tasks.pages.limits import Limit, network_of
from tests.flows.office import CIRCLE
from tests.pages.served import NOW, SEPTEMBER, Served

DURING = datetime(2021, 9, 14, 8, 30, tzinfo=UTC)
SAID = {"need": "Å lage smårom"}


@pytest.fixture(autouse=True)
def counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test sends is not counted in the next."""
    monkeypatch.setattr(room, "FROM_ONE_ROOM", Limit(150, 120))
    monkeypatch.setattr(room, "IN_ALL", Limit(600, 6 * 3600))


def address(site: Served) -> str:
    return httpx.URL(room_address(Pages(site.url), CIRCLE, context_of(site.ref).keys, SEPTEMBER)).path


def mail_of(site: Served, code: str) -> str:
    row = context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"]
    digest = site.known(code).digest
    return next(str(line[2]) for line in row[1:] if line[2] and context_of(site.ref).keys.digest(str(line[2]).casefold()) == digest)


def silent(site: Served, count: int) -> list[str]:
    """Codes of those who have said nothing about the meeting."""
    said = {each.person for each in (*site.memory().replies, *site.memory().own_replies) if each.meeting == SEPTEMBER}
    return [each.code for each in site.memory().people if each.joined and not each.left and each.joined < DURING and each.code not in said][:count]


def test_the_address_is_short_and_nobody_reckons_another(site: Served) -> None:
    end = address(site).rpartition("/")[2]
    assert len(end) == 5 and "<form" in site.get(address(site)).text
    assert {site.get(f"/{CIRCLE}/m/{other}").status_code for other in ("abcde", end[:-1], end + "a", end[::-1] + "x")} == {404}
    assert site.get(address(site).replace(end, end.upper())).status_code == 200, "as people type it"


@pytest.mark.parametrize("by", ["code", "small code", "address"])
def test_who_answers_there_has_answered_and_is_not_asked_again(site: Served, by: str) -> None:
    [code] = silent(site, 1)
    who = {"code": code, "small code": code.lower(), "address": mail_of(site, code).upper()}[by]
    assert site.post(address(site), {**SAID, "who": who}).status_code == 303
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    assert [each.text for each in site.memory().replies if (each.person, each.meeting) == (code, SEPTEMBER)] == [SAID["need"]]
    later = carry_out(site.ref, Order(NOW + timedelta(days=5, hours=1)))
    assert code not in {letter[1] for letter in later.letters if letter[0] == "nudge"}


def test_everybody_is_thanked_alike_and_nothing_tells_whether_somebody_is_known(site: Served) -> None:
    [code] = silent(site, 1)
    pages = []
    for who in (code, "D99", "fremmed@example.org", mail_of(site, code)):
        sent = site.post(address(site), {**SAID, "who": who})
        pages.append((sent.status_code, sent.headers["location"], site.get(f"{address(site)}?lagret=1").text))
    assert len(set(pages)) == 1 and code not in pages[0][2]


def test_a_stranger_with_the_address_and_twenty_codes_changes_nobodys_answer(site: Served) -> None:
    own = [Reply(f"D{n:02d}", SEPTEMBER, "need", f"Mitt eget svar {n}", NOW) for n in range(1, 11)]
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(own_replies=tuple(own)))
    carry_out(site.ref, Order(NOW + timedelta(minutes=1)))
    before = {(each.person, each.meeting, each.question): each.text for each in site.memory().replies}
    pages = {code: site.get(site.links(code).answer).text for code in ("D01", "D02")}
    for number in range(1, 21):
        site.post(address(site), {"need": "Fremmede ord", "relevance": "Fremmede ord", "who": f"D{number:02d}"})
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    after = {(each.person, each.meeting, each.question): each.text for each in site.memory().replies}
    assert {key: after.get(key) for key in before} == before
    assert {code: site.get(site.links(code).answer).text for code in pages} | {} and site.memory().attendance_replies == ()
    [silent_one] = [code for code in silent(site, 40) if code in {key[0] for key in after}][:1] or ["D01"]
    site.post(site.links(silent_one).answer, {"need": "Mitt eget likevel", "relevance": ""})
    carry_out(site.ref, Order(NOW + timedelta(hours=2)))
    assert {each.text for each in site.memory().replies if (each.person, each.meeting, each.question) == (silent_one, SEPTEMBER, "need")} == {
        "Mitt eget likevel"
    }


def test_who_is_nobody_here_is_told_of_in_numbers_and_not_counted(site: Served) -> None:
    for who in ("fremmed@example.org", "D99", "Kari"):
        assert site.post(address(site), {**SAID, "who": who}).status_code == 303
    report = carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    [told] = [each for each in report.problems if "svar fra rommet" in each.what]
    assert told.what.startswith("3 svar fra rommet") and not [each for each in site.memory().replies if each.person.startswith("?")]
    assert "fremmed" not in str(site.memory().room_replies)


def test_it_goes_with_the_persons_own_deletion_and_with_forget(site: Served) -> None:
    one, other = silent(site, 2)
    for code in (one, other):
        site.post(address(site), {**SAID, "who": code})
    site.post(f"{site.links(one).me}/slett")
    context_of(site.ref).doors.ledger.forget(CIRCLE, other)
    assert [each for each in site.memory().room_replies if each.person in (one, other)] == []


@pytest.mark.parametrize(("at", "state"), [(DURING - timedelta(hours=2), "har ikke begynt"), (datetime(2021, 9, 25, 12, tzinfo=UTC), "er lukket")])
def test_before_and_after_it_takes_nothing(site: Served, at: datetime, state: str) -> None:
    with clock.set_to(at):
        assert state in site.get(address(site)).text
        site.post(address(site), {**SAID, "who": "D01"})
    assert site.memory().room_replies == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(site: Served, language: str) -> None:
    answer = site.post(f"{address(site)}?sprak={language}", {"need": "Det jeg skrev", "who": ""})
    assert answer.status_code == 422 and "Det jeg skrev" in answer.text and 'id="who-fault"' in answer.text
    empty = site.post(f"{address(site)}?sprak={language}", {"who": "D01"})
    assert empty.status_code == 422 and 'value="D01"' in empty.text


def test_a_whole_room_on_one_connection_answers_within_two_minutes(site: Served) -> None:
    """Thirty at once; who goes on and on is stopped, whoever they say they are, and so are only those of that network."""
    codes = [each.code for each in site.memory().people if each.joined][:30] + [f"D{n}" for n in range(70, 100)]

    def answers(code: str) -> tuple[int, float]:
        began = time.perf_counter()
        with httpx.Client(base_url=site.url, timeout=30) as client:
            client.get(address(site))
            sent = client.post(address(site), data={**SAID, "who": code})
        return sent.status_code, time.perf_counter() - began

    with ThreadPoolExecutor(30) as pool:
        found = list(pool.map(answers, codes[:30]))
    assert {status for status, _ in found} == {303} and statistics.quantiles([took for _, took in found], n=20)[-1] < 5
    stopped = {}
    for who in (codes[0], "x@example.org"):
        room.FROM_ONE_ROOM = Limit(150, 120)
        room.IN_ALL = Limit(600, 6 * 3600)
        sent = [site.post(address(site), {**SAID, "who": who}).status_code for _ in range(152)]
        stopped[who] = sent.index(429)
    assert set(stopped.values()) == {150}


def test_the_screen_shows_the_address_and_counts_and_nobodys_words(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voting, "COUNTED_AGAIN", 0.0)
    link = f"{address(site)}/skjerm"
    before = site.get(link)
    assert before.headers["refresh"] and "<svg" in before.text and site.get(link.replace("/m/", "/m/x")).status_code == 404
    number = int(re.search(r"(\d+) svar er kommet inn", before.text)[1])  # type: ignore[index]
    for who in (*silent(site, 1), "fremmed@example.org"):
        site.post(address(site), {"need": "Hemmelige ord", "who": who})
    until = time.monotonic() + 10
    while f"{number + 2} svar er kommet inn" not in (after := site.get(link).text) and time.monotonic() < until:
        time.sleep(0.05)
    assert f"{number + 2} svar er kommet inn" in after and "Hemmelige ord" not in after and "fremmed" not in after


def shown_count(site: Served) -> int:
    """As the screen says when nothing more comes in."""
    link, seen = f"{address(site)}/skjerm", [-1, -2]
    while seen[-1] != seen[-2]:
        time.sleep(0.2)
        found = re.search(r"(\d+) svar er kommet inn", site.get(link).text)
        seen.append(int(found[1]) if found else -len(seen))
    return seen[-1]


def test_no_count_tells_who_is_on_the_list(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name that is typed is one more, once, whoever it is: of somebody, of who has answered by their link, of nobody."""
    monkeypatch.setattr(voting, "COUNTED_AGAIN", 0.0)
    one, other = silent(site, 2)
    site.post(site.links(other).answer, {"need": "Mitt eget"})
    for who in (one, other, "D99", "fremmed@example.org", mail_of(site, one)):
        before = shown_count(site)
        for _ in range(2):
            site.post(address(site), {**SAID, "who": who})
        assert shown_count(site) == before + 1, who


def test_who_types_a_name_again_changes_nothing_and_who_has_answered_by_a_link_gets_nothing_added(site: Served) -> None:
    first, own = silent(site, 2)
    site.post(site.links(own).answer, {"need": "Mitt eget"})
    for text in ("Det første", "Noe annet"):
        for who in (first, own, mail_of(site, first)):
            site.post(address(site), {"need": text, "relevance": text, "who": who})
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    kept = {(each.person, each.question): each.text for each in site.memory().replies if each.meeting == SEPTEMBER}
    assert [kept.get((first, question)) for question in ("need", "relevance")] == ["Det første"] * 2
    assert kept[own, "need"] == "Mitt eget" and (own, "relevance") not in kept


def test_what_was_said_in_the_room_and_is_changed_on_the_own_page_is_ones_own(site: Served) -> None:
    """Also when a round has read it in between, and what is left as it was goes along."""
    [code] = silent(site, 1)
    site.post(address(site), {"need": "Sagt i rommet", "relevance": "Passet", "who": code})
    carry_out(site.ref, Order(NOW + timedelta(hours=1)))
    site.post(site.links(code).answer, {"need": "Rettet", "relevance": "Passet"})
    site.post(address(site), {"need": "Fremmed", "suggestion": "Fremmed", "who": code})
    carry_out(site.ref, Order(NOW + timedelta(hours=2)))
    kept = {each.question: each.text for each in site.memory().replies if (each.person, each.meeting) == (code, SEPTEMBER)}
    assert kept == {"need": "Rettet", "relevance": "Passet"}


def test_words_of_nobody_here_go_the_day_after(site: Served) -> None:
    site.post(address(site), {**SAID, "who": "fremmed@example.org"})
    assert [each.text for each in site.memory().room_replies if each.person.startswith("?")] == [SAID["need"]]
    carry_out(site.ref, Order(datetime(2021, 9, 16, 12, tzinfo=UTC)))
    assert [each.text for each in site.memory().room_replies if each.person.startswith("?")] == [""]


def test_nothing_is_cleaned_before_the_limit_the_state_and_the_name(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[str] = []

    def redacted(_: CircleSite, text: str) -> str:
        cleaned.append(text)
        return text

    monkeypatch.setattr(CircleSite, "redacted", redacted)
    long = dict.fromkeys(("need", "relevance", "suggestion"), "ﷺ" * 4000)
    site.post(address(site), {**long, "who": ""})
    site.post(address(site), {**long, "act": "vote", "voter": "D01"})
    with clock.set_to(DURING - timedelta(hours=2)):
        site.post(address(site), {**long, "who": "D01"})
    monkeypatch.setattr(room, "FROM_ONE_ROOM", Limit(0, 120))
    assert site.post(address(site), {**long, "who": "D01"}).status_code == 429
    monkeypatch.setattr(refusing, "SENT", Limit(0, 60))
    assert site.post(site.links("D01").answer, long).status_code == 429
    assert cleaned == []


def test_signs_that_are_many_cost_no_more_than_others(site: Served) -> None:
    began = time.perf_counter()
    CircleSite(site.ref).redacted("\ufdfa" * 4000)
    many = time.perf_counter() - began
    assert many < 2


def test_a_household_shares_a_limit_and_its_neighbour_has_another(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {network_of(f"2001:db8:1:{home}::{host:x}") for home in (1, 2) for host in range(1, 50)}
    assert len(found) == 2
