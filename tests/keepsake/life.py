"""Eight weeks of the kept circles, as 0.1.0 lived them: what people did, when rounds were, what went wrong on the way."""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.message import EmailMessage
from typing import Any

from tests.doors.imap_mailbox.sample_mail import KARI, UID, calendar, google_reply, mail
from tests.flows.served import Served
from tests.keepsake import sheets
from tests.keepsake.home import BESIDE, CIRCLE, PAGES, Home, path_of
from tests.keepsake.outside import Outside, oslo
from tests.reading_mail import calendar_of, letter_of, plain_text

#: The first round, the last, and one three days after it.
FIRST, LAST, AFTER = "2049-08-20T08:05", "2049-10-25T08:05", "2049-10-28T08:05"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"')
#: Seconds that a person looks at a form; whoever sends it at once is taken for a machine.
LOOK = 4


@dataclass
class Life:
    """`rounds` are the reports of all rounds that the command did, in order."""

    home: Home
    outside: Outside
    served: Served
    rounds: list[dict[str, Any]] = field(default_factory=list)

    # What the program does.

    def round(self, at: str) -> None:
        self.outside.zoom.now = oslo(at)
        self.rounds.append(self.home.round(at))

    def started(self, name: str, at: str, **parameters: object) -> None:
        """A flow that somebody starts in Prefect's page."""
        self.outside.zoom.now = oslo(at)
        self.served.carried_out(name, circle=CIRCLE, at=at, **parameters)

    # What people do.

    def letters(self) -> list[EmailMessage]:
        return [letter_of(each.message) for each in self.outside.mail.accepted]

    def letter(self, name: str, kind: str, meeting: int) -> EmailMessage:
        """The latest letter of that kind about that meeting to whoever has this name before the @."""
        found = [x for x in self.letters() if f"{name}@" in x["To"] and (x["X-Sirkel-Kind"], int(x["X-Sirkel-Meeting"])) == (kind, meeting)]
        return found[-1]

    def visit(self, moment: str, visits: Iterable[tuple[str, Mapping[str, object]]]) -> None:
        """Each opens a page at that time, and sends its form."""
        with self.home.pages(moment) as client:
            for path, form in visits:
                page = client.get(path)
                assert page.status_code == 200 and "<form" in page.text, (path, page.text)
                time.sleep(LOOK)
                done = client.post(path, data={**dict(HIDDEN.findall(page.text)), **form})
                assert done.status_code in (200, 303), (path, done.text)

    def sign_up(self, moment: str, name: str, address: str) -> None:
        form = {"name": name, "address": address, "language": "nb", "consent": "yes", "wish": "Å høre på andre"}
        self.visit(moment, [(f"/{CIRCLE}/paamelding", form)])

    def link(self, letter: EmailMessage, page: str) -> str:
        return path_of(next(each for each in links(letter) if f"/{page}/" in each))

    def decline(self, name: str, meeting: int, at: str) -> None:
        """An answer of somebody's calendar."""
        letter = self.letter(name, "invitation", meeting)
        [uid] = re.findall(r"UID:(\S+)", calendar_of(letter))
        content = calendar("DECLINED", stamp=f"{oslo(at).astimezone(UTC):%Y%m%dT%H%M%SZ}").replace(UID, uid)
        self.outside.mailbox.put(google_reply(content.replace(KARI, f"{name}@example.org")), oslo(at))


def links(letter: EmailMessage) -> list[str]:
    """All links to the participants' pages in a letter."""
    text = f"{plain_text(letter)} {letter['List-Unsubscribe']}"
    return sorted({each.rstrip(".,)>") for each in re.findall(rf"{re.escape(PAGES)}/[^\s<>]+", text)})


def lived(life: Life) -> None:
    """All of it, from the first round to the last."""
    _signed_up(life)
    _first_meeting(life)
    _chosen(life)
    _second_meeting(life)


