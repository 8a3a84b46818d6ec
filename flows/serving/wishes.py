"""Starts a round at once where somebody has signed up or confirmed it: the pages know nothing of Prefect, they leave a wish (R34).

`serve` looks for them; where there are several machines, `python -m flows.serving.wishes` does, as many as you like.
"""

import asyncio
import sys
import time
from contextlib import suppress

from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from flows.catalogue import AT_ONCE
from flows.command.output import complain
from tasks.circle.model.errors import Grade, Problem
from tasks.circle.model.records import Wish
from tasks.private_files import begin_private
from tasks.round.wishes import wished

#: Seconds: how often one looks; from one round of a circle to the next, so that a burst is few; until one that came to nothing is tried anew.
LOOK, APART, AGAIN = 2.0, 20.0, 120.0
#: The wish of a circle that a run was last started for, when, and how often.
_NEVER: tuple[Wish | None, float, int] = (None, -AGAIN, 0)


class Granting:
    """What was started, so that one wish is one run. Who looks beside us says the same to Prefect, which then has one run too."""

    def __init__(self) -> None:
        self._started: dict[str, tuple[Wish | None, float, int]] = {}
        self._told = False

    async def look(self) -> None:
        """Start what is due now. A Prefect that is away is told of once; the wish stays, and the next round takes it."""
        due = [each for each in await asyncio.to_thread(wished) if self._is_due(each)]
        try:
            for each in due:
                await self._start(each)
            self._told = self._told and not due
        except (HTTPError, ObjectNotFound) as error:
            if not self._told:
                what = f"Påmeldinger venter, for en runde kan ikke startes nå ({type(error).__name__})."
                complain([Problem("Prefect", what, "De er lagret, og det prøves igjen; ellers tar neste runde dem.", Grade.INFORMATION)])
            self._told = True

    def _is_due(self, wish: Wish) -> bool:
        last, at, _ = self._started.get(wish.circle, _NEVER)
        return time.monotonic() - at >= (AGAIN if last == wish else APART)

    async def _start(self, wish: Wish) -> None:
        last, _, times = self._started.get(wish.circle, _NEVER)
        times = times + 1 if last == wish else 1
        name = f"{AT_ONCE} {wish.circle}"
        async with get_client() as client:
            found = await client.read_deployment_by_name(f"{AT_ONCE}/{AT_ONCE}")
            await client.create_flow_run_from_deployment(
                found.id, parameters={"circle": wish.circle}, name=name, tags=[wish.circle], idempotency_key=f"{name} {wish.at.isoformat()} {times}"
            )
        self._started[wish.circle] = (wish, time.monotonic(), times)


async def grant_wishes() -> None:
    """For ever."""
    granting = Granting()
    while True:
        await asyncio.sleep(LOOK)
        await granting.look()


def main() -> int:
    begin_private()
    with suppress(KeyboardInterrupt):
        asyncio.run(grant_wishes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
