"""Every value of an object: by inspection and parameter, with its limits and how others lay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.things import charts, names
from gozinto.edges.office.things.charts import Limit, Mark
from gozinto.edges.office.things.opening import Opened
from gozinto.trace.lookups.measurements import Point, Seen

ROWS = 300
"""Values that the tables list; the points of curves stand in their charts alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value as the table has it. `is_later`: it is of the lot, from after the unit was made."""

    at: datetime
    value: str
    limits: str
    tone: str
    gauge: str
    person: str
    equipment: str
    of: str
    is_later: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class Block:
    """All values of one characteristic or parameter, and their chart where there is one.

    `control`: the kind of inspection, "" of what a machine told; `others`: how many values of
    other objects the chart shows.
    """

    name: str
    control: str
    rows: tuple[Row, ...]
    left: int
    chart: SafeString | None
    others: int
    tone: str
    points: int


def context(opened: Opened) -> dict[str, Any]:
    """What the tab shows."""
    found = trace.values(opened.object)
    people = names.people({one.person for one in found.seen})
    by_name: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in found.seen:
        by_name[one.control, one.name].append(one)
    standing = opened.head.standing
    made_at = standing.first_at if standing else None
    blocks = [
        _block(
            name,
            control,
            [_row(one, people, made_at) for one in seen if not one.is_point],
            seen,
            found.series.get(name, ()) if control else (),
        )
        for (control, name), seen in by_name.items()
    ]
    bad = sum(row.tone == "bad" for block in blocks for row in block.rows)
    return {
        "inspected": [block for block in blocks if block.control],
        "told": [block for block in blocks if not block.control],
        "counted": sum(len(block.rows) + block.left + block.points for block in blocks),
        "bad": bad,
        "is_cut": found.is_cut,
    }


def _block(
    name: str, control: str, listed: Sequence[Row], seen: Sequence[Seen], series: Sequence[Point]
) -> Block:
    rows = tuple(listed[-ROWS:])
    marks = list(_marks(seen, series))
    limits = _limits(seen)
    has_chart = len(marks) > 1 or bool(marks and limits)
    return Block(
        name=name,
        control=words.name(words.CONTROLS, control),
        rows=rows,
        left=len(listed) - len(rows),
        chart=charts.chart(marks, limits=limits, label=_label(name, marks, limits))
        if has_chart
        else None,
        others=sum(not mark.is_mine for mark in marks),
        tone="bad" if any(row.tone == "bad" for row in rows) else "",
        points=sum(one.is_point for one in seen),
    )


def _row(one: Seen, people: Mapping[str, str], made_at: datetime | None) -> Row:
    return Row(
        at=one.at,
        value=_amount(one.value, one.uom),
        limits=_between(one),
        tone="bad" if one.is_ok is False and not one.is_withdrawn else "",
        gauge=one.gauge,
        person=people.get(one.person, one.person),
        equipment=one.equipment,
        of=one.of,
        is_later=bool(one.of and made_at and one.at > made_at),
        is_withdrawn=one.is_withdrawn,
    )


def _amount(value: Decimal | str | None, uom: str) -> str:
    """A value with its unit; a bare number has none."""
    if value is None or isinstance(value, str):
        return value or ""
    text = words.quantity(value, uom or "?")
    return text if uom else text.removesuffix("?").rstrip()


def _between(one: Seen) -> str:
    low, high = _amount(one.lower, one.uom), _amount(one.upper, one.uom)
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


def _marks(seen: Sequence[Seen], series: Sequence[Point]) -> Iterator[Mark]:
    """The series that the object's values are of; without one, its own values alone."""
    mine = [one for one in seen if isinstance(one.value, Decimal) and not one.is_withdrawn]
    if series:
        bad = {one.at for one in mine if one.is_ok is False}
        for point in series:
            yield Mark(
                point.at,
                point.value,
                point.is_mine,
                point.is_mine and point.at in bad,
                _hint(point.at, point.value, seen[0].uom),
            )
        return
    for one in mine:
        assert isinstance(one.value, Decimal)
        yield Mark(
            one.at,
            one.value,
            not one.is_point,
            one.is_ok is False,
            _hint(one.at, one.value, one.uom),
        )


def _hint(at: datetime, value: Decimal, uom: str) -> str:
    return f"{words.moment(at)}: {_amount(value, uom)}"


def _limits(seen: Sequence[Seen]) -> list[Limit]:
    """Those of the newest value that has any."""
    for one in reversed(seen):
        found = [limit for limit in (one.lower, one.upper) if limit is not None]
        if found:
            return [Limit(limit, _amount(limit, one.uom)) for limit in found]
    return []


def _label(name: str, marks: Sequence[Mark], limits: Sequence[Limit]) -> str:
    mine = ", ".join(mark.said for mark in marks if mark.is_mine) or marks[-1].said
    if not limits:
        return _("%(name)s: %(values)s; no limits") % {"name": name, "values": mine}
    between = " – ".join(limit.said for limit in limits)
    return _("%(name)s: %(values)s; limits %(limits)s") % {
        "name": name,
        "values": mine,
        "limits": between,
    }
