"""What the record holds, as lists: filtered, searched, sorted, page by page.

Each list is declared as columns over one table; a page begins where the last one ended, so it
costs the same wherever it is.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

from gozinto.errors import Malformed

MOST = 1_000
"""Rows of one page."""
_LONGEST_COUNT = 18
"""Digits, so that it fits whatever column it is compared with."""

Type = Literal["text", "time", "number", "count", "flag", "words"]
_OPERATORS: Mapping[Type, tuple[str, ...]] = {
    "text": ("",),
    "flag": ("",),
    "time": ("", "gte", "lt"),
    "number": ("", "gt", "gte", "lt", "lte"),
    "count": ("", "gt", "gte", "lt", "lte"),
    "words": (),
}
"""What a filter may ask of a type, written column__gte; "" is equality.

Words are texts by name, and no filter asks for them.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One member of a row: its name, where it stands, its type, and whether rows sort by it.

    Rows that lack what they are sorted by are left out, which `may_lack` says of a column that
    not every row has. `says`: what is shown instead of the word that stands there, where that is
    the name of something told elsewhere.
    """

    name: str
    path: str
    type: Type = "text"
    sorts: bool = False
    says: Mapping[str, str] | None = None
    may_lack: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list. `key`: the column of the table that tells its rows apart.

    `find`: the keys of the rows that a text names, at most `MOST` of them: so many can be sorted
    and filtered in any way, however many there are. `twin`: a column of another table that always
    equals the key: a database knows what is equal, and not that what comes after the one comes
    after the other, so it is told both.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    columns: tuple[Column, ...]
    key: str = "pk"
    sort: str
    find: Callable[[str], Sequence[int]] | None = None
    twin: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((one for one in self.columns if one.name == name), None)

    @property
    def filters(self) -> dict[str, Column]:
        """The filters, and the column that each is about."""
        return {
            f"{one.name}__{operator}" if operator else one.name: one
            for one in self.columns
            for operator in _OPERATORS[one.type]
        }

    @property
    def sorts(self) -> list[str]:
        """The columns that rows may be sorted by."""
        return [one.name for one in self.columns if one.sorts]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and what to ask with for those after them and before them; "" where there are none."""

    rows: list[dict[str, Any]]
    next: str
    previous: str = ""


def page(
    listing: Listing,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    search: str = "",
    sort: str = "",
    after: str = "",
    before: str = "",
    limit: int = 100,
) -> Page:
    """One page. `where`: by filter the values of which one has to hold; `search`: a text that names
    rows; `sort`: a column, with - before it for descending; `after`: the `next` of the page before;
    `before`: the `previous` of the page after.

    Raises Malformed: unknown_filter, bad_filter, unknown_sort, bad_token.
    """
    column, is_down = _sorting(listing, sort)
    found = _found(listing, where or {}, search)
    if column.may_lack:
        found = found.filter(**{f"{column.path}__isnull": False})
    is_back = bool(before) and not after
    goes_down = is_down != is_back
    if after or before:
        found = found.filter(_beyond(listing, column, goes_down, after or before))
    sign = "-" if goes_down else ""
    ordered = found.order_by(f"{sign}{column.path}", f"{sign}{listing.key}")
    paths = [one.path for one in listing.columns]
    read = list(ordered.values_list(listing.key, *paths)[: limit + 1])
    is_more, read = len(read) > limit, read[:limit]
    if is_back:
        read.reverse()
    ends = _ends(listing, column, sort, read)
    return Page(
        rows=[_row(listing, values) for _, *values in read],
        next=ends[1] if is_more or is_back else "",
        previous=ends[0] if (is_more if is_back else bool(after)) else "",
    )


def count(
    listing: Listing,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    search: str = "",
    most: int = MOST,
) -> int:
    """How many rows there are; `most` + 1 where there are more than `most`, which nobody counts.

    Raises Malformed as `page`.
    """
    found = _found(listing, where or {}, search)
    return len(found.order_by().values_list(listing.key)[: most + 1])


def mark(listing: Listing, *, key: int, sort: str = "") -> str:
    """What to ask with for the rows after the one of this key, in an order; "" where it is none."""
    column, _ = _sorting(listing, sort)
    found = listing.rows().filter(**{listing.key: key}).values_list(column.path, flat=True).first()
    return "" if found is None else _sealed(listing, sort, found, key)


def _found(listing: Listing, where: Mapping[str, Sequence[str]], search: str) -> QuerySet[Any]:
    found = listing.rows()
    for one, values in where.items():
        found = found.filter(_filter(listing, one, values))
    if search and listing.find is not None:
        found = found.filter(**{f"{listing.key}__in": listing.find(_searched(search))})
    return found


def _searched(text: str) -> str:
    try:
        return _text(text)
    except ValueError as error:
        raise Malformed(
            "The search holds a character that no label has.",
            code="bad_filter",
            next_step=_WRITTEN["text"],
        ) from error


