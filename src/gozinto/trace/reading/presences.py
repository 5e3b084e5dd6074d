"""Who was at the machines of an answer, by their badges."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gozinto.record.presences import LONGEST, Badge, Presence, of
from gozinto.trace.reading.moment import Moment, rows


def at(
    machines: Collection[str], *, first: datetime, last: datetime, moment: Moment
) -> list[Presence]:
    """Who was at these machines at any time of [first, last]. One query, none without machines."""
    if not machines:
        return []
    condition, values = moment.condition("a")
    badges = rows(
        "SELECT a.at, a.activity = 'badge_in', a.equipment, a.person, a.person_role"
        " FROM gozinto_activity a WHERE a.equipment = ANY(%s) AND a.at BETWEEN %s AND %s"
        f" AND a.activity IN ('badge_in', 'badge_out') AND a.person <> '' AND {condition}",
        [sorted(machines), first - LONGEST, last + LONGEST, *values],
    )
    return [one for one in of(map(Badge._make, badges)) if one.overlaps(first, last)]
