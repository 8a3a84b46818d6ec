"""What a reply means for the letter, the batch and the address (RFC 5321 §4.2.1, R26). Pure."""

import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tasks.circle.model.errors import Problem, Stop
from tasks.circle.model.records import Outcome
from tasks.circle.people.refusals import ADVICE, About, about, opens_after
from tasks.doors.bounded.sockets import Overfull, stems_from
from tasks.doors.ports import Delivery
from tasks.doors.smtp_post.account import Account

# What a mail server says, for people: without addresses, and with what to do next.

LONGEST = 200
TABLE = "doors.toml, [post]"
#: A local part this short may be part of any word.
SHORT = 4
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b", re.ASCII)


def server_words(code: int, said: bytes | str, *addresses: str) -> str:
    """«550 5.1.1 User unknown» for people: one line, cut, and nothing in it that is or contains one of `addresses`.

    `said`: a server's bytes, or what the mail library says itself in their place.
    """
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    found = _STATUS.match(text.lstrip())
    first = found[0] if found else ""  # each line of a long reply begins with it
    words = (word for word in text.split() if word != first and not _names(word.casefold(), addresses))
    return plain_words(f"{code} {first} {' '.join(words)}")


def plain_words(text: str) -> str:
    """What a server said as one line that can be shown, cut."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _names(word: str, addresses: tuple[str, ...]) -> bool:
    if "@" in word or "%40" in word:
        return True
    locals_ = [address.rpartition("@")[0].casefold() or address.casefold() for address in addresses if address]
    bare = word.strip("<>()[]{}\"'.,:;!?")
    return any(bare == local or (len(local) >= SHORT and local in word) for local in locals_)


def stop(key: str, what: str, next_step: str) -> Stop:
    """The whole door is shut; `key` is the setting of doors.toml to look at first."""
    return Stop([Problem(f"{TABLE} {key}", what, next_step)])


def sentence(stopped: Stop) -> str:
    """The same as the detail of a letter."""
    return " ".join(f"{problem.what} {problem.next_step}" for problem in stopped.problems)


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply that decided a letter, to one of its commands or to its end."""

    command: Literal["MAIL", "RCPT", "DATA", "end"]
    code: int
    text: str


def concluded(answer: Answer, recipient: str, sender: str, *, logged_in: bool) -> Delivery:
    """The outcome of a letter that got an answer (R26)."""
    if answer.code // 100 == 2 and answer.command == "end":
        return Delivery(Outcome.DONE)
    said = server_words(answer.code, answer.text, recipient, sender)
    if answer.code // 100 not in (4, 5):
        return _stopped(f"E-posttjeneren svarte noe uventet ({said}). {ADVICE[About.UNKNOWN]}")
    meaning = _meaning(answer, recipient, sender, logged_in=logged_in)
    if ours := _about_us(meaning, said, answer.text):
        return _stopped(ours)
    if answer.code == 421:
        return _stopped(f"E-posttjeneren la på ({said}). Resten av brevene venter til neste runde.")
    return _this_letter(meaning, said)


def _meaning(answer: Answer, recipient: str, sender: str, *, logged_in: bool) -> About:
    """With what the conversation tells beside the words: MAIL speaks of the sender alone, and only RCPT of a mailbox."""
    named = sender.casefold() in answer.text.casefold() and recipient.casefold() not in answer.text.casefold() if sender else False
    found = about(answer.text, code=answer.code, ours=named)
    final = answer.code // 100 == 5
    if answer.command == "MAIL" and final and found in (About.MISSING, About.CLOSED, About.FULL, About.RECIPIENT, About.UNKNOWN):
        return About.SENDER
    if found is About.CLOSED and answer.command != "RCPT":
        return About.UNKNOWN
    return About.LOGIN if found is About.POLICY and final and not logged_in else found


def _stopped(detail: str) -> Delivery:
    return Delivery(Outcome.LATER, detail, stop=True)


_OURS: Mapping[About, str] = {
    About.LOGIN: "E-posttjeneren sender ikke uten innlogging, eller ikke for denne kontoen",
    About.SENDER: "E-posttjeneren godtar ikke avsenderen",
    About.ACCOUNT: "Kontoen er sperret for å sende",
    About.POLICY: "E-posttjeneren vil ikke ha brevene våre",
}


def _about_us(meaning: About, said: str, text: str) -> str:
    """What is wrong with sender or account, and what to change; "" where it is neither."""
    if meaning in _OURS:
        return f"{_OURS[meaning]} ({said}). {ADVICE[meaning]}"
    if meaning is About.QUOTA:
        span = opens_after(text)
        words = f"Vent: de neste rundene sender dem når grensen er åpen igjen, som oftest etter {'en time' if span == 'time' else 'et døgn'}."
        return f"Kontoen har sendt så mange brev den får på en {span} ({said}). {words}"
    if meaning is About.RATE:
        words = "De neste rundene sender resten; sett per_minute lavere i doors.toml, [post]."
        return f"E-posttjeneren synes det går for mange brev på kort tid ({said}). {words}"
    return ""


