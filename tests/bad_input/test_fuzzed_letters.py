"""Whatever people are called and write, their letters stay letters: no header, recipient, part, tag or event that isn't ours."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser
from inspect import unwrap
from itertools import count
from pathlib import Path

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tasks.circle.letters.content import LetterContent
from tasks.circle.letters.due import Letter, Situation, due_letters
from tasks.circle.meetings.rooms import assumed, room_acts, with_room
from tasks.circle.model.letter_kinds import CALENDAR_KINDS, Kind
from tasks.context import context_of, forget_doors
from tasks.round.send import Batch, send_letters
from tests.bad_input.desk import Desk, alone
from tests.bad_input.odd_text import quickly, text
from tests.circle.people_of_the_circle import local, see, sheet
from tests.reading_mail import content

NOW = local("2021-05-05")
HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe-Post",
    "X-Auto-Response-Suppress", "X-Sirkel-Circle", "X-Sirkel-Kind", "X-Sirkel-Letter", "X-Sirkel-Meeting", "X-Sirkel-Participant",
    "Content-Language", "MIME-Version", "Content-Type",
}  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "main", "p", "a", "h1", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote",
    "hr", "br",
}  # fmt: skip
ATTRIBUTES = {"href", "class", "lang", "charset", "name", "content", "start", "role", "style"}
#: What every kind of letter can be asked to tell without a past.
KINDS = (Kind.WELCOME, Kind.INVITATION, Kind.REMINDER, Kind.REFLECTION, Kind.NUDGE, Kind.FOCUS, Kind.DAY_SHEET, Kind.DIGEST, Kind.CLOSING)
revisions = count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = alone(tmp_path_factory.mktemp("brev"))
    desk.save()
    yield desk
    forget_doors(desk.ref)


def written(desk: Desk, row: tuple[str, ...], focus: str, place: str, said: str) -> Iterator[tuple[Letter, bytes]]:
    """The letters that somebody of this row gets, with focus area, place and answers as typed, through the door to the outbox."""
    context = context_of(desk.ref)
    values = sheet(
        people=[("1.5.2021 10.00", row[0], "kari@example.org", row[1], "nb", row[2])],
        meetings=[(1, "11.5.2021", "", "", f"Om {focus}", "hybrid", f"{place} Moss", "", "")],
        replies=[("4.5.2021", "kari@example.org", "", 1, said, said, said)],
    )
    snapshot = see(values, now=NOW, circle=context.circle)
    acts = room_acts(context.circle, snapshot.programme.meetings, NOW, context.doors.link)
    made = [with_room(act.meeting, assumed(act, context.doors.link), frozenset()) for act in acts]
    content = LetterContent(snapshot, made, [], snapshot.problems, context.keys, context.settings.doors.pages)
    due = due_letters(Situation.of(snapshot, made))
    letters = tuple(_each_kind(due))
    batch = Batch(letters, {each.code: each for each in snapshot.roster.people}, {each.number: each for each in made}, content, NOW)
    before = set(desk_files(desk))
    sent = unwrap(send_letters)(desk.ref, batch, [], lambda over: None)
    assert [each.outcome for each in sent] == ["laid"] * len(letters)
    files = {path.read_bytes() for path in set(desk_files(desk)) - before}
    assert len(files) == len(letters)
    by_id = {email.message_from_bytes(raw)["Message-ID"]: raw for raw in files}
    yield from ((letter, by_id[each.message_id]) for letter, each in zip(letters, sent, strict=True))


def desk_files(desk: Desk) -> Iterator[Path]:
    return (desk.data / desk.circle / "outbox").glob("*.eml")


def _each_kind(due: list[Letter]) -> Iterator[Letter]:
    invitation = next(each for each in due if each.kind is Kind.INVITATION and each.person.startswith("D"))
    for kind in KINDS:
        meeting = int(kind.facts.about_meeting)
        yield replace(invitation, kind=kind, meeting=meeting, revision=f"{next(revisions)}")


class Tags(HTMLParser):
    """Holds every tag of a letter to those of our own look and Markdown."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, (tag, name)
            assert name != "href" or (value or "").startswith(("https://", "http://", "mailto:")), value

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


@quickly(12)
@given(st.tuples(text, text, text), text, text, text)
def test_a_letter_holds_our_headers_one_recipient_our_parts_our_tags_and_one_event(
    desk: Desk, row: tuple[str, str, str], focus: str, place: str, said: str
) -> None:
    for letter, raw in written(desk, row, focus, place, said):
        message = email.message_from_bytes(raw, EmailMessage, policy=email.policy.SMTPUTF8.clone(raise_on_defect=True))
        names = [name for name, _ in message.raw_items()]
        assert len(names) == len(set(names)) and set(names) <= HEADERS
        assert [each.addr_spec for each in message["To"].addresses] == ["kari@example.org"]
        assert len(message["From"].addresses) == 1 and message["Subject"].strip()
        assert all(len(line) <= 998 for line in raw.split(b"\r\n")) and b"\x00" not in raw
        parts = [part for part in message.walk() if not part.is_multipart()]
        calendar = ["text/calendar"] if letter.kind in CALENDAR_KINDS else []
        assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", *calendar]
        assert not any(part.get_filename() or "Content-Disposition" in part for part in parts)
        Tags(convert_charrefs=True).feed(parts[1].get_content())
        assert "ond.example.com/p.png" not in [each for each in parts[1].get_content().split('"') if each.startswith("http")]
        if calendar:
            _one_event(content(parts[2]))


def _one_event(source: str) -> None:
    calendars = list(vobject.readComponents(source))
    assert len(calendars) == 1 and len(calendars[0].contents["vevent"]) == 1
    event = calendars[0].vevent
    assert [each.value for each in event.contents["attendee"]] == ["mailto:kari@example.org"]
    assert {"uid", "dtstart", "dtend", "sequence", "organizer"} <= set(event.contents)
    assert "url" not in event.contents and "valarm" not in event.contents and "attach" not in event.contents
