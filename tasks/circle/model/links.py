"""Keyed digests and personal links: what lets the ledger know people without holding their addresses (RULES.md «Ledger», «Privacy»)."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from hashlib import sha256

from tasks.circle.model.records import PersonRecord

#: 128 bits, 22 characters: a List-Unsubscribe line with it stays under 78 columns.
TOKEN_BYTES = 16
#: 80 bits behind the name of a letter.
MARK_BYTES = 10


class Purpose(StrEnum):
    """What a personal link opens; each has a secret of its own. OLD: that of all links in letters of 0.1.0."""

    FEED = "feed"
    MEETING = "meeting"
    ME = "me"
    LEAVE = "leave"
    FACILITATOR = "facilitator"
    OLD = "link"


@dataclass(frozen=True, slots=True)
class Keys:
    """The installation's secret key; never shown."""

    key: bytes = field(repr=False)

    def digest(self, text: str) -> str:
        """The keyed digest by which an address or a row is recognised."""
        return hmac.new(self.key, b"person|" + text.encode(), sha256).hexdigest()

    def secret(self, *of: object) -> str:
        """The secret part of a link that is nobody's own: ("confirm", circle, id of a sign-up), ("rows", circle) for a form's script; and
        ("form", when it was opened)."""
        return hmac.new(self.key, "|".join(map(str, of)).encode(), sha256).hexdigest()[:32]

    def token(self, circle: str, digest: str, purpose: Purpose = Purpose.OLD, meeting: int = 0) -> str:
        """The secret part of a person's link for one purpose in one circle: of the address (its `digest`), for codes may be dealt anew.

        After a lost ledger, D01 may be somebody else; what D01's old letters open must not be theirs. A corrected address ends
        the links that went to the old one, which may be a stranger's. `meeting` is the one that `Purpose.MEETING` is about.
        """
        of = f"{purpose}|{circle}" + (f"|{meeting}" if purpose is Purpose.MEETING else "")
        return urlsafe_b64encode(hmac.digest(self.key, f"{of}|{digest}".encode(), "sha256")[:TOKEN_BYTES]).decode().rstrip("=")

    def owner(self, circle: str, token: str, digests: Mapping[str, str], purpose: Purpose = Purpose.OLD, meeting: int = 0) -> str:
        """The code of who `token` was made for, "" when for nobody in `digests` (code to digest); always the same time."""
        given = token.encode()
        known = ((code, self.token(circle, digest, purpose, meeting).encode()) for code, digest in digests.items() if digest)
        return "".join([code for code, right in known if hmac.compare_digest(right, given)])

    def signed(self, name: str) -> str:
        """The name of a letter with a mark behind it that nobody makes without the key: so a guessed Message-ID is no letter's."""
        return f"{name}.{hmac.digest(self.key, b'letter|' + name.encode(), 'sha256')[:MARK_BYTES].hex()}"

    def is_signed(self, message_id: str) -> bool:
        """Whether a Message-ID is one that this installation gave (those of 0.1.0 bear no mark)."""
        given = message_id.strip("<>").rpartition("@")[0]
        return hmac.compare_digest(self.signed(given.rpartition(".")[0]).encode(), given.encode())


#: Begins the notice that keeps when somebody (by code) asked the pages for a new link.
NEW_LINK = "ny lenke:"
#: Begins those that keep what a calendar sent that is told to people; the code and a «|» follow.
SIGNALS = "kalender:"


@dataclass(frozen=True, slots=True)
class Pages:
    """Where participants answer: the pages' address, and forms elsewhere with {participant} and {meeting} in their links,
    which take the place of the pages of the same purpose. "" where there is none. `proxies`: who is believed about a visitor's address."""

    url: str = ""
    answer_form: str = ""
    absence_form: str = ""
    consultation_form: str = ""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")

    @property
    def has_forms(self) -> bool:
        """Whether a form elsewhere may ask people for their code; the pages know who it is."""
        return bool(self.answer_form or self.consultation_form)


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of the participants' pages; all "" when the installation has none. `room` is where «Bli med» counts, "" where nobody does."""

    page: str = ""
    answer: str = ""
    absence: str = ""
    consultation: str = ""
    me: str = ""
    unsubscribe: str = ""
    feed: str = ""
    confirm: str = ""
    facilitator: str = ""
    meeting: str = ""
    room: str = ""


def confirm_links(pages: Pages, circle: str, code: str, keys: Keys, language: str) -> Links:
    """All that somebody is given who has yet to confirm (`code`: S and the sign-up's id): nothing that opens anything else."""
    root, name = f"{pages.url.rstrip('/')}/{circle}", code[1:]
    return Links(page=root, confirm=f"{root}/bekreft/{name}.{keys.secret('confirm', circle, name)}?sprak={language}")


