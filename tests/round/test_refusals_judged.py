"""Whose fault a refusal is (R26): real replies of mail servers, through the round, over several lines and batches, and with a kill in between."""

import multiprocessing
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.admin.settle import Fate, settle
from tasks.circle.coordinator.round_report import unfinished
from tasks.circle.model.errors import Grade
from tasks.circle.model.records import Outcome
from tasks.circle.people.refusals import ADVICE, About
from tasks.context import context_of, forget_doors, use_secrets
from tasks.round.send import Batch
from tests.round.office import AT, CIRCLE, ROOT, Office
from tests.standins.smtp import SmtpServer
from tests.standins.smtp_script import Script

USER = "sirkel@example.org"
FAULTS = ROOT.parent / "shared" / "faults" / "smtp-replies.tsv"
HERE = Path(__file__).parent / "replies.tsv"

D, L, R = Outcome.DONE, Outcome.LATER, Outcome.REJECTED
fork = multiprocessing.get_context("fork")


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Batch]]:
    """With an account, which the words of servers are about; and a letter each to four people. Made once: it takes longer than a batch."""
    with pytest.MonkeyPatch.context() as environment, SmtpServer(Script(users={USER: "post-hemmelig"})) as server:
        environment.setenv("SIRKEL_SMTP_PASSWORD", "post-hemmelig")
        use_secrets({})
        office = Office(tmp_path_factory.mktemp("office"), server)
        office.post(user=USER, sender=f"Sirkelen <{USER}>")
        found = office.batch()
        letters = {letter.person: letter for letter in reversed(found.letters)}
        forget_doors(office.ref)
        yield office, replace(found, letters=tuple([*letters.values()][:4]))


@pytest.fixture
def office(template: tuple[Office, Batch], tmp_path: Path) -> Iterator[Office]:
    """In place of the one that logs in nowhere: with its account, and a ledger of its own."""
    office = template[0]
    data = shutil.copytree(office.ref.data, tmp_path / "data")
    yield (found := office.at(data))
    forget_doors(found.ref)
    office.server.forgive()
    office.server.accepted.clear()


@pytest.fixture
def batch(template: tuple[Office, Batch]) -> Batch:
    return template[1]


def replies(text: str) -> str:
    """As it goes over the line."""
    return text.replace("|", "\r\n").replace("a@x", USER)


US = {About.LOGIN, About.SENDER, About.ACCOUNT, About.QUOTA, About.RATE, About.POLICY}
#: What becomes of one letter, of two that hear the same, whether the mailbox is marked, and whether two end the batch.
ALONE = {About.MISSING: R, About.CLOSED: R, About.RECIPIENT: R, About.SIZE: R}
MARKS = {About.MISSING, About.CLOSED}
TWO_ARE_US = {About.CLOSED, About.RECIPIENT, About.SIZE, About.UNKNOWN}


@pytest.mark.parametrize("row", rows(HERE), ids=lambda row: f"{row[2]}: {row[1][:40]}")
def test_a_reply_of_a_known_program_means_what_it_is_about(office: Office, batch: Batch, row: list[str]) -> None:
    command, reply, meaning = row[0], replies(row[1]), About(row[2])
    second = batch.people[batch.letters[1].person]
    office.server.on(command, reply.replace("b@x", second.address), after=1, times=1)
    sent = office.send(batch)
    alone = ALONE.get(meaning, L)
    assert [each.outcome for each in sent] == ([D, L, L, L] if meaning in US else [D, alone, D, D])
    assert [each.person for each in sent if each.refused] == ([second.code] if meaning in MARKS else [])
    assert office.marked() == {each.person for each in sent if each.refused}
    told = unfinished(sent)
    assert len(told) == 1 and "@" not in told[0].what and second.address.partition("@")[0] not in told[0].what
    if meaning in ADVICE:
        assert told[0].next_step.startswith(ADVICE[meaning]) and told[0].grade is Grade.MEND
    if alone is R and meaning not in US:
        assert f"settle {second.code} again" in told[0].typed and "gjør opp brev" in told[0].clicked
    kept = {each.message_id: each.outcome for each in office.memory().letters}
    assert all(kept.get(each.message_id, L) is each.outcome for each in sent)


@pytest.mark.parametrize("row", [row for row in rows(HERE) if About(row[2]) not in US], ids=lambda row: f"{row[2]}: {row[1][:40]}")
def test_the_same_to_two_is_about_us_unless_it_speaks_of_them(office: Office, batch: Batch, row: list[str]) -> None:
    command, reply, meaning = row[0], replies(row[1]), About(row[2])
    people = [batch.people[letter.person] for letter in batch.letters[1:3]]
    for number, person in enumerate(people):
        office.server.on(command, reply.replace("b@x", person.address).replace("a1-2002", f"b{number}-77"), after=1, times=1)
    sent = office.send(batch)
    if meaning in TWO_ARE_US:
        assert [each.outcome for each in sent] == [D, L, L, L] and office.marked() == set()
        (told,) = unfinished(sent)
        assert "Flere adresser ble avvist med de samme ordene" in told.what and told.grade is Grade.MEND
    else:
        alone = ALONE.get(meaning, L)
        assert [each.outcome for each in sent] == [D, alone, alone, D]
        assert office.marked() == ({person.code for person in people} if meaning in MARKS else set())