def _sorting(listing: Listing, sort: str) -> tuple[Column, bool]:
    """The column that rows are sorted by, and whether it descends."""
    asked = sort or listing.sort
    name = asked.removeprefix("-")
    column = listing.column(name)
    if column is None or not column.sorts:
        raise Malformed(
            f"The list of {listing.name} cannot be sorted by {name!r}.",
            code="unknown_sort",
            next_step="Choose from: " + ", ".join(listing.sorts) + ".",
        )
    return column, asked.startswith("-")


def _ends(
    listing: Listing, column: Column, sort: str, read: Sequence[Sequence[Any]]
) -> tuple[str, str]:
    """What to ask with for the rows before the first of these, and for those after the last."""
    if not read:
        return "", ""
    place = 1 + [one.path for one in listing.columns].index(column.path)
    first, last = (_sealed(listing, sort, row[place], row[0]) for row in (read[0], read[-1]))
    return first, last


def rows(listing: Listing, found: QuerySet[Any]) -> list[tuple[int, dict[str, Any]]]:
    """Each of these as a row of the list, with its key; what it does not have is left out."""
    paths = [one.path for one in listing.columns]
    return [(key, _row(listing, values)) for key, *values in found.values_list(listing.key, *paths)]


def _row(listing: Listing, values: Sequence[Any]) -> dict[str, Any]:
    return {
        one.name: _shown(one, value)
        for one, value in zip(listing.columns, values, strict=True)
        if value not in (None, "", {})
    }


def _shown(column: Column, value: Any) -> Any:
    if column.says is not None:
        return column.says[value]
    return value.normalize() + 0 if isinstance(value, Decimal) else value


def _filter(listing: Listing, name: str, values: Sequence[str]) -> Q:
    column = listing.filters.get(name)
    if column is None:
        raise Malformed(
            f"The list of {listing.name} cannot be filtered by {name!r}.",
            code="unknown_filter",
            next_step="Choose from: " + ", ".join(listing.filters) + ".",
        )
    operator = name.removeprefix(column.name)
    asked = Q()
    for text in values:
        value = _value(column, text, code="bad_filter")
        if column.says is not None:
            meant = [word for word, said in column.says.items() if said == value]
            asked |= Q(**{f"{column.path}__in": meant})
        else:
            asked |= Q(**{f"{column.path}{operator}": value})
    return asked


def _value(column: Column, text: str, *, code: str) -> Any:
    try:
        return _READERS[column.type](text)
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise Malformed(
            f"{column.name}: {text[:80]!r} is no {column.type}.",
            code=code,
            next_step=_WRITTEN[column.type],
        ) from error


def _text(text: str) -> str:
    if "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
        raise ValueError(text)
    return text


def _time(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.utcoffset() is None:
        raise ValueError(text)
    return found


def _number(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite() or abs(found.adjusted()) > 20:
        raise ValueError(text)
    return found


def _count(text: str) -> int:
    if len(text) > _LONGEST_COUNT:
        raise ValueError(text)
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_READERS: Mapping[Type, Callable[[str], Any]] = {
    "text": _text,
    "time": _time,
    "number": _number,
    "count": _count,
    "flag": _flag,
}
_WRITTEN: Mapping[Type, str] = {
    "text": "Write what can be printed.",
    "time": "Write it like 2026-03-01T00:00:00Z (in a URL, + is written %2B).",
    "number": "Write it like 12.5.",
    "count": "Write it like 12.",
    "flag": "Write true or false.",
}


def _sealed(listing: Listing, sort: str, last: Any, key: int) -> str:
    text = last.isoformat() if isinstance(last, datetime) else str(last)
    token = json.dumps([listing.name, sort, text, key])
    return base64.urlsafe_b64encode(token.encode()).decode().rstrip("=")


def _beyond(listing: Listing, column: Column, is_down: bool, token: str) -> Q:
    try:
        padded = token + "=" * (-len(token) % 4)
        name, _, text, key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        is_sound = name == listing.name and isinstance(text, str) and type(key) is int
        if not is_sound or not 0 <= key < 2**63:
            raise ValueError(token)
    except (ValueError, TypeError) as error:
        raise Malformed(
            "This is not where a page ended.",
            code="bad_token",
            next_step="Send `next` as it was answered, with the same sort.",
        ) from error
    beyond = "lt" if is_down else "gt"
    value = _value(column, text, code="bad_token")
    if column.path == listing.key:
        twin = Q(**{f"{listing.twin}__{beyond}": key}) if listing.twin else Q()
        return Q(**{f"{listing.key}__{beyond}": key}) & twin
    # The first condition says no more than the second, and helps where the two columns stand in
    # two tables; the second is where an index over both begins.
    compared = LessThan if is_down else GreaterThan
    here, there = _Row(F(column.path), F(listing.key)), _Row(Value(value), Value(key))
    return Q(**{f"{column.path}__{beyond}e": value}) & Q(compared(here, there))


class _Row(Func):
    """Two values that are compared as one, the first before the second."""

    template = "(%(expressions)s)"
    output_field = TextField()
