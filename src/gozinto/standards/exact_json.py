"""JSON text in and out without losing a digit, and without being brought down by what is sent.

Source: RFC 8259. Numbers with a fraction are Decimal, never float. Limits are checked before
parsing: a parser that recurses must never meet 200,000 brackets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

import orjson

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.quantities import format_decimal

MAX_BYTES = 100_000_000
"""100 MB: more than a document of 100,000 events."""
MAX_DEPTH = 64

_ONLY_JSON = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_BOM = "\ufeff"
# Possessive, and the closing quote optional: an open string is consumed to the end once, so
# hostile text is scanned in linear time.
_STRING = re.compile(rb'"[^"]*+"?')
_OPENERS = frozenset(b"[{")
_BRACKETS = b"[]{}"
_NOT_BRACKETS = bytes(sorted(set(range(256)) - set(_BRACKETS)))


def parse(source: str | bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Any:
    """The JSON value of a text, fractions as Decimal.

    A UTF-8 byte order mark is passed over. Raises TooLarge (bytes or depth), Malformed with
    code bad_encoding, not_json (with line and column), duplicate_key or not_a_number.
    """
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(data) > max_bytes:
        raise TooLarge(
            f"The document has {len(data):,} bytes; the limit is {max_bytes:,}.",
            bytes=len(data),
            limit=max_bytes,
        )
    text = _decode(data)
    if _deeper_than(max_depth, data):
        raise TooLarge(
            f"The document is nested deeper than {max_depth} levels.",
            code="too_deep",
            next_step="Send flat data: EPCIS needs fewer than ten levels.",
            limit=max_depth,
        )
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise Malformed(
            f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            code="not_json",
            line=error.lineno,
            column=error.colno,
        ) from error
    except (ValueError, ArithmeticError) as error:
        # An integer or an exponent of thousands of digits: Python declines to build it.
        raise Malformed(
            "A number in the document is too long to be an amount.", code="not_a_number"
        ) from error


def render(value: Any, *, sort_keys: bool = False, normalised: bool = False) -> str:
    """One line of JSON, every digit of a Decimal kept, no exponent.

    `sort_keys` makes equal values equal texts; `normalised` also writes 1.0, 1.00 and 1 as 1,
    to decide whether two documents say the same. Raises TypeError for what JSON cannot hold,
    Malformed(code="not_a_number") for NaN and infinity.
    """
    try:
        return orjson.dumps(
            value,
            default=_normalised if normalised else _exactly,
            option=_ONLY_JSON | (orjson.OPT_SORT_KEYS if sort_keys else 0),
        ).decode()
    except TypeError:
        # Half a character, an integer beyond 64 bits: rare, and ours to write or to refuse.
        parts: list[str] = []
        _render(value, parts.append, sort_keys, normalised)
        return "".join(parts)


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Malformed("The document is UTF-16; JSON travels as UTF-8.", code="bad_encoding")
    try:
        return data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        raise Malformed(
            f"The document is not UTF-8: byte {error.start} cannot be read.",
            code="bad_encoding",
            position=error.start,
        ) from error


def is_deeper(text: str, *, limit: int) -> bool:
    """Whether the brackets of a JSON text nest deeper than `limit`; strings do not count."""
    if text.count("[") + text.count("{") <= limit:
        return False  # too few brackets to be deep: true of most single events
    return _deeper_than(limit, text.encode("utf-8", "surrogatepass"))


def _deeper_than(limit: int, data: bytes) -> bool:
    """Whether brackets nest deeper than `limit`; strings do not count."""
    if data.count(b"[") + data.count(b"{") <= limit:
        return False  # too few brackets to be deep: true of most single events
    unescaped = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = _STRING.sub(b"", unescaped).translate(None, _NOT_BRACKETS)
    # Each pass takes the innermost level away at the speed of C.
    for _ in range(limit):
        shorter = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(shorter) == len(brackets):
            break
        brackets = shorter
    if b"[]" in brackets or b"{}" in brackets:
        return True
    # What is left does not pair up and is no JSON; the parser must not meet it deep either.
    depth = 0
    for bracket in brackets:
        depth += 1 if bracket in _OPENERS else -1
        if depth > limit:
            return True
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise Malformed(
                    f"The member {key!r} stands twice in one object; which one is meant?",
                    code="duplicate_key",
                    value=key,
                )
            seen.add(key)
    return found


def _refuse_constant(name: str) -> Any:
    raise Malformed(f"{name} is not a number in JSON.", code="not_a_number", value=name)


def _render(value: Any, add: Callable[[str], None], sort_keys: bool, normalised: bool) -> None:
    if isinstance(value, str):
        add(encode_basestring(value))
    elif value is None:
        add("null")
    elif isinstance(value, bool):
        add("true" if value else "false")
    elif isinstance(value, int):
        add(str(value))
    elif isinstance(value, Decimal):
        add(_number(value, normalised))
    elif isinstance(value, dict):
        between = "{"
        for key in sorted(value) if sort_keys else value:
            add(between + encode_basestring(key) + ":")
            _render(value[key], add, sort_keys, normalised)
            between = ","
        add("}" if value else "{}")
    elif isinstance(value, list | tuple):
        between = "["
        for item in value:
            add(between)
            _render(item, add, sort_keys, normalised)
            between = ","
        add("]" if value else "[]")
    else:
        raise TypeError(f"JSON cannot hold {type(value).__name__}: {value!r}")


def _exactly(value: Any) -> orjson.Fragment:
    return _fragment(value, normalised=False)


def _normalised(value: Any) -> orjson.Fragment:
    return _fragment(value, normalised=True)


def _fragment(value: Any, *, normalised: bool) -> orjson.Fragment:
    if not isinstance(value, Decimal):
        raise TypeError(f"JSON cannot hold {type(value).__name__}: {value!r}")
    return orjson.Fragment(_number(value, normalised))


def _number(value: Decimal, normalised: bool) -> str:
    text = format_decimal(value)
    if not normalised:
        return text
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
