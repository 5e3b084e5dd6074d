"""What events of a time say by name: who did it, with which gauge, what was found, who sent it.

The time is that of the event as it was recorded, in every width.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from gozinto.plant import identifiers, known, objects
from gozinto.standards import exact_json
from gozinto.standards.epcis.glance import Glance, glance
from gozinto.trace.facts.events import party
from gozinto.trace.origins import events, machines
from gozinto.trace.origins.sought import Sought, Window
from gozinto.trace.reading.moment import Moment, rows

_FED = (
    "SELECT r.run_id, min(r.earliest) FROM gozinto_runevent r WHERE r.event_id = ANY(%s)"
    " AND NOT r.makes AND {condition} GROUP BY r.run_id"
)


def by_person(sought: Sought, window: Window, *, width: str, moment: Moment) -> Collection[int]:
    """What somebody made, inspected, packed or moved, and what runs put out that she fed.

    Of a run that she fed: what came out after.
    """
    told = _events(window, holding=sought.person, says=lambda one: one.person == sought.person)
    found = set(events.took_part(told, moment=moment))
    condition, values = moment.condition("r")
    fed = dict(rows(_FED.format(condition=condition), [told, *values]))
    made = machines.made_in(list(fed), moment=moment)
    found |= {
        one.object for run, since in fed.items() for one in made.get(run, ()) if one.latest >= since
    }
    return found


def by_gauge(sought: Sought, window: Window, *, width: str, moment: Moment) -> Collection[int]:
    """What was inspected with a gauge."""

    def says(one: Glance) -> bool:
        return one.gauge == sought.gauge or any(v.get("gauge") == sought.gauge for v in one.values)

    told = _events(window, holding=sought.gauge, says=says, step="inspecting")
    return events.took_part(told, moment=moment)


def inspected(sought: Sought, window: Window, *, width: str, moment: Moment) -> Collection[int]:
    """What was inspected and found outside; without bounds, what was found not in order."""

    def says(one: Glance) -> bool:
        return any(
            sought.is_outside(value.get("value")) if sought.has_bounds else value.get("ok") is False
            for value in one.values
            if value.get("characteristic") == sought.parameter
        )

    told = _events(window, holding=sought.parameter, says=says, step="inspecting")
    return events.took_part(told, moment=moment)


def delivered(sought: Sought, window: Window, *, width: str, moment: Moment) -> Collection[int]:
    """What a supplier delivered: all of it in that time, or what went by this number."""
    partner = known.now().partners.get(sought.supplier)
    uri = partner.uri if partner else sought.supplier
    if sought.number:
        return _numbered(sought, uri, moment=moment)
    told = _events(
        window, holding=uri, says=lambda one: party(one, incoming=True) == uri, step="receiving"
    )
    return events.took_part(told, moment=moment)


def _numbered(sought: Sought, uri: str, *, moment: Moment) -> Collection[int]:
    """Lots that go by this number and came from this supplier, by their name or their receipt."""
    near = objects.find_all(sought.number)
    own = {one.id for one in near if identifiers.supplier_of(one.uri) == sought.supplier}
    if own:
        return own
    condition, values = moment.condition("i")
    receipts = rows(
        "SELECT i.object_id, e.document FROM gozinto_involvement i"
        " JOIN gozinto_event e ON e.position = i.event_id AND e.biz_step = 'receiving'"
        f" WHERE i.object_id = ANY(%s) AND {condition}",
        [[one.id for one in near], *values],
    )
    return {obj for obj, document in receipts if party(glance(document), incoming=True) == uri}


def _events(
    window: Window, *, holding: str, says: Callable[[Glance], bool], step: str = ""
) -> list[int]:
    """The events of a time whose text holds this word, and that say what is asked."""
    # As it stands in the stored text, quotation marks and all; what it says there is read after.
    listed = events.holding(exact_json.render(holding), window, step=step)
    return [position for position, document in listed if says(glance(document))]
