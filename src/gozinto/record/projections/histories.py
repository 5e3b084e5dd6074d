"""What stands of objects, as it happened: read in bulk, for whoever goes through it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from gozinto import roundtrips
from gozinto.record.projections.standing import Said
from gozinto.record.projections.states import LATER, THAT_STAND, TOLD, effect_of
from gozinto.roundtrips import Asked, Rows

_RUN = (
    # Of a unit alone it is asked, whose history is short.
    "CASE WHEN i.role IN ('input', 'output') AND NOT i.is_class THEN (SELECT r.uri"
    " FROM gozinto_runevent x JOIN gozinto_run r ON r.id = x.run_id AND r.uri <> e.event_id"
    " WHERE x.event_id = i.event_id ORDER BY x.is_membership DESC LIMIT 1) END"
)
_ROWS = f"SELECT i.event_id, {TOLD}, {_RUN}{THAT_STAND}"
_IN_ORDER = " ORDER BY i.object_id, i.event_id, i.ordinal"
_HISTORIES = _ROWS + _IN_ORDER
_LATER = f"SELECT i.event_id, {TOLD}, {_RUN}{LATER}{_IN_ORDER}"
_SAYINGS = (
    f"{_ROWS} AND (i.held IS NOT NULL OR i.recalled IS NOT NULL OR i.expires_at IS NOT NULL"
    f" OR i.result <> ''){_IN_ORDER}"
)
_LOTS_OF = (
    "SELECT DISTINCT m.unit_id, m.lot_id FROM gozinto_membership m"
    " WHERE m.unit_id = ANY($1::bigint[]) AND NOT EXISTS"
    " (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = m.event_id)"
)
_LOTS_OF_NAMED = (
    "SELECT DISTINCT m.unit_id, m.lot_id FROM gozinto_traceableobject o"
    " JOIN gozinto_membership m ON m.unit_id = o.id WHERE o.uri = ANY($1::text[])"
    " AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = m.event_id)"
)
_WITH_UNITS = (
    "SELECT l FROM unnest($1::bigint[]) AS l WHERE EXISTS"
    " (SELECT 1 FROM gozinto_membership m WHERE m.lot_id = l AND NOT EXISTS"
    " (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = m.event_id))"
)
_USED_AFTER = (
    "SELECT DISTINCT o.uri, o.id FROM unnest($1::bigint[], $2::timestamptz[]) AS t(lot, at)"
    " JOIN gozinto_membership m ON m.lot_id = t.lot"
    " JOIN gozinto_objectstate s ON s.object_id = m.unit_id AND s.last_at >= t.at"
    " JOIN gozinto_traceableobject o ON o.id = m.unit_id"
)


def of(object_ids: Collection[int]) -> dict[int, list[Said]]:
    """All that stands of each of these objects, in the order in which it happened. One query."""
    return _read(_HISTORIES, object_ids)


def after(times: Mapping[int, datetime]) -> dict[int, list[Said]]:
    """What stands of each of these objects after that time, in its order. One query."""
    return _read(_LATER, list(times), [at.isoformat() for at in times.values()])


def sayings_of(lot_ids: Collection[int]) -> dict[int, list[Said]]:
    """What was said of lots that holds for their units too, in its order. One query, or none."""
    return _read(_SAYINGS, lot_ids) if lot_ids else {}


def lots_of(unit_ids: Collection[int]) -> dict[int, set[int]]:
    """The lots that these units are of. One query, or none."""
    found: dict[int, set[int]] = defaultdict(set)
    for unit, lot in _rows(_LOTS_OF, list(unit_ids)) if unit_ids else ():
        found[unit].add(lot)
    return found


def lots_of_named(uris: Sequence[str]) -> Asked:
    """What answers the lots of the units of these URIs: pairs of a unit and a lot."""
    return _LOTS_OF_NAMED, [uris]


def known_by_units(lot_ids: Collection[int]) -> set[int]:
    """Those of these lots of which a unit is known. One query, or none."""
    return {lot for (lot,) in _rows(_WITH_UNITS, list(lot_ids))} if lot_ids else set()


def used_after(told: Mapping[int, str]) -> dict[str, int]:
    """The units, by URI, that had events after (or as) something was said of their lots.

    `told`: the time of it, by lot. One query, or none.
    """
    return dict(_rows(_USED_AFTER, list(told), list(told.values()))) if told else {}


def _read(statement: str, object_ids: Collection[int], *others: Any) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {pk: [] for pk in object_ids}
    rows = _rows(statement, list(object_ids), *others)
    for (pk, position), group in groupby(rows, key=lambda row: (row[3], row[0])):
        told = list(group)
        did = [replace(effect_of(row[3:-1])[1], run=row[-1] or "") for row in told]
        found[pk].append(Said(position, told[0][1], told[0][2], did))
    for history in found.values():
        history.sort(key=lambda said: said.place)
    return found


def _rows(statement: str, *values: Any) -> Rows:
    (found,) = roundtrips.ask((statement, values))
    return found
