"""Reads the runs of which the widths proven and possible say something else than the recorded one.

Most runs are the same in every width: all of it was scanned, and at a known instant. The others
are found by what makes them so, rather one too many than one missed, and read as a question in
their width reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gozinto.genealogy import widening
from gozinto.genealogy.generations import Column
from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.widening import Widened
from gozinto.trace.index.exporting import RUNS_AT_ONCE
from gozinto.trace.reading.moment import Moment, rows
from gozinto.trace.reading.source import RecordSource

_TABLES = {"ports": 2, "entries": 5, "exits": 5, "passings": 5}

# What is only roughly or perhaps known, in this event or in a run that it is of.
_LOOSE = """
loose AS (
    SELECT l.event_id FROM gozinto_link l
    WHERE l.earliest <> l.latest OR l.certainty IN ('inferred', 'unknown')
    UNION SELECT r.event_id FROM gozinto_runevent r WHERE r.earliest <> r.latest
    UNION SELECT m.event_id FROM gozinto_membership m
    WHERE m.earliest <> m.latest OR m.certainty IN ('inferred', 'unknown'))
"""

# Beside the loose runs: those where slots may be filled by doubtful links, where a part of a lot
# went in, where something was repaired, and where something is mounted.
_WIDE = f"""
WITH {_LOOSE}
SELECT r.run_id FROM gozinto_runevent r JOIN loose USING (event_id)
UNION SELECT l.run_id FROM gozinto_membership m JOIN loose USING (event_id)
    JOIN gozinto_link l ON l.object_id = m.lot_id
UNION SELECT l.run_id FROM gozinto_link l WHERE cardinality(l.replaces) > 0
UNION SELECT l.run_id FROM gozinto_membership m JOIN gozinto_link l ON l.object_id = m.lot_id
    WHERE cardinality(m.fills) > 0
UNION SELECT l.run_id FROM gozinto_link l
    WHERE l.is_input AND l.object_id IN (SELECT m.lot_id FROM gozinto_membership m)
UNION SELECT l.run_id FROM gozinto_replacement x
    JOIN gozinto_link l ON l.object_id = x.unit_id WHERE NOT l.is_input
UNION SELECT l.run_id FROM gozinto_replacement x JOIN gozinto_membership m ON m.unit_id = x.unit_id
    JOIN gozinto_link l ON l.object_id = m.lot_id
UNION SELECT r.run_id FROM gozinto_runevent r
    WHERE r.takes_mounts AND r.equipment IN (SELECT m.equipment FROM gozinto_mount m)
"""

# Of these the links alone cannot say that the recorded width says the same.
_LOOSE_EVENTS = f"""
WITH {_LOOSE}
SELECT r.run_id FROM gozinto_runevent r JOIN loose USING (event_id)
UNION SELECT l.run_id FROM gozinto_membership m JOIN loose USING (event_id)
    JOIN gozinto_link l ON l.object_id = m.lot_id
"""


@dataclass(frozen=True, slots=True)
class WideRuns:
    """Runs as one width has them. `replaced`: those that the recorded one has otherwise, though
    nothing of them be left here."""

    widened: Widened
    replaced: frozenset[int]

    def as_columns(self, width: str) -> dict[str, Column]:
        """As a generation keeps them."""
        tables = {name: getattr(self.widened, name).reshape(-1) for name in _TABLES}
        sets = {
            "replaced": np.array(sorted(self.replaced), dtype=np.int64),
            "tangled": np.array(sorted(self.widened.tangled), dtype=np.int64),
        }
        return {f"{width}_{name}": column for name, column in (tables | sets).items()}

    @classmethod
    def of_columns(cls, width: str, columns: Mapping[str, Column]) -> WideRuns:
        """The runs in such columns. Raises KeyError for one that is not there."""
        kept = {
            name: columns[f"{width}_{name}"].reshape(-1, count) for name, count in _TABLES.items()
        }
        tangled = frozenset(columns[f"{width}_tangled"].tolist())
        replaced = frozenset(columns[f"{width}_replaced"].tolist())
        return cls(Widened(**kept, tangled=tangled), replaced)

    def followed_by(self, changed: Collection[int], runs: WideRuns) -> WideRuns:
        """The same after these runs changed again, or for the first time."""
        return WideRuns(
            Widened.joined([self.widened.without(changed), runs.widened]),
            self.replaced | runs.replaced,
        )


def all_of(width: str) -> WideRuns:
    """The runs of which this width says something else than the recorded one, or may."""
    loose = {row[0] for row in rows(_LOOSE_EVENTS, [])}
    runs = sorted(row[0] for row in rows(_WIDE, []))
    return _widened(runs, width=width, always=loose)


def whole(runs: Sequence[int], *, width: str) -> WideRuns:
    """All of these runs, as they stand now in this width."""
    return _widened(runs, width=width, always=frozenset(runs))


def _widened(runs: Sequence[int], *, width: str, always: Collection[int]) -> WideRuns:
    links: dict[int, list[Link]] = defaultdict(list)
    presences: dict[int, list[Presence]] = defaultdict(list)
    replaced = set(always)
    for begin in range(0, len(runs), RUNS_AT_ONCE):
        source = RecordSource(Moment(), width=width)
        some = runs[begin : begin + RUNS_AT_ONCE]
        inputs, mounted = source.links_of_runs(some, role="input")
        outputs, _ = source.links_of_runs(some, role="output")
        for link in (*inputs, *outputs):
            links[link.run].append(link)
        for one in mounted:
            presences[one.run].append(one)
        # what is left out here is in other widths
        left_out = {link.run for link in source.doubted_links.values()}
        left_out |= {one.run for one in source.doubted_presences.values()}
        replaced |= left_out
        for run in set(some) - replaced:
            if widening.is_settled(links[run], presences[run], width=width):
                del links[run], presences[run]
            else:
                replaced.add(run)
    found = widening.widened(
        (link for some in links.values() for link in some),
        (one for some in presences.values() for one in some),
        width=width,
    )
    return WideRuns(found, frozenset(replaced))
