"""Random lives of a circle with faults and kills in them (A14); `python -m tests.kills --lives 200` lives as many as are wished."""

import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from tests.kills.living_circle import Living, living
from tests.standins.smtp import SmtpServer

NAMES = ("Kari", "Ola", "Åse", "Mona")
#: What may go wrong on the mail line: the point, and the reply; "" cuts the line there.
FAULTS = (
    ("connect", "554 5.7.1 go away"), ("mail", "421 4.3.2 closing"), ("rcpt", "451 4.7.1 greylisted"), ("rcpt", "550 5.1.1 unknown"),
    ("data", "451 4.3.0 later"), ("end", "554 5.6.0 no"), ("mail", ""), ("rcpt", ""), ("data", ""), ("body", ""), ("end", ""), ("kept", ""),
)  # fmt: skip
names, numbers = st.sampled_from(NAMES), st.integers(1, 4)


class Machine(RuleBasedStateMachine):
    """People edit and sort, rounds run, are disturbed, killed and started twice; `Living` looks at every letter."""

    server: ClassVar[SmtpServer]
    template: ClassVar[Path]

    @initialize()
    def begin(self) -> None:
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self.life: Living = self._stack.enter_context(living(self.template, folder / "data", self.server))
        for name in ("Kari", "Ola"):
            self.life.sign_up(name)
        for number, days in ((1, 8), (2, 2)):
            self.life.meet(number, self.life.now.date() + timedelta(days=days))
        self.life.dates[2][8] = "Opptak: https://film.example.org/2"
        self.life.round()
        self.life.stay_away("Kari", 2)
        self.life.now += timedelta(days=3)  # the second meeting was held yesterday: form and recap are due

    def teardown(self) -> None:
        if hasattr(self, "_stack"):
            self._stack.close()

    @rule(name=names)
    def sign_up_or_come_back(self, name: str) -> None:
        row = self.life.rows.get(name)
        if row is None or row[3]:
            self.life.sign_up(name)

    @rule(name=names)
    def change_address(self, name: str) -> None:
        if name in self.life.rows and not self.life.rows[name][3]:
            self.life.correct(name)

    @rule(name=names)
    def leave(self, name: str) -> None:
        if name in self.life.rows:
            self.life.rows[name][3] = "ja"

    @rule(number=numbers, days=st.integers(1, 45))
    def add_or_move_a_date(self, number: int, days: int) -> None:
        day = self.life.now.date() + timedelta(days=days)
        row = self.life.dates.get(number)
        if self.life.free(day) and (row is None or row[1] > self.life.now.date()):  # type: ignore[operator]
            if row is None:
                self.life.meet(number, day)
            else:
                row[1] = day

    @rule(number=numbers)
    def cancel(self, number: int) -> None:
        if number in self.life.dates:
            self.life.dates[number][7] = "avlyst"

    @rule(name=names, number=numbers)
    def stay_away(self, name: str, number: int) -> None:
        if number in self.life.dates:
            self.life.stay_away(name, number)

    @rule(number=numbers, words=st.sampled_from(("", "Opptak: https://film.example.org/1", "Notater")))
    def write_afterwards(self, number: int, words: str) -> None:
        if number in self.life.dates:
            self.life.dates[number][8] = words

    @rule(order=st.permutations(NAMES))
    def sort_the_sheet(self, order: list[str]) -> None:
        self.life.sort(order)

    @rule(hours=st.one_of(st.integers(1, 36), st.integers(24, 960)))
    def time_goes_by(self, hours: int) -> None:
        self.life.now += timedelta(hours=hours)

    @rule()
    def run(self) -> None:
        self.life.settled()

    @rule(fault=st.sampled_from(FAULTS), after=st.integers(0, 5))
    def run_with_fault(self, fault: tuple[str, str], after: int) -> None:
        self.server.on(fault[0], fault[1], cut=not fault[1], after=after, times=1)
        self.life.round()
        self.server.forgive()

    @rule(act=st.sampled_from(("lease", "save", "claim", "record", "close")), after=st.integers(0, 4))
    def run_with_kill(self, act: str, after: int) -> None:
        with self.life.killed_at(act, after):
            self.life.round()

    @rule(after=st.integers(0, 3))
    def run_two_at_once(self, after: int) -> None:
        self.life.two_at_once(after)

    @precondition(lambda self: hasattr(self, "life"))
    @invariant()
    def nobody_is_written_to_twice(self) -> None:
        assert set(self.server.copies().values()) <= {1}


def live(template: Path, lives: int) -> None:
    """So many lives of thirty steps; AssertionError with the shortest one in which something does not hold. `template` as for `living`."""
    usual = settings(max_examples=lives, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    with SmtpServer() as server:
        Machine.server, Machine.template = server, template
        run_state_machine_as_test(Machine, settings=usual)


def test_whatever_happens_nobody_is_forgotten_or_written_to_twice(template: Path) -> None:
    live(template, 20)
