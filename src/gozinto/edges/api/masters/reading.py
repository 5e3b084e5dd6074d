"""What a request about master data says: its key, its tags, its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from gozinto.edges.api.masters.shapes import KEY, TAG
from gozinto.errors import Malformed, Outdated, Unknown, Violation
from gozinto.plant import changing, listing
from gozinto.plant.kinds import KEY_SEPARATOR, Kind, NotAValue, Row, as_json, read

BODY_LIMIT_BYTES = 32 * 1_048_576
_TAG = re.compile(r'\s*(W/)?"([^"]*)"\s*(?:,|$)')


def read_key(kind: Kind, text: str) -> str:
    """The key that an address names, canonical. Raises Unknown where it can be none."""
    parts = text.split(KEY_SEPARATOR) if kind.key else []
    if len(parts) != len(kind.key):
        raise _no_key(kind)
    try:
        return KEY_SEPARATOR.join(
            read(part, kind=kind, field=kind.field(name))
            for name, part in zip(kind.key, parts, strict=True)
        )
    except NotAValue as error:
        raise _no_key(kind) from error


def _no_key(kind: Kind) -> Unknown:
    return Unknown(
        f"This is no key of {kind.name}.",
        code="unknown_row",
        next_step="A key is " + KEY_SEPARATOR.join(kind.key) + ", each part percent-encoded.",
    )


def read_values(members: Mapping[str, Any], *, row: int = 0) -> dict[str, str]:
    """The fields of a JSON object as texts; null is absence. Raises Malformed.

    The key and the tag that a row was answered with are no fields, and may come back with it.
    """
    texts: dict[str, str] = {}
    for name, value in members.items():
        if name in (KEY, TAG):
            continue
        if isinstance(value, bool):
            texts[name] = "true" if value else "false"
        elif isinstance(value, Decimal):
            texts[name] = format(value, "f") if abs(value.adjusted()) < 100 else str(value)
        elif value is None or isinstance(value, str | int):
            texts[name] = "" if value is None else str(value)
        else:
            where = f"row {row}, column {name}" if row else name
            raise Malformed(
                f"{name} has to be a text, a number, true, false or null.",
                code="wrong_type",
                violations=[Violation(code="wrong_type", message="no plain value", path=where)],
            )
    return texts


def keyed(kind: Kind, key: str, values: Mapping[str, str]) -> dict[str, str]:
    """These values with the key of the address. Raises Malformed where they name another."""
    named = dict(zip(kind.key, key.split(KEY_SEPARATOR), strict=True)) if kind.key else {}
    for name, text in named.items():
        if name in values and _canonical(kind, name, values[name]) != text:
            raise Malformed(
                f"The address names {name} {text!r}, the body {values[name]!r}.",
                code="key_mismatch",
                next_step="Leave the key out of the body. A key is never changed; make a new row.",
            )
    return {**values, **named}


def _canonical(kind: Kind, name: str, text: str) -> str:
    try:
        return read(text, kind=kind, field=kind.field(name))
    except NotAValue:
        return text


def read_tags(request: HttpRequest, name: str) -> list[str] | None:
    """The strong tags of If-Match or If-None-Match, "*" for any; None without that header.

    Raises Malformed for what RFC 9110 (section 13.1) has no form for.
    """
    text = request.headers.get(name)
    if text is None:
        return None
    if text.strip() == "*":
        return ["*"]
    tags, at = [], 0
    while at < len(text):
        match = _TAG.match(text, at)
        if match is None:
            raise Malformed(
                f"{name} holds no entity tag: {text[:100]!r}.",
                code="bad_tag",
                next_step=f'Send the ETag as it was answered, with its quotes: {name}: "…".',
            )
        if not match[1]:
            tags.append(match[2])
        at = match.end()
    return tags


def matched(request: HttpRequest, kind: Kind, key: str, row: Row) -> str:
    """The tag of the row, which If-Match names. Raises Outdated, or MissingTag without one."""
    tags = read_tags(request, "If-Match")
    now = changing.etag(kind.name, row)
    if tags is None:
        raise MissingTag(kind, key)
    if "*" in tags or now in tags:
        return now
    raise Outdated(f"{kind.name} {key} is not what it was when you read it.", kind=kind.name)


class MissingTag(Malformed):
    """A change of a row without saying which state of it was read (428, RFC 6585)."""

    def __init__(self, kind: Kind, key: str) -> None:
        super().__init__(
            f"A change of {kind.name} {key} has to say what it was when you read it.",
            code="missing_if_match",
            next_step="Send If-Match with the row's ETag; * where you do not care.",
        )


def read_limit(text: str) -> int:
    """How many rows a page may have. Raises Malformed."""
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= listing.MOST:
        return int(text)
    raise Malformed(
        f"limit is a number from 1 to {listing.MOST}, not {text[:50]!r}.", code="bad_parameter"
    )


def shown(kind: Kind, row: Row) -> dict[str, Any]:
    """A row as it is answered."""
    fields = {field.name: as_json(field, row[field.name]) for field in kind.fields}
    return {KEY: kind.key_of(row), TAG: changing.etag(kind.name, row), **fields}
