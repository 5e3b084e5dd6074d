"""Nothing goes into a run, nor comes out of it, while it is paused or after it is finished; and
no more comes back unused than it took.

Only of runs that were started on record is it known when they are open. The key of a subject is
the id of an event of a run, so that a fault goes with the event at fault alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from gozinto import roundtrips
from gozinto.plant.identifiers import run_number
from gozinto.record.effect_shapes import Effects
from gozinto.record.rules import put_back
from gozinto.record.rules.shapes import Batch, Fault, Judged

_SHUT = {"pause": "paused", "finish": "finished"}


class Worked(NamedTuple):
    """An event that works on a run, and when."""

    event_id: str
    position: int
    at: datetime
    run: str


class OpenRuns:
    """The scope of events of runs against what was said of those runs."""

    name = "open_run"

    def touched(self, one: Effects) -> Iterable[str]:
        """The event itself, where it works on a run or says that one is started or shut."""
        return (one.event_id,) if one.runs or one.activities or one.unused else ()

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these events, and of those that they shut out."""
        worked = [
            Worked(one.effects.event_id, one.position, one.effects.at, told.run)
            for one in batch.placed
            for told in one.effects.runs
            if told.run != one.effects.event_id
        ]
        changed = {} if batch.is_again else _changed(batch)
        later = _later(changed)
        told, came_back = _said_of({one.run for one in (*worked, *later)} | _took_or_gave(batch))
        faults = {one: fault for one in (*worked, *later) for fault in _found(one, told[one.run])}
        again = {one.event_id for one in later}
        again.update(one.effects.event_id for one in batch.withdrawn)
        too_much = put_back.judge(came_back, batch) if came_back else Judged()
        if batch.is_again:
            mine = [fault for fault in too_much.faults if fault.subject in subjects]
            return Judged(faults=[*faults.values(), *mine], anew=subjects)
        again.update(too_much.anew)
        return Judged(faults=[*faults.values(), *too_much.faults], anew=again)


def _took_or_gave(batch: Batch) -> set[str]:
    """The runs into which something went, or from which it came back, or not after all."""
    effects = [one.effects for one in (*batch.placed, *batch.withdrawn)]
    found = {left.run for did in effects for left in did.unused}
    took = [did for did in effects if any(link.is_input for link in did.links)]
    return found.union(told.run for did in took for told in did.runs)


def _changed(batch: Batch) -> dict[str, datetime]:
    """The runs of which something was said, or taken back, and since when."""
    since: dict[str, datetime] = {}
    for one in (*batch.placed, *batch.withdrawn):
        for told in one.effects.activities:
            if told.run:
                since[told.run] = min(one.effects.at, since.get(told.run, one.effects.at))
    return since


def _found(one: Worked, told: Sequence[tuple[datetime, str]]) -> Iterator[Fault]:
    """What was last said of the run before the event, if that shut it."""
    before = [what for at, what in told if at < one.at]
    state = _SHUT.get(before[-1]) if before else None
    if state:
        yield Fault(
            rule="run_not_open",
            subject=one.event_id,
            position=one.position,
            run=one.run,
            value=one.run,
            data={"case": state, "run": run_number(one.run)},
        )


_ACTIVITIES = (
    "SELECT r.uri, a.at, a.activity FROM gozinto_run r JOIN gozinto_activity a ON a.run_id = r.id"
    " JOIN gozinto_event e ON e.position = a.event_id WHERE r.uri = ANY($1::text[])"
    " AND a.activity IN ('start', 'pause', 'resume', 'finish')"
    " AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = a.event_id)"
    ' ORDER BY a.at, e.event_id COLLATE "C"'
)
_LATER = (
    "SELECT e.event_id, e.position, w.at, r.uri"
    " FROM unnest($1::text[], $2::timestamptz[]) AS t(run, at)"
    " JOIN gozinto_run r ON r.uri = t.run"
    " JOIN gozinto_runevent w ON w.run_id = r.id AND w.at >= t.at"
    " JOIN gozinto_event e ON e.position = w.event_id"
    " WHERE NOT EXISTS (SELECT 1 FROM gozinto_withdrawal x WHERE x.event_id = w.event_id)"
)


_CAME_BACK = (
    "SELECT DISTINCT r.uri FROM gozinto_run r JOIN gozinto_unused u ON u.run_id = r.id"
    " WHERE r.uri = ANY($1::text[])"
)


def _said_of(
    runs: Collection[str],
) -> tuple[Mapping[str, list[tuple[datetime, str]]], list[str]]:
    """What was done with each of these runs, and those from which something ever came back."""
    found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    if not runs:
        return found, []
    listed = sorted(runs)
    activities, came_back = roundtrips.ask((_ACTIVITIES, [listed]), (_CAME_BACK, [listed]))
    for run, at, what in activities:
        found[run].append((at, what))
    return found, [run for (run,) in came_back]


def _later(since: Mapping[str, datetime]) -> list[Worked]:
    if not since:
        return []
    times = [at.isoformat() for at in since.values()]
    (rows,) = roundtrips.ask((_LATER, [list(since), times]))
    return [Worked(*row) for row in rows]
