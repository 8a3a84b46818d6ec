"""Mails as they come, damaged in every way that could be thought of, and what must hold of each.

`python -m tests.mutated_mail [--mails 200000] [--seed 1] [--seconds 3]` goes through many of them; the suite through a thousand.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from functools import cache

from tasks.circle.model.apart import sound
from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import Memory
from tasks.circle.people.mail import Ignored, Message, Unread, Why, apply_mail
from tasks.circle.people.written import Written
from tasks.circle.replies.quoting import Ours
from tasks.circle.replies.reading import read_reply
from tasks.doors.imap_mailbox.messages import read_message
from tests.circle.people_of_the_circle import KARI as KARI_ROW
from tests.circle.people_of_the_circle import KEYS, OLA, PER, ÅSE, local, meeting, round_at, sheet
from tests.doors.imap_mailbox import sample_mail as sample
from tests.replies.programs import PROGRAMS

CIRCLE = "moteplasser"
NOW = local("2021-05-06")
Mutation = Callable[[bytes, random.Random], bytes]

ENCODED = (
    "=?utf-8?b?a?=", "=?utf-8?b?a===?=", "=?utf-8?q?=C3?=", "=?utf-7?q?+2AA-?=", "=?idna?q?=C3?=", "=?undefined?q?x?=", "=?rot13?q?x?=",
    "=?unicode_escape?q?=5Cud800?=", "=?utf-16?b?2AA=?=", "=?hex?q?zz?=", "=?punycode?b?////?=", "=?utf-8?x?y?=", "=?utf-8*en?b?w6U=?=",
    "=?a\x00b?q?x?=", "=?iso-2022-jp?b?GyRC?=", "=?utf-8?q??=", "=?" * 50, "=?utf-8?b?" + "=" * 70 + "?=", "(" * 300, '"' * 99, "<" * 400, "\\",
)  # fmt: skip
CHARSETS = ("utf-7", "idna", "undefined", "unicode_escape", "utf-16", "utf_8_sig", "rot13", "zlib", "hex", "mbcs", "punycode", "", '"', "a\x00b",
            "x" * 300, "utf-8''%ed%a0%80", "koi8-r", "iso-2022-kr")  # fmt: skip
ENCODINGS = ("base64", "quoted-printable", "x-uuencode", "uuencode", "8bit", "binary", "7bit", "", "base64;base64", "=?utf-8?b?a?=")
TYPES = ("text/calendar; method=REPLY", "application/ics", "multipart/report; boundary=x", "message/rfc822", "message/delivery-status",
         "text/rfc822-headers", "message/global-headers", "message/partial", "multipart/mixed; boundary", "multipart/digest; boundary=\"\"",
         "text", "/", "a/b/c", "multipart/mixed; boundary*0=a; boundary*2=b", "=?utf-8?b?a?=", "text/plain; charset*=utf-16'en'%ff")  # fmt: skip
NAMES = ("Subject", "Auto-Submitted", "Precedence", "Return-Path", "From", "To", "Message-ID", "References", "In-Reply-To", "Content-Type",
         "Content-Transfer-Encoding", "Content-Disposition", "X-Failed-Recipients", "Action", "Status", "Final-Recipient", "List-Id")  # fmt: skip
SPECKS = (b"\x00", b"\xed\xa0\x80", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n\r\n", b"\n ", b"\x1b$B", b"\xc3", b"+2AA-", b"--", b"=", b"::")
STAMPS = (b"00010101T000000", b"99991231T235959Z", b"19000101T000000Z", b"20210230T250000Z", b"99999999999", b"", b"20210501", b"P1D", b"TZ")
PROPERTIES = (b"SEQUENCE:" + b"9" * 5000, b"SEQUENCE:-1", b"SEQUENCE:", b"SEQUENCE;X=1:1.5", b"UID:\x00", b"UID:a\nUID:b", b"ATTENDEE", b"ATTENDEE:",
              b"ATTENDEE;PARTSTAT=\"DECLINED:mailto:x", b"ATTENDEE;PARTSTAT=A;PARTSTAT=B:mailto:kari@example.org",
              b"DTSTAMP;TZID=../x:20210501T000000",
              b"DTSTAMP;VALUE=DATE:20210501", b"RECURRENCE-ID:x", b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR", b"BEGIN:VTIMEZONE", b"X" * 2000,
              b"METHOD:REPLY\nMETHOD:X", b"DURATION:P99999999999999D", b"RRULE:FREQ=SECONDLY;COUNT=" + b"9" * 30)  # fmt: skip


@cache
def populated() -> Memory:
    """A ledger after the first round: four people, welcomed and invited."""
    return round_at(local("2021-05-05"), sheet(people=[KARI_ROW, OLA, ÅSE, PER]))[1]


@cache
def whole() -> tuple[bytes, ...]:
    """Sound mails of every kind, about letters and meetings that the ledger knows."""
    memory = populated()
    letter = next(sent.message_id for sent in memory.letters if (sent.kind, sent.person) == (Kind.INVITATION, "D01"))
    uid = meeting(memory, 1).uid
    way_out = f"Avmeld D01.{KEYS.token(CIRCLE, KEYS.digest('kari@example.org'))}"
    found = [sample.POSTFIX, sample.HEADERS_ONLY, sample.INTERNATIONAL, sample.EXCHANGE, sample.GOOGLE, sample.QMAIL]
    found += [sample.google_reply(sample.calendar()), sample.outlook_reply(sample.calendar().replace(sample.UID, uid))]
    said = "1. Tavler\n2. Lyd"
    found += [sample.mail(f"From: kari@example.org\nIn-Reply-To: {letter}\n\n{program(said, 'Hei!')}") for program in PROGRAMS.values()]
    found += [sample.mail(f"From: kari@example.org\nSubject: {way_out}\n\n"), sample.mail("Subject: Hei\nAuto-Submitted: no\n\nTakk!")]
    return tuple(mail.replace(sample.LETTER.encode(), letter.encode()).replace(sample.UID.encode(), uid.encode()) for mail in found)


OURS = Ours(("Takk for møtet i sirkelen, og for at du deler.",), ("Hva er relevant for meg i min jobb?", "Hva har jeg behov for å lære nå?"))


def flip(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.randbytes(chance.randint(0, 4)) + raw[at + chance.choice((0, 1, 3, 60)) :]


def speck(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(SPECKS) * chance.choice((1, 1, 2, 40)) + raw[at:]


def truncate(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def double(raw: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(raw) + 1), chance.choice((5, 80, 700))
    return raw[:at] + raw[at : at + length] * chance.choice((2, 2, 3, 30)) + raw[at + length :]


def splice(raw: bytes, chance: random.Random) -> bytes:
    other = chance.choice(whole())
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other)) :]


def line(raw: bytes, chance: random.Random) -> bytes:
    """Lines in another order, gone, or twice."""
    lines = raw.split(b"\r\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], chance.choice((lines[one], b"", lines[other]))
    return b"\r\n".join(lines)


def header(raw: bytes, chance: random.Random) -> bytes:
    value = chance.choice(ENCODED + CHARSETS + ENCODINGS + TYPES).encode("utf-8", "surrogatepass")
    return chance.choice(NAMES).encode() + chance.choice((b": ", b":", b" : ")) + value + b"\r\n" + raw


def _replaced(raw: bytes, chance: random.Random, after: bytes, choices: Sequence[str]) -> bytes:
    """One of the values that stand after `after` on a line."""
    places = [at for at in range(len(raw)) if raw.startswith(after, at)]
    if not places:
        return raw
    at = chance.choice(places) + len(after)
    end = min(found for found in (raw.find(b"\r\n", at), raw.find(b";", at), len(raw)) if found >= 0)
    return raw[:at] + chance.choice(choices).encode() + raw[end:]


def charset(raw: bytes, chance: random.Random) -> bytes:
    return _replaced(raw, chance, b"charset=", CHARSETS)


def encoding(raw: bytes, chance: random.Random) -> bytes:
    return _replaced(raw, chance, b"Content-Transfer-Encoding: ", ENCODINGS) if chance.random() < 0.5 else raw.replace(
        b"\r\nContent-Type:", f"\r\nContent-Transfer-Encoding: {chance.choice(ENCODINGS)}\r\nContent-Type:".encode(), 1
    )  # fmt: skip


def kind(raw: bytes, chance: random.Random) -> bytes:
    return _replaced(raw, chance, b"Content-Type: ", TYPES)


def word(raw: bytes, chance: random.Random) -> bytes:
    """An odd encoded word where a header of the mail had its value."""
    return _replaced(raw, chance, chance.choice(NAMES).encode() + b": ", ENCODED)


def nest(raw: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((1, 2, 10, 25, 120, 400))
    outer = chance.choice(("multipart/mixed", "multipart/alternative", "message/rfc822", "multipart/report", "message/delivery-status"))
    if outer.startswith("message"):
        return f"Content-Type: {outer}\r\n\r\n".encode() * depth + raw
    return "".join(f'Content-Type: {outer}; boundary="n{n}"\r\n\r\n--n{n}\r\n' for n in range(depth)).encode() + raw


def stamp(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"20210501T100000Z", chance.choice(STAMPS))


def calendar_line(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(chance.choice((b"ORGANIZER", b"UID:", b"SUMMARY", b"BEGIN:VEVENT")), chance.choice(PROPERTIES) + b"\r\nX-A:", 1)


MUTATIONS: tuple[Mutation, ...] = (
    flip, speck, truncate, double, splice, line, header, charset, encoding, kind, word, nest, stamp, calendar_line,
)  # fmt: skip


def mutated(raw: bytes, acts: Sequence[tuple[Mutation, int]]) -> bytes:
    """`raw` after each of `acts`, a mutation with the seed of its chances; never so large that only size is tried."""
    for act, seed in acts:
        raw = act(raw, random.Random(seed))[:200_000]
    return raw


def examined(raw: bytes, seconds: float) -> tuple[str, str]:
    """What this mail is, and what does not hold of it ("" when all does): it is read and taken in, in so many seconds of the processor, and gives
    nothing that can't be kept."""
    began = time.thread_time()
    try:
        message = read_message(raw, NOW)
        applied = apply_mail([message], populated(), CIRCLE, KEYS)
        if isinstance(message, Written):
            read_reply(message.text, Kind.REFLECTION, OURS, message.name)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return "nothing", f"{type(error).__name__} was raised"
    failed = [each.fault for each in applied.unread if each.why is Why.FAULT]
    unsound = [text for text in _texts(message) if text != sound(text)]
    took = time.thread_time() - began
    late = f"it took {took:.1f} s" if took > seconds else ""
    kind = f"unread: {message.why}" if isinstance(message, Unread) else str(message) if isinstance(message, Ignored) else type(message).__name__
    return kind, "; ".join(filter(None, [*failed, f"unsound text {unsound!r}" if unsound else "", late, _odd_times(message)]))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _odd_times(message: Message) -> str:
    times = [getattr(message, name) for name in ("at", "said") if isinstance(getattr(message, name, None), datetime)]
    return "" if all(each.utcoffset() == timedelta() and each.year >= 1970 and each <= NOW for each in times) else f"a time of {times}"


def main(arguments: list[str] | None = None) -> int:
    """0 when all holds of every mail, else 1; the first ten that fail are shown as bytes."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutated_mail", description=__doc__)
    parser.add_argument("--mails", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long one mail may take")
    options = parser.parse_args(arguments)
    chance, began = random.Random(options.seed), time.monotonic()
    kinds: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for number in range(1, options.mails + 1):
        acts = [(chance.choice(MUTATIONS), chance.getrandbits(32)) for _ in range(chance.randint(1, 6))]
        raw = mutated(chance.choice(whole()), acts)
        what, fault = examined(raw, options.seconds)
        kinds[what] += 1
        if fault:
            if faults.total() < 10:
                print(f"mail {number}: {fault}\n{raw[:2000]!r}", flush=True)
            faults[fault] += 1
        if number % 10_000 == 0:
            print(f"{number} mails, {faults.total()} faults, {time.monotonic() - began:.0f} s", flush=True)
    print(f"seed {options.seed}: {options.mails} mails in {time.monotonic() - began:.0f} s; {dict(kinds.most_common())}; faults: {dict(faults)}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
