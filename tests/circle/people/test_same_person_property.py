"""R29 over edits of a good sheet: nobody gets another's link, answers or letters, and nobody is put out in silence."""

from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.circle.people_of_the_circle import KARI, KEYS, OLA, PER, ÅSE, known, local, round_at, see, sheet

#: (stamp, name, address) and whose row it is in truth: an edit keeps who, a new row is nobody's until now.
Line = tuple[str, str, str, str]
NAMES = ("Kari Nordmann", "KARI  NORDMANN", "Ola Hansen", "Åse Ødegård", "Per Li", "Nye Navn")
FIRST = [(*KARI, "Kari"), (*OLA, "Ola"), (*ÅSE, "Åse"), (*PER, "Per"), ("4.5.2021 11.00", "Kari Nordmann", "kari.to@example.org", "Kari 2")]
EDITS = ("address", "form", "name", "both", "delete", "copy", "swap", "sort", "new", "same name")


def edited(rows: list[Line], kind: str, at: int, number: int, name: str) -> list[Line]:
    """The sheet after one edit of the row `at`; `number` makes addresses and stamps that are new."""
    stamp, called, address, who = rows[at]
    fresh, new_stamp = f"ny{number}@example.org", f"6.5.2021 10.{number:02}"
    changed: dict[str, list[Line]] = {
        "address": [(stamp, called, fresh, who)],
        "form": [(new_stamp, called, fresh, who)],
        "name": [(stamp, name, address, who)],
        "both": [(new_stamp, name, fresh, who)],
        "delete": [],
        "copy": [rows[at], (stamp, called, fresh, f"{who} en gang til")],
    }
    if kind in changed:
        return [*rows[:at], *changed[kind], *rows[at + 1 :]]
    if kind == "swap":
        other = rows[at - 1]
        rows = [*rows]
        rows[at], rows[at - 1] = (stamp, called, other[2], other[3]), (*other[:2], address, who)
        return rows
    if kind == "sort":
        return sorted(rows, key=lambda row: row[1]) if at % 2 else rows[::-1]
    return [*rows, (new_stamp, called if kind == "same name" else f"Ny {number}", fresh, f"ny {number}")]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 30), st.sampled_from(NAMES)), min_size=1, max_size=4), st.booleans())
@example([("copy", 7, "Kari Nordmann"), ("delete", 21, "Kari Nordmann"), ("address", 12, "Kari Nordmann")], True)
def test_no_edit_gives_anybody_what_is_anothers_or_puts_anybody_out_in_silence(edits: list[tuple[str, int, str]], every_round: bool) -> None:
    rows, now = list(FIRST), local("2021-05-05")
    memory = round_at(now, sheet(people=[row[:3] for row in rows]))[1]
    owners = {known_.code: {row[3]} for known_ in memory.people for row in rows if known_.digest == KEYS.digest(row[2].casefold())}
    for number, (kind, at, name) in enumerate(edits, start=1):
        if not rows:
            return
        before = rows
        rows = edited(rows, kind, at % len(rows), number, name)
        if not every_round and number < len(edits):
            continue
        now += timedelta(days=1)
        values = sheet(people=[row[:3] for row in rows])
        snapshot = see(values, memory, now, confirmed=True)
        told = " ".join(f"{each.what} {each.next_step}" for each in snapshot.problems)
        people = {KEYS.digest(each.address.casefold()): each for each in snapshot.roster.people if each.participant}
        for row in rows:  # everybody with a row is served, by one code, at the address that stands there
            person = people[KEYS.digest(row[2].casefold())]
            # A form's own edit in the same place under the same name is all that may take a code to another address.
            if person.code in owners and row[3] not in owners[person.code]:
                assert any(old[3] in owners[person.code] and old[1].casefold().split() == row[1].casefold().split() for old in [*before, *FIRST])
                assert person.known.answers_from, "what was answered before is not shown"
            owners.setdefault(person.code, set()).add(row[3])
        for code in owners:  # who is out is told of
            if code not in {each.code for each in people.values()} and known(memory, code).gone is None:
                assert f"Raden til deltaker {code} er borte" in told
        sent, memory = round_at(now, values, memory, confirmed=True)
        addresses = {each.code for each in people.values()} | {"F01", "F02"}
        assert {letter.person for letter in sent} <= addresses
        tokens = [each.digest for each in memory.people if each.digest]
        assert len(tokens) == len(set(tokens)), "no two people have one link"
