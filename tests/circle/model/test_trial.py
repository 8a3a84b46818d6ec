"""What a letter in a folder counts for (R24): as it lies there, and when letters go by a live post."""

from dataclasses import replace
from datetime import UTC, datetime

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.model.records import LetterRecord, Memory, Outcome
from tasks.circle.model.trial import OUTBOX, as_live, counted_anew, found_in, is_laid

AT = datetime(2021, 5, 3, 6, 5, tzinfo=UTC)
LAID = LetterRecord("D01", 1, Kind.INVITATION, "1", 1, Outcome.LAID, AT, message_id="<1@example.org>", post=OUTBOX)


def live(*letters: LetterRecord) -> list[Outcome]:
    return [each.outcome for each in as_live(Memory(letters=letters)).letters]


def test_what_lies_there_or_perhaps_is_not_sent_and_what_a_person_or_a_server_said_stands() -> None:
    unknown, claimed = (replace(LAID, outcome=outcome) for outcome in (Outcome.UNKNOWN, Outcome.CLAIMED))
    assert live(LAID, unknown, claimed) == [Outcome.NOT_SENT] * 3
    stand = [replace(LAID, outcome=outcome) for outcome in (Outcome.DONE, Outcome.REJECTED, Outcome.LATER)]
    stand += [replace(LAID, outcome=outcome, post=post) for outcome in (Outcome.DONE, Outcome.UNKNOWN) for post in ("smtp", "")]
    assert live(*stand) == [each.outcome for each in stand]
    once = as_live(Memory(letters=(LAID,)))
    assert as_live(once) == once and is_laid(once.letters[0]) and is_laid(LAID)


def test_letters_of_an_earlier_version_are_laid_only_where_the_folder_holds_their_name() -> None:
    earlier = replace(LAID, outcome=Outcome.DONE, post="")
    other, lost, smtp = (
        replace(earlier, person="D02", message_id="<2@example.org>"), replace(earlier, person="D03", outcome=Outcome.UNKNOWN),
        replace(earlier, person="D04", post="smtp"),
    )  # fmt: skip
    letters = (earlier, other, lost, smtp)
    found = found_in(letters, {LAID.message_id})
    assert [(each.person, each.outcome, each.post) for each in found] == [("D01", Outcome.LAID, OUTBOX), ("D03", Outcome.UNKNOWN, OUTBOX)]
    assert counted_anew(Memory(letters=letters), found).letters == (found[0], other, found[1], smtp)


def test_what_a_digest_in_the_folder_told_is_told_anew_and_nothing_else_is_forgotten() -> None:
    digest, later = replace(LAID, person="F01", kind=Kind.DIGEST), datetime(2021, 5, 4, tzinfo=UTC)
    notices = {"problem:a": AT, "monthly:2021-05": AT, "problem:b": later, "klokke": AT, "ny lenke:D01": AT}
    assert as_live(Memory(letters=(digest,), notices=notices)).notices.keys() == notices.keys() - {"problem:a", "monthly:2021-05"}
