"""How much of each material went into a run and came out: kept, so that nobody adds it up again.

Of runs that several events work on. One that is its event alone is as quickly read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from gozinto import roundtrips
from gozinto.record.models import RunSum
from gozinto.record.projections.rows import Placed

_TABLE = RunSum._meta.db_table
_STANDS = (
    "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = l.event_id)"
    # A unit that has a run of its own is that run's, and none of its job's.
    " AND (l.is_input OR l.replaces IS NULL)"
)
_ADD = (
    f"INSERT INTO {_TABLE} AS s (run_id, step, is_input, item, uom, is_told, quantity, first_at)"
    " SELECT l.run_id, x.step, l.is_input, o.item, l.uom, l.quantity IS NOT NULL,"
    " coalesce(sum(l.quantity), 0), min(l.at) FROM gozinto_link l"
    " JOIN gozinto_traceableobject o ON o.id = l.object_id"
    " JOIN gozinto_runevent x ON x.event_id = l.event_id AND x.run_id = l.run_id"
    " WHERE {which} AND " + _STANDS + " GROUP BY 1, 2, 3, 4, 5, 6"
    " ON CONFLICT (run_id, step, is_input, item, uom, is_told) DO UPDATE SET"
    " quantity = s.quantity + excluded.quantity, first_at = least(s.first_at, excluded.first_at)"
)
_OF_EVENTS = _ADD.format(
    which="l.event_id = ANY($1::bigint[])"
    " AND l.run_id IN (SELECT id FROM gozinto_run WHERE uri = ANY($2::text[]))"
)
_TOUCHED = "SELECT t.run_id FROM gozinto_link t WHERE t.event_id = ANY($1::bigint[])"
_EMPTY = f"UPDATE {_TABLE} SET quantity = 0, first_at = 'infinity' WHERE run_id IN ({_TOUCHED})"
_OF_RUNS = _ADD.format(
    which=f"l.run_id IN (SELECT run_id FROM {_TABLE} WHERE run_id IN ({_TOUCHED}))"
)
_DROP = f"DELETE FROM {_TABLE} WHERE first_at = 'infinity' AND run_id IN ({_TOUCHED})"


def add(placed: Iterable[Placed]) -> None:
    """Add what these events moved, whose rows are written; what is taken back among them counts
    for nothing."""
    moved = [one for one in placed if not one.is_declaration and one.effects.links]
    runs = sorted(
        {
            link.run
            for one in moved
            for link in one.effects.links
            if link.run != one.effects.event_id
        }
    )
    if runs:
        roundtrips.tell((_OF_EVENTS, [[one.position for one in moved], runs]))


def reckon(positions: Collection[int]) -> None:
    """Add up anew the runs of these events, of which something was taken back."""
    events: Sequence[int] = sorted(positions)
    roundtrips.tell((_EMPTY, [events]), (_OF_RUNS, [events]), (_DROP, [events]))
