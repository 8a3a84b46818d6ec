"""A reply to a letter counts, whichever program wrote it, when both the letter and the sender are the participant's own (RULES.md R31)."""

import email
from email.message import EmailMessage, Message
from email.policy import SMTPUTF8, default
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tasks.circle.model.links import links_for
from tasks.circle.model.records import Reply
from tasks.context import CircleRef, context_of, forget_doors
from tests.circle.people_of_the_circle import local
from tests.flows.conftest import Desk
from tests.flows.office import CIRCLE
from tests.replies.programs import PROGRAMS
from tests.standins.imap import ImapServer

#: After the meeting of 14 September, whose form goes that day; the nudge falls due on the 18th, a Saturday: on the 20th.
ASKED, NEXT, NUDGED = "2021-09-14T12:05", "2021-09-15T08:05", "2021-09-20T08:05"
MEETING = 4
LETTER_BEGINS = "Svar her:"
WORDS = "Tavlene var nyttige. Jeg vil lære å lage smårom."


def unanswered(book: openpyxl.Workbook) -> None:
    book.remove(book["Øving"])
    book["Refleksjoner"].delete_rows(2, book["Refleksjoner"].max_row)


@pytest.fixture
def circle(desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Nobody has answered about the meeting in the sheet, and the forms have gone out."""
    monkeypatch.setenv("SIRKEL_IMAP_PASSWORD", server.password)

    desk.edit(unanswered)
    desk.read_mail_from(server)
    report = desk.run("2021-09-10T08:05")
    assert desk.run(ASKED)["state"] in ("done", "problems") and report
    return desk


def letter(desk: Desk, person: str, kind: str = "reflection") -> Message:
    [found] = sorted((desk.data / CIRCLE / "outbox").glob(f"*_{kind}_{MEETING:02d}_{person}.eml"))
    return email.message_from_bytes(found.read_bytes(), policy=default)


def text_of(message: Message) -> str:
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body
    return str(body.get_content()).strip()


def reply(message: Message, program: str, words: str = WORDS, sender: str = "", reference: bool = True) -> bytes:
    """What somebody's program makes of the answer."""
    answer = EmailMessage(policy=SMTPUTF8)
    answer["From"] = f"Kari <{sender or parseaddr(message['To'])[1]}>"
    answer["To"] = message["Reply-To"]
    answer["Subject"] = f"SV: {message['Subject']}"
    answer["Date"] = format_datetime(local("2021-09-14", "18:00"))
    answer["Message-ID"] = "<hers@example.org>"
    if reference:
        answer["In-Reply-To"] = answer["References"] = message["Message-ID"]
    answer.set_content(PROGRAMS[program](words, text_of(message)), cte="quoted-printable")
    return bytes(answer)


def said(desk: Desk, person: str) -> dict[str, str]:
    """What the ledger has of their answers about the meeting."""
    ref = CircleRef(str(desk.config), str(desk.data), CIRCLE)
    memory = context_of(ref).doors.ledger.memory(CIRCLE)
    forget_doors(ref)
    own: tuple[Reply, ...] = memory.own_replies
    return {each.question: each.text for each in own if (each.person, each.meeting) == (person, MEETING) and each.text}


def told(report: dict[str, Any], person: str) -> str:
    return " ".join(f"{each['where']}: {each['what']}" for each in report["problems"] if "Postkassen" in each["where"] and person in each["where"])


def test_replies_of_every_program_count_and_their_writers_are_asked_no_more(circle: Desk, server: ImapServer) -> None:
    people = [path.stem.rsplit("_", 1)[1] for path in sorted((circle.data / CIRCLE / "outbox").glob(f"*_reflection_{MEETING:02d}_D*.eml"))]
    programs = [name for name in PROGRAMS if name not in ("no quote", "forwarded")]
    assert len(people) > 12
    pairs = list(zip(people[:-2], programs[:: max(1, len(programs) // len(people))], strict=False))
    for number, (person, program) in enumerate(pairs):
        server.put(reply(letter(circle, person), program, f"{WORDS} Nummer {number}."), local("2021-09-14", f"18:{number:02d}"))
    circle.run(NEXT)
    assert {person: said(circle, person) for person, _ in pairs} == {
        person: {"need": f"{WORDS} Nummer {number}."} for number, (person, _) in enumerate(pairs)
    }
    asked = {each["participant"] for each in circle.run(NUDGED)["letters"] if each["kind"] == "nudge"}
    assert asked and not asked & {person for person, _ in pairs}


def test_two_answers_told_apart_stand_each_by_their_own_question_and_the_latest_counts(circle: Desk, server: ImapServer) -> None:
    form = letter(circle, "D01")
    server.put(reply(form, "outlook nb", "1. Tavlene.\n2. Smårom."), local("2021-09-14", "18:00"))
    server.put(reply(form, "gmail nb", "2. Heller lyd."), local("2021-09-14", "19:00"))
    circle.run(NEXT)
    assert said(circle, "D01") == {"relevance": "Tavlene.", "need": "Heller lyd."}


def test_a_link_in_the_quote_tells_whose_letter_it_is_where_the_header_is_lost(circle: Desk, server: ImapServer) -> None:
    server.put(reply(letter(circle, "D01"), "yahoo nb", reference=False), local("2021-09-14", "18:00"))
    circle.run(NEXT)
    assert said(circle, "D01") == {"need": WORDS}


@pytest.mark.parametrize(
    ("program", "sender", "reference"),
    [("gmail nb", "fremmed@example.org", True), ("gmail nb", "another", True), ("no quote", "", False), ("yahoo nb", "another", False)],
)
def test_one_sign_alone_changes_nothing_and_is_told(circle: Desk, server: ImapServer, program: str, sender: str, reference: bool) -> None:
    """A stranger or another participant with the letter; the participant without one."""
    other = parseaddr(letter(circle, "D02")["To"])[1]
    server.put(
        reply(letter(circle, "D01"), program, sender=other if sender == "another" else sender, reference=reference), local("2021-09-14", "18:00")
    )
    report = circle.run(NEXT)
    assert said(circle, "D01") == {} == said(circle, "D02")
    assert told(report, "D01") or told(report, "D02")


@pytest.mark.parametrize("words", ["Takk for i dag!", "👍"])
def test_bare_thanks_is_no_answer_and_does_not_stop_the_nudge(circle: Desk, server: ImapServer, words: str) -> None:
    server.put(reply(letter(circle, "D01"), "iphone nb", words), local("2021-09-14", "18:00"))
    report = circle.run(NEXT)
    assert said(circle, "D01") == {} and not told(report, "D01")
    assert "D01" in {each["participant"] for each in circle.run(NUDGED)["letters"] if each["kind"] == "nudge"}


@pytest.mark.parametrize(("words", "kind", "what"), [
    ("Vær så snill og slett meg fra sirkelen.", "reflection", "vil ut"), ("Hvor finner jeg lysarkene?", "reflection", "Skrev til dere"),
    ("Jeg kommer litt for sent.", "invitation", "Skrev til dere"),
])  # fmt: skip
def test_what_is_no_answer_changes_nothing_and_is_told_the_same_day(circle: Desk, server: ImapServer, words: str, kind: str, what: str) -> None:
    server.put(reply(letter(circle, "D01", kind), "outlook nb", words), local("2021-09-14", "18:00"))
    report = circle.run(NEXT)
    assert said(circle, "D01") == {} and what in told(report, "D01")
    known = next(each for each in report["letters"] if each["kind"] == "digest") if what == "vil ut" else {"kind": "digest"}
    assert known["kind"] == "digest" and words not in str(report)


def test_an_answer_is_cleaned_of_names_before_it_is_kept(circle: Desk, server: ImapServer) -> None:
    server.put(reply(letter(circle, "D01"), "gmail nb", "Mer om lyd, ring meg på 912 34 567 eller kari@firma.no."), local("2021-09-14", "18:00"))
    circle.run(NEXT)
    assert said(circle, "D01") == {"need": "Mer om lyd, ring meg på […] eller […]."}


def test_letters_promise_that_a_reply_counts_only_where_a_mailbox_is_read(desk: Desk, circle: Desk, tmp_path: Path) -> None:
    """Sentence and header together."""
    form = letter(circle, "D01")
    assert "rett på denne e-posten; da ser tilretteleggerne hvem du er" in " ".join(text_of(form).split())
    own = parseaddr(str(form["From"]))[1]
    assert str(form["Reply-To"]).partition(",")[0].strip(" >").rpartition("<")[2] == own
    (tmp_path / "alone").mkdir()
    alone = Desk(tmp_path / "alone", circle.capsys)
    alone.edit(unanswered)
    alone.run("2021-09-10T08:05")
    alone.run(ASKED)
    other = letter(alone, "D01")
    assert "til tilretteleggerne, som da ser hvem du er" in " ".join(text_of(other).split()) and own not in str(other["Reply-To"])


@pytest.mark.parametrize(("clock", "counts"), [("09:10", True), ("10:30", True), ("08:55", False)])
def test_who_answers_while_people_are_there_gets_neither_form_nor_nudge(
    desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch, clock: str, counts: bool
) -> None:
    """R30: from a quarter of an hour before the meeting; the letter goes to the rest."""
    monkeypatch.setenv("SIRKEL_IMAP_PASSWORD", server.password)
    desk.edit(unanswered)
    desk.read_mail_from(server)
    desk.run("2021-09-10T08:05")
    ref = CircleRef(str(desk.config), str(desk.data), CIRCLE)
    known = {each.code: each for each in context_of(ref).doors.ledger.memory(CIRCLE).people}["D01"]
    link = links_for(context_of(ref).settings.doors.pages, CIRCLE, known, context_of(ref).keys, MEETING).answer
    forget_doors(ref)
    message = letter(desk, "D01", "invitation")
    del message["Message-ID"]
    body = message.get_body(("plain",))  # type: ignore[attr-defined]
    body.set_content(f"{LETTER_BEGINS}\n\n{link}\n")
    server.put(reply(message, "gmail nb", reference=False), local("2021-09-14", clock))
    report = desk.run(ASKED)
    assert said(desk, "D01") == ({"need": WORDS} if counts else {})
    asked = {each["participant"] for each in report["letters"] if each["kind"] == "reflection"}
    assert "D02" in asked and ("D01" in asked) is not counts
