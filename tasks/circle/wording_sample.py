"""What every letter is told, as samples: templates are tried on them before the first real letter is written.

The names here are the whole vocabulary of config/messages; each letter gets all of them, and empty ones as "", () or None.
"""

from collections.abc import Iterator
from types import SimpleNamespace as Told

from tasks.circle.model.records import Form, Kind

_ADDRESS = "https://example.org/x"
#: Letters that are not about one meeting.
_NO_MEETING = frozenset({Kind.WELCOME, Kind.DIGEST, Kind.CLOSING})
#: What is no letter of a circle: it tells whoever runs the program what stopped.
OPERATOR = "operator"
_FLAGS = ("moved", "place_changed", "restored", "focus_changed", "personal", "too_few", "monthly")


def _circle(full: bool) -> Told:
    many = ("En", "To") if full else ()
    return Told(
        title="Sirkelen", shown_period="Mai–oktober", rhythm="2. tirsdag i måneden", last_day="31. desember", themes=many,
        agenda=many, relevance="Hva er relevant?", need="Hva trenger jeg?", suggestion="Forslag" if full else "",
        facilitators="Kari og Ola" if full else "Kari", page=_ADDRESS if full else "", free=full,
    )  # fmt: skip


def _meeting(full: bool, form: Form) -> Told:
    return Told(
        number=2, date="tirsdag 8. juni", time="kl. 09.15–11.30", when="tirsdag 8. juni kl. 09.15–11.30", weekday="tirsdag",
        form=form.value, place="Storgata 1", link=_ADDRESS if full else "", focus="Fokus" if full else "", where="på nett",
        input="Innspill" if full else "",
    )  # fmt: skip


def _in_programme(number: int, state: str) -> Told:
    return Told(
        number=number, when="tirsdag 8. juni kl. 09.15–11.30", where="på nett", focus="Fokus" if number % 2 else "", state=state,
        link=_ADDRESS if number % 2 else "", invited=number, reminded=number, absent=number % 2, answered=number,
    )  # fmt: skip


def _proposal(participants: int) -> Told:
    quotes = ("Sitat",) * participants
    return Told(title="Forslag", participants=participants, votes=participants - 1, why="Fordi.", quotes=quotes)


def _result(is_open: bool, invited: int = 9) -> Told:
    votes = (("Fokus", 1), ("Annet", 3))
    return Told(turnout=1, invited=invited, dates=votes, proposals=votes, closes="tirsdag 8. juni", open=is_open)


def _context(kind: str, full: bool, form: Form = Form.DIGITAL, facilitator: bool = False) -> dict[str, object]:
    letter = Told(code="K1", kind="invitasjon", meeting=2)
    proposals = (_proposal(1), _proposal(3)) if full else ()
    programme = tuple(_in_programme(number, state) for number, state in enumerate(("held", "cancelled", "coming", "coming"), 1))
    link = _ADDRESS if full else ""
    words = ("En", "To") if full else ()
    return {
        "circle": _circle(full),
        "person": Told(name="Kari Nordmann", first_name="Kari" if full else "", code="K1" if full else "", facilitator=facilitator),
        "links": Told(answer=link, absence=link, consultation=link, me=link, unsubscribe=link, feed=link),
        "meeting": None if kind in _NO_MEETING else _meeting(full, form),
        "old": Told(when="tirsdag 1. juni", where="på nett") if kind in (Kind.UPDATE, Kind.CANCELLATION) else None,
        **dict.fromkeys(_FLAGS, full),
        "programme": programme if full else (),
        "next_meeting": programme[2] if full else None,
        "earlier": words,
        "summary": (("En", 1), ("To", 2)) if full else (),
        "answered": 3 if full else 0,
        "asked": 9 if full else 0,
        "schedule": (("09.15", "En"), ("10.15", "To")) if full else (),
        "newcomers": words,
        "absent": words,
        "expected": 9 if full else 0,
        "quotes": words,
        "candidates": proposals,
        "candidates_of": 2 if full else 0,
        "similar": (("En", "To"), ("Tre", "Fire")) if full else (),
        "proposals": proposals,
        "dates": words,
        "closes": "tirsdag 8. juni",
        "problems": (Told(where="Møter, rad 2", what="Noe.", next_step="Gjør noe."),) if full else (),
        "unknown": (letter,) if full else (),
        "rejected": (letter,) if full else (),
        "undecided": words,
        "consultation_result": _result(facilitator) if full else None,
        "coming": programme[2:] if full else (),
        "held": programme[:1] if full else (),
        "still_wanted": (("En", 1), ("To", 2)) if full else (),
        "thanks_participants": 9 if full else 0,
        "deleted_after": "30. juni",
        "balance": (("sosialt", 0), ("økonomisk", 2)) if full else (),
        **(_operator(full) if kind == OPERATOR else {}),
    }


def _operator(full: bool) -> dict[str, object]:
    """What only whoever runs the program is told."""
    halted = Told(circle="sirkel", where="Ark", what="Noe.", next_step="Gjør noe.")
    unsettled = Told(circle="sirkel", kind="invitasjon", meeting=2, code="K1", name="<invitation@example.org>")
    quiet = Told(circle="sirkel", since="1. juni kl. 08.05", until="4. juni kl. 08.05")
    told = {"halted": halted, "faults": halted, "unsettled": unsettled, "quiet": quiet}
    return {**{name: (value,) if full else () for name, value in told.items()}, "unsent": "1. juni kl. 08.05" if full else ""}


def sample_contexts(kind: str) -> Iterator[dict[str, object]]:
    """Everything told and nothing told, each form of meeting, participant and facilitator, each flag by itself."""
    yield _context(kind, full=False)
    for form in Form:
        yield _context(kind, full=True, form=form)
        yield _context(kind, full=True, form=form, facilitator=True)
    yield {**_context(kind, full=True), "consultation_result": _result(is_open=True, invited=0)}
    for flag in _FLAGS:
        yield {**_context(kind, full=True), **dict.fromkeys(_FLAGS, False), flag: True}


def _known() -> dict[str, frozenset[str]]:
    told = _context(Kind.UPDATE, full=True) | _operator(full=True)
    return {name: frozenset(vars(value) if isinstance(value, Told) else ()) for name, value in told.items()}


#: Every name a template may use, with the attributes of those that have some.
KNOWN = _known()
