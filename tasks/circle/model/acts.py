"""The kinds of act a round can be limited to, and which letters belong to each (RULES.md «Command»)."""

from datetime import datetime, tzinfo

from tasks.circle.model.records import Kind

LETTERS_OF = {
    "signups": (Kind.WELCOME,),
    "meetings": (Kind.CANCELLATION, Kind.UPDATE),
    "invite": (Kind.INVITATION,),
    "remind": (Kind.REMINDER, Kind.DAY_SHEET),
    "reflect": (Kind.REFLECTION, Kind.NUDGE),
    "gather": (),
    "propose": (),
    "consult": (Kind.CONSULTATION,),
    "decide": (Kind.FOCUS,),
    "close": (Kind.CLOSING,),
    "digest": (Kind.DIGEST,),
}
ALL = tuple(LETTERS_OF)
#: The daily round: a consultation is opened once a month, or by hand.
DAILY = tuple(act for act in ALL if act != "consult")


def kinds_of(acts: tuple[str, ...]) -> frozenset[Kind]:
    """The kinds of letter that a round limited to `acts` may send.

    A daily round opens no consultation, but carries an open one on: to who signed up since, and what did not go out (R22).
    """
    kinds = {kind for act in acts for kind in LETTERS_OF[act]}
    return frozenset(kinds | {Kind.CONSULTATION} if set(DAILY) <= set(acts) else kinds)


def with_missed(acts: tuple[str, ...], last_consult: datetime | None, at: datetime, zone: tzinfo) -> tuple[str, ...]:
    """A daily round does the monthly one's part when that was missed: nothing depends on a run at the right moment."""
    month = at.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    missed = last_consult is None or last_consult < month
    return ALL if set(acts) == set(DAILY) and missed else acts
