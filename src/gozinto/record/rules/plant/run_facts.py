"""What is on record of runs beside the events at hand, and which other events that concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known
from gozinto.record import presences
from gozinto.record.presences import LONGEST, Badge, Presence
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant.making import Run, products_of, run_of
from gozinto.roundtrips import rows as rows

STANDS = " AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {0}.event_id)"


_STARTS = (
    "SELECT r.uri, a.product FROM gozinto_run r JOIN gozinto_activity a ON a.run_id = r.id"
    " AND a.activity = 'start' WHERE r.uri = ANY(%s)" + STANDS.format("a")
)
_MADE = (
    "SELECT DISTINCT r.uri, o.item FROM gozinto_run r"
    " JOIN gozinto_link l ON l.run_id = r.id AND NOT l.is_input"
    " JOIN gozinto_traceableobject o ON o.id = l.object_id WHERE r.uri = ANY(%s)"
    + STANDS.format("l")
)


def of(events: Collection[Placed], known: Known) -> dict[int, Run]:
    """What is known of the run of each event, by the event's place. At most four queries."""
    runs = {one.position: run_of(one) for one in events if run_of(one)}
    if not runs:
        return {}
    starts: dict[str, set[str]] = defaultdict(set)
    for uri, product in rows(_STARTS, [sorted(set(runs.values()))]):
        starts[uri].add(product)
    own = {one.position: products_of(one) for one in events}
    silent = {uri for at, uri in runs.items() if not own[at] and not starts[uri] - {""}}
    made: dict[str, set[str]] = defaultdict(set)
    for uri, item in rows(_MADE, [sorted(silent)]) if silent else ():
        made[uri].add(item)
    started = [one for one in events if starts.get(runs.get(one.position, ""))]
    badges = _Badges(started, known)
    found: dict[int, Run] = {}
    for one in events:
        uri = runs.get(one.position, "")
        if not uri:
            continue
        told = own[one.position] or sorted(starts[uri] - {""}) or sorted(made[uri] - {""})
        found[one.position] = Run(
            products=tuple(_codes(told, known)),
            is_started=bool(starts[uri]),
            present=badges.at(one) if starts[uri] else None,
        )
    return found


def _codes(items: Iterable[str], known: Known) -> list[str]:
    """The materials' codes, where an item is a GTIN; what is no material here stays as it is."""
    materials = ((item, known.material_of(item)) for item in items)
    return [found.code if found else item for item, found in materials]


_BADGES = (
    "SELECT a.at, a.activity = 'badge_in', a.equipment, a.person, a.person_role"
    " FROM gozinto_activity a WHERE a.equipment = ANY(%s) AND a.person = ANY(%s)"
    " AND a.activity IN ('badge_in', 'badge_out') AND a.at BETWEEN %s AND %s" + STANDS.format("a")
)
_FIRST = (
    "SELECT w.code, f.at FROM unnest(%s::text[]) AS w(code) CROSS JOIN LATERAL"
    " (SELECT a.at FROM gozinto_activity a WHERE a.equipment = w.code"
    " AND a.activity = 'badge_in'" + STANDS.format("a") + " ORDER BY a.at LIMIT 1) f"
)


class _Badges:
    """Who was at the machines of these events. At most two queries."""

    def __init__(self, events: Sequence[Placed], known: Known) -> None:
        self._known = known
        machines = {code for one in events for code in self._within(one)}
        first = rows(_FIRST, [sorted(machines)]) if machines else []
        self._first: dict[str, datetime] = dict(first)
        self._there: dict[str, list[Presence]] = defaultdict(list)
        if not self._first:
            return
        times = [one.effects.at for one in events]
        people = sorted({one.effects.context.person for one in events})
        told = rows(
            _BADGES, [sorted(self._first), people, min(times) - LONGEST, max(times) + LONGEST]
        )
        for presence in presences.of(map(Badge._make, told)):
            self._there[presence.equipment].append(presence)

    def at(self, one: Placed) -> tuple[Presence, ...] | None:
        """Who was badged in around that time; None where nobody ever had been until then."""
        begun = [code for code in self._within(one) if code in self._first]
        if not any(self._first[code] <= one.effects.at for code in begun):
            return None
        return tuple(there for code in begun for there in self._there[code])

    def _within(self, one: Placed) -> tuple[str, ...]:
        code = one.effects.context.equipment
        machine = self._known.equipment.get(code)
        return machine.within if machine else (code,)