def _this_letter(meaning: About, said: str) -> Delivery:
    """As it is if no other address hears the same; of a mailbox that is missing also when others are."""
    if meaning is About.MISSING or meaning is About.CLOSED:
        detail = f"Adressen finnes ikke eller tar ikke imot ({said}). Spør deltakeren om riktig adresse."
        return Delivery(Outcome.REJECTED, detail, refused=True, said="" if meaning is About.MISSING else said)
    if meaning is About.FULL:
        words = "De neste rundene prøver igjen; blir det ved, spør deltakeren om en annen adresse."
        return Delivery(Outcome.LATER, f"Postkassen til mottakeren er full eller tar ikke imot flere brev nå ({said}). {words}")
    if meaning is About.RECIPIENT:
        words = "Be deltakeren slippe avsenderen fram, eller om en annen adresse."
        return Delivery(Outcome.REJECTED, f"Mottakeren tar ikke imot brev fra oss ({said}). {words}", said=said)
    if meaning is About.SIZE:
        words = "Det er for stort for den: Gjør det kortere, eller spør den som driver e-posttjeneren, om grensen."
        return Delivery(Outcome.REJECTED, f"E-posttjeneren avviste selve brevet ({said}). {words}", said=said)
    if meaning is About.UNKNOWN:
        return Delivery(Outcome.LATER, f"E-posttjeneren avviste dette brevet ({said}). {ADVICE[About.UNKNOWN]}", said=said)
    return Delivery(Outcome.LATER, f"E-posttjeneren ba om å få vente med dette brevet ({said}).")


# Why no line to the mail server could be opened, in words for who can mend it.

#: OpenSSL's X509_V_ERR_… numbers.
NOT_YET, EXPIRED, WRONG_NAME, WRONG_ADDRESS = 9, 10, 62, 64
UNKNOWN_ISSUER = frozenset({2, 18, 19, 20, 21})
OTHER_SECURITY = 'Port 587 hører oftest sammen med security = "starttls", 465 med "tls".'


def explained(error: OSError | ValueError, account: Account) -> Stop:
    """What went wrong between looking up the name and the end of EHLO."""
    code = getattr(error, "smtp_code", None)
    if isinstance(code, int):
        return _turned_away(code, getattr(error, "smtp_error", b""), account)
    if isinstance(error, ValueError) and not isinstance(error, OSError):  # what it said is not what it should be made of
        return stop("host", f"{account.place} svarte noe uventet på innloggingen.", "Vis dette til den som driver tjeneren.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error.verify_code, account)
    if isinstance(error, socket.gaierror):
        return stop("host", f"Navnet «{account.host}» finnes ikke på nettet.", "Rett navnet, eller se at maskinen har nett.")
    if isinstance(error, ConnectionRefusedError):
        return stop("port", f"Ingen tar imot på {account.place}.", f"Se at tjeneren er oppe og porten riktig. {OTHER_SECURITY}")
    if silent(error):
        return stop("host", f"{account.place} svarte ikke innen {account.timeout:g} sekunder.", f"Prøv igjen senere. {OTHER_SECURITY}")
    if stems_from(error, Overfull):
        return stop("host", f"{account.place} holder ikke opp å snakke; en e-posttjener sier et par hundre ord.", OTHER_SECURITY)
    if isinstance(error, ssl.SSLError):
        return stop("security", f"{account.place} snakker ikke TLS slik det ble ventet.", OTHER_SECURITY)
    return stop("host", f"Linjen til {account.place} ble brutt før noe var sendt.", "Prøv igjen senere; neste runde gjør det selv.")


def silent(error: BaseException) -> bool:
    """True when no whole answer was heard in time, also where the mail library has wrapped that."""
    return stems_from(error, TimeoutError)


def no_starttls(account: Account) -> Stop:
    step = f"Passord og brev ville gått ukryptert. Se at porten er riktig. {OTHER_SECURITY}"
    return stop("security", f"{account.place} tilbyr ikke STARTTLS.", step)


def _turned_away(code: int, text: bytes | str, account: Account) -> Stop:
    said = server_words(code, text, account.user)
    step = "Vent litt; neste runde prøver igjen." if code // 100 == 4 else "Vis dette til den som driver tjeneren."
    return stop("host", f"{account.place} tar ikke imot oss ({said}).", step)


def _certificate(code: int, account: Account) -> Stop:
    if code == EXPIRED:
        return stop("host", f"Sertifikatet til {account.place} er gått ut.", "Den som driver tjeneren, må fornye det. Er klokken her rett?")
    if code == NOT_YET:
        return stop("host", f"Sertifikatet til {account.place} gjelder ikke ennå.", "Er klokken på denne maskinen rett?")
    if code in (WRONG_NAME, WRONG_ADDRESS):
        step = f"Bruk navnet som står i sertifikatet. Er «{account.host}» riktig, er det en annen som svarer: send ikke."
        return stop("host", f"Sertifikatet til {account.place} gjelder et annet navn.", step)
    if code in UNKNOWN_ISSUER:
        step = "Har stedet sitt eget rotsertifikat, legg det i en fil og sett ca_file."
        return stop("ca_file", f"Sertifikatet til {account.place} er utstedt av noen denne maskinen ikke stoler på.", step)
    return stop("host", f"Sertifikatet til {account.place} godtas ikke (OpenSSL {code}).", "Vis dette til den som driver tjeneren.")
