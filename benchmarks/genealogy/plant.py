"""A plant's genealogy by the tens of thousands to hundreds of millions of links, by seed.

Runs are made one after another in order of time, and what a run takes is what lies in front of
it: lots are opened, drawn from until they are used up, and replaced by the next. So times
increase along the flow of material, numbers are dense in time order, and a lot's users are
neighbours in time, as in a plant. Five kinds of run (`RECIPES`); families of products differ in
size by a power law, lots in how often they are drawn from by another. A part of the families is
continuous: what they mix is topped up, and what goes into one of their runs late is not in what
came out early. Rework returns what was made to its own lot or to an earlier one, which makes
the graph without its times cyclic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel

MIX, PARTS, UNITS, PRODUCT = 0, 1, 2, 3
"""Kinds of run, in the order of the flow; each takes what the one before it makes."""

RECIPES = np.array(
    # taken from the kind before; raw lots of the family; fewest and mean outputs; mean uses
    [[0, 4, 1, 3, 4], [3, 2, 1, 4, 3], [4, 2, 1, 6, 1], [3, 0, 1, 1, 0]],
    dtype=np.int64,
)
TAKEN, RAW, FEWEST, MEAN, USES = range(5)

FAMILIES = 40
CONTINUOUS_SHARE = 0.15
REWORK_SHARE = 0.01
FILLS_OF_A_TANK = 10
MOST_USES = 400
"""Of a lot that a family makes or buys for itself."""
SHARED_RAW_LEAST_USES = 20
UNITS_THAT_GO_ON = 0.6
PRODUCTS_THAT_COME_BACK = 0.5
MOST_RETURNS_A_RUN = 300
DRUM_SHARE = 0.1
"""Of the runs that shred what came back: into a drum of their own, not into the silo."""
DRAWS = 25
"""Of the silo that takes what comes back, over the whole time."""

LINKS_A_RUN = 8
LINKS_A_MIX = 350
"""Both only roughly: how fast the clock goes, and for how many mixes a shared lot may last."""

SPAN_US = 2 * 365 * 86_400_000_000
BEGINNING_US = 1_704_067_200_000_000
"""2024-01-01T00:00:00Z."""

_OPEN = 3
_QUEUE = 4096
_RETURNS = 65_536
_LARGEST_RUN = 4096
_FLOW_OBJECT, _FLOW_BATCH, _FLOW_CONTINUOUS = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The links as columns, in order of their runs, and what each node is.

    `source`, `target`: node numbers; `time`: microseconds since 1970; the row is the link.
    `is_run`, `is_batch` per node. `raw`: lots bought for a mix, `made`: products,
    `reclaimed`: lots made of products that came back.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    time: NDArray[np.int64]
    is_run: NDArray[np.bool_]
    is_batch: NDArray[np.bool_]
    raw: NDArray[np.int32]
    made: NDArray[np.int32]
    reclaimed: NDArray[np.int32]

    @property
    def links(self) -> int:
        """How many links there are."""
        return len(self.source)

    @property
    def nodes(self) -> int:
        """How many objects and runs there are."""
        return len(self.is_run)


class _Floor(NamedTuple):
    """Everything that lies in the plant at one moment; arrays, so that it can be changed."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    time: NDArray[np.int64]
    flow: NDArray[np.uint8]
    raw: NDArray[np.bool_]
    made: NDArray[np.bool_]
    reclaimed: NDArray[np.bool_]
    at: NDArray[np.int64]  # next link, next node
    open_lot: NDArray[np.int64]  # family, kind, place
    open_uses: NDArray[np.int64]
    raw_lot: NDArray[np.int64]  # family, place; the last row is shared by all families
    raw_uses: NDArray[np.int64]
    queue: NDArray[np.int64]  # family, kind, place: a ring of lots that wait
    ready: NDArray[np.int64]  # and when each is there
    ends: NDArray[np.int64]  # family, kind, (first, past the last)
    tank: NDArray[np.int64]  # family, (lot, fills left)
    returned: NDArray[np.int64]  # a ring, in the order of coming back
    returned_ends: NDArray[np.int64]


@kernel
def _node(floor: _Floor, flow: int) -> int:
    node = int(floor.at[1])
    floor.flow[node] = flow
    floor.at[1] = node + 1
    return node


@kernel
def _link(floor: _Floor, source: int, target: int, time: int) -> None:
    row = floor.at[0]
    floor.source[row], floor.target[row], floor.time[row] = source, target, time
    floor.at[0] = row + 1


@kernel
def _heavy(least: int, mean_over_least: int, most: int) -> int:
    # a power law with exponent 1.6 has the mean 2.67 times its least value
    value = least + (np.random.random() ** (-1 / 1.6) - 1) * mean_over_least / 1.67
    return min(int(value + 0.5), most)


