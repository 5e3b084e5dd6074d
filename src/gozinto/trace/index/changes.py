"""What changed since a moment of the record, found by transactions: commits know no other order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gozinto.trace.index.answering import Walked
from gozinto.trace.reading import mounts
from gozinto.trace.reading.moment import Moment, rows


@dataclass(frozen=True, slots=True)
class Watermark:
    """A snapshot of this database: which transactions it saw, in PostgreSQL's own words.

    `database` names server, timeline and database. A rebuild of the projections gives all rows
    new ids, so the `first` of the links and of the runs' events are part of what names the
    record; 0: none.
    `life` is the server's since its last crash: a crash may forget transactions that ended in
    vain, and give their numbers, which this snapshot takes for seen, to others. Where nothing
    that the snapshot saw can be forgotten any more, it is "".
    """

    database: str
    first: tuple[int, int]
    snapshot: str
    life: str = ""

    def goes_on_in(self, later: Watermark) -> bool:
        """Whether what was read then can still be found by its ids."""
        return (
            self.database == later.database
            and self.life in ("", later.life)
            and all(one in (0, other) for one, other in zip(self.first, later.first, strict=True))
        )


_NOW = (
    "SELECT concat_ws(' ', (SELECT system_identifier FROM pg_control_system()),"
    # a standby that takes over, or a restore to a point in time, begins another timeline
    " (SELECT timeline_id FROM pg_control_checkpoint()),"
    " (SELECT oid FROM pg_database WHERE datname = current_database())),"
    " coalesce((SELECT min(id) FROM gozinto_link), 0),"
    " coalesce((SELECT min(id) FROM gozinto_runevent), 0), pg_current_snapshot()::text,"
    # counted anew after each crash, and after nothing else that happens by itself
    " coalesce(pg_stat_get_bgwriter_stat_reset_time()::text, '')"
)


def now() -> Watermark:
    """The state of the record that this transaction reads."""
    ((database, link, run_event, snapshot, life),) = rows(_NOW, [])
    return Watermark(database, (link, run_event), snapshot, life)


def settled(mark: Watermark) -> Watermark:
    """The same for good, if this transaction commits: all that it saw is then on the server's disk.

    To be called last: from here on the transaction has a number, which others must look out for.
    """
    rows("SELECT pg_logical_emit_message(true, 'gozinto', 'index')", [])
    return replace(mark, life="")


def since(before: Watermark) -> tuple[Watermark, list[int]]:
    """The state that this transaction reads, and the events in it that `before` did not see.

    One query. Whether the record is the same one is for the caller to compare.
    """
    ((database, link, run_event, snapshot, life, positions),) = rows(
        f"{_NOW}, ARRAY(SELECT e.position FROM gozinto_event e"
        " WHERE e.xact >= pg_snapshot_xmin(%s::pg_snapshot)"
        " AND NOT pg_visible_in_snapshot(e.xact, %s::pg_snapshot))",
        [before.snapshot, before.snapshot],
    )
    return Watermark(database, (link, run_event), snapshot, life), positions


def is_sound() -> bool:
    """Whether no event claims a transaction that is yet to come, as one copied from elsewhere may.

    Then nobody could say what is new.
    """
    ((sound,),) = rows(
        "SELECT NOT EXISTS (SELECT 1 FROM gozinto_event e"
        " WHERE e.xact >= pg_snapshot_xmax(pg_current_snapshot()))",
        [],
    )
    return bool(sound)


@dataclass(frozen=True, slots=True)
class Touched:
    """The runs whose links may be others now, and every object that may hang on one of them."""

    runs: frozenset[int]
    objects: frozenset[int]

    def meets(self, walked: Walked) -> bool:
        """Whether an answer may be another one because of them."""
        return not (
            self.runs.isdisjoint(walked.runs.keys()) and self.objects.isdisjoint(walked.objects)
        )

    def with_more(self, other: Touched) -> Touched:
        """Both."""
        return Touched(self.runs | other.runs, self.objects | other.objects)


_TOLD = (
    "told AS MATERIALIZED (SELECT unnest(%(positions)s::bigint[]) AS event_id UNION"
    " SELECT w.event_id FROM gozinto_withdrawal w WHERE w.declaration_id = ANY(%(positions)s))"
)

# A link stands in no run of which its event says nothing, so nobody looks for links by events.
# A part of a lot that went in may be any unit that was on hand then, which every event may say.
_RUNS = f"""
WITH RECURSIVE {_TOLD},
holder(id) AS (
    SELECT c.parent_id FROM gozinto_containment c JOIN told USING (event_id)
    UNION SELECT c.child_id FROM gozinto_containment c JOIN told USING (event_id)
    UNION SELECT c.parent_id FROM gozinto_containment c JOIN holder h ON c.child_id = h.id),
