"""How the ledger keeps values that databases have no common type for: UTC times, tuples of text and of dates, corrections."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

from tasks.circle.focus.corrections import Corrections, corrections_from


class Moment(TypeDecorator[datetime]):
    """An aware UTC time. SQLite has no type for it: there it is ISO 8601 text ending in +00:00, which sorts as time does."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(32) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.isoformat() if dialect.name == "sqlite" else utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Not `process_result_value`, which costs one call more for each of 400,000 times."""
        return _from_text if dialect.name == "sqlite" else _in_utc


@lru_cache(maxsize=4096)
def _from_text(value: str | None) -> datetime | None:
    """Letters of one round share their times: one value for all of them is quicker, and smaller, than one each."""
    return None if value is None else datetime.fromisoformat(value)


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of text, kept as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value or "[]"))


class Days(TypeDecorator[tuple[date, ...]]):
    """A tuple of dates, kept as a JSON list of ISO dates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[date, ...] | None, dialect: Dialect) -> str:
        return json.dumps([day.isoformat() for day in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[date, ...]:
        return tuple(map(date.fromisoformat, json.loads(value or "[]")))


class Made(TypeDecorator[Corrections]):
    """What people corrected in proposals, kept as a JSON object: keys of themes, codes of answers, titles."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Corrections | None, dialect: Dialect) -> str:
        return json.dumps((value or Corrections()).plain(), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Corrections:
        return corrections_from(json.loads(value or "{}"))
