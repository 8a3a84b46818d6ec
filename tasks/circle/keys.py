"""Keyed digests and personal links: what lets the ledger know people without holding their addresses (design §6, §10)."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256

#: 128 bits, 22 characters: a List-Unsubscribe line with it stays under 78 columns.
TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Keys:
    """The installation's secret key; never shown."""

    key: bytes = field(repr=False)

    def digest(self, text: str) -> str:
        """The keyed digest by which an address or a row is recognised."""
        return hmac.new(self.key, b"person|" + text.encode(), sha256).hexdigest()

    def token(self, circle: str, code: str) -> str:
        """The secret part of a person's own links in one circle."""
        secret = hmac.new(self.key, f"link|{circle}|{code}".encode(), sha256).digest()
        return urlsafe_b64encode(secret[:TOKEN_BYTES]).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Pages:
    """Where participants answer: the pages' address, and forms elsewhere with {participant} and {meeting} in their links,
    which take the place of the pages of the same purpose. "" where there is none."""

    url: str = ""
    answer_form: str = ""
    absence_form: str = ""
    consultation_form: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of the participants' pages; all "" when the installation has none."""

    page: str = ""
    answer: str = ""
    absence: str = ""
    consultation: str = ""
    me: str = ""
    unsubscribe: str = ""
    feed: str = ""


def links_for(pages: Pages, circle: str, code: str, keys: Keys, meeting: int = 0) -> Links:
    """The personal links of `code`; those about a meeting are "" when `meeting` is 0."""
    links = _own_pages(pages.url, circle, code, keys, meeting)
    if not meeting:
        return links

    def prefilled(form: str, page: str) -> str:
        return form.replace("{participant}", code).replace("{meeting}", str(meeting)) or page

    return replace(
        links,
        answer=prefilled(pages.answer_form, links.answer),
        absence=prefilled(pages.absence_form, links.absence),
        consultation=prefilled(pages.consultation_form, links.consultation),
    )


def _own_pages(url: str, circle: str, code: str, keys: Keys, meeting: int) -> Links:
    if not url:
        return Links()
    root, token = f"{url.rstrip('/')}/{circle}", f"{code}.{keys.token(circle, code)}"
    about = f"{meeting}/{token}"
    return Links(
        page=root,
        answer=f"{root}/svar/{about}" if meeting else "",
        absence=f"{root}/fravaer/{about}" if meeting else "",
        consultation=f"{root}/samraad/{about}" if meeting else "",
        me=f"{root}/min/{token}",
        unsubscribe=f"{root}/avmeld/{token}",
        feed=f"{root}/kalender/{token}.ics",
    )
