"""The plain values of a request: what may be written where, and what is said of what may not."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StrictBool, WithJsonSchema
from pydantic_core import PydanticCustomError

from gozinto.edges.api import reading
from gozinto.errors import Malformed

MAX_TEXT = 1_000
MAX_DIGITS = 30
"""Of a quantity, on either side of its point: more than any scale tells."""
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def wrong(code: str, message: str) -> PydanticCustomError:
    """What a validator raises: a fault with a code of docs/guide/errors.md."""
    # Braces would be places to fill in.
    return PydanticCustomError(code, "{message}", {"message": message})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("wrong_type", "This has to be a text.")
    if len(value) > MAX_TEXT:
        raise wrong("too_long", f"This text may have {MAX_TEXT:,} characters.")
    if _UNSTORABLE.search(value):
        raise wrong("bad_text", "This holds a character that cannot be printed.")
    return value


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise wrong("wrong_type", 'This has to be a number, or a text that is one: "12.5".')
    try:
        if isinstance(value, str) and not re.fullmatch(r"-?\d{1,60}(\.\d{1,60})?", value, re.ASCII):
            raise ValueError(value)
        found = Decimal(value)
    except (ArithmeticError, ValueError) as error:
        raise wrong("not_a_number", "This is no number.") from error
    if found and not -MAX_DIGITS <= found.adjusted() <= MAX_DIGITS:
        raise wrong("out_of_range", "No plant has such an amount.")
    return found


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong("wrong_type", "This has to be a whole number.")
    if not -(2**31) < value < 2**31:
        raise wrong("out_of_range", "No plant has such a number.")
    return value


def _moment(value: Any) -> datetime:
    try:
        return reading.read_time(value, name="This")
    except Malformed as error:
        raise wrong(error.code, f"{error.message} {error.next_step}".strip()) from error


def _day(value: Any) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError as error:
        raise wrong("not_a_date", f"There is no day {value!r}.") from error
    raise wrong("not_a_date", "This has to be a day, like 2026-03-01.")


_PLAIN_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[
    str,
    BeforeValidator(_text),
    WithJsonSchema({"type": "string", "maxLength": MAX_TEXT, "pattern": _PLAIN_TEXT}),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "pattern": r"^-?[0-9]{1,60}(\.[0-9]{1,60})?$"},
            ],
            "description": "exact as a text",
        }
    ),
]
Whole = Annotated[int, BeforeValidator(_whole), Field(json_schema_extra={"format": "int32"})]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Flag = StrictBool
