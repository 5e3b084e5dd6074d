"""Where an object stood at some times of its past, so that going through it begins there.

A lot that ten thousand events took from is gone through again for each event of it that comes
late. So whoever goes through a long history leaves a point behind now and then, and the next one
begins at the last point before the event. A point is what the events until then come to, all of
them and nothing else; whatever changes among them removes it. Nothing is derived from a point
that the events do not say: without any, all is found the same, only later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gozinto import roundtrips
from gozinto.record.models import StatePoint
from gozinto.record.projections import states
from gozinto.record.projections.states import COLUMNS, State
from gozinto.roundtrips import Rows

BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Before everything: since then a whole history is gone through."""
EVERY = 500
"""How many events lie between two points of a history, at least."""

_TABLE = StatePoint._meta.db_table
_ASKED = "unnest($1::bigint[], $2::timestamptz[]) AS t(object, since)"
_DROP = f"DELETE FROM {_TABLE} p USING {_ASKED} WHERE p.object_id = t.object AND p.at >= t.since"
_LAST = (
    f"SELECT p.at, {', '.join(f'p.{name}' for name in COLUMNS)} FROM {_ASKED} CROSS JOIN LATERAL"
    f" (SELECT * FROM {_TABLE} p WHERE p.object_id = t.object AND p.at < t.since"
    " ORDER BY p.at DESC LIMIT 1) p"
)
_KEEP = (
    f"INSERT INTO {_TABLE} (at, {', '.join(COLUMNS)}) SELECT at, {', '.join(COLUMNS)}"
    f" FROM json_populate_recordset(NULL::{_TABLE}, $1::json)"
)


@dataclass(frozen=True, slots=True)
class Point:
    """An object as all its events up to and with that time left it."""

    at: datetime
    state: State


def resume(since: Mapping[int, datetime]) -> dict[int, Point]:
    """The last point of each object before that time, if it has one; the later ones are dropped.

    Something changed in the history of each since then. One round trip.
    """
    values = _asked(since)
    _, rows = roundtrips.ask((_DROP, values), (_LAST, values))
    return _read(rows)


def last(since: Mapping[int, datetime]) -> dict[int, Point]:
    """The last point of each object before that time, if it has one. One round trip."""
    (rows,) = roundtrips.ask((_LAST, _asked(since)))
    return _read(rows)


def _asked(since: Mapping[int, datetime]) -> list[list[Any]]:
    return [list(since), [at.isoformat() for at in since.values()]]


def _read(rows: Rows) -> dict[int, Point]:
    found = states.read(row[1:] for row in rows)
    return {row[1]: Point(row[0], found[row[1]]) for row in rows}


def written(state: State, *, at: datetime) -> bytes:
    """The object as it stands now as a point at that time; for `keep`."""
    return states.as_json(state, at=at.isoformat())


def keep(found: Sequence[bytes]) -> None:
    """Leave points behind, each as `written`."""
    if found:
        roundtrips.tell((_KEEP, [f"[{b','.join(found).decode()}]"]))
