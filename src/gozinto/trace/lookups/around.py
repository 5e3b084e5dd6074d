"""What went into an object and what it went into, one step either way, by the recorded times.

A look around and no trace: it follows the links of the record, of a unit also those of its lot,
without the doubts that the widths are about. The whole answer is `trace.backward` and `forward`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import unquote

from gozinto.plant.models import TraceableObject
from gozinto.trace.reading.moment import rows

MOST = 400
"""Links of each side that are read, the oldest first."""
_DOUBTFUL = frozenset({"interval", "inferred", "unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An object on the other side of a run, and how much of it; None: nobody said."""

    uri: str
    kind: str
    number: str
    item: str
    is_held: bool
    status: str
    quantity: Decimal | None
    uom: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A run beside the object, and what is on its other side. `is_own`: of one unit alone, and
    `job` is then the run that it belongs to.
    """

    uri: str
    job: str
    name: str
    step: str
    equipment: str
    is_own: bool
    quantity: Decimal | None
    uom: str
    beyond: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Both sides, and whether more is on record than was read."""

    made_by: tuple[Passed, ...]
    used_by: tuple[Passed, ...]
    is_cut: bool


_STANDS = "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {0}.event_id)"
_AROUND = f"""
WITH heads AS (
    SELECT m.lot_id AS id FROM gozinto_membership m
    WHERE m.unit_id = %(own)s AND m.certainty <> 'unknown' AND {_STANDS.format("m")}
), mine AS (
    SELECT l.run_id, l.is_input, min(l.at) AS first, max(l.at) AS last,
           sum(l.quantity) AS quantity, min(l.uom) AS uom,
           json_agg(l.slot) AS slots, json_agg(l.replaces) AS replaces
    FROM gozinto_link l
    WHERE (l.object_id = %(own)s OR (NOT l.is_input AND l.lot_id = %(own)s)
           OR (NOT l.is_input AND l.object_id IN (SELECT id FROM heads)))
      AND l.certainty <> 'unknown' AND {_STANDS.format("l")}
    GROUP BY l.run_id, l.is_input
), said AS (
    SELECT r.run_id, min(nullif(r.name, '')) AS name, min(nullif(r.step, '')) AS step,
           min(nullif(r.equipment, '')) AS equipment, NOT bool_or(r.takes_mounts) AS is_own,
           coalesce(bool_and(r.flow = 'continuous') FILTER (WHERE r.flow <> ''), false) AS flows
    FROM gozinto_runevent r WHERE r.run_id IN (SELECT run_id FROM mine) AND {_STANDS.format("r")}
    GROUP BY r.run_id
), jobs AS (
    SELECT DISTINCT ON (own.run_id) own.run_id, u.uri
    FROM gozinto_runevent own
    JOIN gozinto_runevent j ON j.event_id = own.event_id AND j.is_membership
    JOIN gozinto_run u ON u.id = j.run_id
    WHERE own.run_id IN (SELECT run_id FROM mine) AND NOT own.is_membership
      AND j.run_id <> own.run_id AND {_STANDS.format("own")}
    ORDER BY own.run_id, j.id
), beyond AS (
    SELECT mine.run_id, mine.is_input, l.object_id, l.quantity, l.uom, l.certainty, l.slot,
           l.replaces, row_number() OVER (PARTITION BY mine.is_input ORDER BY l.at, l.id) AS nr
    FROM mine JOIN gozinto_link l ON l.run_id = mine.run_id AND l.is_input <> mine.is_input
    LEFT JOIN said ON said.run_id = mine.run_id
    WHERE l.object_id <> %(own)s AND l.lot_id IS DISTINCT FROM %(own)s
      AND l.certainty <> 'unknown' AND {_STANDS.format("l")}
      AND (NOT coalesce(said.flows, false)
           OR CASE WHEN mine.is_input THEN l.at >= mine.first ELSE l.at <= mine.last END)
)
SELECT mine.is_input, u.uri, coalesce(jobs.uri, u.uri), coalesce(said.name, ''),
       coalesce(said.step, ''), coalesce(said.equipment, ''), coalesce(said.is_own, false),
       mine.quantity, coalesce(mine.uom, ''), mine.slots, mine.replaces,
       o.uri, o.kind, o.number, o.item, coalesce(s.held, false), coalesce(s.status, ''),
       b.quantity, coalesce(b.uom, ''), coalesce(b.certainty, ''), to_json(b.slot),
       to_json(b.replaces), coalesce(b.nr, 0)
FROM mine JOIN gozinto_run u ON u.id = mine.run_id
LEFT JOIN said ON said.run_id = mine.run_id
LEFT JOIN jobs ON jobs.run_id = mine.run_id
LEFT JOIN beyond b ON b.run_id = mine.run_id AND b.is_input = mine.is_input AND b.nr <= %(most)s
LEFT JOIN gozinto_traceableobject o ON o.id = b.object_id
LEFT JOIN gozinto_objectstate s ON s.object_id = o.id
ORDER BY mine.is_input, mine.first, mine.run_id, b.nr
"""


