"""What may come instead of a service's answer: bodies that are no JSON, or JSON of any other shape."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

HUGE = 10**400
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"ikke JSON",
    "a page": b"<!DOCTYPE html><title>Logg inn</title>",
    "null": b"null",
    "a list": b'[{"a": 1}]',
    "a text": b'"svar"',
    "a number": b"17",
    "a huge number": b"9" * 6000,
    "not a number": b"NaN",
    "an empty object": b"{}",
    "half of it": b'{"access_token": "x", "meetings": [{"id": 1',
    "nested": b"[" * 100_000 + b"]" * 100_000,
    "nested in a key": b'{"error": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
    "nested as deep as is read": b'{"error": ' + b"[" * 600 + b"]" * 600 + b', "message": ' + b"[" * 600 + b"]" * 600 + b"}",
    "not UTF-8": b'{"\xff\xfe": "\xc3"}',
    "UTF-16": '{"a": "b"}'.encode("utf-16"),
    "half a character": b'{"access_token": "\\ud800", "error": "\\ud800", "message": "\\udfff"}',
    "NUL": b'{"access_token": "\\u0000a", "message": "\\u0000"}',
    "twice": b'{"a": 1}{"a": 1}',
    "all null": b'{"access_token": null, "expires_in": null, "error": null, "code": null, "message": null, "meetings": null, "id": null}',
    "numbers for texts": b'{"access_token": 1, "expires_in": "x", "error": 2, "code": "y", "message": 3, "meetings": 4, "id": "z", "join_url": 5}',
    "lists for texts": b'{"access_token": [], "expires_in": [], "error": [], "code": [], "message": [], "meetings": {}, "id": [], "join_url": {}}',
}  # fmt: skip

anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.just(HUGE), st.floats(), st.text(st.characters(), max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(st.characters(), max_size=4), inner, max_size=3)),
    max_leaves=6,
)


def instead(answer: Any) -> Iterator[tuple[str, Any]]:
    """`answer` with each of its values, however deep, taken away, or replaced by one of another kind; with where that was."""
    others: tuple[Any, ...] = (None, [], {"a": {}}, -1, HUGE, "", "\ud800", "x" * 5000)
    for value in others:
        for place, changed in _with(answer, value):
            yield f"{place} is {str(value)[:12]!a}", changed
    yield from _without(answer)


def _with(answer: Any, value: Any) -> Iterator[tuple[str, Any]]:
    yield "", value
    if isinstance(answer, dict):
        for key, each in answer.items():
            yield from ((f".{key}{place}", answer | {key: changed}) for place, changed in _with(each, value))
    elif isinstance(answer, list):
        for at, each in enumerate(answer):
            yield from ((f"[{at}]{place}", [*answer[:at], changed, *answer[at + 1 :]]) for place, changed in _with(each, value))


def _without(answer: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(answer, dict):
        for key, each in answer.items():
            yield f".{key} gone", {name: other for name, other in answer.items() if name != key}
            yield from ((f".{key}{place}", answer | {key: changed}) for place, changed in _without(each))
    elif isinstance(answer, list):
        for at, each in enumerate(answer):
            yield from ((f"[{at}]{place}", [*answer[:at], changed, *answer[at + 1 :]]) for place, changed in _without(each))


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()
