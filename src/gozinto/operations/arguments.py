"""What a verb is to be called with, read from plain JSON: texts become what its signature says."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from gozinto.errors import Malformed, Violation
from gozinto.operations.stamp import Stamp
from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.times import is_showable

Hint = Any
MOST_CHARACTERS = 2_000
MOST_DIGITS = 60
# Neither PostgreSQL's text nor UTF-8 takes these; no label has them.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read(verb: Callable[..., Any], told: Mapping[str, Json]) -> dict[str, Any]:
    """The keywords of a call of `verb`, read from JSON; what has its type already stays.

    Raises Malformed with every fault: an argument that there is none of, that is missing, or that
    is no value of its type.
    """
    shape = _shape(verb)
    faults: list[Violation] = []
    found: dict[str, Any] = {}
    for name, value in told.items():
        if name not in shape.hints:
            faults.append(_fault("unknown_field", name, "There is no such argument.", value))
            continue
        try:
            found[name] = _value(shape.hints[name], value, name)
        except _Wrong as wrong:
            faults.append(wrong.fault)
    missing = sorted(shape.required - told.keys())
    faults += [_fault("required", name, f"{name} is missing.", "") for name in missing]
    if faults:
        raise Malformed(
            f"{faults[0].path}: {faults[0].message}", code=faults[0].code, violations=faults
        )
    return found


class _Shape:
    """The arguments of a verb: their types, and which of them must be there."""

    def __init__(self, verb: Callable[..., Any]) -> None:
        told = get_type_hints(verb)
        told.pop("return", None)
        told.pop("stamp", None)
        stamped = get_type_hints(Stamp)
        self.hints: dict[str, Hint] = {**told, **stamped}
        defaults = set(verb.__kwdefaults__ or {})
        count = len(verb.__defaults__ or ())
        names = verb.__code__.co_varnames[: verb.__code__.co_argcount]
        defaults |= set(names[len(names) - count :] if count else ())
        self.required = (told.keys() - defaults) | {"by"}


@lru_cache(maxsize=256)
def _shape(verb: Callable[..., Any]) -> _Shape:
    return _Shape(verb)


class _Wrong(Exception):
    def __init__(self, fault: Violation) -> None:
        super().__init__(fault.message)
        self.fault = fault


def _fault(code: str, path: str, message: str, value: Json) -> Violation:
    return Violation(
        code=code,
        message=message,
        next_step="Correct the argument; the verb's description says what it takes.",
        path=path,
        value=str(value)[:80],
    )


def _value(hint: Hint, value: Json, path: str) -> Any:
    origin: Any = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(hint), value, path)
    if origin is Literal:
        if value in get_args(hint):
            return value
        raise _Wrong(_fault("bad_value", path, f"One of {get_args(hint)} is expected.", value))
    if isinstance(origin, type) and issubclass(origin, Iterable):
        return _many(get_args(hint)[0], value, path)
    if is_dataclass(hint) and isinstance(hint, type):
        return value if isinstance(value, hint) else _record(hint, value, path)
    return _single(hint, value, path)


def _one_of(hints: Sequence[Hint], value: Json, path: str) -> Any:
    """The first that fits: a text is a text before it is anything else."""
    wrong: list[_Wrong] = []
    for hint in sorted(hints, key=lambda one: one is not str):
        try:
            return _value(hint, value, path)
        except _Wrong as error:
            wrong.append(error)
    # What got furthest into the value says best what is wrong with it.
    raise max(wrong, key=lambda error: len(error.fault.path))


def _many(hint: Hint, value: Json, path: str) -> list[Any]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise _Wrong(_fault("wrong_type", path, "A list is expected.", value))
    return [_value(hint, one, f"{path}[{index}]") for index, one in enumerate(value)]


def _record(hint: type, value: Json, path: str) -> Any:
    if not isinstance(value, Mapping):
        raise _Wrong(_fault("wrong_type", path, "An object is expected.", value))
    hints = get_type_hints(hint)
    known = {one.name: one for one in fields(hint)}
    for name in value:
        if name not in known:
            raise _Wrong(_fault("unknown_field", f"{path}.{name}", "There is no such field.", name))
    for name, one in known.items():
        if name not in value and one.default is MISSING and one.default_factory is MISSING:
            raise _Wrong(_fault("required", f"{path}.{name}", f"{name} is missing.", ""))
    return hint(**{name: _value(hints[name], one, f"{path}.{name}") for name, one in value.items()})


def _single(hint: Hint, value: Json, path: str) -> Any:
    read_, expected = _SINGLES.get(hint, (None, ""))
    if read_ is None:
        raise _Wrong(_fault("wrong_type", path, "That cannot be said in JSON.", value))
    try:
        return read_(value)
    except (TypeError, ValueError, InvalidOperation) as error:
        raise _Wrong(_fault("wrong_type", path, f"{expected} is expected.", value)) from error


def _exactly(kind: type) -> Callable[[Json], Any]:
    def read_(value: Json) -> Any:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise TypeError
        return value

    return read_


def _text(value: Json) -> str:
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS or _UNSTORABLE.search(value):
        raise TypeError
    return value


def _decimal(value: Json) -> Decimal:
    if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
        raise TypeError
    if isinstance(value, str) and len(value) > MOST_DIGITS:
        raise ValueError
    found = Decimal(value)
    # An exponent of a few characters may stand for a number that fills the memory.
    if not found.is_finite() or (found and abs(found.adjusted()) > MOST_DIGITS):
        raise ValueError
    return found


def _moment(value: Json) -> datetime:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if found.tzinfo is None or not is_showable(found):
        raise ValueError
    return found


def _day(value: Json) -> date:
    found = value if isinstance(value, date) else date.fromisoformat(value)
    if not date.min.year < found.year < date.max.year:
        raise ValueError
    return found


_SINGLES: Mapping[Hint, tuple[Callable[[Json], Any], str]] = {
    str: (_text, "A text that can be printed"),
    bool: (_exactly(bool), "true or false"),
    int: (_exactly(int), "A whole number"),
    Decimal: (_decimal, "A number"),
    datetime: (_moment, "A time with its offset"),
    date: (_day, "A date"),
    type(None): (_exactly(type(None)), "null"),
    TraceableObject: (_exactly(TraceableObject), "An object"),
}
"""How a value of each simple type is read, and what is expected of it."""
