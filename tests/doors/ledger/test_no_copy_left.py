"""What was forgotten or erased stands nowhere in the ledger's files: not in its log, not where rows stood (RULES.md «Privacy»)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.circle.focus.corrections import Corrections
from tasks.circle.model.attending import Consultation, Vote
from tasks.circle.model.records import Candidate, Changes, Corrected, PersonRecord, Reply, TaughtPair
from tasks.doors.ledger.ledger import SqlLedger
from tests.copies import holds, places
from tests.doors.ledger.ledger_databases import content
from tests.doors.ledger.postgresql import Postgresql

MAY = datetime(2021, 5, 11, tzinfo=UTC)
MARK = "Zzmerkeø"


def marked(title: str = f"{MARK} i praksis") -> Changes:
    """The mark wherever an answer may come to stand, among much else, so that pages are filled and freed."""
    rest = tuple(Reply(f"D{n:02d}", 1, "need", f"Noe annet {n} " * 40, MAY) for n in range(2, 60))
    asked = Consultation(2, MAY, MAY + timedelta(days=7), (title, "Annet"), ())
    return Changes(
        people=(PersonRecord("D01", "a", joined=MAY), PersonRecord("D02", "b", joined=MAY)),
        replies=(*(Reply("D01", 1, question, f"{MARK} i praksis " * 20, MAY) for question in ("need", "relevance")), *rest),
        own_replies=(Reply("D01", 1, "suggestion", f"{MARK} i praksis", MAY),),
        candidates_of=frozenset({1}),
        candidates=(Candidate(1, 1, title, 2, (f"{MARK} i praksis",), f"fordi «{title}»"),),
        consultations=(asked,),
        votes=(Vote("D01", 2, (title,), (), MAY), Vote("D02", 2, (title,), (), MAY)),
        pairs=(TaughtPair(1, MARK.casefold(), "annet"),),
        corrected=(Corrected(1, Corrections().drop(f"svar:{MARK}"), MAY),),
    )


@pytest.mark.parametrize("way", ["forget", "erase"])
def test_no_file_of_the_ledger_holds_what_was_deleted(tmp_path: Path, way: str) -> None:
    with SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}") as ledger:
        ledger.save("a", marked())
        assert places(tmp_path, MARK)
        if way == "forget":
            ledger.save("a", Changes(corrected=(Corrected(1, Corrections(), MAY),)))  # the next round's corrections name no answer that is gone
            ledger.forget("a", "D01")
        else:
            ledger.save("a", Changes(erase=True))
        assert places(tmp_path, MARK) == []
    assert places(tmp_path, MARK) == [] and places(tmp_path, MARK.casefold()) == []


@pytest.mark.parametrize("form", [MARK.encode(), MARK.encode("utf-16-le"), b"Zzmerke\\xf8", b"Zzmerke=C3=B8", b"Zzmerke%C3%B8", b"xxWnptZXJrZcO4yy"])
def test_the_search_finds_it_in_every_spelling(form: bytes) -> None:
    assert holds(b"a" * 99 + form + b"b" * 99, MARK) and not holds(b"a" * 999, MARK)


@pytest.mark.parametrize("way", ["forget", "erase"])
def test_no_table_of_a_database_server_holds_it_either(postgresql: Postgresql, way: str) -> None:
    """What its dead rows are is the server's own business until autovacuum has been there; the papers say so."""
    url = postgresql.url(postgresql.new_database())
    with SqlLedger(url) as ledger:
        ledger.save("a", marked())
        assert MARK in str(content(url))
        if way == "forget":
            ledger.save("a", Changes(corrected=(Corrected(1, Corrections(), MAY),)))
            ledger.forget("a", "D01")
        else:
            ledger.save("a", Changes(erase=True))
        assert MARK.casefold() not in str(content(url)).casefold()
