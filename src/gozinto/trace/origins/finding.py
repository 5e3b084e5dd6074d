"""Which things a question begins with: a table of how each kind of question is answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from gozinto.errors import Malformed
from gozinto.plant.models import TraceableObject
from gozinto.trace.origins import machines, parameters, told
from gozinto.trace.origins.sought import MOST, Kind, Sought, Window, checked
from gozinto.trace.reading.moment import Moment

Finder = Callable[..., Collection[int]]


def _parameter(sought: Sought, window: Window, *, width: str, moment: Moment) -> Collection[int]:
    find = parameters.find if sought.equipment else told.inspected
    return find(sought, window, width=width, moment=moment)


_FINDERS: Mapping[Kind, Finder] = {
    "equipment": machines.find,
    "parameter": _parameter,
    "person": told.by_person,
    "gauge": told.by_gauge,
    "supplier": told.delivered,
}


def origins(
    sought: Sought,
    *,
    width: str = "recorded",
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> list[TraceableObject]:
    """The objects that are sought, by URI; none where nothing on record says so.

    `width` counts for times at an equipment and of its parameters: a thing is sought if it
    surely, as recorded, or possibly came out then. Raises Malformed: nothing_sought, two_questions,
    window_missing, bad_window, bounds_missing, too_many_origins, time_without_zone; and for a
    moment that cannot be.
    """
    kind, window = checked(sought)
    moment = Moment.asked(as_of=as_of, known_at=known_at)
    found = _FINDERS[kind](sought, window, width=width, moment=moment)
    if len(found) > MOST:
        raise Malformed(
            f"{len(found):,} objects are sought; a question begins with {MOST:,} at most.",
            code="too_many_origins",
            next_step="Ask about a shorter time.",
            value=str(len(found)),
        )
    return list(TraceableObject.objects.filter(pk__in=found).order_by("uri"))
