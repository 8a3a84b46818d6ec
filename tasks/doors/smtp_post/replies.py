"""What a reply means for the letter, the batch and the address (RFC 5321 §4.2.1, RFC 3463). Pure."""

from dataclasses import dataclass
from typing import Literal

from tasks.circle.model.records import Outcome
from tasks.doors.ports import Delivery
from tasks.doors.smtp_post_words import server_words, status

#: The account has sent what it may today: Google's and Microsoft's. Not a word about the address.
DAILY_LIMIT = frozenset({"5.4.5", "5.1.90"})
#: What is wrong with the sender, not with the recipient (RFC 3463 §3.2).
SENDER = frozenset({"5.1.7", "5.1.8"})
#: Replies to RCPT that speak of the mailbox, and codes after which they don't: full, too large, policy, mail system.
MAILBOX = frozenset({550, 551, 553})
NOT_THE_MAILBOX = ("5.2.2", "5.2.3", "5.3.", "5.4.5", "5.6.", "5.7.")


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply that decided a letter, to one of its commands or to its end."""

    command: Literal["MAIL", "RCPT", "DATA", "end"]
    code: int
    text: str


def concluded(answer: Answer, recipient: str, sender: str, *, logged_in: bool) -> Delivery:
    """The outcome of a letter that got an answer."""
    if answer.code // 100 == 2 and answer.command == "end":
        return Delivery(Outcome.DONE)
    said = server_words(answer.code, answer.text, recipient, sender)
    return _whole_batch(answer, said, logged_in=logged_in) or _this_letter(answer, said)


def _whole_batch(answer: Answer, said: str, *, logged_in: bool) -> Delivery | None:
    """None when the reply concerns this letter alone."""
    enhanced = status(answer.text)
    if answer.code == 421:
        return _stopped(f"E-posttjeneren la på ({said}). Resten av brevene venter til neste runde.")
    if enhanced in DAILY_LIMIT:
        words = "Vent: de neste rundene sender dem når grensen er åpen igjen, som oftest etter et døgn."
        return _stopped(f"Kontoen har sendt så mange brev den får på en dag ({said}). {words}")
    if answer.code == 530 or (not logged_in and answer.code // 100 == 5 and enhanced.startswith("5.7.")):
        return _stopped(f"E-posttjeneren sender ikke uten innlogging ({said}). Sett user i doors.toml, [post], og passordet.")
    if answer.command == "MAIL" and answer.code // 100 == 5 and (enhanced in SENDER or enhanced.startswith("5.7.")):
        return _stopped(f"E-posttjeneren godtar ikke avsenderen ({said}). Rett sender i doors.toml, [post], eller bytt konto.")
    if answer.code // 100 not in (4, 5):
        return _stopped(f"E-posttjeneren svarte noe uventet ({said}). Vis dette til den som driver den.")
    return None


def _stopped(detail: str) -> Delivery:
    return Delivery(Outcome.LATER, detail, stop=True)


def _this_letter(answer: Answer, said: str) -> Delivery:
    if answer.code // 100 == 4:
        return Delivery(Outcome.LATER, f"E-posttjeneren ba om å få vente med dette brevet ({said}).")
    if answer.command == "RCPT" and mailbox_refused(answer):
        words = "Spør deltakeren om riktig adresse."
        return Delivery(Outcome.REJECTED, f"Adressen finnes ikke eller tar ikke imot ({said}). {words}", refused=True)
    if answer.command == "RCPT":
        words = "Spør den som driver e-posttjeneren, eller deltakeren."
        return Delivery(Outcome.REJECTED, f"E-posttjeneren vil ikke sende til denne adressen ({said}). {words}")
    words = "Vis dette til den som driver e-posttjeneren."
    return Delivery(Outcome.REJECTED, f"E-posttjeneren avviste selve brevet ({said}). {words}")


def mailbox_refused(answer: Answer) -> bool:
    """True when the reply says of the mailbox itself that it takes no letters."""
    enhanced = status(answer.text)
    if enhanced in SENDER | DAILY_LIMIT or enhanced.startswith(NOT_THE_MAILBOX):
        return False
    return answer.code in MAILBOX or enhanced.startswith("5.1.")