_SILENT = (
    "SELECT e.event_id FROM gozinto_runevent e JOIN gozinto_run r ON r.id = e.run_id"
    " WHERE r.uri = ANY(%s) AND NOT e.makes" + STANDS.format("e")
)
_OF_RUN = (
    "SELECT e.event_id FROM gozinto_runevent e JOIN gozinto_run r ON r.id = e.run_id"
    " WHERE r.uri = ANY(%s)" + STANDS.format("e")
)
_TOLD_BY_OTHERS = (
    "SELECT w.uri, w.item FROM unnest(%s::text[], %s::text[]) AS w(uri, item)"
    " JOIN gozinto_run r ON r.uri = w.uri WHERE EXISTS (SELECT 1 FROM gozinto_link l"
    " JOIN gozinto_traceableobject o ON o.id = l.object_id WHERE l.run_id = r.id"
    " AND NOT l.is_input AND o.item = w.item AND l.event_id <> ALL(%s)" + STANDS.format("l") + ")"
)
_AT_MACHINE = (
    "SELECT e.event_id FROM unnest(%s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[])"
    " AS w(code, first, last, person) JOIN gozinto_runevent e ON e.equipment = w.code"
    " AND e.at >= w.first AND (w.last IS NULL OR e.at <= w.last)"
    " AND (w.person = '' OR e.person = w.person) WHERE TRUE" + STANDS.format("e")
)


def concerned(changed: Collection[Placed], known: Known) -> set[int]:
    """Events for which it matters that these came or were taken back. At most six queries.

    What a run makes decides over what went in; whether it was started, and who came to its
    machine, over everything in it.
    """
    found: set[int] = set()
    started = {run_of(one) for one in changed if one.effects.context.activity == "start"} - {""}
    if started:
        found |= {event for (event,) in rows(_OF_RUN, [sorted(started)])}
    here = [one.position for one in changed]
    told = {
        (link.run, identify(link.object.uri).item)
        for one in changed
        for link in one.effects.links
        if not link.is_input and link.run != one.effects.event_id
    }
    if told:
        runs, items = zip(*sorted(told), strict=True)
        known_before = set(rows(_TOLD_BY_OTHERS, [list(runs), list(items), here]))
        new = {run for run, item in told if (run, item) not in known_before}
        if new:
            found |= {event for (event,) in rows(_SILENT, [sorted(new)])}
    found |= _at_machines(changed, here, known)
    return found - set(here)


def _at_machines(changed: Collection[Placed], here: Sequence[int], known: Known) -> set[int]:
    """What was done at the machines where somebody came or went, while that counts."""
    badges = [one for one in changed if one.effects.context.activity in ("badge_in", "badge_out")]
    if not badges:
        return set()
    before = dict(rows(_FIRST, [sorted({_machine(one) for one in badges})]))
    asked: list[tuple[str, datetime, datetime | None, str]] = []
    for one in badges:
        machine, at = _machine(one), one.effects.at
        first = before.get(machine)
        below = [code for code, there in known.equipment.items() if machine in there.within]
        # The first badge of all says that people badge there: then it matters to everybody.
        is_first = one.effects.context.activity == "badge_in" and (first is None or at <= first)
        last, person = (None, "") if is_first else (at + LONGEST, one.effects.context.person)
        asked += [(code, at, last, person) for code in below or [machine]]
    columns: Iterable[Sequence[Any]] = zip(*asked, strict=True)
    return {event for (event,) in rows(_AT_MACHINE, [list(column) for column in columns])}


def _machine(one: Placed) -> str:
    return one.effects.activities[0].equipment


Facts = Mapping[int, Run]
