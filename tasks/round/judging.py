"""Refusals of a batch, judged when it is over (R26): one text for different addresses is about us, and marks nobody."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from tasks.circle.model.records import LetterRecord, Outcome
from tasks.circle.people.refusals import ADVICE, About, server_words_in, words_alike
from tasks.doors.ports import Delivery

Text = tuple[str, ...]


class _Refusal(NamedTuple):
    """What becomes of the letter if no other address hears `text` (None: it speaks of this address alone)."""

    alone: LetterRecord
    text: Text | None


class Refusals:
    """What the letters of a batch were refused with, over all its lines; safe between threads.

    Until the batch is over each of them is `later`, so that a round that is killed has judged nobody.
    """

    def __init__(self, known: Iterable[LetterRecord] = (), at: datetime | None = None) -> None:
        """`known`: letters that were refused or wait, of this round (at `at`) and of earlier ones."""
        self._lock, self._refused, self._accepted = Lock(), list[_Refusal](), False
        self._heard, self._before = dict[Text, dict[str, str]](), dict[Text, set[str]]()
        for each in known:
            if each.outcome in (Outcome.REJECTED, Outcome.LATER) and (said := server_words_in(each.detail)):
                text = words_alike(said)
                self._before.setdefault(text, set()).add(each.person)
                if each.at == at:
                    self._heard.setdefault(text, {})[each.person] = said

    def take(self, letter: LetterRecord, delivery: Delivery) -> tuple[LetterRecord, bool]:
        """`letter`, which is over, as it stands until the batch is over, and whether the batch must end here."""
        with self._lock:
            self._accepted |= delivery.outcome is Outcome.DONE
            if not (delivery.said or delivery.refused):
                return letter, delivery.stop
            text = words_alike(delivery.said) if delivery.said else None
            self._refused.append(_Refusal(letter, text))
            waits = replace(letter, outcome=Outcome.LATER, refused=False)
            if text is None:
                return waits, False
            self._heard.setdefault(text, {})[letter.person] = delivery.said
            return self._of_us(waits, text), len(self._heard[text]) > 1

    def missing(self, person: str) -> bool:
        """True when it is certain already that this person's mailbox does not exist: no other letter need try."""
        with self._lock:
            return any(each.text is None and each.alone.person == person for each in self._refused)

    def judged(self) -> list[LetterRecord]:
        """The batch is over: what became of each letter that was refused."""
        return [self._judged(alone, text) for alone, text in self._refused]

    def _judged(self, alone: LetterRecord, text: Text | None) -> LetterRecord:
        if text is None:
            return alone
        waits = replace(alone, outcome=Outcome.LATER, refused=False)
        if len(self._heard[text]) > 1:
            return self._of_us(waits, text)
        # No mark by such words alone: others' letters went, and nobody else has ever been refused with them.
        unsure = alone.refused and (not self._accepted or self._before.get(text, set()) - {alone.person})
        return waits if unsure else alone

    def _of_us(self, letter: LetterRecord, text: Text) -> LetterRecord:
        if len(self._heard[text]) < 2:
            return letter
        what = f"Flere adresser ble avvist med de samme ordene ({min(self._heard[text].values())}), så det gjelder oss og ikke dem."
        return replace(letter, detail=f"{what} {ADVICE[About.UNKNOWN]}")
