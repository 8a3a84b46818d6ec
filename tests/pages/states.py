"""Every page in every state that a visitor can meet, as the server sends it, without a browser."""

import time
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from tasks import clock
from tasks.circle.answers.ballots import ballot_mark, ballot_of
from tasks.circle.model.links import Pages, Purpose, confirm_links, room_address, who_for
from tasks.circle.model.records import Changes, Room
from tasks.context import context_of
from tasks.pages import form_request as refusing
from tasks.pages.limits import Limit, opened_mark
from tests.flows.office import CIRCLE
from tests.pages.served import AUGUST, COMING, NOW, SEPTEMBER, Served, unreadable

BEFORE, AFTER, DURING = NOW.replace(day=13), NOW.replace(month=10), NOW.replace(day=14, hour=8, minute=30)
EVA = {"name": "Eva «O'Neill» <Berg>", "address": "eva.berg@example.org", "language": "nn", "consent": "yes", "wish": "Å lage\n<tavler>"}


def joining(site: Served, language: str, mark: str) -> Iterator[tuple[str, int, httpx.Response]]:
    """From the form to the click that confirms it, and what an old link leads to. `mark` says when the form was opened."""
    sign_up, keys = f"/{CIRCLE}/paamelding?sprak={language}", context_of(site.ref).keys
    yield "sign-up", 200, site.get(sign_up)
    yield "sign-up, everything missing", 422, site.post(sign_up, {})
    yield "sign-up, a wrong address, in haste", 422, site.post(sign_up, {**EVA, "address": "eva@"})
    yield "sign-up, thanks", 200, site.get(f"{sign_up}&lagret=1")
    site.post(sign_up, {**EVA, "name": "Eva Berg", "address": f"eva.{language}@example.org", "opened": mark})
    confirm = confirm_links(Pages(url=site.url), CIRCLE, site.memory().pending_sign_ups[-1].code, keys, language).confirm
    yield "sign-up, to confirm", 200, site.get(confirm)
    site.post(confirm)
    yield "sign-up, confirmed", 200, site.get(f"{confirm}&lagret=1")
    yield "sign-up, nothing to confirm", 404, site.get(confirm.replace("/bekreft/", "/bekreft/0"))
    old = f"/{CIRCLE}/min/{who_for(keys, CIRCLE, site.known('D01'), Purpose.OLD)}?sprak={language}"
    yield "an old link to my page", 200, site.get(old)
    yield "an old link, a new one asked for", 200, site.get(f"{old}&lagret=1")


def leading(site: Served, language: str) -> Iterator[tuple[str, int, httpx.Response]]:
    """The facilitators' page, and what is told of what is kept."""
    yield "all about me", 200, site.get(f"{site.links('D01').me}/alt?sprak={language}")
    yield "privacy", 200, site.get(f"/{CIRCLE}/personvern?sprak={language}")
    link = f"{site.links('F01').facilitator}?sprak={language}"
    yield "the facilitators' page", 200, site.get(link)
    key = site.get(link).text.partition('name="words" value="')[2].partition('"')[0]
    site.post(link, {"words": key, "answer": "yes"})
    yield "the facilitators' page, saved", 200, site.get(f"{link}&lagret=1")
    yield "the facilitators' page, changed meanwhile", 422, site.post(link, {"words": "0", "answer": "yes"})


def in_the_room(site: Served, language: str) -> Iterator[tuple[str, int, httpx.Response]]:
    """By the address that is shown in the meeting."""
    room = httpx.URL(room_address(Pages(site.url), CIRCLE, context_of(site.ref).keys, SEPTEMBER)).path
    yield "in the room", 200, site.get(f"{room}?sprak={language}")
    yield "in the room, nothing written", 422, site.post(f"{room}?sprak={language}", {"who": '"<b>'})
    yield "in the room, the screen", 200, site.get(f"{room}/skjerm?sprak={language}")
    yield "in the room, thanked", 200, site.get(f"{room}?lagret=1&sprak={language}")
    with clock.set_to(DURING):
        yield from voting(site, room, language)


