"""The circle of 0.1.0 whose letters are files in a folder gets a mail server: what is due goes out once, by today's program (R24)."""

from collections import Counter
from typing import Any

import pytest

from tests.keepsake.home import BESIDE, CIRCLE, DAILY
from tests.keepsake.test_keepsake import TakenOver, taken_over
from tests.reading_mail import letter_of

__all__ = ["taken_over"]

#: Of what lay in the folder: two participants are welcomed, and invited with the two facilitators to the meeting that is left.
DUE = Counter({"welcome": 2, "invitation": 4})


def goes_live(kept: TakenOver) -> None:
    file = kept.home.config / "circles" / f"{BESIDE}.toml"
    with file.open("a", encoding="utf-8") as out:
        out.write(f'\n[post]\nkind = "smtp"\nhost = "127.0.0.1"\nport = {kept.outside.mail.port}\nsecurity = "none"\n')


def beside(kept: TakenOver) -> Counter[str]:
    """The letters of the circle beside that the server has, by kind."""
    letters = (letter_of(each.message) for each in kept.outside.mail.accepted)
    return Counter(each["X-Sirkel-Kind"] for each in letters if each["X-Sirkel-Circle"] == BESIDE)


def plan(kept: TakenOver, at: str) -> Any:
    _, plans = kept.home.call("run", "--direct", "--plan", "--at", at, "--acts", DAILY)
    return next(each for each in plans if each["circle"] == BESIDE)


def test_what_lies_in_the_folder_of_0_1_0_goes_out_once_and_what_really_went_does_not(taken_over: TakenOver) -> None:
    goes_live(taken_over)
    at, letters = taken_over.told["last"], len(taken_over.home.files())
    told, due, _ = plan(taken_over, at)["notes"]
    assert f"{letters} ligger i" in told and " 0 regnes som sendt" in told and due.startswith(f"{sum(DUE.values())} brev")
    taken_over.round(at)
    assert beside(taken_over) - Counter({"digest": 2}) == DUE
    taken_over.round(taken_over.told["after_last"])
    assert set(taken_over.outside.mail.copies().values()) == {1}
    assert Counter(each for each in taken_over.sent() if f".{CIRCLE}." in each) == Counter(taken_over.told["after"]["letters"])
    _, status = taken_over.home.call("status", "--circle", BESIDE, "--at", at)
    assert status["letters"]["sent"] == beside(taken_over).total() and status["letters"]["laid"] == 0, "all others are over"


@pytest.mark.parametrize("machine", [False, True])
def test_without_the_folder_they_count_as_sent_until_a_person_or_the_machine_that_has_it_turns_it_round(taken_over: TakenOver, machine: bool) -> None:
    folder = taken_over.home.data / BESIDE / "outbox"
    folder.rename(folder.with_name("elsewhere"))
    goes_live(taken_over)
    at = taken_over.told["last"]
    taken_over.round(at)
    assert not beside(taken_over)
    if machine:
        folder.with_name("elsewhere").rename(folder)
    else:
        assert taken_over.home.call("settle", "all", "laid", "--circle", BESIDE)[0] == 0
    assert plan(taken_over, at)["notes"][-2].startswith(f"{sum(DUE.values())} brev")
    taken_over.round(at)
    assert beside(taken_over) - Counter({"digest": 2}) == DUE
