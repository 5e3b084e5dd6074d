"""How the text of a cell becomes the one canonical text of its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

from django.db.models import DecimalField, IntegerField

from gozinto.errors import Malformed
from gozinto.plant.kinds.declaring import KEY_SEPARATOR, Field, Finding, Kind, Type
from gozinto.standards import quantities
from gozinto.standards.gs1.check_digits import has_valid_check_digit

TRUE = frozenset({"true", "yes", "y", "1", "x", "evet", "ja", "wahr", "doğru"})
FALSE = frozenset({"false", "no", "n", "0", "hayır", "hayir", "nein", "falsch", "yanlış"})

_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_DOMAIN = re.compile(
    r"(?=.{1,200}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}(?::\d{1,5})?",
    re.ASCII,
)
# Neither PostgreSQL's text nor UTF-8 takes these; of the controls only a line break is a text's.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MOST_DIGITS = 60
"""A number of more digits fits no column; it is refused before it is computed with."""


class NotAValue(Exception):
    """A text that is no value of its field."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def _no(
    field: Field, message: str, next_step: str, *, code: str, meant: Sequence[str] = ()
) -> NotAValue:
    return NotAValue(
        Finding(
            field=field.name,
            code=code,
            message=message,
            next_step=next_step,
            meant=tuple(meant),
        )
    )


def read(text: str, *, kind: Kind, field: Field) -> str:
    """The canonical text of a cell; "" where it is empty and has no default.

    Raises NotAValue with one finding. References are read as the keys they are; whether there
    is such a row is not asked here.
    """
    if not text.strip():
        if field.required and not field.default:
            raise _no(field, f"{field.name} is missing.", "Fill it in.", code="missing_value")
        return field.default
    canonical = _READERS[field.type](kind, field, text)
    longest = kind.longest(field.name)
    if longest and len(canonical) > longest and not field.refers_to:
        raise _no(
            field,
            f"{field.name} has {len(canonical)} characters; {longest} is the most.",
            "Shorten it.",
            code="too_long",
        )
    return canonical


