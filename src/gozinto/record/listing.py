"""What the record holds, as lists: runs and objects, filtered, sorted, page by page.

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

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gozinto.errors import Malformed
from gozinto.record.models import Activity, ObjectState

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

    Rows sort only by what every row has. `says`: what is shown instead of the word that stands
    there, where that is the name of something told elsewhere.
    """

    name: str
    path: str
    type: Type = "text"
    sorts: bool = False
    says: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list. `key`: the column of the table that tells its rows apart."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    columns: tuple[Column, ...]
    key: str = "pk"
    sort: str

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
    """Rows, and what to ask with for those after them; "" where these are the last."""

    rows: list[dict[str, Any]]
    next: str


def page(
    listing: Listing,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    sort: str = "",
    after: str = "",
    limit: int = 100,
) -> Page:
    """One page. `where`: by filter the values of which one has to hold; `sort`: a column, with -
    before it for descending; `after`: the `next` of the page before.

    Raises Malformed: unknown_filter, bad_filter, unknown_sort, bad_token.
    """
    name = (sort or listing.sort).removeprefix("-")
    column = listing.column(name)
    if column is None or not column.sorts:
        raise Malformed(
            f"The list of {listing.name} cannot be sorted by {name!r}.",
            code="unknown_sort",
            next_step="Choose from: " + ", ".join(listing.sorts) + ".",
        )
    is_down = (sort or listing.sort).startswith("-")
    found = listing.rows()
    for one, values in (where or {}).items():
        found = found.filter(_filter(listing, one, values))
    if after:
        found = found.filter(_after(listing, column, is_down, after))
    sign = "-" if is_down else ""
    ordered = found.order_by(f"{sign}{column.path}", f"{sign}{listing.key}")
    paths = [one.path for one in listing.columns]
    read = list(ordered.values_list(listing.key, *paths)[: limit + 1])
    shown = [_row(listing, values) for _, *values in read[:limit]]
    if len(read) <= limit:
        return Page(shown, "")
    last = dict(zip(paths, read[limit - 1][1:], strict=True))[column.path]
    return Page(shown, _sealed(listing, sort, last, read[limit - 1][0]))


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


def _after(listing: Listing, column: Column, is_down: bool, token: str) -> Q:
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
    return Q(**{f"{column.path}__{beyond}": value}) | Q(
        **{column.path: value, f"{listing.key}__{beyond}": key}
    )


def _runs() -> QuerySet[Activity]:
    told = Activity.objects.filter(
        run=OuterRef("run"),
        activity__in=("start", "pause", "resume", "finish"),
        event__withdrawal=None,
    ).order_by("-at", "-event_id")
    return Activity.objects.filter(activity="start", event__withdrawal=None).annotate(
        last=Subquery(told.values("activity")[:1]), last_at=Subquery(told.values("at")[:1])
    )


def _objects() -> QuerySet[ObjectState]:
    return ObjectState.objects.all()


RUNS = Listing(
    name="runs",
    rows=_runs,
    sort="-started_at",
    columns=(
        Column("run", "run__uri"),
        Column("job", "name", sorts=True),
        Column("step", "step"),
        Column("equipment", "equipment", sorts=True),
        Column("flow", "flow"),
        Column("product", "product"),
        Column("planned", "planned", "number"),
        Column("uom", "planned_uom"),
        Column("started_by", "person"),
        Column("started_at", "at", "time", sorts=True),
        Column("last", "last"),
        Column("last_at", "last_at", "time"),
    ),
)
OBJECTS = Listing(
    name="objects",
    rows=_objects,
    sort="number",
    columns=(
        Column("uri", "object__uri"),
        Column("kind", "object__kind"),
        Column("number", "object__number", sorts=True),
        Column("item", "object__item", sorts=True),
        Column("status", "status"),
        Column("held", "held", "flag"),
        Column("location", "location"),
        Column("expires_at", "expires_at", "time"),
        Column("on_hand", "on_hand", "number", sorts=True),
        Column("uom", "uom"),
        Column("first_at", "first_at", "time"),
        Column("last_at", "last_at", "time"),
    ),
)
