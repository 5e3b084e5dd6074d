"""The events an answer rests on, so that somebody else can draw the same conclusion."""

from __future__ import annotations

from collections.abc import Iterator

from gozinto.record import queries
from gozinto.standards.epcis.events import Event
from gozinto.trace.answer import Trace
from gozinto.trace.reading.moment import Moment, rows

_TOLD_OF_ALL = ["receiving", "inspecting"]
"""Steps that are part of the story of everything in an answer."""


_INVOLVED = (
    "SELECT i.event_id FROM gozinto_involvement i"
    " JOIN gozinto_traceableobject o ON o.id = i.object_id"
    " JOIN gozinto_event e ON e.position = i.event_id WHERE o.uri = ANY(%s)"
)


def events_of(answer: Trace) -> Iterator[Event]:
    """Every event that the answer rests on, in the order in which they were recorded.

    What made and joined its objects, what was mounted, their receipts and controls; the packing
    and shipping of what was asked about, on the way ahead of everything that was reached. Events
    that a correction took back are left out.
    """
    named = {link.event_id for link in answer.links}
    named |= {shipment.event_id for shipment in answer.facts.shipments}
    objects = [node.uri for node in answer.nodes if node.kind != "run"]
    ahead = [node.uri for node in answer.nodes if node.kind != "run" and node.depth >= 0]
    packed = list(answer.origin) if answer.direction == "backward" else ahead
    moment = Moment(answer.as_of, answer.known_at)
    condition, values = moment.condition("i")
    found = rows(
        "SELECT i.position FROM gozinto_event i"
        " WHERE i.event_id = ANY(%s) AND NOT i.is_declaration"
        f" UNION {_INVOLVED} AND e.biz_step = ANY(%s) AND {condition}"
        f" UNION {_INVOLVED} AND e.type = 'AggregationEvent' AND {condition} ORDER BY 1",
        [sorted(named), objects, _TOLD_OF_ALL, *values, packed, *values],
    )
    yield from queries.at_positions([row[0] for row in found])
