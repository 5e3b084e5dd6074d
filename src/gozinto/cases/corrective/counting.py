"""How many units failed, of how many: complaints or returns, of what was shipped or made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from gozinto.cases import standing
from gozinto.cases.models import Case
from gozinto.genealogy.rates import Counted
from gozinto.plant import known as plant
from gozinto.plant.identifiers import identify
from gozinto.record import queries
from gozinto.roundtrips import rows
from gozinto.standards.epcis.gozinto import Context

What = Literal["complaints", "returns"]
Per = Literal["shipped", "made"]
_MOST = 20_000
"""Complaints or returns that one comparison counts."""

_STANDS = " AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = i.event_id)"
_UNITS = (
    "SELECT count(DISTINCT i.object_id) FILTER (WHERE NOT i.is_class),"
    " coalesce(sum(i.quantity) FILTER (WHERE i.is_class), 0) FROM gozinto_involvement i"
    " JOIN gozinto_traceableobject o ON o.id = i.object_id WHERE o.item = ANY(%s)"
    " AND i.term = %s AND i.at >= %s AND i.at < %s" + _STANDS
)
_RETURNED = (
    "SELECT o.uri, min(i.at), min(i.event_id) FROM gozinto_involvement i"
    " JOIN gozinto_traceableobject o ON o.id = i.object_id WHERE o.item = ANY(%s)"
    " AND i.term = 'returned' AND i.at >= %s AND i.at < %s" + _STANDS
    + " GROUP BY o.uri ORDER BY 2 LIMIT %s"
)  # fmt: skip
_MADE = (
    "SELECT o.uri, min(i.at) FROM gozinto_traceableobject o"
    " JOIN gozinto_involvement i ON i.object_id = o.id AND i.term = 'produced'"
    " WHERE o.uri = ANY(%s)" + _STANDS + " GROUP BY o.uri"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days of the plant, both included."""

    since: date
    until: date

    def times(self, zone: str) -> tuple[datetime, datetime]:
        """When it begins, and when it is over."""
        begin = datetime.combine(self.since, time.min, ZoneInfo(zone))
        end = datetime.combine(self.until + timedelta(days=1), time.min, ZoneInfo(zone))
        return begin, end


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """What is counted: complaints or returns of a material ("": of any defect), of which units."""

    what: What
    per: Per
    material: str
    defect: str = ""


def counted(failing: Failing, window: Window, *, follow: timedelta, now: datetime) -> Counted:
    """The failures of a window's units, and how many units those are.

    Of what was *shipped*: failures that were told of in the window, by what left in it. Of what was
    *made*: failures of units made in the window that were told of within `follow` of their making,
    so that what was made long ago had no more time to fail than what was made lately.
    """
    known = plant.now()
    begin, end = window.times(known.company.zone)
    material = known.materials.get(failing.material)
    items = [failing.material, material.gtin if material else ""]
    term = "produced" if failing.per == "made" else "shipped"
    ((pieces, amount),) = rows(_UNITS, [items, term, begin, end])
    units = float(pieces or amount)
    until = end if failing.per == "shipped" else min(end + follow, now)
    told = list(_failures(failing, items, begin, until))
    if failing.per == "shipped":
        return Counted(len(told), units)
    made = dict(rows(_MADE, [sorted({uri for uri, _ in told})]))
    mine = [
        uri
        for uri, at in told
        if uri in made and begin <= made[uri] < end and at <= made[uri] + follow
    ]
    return Counted(len(set(mine)), units)


def _failures(
    failing: Failing, items: Collection[str], begin: datetime, end: datetime
) -> Iterator[tuple[str, datetime]]:
    """Which units failed in that way, and when that was told; "" for one that nobody could read."""
    if failing.what == "complaints":
        yield from _complaints(failing, items, begin, end)
        return
    listed = rows(_RETURNED, [list(items), begin, end, _MOST])
    positions = sorted({position for *_, position in listed})
    reasons = {
        position: Context.of(event).reason
        for position, event in zip(positions, queries.at_positions(positions), strict=True)
    }
    for uri, at, position in listed:
        if failing.defect in ("", reasons[position]):
            yield uri, at


def _complaints(
    failing: Failing, items: Collection[str], begin: datetime, end: datetime
) -> Iterator[tuple[str, datetime]]:
    asked = Case.objects.filter(kind="complaint", at__gte=begin, at__lt=end).order_by("at")
    for case in standing.of(list(asked[:_MOST])):
        units = case.subjects.get("unit", ())
        named = {identify(uri).item for uri in units} | {str(case.told.get("material", ""))}
        is_ours = bool(named.intersection(items) - {""})
        if (
            case.state != "withdrawn"
            and is_ours
            and failing.defect in ("", str(case.told.get("defect", "")))
        ):
            yield (units[0] if units else ""), case.opened_at
