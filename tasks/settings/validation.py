"""The tables of the configuration as pydantic models, and pydantic's errors as mistakes: Norwegian, with file, line and key."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError, core_schema

from tasks.settings.mistakes import Mistakes, meant, shown, unknown_key
from tasks.settings.toml_file import TomlFile


class Table(BaseModel):
    """A table of a TOML file: no type is taken for another, no key is unknown, and what is left out is checked too.

    A check that needs several keys stands at the last of them, with `info.data`: it has only what is sound, so that every mistake is
    told, and none that follows from another.
    """

    #: Tables of the model that belong in another file.
    not_here: ClassVar[Set[str]] = frozenset()
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_default=True, hide_input_in_errors=True)


@dataclass(frozen=True)
class By:
    """How a value of the circle's own types is read: `table` checks it, and `make` (by default the type) takes the table's keys."""

    table: type[Table]
    make: Callable[..., object] | None = None

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        make = self.make or source
        return core_schema.no_info_after_validator_function(lambda table: make(**dict(table)), handler(self.table))


Model = TypeVar("Model", bound=Table)
#: pydantic's types of errors: what should stand there, and an example. (https://docs.pydantic.dev/latest/errors/validation_errors/)
_SHOULD_BE = {
    "string_type": ("tekst i anførselstegn", '"…"'),
    "int_type": ("et heltall", "7"),
    "bool_type": ("true eller false", "true"),
    "date_type": ("en dato uten anførselstegn", "2021-05-01"),
    "time_type": ("et klokkeslett", '"09:15"'),
    "tuple_type": ("en liste i klammer", '["…"]'),
    "model_type": ("en tabell", ""),
}
_EXAMPLES: dict[object, str] = {date: "2021-05-01", time: '"09:15"', tuple: '["…"]'}


def wrong(what: str, next_step: str) -> PydanticCustomError:
    """What a check of ours raises; «{key}» in `next_step` becomes the key."""
    return PydanticCustomError("wrong", "{what}", {"what": what, "next_step": next_step})


def checked(model: type[Model], values: Mapping[str, object], files: Sequence[TomlFile], mistakes: Mistakes, context: object) -> Model | None:
    """`values` as `model`; None when something is wrong, which is told in `mistakes`, all of it.

    `files`: where the values come from, the one that wins last; what one without a name lacks is not told. Texts get on one line,
    blanks folded, and tables that are absent are empty, so that each key they need is told.
    """
    tables = tables_of(model)
    needed: dict[str, object] = {name: {} for name in tables if name and not is_repeated(model.model_fields[name])}
    try:
        return model.model_validate(_tidied({**needed, **values}), context=context)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            for file in _holders(model, files, each):
                if file.name:
                    mistakes.add(*_told(model, file, each))
        return None


def sound_part(model: type[Model], values: Mapping[str, Any], context: object = None) -> Model:
    """A table as far as it is sound: what is wrong in it counts as left out."""
    try:
        return model.model_validate(_tidied(values), context=context)
    except ValidationError as error:
        wrong_keys = {each["loc"][0] for each in error.errors()}
        left = {key: value for key, value in values.items() if key not in wrong_keys}
        return sound_part(model, left, context) if len(left) < len(values) else model.model_construct(**left)


def tables_of(model: type[Table]) -> dict[str, type[Table]]:
    """All tables of a file by their names; "" is the file itself."""
    return {"": model} | {name: table for name, field in model.model_fields.items() if (table := _table(field.annotation, *field.metadata))}


def _table(kind: object, *how: object) -> type[Table] | None:
    """The table that reads a value of the type `kind`, or each in a tuple of it."""
    if isinstance(kind, type) and issubclass(kind, Table):
        return kind
    inner = get_args(kind)[:1] + getattr(get_args(kind)[0], "__metadata__", ()) if get_origin(kind) is tuple else ()
    return next((each.table for each in (*how, *inner) if isinstance(each, By)), None)


def is_repeated(field: FieldInfo) -> bool:
    """Whether its value are tables, each under [[name]]."""
    return get_origin(field.annotation) is tuple and _table(field.annotation) is not None


def places(model: type[Table]) -> dict[str, str]:
    """Where each key belongs, for people; without those that several tables have."""
    found: dict[str, list[str]] = {}
    for name, table in tables_of(model).items():
        under = f"under [[{name}]]" if name and is_repeated(model.model_fields[name]) else f"under [{name}]"
        for key in table.model_fields:
            found.setdefault(key, []).append(under if name else "øverst i filen, før den første [tabellen]")
    return {key: where[0] for key, where in found.items() if len(where) == 1}


def _holders(model: type[Table], files: Sequence[TomlFile], error: ErrorDetails) -> Sequence[TomlFile]:
    """The files that the mistake stands in: of those that give the key the last one, which wins. What none of them gives should stand in
    the first one if it is of the model that `model` extends."""
    way = error["loc"]
    having = [file for file in files if file.has(way)]
    if error["type"] == "model_type" and len(way) == 1:
        having = [file for file in having if not isinstance(file.values[str(way[0])], dict)]
    if not having:
        return files[:1] if any(way[0] in base.model_fields for base in model.__bases__ if issubclass(base, Table)) else files[-1:]
    return having if error["type"] == "extra_forbidden" else having[-1:]


def _told(model: type[Table], file: TomlFile, error: ErrorDetails) -> tuple[str, str, str]:
    """Where it is, what is wrong, and the next step."""
    way = error["loc"]
    number, to_key = (way[-1] + 1, way[:-1]) if isinstance(way[-1], int) else (0, way)
    key, fields = str(to_key[-1]), tables_of(model)[str(to_key[0]) if len(to_key) > 1 else ""].model_fields
    if error["type"] == "extra_forbidden":
        # The key is shown by `unknown_key`, which hides what looks like an address: the place names the table alone.
        return file.where(way, key=False), *unknown_key(key, fields.keys() - model.not_here, places(model))
    return file.where(way), *_words(error, key, fields[key], number)


def _words(error: ErrorDetails, key: str, field: FieldInfo, number: int) -> tuple[str, str]:
    """What is wrong and the next step; `number` in the list, 0 for what is in none."""
    kind, found, item = error["type"], shown(error["input"]), f"Nr. {number}: " if number else ""
    if kind == "wrong":
        return f"{item}{error['ctx']['what']}", error["ctx"]["next_step"].replace("{key}", key)
    if kind == "missing":
        return "Nøkkelen mangler.", f"Legg den inn: {key} = {_example(field.annotation)}"
    if kind == "literal_error":
        return f"Ukjent verdi: {found}.", meant(str(error["input"]), get_args(field.annotation))
    if kind == "string_too_short":
        more = ", eller ta den bort." if number else f': {key} = "…"'
        return f"{item}Teksten er tom.", f"Skriv noe mellom anførselstegnene{more}"
    if is_repeated(field):
        return f"Her står {found}; det skal være tabeller.", f"Skriv [[{key}]] med doble klammer på egen linje foran hver, og nøklene under."
    words, example = _SHOULD_BE[kind]
    if number:
        return f"Nr. {number} i listen er {found}; det skal være {words}.", "Rett listen."
    usual = field.default if field.default and type(field.default) is int else example
    step = f"Skriv for eksempel: {key} = {usual}" if usual else f"Skriv [{key}] på egen linje, og nøklene under."
    return f"Her står {found}; det skal være {words}.", step


def _example(kind: object) -> str:
    return _EXAMPLES.get(get_origin(kind) or kind, '"…"')


def _tidied(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", " ".join(value.split()))
        case list():
            return tuple(map(_tidied, value))
        case dict():
            return {key: _tidied(each) for key, each in value.items()}
    return value
