"""What each of many lots reaches: asked once for all, kept in columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy import dispersion as arithmetic
from gozinto.genealogy.graph import Source
from gozinto.genealogy.reach import Reach
from gozinto.plant.models import TraceableObject
from gozinto.trace.index.current import Current
from gozinto.trace.measures import subjects
from gozinto.trace.measures.subjects import Materials
from gozinto.trace.questions import NODE_LIMIT, Question
from gozinto.trace.reading import lots
from gozinto.trace.reading.moment import Moment, rows
from gozinto.trace.reading.source import RecordSource

Ids = NDArray[np.int64]
NO_IDS: Ids = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Reached:
    """The objects that any of many lots reaches, ascending; and those of one after the other."""

    together: Ids
    apart: Iterator[Ids]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """Of what one lot reaches, what is finished (or raw).

    `things` are lots, and units of no lot, ascending. `units`: the single pieces among what is
    reached. `whole`: the things of which no single piece is reached.
    """

    things: Ids
    units: Ids
    whole: Ids


@dataclass(frozen=True, slots=True)
class Spreads:
    """Lot by lot. `truncated`: more is reached than is looked at."""

    of: Mapping[int, Spread]
    truncated: bool = False

    def things(self) -> Ids:
        """All that any of them reaches, ascending."""
        return _distinct(spread.things for spread in self.of.values())

    def units(self) -> Ids:
        """All single pieces that any of them reaches, ascending."""
        return _distinct(spread.units for spread in self.of.values())

    def sizes(self) -> dict[int, int]:
        """How many things each lot reaches."""
        return {lot: len(spread.things) for lot, spread in self.of.items()}

    def turned_round(self) -> dict[int, int]:
        """How many lots reach each thing that any reaches."""
        every = [NO_IDS, *(spread.things for spread in self.of.values())]
        things, counts = np.unique(np.concatenate(every), return_counts=True)
        return dict(zip(things.tolist(), counts.tolist(), strict=True))


NOTHING = Spreads({})


class _Kind(NamedTuple):
    """As much of an object as tells its role."""

    kind: str
    item: str


def spreads(
    groups: Mapping[int, Collection[int]],
    *,
    direction: str,
    materials: Materials,
    moment: Moment,
    width: str,
    current: Current | None,
) -> Spreads:
    """How far each lot spread, which stands for its group of objects: itself and its units.

    `direction`: "forward" to what is finished, "backward" to what is raw. `current`: the index,
    where it can be asked. The number of queries does not grow with the number of lots.
    """
    if not groups:
        return NOTHING
    reached = each(groups, direction=direction, moment=moment, width=width, current=current)
    kinds = _kinds(reached.together)
    roles = subjects.roles(kinds, materials=materials, moment=moment)
    wanted = sorted(roles.finished if direction == "forward" else roles.raw)
    lot_of = lots.lots_of(wanted, moment=moment)
    table = _Table(
        np.array(wanted, dtype=np.int64),
        np.array([lot_of.get(pk, pk) for pk in wanted], dtype=np.int64),
        np.array([kinds[pk].kind == TraceableObject.Kind.SERIAL for pk in wanted], dtype=np.bool_),
    )
    found = {lot: table.sorted_out(ids) for lot, ids in zip(groups, reached.apart, strict=True)}
    return Spreads(found, reached.truncated)


def each(
    groups: Mapping[int, Collection[int]],
    *,
    direction: str,
    moment: Moment,
    width: str,
    current: Current | None,
    times: Mapping[int, int] | None = None,
) -> Reached:
    """What each group of objects reaches by itself: from the index, else from the database.

    `times`: of some objects since when, or until when, their content is asked for. Only the
    database has a limit, for all of them together.
    """
    if current is not None:
        ahead = direction == "forward"
        asked = current.ask_each(list(groups.values()), ahead=ahead, times=times)
        return Reached(asked.together, asked.apart, truncated=False)

    def ask(source: Source, objects: Collection[int]) -> Reach:
        bound = times or {}
        origins = {one: bound.get(one) for one in objects}
        return Question(direction, width, origins, moment.until, NODE_LIMIT).of(source)

    found = arithmetic.reach_each(RecordSource(moment, width=width), groups, ask=ask)
    apart = [np.fromiter(objects, dtype=np.int64) for objects in found.objects.values()]
    return Reached(_distinct(apart), iter(apart), found.truncated)


@dataclass(frozen=True, slots=True)
class _Table:
    """The objects that count, ascending: the thing that each is of, and whether it is a unit."""

    objects: Ids
    things: Ids
    are_units: NDArray[np.bool_]

    def sorted_out(self, found: Ids) -> Spread:
        """What of these objects counts."""
        if not len(self.objects):
            return Spread(NO_IDS, NO_IDS, NO_IDS)
        at = np.minimum(np.searchsorted(self.objects, found), len(self.objects) - 1)
        at = at[self.objects[at] == found]
        is_unit = self.are_units[at]
        things, partly = ascending(self.things[at]), ascending(self.things[at[is_unit]])
        is_whole = len(partly) < len(things)
        whole = np.setdiff1d(things, partly, assume_unique=True) if is_whole else NO_IDS
        return Spread(things, self.objects[at[is_unit]], whole)


def _kinds(objects: Ids) -> dict[int, _Kind]:
    found = rows(
        "SELECT o.id, o.kind, o.item FROM gozinto_traceableobject o WHERE o.id = ANY(%s)",
        [objects.tolist()],
    )
    return {pk: _Kind(kind, item) for pk, kind, item in found}


def _distinct(some: Collection[Ids] | Iterator[Ids]) -> Ids:
    return ascending(np.concatenate([NO_IDS, *some]))


def ascending(ids: Ids) -> Ids:
    """Each of these once. numpy's own way takes several times as long."""
    ordered = np.sort(ids)
    is_first = np.ones(len(ordered), dtype=np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first]
