"""Sign-ups from the pages on their way into the sheet: sealed in the ledger until a round has written them there. No Prefect here.

The ledger holds no name and no address in clear (RULES.md «Ledger»): a sign-up waits there encrypted with a key made from the
installation's (Fernet: AES-128-CBC with HMAC-SHA256), and its row is deleted when the tab «Nettpåmelding» has it.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from tasks.circle.model.errors import Problem
from tasks.circle.model.links import Keys
from tasks.circle.model.records import PendingSignUp
from tasks.circle.model.tabs import WEB_SIGN_UPS
from tasks.circle.people.sign_ups import NewSignUp, address_key, rows_with
from tasks.circle.plan import Read
from tasks.context import CircleRef, context_of

if TYPE_CHECKING:  # 7 MB, and few rounds find anybody waiting
    from cryptography.fernet import Fernet


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

    return Fernet(urlsafe_b64encode(sha256(b"sign-ups|" + keys.key).digest()))


def with_pending_sign_ups(ref: CircleRef, read: Read) -> Read:
    """`read` as if those who wait stood in «Nettpåmelding» already."""
    if not read.memory.pending_sign_ups:
        return read
    context = context_of(ref)
    opened = {each.id: unseal(context.keys, each) for each in read.memory.pending_sign_ups}
    new = [sign_up for sign_up in opened.values() if sign_up]
    problems = read.problems
    if locked := len(opened) - len(new):
        what = f"{locked} påmeldinger fra nettsiden kan ikke leses: de er låst med en annen nøkkel enn den som brukes nå."
        step = "Legg tilbake nøkkelen (SIRKEL_KEY, eller «key» i datamappen) som var i bruk da de kom."
        problems = (*problems, Problem("Nettsidene", what, step))
    rows = rows_with(read.values.get(WEB_SIGN_UPS.name, ()), new, context.circle.zone)
    moved_in = frozenset(name for name, sign_up in opened.items() if sign_up)
    return replace(read, values={**read.values, WEB_SIGN_UPS.name: rows}, moved_in=moved_in, problems=problems)


def pending_ids(keys: Keys, pending: Iterable[PendingSignUp], address: str) -> frozenset[str]:
    """The ids of the sign-ups that wait with this address."""
    found = ((each.id, unseal(keys, each)) for each in pending)
    return frozenset(name for name, sign_up in found if sign_up and address_key(sign_up.address) == address_key(address))
