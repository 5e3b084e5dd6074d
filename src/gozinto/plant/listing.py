"""The rows of a kind, page by page: filtered, searched and sorted, each page beginning where the
last one ended.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from gozinto.errors import Malformed
from gozinto.plant.changing import stored
from gozinto.plant.kinds import Kind, NotAValue, Row, Type, as_json, read

MOST = 1_000
"""Rows of one page."""
_ORDERED = frozenset({Type.INTEGER, Type.DECIMAL, Type.DATE, Type.MOMENT, Type.TIME})
_WORDS = frozenset({Type.CODE, Type.TEXT, Type.REFERENCE, Type.PATTERN, Type.GTIN, Type.GLN})
OPERATORS: Mapping[str, frozenset[Type]] = {
    "": frozenset(Type),
    "gt": _ORDERED,
    "gte": _ORDERED,
    "lt": _ORDERED,
    "lte": _ORDERED,
    "contains": _WORDS,
}
"""What a filter may ask of which types, written field__gte; "" is equality."""
_LOOKUPS = {"contains": "icontains"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows, and what to ask with for those after them; "" where these are the last."""

    rows: tuple[Row, ...]
    next: str


@dataclass(frozen=True, slots=True)
class _Term:
    name: str
    path: str
    down: bool


def filters(kind: Kind) -> dict[str, str]:
    """The filters of a kind, and the field each is about: uom, quantity, quantity__gte, …"""
    return {
        f"{field.name}__{operator}" if operator else field.name: field.name
        for field in kind.fields
        for operator, types in OPERATORS.items()
        if field.type in types
    }


def page(
    kind: Kind,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    search: str = "",
    sort: str = "",
    after: str = "",
    limit: int = 100,
) -> Page:
    """One page of rows. `where`: by filter (see `filters`) the values of which one has to hold;
    "" is absence. `sort`: fields with commas between, - before those that descend; by key else.
    `after`: the `next` of the page before.

    Raises Malformed: unknown_filter, bad_filter, unknown_sort, bad_token.
    """
    terms = _terms(kind, sort)
    asked = _asked(kind, where or {}, search)
    if after:
        asked &= _after(kind, terms, sort, after)
    found = kind.model._default_manager.filter(asked).order_by(*map(_order, terms), "pk")
    rows = list(stored.read(kind, found[: limit + 1]))
    if len(rows) <= limit:
        return Page(rows=tuple(row for _, row in rows), next="")
    last_pk, last = rows[limit - 1]
    token = [sort, [last[term.name] for term in terms], last_pk]
    text = base64.urlsafe_b64encode(json.dumps(token).encode()).decode().rstrip("=")
    return Page(rows=tuple(row for _, row in rows[:limit]), next=text)


def rows(
    kind: Kind,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    search: str = "",
    sort: str = "",
    most: int,
) -> Iterator[Row]:
    """All rows that `page` would answer page after page, up to `most`. Raises as it does."""
    after, left = "", most
    while left > 0:
        found = page(
            kind, where=where, search=search, sort=sort, after=after, limit=min(left, MOST)
        )
        yield from found.rows
        left, after = left - len(found.rows), found.next
        if not after:
            return


def count(
    kind: Kind, *, where: Mapping[str, Sequence[str]] | None = None, search: str = "", most: int
) -> int:
    """How many rows `page` would answer in all; `most` + 1 where there are more. Raises as it."""
    found = kind.model._default_manager.filter(_asked(kind, where or {}, search))
    return found.order_by().values("pk")[: most + 1].count()


def _asked(kind: Kind, where: Mapping[str, Sequence[str]], search: str) -> Q:
    asked = _search(kind, search) if search else Q()
    for name, values in where.items():
        asked &= _filter(kind, name, values)
    return asked


def _terms(kind: Kind, sort: str) -> list[_Term]:
    asked = [part.strip() for part in sort.split(",")] if sort else list(kind.key)
    terms = [_Term(name := part.removeprefix("-"), name, part.startswith("-")) for part in asked]
    for term in terms:
        if not kind.has(term.name):
            raise Malformed(
                f"{kind.title} cannot be sorted by {term.name!r}.",
                code="unknown_sort",
                next_step="Choose from: " + ", ".join(kind.names) + ".",
            )
    if len({term.name for term in terms}) < len(terms):
        raise Malformed("A field stands in sort twice.", code="unknown_sort")
    return [replace(term, path=stored.path(kind, term.name)) for term in terms]