def voting(site: Served, room: str, language: str) -> Iterator[tuple[str, int, httpx.Response]]:
    """While people are there: the meeting's page, and a vote from when it is opened until it is closed."""
    found = next(each for each in site.memory().meetings if each.number == SEPTEMBER)
    beside = replace(
        found,
        input="Åse: «lyd» & <bilde>",
        links="Tavla: https://tavle.example.org/x?a=1&b=2",
        room=Room("1", "https://rom.example.org/1", "", NOW, NOW),
    )
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(meetings=(beside,)))
    leader, own = f"{site.links('F01').facilitator}?sprak={language}", f"{site.links('D02').answer}?sprak={language}"
    yield "a meeting", 200, site.get(f"/{CIRCLE}/mote/{SEPTEMBER}?sprak={language}")
    yield "my page of a meeting", 200, site.get(f"{site.path(site.links('D02').meeting)}?sprak={language}")
    yield "the facilitators' page in a meeting", 200, site.get(leader)
    form = {"answer": "open", "meeting": str(SEPTEMBER), "options": "Lyd & <bilde>\nTavler"}
    yield "a vote that can't be opened", 422, site.post(leader, {**form, "options": "</textarea>"})
    site.post(leader, form)
    last = ballot_of(site.memory(), SEPTEMBER)
    mark = {"ballot": ballot_mark(last) if last else ""}
    yield "the facilitators' page, a vote open", 200, site.get(f"{leader}&lagret=open")
    yield "in the room, a vote", 200, site.get(f"{room}?sprak={language}")
    yield "in the room, an empty vote", 422, site.post(f"{room}?sprak={language}", {"act": "vote", **mark})
    yield "answers, with a vote", 200, site.get(own)
    yield "a vote for another that was open", 422, site.post(own, {"act": "vote", "option": "0"})
    site.post(own, {"act": "vote", "option": "0", **mark})
    yield "answers, voted", 200, site.get(f"{own}&lagret=stemt")
    yield "in the room, voted", 200, site.get(f"{room}?lagret=stemt&sprak={language}")
    yield "the screen, a vote open", 200, site.get(f"{room}/skjerm?sprak={language}")
    site.post(leader, {**form, **mark, "answer": "close"})
    yield "the facilitators' page, a vote closed", 200, site.get(f"{leader}&lagret=close")
    yield "a vote that is closed", 422, site.post(own, {"act": "vote", "option": "0", **mark})


def going(site: Served, language: str) -> Iterator[tuple[str, int, httpx.Response]]:
    """What is deleted, and the way out."""
    mine, out = f"{site.links('D01').me}/slett", site.links("D08").unsubscribe
    yield "deleting", 200, site.get(f"{mine}?sprak={language}")
    yield "deleted", 200, site.get(f"{mine}?lagret=1&sprak={language}")
    yield "leaving", 200, site.get(f"{out}?sprak={language}")
    yield "left", 200, site.post(f"{out}?sprak={language}")
    yield "my page after leaving", 200, site.get(f"{site.links('D08').me}?sprak={language}")


def every_state(site: Served, language: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int, httpx.Response]]:
    """Name, the status it must have, the answer. `language` must be asked for once a site: people leave and answers go."""

    def get(link: str) -> httpx.Response:
        return site.get(f"{link}{'&' if '?' in link else '?'}sprak={language}")

    def post(link: str, form: dict[str, object] | None = None) -> httpx.Response:
        return site.post(f"{link}?sprak={language}", form)

    mine, sign_up, mark = site.links("D01", COMING), f"/{CIRCLE}/paamelding", opened_mark(context_of(site.ref).keys, time.time() - 5)
    yield "the circle", 200, get(f"/{CIRCLE}")
    yield from joining(site, language, mark)
    yield "answers, open", 200, get(site.links("D02").answer)
    yield "answers, saved", 200, get(f"{site.links('D01').answer}?lagret=1")
    yield "answers, too long", 422, post(site.links("D02").answer, {"need": "å" * 4001, "suggestion": '"</textarea>'})
    yield "answers, closed", 200, get(site.links("D01", AUGUST).answer)
    yield from in_the_room(site, language)
    yield "a vote", 200, get(mine.consultation)
    yield "a vote that contradicts itself", 422, post(mine.consultation, {"none_fits": "yes", "date": "2021-10-19", "comment": "</textarea>"})
    post(mine.consultation, {"proposal": ["0", "2"], "date": "2021-10-19", "comment": "Helst <om> morgenen"})
    yield "a vote, saved", 200, get(f"{mine.consultation}?lagret=1")
    yield "my page", 200, get(mine.me)
    yield "absence, over", 200, get(site.links("D01").absence)
    with clock.set_to(BEFORE):
        yield "my page, a theme too long", 422, post(mine.me, {"theme": "å" * 4001})
        post(mine.me, {"theme": "Lyd & <bilde>"})
        yield "my page, a theme left", 200, get(f"{mine.me}?lagret=1")
        yield "answers, early", 200, get(site.links("D01").answer)
        yield "absence", 200, get(site.links("D02").absence)
        post(site.links("D02").absence, {"comes": "no"})
        yield "absence, saved", 200, get(f"{site.links('D02').absence}?lagret=1")
        yield "my page before a meeting", 200, get(site.links("D02", SEPTEMBER).me)
    with clock.set_to(AFTER):
        yield "a vote, closed", 200, get(mine.consultation)
        yield from leading(site, language)
        yield "answers, closed and none", 200, get(site.links("D02").answer)
    with clock.set_to(NOW.replace(year=2022)):
        yield "the circle, over", 200, get(f"/{CIRCLE}")
        yield "sign-up, over", 200, get(sign_up)
    yield from going(site, language)
    lost = site.links("D07").unsubscribe
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(people=(replace(site.known("D07"), gone=NOW),)))
    yield "leaving, without a row", 200, get(lost)
    yield "refused", 404, get(mine.me[:-1])
    monkeypatch.setattr(refusing, "WRONG", Limit(0, 60))
    yield "too often", 429, get(mine.me[:-1])
    with unreadable(site):
        yield "away", 503, get(mine.me)
        yield "away, in all languages", 503, site.get(mine.me)
        yield "away, with what was sent", 503, post(sign_up, {**EVA, "opened": mark})
