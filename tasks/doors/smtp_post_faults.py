"""Why no line to the mail server could be opened, in words for who can mend it."""

import socket
import ssl

from tasks.circle.model.errors import Stop
from tasks.doors.smtp_post.account import Account
from tasks.doors.smtp_post_words import server_words, stop

#: OpenSSL's X509_V_ERR_… numbers.
NOT_YET, EXPIRED, WRONG_NAME, WRONG_ADDRESS = 9, 10, 62, 64
UNKNOWN_ISSUER = frozenset({2, 18, 19, 20, 21})
OTHER_SECURITY = 'Port 587 hører oftest sammen med security = "starttls", 465 med "tls".'


def explained(error: OSError, account: Account) -> Stop:
    """What went wrong between looking up the name and the end of EHLO."""
    code = getattr(error, "smtp_code", None)
    if isinstance(code, int):
        return _turned_away(code, getattr(error, "smtp_error", b""), account)
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error.verify_code, account)
    if isinstance(error, socket.gaierror):
        return stop("host", f"Navnet «{account.host}» finnes ikke på nettet.", "Rett navnet, eller se at maskinen har nett.")
    if isinstance(error, ConnectionRefusedError):
        return stop("port", f"Ingen tar imot på {account.place}.", f"Se at tjeneren er oppe og porten riktig. {OTHER_SECURITY}")
    if silent(error):
        return stop("host", f"{account.place} svarte ikke innen {account.timeout:g} sekunder.", f"Prøv igjen senere. {OTHER_SECURITY}")
    if isinstance(error, ssl.SSLError):
        return stop("security", f"{account.place} snakker ikke TLS slik det ble ventet.", OTHER_SECURITY)
    return stop("host", f"Linjen til {account.place} ble brutt før noe var sendt.", "Prøv igjen senere; neste runde gjør det selv.")


def silent(error: BaseException) -> bool:
    """True when nothing was heard in time, also where the mail library has wrapped that."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def no_starttls(account: Account) -> Stop:
    step = f"Passord og brev ville gått ukryptert. Se at porten er riktig. {OTHER_SECURITY}"
    return stop("security", f"{account.place} tilbyr ikke STARTTLS.", step)


def _turned_away(code: int, text: bytes, account: Account) -> Stop:
    said = server_words(code, text.decode("utf-8", "replace"), account.user)
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
