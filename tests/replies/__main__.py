"""A JSON a line for each mail: what it is, whose own words it holds, and whether they count as an answer. Nothing of it is cleaned of names here."""

import argparse
import csv
import json
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from tasks.circle.model.letter_kinds import Kind
from tasks.circle.replies.meaning import Means
from tasks.circle.replies.quoting import Ours
from tasks.circle.replies.reading import read_reply
from tasks.doors.imap_mailbox.messages import automatic, read_message
from tasks.doors.imap_mailbox.mime_parts import header, parsed, parts_of, words
from tasks.doors.imap_mailbox.reply_text import written_text
from tests.doors.ledger.ledger_databases import LONG_AGO

_QUESTION = re.compile(r"^\s*\d\.\s+(.*?)\s*(?:\((?:om du|if you).*\))?$", re.MULTILINE)
_LINK = re.compile(r"/(?:svar|samraad|min|avmeld|fravaer)/(?:(\d+)/)?([DF]\d{2,6})\.([\w-]{22})")


#: Kinds of letter by their name.
BY_NAME = {str(kind): kind for kind in Kind}


class Known:
    """Who takes part, and the letters that went to them."""

    def __init__(self, roster: Path, letters: Path) -> None:
        self.people = {row["address"].casefold(): row for row in csv.DictReader(roster.open(encoding="utf-8"), delimiter="\t")}
        self.letters = [json.loads(line) for line in letters.read_text("utf-8").splitlines() if line.strip()]
        self.by_id = {letter["message_id"]: letter for letter in self.letters}
        self.by_link = {(found[1], found[3]): letter for letter in self.letters for found in _LINK.finditer(letter["text"]) if found[1]}

    def letter_of(self, raw: str, ids: str, subject: str, code: str) -> dict[str, Any] | None:
        """By a name in In-Reply-To or References, a personal link in the quote, else the subject as that person got it."""
        named = [self.by_id[each] for each in re.findall(r"<[^<>\s]+>", ids) if each in self.by_id]
        linked = [self.by_link[key] for found in _LINK.finditer(raw) if (key := (found[1], found[3])) in self.by_link]
        bare = re.sub(r"^(?:\s*(?:re|sv|vs|fw|fwd|aw|svar|antw)\s*:\s*)+", "", subject, flags=re.IGNORECASE).strip()
        titled = [each for each in self.letters if each["subject"] == bare and each["person"] == code]
        return next(iter([*named, *linked, *titled]), None)


def read(path: Path, known: Known) -> dict[str, Any]:
    raw = path.read_bytes()
    mail = parsed(raw)
    parts = parts_of(mail)
    text = written_text(parts)
    name, address = parseaddr(words(mail, "From"))
    person = known.people.get(address.casefold())
    letter = known.letter_of(
        text, f"{header(mail, 'In-Reply-To')} {header(mail, 'References')}", words(mail, "Subject"), person["code"] if person else ""
    )
    kind = BY_NAME[letter["kind"]] if letter else None
    questions = tuple(_QUESTION.findall(letter["text"].replace("\r\n", "\n"))[:3]) if letter and kind in (Kind.REFLECTION, Kind.NUDGE) else ()
    sentences = _sentences(letter["text"]) if letter else ()
    found = read_reply(text, kind, Ours(sentences, questions), f"{name} {person['name'] if person else ''}")
    machine = automatic(mail) is not None or type(read_message(raw, LONG_AGO)).__name__ in ("Returned", "CalendarReply", "Unsubscribe")
    return {
        "file": f"{path.parent.name}/{path.name}", "own_text": found.text,
        "counts": found.means is Means.ANSWER and not machine and letter is not None,
        "answers": found.answers, "person": person["code"] if person else None, "in_reply_to": letter["kind"] if letter else "none",
        "meeting": letter["meeting"] if letter else None, "means": "machine" if machine else str(found.means),
    }  # fmt: skip


def _sentences(text: str) -> tuple[str, ...]:
    """The letter's paragraphs as one line each, however it was broken."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.replies")
    parser.add_argument("--roster", type=Path, required=True)
    parser.add_argument("--letters", type=Path, required=True)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    known = Known(options.roster, options.letters)
    for file in options.files:
        print(json.dumps(read(file, known), ensure_ascii=False))


if __name__ == "__main__":
    main()