repaired(id) AS (
    SELECT x.unit_id FROM gozinto_replacement x JOIN told USING (event_id)
    UNION SELECT x.unit_id FROM told JOIN gozinto_link l USING (event_id)
    JOIN gozinto_replacement x ON x.unit_id = l.object_id)
SELECT r.run_id FROM gozinto_runevent r JOIN told USING (event_id)
UNION SELECT l.run_id FROM gozinto_membership m JOIN told USING (event_id)
    JOIN gozinto_link l ON l.object_id = m.lot_id
UNION SELECT l.run_id FROM repaired u JOIN gozinto_link l ON l.object_id = u.id
UNION SELECT l.run_id FROM repaired u JOIN gozinto_membership m ON m.unit_id = u.id
    JOIN gozinto_link l ON l.object_id = m.lot_id
UNION SELECT l.run_id FROM holder h
    JOIN gozinto_traceableobject o ON o.id = h.id AND o.kind = 'container'
    JOIN gozinto_link l ON l.object_id = h.id AND l.is_input
UNION SELECT t.run_id FROM gozinto_involvement i JOIN told USING (event_id)
    JOIN gozinto_membership m ON m.unit_id = i.object_id
    JOIN gozinto_link t ON t.object_id = m.lot_id AND t.is_input
UNION SELECT r.run_id
    FROM unnest(%(equipment)s::text[], %(since)s::timestamptz[]) AS changed(equipment, since)
    JOIN gozinto_runevent r ON r.equipment = changed.equipment AND r.latest >= changed.since
    WHERE r.takes_mounts
"""

_OBJECTS = """
WITH RECURSIVE named(id) AS (
    SELECT l.object_id FROM gozinto_link l WHERE l.run_id = ANY(%(runs)s)
    UNION SELECT l.lot_id FROM gozinto_link l
    WHERE l.run_id = ANY(%(runs)s) AND l.lot_id IS NOT NULL),
packed(id) AS (
    SELECT n.id FROM named n JOIN gozinto_traceableobject o ON o.id = n.id AND o.kind = 'container'
    UNION SELECT c.child_id FROM gozinto_containment c JOIN packed p ON c.parent_id = p.id
    WHERE c.child_id IS NOT NULL)
SELECT id FROM named
UNION SELECT m.unit_id FROM gozinto_membership m JOIN named n ON m.lot_id = n.id
UNION SELECT id FROM packed
UNION SELECT m.object_id FROM gozinto_mount m WHERE m.object_id IS NOT NULL AND m.equipment IN
    (SELECT r.equipment FROM gozinto_runevent r WHERE r.run_id = ANY(%(runs)s) AND r.takes_mounts)
"""


def touched(positions: Sequence[int]) -> Touched:
    """The runs that these events, and those that they take back, may have changed in any width.

    At most five queries, however many events. May name more than changed, never less.
    """
    if not positions:
        return Touched(frozenset(), frozenset())
    changed = _mounts_changed(positions)
    runs = rows(
        _RUNS,
        {
            "positions": list(positions),
            "equipment": list(changed),
            "since": list(changed.values()),
        },
    )
    found = [row[0] for row in runs]
    objects = rows(_OBJECTS, {"runs": found})
    return Touched(frozenset(found), frozenset(row[0] for row in objects))


def _mounts_changed(positions: Sequence[int]) -> dict[str, datetime]:
    """By equipment, since when something else was mounted there than was known.

    A mount ends what was there before it: so from the beginning of that.
    """
    told = rows(
        f"WITH {_TOLD} SELECT m.equipment, m.object_id, m.earliest FROM gozinto_mount m"
        " JOIN told USING (event_id)",
        {"positions": list(positions)},
    )
    if not told:
        return {}
    at = min(row[2] for row in told)
    moved = {row[1] for row in told if row[1] is not None}
    everywhere = mounts.equipment_of(moved, moment=Moment()) if moved else set()
    equipment = {row[0] for row in told} | everywhere
    since = dict.fromkeys(sorted(equipment), at)
    for one in mounts.at_equipment(equipment, moment=Moment()):
        is_there = one.off_latest is None or one.off_latest >= at
        if one.on_earliest < since[one.equipment] and is_there:
            since[one.equipment] = one.on_earliest
    return since
