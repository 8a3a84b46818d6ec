"""From trial to live (R24): what lay in a folder reached nobody, and goes out once, inside its window, when the post is a mail server."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from tasks.circle.preflight import ADOPTED_SEQUENCE
from tests.flows.trial_circle import AFTER, CIRCLE, FIXED, LIVE, MEETINGS, NEXT, PEOPLE, ROOT, TRIAL, TrialCircle, kinds, outcomes, zoom_room
from tests.prefect_server import its_environment
from tests.reading_mail import calendar_of, plain_text
from tests.standins.smtp import SmtpServer

#: To five participants, and the two facilitators of the example.
LETTERS = Counter({"welcome": 5, "invitation 1": 7})
GONE = "12 brev som før bare lå i mappen, og ikke hadde nådd noen, gikk ut på ordentlig."


@pytest.fixture
def mail() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture
def circle(prefect_server: None, tmp_path: Path, mail: SmtpServer, capsys: pytest.CaptureFixture[str]) -> Iterator[TrialCircle]:
    found = TrialCircle(tmp_path, mail, capsys)
    yield found
    found.close()


def test_who_follows_readme_is_led_to_the_file_that_she_writes_in(circle: TrialCircle) -> None:
    _, said = circle.call("sheet", str(circle.folder / "et-annet.xlsx"))
    assert "[sheet] workbook" in said and "i sirkelens egen fil" in said
    assert f"en øvingslenke: bytt den i circles/{CIRCLE}.toml, linje" in circle.checked(TRIAL)["Rom"]


def test_readme_followed_word_for_word_writes_to_everybody_once_when_the_mail_server_is_on(circle: TrialCircle) -> None:
    plan = circle.run(TRIAL, "--plan")
    assert "På prøve" in " ".join(plan["notes"])
    first = circle.run(TRIAL)
    assert outcomes(first) == {"laid": 12} and kinds(circle.laid()) == LETTERS
    assert not [each for each in circle.run(NEXT)["letters"] if each["kind"] != "digest"]
    before = circle.status(NEXT)
    assert "på prøve" in circle.checked(NEXT)["Brev"] and (circle.data / CIRCLE / "outbox" / "index.html").exists()
    assert "Sirkelen er på prøve" in circle.remarks()
    assert all("Sirkelen er på prøve" in plain_text(each) for each in circle.laid() if each["X-Sirkel-Kind"] == "digest")
    assert (before["trial"], before["letters"]["sent"]) == (True, 0) and before["letters"]["laid"] == len(circle.laid())

    circle.goes_live()
    switched = circle.status(LIVE)
    assert (switched["trial"], switched["letters"]["sent"], switched["meetings"][0]["invited"]) == (False, 0, 0)
    plan = circle.run(LIVE, "--plan")
    said, unready = plan["notes"]
    assert said == "12 brev som til nå bare er lagt i mappen, og ikke har nådd noen, går ut på ordentlig."
    assert circle.checked(LIVE)["Fra prøve til alvor"] == f"Neste runde sender {len(plan['letters'])} brev. {said}"
    live = circle.run(LIVE)
    assert live["notes"] == [GONE, unready] and "på prøve" not in circle.remarks()
    assert kinds(circle.sent()) - kinds([x for x in circle.sent() if x["X-Sirkel-Kind"] == "digest"]) == LETTERS
    assert {f"{name}@example.org" for name in PEOPLE} <= {each.recipients[0] for each in circle.mail.accepted}
    assert set(outcomes(live)) == {"done"}
    after = circle.status(LIVE)
    assert (after["letters"]["sent"], after["letters"]["laid"], after["meetings"][0]["invited"]) == (len(circle.sent()), 0, 5)
    count = len(circle.sent())
    again = circle.run(AFTER)
    assert not again["letters"] and again["notes"] == [unready] and len(circle.sent()) == count
    assert set(circle.mail.copies().values()) == {1}


def test_a_circle_that_was_really_live_and_only_changes_its_server_or_tries_the_folder_writes_nothing_twice(circle: TrialCircle) -> None:
    circle.goes_live()
    circle.run(TRIAL)
    first = circle.sent()
    assert kinds(first) == LETTERS
    with SmtpServer() as other:
        circle.mail = other
        circle.goes_live()
        assert circle.run(NEXT)["letters"] == [] and other.accepted == []
    circle.told(FIXED)
    back = circle.run(LIVE)
    assert back["letters"] == [] and circle.laid() == [] and "På prøve" in back["notes"][0]
    circle.edit(lambda book: moved(book, 1, "2021-05-12"))
    assert outcomes(circle.run(AFTER)) == {"laid": 7}
    with SmtpServer() as third:
        circle.mail = third
        circle.goes_live()
        circle.run(AFTER)
        circle.run(AFTER)
        assert kinds(circle.sent()) == {"update 1": 7}
    assert {sequence(each) for each in circle.laid()} == {sequence(each) for each in circle.sent()} == {1}


def test_a_fixed_room_becomes_a_room_of_zoom_for_who_was_invited_and_for_who_was_only_laid_to(
    circle: TrialCircle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two were invited for real before, and hear of the other room; the rest lay in the folder, and are invited to it."""
    circle.edit(lambda book: book["Påmelding"].delete_rows(4, 3))
    circle.goes_live()
    circle.run(TRIAL)
    real = kinds(circle.sent())
    for name in PEOPLE[2:]:
        circle.edit(lambda book, name=name: book["Påmelding"].append([datetime(2021, 5, 3, 10), name, f"{name}@example.org"]))  # type: ignore[misc]
    circle.told(FIXED)
    circle.run(NEXT)
    assert real["invitation 1"] == 4 and kinds(circle.laid())["invitation 1"] == 3
    with zoom_room(LIVE, monkeypatch) as (zoom, doors):
        circle.goes_live(doors)
        plan = circle.run(LIVE, "--plan")
        assert [each["act"] for each in plan["rooms"]] == ["create"] * len(MEETINGS)
        live = circle.run(LIVE)
        assert Counter(each["kind"] for each in plan["letters"]) == Counter(each["kind"] for each in live["letters"])
        zoom.now = datetime.fromisoformat(AFTER)
        assert circle.run(AFTER)["letters"] == [] and len(zoom.rooms) == len(MEETINGS)
        assert set(zoom.calls()) <= {"list", "create", "token"}
    fresh = circle.sent()[real.total() :]
    assert kinds(fresh) - Counter({"digest": 9}) == Counter({"welcome": 3, "invitation 1": 3, "update 1": 4})
    [link] = {line for each in fresh if has_calendar(each) for line in re.findall(r"https://\S*zoom\S*", plain_text(each))}
    assert link not in "".join(map(plain_text, circle.laid()))
    assert [each.room.id.isdigit() for each in circle.memory().meetings if each.room] == [True] * len(MEETINGS)


