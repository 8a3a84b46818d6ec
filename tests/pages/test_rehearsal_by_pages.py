"""The circle of 2021 with every answer, vote and absence given by the pages' HTTP interface instead of the sheet: the same proposals."""

import os
import shutil
from bisect import bisect_right
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from flows.rounds import carry_out
from tasks import clock
from tasks.admin.rehearsal import start_afresh
from tasks.circle.acts import acts_at, life
from tasks.circle.answers.consultation import _days, _titles
from tasks.circle.model.links import Pages, links_for
from tasks.circle.model.records import Memory
from tasks.circle.plan import Order
from tasks.context import CircleRef, context_of
from tasks.pages import form_request as refusing
from tasks.pages.limits import Limit
from tests.flows.office import CIRCLE, ROOT
from tests.pages.served import serving

pytestmark = [pytest.mark.year, pytest.mark.timeout(1200)]
#: Through two meetings; REHEARSAL_UNTIL=2021-12-31 for the whole life (some minutes).
UNTIL = os.environ.get("REHEARSAL_UNTIL", "2021-06-20")
FORMS = ("Refleksjoner", "Samråd", "Fravær")


def place_of(folder: Path, *, emptied: bool) -> tuple[CircleRef, list[tuple[datetime, str, tuple[Any, ...]]]]:
    """A rehearsal's reference, and what its forms' tabs held before they were emptied, oldest first."""
    shutil.copytree(ROOT / "config", folder / "config")
    file = folder / "config" / "practice.xlsx"
    ref = CircleRef(str(folder / "config"), str(folder / "data"), CIRCLE, rehearsal=True)
    book = openpyxl.load_workbook(file)
    rows = [(tab, row) for tab in FORMS for row in book[tab].iter_rows(min_row=2, values_only=True) if row[1] and row[2]]
    if emptied:
        for tab in FORMS:
            book[tab].delete_rows(2, book[tab].max_row)
        book.save(file)
    start_afresh(ref)
    zone = context_of(ref).circle.zone
    said = [(row[0].replace(tzinfo=zone), tab, row) for tab, row in rows if isinstance(row[0], datetime)]
    return ref, sorted(said, key=lambda each: each[0])


class Participants:
    """Everybody at their own page, at the time the practice sheet says."""

    def __init__(self, ref: CircleRef, url: str, said: list[tuple[datetime, str, tuple[Any, ...]]]) -> None:
        self.ref, self.url, self.said, self.done = ref, url, said, 0
        self.client = httpx.Client(timeout=30)
        self.statuses: list[int] = []

    def until(self, at: datetime) -> None:
        """Everything that was said up to `at`."""
        for stamp, tab, row in self.said[self.done : bisect_right(self.said, at, key=lambda each: each[0])]:
            self.done += 1
            with clock.set_to(stamp):
                self.say(tab, row)

    def say(self, tab: str, row: tuple[Any, ...]) -> None:
        context = context_of(self.ref)
        digest = context.keys.digest(str(row[1]).casefold())
        memory = context.doors.ledger.memory(CIRCLE)
        known = next((person for person in memory.people if person.digest == digest), None)
        if known is None:
            return  # a row that fits nobody in the sheet has no link either
        links = links_for(Pages(url=self.url), CIRCLE, known, context.keys, int(row[2]))
        if tab == "Refleksjoner":
            form: dict[str, Any] = dict(zip(("relevance", "need", "suggestion"), (str(cell or "") for cell in row[3:6]), strict=False))
            link = links.answer
        elif tab == "Fravær":
            form, link = {"comes": "no" if str(row[3]).startswith("nei") else "yes"}, links.absence
        else:
            form, link = self.vote(memory, row), links.consultation
        self.statuses.append(self.client.post(link, data=form).status_code)

    @staticmethod
    def vote(memory: Memory, row: tuple[Any, ...]) -> dict[str, Any]:
        asked = next((each for each in memory.consultations if each.meeting == int(row[2])), None)
        if asked is None:
            return {}
        ranks = [str(asked.proposals.index(title)) for title in _titles(str(row[3] or ""), asked.proposals)]
        return {"proposal": ranks, "date": [day.isoformat() for day in _days(row[4], asked.dates)]}


def lived(ref: CircleRef, people: Participants | None = None) -> Memory:
    zone = context_of(ref).circle.zone
    days = context_of(ref).circle.first_day, datetime.fromisoformat(UNTIL).date()
    wakes: list[tuple[datetime, ...]] = [()]
    for at in life(days, zone, lambda: wakes[-1]):
        if people:
            people.until(at)
        wakes.append(carry_out(ref, Order(at, acts_at(at, zone))).wakes)
    return context_of(ref).doors.ledger.memory(CIRCLE)


def test_answers_by_the_pages_lead_to_the_same_proposals_as_by_the_sheet(
    prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "SENT", Limit(10_000, 60))
    by_sheet, _ = place_of(tmp_path / "sheet", emptied=False)
    expected = lived(by_sheet)
    by_pages, said = place_of(tmp_path / "pages", emptied=True)
    with serving(lambda: [by_pages]) as url:
        people = Participants(by_pages, url, said)
        found = lived(by_pages, people)
        people.client.close()
    assert people.statuses.count(303) >= 15, Counter(people.statuses)
    print(people.done, Counter(people.statuses), len(found.candidates), len(found.votes))
    assert found.candidates == expected.candidates and expected.candidates
    assert found.consultations == expected.consultations
    assert {(v.person, v.meeting, v.proposals, v.dates) for v in found.votes} == {(v.person, v.meeting, v.proposals, v.dates) for v in expected.votes}
    sent = [{(letter.person, letter.meeting, letter.kind) for letter in each.letters} for each in (found, expected)]
    assert sent[0] == sent[1], "the same reminders, forms and nudges to the same people"
