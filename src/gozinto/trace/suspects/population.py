"""Which units are in the field: those that left the plant, by themselves or in a container."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gozinto.trace.reading.moment import Moment, rows

Ids = NDArray[np.int64]

_SHIPPED = """
WITH RECURSIVE gone (object, at) AS (
    SELECT i.object_id, i.at FROM gozinto_event e
    JOIN gozinto_involvement i ON i.event_id = e.position
    JOIN gozinto_traceableobject o ON o.id = i.object_id
    WHERE e.biz_step = 'shipping' AND NOT e.is_declaration AND {i}
      AND (o.kind = 'container' OR (o.kind = 'serial' AND o.item = ANY(%s)))
    UNION
    SELECT c.child_id, g.at FROM gone g
    JOIN gozinto_containment c ON c.parent_id = g.object AND c.is_in AND c.at <= g.at AND {c}
    WHERE c.child_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM gozinto_containment x WHERE x.child_id = c.child_id
        AND x.at > c.at AND x.at <= g.at AND {x})
    AND NOT EXISTS (
        SELECT 1 FROM gozinto_containment y WHERE y.parent_id = c.parent_id AND y.child_id IS NULL
        AND y.at > c.at AND y.at <= g.at AND {y})
)
SELECT o.id, (extract(epoch FROM g.at) * 1000000)::bigint
FROM gone g JOIN gozinto_traceableobject o ON o.id = g.object
WHERE o.kind = 'serial' AND o.item = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class InField:
    """Units ascending, and when each of them left for the last time that counts, in µs."""

    units: Ids
    since: Ids

    def of(self, units: Ids) -> tuple[Ids, NDArray[np.bool_]]:
        """When each of these left, and whether it did at all."""
        if not len(self.units):
            return np.zeros(len(units), dtype=np.int64), np.zeros(len(units), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self.units, units), len(self.units) - 1)
        return self.since[at], self.units[at] == units


def in_field(
    items: Collection[str], *, until: int, returned: Mapping[int, int], moment: Moment
) -> InField:
    """The units of these materials that were shipped until then (µs); one query.

    Of one that came back it counts when it left before that: what happened after says nothing of
    why it failed.
    """
    stands = {name: moment.condition(name) for name in ("i", "c", "x", "y")}
    wanted = sorted(items)
    asked = [*stands["i"][1], wanted]
    for name in ("c", "x", "y"):
        asked += stands[name][1]
    sql = _SHIPPED.format(**{name: sql for name, (sql, _) in stands.items()})
    told = np.array(rows(sql, [*asked, wanted]), dtype=np.int64).reshape(-1, 2)
    units, times = told[:, 0], told[:, 1]
    back = np.array(sorted(returned.items()), dtype=np.int64).reshape(-1, 2)
    limit = np.full(len(units), until)
    if len(back):
        at = np.minimum(np.searchsorted(back[:, 0], units), len(back) - 1)
        is_back = back[at, 0] == units
        limit[is_back] = np.minimum(until, back[at, 1][is_back])
    counts = times <= limit
    order = np.lexsort((times[counts], units[counts]))
    units, times = units[counts][order], times[counts][order]
    is_last = np.ones(len(units), dtype=np.bool_)
    is_last[:-1] = units[:-1] != units[1:]
    return InField(units[is_last], times[is_last])


def removed_since(units: Ids, since: Ids, *, moment: Moment) -> dict[int, set[int]]:
    """The parts that repairs took out of units after they left: they failed with these inside.

    One query.
    """
    condition, values = moment.condition("x")
    told = rows(
        "SELECT x.unit_id, x.part_id, (extract(epoch FROM x.at) * 1000000)::bigint"
        f" FROM gozinto_replacement x WHERE x.part_id IS NOT NULL AND {condition}",
        values,
    )
    left = dict(zip(units.tolist(), since.tolist(), strict=True))
    found: dict[int, set[int]] = {}
    for unit, part, at in told:
        if unit in left and at > left[unit]:
            found.setdefault(unit, set()).add(part)
    return found
