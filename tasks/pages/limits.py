"""What keeps the pages from being worn out or filled with rubbish: counts in memory, sizes, a trap without puzzles."""

import hmac
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from threading import Lock

from tasks.circle.model.links import Keys
from tasks.circle.people.form_sign_ups import mailbox_of
from tasks.doors.ledger.at_once import ALL, Quota

#: Bytes of a form that is sent in: three answers of 4,000 characters fit, each up to twelve bytes when encoded, and also twice as long
#: ones of usual letters, which come back with the word that they are too long.
LARGEST_BODY = 256 * 1024
#: Seconds a person needs at least for the sign-up form, and after which a form that lay open is too old.
QUICKEST, LONGEST = 3.0, 24 * 3600.0


#: Sign-ups, and the seconds they are counted in: to one mailbox, from one network, of a circle. They stand in the ledger (R34).
DAY = 24 * 3600.0
OF_ONE_MAILBOX, OF_ONE_NETWORK, OF_ONE_NETWORK_A_DAY, OF_ALL = (3, DAY), (30, 3600.0), (60, DAY), (200, DAY)


class Limit:
    """At most `number` of something in `seconds` for each key (a link, an address); the oldest keys are forgotten first."""

    def __init__(self, number: int, seconds: float, clock: Callable[[], float] = time.monotonic, keys: int = 10_000) -> None:
        self.number, self.seconds, self.clock, self.keys = number, seconds, clock, keys
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def passes(self, key: str) -> bool:
        """Count one more; False when there were too many."""
        now = self.clock()
        with self._lock:
            times = self._seen.pop(key, deque())
            self._seen[key] = times
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(self._seen) > self.keys:
                self._seen.popitem(last=False)
            if len(times) >= self.number:
                return False
            times.append(now)
            return True


def quotas_of(keys: Keys, address: str, client: str) -> tuple[Quota, ...]:
    """What a sign-up counts against: its mailbox, the visitor's network, and all of the circle. Nothing of them can be read in the keys."""
    network = keys.digest(f"network|{network_of(client)}")
    return (
        Quota(keys.digest(f"mailbox|{mailbox_of(address)}"), *OF_ONE_MAILBOX),
        Quota(f"hour|{network}", *OF_ONE_NETWORK),
        Quota(f"day|{network}", *OF_ONE_NETWORK_A_DAY),
        Quota(ALL, *OF_ALL),
    )


def network_of(client: str) -> str:
    """Who shares a connection: an IPv4 address (a whole office may), an IPv6 /64 (one household has 2⁶⁴ addresses)."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return ""
    mapped = address.ipv4_mapped if address.version == 6 else None
    return str(mapped or (ip_network(f"{address}/64", strict=False) if address.version == 6 else address))


def opened_mark(keys: Keys, at: float) -> str:
    """What a form carries to tell when it was opened (Unix seconds), so that it can't be made up."""
    return f"{int(at)}.{keys.secret('form', int(at))}"


def seconds_open(keys: Keys, mark: str, now: float) -> float | None:
    """How long the form with `mark` has been open; None for a mark that isn't ours."""
    text, _, signed = mark.partition(".")
    if not (text.isascii() and text.isdigit() and len(text) < 15 and hmac.compare_digest(signed.encode(), keys.secret("form", int(text)).encode())):
        return None
    return now - int(text)
