"""Which shift and crew a moment belongs to: the shift of the event time, not of the entry."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gozinto.plant.models import Shift


def at(times: Collection[datetime]) -> dict[datetime, Shift]:
    """The shift of each time, in one query; a time outside every shift is absent."""
    if not times:
        return {}
    shifts = list(
        Shift.objects.filter(starts_at__lte=max(times), ends_at__gt=min(times)).order_by(
            "starts_at"
        )
    )
    found: dict[datetime, Shift] = {}
    for time in times:
        for shift in shifts:
            if shift.starts_at <= time < shift.ends_at:
                found[time] = shift
    return found


def overlapping(first: datetime, last: datetime) -> list[Shift]:
    """The shifts that share a moment with [first, last], oldest first."""
    return list(Shift.objects.filter(starts_at__lte=last, ends_at__gt=first).order_by("starts_at"))
