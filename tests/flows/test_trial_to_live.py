"""From trial to live (R24): what lay in a folder reached nobody, and goes out once, inside its window, when the post is a mail server."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.trial_circle import AFTER, CIRCLE, LIVE, NEXT, PEOPLE, TRIAL, TrialCircle, kinds, outcomes
from tests.standins.smtp import SmtpServer

#: To five participants, and the two facilitators of the example.
LETTERS = Counter({"welcome": 5, "invitation 1": 7})


@pytest.fixture
def mail() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def circle(prefect_server: None, tmp_path: Path, mail: SmtpServer, capsys: pytest.CaptureFixture[str]) -> Iterator[TrialCircle]:
    found = TrialCircle(tmp_path, mail, capsys)
    yield found
    found.close()


def test_readme_followed_word_for_word_writes_to_everybody_once_when_the_mail_server_is_on(circle: TrialCircle) -> None:
    plan = circle.run(TRIAL, "--plan")
    assert "På prøve" in " ".join(plan["notes"])
    first = circle.run(TRIAL)
    assert outcomes(first) == {"laid": 12} and kinds(circle.laid()) == LETTERS
    assert not [each for each in circle.run(NEXT)["letters"] if each["kind"] != "digest"]
    before = circle.status(NEXT)
    assert "på prøve" in circle.checked(NEXT)["Brev"] and (circle.data / CIRCLE / "outbox" / "index.html").exists()
    assert (before["trial"], before["letters"]["sent"]) == (True, 0) and before["letters"]["laid"] == len(circle.laid())

    circle.goes_live()
    switched = circle.status(LIVE)
    assert (switched["trial"], switched["letters"]["sent"], switched["meetings"][0]["invited"]) == (False, 0, 0)
    [said] = circle.run(LIVE, "--plan")["notes"]
    assert said.startswith("12 brev") and circle.checked(LIVE)["Fra prøve til alvor"].endswith(said)
    live = circle.run(LIVE)
    assert live["notes"] == [said]
    assert kinds(circle.sent()) - kinds([x for x in circle.sent() if x["X-Sirkel-Kind"] == "digest"]) == LETTERS
    assert {f"{name}@example.org" for name in PEOPLE} <= {each.recipients[0] for each in circle.mail.accepted}
    assert set(outcomes(live)) == {"done"}
    after = circle.status(LIVE)
    assert (after["letters"]["sent"], after["meetings"][0]["invited"]) == (len(circle.sent()), 5)
    count = len(circle.sent())
    again = circle.run(AFTER)
    assert not again["letters"] and not again["notes"] and len(circle.sent()) == count
    assert set(circle.mail.copies().values()) == {1}