@pytest.mark.skipif(not FAULTS.exists() and not os.environ.get("CI"), reason="../shared is not here")
def test_what_speaks_of_our_account_stops_each_round_marks_nobody_and_says_what_to_change(office: Office, prefect_server: None) -> None:
    """Through whole rounds, one after another in one circle; then the account is in order again."""
    says = {"sender": "Rett sender i doors.toml", "account's quota": "De neste rundene sender", "account blocked": "må åpne den igjen"}
    for command, reply, meaning, _ in rows(FAULTS):
        office.server.on(command, reply.replace("a@x", USER))
        report = office.round()
        assert {outcome for *_, outcome in report.letters} == {"later"}, reply
        waiting = [each for each in report.problems if "gikk ikke ut nå" in each.what]
        assert len(waiting) == 1 and says[meaning].casefold() in str(waiting[0]).casefold(), (reply, waiting)
        assert office.marked() == set() and set(office.outcomes()) == {L}
        office.server.forgive()
    done = office.round()
    assert {outcome for *_, outcome in done.letters} == {"done"}
    assert office.nothing_twice() and office.outcomes()[L] == 0


@pytest.mark.parametrize("connections", [1, 3])
def test_killed_before_the_batch_is_over_nobody_is_judged_and_the_next_batch_does_it(office: Office, batch: Batch, connections: int) -> None:
    first, *two = batch.letters[:3]
    office.post(connections=connections)
    everything = office.batch()
    everything = replace(everything, letters=(first, *two, *(each for each in everything.letters if each not in batch.letters)))
    missing, shut = (batch.people[letter.person] for letter in two)
    office.server.on("rcpt", "550 5.1.1 User unknown", recipient=missing.address)
    office.server.on("rcpt", "550 Requested action not taken: mailbox unavailable", recipient=shut.address)
    hold = office.server.hold("kept", after=5)
    killed = fork.Process(target=office.send, args=(everything,))
    killed.start()
    assert hold.reached.wait(30)
    killed.kill()
    killed.join()
    hold.release()
    kept = [each for each in office.memory().letters if each.person in (missing.code, shut.code)]
    assert kept and {each.outcome for each in kept} <= {L, Outcome.CLAIMED}
    assert office.marked() == set() and office.outcomes()[R] == 0
    unknown = context_of(office.ref).doors.ledger.stale_claims(CIRCLE)
    assert unknown <= connections
    sent = office.send()
    assert office.marked() == {missing.code, shut.code} == {each.person for each in sent if each.refused}
    assert office.outcomes()[D] + office.outcomes()[R] + unknown == office.outcomes().total()
    assert office.nothing_twice()
    office.post(connections=1)


def test_over_several_lines_too_one_text_marks_no_two(office: Office, batch: Batch) -> None:
    office.post(connections=4)
    people = [batch.people[letter.person] for letter in batch.letters[1:3]]
    for person in people:
        office.server.on("rcpt", "550 Requested action not taken: mailbox unavailable", recipient=person.address)
    sent = office.send(batch)
    assert [each.outcome for each in sent if each.person in {person.code for person in people}] == [L, L] and office.marked() == set()
    office.post(connections=1)


def test_a_later_batch_of_the_round_and_a_later_round_remember_the_words(office: Office, batch: Batch) -> None:
    second, third = (batch.people[letter.person] for letter in batch.letters[1:3])
    for person in (second, third):
        office.server.on("rcpt", "550 Requested action not taken: mailbox unavailable", recipient=person.address)
    first = office.send(replace(batch, letters=batch.letters[:2]))
    assert [each.outcome for each in first] == [D, R] and office.marked() == {second.code}
    rest = replace(batch, letters=batch.letters[2:])
    another_day = [replace(each, at=AT - timedelta(days=3)) for each in first]
    assert [each.outcome for each in office.send(replace(rest, refused=tuple(another_day)))] == [L, D]
    assert [each.outcome for each in office.send(replace(rest, refused=tuple(first)))] == [L, L]
    assert office.marked() == {second.code}


def test_with_no_letter_that_went_vague_words_mark_nobody(office: Office, batch: Batch) -> None:
    office.server.on("rcpt", "550 5.2.1 The email account that you tried to reach is inactive.")
    (sent,) = office.send(replace(batch, letters=batch.letters[:1]))
    assert sent.outcome is L and office.marked() == set()


def test_who_is_refused_for_good_hears_of_it_once_a_batch(office: Office, batch: Batch) -> None:
    letter = batch.letters[0]
    office.server.on("rcpt", "550 5.1.1 User unknown", recipient=batch.people[letter.person].address)
    sent = office.send(replace(batch, letters=(letter, replace(letter, revision="2"), *batch.letters[1:])))
    assert [each.outcome for each in sent] == [R, D, D, D] and office.marked() == {letter.person}


def test_a_letter_that_ends_the_batch_each_time_keeps_nobody_else_from_theirs(office: Office, batch: Batch) -> None:
    person = batch.people[office.batch().letters[0].person]
    office.server.on("end", "554 5.7.1 Message rejected under suspicion of SPAM", recipient=person.address)
    assert {each.outcome for each in office.send()} == {L}
    assert {each.outcome for each in office.send() if each.person != person.code} == {D}
    assert {each.outcome for each in office.send()} == {L}
    assert office.outcomes()[R] == 0 and office.nothing_twice()


def test_what_was_rejected_for_good_goes_when_a_person_says_so(office: Office, batch: Batch) -> None:
    person = batch.people[batch.letters[1].person]
    office.server.on("mail", "552 5.3.4 Message size exceeds fixed limit", after=1, times=1)
    assert [each.outcome for each in office.send(batch)] == [D, R, D, D]
    assert not [letter for letter in office.batch().letters if letter.kind is batch.letters[1].kind and letter.person == person.code]
    settle([office.ref], person.code, Fate.AGAIN)
    again = [each for each in office.send() if each.person == person.code]
    assert batch.letters[1].kind in {each.kind for each in again} and {each.outcome for each in again} == {D}
