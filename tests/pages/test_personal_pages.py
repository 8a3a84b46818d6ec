"""What a participant does by the links of a letter, over HTTP against a real server (R13, R15, R2, R4, RULES.md «Privacy»)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject

from flows.rounds import carry_out
from tasks import clock
from tasks.circle.model.records import Changes
from tasks.circle.model.tabs import READ_NAMES
from tasks.circle.plan import Order
from tasks.circle.snapshot import Inputs, Snapshot, take_snapshot
from tasks.context import context_of
from tests.flows.office import CIRCLE
from tests.pages.served import AUGUST, CLOSES, COMING, NOW, PROPOSALS, SEPTEMBER, Served

NEED, RELEVANCE = "Hva har jeg behov for å lære nå?", "Hva i dagens fokusområde er relevant for meg i min jobb?"


def snapshot(site: Served, at: datetime = NOW + timedelta(hours=1)) -> Snapshot:
    """What the next round understands."""
    context = context_of(site.ref)
    inputs = Inputs(context.circle, site.memory(), at, context.keys.digest, context.domain)
    return take_snapshot(context.doors.sheet.read(READ_NAMES, at), inputs)


def test_an_answer_is_saved_shown_and_changed_until_it_closes(site: Served) -> None:
    link = site.links("D02").answer
    opened = site.get(link)
    assert opened.status_code == 200 and NEED in opened.text and RELEVANCE in opened.text
    sent = site.post(link, {"need": "Å lage <b>digitale</b> tavler", "relevance": "", "suggestion": "Miro"})
    assert (sent.status_code, sent.headers["location"]) == (303, "?lagret=1")
    shown = site.get(f"{link}?lagret=1").text
    assert "Svaret er lagret" in shown and "Å lage &lt;b&gt;digitale&lt;/b&gt; tavler" in shown and "Miro" in shown
    with clock.set_to(NOW + timedelta(minutes=5)):
        site.post(link, {"need": "Lyd", "relevance": "", "suggestion": ""})
    again = site.get(link).text
    assert "Lyd" in again and "Miro" not in again
    replies = {key: reply.text for key, reply in snapshot(site).replies.items() if key[:2] == ("D02", SEPTEMBER)}
    assert replies == {("D02", SEPTEMBER, "need"): "Lyd"}


def test_a_closed_form_shows_what_was_said_and_takes_nothing(site: Served) -> None:
    link = site.links("D01", AUGUST).answer
    before = site.memory().own_replies
    assert "lukket" in site.get(link).text and "<form" not in site.get(link).text
    site.post(link, {"need": "For sent"})
    assert site.memory().own_replies == before


def test_nothing_ticked_is_not_thanked_as_if_something_was_chosen(site: Served) -> None:
    """R36; an earlier vote may be emptied."""
    link = site.links("D03", COMING).consultation
    page = site.get(link).text
    assert "Det gjelder et møte i oktober" in page and "kl. 09.15–11.30" in page
    sent = site.post(link, {})
    assert sent.status_code == 422 and "Kryss av for minst ett forslag" in sent.text and not [v for v in site.memory().own_votes if v.person == "D03"]
    assert site.post(link, {"proposal": "0"}).status_code == 303 and "er lagret" in site.get(f"{link}?lagret=1").text
    assert site.post(link, {}).status_code == 303
    assert [vote.proposals for vote in site.memory().own_votes if vote.person == "D03"] == [()]
    emptied = site.get(f"{link}?lagret=1").text
    assert "er tatt bort" in emptied and "er lagret" not in emptied


def test_the_form_is_open_while_people_are_there_and_a_quarter_of_an_hour_before(site: Served) -> None:
    """R30; the meeting is from 09.15 to 11.30 in Oslo."""
    link = site.links("D01").answer
    with clock.set_to(datetime(2021, 9, 14, 6, 59, tzinfo=UTC)):
        assert "Møtet har ikke begynt ennå" in site.get(link).text and site.post(link, {"need": "For tidlig"}).status_code != 303
    with clock.set_to(datetime(2021, 9, 14, 7, 0, tzinfo=UTC)):
        assert "<form" in site.get(link).text and site.post(link, {"need": "Smårom"}).status_code == 303
    with clock.set_to(datetime(2021, 9, 14, 8, 0, tzinfo=UTC)):
        mine = site.get(site.links("D01").me).text
        assert "pågår nå" in mine and "Se eller endre svaret" in mine
    assert {each.text for each in site.memory().own_replies if each.person == "D01"} == {"Smårom"}


@pytest.mark.parametrize(("form", "said"), [({}, "minst ett av feltene"), ({"need": "å" * 4001}, "for lang")])
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(site: Served, form: dict[str, str], said: str) -> None:
    silent = next(each.code for each in site.memory().people if each.code not in {r.person for r in site.memory().replies})
    answer = site.post(site.links(silent).answer, form)
    assert answer.status_code == 422 and said in answer.text
    assert 'aria-invalid="true"' in answer.text and answer.text.count("-fault") >= 2
    assert form.get("need", "")[:100] in answer.text and "<title>Ikke lagret ennå" in answer.text
    assert site.memory().own_replies == ()


def test_names_addresses_and_numbers_never_reach_the_ledger(site: Served) -> None:
    names = [row[1] for row in context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"][1:6]]
    site.post(site.links("D02").answer, {"need": f"Som {names[2]} sa: ring 912 34 567 eller skriv til a@example.org"})
    [reply] = site.memory().own_replies
    assert reply.text == "Som […] sa: ring […] eller skriv til […]"


def test_who_cannot_come_says_so_and_may_take_it_back(site: Served) -> None:
    with clock.set_to(datetime(2021, 9, 13, 8, tzinfo=UTC)):
        link = site.links("D02").absence
        assert "Vi regner med deg" in site.get(link).text
        assert site.post(link, {"comes": "no"}).status_code == 303
        assert "Du har sagt fra at du ikke kan" in site.get(link).text and "likevel" in site.get(link).text
        assert ("D02", SEPTEMBER) in snapshot(site, clock.now()).absent
        assert "Du har sagt fra" in site.get(site.links("D02").me).text
    with clock.set_to(datetime(2021, 9, 13, 9, tzinfo=UTC)):
        site.post(link, {"comes": "yes"})
        assert ("D02", SEPTEMBER) not in snapshot(site, clock.now()).absent
    assert "har begynt" in site.get(link).text and "<form" not in site.get(link).text
    site.post(link, {"comes": "no"})
    assert all(each.comes for each in site.memory().attendance_replies)


def test_what_suits_is_saved_changed_and_closed(site: Served) -> None:
    link = site.links("D03", COMING).consultation
    shown = site.get(link).text
    assert [title in shown for title in (*PROPOSALS, "Nytt tema nr. 2 (2 personer)", "Mer om")] == [True, False, True, True, False]
    form: dict[str, object] = {"proposal": ["0", "2", "99"], "date": ["2021-10-19", "2021-12-24"]}
    assert site.post(link, form).status_code == 303
    [vote] = site.memory().own_votes
    assert (vote.proposals, [str(day) for day in vote.dates]) == ((PROPOSALS[0], PROPOSALS[2]), ["2021-10-19"])
    assert site.get(link).text.count(" checked") == 3
    assert [each.proposals for each in snapshot(site).votes if each.person == "D03"] == [vote.proposals]
    with clock.set_to(CLOSES):
        assert "avsluttet" in site.get(link).text and PROPOSALS[2] in site.get(link).text
        site.post(link, {"proposal": "1"})
    assert site.memory().own_votes == (vote,)


def test_my_page_shows_my_meetings_and_ways(site: Served) -> None:
    text = site.get(site.links("D01").me).text
    assert text.count("<h3>") == 4 and "Slett svarene mine" in text and "Meld meg av" in text
    site.office.edit(lambda book: book["Påmelding"].append([datetime(2021, 8, 26), "Sen Deltaker", "sen.deltaker@example.org"]))
    with clock.set_to(NOW):
        carry_out(site.ref, Order(NOW))
        text = site.get(site.links(site.code("sen.deltaker")).me).text
    assert text.count("<h3>") == 1, "meetings before the sign-up are not hers (R2)"


def test_a_reader_of_nynorsk_or_english_gets_it_and_anyone_may_choose(site: Served) -> None:
    sheet = context_of(site.ref).doors.sheet.read(["Påmelding"], NOW)["Påmelding"]
    address = next(str(row[2]) for row in sheet[1:] if len(row) > 4 and row[4] == "nn")
    link = site.links(site.code(address.partition("@")[0].casefold())).me
    assert '<html lang="nn">' in site.get(link).text and "Møta dine" in site.get(link).text
    english = site.get(f"{link}?sprak=en").text
    assert '<html lang="en">' in english and "?sprak=en" in english and "Delete my answers" in english
    assert site.post(f"{site.links('D01').answer}?sprak=en", {"need": "Sound"}).headers["location"] == "?lagret=1&sprak=en"


def test_answers_are_deleted_after_a_second_question_and_stay_away(site: Served) -> None:
    """Also those that stand in the sheet: its rows are read no more, and the coordinator hears which to delete."""
    link = f"{site.links('D01').me}/slett"
    assert any(reply.person == "D01" for reply in site.memory().replies)
    assert site.get(link).status_code == 200 and any(reply.person == "D01" and reply.text for reply in site.memory().replies)
    assert site.post(link).status_code == 303
    assert "er slettet" in site.get(f"{link}?lagret=1").text
    assert not any(reply.text for reply in site.memory().replies if reply.person == "D01")
    understood = snapshot(site)
    assert not [key for key in understood.replies if key[0] == "D01"] and understood.changes.unsaid
    assert any("Deltaker D01 har slettet" in problem.what for problem in understood.problems)
    assert "Slett svarene mine" not in site.get(site.links("D01").me).text


def test_opening_the_way_out_changes_nothing_and_the_button_does(site: Served) -> None:
    link = site.links("D05").unsubscribe
    for _ in range(3):
        assert "<form" in site.get(link).text and site.client.head(link).status_code == 200
    assert not any(person.withdrawn for person in site.memory().people)
    left = site.post(link)
    assert left.status_code == 200 and "Du er meldt av" in left.text
    assert next(person.withdrawn for person in site.memory().people if person.code == "D05") == NOW
    assert not next(person.participant for person in snapshot(site).roster.people if person.code == "D05")
    assert "Du er meldt av" in site.get(site.links("D05").me).text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", 'multipart/form-data; boundary="b"', "text/plain"])
def test_a_mail_program_leaves_with_one_click(site: Served, kind: str) -> None:
    """RFC 8058 §3.1: POST, no cookie, no login, 200; whatever the encoding, and twice does no harm."""
    link = site.links("D06").unsubscribe
    bodies = {"multipart/form-data": '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'}
    body = bodies.get(kind.partition(";")[0], "List-Unsubscribe=One-Click")
    for _ in range(2):
        answer = site.client.post(link, content=body, headers={"Content-Type": kind})
        assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert next(person.withdrawn for person in site.memory().people if person.code == "D06") == NOW


def test_a_personal_calendar_shows_every_meeting_at_its_instant_and_the_open_one_no_room(site: Served) -> None:
    context = context_of(site.ref)
    meeting = next(each for each in site.memory().meetings if each.number == SEPTEMBER)
    room = context.doors.rooms.create("n", "t", meeting.start, meeting.end).room
    context.doors.ledger.keep_room(CIRCLE, replace(meeting, room=room))
    mine, everybodys = site.get(site.links("D01").feed), site.get(f"{site.links('D01').page}/kalender.ics")
    for feed in (mine, everybodys):
        calendar = vobject.readOne(feed.text)
        assert calendar.method.value == "PUBLISH" and feed.headers["content-type"].startswith("text/calendar")
        found = {str(event.uid.value): event.dtstart.value.astimezone(UTC) for event in calendar.vevent_list}
        assert found == {each.uid: each.start for each in site.memory().meetings}
        assert "ATTENDEE" not in feed.text
    assert room is not None and room.link in mine.text.replace("\r\n ", "") and room.link not in everybodys.text.replace("\r\n ", "")


def test_who_is_forgotten_has_no_page_and_who_is_gone_only_what_is_kept_of_them(site: Served) -> None:
    people = {person.code: person for person in site.memory().people}
    gone, forgotten = replace(people["D07"], gone=NOW), replace(people["D08"], member_since_version=0)
    context_of(site.ref).doors.ledger.save(CIRCLE, Changes(people=(gone, forgotten)))
    for code in ("D07", "D08"):
        links = site.links(code)
        assert [site.get(link).status_code for link in (links.answer, links.absence, links.feed)] == [404, 404, 404]
        assert site.post(links.unsubscribe).status_code == 200
    assert site.get(site.links("D08").me).status_code == 404
    own = site.links("D07").me
    assert "Du er ikke påmeldt" in site.get(own).text and "Møtene dine" not in site.get(own).text
    kept = site.get(f"{own}/alt.json").json()
    assert kept["letters"] and kept["sign_up"] and kept["membership"][0]["code"] == "D07"
    assert site.post(f"{own}/slett").status_code == 303
