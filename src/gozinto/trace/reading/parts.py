"""The parts that objects took in events which say more of them than the genealogy does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from gozinto.record.stock_terms import OPENING_STEP
from gozinto.trace.reading.moment import Moment, rows

STEPS = ["receiving", "shipping", "inspecting", "replacing", OPENING_STEP]
"""The steps that answers tell of."""


class Part(NamedTuple):
    """One line of an event that is told of, or says where an object is, or that it was there
    on the first day."""

    event: int
    object: int
    ordinal: int
    at: datetime
    event_id: str
    step: str
    location: str
    quantity: Decimal | None
    uom: str
    is_opening: bool


def of(objects: Collection[int], *, moment: Moment) -> list[Part]:
    """The parts of all these objects, in the order of the record. One query."""
    condition, values = moment.condition("i")
    found = rows(
        "SELECT i.event_id, i.object_id, i.ordinal, i.at, e.event_id, e.biz_step, i.location,"
        " i.quantity, i.uom, i.term = 'opening'"
        " FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id"
        " WHERE i.object_id = ANY(%s)"
        " AND (e.biz_step = ANY(%s) OR i.location <> '' OR i.term = 'opening')"
        f" AND {condition} ORDER BY i.event_id, i.ordinal",
        [list(objects), STEPS, *values],
    )
    return [Part._make(row) for row in found]
