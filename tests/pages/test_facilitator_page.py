"""The facilitators' page: their own link, what waits for their yes, what the next round would send (R41)."""

import html
import re
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from tasks import clock
from tasks.circle.acts import DAILY
from tasks.circle.model.links import Purpose, who_for
from tasks.circle.model.records import Candidate, Changes, Reply
from tasks.circle.plan import Order, plan_round
from tasks.circle.proposals.correcting import Act, CorrectionRequest, correct
from tasks.circle.proposals.proposing import candidates_of
from tasks.context import context_of
from tasks.pages.circle_site import LOOKS_EVERY
from tasks.round.sheet import read_round, understood
from tests.flows.office import CIRCLE
from tests.pages.served import COMING, NOW, PROPOSALS, SEPTEMBER, Served

AFTER = NOW.replace(month=10)


def waiting(text: str) -> list[str]:
    """The keys of what has a «yes»."""
    forms = re.findall(r'name="words" value="(\w+)">(.*?)</form>', text, re.DOTALL)
    return [key for key, rest in forms if 'value="yes"' in rest]


def test_a_yes_shows_a_quote_on_the_participants_page_and_a_no_takes_it_back(site: Served) -> None:
    link, vote = site.links("F01").facilitator, site.links("D03", COMING).consultation
    with clock.set_to(AFTER):
        text = site.get(link).text
        assert all(word in text for word in ("Venter på ja eller nei", "Mer om digitale tavler", PROPOSALS[1], "Ja, vis det"))
        assert "Mer om digitale tavler" not in site.get(vote).text
        before = site.memory()
        assert site.get(link).status_code == 200 and site.memory() == before  # opening changes nothing
    quote = next(key for key in waiting(text) if _text(text, key).startswith("Mer om digitale"))
    with clock.set_to(AFTER):
        assert site.post(link, {"words": quote, "answer": "yes"}).status_code == 303
        [decided] = [each for each in site.memory().words_decided if each.key == quote]
        assert (decided.shown, decided.by, decided.at) == (True, "F01", AFTER)
        assert "deltakerne ser det" in site.get(link).text
    assert "Mer om digitale tavler" in site.get(vote).text
    with clock.set_to(AFTER):
        site.post(link, {"words": quote, "answer": "no"})
    assert "Mer om digitale tavler" not in site.get(vote).text


def test_of_two_facilitators_the_second_is_told_what_the_first_said(site: Served) -> None:
    one, other = site.links("F01").facilitator, site.links("F02").facilitator
    with clock.set_to(AFTER):
        seen = site.get(other).text
        quote = next(key for key in waiting(seen) if _text(seen, key).startswith("Mer om digitale"))
        said = site.post(one, {"words": quote, "answer": "yes", "was": "None"})
        assert said.status_code == 303 and "Lagret: Deltakerne ser det nå." in site.get(f"{one}{said.headers['location']}").text
        late = site.post(other, {"words": quote, "answer": "no", "was": "None"})
        assert late.status_code == 422 and "En av dere andre har svart" in late.text
        assert [each.shown for each in site.memory().words_decided if each.key == quote] == [True]
        gone = site.post(other, {"words": quote, "answer": "no", "was": "True"})
        assert gone.status_code == 303 and "Det vises ikke for deltakerne" in site.get(f"{other}{gone.headers['location']}").text
        held = site.get(f"{site.links('F02').me}/alt.json")
    assert held.status_code == 200 and [each["shown"] for each in held.json()["decided"]] == ["no"]


def test_where_silence_shows_quotes_no_page_promises_that_only_a_yes_does(site: Served) -> None:
    site.office.replace(f"circles/{CIRCLE}.toml", "# quotes_after_days = 1 ", "quotes_after_days = 1 ")
    time.sleep(LOOKS_EVERY)
    told = [site.get(link).text for link in (f"/{CIRCLE}/paamelding", f"/{CIRCLE}/personvern", site.links("D01").answer)]
    assert all("én virkedag" in each for each in told) and "bare når en tilrettelegger har sagt ja" not in told[1]
    with clock.set_to(AFTER):
        assert "vises det av seg selv da" in site.get(site.links("F01").facilitator).text


def _text(page: str, key: str) -> str:
    return re.search(rf'id="w{key[:12]}"><q[^>]*>(.*?)</q>', page)[1]  # type: ignore[index]


def test_a_title_that_nobody_has_said_yes_to_becomes_itself_while_people_vote(site: Served) -> None:
    link, vote = site.links("F02").facilitator, site.links("D03", COMING).consultation
    assert "Nytt tema nr. 2" in site.get(vote).text
    site.post(vote, {"proposal": "1"})
    with clock.set_to(AFTER):
        text = site.get(link).text
        key = next(key for key in waiting(text) if _text(text, key) == PROPOSALS[1])
        site.post(link, {"words": key, "answer": "yes"})
    shown = site.get(vote).text
    assert PROPOSALS[1] in shown and "Nytt tema" not in shown
    assert [each.proposals for each in site.memory().own_votes if each.person == "D03"] == [(PROPOSALS[1],)]