def _order(term: _Term) -> OrderBy:
    column = F(term.path)
    return column.desc(nulls_last=True) if term.down else column.asc(nulls_last=True)


def _filter(kind: Kind, name: str, values: Sequence[str]) -> Q:
    field_name = filters(kind).get(name)
    if field_name is None:
        raise Malformed(
            f"{kind.title} cannot be filtered by {name!r}.",
            code="unknown_filter",
            next_step="Choose from: " + ", ".join(filters(kind)) + ".",
        )
    operator = name.removeprefix(field_name).removeprefix("__")
    path = stored.path(kind, field_name)
    asked = Q()
    for text in values:
        if not text.strip():
            asked |= _absent(kind, field_name, path)
        elif operator == "contains":
            asked |= Q(**{f"{path}__icontains": _plain(text, name=name)})
        else:
            lookup = f"{path}__{operator}" if operator else path
            asked |= Q(**{lookup: _value(kind, field_name, text, code="bad_filter")})
    return asked


def _absent(kind: Kind, name: str, path: str) -> Q:
    column = kind.column(name)
    is_text = column.get_internal_type() == "CharField" and not column.null
    return Q(**{path: ""}) if is_text else Q(**{f"{path}__isnull": True})


def _plain(text: str, *, name: str) -> str:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Malformed(f"{name} holds a character that no row can.", code="bad_filter")
    return text


def _search(kind: Kind, text: str) -> Q:
    words = _plain(text, name="q")
    asked = Q()
    for field in kind.fields:
        if field.type in _WORDS and (field.name in kind.key or field.name in ("name", "gtin")):
            asked |= Q(**{f"{stored.path(kind, field.name)}__icontains": words})
    return asked


def _value(kind: Kind, name: str, text: str, *, code: str) -> Any:
    field = replace(kind.field(name), required=False, least="", above="", most="")
    try:
        found = as_json(field, read(text, kind=kind, field=field))
    except NotAValue as error:
        finding = error.finding
        message = f"{name}: {finding.message}"
        if code == "bad_token":
            raise _bad_token() from error
        raise Malformed(message, code="bad_filter", next_step=finding.next_step) from error
    if found is None:
        raise _bad_token()  # a filter is not asked for what is absent, and no page ended there
    return found


def _after(kind: Kind, terms: Sequence[_Term], sort: str, token: str) -> Q:
    """What stands behind the row that a token names, in the order of these terms."""
    values, pk = _read_token(terms, sort, token)
    behind = Q(pk__gt=pk)
    for term, text in reversed(list(zip(terms, values, strict=True))):
        column = kind.column(term.name)
        absent = Q(**{f"{term.path}__isnull": True})
        if text == "" and column.null:
            behind = absent & behind  # nothing stands behind those that are absent, but others so
            continue
        value = "" if text == "" else _value(kind, term.name, text, code="bad_token")
        beyond = Q(**{f"{term.path}__{'lt' if term.down else 'gt'}": value})
        if column.null:
            beyond |= absent
        behind = beyond | (Q(**{term.path: value}) & behind)
    return behind


def _read_token(terms: Sequence[_Term], sort: str, token: str) -> tuple[list[str], int]:
    try:
        padded = token + "=" * (-len(token) % 4)
        kept_sort, values, pk = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError) as error:
        raise _bad_token() from error
    sound = (
        isinstance(values, list)
        and all(isinstance(value, str) for value in values)
        and len(values) == len(terms)
        and type(pk) is int
        and 0 <= pk < 2**63
        and kept_sort == sort
    )
    if not sound:
        raise _bad_token()
    return values, pk


def _bad_token() -> Malformed:
    return Malformed(
        "This is not where a page ended, or the order is another one now.",
        code="bad_token",
        next_step="Send `next` as it was answered, with the same sort; or begin at the first page.",
    )