def written(field: Field, value: object) -> str:
    """The canonical text of a value as the database gives it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return quantities.shortest(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _moment(value: datetime) -> str:
    text = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


def _text(kind: Kind, field: Field, text: str) -> str:
    if _UNPRINTABLE.search(text):
        raise _no(
            field,
            f"{field.name} holds a character that cannot be printed.",
            "Type the text again instead of pasting it.",
            code="bad_text",
        )
    return text


def _code(kind: Kind, field: Field, text: str) -> str:
    if text != text.strip() or KEY_SEPARATOR in text or _CONTROL.search(text):
        raise _no(
            field,
            f"{text!r} is no code: it begins or ends with a space, or holds"
            f" {KEY_SEPARATOR} or a character that cannot be printed.",
            "Take that out.",
            code="bad_code",
        )
    return text


def _reference(kind: Kind, field: Field, text: str) -> str:
    if _CONTROL.search(text):
        return _code(kind, field, text)
    return text.strip()


def _integer(kind: Kind, field: Field, text: str) -> str:
    if not _INTEGER.fullmatch(text.strip()):
        raise _no(
            field, f"{text!r} is no whole number.", "Write it like 1200.", code="not_an_integer"
        )
    number = int(text)
    column = kind.column(field.name)
    assert isinstance(column, IntegerField)
    least, most = 0, 32_767 if "Small" in type(column).__name__ else 2_147_483_647
    if not least <= number <= most:
        raise _no(
            field,
            f"{field.name} {number} is not between {least} and {most}.",
            "Give a number in that range.",
            code="out_of_range",
        )
    _bounded(field, Decimal(number))
    return str(number)


def _decimal(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip()
    if not _DECIMAL.fullmatch(wanted) or len(wanted) > _MOST_DIGITS:
        raise _no(
            field,
            f"{text!r} is no number.",
            "Write it like 1200.5: a point before the decimals, nothing between thousands.",
            code="not_a_decimal",
        )
    canonical = quantities.shortest(Decimal(wanted) or Decimal(0))
    column = kind.column(field.name)
    assert isinstance(column, DecimalField)
    assert column.max_digits is not None
    assert column.decimal_places is not None
    whole, _, part = canonical.lstrip("-").partition(".")
    before = column.max_digits - column.decimal_places
    if len(part) > column.decimal_places or len(whole) > before:
        raise _no(
            field,
            f"{field.name} takes {before} digits before the point and {column.decimal_places}"
            f" after it; {canonical} has more.",
            "Round it.",
            code="too_precise",
        )
    _bounded(field, Decimal(canonical))
    return canonical


def _bounded(field: Field, number: Decimal) -> None:
    told = {
        f"at least {field.least}": bool(field.least) and number < Decimal(field.least),
        f"more than {field.above}": bool(field.above) and number <= Decimal(field.above),
        f"at most {field.most}": bool(field.most) and number > Decimal(field.most),
    }
    for bound, broken in told.items():
        if broken:
            raise _no(
                field,
                f"{field.name} has to be {bound}; it is {number}.",
                "Correct the number.",
                code="out_of_range",
            )


def _flag(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip().lower()
    if wanted in TRUE or wanted in FALSE:
        return "true" if wanted in TRUE else "false"
    raise _no(
        field, f"{text!r} is neither true nor false.", "Write true or false.", code="not_a_flag"
    )


def _date(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip()
    try:
        if _DATE.fullmatch(wanted):
            return date.fromisoformat(wanted).isoformat()
    except ValueError:
        pass  # February has no 30th: told below
    raise _no(
        field, f"{text!r} is no date.", "Write it as year-month-day: 2026-03-01.", code="not_a_date"
    )


def _moment_of(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip()
    try:
        if _MOMENT.fullmatch(wanted):
            return _moment(datetime.fromisoformat(wanted.upper()))
    except (ValueError, OverflowError):
        pass  # told below
    raise _no(
        field,
        f"{text!r} is no moment with a time zone.",
        "Write it like 2026-03-01T06:00:00+03:00, or with Z for UTC.",
        code="not_a_moment",
    )


def _time(kind: Kind, field: Field, text: str) -> str:
    match = _TIME.fullmatch(text.strip())
    try:
        if match:
            hour, minute, second = (int(part or 0) for part in match.groups())
            return written(field, time(hour, minute, second))
    except ValueError:
        pass  # no 25 o'clock: told below
    raise _no(field, f"{text!r} is no time of day.", "Write it like 06:00.", code="not_a_time")


def _unit(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip()
    try:
        return quantities.unit(wanted if quantities.is_unit(wanted) else wanted.upper()).code
    except Malformed as error:
        raise _no(field, error.message, error.next_step, code=error.code) from error


def _choice(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip().lower().replace(" ", "_").replace("-", "_")
    if wanted in field.choices:
        return wanted
    near = get_close_matches(wanted, field.choices, n=1)
    raise _no(
        field,
        f"{text!r} is no {field.name}." + (f" Did you mean {near[0]}?" if near else ""),
        "Choose one of: " + ", ".join(field.choices) + ".",
        code="unknown_choice",
        meant=near,
    )


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip()
    if wanted in _zones():
        return wanted
    near = get_close_matches(wanted, _zones(), n=3)
    raise _no(
        field,
        f"{text!r} is no time zone of the IANA database.",
        f"Use one such as {', '.join(near) or 'Europe/Istanbul'}.",
        code="unknown_zone",
        meant=near,
    )


def _gs1_key(*, lengths: tuple[int, ...], name: str) -> Callable[[Kind, Field, str], str]:
    def read_key(kind: Kind, field: Field, text: str) -> str:
        digits = text.strip()
        if not digits.isascii() or not digits.isdigit() or len(digits) not in lengths:
            counts = ", ".join(map(str, lengths))
            raise _no(
                field,
                f"{text!r} is no {name}.",
                f"A {name} has {counts} digits and nothing else.",
                code=f"bad_{name.lower()}",
            )
        if not has_valid_check_digit(digits):
            raise _no(
                field,
                f"The check digit of the {name} {digits} is wrong.",
                "Compare it with the label, digit by digit.",
                code=f"bad_{name.lower()}",
            )
        return digits.zfill(max(lengths))

    return read_key


def _domain(kind: Kind, field: Field, text: str) -> str:
    wanted = text.strip().lower()
    if not _DOMAIN.fullmatch(wanted):
        raise _no(
            field,
            f"{text!r} is no domain name.",
            "Write it like id.example.com, without https:// and without a path.",
            code="bad_domain",
        )
    return wanted


_READERS: Mapping[Type, Callable[[Kind, Field, str], str]] = {
    Type.TEXT: _text,
    Type.CODE: _code,
    Type.INTEGER: _integer,
    Type.DECIMAL: _decimal,
    Type.FLAG: _flag,
    Type.DATE: _date,
    Type.MOMENT: _moment_of,
    Type.TIME: _time,
    Type.UNIT: _unit,
    Type.CHOICE: _choice,
    Type.REFERENCE: _reference,
    Type.ZONE: _zone,
    Type.GTIN: _gs1_key(lengths=(8, 12, 13, 14), name="GTIN"),
    Type.GLN: _gs1_key(lengths=(13,), name="GLN"),
    Type.DOMAIN: _domain,
    Type.PATTERN: _text,
}
"""Exhaustive over Type; a test fails when one is missing."""


def as_json(field: Field, text: str) -> str | int | bool | None:
    """A canonical text as JSON shows it: flags and whole numbers as such, absent as null."""
    if not text:
        return None
    if field.type is Type.FLAG:
        return text == "true"
    return int(text) if field.type is Type.INTEGER else text
