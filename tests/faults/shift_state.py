"""`python -m tests.faults.shift_state HOME PLACE…`: what the projections say of each place.

Printed as JSON. Left out is what the record itself calls by other names or times: ids, bounds of
times, when something came on record. Units go by the order in which they came to be: online the
server gives the next number, a panel alone the next of those that were set aside for it. So two
places in which the same was done say the same.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gozinto.deployment.attach import attached

if TYPE_CHECKING:
    from django.db.models import Field, Model

    from gozinto.record.models import Event

LEFT_OUT = frozenset(
    (
        *("id", "ordinal", "earliest", "latest", "withdrawn_at", "found_at"),
        "series",  # a digest of the names, which are each place's own
    )
)
SYNC = frozenset({"clock_skew"})
"""What is found because something was told later than it was done."""

_NAMED = re.compile(r"urn:uuid:[0-9a-f-]{36}|[A-Z]-V-[0-9]+")
"""Events, and units of what `furnished_shift` makes."""


def main(home: str, *places: str) -> None:
    """Prints it."""
    with attached(home=Path(home)):
        names = {**_events(places), **_units(places)}
        told: dict[str, list[str]] = {place: [] for place in places}
        for row in _rows():
            for place in places:
                if f"{place}-" in (text := _NAMED.sub(lambda it: names.get(it[0], it[0]), row)):
                    told[place].append(text.replace(f"{place}-", "X-"))
        sys.stdout.write(json.dumps({place: sorted(rows) for place, rows in told.items()}))


def _events(places: tuple[str, ...]) -> Mapping[str, str]:
    """By the id of an event what it is called here: whose it is, when it was, and of what kind."""
    from gozinto.record.models import Event

    return {one.event_id: _called(one, places) for one in Event.objects.order_by("pk")}


def _called(event: Event, places: tuple[str, ...]) -> str:
    document = str(event.document)
    whose = next((place for place in places if f"{place}-" in document), "")
    return f"{whose}- at {event.event_time.isoformat()}"


def _units(places: tuple[str, ...]) -> Mapping[str, str]:
    """By the number of a unit, which one of its place it was."""
    from gozinto.record.models import ObjectState

    called: dict[str, str] = {}
    for place in places:
        made = ObjectState.objects.filter(object__number__startswith=f"{place}-V-")
        numbers = made.order_by("first_at", "object__number").values_list(
            "object__number", flat=True
        )
        called |= {number: f"{place}-V #{rank}" for rank, number in enumerate(numbers, 1)}
    return called


def _rows() -> Iterator[str]:
    from gozinto.record import rebuild

    for model in rebuild.PROJECTIONS:
        fields = [one for one in model._meta.concrete_fields if one.name not in LEFT_OUT]
        for row in model._default_manager.order_by("pk"):
            if getattr(row, "rule", "") in SYNC:
                continue
            said = {one.name: _told(row, one) for one in fields}
            yield f"{model.__name__} {json.dumps(said, sort_keys=True, default=str)}"


def _told(row: Model, field: Field[object, object]) -> object:
    value = getattr(row, field.name)
    for name in ("event_id", "uri"):
        if field.is_relation and value is not None and hasattr(value, name):
            return getattr(value, name)
    if isinstance(value, Decimal):
        return str(value.normalize() + 0)
    return value.isoformat() if isinstance(value, datetime) else value


if __name__ == "__main__":
    main(*sys.argv[1:])
