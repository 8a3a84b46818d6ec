"""A mailbox that can't be read, in words for the person who can mend it (R23). No address, no password, nothing of a message."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from imaplib import IMAP4
from socket import gaierror

from tasks.circle.model.apart import TELL, fault_of
from tasks.circle.model.errors import Problem, Stop

WHERE = "doors.toml, [mailbox]"
AGAIN = "Ingenting er mistet: neste runde leser det som er kommet."


@contextmanager
def explained(place: str, folder: str) -> Iterator[None]:
    """Turn whatever the line to `place` (host:port) does into `Stop`."""
    try:
        yield
    except Stop:
        raise
    except Exception as error:  # imaplib raises whatever it stumbles over in what a server says
        raise Stop([Problem(WHERE, *_fault(error, place, folder))]) from error


def _fault(error: Exception, place: str, folder: str) -> tuple[str, str]:
    if isinstance(error, ssl.SSLCertVerificationError):
        step = "Rett host; har tjeneren et eget rotsertifikat, sett ca_file. Er sertifikatet utløpt, må den som driver tjeneren fornye det."
        return f"Sertifikatet til {place} kan ikke godtas ({error.verify_message}). Passordet er ikke sendt.", step
    if isinstance(error, ssl.SSLError):
        return f"{place} snakker ikke TLS slik den skal. Passordet er ikke sendt.", "Se at port og security stemmer (993 og tls)."
    if isinstance(error, gaierror):
        return f"{place} finnes ikke.", "Rett host; se at maskinen er på nett."
    if isinstance(error, TimeoutError):
        return f"{place} svarer ikke.", AGAIN
    if isinstance(error, OSError):
        return f"Linjen til {place} ble brutt eller kom aldri opp.", f"Se at host og port stemmer. {AGAIN}"
    if isinstance(error, IMAP4.abort):
        return f"{place} la på.", AGAIN
    odd = f"{place} svarte noe uventet da mappen {folder} ble lest"
    if isinstance(error, (IMAP4.error, ValueError)):
        return f"{odd}.", f"Vis dette til den som driver e-posttjeneren. {AGAIN}"
    return f"{odd} ({fault_of(error).words}). {AGAIN}", TELL
