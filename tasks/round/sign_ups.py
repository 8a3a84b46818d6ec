"""Sign-ups from the pages on their way into the sheet: sealed in the ledger until a round has written them there. No Prefect here.

The ledger holds no name and no address in clear (RULES.md «Ledger»): a sign-up waits there encrypted with a key made from the
installation's (Fernet: AES-128-CBC with HMAC-SHA256), and its row is deleted when the tab «Nettpåmelding» has it.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.links import Keys, sealing_key
from tasks.circle.model.phrases import plural
from tasks.circle.model.records import Memory, PendingSignUp
from tasks.circle.model.tabs import SIGN_UPS, WEB_SIGN_UPS
from tasks.circle.people.form_sign_ups import CONFIRM_WITHIN, ROW, Asking, applicant, confirmed_rows
from tasks.circle.people.sign_ups import NewSignUp, address_key, rows_with
from tasks.circle.plan import Read
from tasks.circle.snapshot import Values
from tasks.context import CircleContext, CircleRef, context_of

if TYPE_CHECKING:  # 7 MB, and few rounds find anybody waiting
    from cryptography.fernet import Fernet

#: The notice that somebody tried to sign up far more often than a person does.
UNUSUAL = "påmeldinger:uvanlig"


def seal(keys: Keys, new: NewSignUp) -> PendingSignUp:
    """What the ledger keeps of a sign-up."""
    text = json.dumps(asdict(new) | {"at": new.at.isoformat()}, ensure_ascii=False)
    return PendingSignUp(secrets.token_hex(8), _box(keys).encrypt(text.encode()).decode(), new.at)


def unseal(keys: Keys, pending: PendingSignUp) -> NewSignUp | None:
    """The sign-up, None when another key sealed it."""
    from cryptography.fernet import InvalidToken

    try:
        fields = json.loads(_box(keys).decrypt(pending.sealed.encode()))
    except InvalidToken:
        return None
    return NewSignUp(**fields | {"at": datetime.fromisoformat(fields["at"])})


def _box(keys: Keys) -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(sealing_key("sign-ups", keys.key))


def with_pending_sign_ups(ref: CircleRef, read: Read, now: datetime) -> Read:
    """`read` as if those who wait and have confirmed stood in «Nettpåmelding» already, and without a form's rows that nobody has."""
    context, memory, values = context_of(ref), read.memory, dict(read.values)
    pages, problems = context.settings.doors.pages.url, [*read.problems]
    if (told := memory.notices.get(UNUSUAL)) and told > now - timedelta(days=1):
        what = "Uvanlig mange påmeldinger på nettsiden på kort tid. De fleste er avvist, og ingen brev til deltakerne venter på dem."
        step = "Ingenting trengs. Fortsetter det, la den som drifter tjeneren, stenge nettadressene de kommer fra."
        problems.append(Problem("Nettsidene", what, step, Grade.INFORMATION))
    rows = _of_a_form(context, values, memory, now)
    if SIGN_UPS.name in values:
        values[SIGN_UPS.name] = rows.values
    waiting = [each for each in memory.pending_sign_ups if not each.id.startswith(ROW)]
    late = frozenset(each.id for each in waiting if not each.confirmed and each.at <= now - CONFIRM_WITHIN)
    opened = [(each, unseal(context.keys, each)) for each in waiting if each.id not in late]
    if locked := sum(1 for _, sign_up in opened if sign_up is None):
        what = f"{locked} påmeldinger fra nettsiden kan ikke leses: de er låst med en annen nøkkel enn den som brukes nå."
        step = "Legg tilbake nøkkelen som var i bruk da de kom."
        problems.append(Problem("SIRKEL_KEY, eller «key» i datamappen", what, step))
    asking = [*rows.applicants, *(applicant(each, sign_up.address, sign_up.language) for each, sign_up in opened if sign_up and not each.confirmed)]
    if number := len(asking) - len(rows.applicants):
        what = f"{number} {plural(number, 'påmelding', 'påmeldinger')} fra nettsiden venter på bekreftelse."
        problems.append(
            Problem("Nettsidene", what, "Ingenting trengs: Det ingen bekrefter, slettes etter sju dager.", Grade.INFORMATION, passing=True)
        )
    if asking and not pages:
        what = "Påmeldinger venter på at adressen bekrefter, men sirkelen har ingen nettsider å bekrefte på."
        problems.append(Problem("doors.toml, [pages] url", what, "Skriv nettsidenes adresse, så går bekreftelsesbrevene i neste runde."))
    # It counts from the click: who had withdrawn meanwhile comes back by it.
    new = {each.id: replace(sign_up, at=each.confirmed.replace(microsecond=0)) for each, sign_up in opened if sign_up and each.confirmed}
    if new:
        values[WEB_SIGN_UPS.name] = rows_with(values.get(WEB_SIGN_UPS.name, ()), new.values(), context.circle.zone)
    return replace(
        read, values=values, moved_in=rows.moved_in | new.keys(), problems=(*problems, *rows.problems), expired=late | rows.expired,
        applicants=tuple(asking) if pages else (), changes=replace(read.changes, pending_sign_ups=rows.new),
    )  # fmt: skip


def _of_a_form(context: CircleContext, values: Values, memory: Memory, now: datetime) -> Asking:
    rows, old = values.get(SIGN_UPS.name, ()), now - CONFIRM_WITHIN
    if context.settings.doors.sheet.sign_up_form:
        return confirmed_rows(rows, memory, context.keys.digest, context.circle.zone, context.circle.language, now)
    return Asking(rows, expired=frozenset(each.id for each in memory.pending_sign_ups if each.id.startswith(ROW) and each.at <= old))


def pending_ids(keys: Keys, pending: Iterable[PendingSignUp], address: str) -> frozenset[str]:
    """The ids of the sign-ups that wait with this address."""
    found = ((each.id, unseal(keys, each)) for each in pending if each.sealed)
    return frozenset(name for name, sign_up in found if sign_up and address_key(sign_up.address) == address_key(address))
