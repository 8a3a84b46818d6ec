"""No program sends faster: bytes made before the clock starts, one login, and the next envelope in the same write as a letter.

It claims nothing, remembers nothing, and does not look at what it is answered but for its class.
"""

import ssl
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import yagmail

from tasks.circle.model.letter_kinds import Kind
from tasks.doors.message.ics import calendar_part
from tasks.doors.message.mime import compose
from tests.benchmarks.contender import Told, timed
from tests.circle.letters.sample_letters import sample_context, shipped_templates
from tests.doors.sample_letter import entry, letter
from tests.standins.smtp_office import USER


def run(order: dict[str, Any]) -> Told:
    """`order`: port, ca_file, password, letters, connections."""
    ready = letters(order["letters"])
    lines = order.get("connections", 1)
    shares = [ready[number::lines] for number in range(lines)]
    threads = [Thread(target=send, args=(order, share)) for share in shares]

    def all_lines() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    seconds, _ = timed(all_lines)
    return {"seconds": seconds, "letters": len(ready), "bytes": len(ready[0][1])}


def letters(count: int) -> list[tuple[str, bytes]]:
    """Address and bytes with dots doubled, each a whole invitation with its calendar part."""
    told = sample_context(Kind.INVITATION, "nb")
    written = shipped_templates().render(Kind.INVITATION, "nb", told)
    calendar = calendar_part(entry(description=written.text))
    whole = compose(
        letter(
            recipient_name="Deltaker", recipient_address="deltaker0@example.org", subject=written.subject, text=written.text,
            html=written.html, calendar=calendar, message_id="<nr-0@example.org>", at=datetime(2021, 5, 4, 6, 5, tzinfo=UTC),
        )
    ).replace(b"\r\n.", b"\r\n..")  # fmt: skip
    addresses = (f"deltaker{number}@example.org" for number in range(count))
    return [(to, whole.replace(b"<nr-0@", f"<nr-{number}@".encode())) for number, to in enumerate(addresses)]


def send(order: dict[str, Any], share: list[tuple[str, bytes]]) -> None:
    encrypted = {"context": ssl.create_default_context(cafile=order["ca_file"])}
    keeper = yagmail.SMTP(USER, order["password"], host="127.0.0.1", port=order["port"], smtp_ssl=False, smtp_starttls=encrypted, timeout=60)
    keeper.login()
    line = keeper.smtp
    line.send(_envelope(share[0]))
    _replies(line, 3)
    for (_, message), following in zip(share, [*share[1:], None], strict=True):
        line.send(message + b".\r\n" + (_envelope(following) if following else b""))
        _replies(line, 4 if following else 1)
    keeper.close()


def _envelope(letter: tuple[str, bytes]) -> bytes:
    return f"MAIL FROM:<{USER}> SIZE={len(letter[1])}\r\nRCPT TO:<{letter[0]}>\r\nDATA\r\n".encode()


def _replies(line: Any, count: int) -> None:
    for _number in range(count):
        code, text = line.getreply()
        if code // 100 not in (2, 3):
            raise RuntimeError(f"{code} {text!r}")
