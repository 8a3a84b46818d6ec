"""An invitation to Åse for the first meeting, as calendar entry and as letter; tests change what they are about."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tasks.doors.message.ics import Entry
from tasks.doors.message.mime import LetterFile

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Møte\r\nEND:VCALENDAR\r\n".encode()


def entry(**changes: Any) -> Entry:
    return replace(
        Entry(
            method="REQUEST", uid="sirkel-1@example.org", sequence=0, stamp=datetime(2021, 4, 13, 6, 5, tzinfo=UTC),
            start=datetime(2021, 5, 11, 7, 15, tzinfo=UTC), end=datetime(2021, 5, 11, 9, 30, tzinfo=UTC),
            summary="Læringssirkel: Om bærekraftige møteplasser", description="Fokus: «hva, og hvordan»;\nta med kaffe\\kopp",
            location="", link="https://video.example.org/j/1?a=b,c;d", organizer_name="Bergkvist, Anders",
            organizer_address="anders@example.org", attendee_name="Åse Ødegård", attendee_address="åse@example.org",
        ),
        **changes,
    )  # fmt: skip


def letter(**changes: Any) -> LetterFile:
    return replace(
        LetterFile(
            sender_name="Læringssirkelen", sender_address="sirkel@example.org", recipient_name="Åse Ødegård",
            recipient_address="åse@example.org", reply_to=(("Bergkvist, Anders", "anders@example.org"), ("", "mari@example.org")),
            subject="Invitasjon: Om bærekraftige møteplasser", text="Hei Åse!\n\nVelkommen.\n", html="<p>Hei Åse!</p>",
            calendar=CALENDAR, method="REQUEST", message_id="<inv.1.p17.s0@example.org>",
            at=datetime(2021, 4, 13, 6, 5, tzinfo=UTC), circle="baerekraftige-moteplasser", kind="invitation", meeting=1,
            unsubscribe_url="https://sirkel.example.org/ut/abcdefghijklmnop", unsubscribe_mail="sirkel@example.org?subject=ut",
        ),
        **changes,
    )  # fmt: skip