@kernel
def _buy(floor: _Floor, shelf: int, place: int, most: int) -> int:
    """A raw lot from what lies open, or a new one."""
    if floor.raw_uses[shelf, place] <= 0:
        lot = _node(floor, _FLOW_OBJECT)
        floor.raw_lot[shelf, place] = lot
        if shelf < FAMILIES:
            floor.raw[lot] = place < 4
            uses = _heavy(1, 2, MOST_USES)
        else:
            uses = min(int(SHARED_RAW_LEAST_USES * np.random.random() ** -2.0), most)
        floor.raw_uses[shelf, place] = uses
    floor.raw_uses[shelf, place] -= 1
    return int(floor.raw_lot[shelf, place])


@kernel
def _waiting(floor: _Floor, family: int, kind: int) -> int:
    return int(floor.ends[family, kind, 1] - floor.ends[family, kind, 0])


@kernel
def _draw(floor: _Floor, family: int, kind: int, time: int) -> int:
    """A lot of this kind that is there at `time`, or -1: an open one, else the next in line."""
    place = np.random.randint(_OPEN)
    if floor.open_uses[family, kind, place] <= 0 and _waiting(floor, family, kind) > 0:
        first = floor.ends[family, kind, 0] % _QUEUE
        if floor.ready[family, kind, first] <= time:
            floor.ends[family, kind, 0] += 1
            floor.open_lot[family, kind, place] = floor.queue[family, kind, first]
            uses = _heavy(1, RECIPES[kind, USES] - 1, MOST_USES)
            floor.open_uses[family, kind, place] = uses
    floor.open_uses[family, kind, place] -= 1
    return int(floor.open_lot[family, kind, place])


@kernel
def _store(floor: _Floor, family: int, kind: int, lot: int, time: int) -> None:
    if kind == PRODUCT:
        floor.made[lot] = True
        if np.random.random() < PRODUCTS_THAT_COME_BACK:
            floor.returned[floor.returned_ends[1] % _RETURNS] = lot
            floor.returned_ends[1] += 1
        return
    if kind == UNITS and np.random.random() >= UNITS_THAT_GO_ON:
        return  # sold as it is
    if _waiting(floor, family, kind) < _QUEUE:
        last = floor.ends[family, kind, 1] % _QUEUE
        floor.queue[family, kind, last], floor.ready[family, kind, last] = lot, time
        floor.ends[family, kind, 1] += 1


@kernel
def _output(floor: _Floor, family: int, kind: int, continuous: bool, time: int) -> int:
    """The lot that comes out at `time`: a new one, or what a tank holds is topped up."""
    if kind != MIX or not continuous:
        lot = _node(floor, _FLOW_OBJECT)
        _store(floor, family, kind, lot, time)
        return lot
    if floor.tank[family, 1] <= 0:
        lot = _node(floor, _FLOW_OBJECT)
        floor.tank[family, 0], floor.tank[family, 1] = lot, FILLS_OF_A_TANK
    floor.tank[family, 1] -= 1
    _store(floor, family, kind, floor.tank[family, 0], time)
    return int(floor.tank[family, 0])