#: Signs that nobody takes for others, in the address that is shown in the room: five of them are 24 million.
_SIGNS, _LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 5


def room_code(keys: Keys, circle: str, meeting: int) -> str:
    """The end of the address that all in a meeting see (R30); nobody reckons it without the key."""
    number, found = int(keys.secret("room", circle, meeting), 16), ""
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_SIGNS))
        found += _SIGNS[place]
    return found


def room_address(pages: Pages, circle: str, keys: Keys, meeting: int) -> str:
    """Where everybody in the meeting answers, "" where there are no pages."""
    return f"{pages.url.rstrip('/')}/{circle}/m/{room_code(keys, circle, meeting)}" if pages.url else ""


#: What stands at the end of the address of a room in place of a code: there our own pages tell by a secret that they are reached (R33).
HERE = "her"


def door_code(keys: Keys, circle: str, meeting: int) -> str:
    """The end of our own address to a meeting's room: the same for all, and not to be guessed (120 bits)."""
    return keys.secret("door", circle, meeting)[:30]


def here_words(keys: Keys, circle: str) -> str:
    """What the pages of this installation, and no others, say at `HERE`."""
    return keys.secret("here", circle)


def door_address(pages: Pages, circle: str, end: str) -> str:
    """Our own address to a room (`end`: its `door_code`, or `HERE`)."""
    return f"{pages.url.rstrip('/')}/{circle}/rom/{end}"


def reached_key(pages: Pages, keys: Keys) -> str:
    """The notice that keeps when `check` has reached the pages at their address."""
    return f"nettsider:{keys.secret('pages', pages.url)}"


def room_addresses(pages: Pages, circle: str, keys: Keys, notices: Collection[str]) -> Callable[[int], str]:
    """Gives our own address to the room of a meeting's Nr; "" where the pages are not at https, or `check` has yet to reach them (R33)."""
    if not pages.url.startswith("https://") or reached_key(pages, keys) not in notices:
        return lambda _: ""
    return lambda number: door_address(pages, circle, door_code(keys, circle, number))


#: Hexadecimal digits of a form's mark; letters of 0.1.0 have fewer.
MARK_DIGITS, OLD_DIGITS = 12, 8


def form_code(known: PersonRecord, digest: Callable[[str], str]) -> str:
    """What a form elsewhere is prefilled with: the code, for people to read, and a mark of the address, which decides."""
    return f"{known.code}-{form_mark(known, digest)}"


def form_mark(known: PersonRecord, digest: Callable[[str], str]) -> str:
    """The same for a person whatever their code, "" for who has no address any more."""
    return digest(f"form|{known.digest}")[:MARK_DIGITS] if known.digest else ""


def links_for(pages: Pages, circle: str, known: PersonRecord, keys: Keys, meeting: int = 0) -> Links:
    """The personal links of `known`; those about a meeting are "" when `meeting` is 0."""
    links = _own_pages(pages.url, circle, known, keys, meeting)
    if not meeting:
        return links

    def prefilled(form: str, page: str) -> str:
        return form.replace("{participant}", form_code(known, keys.digest)).replace("{meeting}", str(meeting)) or page

    return replace(
        links,
        answer=prefilled(pages.answer_form, links.answer),
        absence=prefilled(pages.absence_form, links.absence),
        consultation=prefilled(pages.consultation_form, links.consultation),
    )


def who_for(keys: Keys, circle: str, known: PersonRecord, purpose: Purpose, meeting: int = 0) -> str:
    """The last part of a personal link: the code, for people to read, and the secret, which decides."""
    return f"{known.code}.{keys.token(circle, known.digest, purpose, meeting)}"


def _own_pages(url: str, circle: str, known: PersonRecord, keys: Keys, meeting: int) -> Links:
    if not url:
        return Links()
    root, who = f"{url.rstrip('/')}/{circle}", partial(who_for, keys, circle, known)
    about = f"{meeting}/{who(Purpose.MEETING, meeting)}" if meeting else ""
    return Links(
        page=root,
        answer=about and f"{root}/svar/{about}",
        absence=about and f"{root}/fravaer/{about}",
        consultation=about and f"{root}/samraad/{about}",
        meeting=about and f"{root}/mote/{about}",
        me=f"{root}/min/{who(Purpose.ME)}",
        unsubscribe=f"{root}/avmeld/{who(Purpose.LEAVE)}",
        feed=f"{root}/kalender/{who(Purpose.FEED)}.ics",
        facilitator=f"{root}/tilrettelegger/{who(Purpose.FACILITATOR)}",
    )


def sealing_key(purpose: str, key: bytes) -> bytes:
    """The key that Fernet seals with for `purpose`, from the installation's: what is sealed for one purpose opens for no other."""
    return urlsafe_b64encode(sha256(f"{purpose}|".encode() + key).digest())