def test_words_that_changed_meanwhile_are_not_decided(site: Served) -> None:
    link = site.links("F01").facilitator
    with clock.set_to(AFTER):
        key = waiting(site.get(link).text)[0]
        new = (Candidate(SEPTEMBER, 1, "Noe annet", 3, ("Noe helt annet",), ""),)
        context_of(site.ref).doors.ledger.save(CIRCLE, Changes(candidates_of=frozenset({SEPTEMBER}), candidates=new))
        before = site.memory().words_decided
        answer = site.post(link, {"words": key, "answer": "yes"})
        assert answer.status_code == 422 and "endret siden" in answer.text
        assert site.memory().words_decided == before


def test_before_the_answers_are_closed_nothing_is_to_be_decided(site: Served) -> None:
    assert "Ingenting venter på dere nå" in site.get(site.links("F01").facilitator).text


@pytest.mark.parametrize("purpose", [Purpose.ME, Purpose.LEAVE, Purpose.FEED, Purpose.OLD, Purpose.MEETING])
def test_no_other_link_opens_it_and_it_opens_nothing_else(site: Served, purpose: Purpose) -> None:
    keys, leader = context_of(site.ref).keys, site.known("F01")
    own = who_for(keys, CIRCLE, leader, purpose, COMING if purpose is Purpose.MEETING else 0)
    assert site.get(f"/{CIRCLE}/tilrettelegger/{own}").status_code == 404
    theirs = who_for(keys, CIRCLE, leader, Purpose.FACILITATOR)
    paths = (f"min/{theirs}", f"avmeld/{theirs}", f"samraad/{COMING}/{theirs}", f"kalender/{theirs}.ics")
    assert [site.get(f"/{CIRCLE}/{path}").status_code for path in paths] == [404] * 4


def test_a_participant_has_no_such_page_and_who_is_no_facilitator_any_more_has_none(site: Served) -> None:
    keys = context_of(site.ref).keys
    assert site.get(f"/{CIRCLE}/tilrettelegger/{who_for(keys, CIRCLE, site.known('D01'), Purpose.FACILITATOR)}").status_code == 404
    link = site.links("F02").facilitator
    assert site.get(link).status_code == 200
    site.office.replace(f"circles/{CIRCLE}.toml", site.leader(2), "en.annen@example.org")
    time.sleep(LOOKS_EVERY)  # the pages look at the files so often
    assert site.get(link).status_code == 404


def test_it_says_what_the_next_round_sends_and_who_is_new_and_nothing_of_leaving(site: Served) -> None:
    text = site.get(site.links("F01").facilitator).text
    assert "Dette ville neste runde sendt" in text and "Meld meg av" not in text and "avmeld" not in text
    told = {kind.casefold(): int(number) for kind, number in re.findall(r"<li>(\w+)[^:<]*: (\d+) brev</li>", text)}
    order = Order(NOW, DAILY, plan=True)
    read = read_round(site.ref, order)
    snapshot, scope = understood(site.ref, order, read)
    assert "Ingen har meldt seg på den siste måneden" in text
    with clock.set_to(datetime(2021, 5, 20, 8, 0, tzinfo=UTC)):
        assert re.search(r"<li>[A-ZÆØÅ]\w+ [^<]+, \w+ \d+\. \w+ 2021</li>", site.get(site.links("F01").facilitator).text)
    assert told and told == Counter(each.kind.facts.names["nb"] for each in plan_round(snapshot, scope, read.problems).letters)
    assert "@example.org" not in text


def test_a_title_can_be_given_a_name_that_everybody_sees(site: Served) -> None:
    """As «rett forslagene» does it; what is no name changes nothing."""
    link, context = site.links("F01").facilitator, context_of(site.ref)
    with clock.set_to(AFTER):
        site.office.round(AFTER)
        said = tuple(Reply(f"D0{n}", SEPTEMBER, "suggestion", "Xylofon og tubaspill", NOW) for n in range(2, 8))
        context.doors.ledger.save(CIRCLE, Changes(replies=said))
        report = correct(context.circle, site.memory(), CorrectionRequest(Act.SHOW, meeting=SEPTEMBER), AFTER, context.keys.digest)[1].report
        about = next(each for each in site.memory().meetings if each.number == SEPTEMBER)
        real = Changes(candidates_of=frozenset({SEPTEMBER}), candidates=candidates_of(report, about))
        context.doors.ledger.save(CIRCLE, real)
        memory = site.memory()
        found = next(each for each in memory.candidates if each.meeting == SEPTEMBER and not each.topic)
        text = site.get(link).text
        key = next(key for key in waiting(text) if html.unescape(_text(text, key)) == found.title)
        assert site.post(link, {"words": key, "answer": "name", "name": " "}).status_code == 422
        assert site.post(link, {"words": key, "answer": "name", "name": "x" * 200}).status_code == 422
        assert site.memory() == memory
        assert site.post(link, {"words": key, "answer": "name", "name": "Sirkelens eget navn"}).status_code == 303
        titles = [each.title for each in site.memory().candidates if each.meeting == SEPTEMBER]
        assert "Sirkelens eget navn" in titles and found.title not in titles
        assert "Sirkelens eget navn" not in [_text(site.get(link).text, each) for each in waiting(site.get(link).text)]
