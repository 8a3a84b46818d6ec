"""What participants send in, read: values to keep, or the word of what is wrong with which field."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tasks.circle.focus.redaction import AROUND_GONE
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.languages import LANGUAGES
from tasks.circle.model.records import Reply
from tasks.circle.model.table import LONGEST_TEXT, WHOLE_CELL, clean
from tasks.circle.people.sign_ups import LONGEST_NAME, NewSignUp, greets, shown_name, usable_address

#: Field and the word (of the pages' «errors») that says what is wrong with it.
Errors = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """`replies` are only those that differ from what is there; `typed` is what stands in the form."""

    replies: tuple[Reply, ...]
    typed: Mapping[str, str] = field(repr=False)
    errors: Errors


def read_answers(
    form: Mapping[str, str],
    questions: Iterable[str],
    saved: Mapping[str, str],
    person: str,
    meeting: int,
    now: datetime,
    redacted: Callable[[str], str],
) -> Answered:
    """The form of the questions (R13). An emptied field takes the answer back; an all empty form has nothing to say."""
    typed = {question: form.get(question, "").strip() for question in questions}
    errors: Errors = {question: "too_long" for question, text in typed.items() if _length(text) > LONGEST_TEXT}
    if not any(typed.values()) and not any(saved.values()):
        errors = {next(iter(typed)): "nothing_written" if len(typed) > 1 else "no_theme_written"}
    if errors:
        return Answered((), typed, errors)
    texts = {question: redacted(text) if text else "" for question, text in typed.items()}
    changed = (question for question, text in texts.items() if text != saved.get(question, ""))
    return Answered(tuple(Reply(person, meeting, each, texts[each], now) for each in changed), typed, {})


def _length(text: str) -> int:
    """Characters of `text`, with one for a line break, and one for «[…]»: what was taken out of a saved answer must not make it too long."""
    return len(AROUND_GONE.sub("…", clean(text, WHOLE_CELL)))


def blank_replies(person: str, meetings: Iterable[int], questions: Sequence[str], now: datetime) -> tuple[Reply, ...]:
    """Takes back everything a person may have answered, also what only the sheet holds yet."""
    return tuple(Reply(person, number, question, "", now) for number in meetings for question in questions)


@dataclass(frozen=True, slots=True)
class Voted:
    """`vote` with the comment cleaned; `comment` as it was typed."""

    vote: Vote
    comment: str = field(repr=False)
    errors: Errors


def read_vote(
    many: Sequence[tuple[str, str]], consultation: Consultation, before: Vote | None, person: str, now: datetime, redacted: Callable[[str], str]
) -> Voted:
    """The boxes that were ticked, by their place in the list (others are not there to be chosen), and what was added (R36).

    Nothing at all is no vote, unless it takes back what was said `before`.
    """
    ticked, comment = {(name, value) for name, value in many}, dict(many).get("comment", "").strip()
    proposals = tuple(title for rank, title in enumerate(consultation.proposals) if ("proposal", str(rank)) in ticked)
    dates = tuple(day for day in consultation.dates if ("date", day.isoformat()) in ticked)
    none_fits = bool(consultation.dates) and ("none_fits", "yes") in ticked
    errors: Errors = {}
    if dates and none_fits:
        errors["none_fits"] = "date_or_none"
    if _length(comment) > LONGEST_TEXT:
        errors["comment"] = "too_long"
    elif not (proposals or dates or none_fits or comment or before):
        errors["form"] = "nothing_chosen"
    kept = redacted(comment) if comment and "comment" not in errors else ""
    return Voted(Vote(person, consultation.meeting, proposals, dates, now, none_fits, kept), comment, errors)


def read_sign_up(form: Mapping[str, str], language: str, now: datetime) -> tuple[NewSignUp, Errors]:
    """A sign-up and what is wrong with it. Whether the address is known already makes no difference here or anywhere."""
    name, typed, organisation, wish = (clean(form.get(key, ""), WHOLE_CELL) for key in ("name", "address", "organisation", "wish"))
    name = shown_name(name)
    limits = (("name", name, LONGEST_NAME), ("organisation", organisation, LONGEST_NAME), ("wish", wish, LONGEST_TEXT))
    errors: Errors = {key: "too_long" for key, text, longest in limits if len(text) > longest}
    if not name:
        errors["name"] = "name_missing"
    elif not greets(name):
        errors.setdefault("name", "name_no_link")
    address = usable_address(typed)
    if not address:
        errors["address"] = "address_wrong" if typed else "address_missing"
    if form.get("consent") != "yes":
        errors["consent"] = "consent_missing"
    chosen = form.get("language", language)
    whole_second = now.replace(microsecond=0)  # as the sheet shows it
    if errors:  # back in the form it stands as it was written
        wish = form.get("wish", "").strip()
    return NewSignUp(name, address or typed, organisation, chosen if chosen in LANGUAGES else language, wish, whole_second), errors