def _signed_up(life: Life) -> None:
    mail_server = life.outside.mail
    mail_server.on("rcpt", "550 5.1.1 no such user here", recipient="tor@example.org")
    # It has the letter, and nobody hears that it has.
    mail_server.on("kept", cut=True, recipient="siv@example.org", times=1)
    with sheets.Workbook(life.home.sheet(CIRCLE)) as book:
        book.begin(sheets.PEOPLE, sheets.MEETINGS)
    with sheets.Workbook(life.home.sheet(BESIDE)) as book:
        book.begin(sheets.BESIDE_PEOPLE, sheets.BESIDE_MEETINGS)
    life.round(FIRST)
    life.sign_up("2049-08-25T10:00:00", "Vidar Nes", "vidar@example.org")
    with sheets.Workbook(life.home.sheet(CIRCLE)) as book:
        at, *rest = sheets.LATE
        book.add("Påmelding", [sheets.stamp(at), *rest])
        book.change("Møter", 1, "Dato", sheets.stamp("2049-09-15"))
    life.round("2049-08-27T08:05")


def _first_meeting(life: Life) -> None:
    """On 15 September."""
    mail_server = life.outside.mail
    mail_server.on("rcpt", "451 4.7.1 greylisted, try later", recipient="nils@example.org")
    life.round("2049-09-13T08:05")
    life.visit("2049-09-13T12:00:00", [(life.link(life.letter("kari", "reminder", 1), "fravaer"), {"comes": "no"})])
    with sheets.Workbook(life.home.sheet(CIRCLE)) as book:
        book.add("Fravær", [sheets.stamp("2049-09-13T13:00"), "mona@example.org", 1, "nei"])
    life.round("2049-09-14T12:05")
    mail_server.forgive()
    mail_server.on("rcpt", "550 5.1.1 no such user here", recipient="tor@example.org")
    life.round("2049-09-15T16:05")
    form = {"need": "Lyd og bilde i hybride møter", "relevance": "Alt", "suggestion": "Digitale tavler"}
    life.visit("2049-09-16T10:00:00", [(life.link(life.letter("ola", "reflection", 1), "svar"), form)])
    with sheets.Workbook(life.home.sheet(CIRCLE)) as book:
        book.answer("2049-09-17T12:00", 1)
    life.round("2049-09-19T16:05")
    life.round("2049-09-26T08:05")


def _chosen(life: Life) -> None:
    """What the second meeting is to be about; and some leave."""
    life.started("rett forslagene", "2049-09-27T09:00", act="slå sammen to forslag (forslag nr. og nr. to)", number=1, other=2)
    life.started("månedsrunde", "2049-10-01T07:35")
    vote = {"proposal": ["0"], "date": []}
    life.visit("2049-10-01T10:00:00", [
        (life.link(life.letter("ola", "consultation", 2), "samraad"), vote),
        (life.link(life.letter("mona", "welcome", 0), "avmeld"), {}),
    ])  # fmt: skip
    with sheets.Workbook(life.home.sheet(CIRCLE)) as book:
        book.add("Samråd", [sheets.stamp("2049-10-01T12:00"), "aase@example.org", 2, "Digitale tavler", ""])
        book.change("Påmelding", "nils@example.org", "Avmeldt", "ja")
    life.decline("unni", 2, "2049-10-02T09:00")
    life.outside.mailbox.put(mail("From: noen@example.org\nSubject: Hei\n\nTakk for sist!"), oslo("2049-10-02T10:00"))
    life.round("2049-10-03T08:05")
    life.started("sett fokusområde", "2049-10-04T12:00", meeting=2, focus="Digitale tavler")


def _second_meeting(life: Life) -> None:
    """On 12 October; the third is called off, and what the fourth is to be about waits for somebody to choose."""
    life.round("2049-10-10T08:05")
    life.round("2049-10-11T12:05")
    life.round("2049-10-12T16:05")
    with sheets.Workbook(life.home.sheet(CIRCLE)) as book:
        book.answer("2049-10-14T12:00", 2)
        book.change("Møter", 3, "Status", "avlyst")
    life.round("2049-10-17T08:05")
    life.round("2049-10-23T08:05")
    life.started("dagsrunde", LAST)
    life.round(LAST)
    # Who is a participant already signs up once more while that round is at work: no round has seen it yet.
    life.sign_up("2049-10-25T08:04:00", "Kari Haug", "kari@example.org")
