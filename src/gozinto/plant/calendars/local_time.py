"""Which moment a local time is, also on the days when the clocks are changed.

One rule for all: **a local time is the first moment at which the clocks show it or a later one.**
So a time that the clocks skip in spring is the moment they are put forward, and of a time that
they show twice in autumn the first is meant. The same local time is always the same moment, and
a later one is never an earlier moment: shifts that meet on paper meet on the clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def first_moment(local: datetime, *, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which clocks in `zone` show `local` (naive) or a later time."""
    there = local.replace(tzinfo=zone, fold=0)
    as_before = there.astimezone(UTC)
    if as_before.astimezone(zone).replace(tzinfo=None, fold=0) == local:
        return as_before
    return _jump(before=there.replace(fold=1).astimezone(UTC), after=as_before, zone=zone)


def _jump(*, before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """When the clocks were changed between two moments, to the second. PEP 495: the two are the
    skipped time read by the clocks of after the change, and by those of before."""
    # Clocks are changed on whole seconds.
    before, after = before.replace(microsecond=0), after.replace(microsecond=0)
    old = before.astimezone(zone).utcoffset()
    low, high = 0, round((after - before) / _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if (before + middle * _SECOND).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + high * _SECOND