def test_a_meeting_called_off_after_the_room_became_zoom_s_asks_zoom_nothing_about_the_link(
    circle: TrialCircle, monkeypatch: pytest.MonkeyPatch
) -> None:
    circle.goes_live()
    circle.run(TRIAL)
    circle.edit(lambda book: book["Møter"].cell(2, 8, "avlyst"))
    with zoom_room(NEXT, monkeypatch) as (zoom, doors):
        circle.goes_live(doors)
        circle.run(NEXT)
        assert kinds(circle.sent())["cancellation 1"] == 7 and "delete" not in zoom.calls()


@pytest.mark.timeout(600)
def test_killed_in_the_first_live_round_everybody_gets_everything_once(circle: TrialCircle) -> None:
    circle.run(TRIAL)
    circle.goes_live()
    held = circle.mail.hold("answered", after=4)
    command = [sys.executable, "-m", "flows", "run", "--circle", CIRCLE, "--at", LIVE, "--config", str(circle.config), "--data", str(circle.data)]
    with subprocess.Popen(command, cwd=ROOT, env=its_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        assert held.reached.wait(300)
        process.kill()
    circle.mail.forgive()
    rest = circle.run(LIVE)
    assert not set(circle.mail.copies().values()) - {1} and len(circle.sent()) >= LETTERS.total()
    assert circle.status(LIVE)["letters"]["unknown"] == 1 and rest["notes"][0].startswith("7 brev")
    assert circle.run(AFTER)["letters"] == []


def test_what_lost_its_window_stays_lost_and_a_folder_that_somebody_emptied_changes_nothing(circle: TrialCircle) -> None:
    circle.run(TRIAL)
    circle.run("2021-05-11T12:05+02:00")
    laid = kinds(circle.laid())
    assert laid["reflection 1"] == 5
    for path in (circle.data / CIRCLE / "outbox").rglob("*.eml"):
        path.unlink()
    circle.goes_live()
    live = circle.run("2021-05-12T08:05+02:00")
    assert kinds(circle.sent()) - Counter({"digest": 9}) == Counter({"welcome": 5, "invitation 2": 7})
    assert "De andre" in live["notes"][0]


def test_a_corrected_address_and_who_left_on_trial_are_written_to_as_they_are_now(circle: TrialCircle) -> None:
    circle.run(TRIAL)
    circle.edit(lambda book: book["Påmelding"].cell(2, 3, "kari.ny@example.org"))
    circle.edit(lambda book: book["Påmelding"].delete_rows(6))
    circle.run(NEXT)
    circle.goes_live()
    circle.run(LIVE)
    circle.run(AFTER)
    to = Counter(each.recipients[0].partition("@")[0] for each in circle.mail.accepted if b"X-Sirkel-Kind: invitation" in each.message)
    assert {name: to[name] for name in ("kari", "kari.ny", "ola", "liv")} == {"kari": 0, "kari.ny": 1, "ola": 1, "liv": 0}
    assert set(circle.mail.copies().values()) == {1}


def test_a_lost_ledger_taken_over_on_trial_counts_what_lies_in_the_folder_as_laid(circle: TrialCircle) -> None:
    circle.run(TRIAL)
    circle.close()
    for file in circle.data.glob("ledger.db*"):
        file.unlink()
    [kept, *_] = (circle.data / CIRCLE / "outbox").glob("*welcome*.eml")
    kept.unlink()
    taken = circle.run(NEXT, "--adopt")
    assert outcomes(taken) == {"laid": 11, "done": 3}, "the welcome, and today's digests"
    circle.goes_live()
    circle.run(LIVE)
    assert kinds(circle.sent()) - Counter({"digest": 9}) == LETTERS - Counter({"welcome": 1})
    assert min(sequence(each) for each in circle.sent() if has_calendar(each)) >= ADOPTED_SEQUENCE


def test_all_may_be_turned_round_both_ways_and_each_letter_by_itself(circle: TrialCircle) -> None:
    circle.run(TRIAL)
    laid = len(circle.laid())
    status, said = circle.call("settle", "all", "sent")
    assert status == 0 and f"{laid} brev regnes fra nå som sendt" in said
    circle.goes_live()
    assert circle.run(LIVE)["letters"] == [] and circle.status(LIVE)["letters"]["sent"] == laid
    assert f"{laid} brev regnes fra nå som lagt i mappen" in circle.call("settle", "all", "laid")[1]
    one = next(each for each in circle.memory().letters if each.kind == "welcome")
    assert circle.call("settle", one.message_id, "sent")[0] == 0
    circle.run(LIVE)
    assert kinds(circle.sent()) - Counter({"digest": 9}) == LETTERS - Counter({"welcome": 1})
    assert "0 brev" in circle.call("settle", "all", "laid")[1].replace("1 brev", "0 brev")
    for name, fate in ((circle.sent()[0]["Message-ID"], "laid"), ("all", "lost")):
        status, said = circle.call("settle", name, fate)
        assert (status == 2 and "→" in said) or "BREV" in said


def moved(book: openpyxl.Workbook, number: int, day: str) -> None:
    book["Møter"].cell(number + 1, 2, datetime.fromisoformat(day))


def sequence(letter: EmailMessage) -> int:
    return int(re.findall(r"SEQUENCE:(\d+)", calendar_of(letter))[0])


def has_calendar(letter: EmailMessage) -> bool:
    return any(part.get_content_type() == "text/calendar" for part in letter.walk())