class _Row(NamedTuple):
    """A link beyond a run, or a run with none (`other` None)."""

    is_input: bool
    run: str
    job: str
    name: str
    step: str
    equipment: str
    is_own: bool
    mine: Decimal | None
    mine_uom: str
    my_slots: list[list[str] | None]
    my_replaces: list[list[list[str]] | None]
    other: str | None
    kind: str
    number: str
    item: str
    held: bool
    status: str
    quantity: Decimal | None
    uom: str
    certainty: str
    slot: list[str] | None
    replaces: list[list[str]] | None
    nr: int


def neighbours(object: TraceableObject) -> Neighbours:
    """What it was made of and what was made with it, run by run. One query."""
    found = [_Row._make(row) for row in rows(_AROUND, {"own": object.id, "most": MOST})]
    return Neighbours(
        made_by=tuple(_passed(row for row in found if not row.is_input)),
        used_by=tuple(_passed(row for row in found if row.is_input)),
        is_cut=any(row.nr >= MOST for row in found),
    )


def _passed(found: Iterable[_Row]) -> Iterator[Passed]:
    by_run: dict[str, list[_Row]] = {}
    for row in found:
        by_run.setdefault(row.run, []).append(row)
    for uri, listed in by_run.items():
        one = listed[0]
        yield Passed(
            uri=uri,
            job=one.job,
            name=one.name or unquote(one.job.rsplit("/", 1)[-1].rsplit(":", 1)[-1]),
            step=one.step,
            equipment=one.equipment,
            is_own=one.is_own,
            quantity=one.mine,
            uom=one.mine_uom,
            beyond=tuple(_beyond([row for row in listed if row.other and not _replaced(row)])),
        )


def _replaced(row: _Row) -> bool:
    """Whether a unit has this slot filled by something of its own."""
    if row.is_input:
        mine = [slot for slot in row.my_slots if slot]
        return bool(mine) and all(slot in (row.replaces or ()) for slot in mine)
    return row.slot is not None and all(row.slot in (one or ()) for one in row.my_replaces)


def _beyond(listed: Sequence[_Row]) -> Iterator[Neighbour]:
    together: dict[tuple[str, str], list[_Row]] = {}
    for row in listed:
        together.setdefault((str(row.other), row.uom), []).append(row)
    for (uri, uom), parts in together.items():
        amounts = [part.quantity for part in parts]
        known = [amount for amount in amounts if amount is not None]
        one = parts[0]
        yield Neighbour(
            uri=uri,
            kind=one.kind,
            number=one.number,
            item=one.item,
            is_held=one.held,
            status=one.status,
            quantity=sum(known, Decimal()) if len(known) == len(amounts) else None,
            uom=uom,
            is_doubtful=any(part.certainty in _DOUBTFUL for part in parts),
        )