@kernel
def _produce(
    floor: _Floor, family: int, kind: int, continuous: bool, time: int, lasts: int, shared_most: int
) -> None:
    """One run: what it takes in the first half of its time, what it makes in the second.

    A continuous run takes and makes three times as much, evenly over the whole of it.
    """
    run = _node(floor, _FLOW_CONTINUOUS if continuous else _FLOW_BATCH)
    times = 3 if continuous and kind == PARTS else 1
    taken, raw = times * RECIPES[kind, TAKEN], times * RECIPES[kind, RAW]
    inputs, half = taken + raw, lasts if continuous else lasts // 2
    for number in range(inputs):
        at = time + half * number // inputs
        if number < taken:
            # there when the run began, so that no later run finds it open before it was made
            lot = _draw(floor, family, kind - 1, time)
        else:
            lot = _buy(floor, family, kind * 4 + number % RECIPES[kind, RAW], 0)
        if lot >= 0:
            _link(floor, lot, run, at)
    if kind == MIX:
        shared = _buy(floor, FAMILIES, np.random.randint(3) % 2, shared_most)
        _link(floor, shared, run, time)
    outputs = times * RECIPES[kind, FEWEST]
    if RECIPES[kind, MEAN] > 1:
        outputs = times * _heavy(1, RECIPES[kind, MEAN] - 1, _LARGEST_RUN // times)
    begin = time if continuous else time + half
    for number in range(outputs):
        at = begin + half * (number + 1) // outputs
        _link(floor, run, _output(floor, family, kind, continuous, at), at)


@kernel
def _rework(floor: _Floor, family: int, continuous: bool, time: int, lasts: int) -> None:
    """What was made goes back: to the lot it came from, or to a mix that is in use."""
    made = floor.open_lot[family, PARTS, 0]
    if made < 0:
        return
    run = _node(floor, _FLOW_BATCH)
    _link(floor, made, run, time)
    _link(floor, _buy(floor, family, 4, 0), run, time)
    mix = floor.open_lot[family, MIX, 0]
    upstream = not continuous and mix >= 0 and np.random.random() < 0.5
    _link(floor, run, mix if upstream else made, time + lasts)


@kernel
def _take_back(floor: _Floor, silo: int, count: int, time: int) -> None:
    """A run that shreds what came back, into a silo that is never emptied or into a drum."""
    run = _node(floor, _FLOW_BATCH)
    for number in range(count):
        place = (floor.returned_ends[0] + number) % _RETURNS
        _link(floor, floor.returned[place], run, time)
    floor.returned_ends[0] += count
    into = silo
    if np.random.random() < DRUM_SHARE:
        into = _node(floor, _FLOW_OBJECT)
        floor.reclaimed[into] = True
    _link(floor, run, into, time + 1)


@kernel
def _next_kind(floor: _Floor, family: int) -> int:
    """The last step for which enough waits: what is there is used up first."""
    for kind in range(PRODUCT, MIX, -1):
        if _waiting(floor, family, kind - 1) > 2 * RECIPES[kind, TAKEN]:
            return kind
    return MIX


@kernel
def _build(
    floor: _Floor,
    links: int,
    family_of: NDArray[np.int64],
    continuous_families: NDArray[np.bool_],
    seed: int,
) -> None:
    np.random.seed(seed)
    silo, drawn = _node(floor, _FLOW_OBJECT), 0
    # a run lasts as long as its family needs for two, on average
    step = SPAN_US * LINKS_A_RUN // links
    lasts = 2 * FAMILIES * step
    time = BEGINNING_US
    shared_most = links // LINKS_A_MIX // 2
    returns_a_run = min(max(links // 2000, 10), MOST_RETURNS_A_RUN)
    while floor.at[0] < links:
        time += step
        family = family_of[np.random.randint(len(family_of))]
        continuous = continuous_families[family]
        if np.random.random() < REWORK_SHARE:
            _rework(floor, family, continuous, time, lasts)
        else:
            kind = _next_kind(floor, family)
            _produce(floor, family, kind, continuous, time, lasts, shared_most)
        # long after: the last unit of a run is there when its product is made
        if floor.returned_ends[1] - floor.returned_ends[0] >= returns_a_run:
            _take_back(floor, silo, returns_a_run, time + 8 * lasts)
        if floor.at[0] * DRAWS // links > drawn:
            drawn += 1
            run = _node(floor, _FLOW_BATCH)
            _link(floor, silo, run, time + 9 * lasts)
            lot = _node(floor, _FLOW_OBJECT)
            floor.reclaimed[lot] = True
            _link(floor, run, lot, time + 10 * lasts)


def _floor(room: int) -> _Floor:
    places = (FAMILIES, len(RECIPES), _OPEN)
    return _Floor(
        source=np.empty(room, np.int32),
        target=np.empty(room, np.int32),
        time=np.empty(room, np.int64),
        flow=np.zeros(room, np.uint8),
        raw=np.zeros(room, np.bool_),
        made=np.zeros(room, np.bool_),
        reclaimed=np.zeros(room, np.bool_),
        at=np.zeros(2, np.int64),
        open_lot=np.full(places, -1, np.int64),
        open_uses=np.zeros(places, np.int64),
        raw_lot=np.full((FAMILIES + 1, 16), -1, np.int64),
        raw_uses=np.zeros((FAMILIES + 1, 16), np.int64),
        queue=np.empty((FAMILIES, len(RECIPES), _QUEUE), np.int64),
        ready=np.empty((FAMILIES, len(RECIPES), _QUEUE), np.int64),
        ends=np.zeros((FAMILIES, len(RECIPES), 2), np.int64),
        tank=np.zeros((FAMILIES, 2), np.int64),
        returned=np.empty(_RETURNS, np.int64),
        returned_ends=np.zeros(2, np.int64),
    )


def generate(links: int, *, seed: int = 1) -> Graph:
    """A plant of `links` links, the last run cut off; the same for the same seed."""
    floor = _floor(links + 3 * _LARGEST_RUN)
    weights = np.arange(1, FAMILIES + 1) ** -0.8
    draw = np.random.default_rng(seed)
    family_of = draw.choice(FAMILIES, size=4096, p=weights / weights.sum())
    continuous = np.zeros(FAMILIES, np.bool_)
    continuous[draw.choice(FAMILIES, round(CONTINUOUS_SHARE * FAMILIES), replace=False)] = True
    _build(floor, links, family_of, continuous, seed)
    nodes = int(floor.at[1])
    flow = floor.flow[:nodes]
    return Graph(
        source=floor.source[:links].copy(),
        target=floor.target[:links].copy(),
        time=floor.time[:links].copy(),
        is_run=flow != _FLOW_OBJECT,
        is_batch=flow == _FLOW_BATCH,
        raw=np.flatnonzero(floor.raw[:nodes]).astype(np.int32),
        made=np.flatnonzero(floor.made[:nodes]).astype(np.int32),
        reclaimed=np.flatnonzero(floor.reclaimed[:nodes]).astype(np.int32),
    )
