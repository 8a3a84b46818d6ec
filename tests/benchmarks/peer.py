"""What most people write: a Prefect flow with one task and one `yagmail.send` for each letter. It remembers nothing."""

import ssl
from pathlib import Path
from typing import Any

import yagmail
from icalendar import Calendar
from openpyxl import load_workbook
from prefect import flow, task

from tests.benchmarks.contender import Told, counted_by_prefect, timed

SUBJECT = "Invitasjon tirsdag 11. mai 2021: Læringssirkel og læringsnettverk"
WORDS = """Hei {name}!

Velkommen til møte i «Digital læringssirkel for bærekraftige møteplasser».
Når: tirsdag 11. mai 2021 kl. 09.15–11.30
Møterom: https://zoom.example.org/j/2021

Vi ses!
Anders Bergkvist og Marianne Sempler
"""
ENTRY = """BEGIN:VCALENDAR
PRODID:-//peer//NO
VERSION:2.0
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20210504T060500Z
DTSTART:20210511T071500Z
DTEND:20210511T093000Z
SUMMARY:Læringssirkel
LOCATION:https://zoom.example.org/j/2021
END:VEVENT
END:VCALENDAR
"""


def run(order: dict[str, Any]) -> Told:
    """`order`: sheet, port, ca_file, user, password, letters."""
    entry = Path(order["sheet"]).with_name("invitasjon.ics")
    entry.write_bytes(Calendar.from_ical(ENTRY).to_ical())
    context = ssl.create_default_context(cafile=order["ca_file"])
    post = yagmail.SMTP(
        order["user"], order["password"], host="127.0.0.1", port=order["port"], smtp_ssl=False, smtp_starttls={"context": context},
        soft_email_validation=False, local_hostname="[127.0.0.1]",
    )  # fmt: skip

    @task
    def invite(name: str, address: str) -> None:
        post.send(to=address, subject=SUBJECT, contents=[WORDS.format(name=name), str(entry)])

    @flow
    def invitations(sheet: str) -> int:
        rows = list(load_workbook(sheet, read_only=True)["Påmelding"].iter_rows(min_row=2, values_only=True))
        for row in rows:
            invite(str(row[1]), str(row[2]))
        return len(rows)

    seconds, sent = timed(lambda: invitations(order["sheet"]))
    return {"seconds": seconds, "counted": counted_by_prefect(), "letters": sent}
