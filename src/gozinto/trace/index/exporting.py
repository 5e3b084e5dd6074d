"""Reads the recorded genealogy out of the database: in columns where runs are plain.

A run is plain if its links say all: no output fills slots by itself or was repaired, nothing is
mounted at its machine, nothing came in a container, its lots have no units told apart, and
nothing is doubtful.
All other runs are read as a question reads them, and taken apart by `genealogy.lowering`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.lowering import Lowered, lowered
from gozinto.genealogy.numbering import Plain
from gozinto.trace.reading.moment import Moment, rows
from gozinto.trace.reading.source import RecordSource

CHUNK = 200_000
"""Links in one packed value; PostgreSQL holds a gigabyte in one."""

RUNS_AT_ONCE = 2_000

_EPOCH = 946_684_800_000_000
"""PostgreSQL counts microseconds from 2000-01-01, the kernels from 1970-01-01."""

_PACKED = np.dtype(
    [
        ("link", ">i8"),
        ("object", ">i8"),
        ("run", ">i8"),
        ("lot", ">i8"),
        ("time", ">i8"),
        ("is_input", "u1"),
    ]
)

_SPECIAL = """
SELECT l.run_id FROM gozinto_link l WHERE cardinality(l.replaces) > 0 OR l.certainty = 'unknown'
UNION SELECT l.run_id FROM gozinto_membership m JOIN gozinto_link l ON l.object_id = m.lot_id
UNION SELECT l.run_id FROM gozinto_link l
    JOIN gozinto_traceableobject o ON o.id = l.object_id AND o.kind = 'container' WHERE l.is_input
UNION SELECT l.run_id FROM gozinto_replacement x
    JOIN gozinto_link l ON l.object_id = x.unit_id WHERE NOT l.is_input
UNION SELECT r.run_id FROM gozinto_runevent r
    WHERE r.takes_mounts AND r.equipment IN (SELECT m.equipment FROM gozinto_mount m)
"""


@dataclass(frozen=True, slots=True)
class Runs:
    """Whole runs, taken apart, and where something is only perhaps: in which objects and runs."""

    lowered: Lowered
    doubted_objects: frozenset[int]
    doubted_runs: frozenset[int]


def special() -> list[int]:
    """The runs that are not plain, in ascending order."""
    return sorted(row[0] for row in rows(_SPECIAL, []))


def whole(runs: Sequence[int]) -> Runs:
    """All links and presences of these runs, as they stand now; some queries for each 2,000."""
    parts: list[Lowered] = []
    objects: set[int] = set()
    doubted: set[int] = set()
    for begin in range(0, len(runs), RUNS_AT_ONCE):
        source = RecordSource(Moment())
        some = runs[begin : begin + RUNS_AT_ONCE]
        inputs, presences = source.links_of_runs(some, role="input")
        outputs, _ = source.links_of_runs(some, role="output")
        parts.append(lowered([*inputs, *outputs], presences))
        perhaps: list[Link | Presence] = [*source.doubted_links.values()]
        perhaps += source.doubted_presences.values()
        for one in perhaps:
            objects.update(one.heads)
            doubted.add(one.run)
    return Runs(Lowered.joined(parts), frozenset(objects), frozenset(doubted))


def plain(*, but: Sequence[int]) -> tuple[Plain, NDArray[np.int64]]:
    """The links of all runs but these, and the ids of the links row by row."""
    table = np.concatenate([np.empty(0, dtype=_PACKED), *_packed()])
    table = table[~np.isin(table["run"], np.array(but, dtype=np.int64))]
    at = np.flatnonzero((table["lot"] != 0) & (table["lot"] != table["object"]))
    both = np.concatenate([np.arange(len(table)), at])
    objects = np.concatenate([table["object"], table["lot"][at]]).astype(np.int64)
    found = Plain(
        object=objects,
        run=table["run"][both].astype(np.int64),
        is_input=table["is_input"][both].astype(np.bool_),
        time=table["time"][both].astype(np.int64) + _EPOCH,
        link=both.astype(np.int32),
        continuous=_continuous(),
    )
    return found, table["link"].astype(np.int64)


def _packed() -> Iterator[NDArray[np.void]]:
    ((first, last),) = rows("SELECT min(id), max(id) FROM gozinto_link", [])
    if first is None:
        return
    condition, values = Moment().condition("l")
    for begin in range(first, last + 1, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(int8send(l.id) || int8send(l.object_id) || int8send(l.run_id)"
                " || int8send(coalesce(l.lot_id, 0)) || timestamptz_send(l.at)"
                " || boolsend(l.is_input), ''::bytea) FROM gozinto_link l"
                f" WHERE l.id >= %s AND l.id < %s AND {condition}",
                [begin, begin + CHUNK, *values],
            )
            (raw,) = cursor.fetchone()
        if raw is not None:
            yield np.frombuffer(raw, dtype=_PACKED)


def _continuous() -> NDArray[np.int64]:
    condition, values = Moment().condition("r")
    found = rows(
        "SELECT r.run_id FROM gozinto_runevent r"
        f" WHERE r.flow <> '' AND {condition} GROUP BY r.run_id"
        " HAVING bool_and(r.flow = 'continuous')",
        values,
    )
    return _ids(row[0] for row in found)


def _ids(found: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(found, dtype=np.int64)
