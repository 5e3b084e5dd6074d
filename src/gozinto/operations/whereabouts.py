"""Where things are: each by what was said last of it, or of the containers that it is in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from gozinto.record.models import ObjectState
from gozinto.record.shelf import OnShelf
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment

_Said = tuple[datetime, str]


def of(objects: Collection[int]) -> dict[int, str]:
    """The URI of the place of each of these objects; absent where nothing says one.

    A fixed number of queries, and one more for each level of containers in containers.
    """
    stays = [s for s in containers.direct(objects, moment=Moment()) if s.out is None]
    holder = {stay.object: stay.container for stay in stays}
    said = _said({*objects, *holder, *holder.values()})
    found: dict[int, str] = {}
    for one in objects:
        told = [said[pk] for pk in _chain(one, holder) if pk in said]
        if told:
            found[one] = max(told)[1]
    return found


def with_content(objects: Collection[int]) -> set[int]:
    """These objects, and what is in them now, in containers within too."""
    stays = containers.inside(objects, moment=Moment())
    return {*objects, *(stay.object for stay in stays if stay.out is None)}


def placed(listed: Sequence[OnShelf]) -> Iterable[OnShelf]:
    """What lies on the shelf, each with the place where it is by its container too."""
    places = of([one.id for one in listed])
    return [replace(one, location=places.get(one.id, "")) for one in listed]


def _said(objects: Collection[int]) -> dict[int, _Said]:
    rows = ObjectState.objects.filter(object_id__in=objects, location_at__isnull=False)
    return {
        pk: (at, location)
        for pk, at, location in rows.values_list("object_id", "location_at", "location")
        if at is not None
    }


def _chain(one: int, holder: dict[int, int]) -> Iterable[int]:
    """The object and all that it is in, from the inside out; a circle is gone round once."""
    chain = [one]
    while chain[-1] in holder and holder[chain[-1]] not in chain:
        chain.append(holder[chain[-1]])
    return chain
