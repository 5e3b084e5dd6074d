"""Where the boxes of a layered graph go: levels, then barycentre order, then heights.

The method of Sugiyama, Tagawa and Toda (1981): every box gets a level so that edges lead
from level to level, long edges are cut by invisible points, each level is ordered by the
mean place of its neighbours, and heights follow the neighbours as far as boxes allow.
Pure and deterministic; lengths are in SVG user units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

COLUMN_GAP = 44.0
ROW_GAP = 14.0
_POINT_HEIGHT = 6.0  # an invisible point of a long edge keeps this much room free
_SWEEPS = 6

Key = str
Edge = tuple[Key, Key]


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place, with its size."""

    key: Key
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """The upper left corner and the size of a placed box."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """All places, the points each edge runs through, and the size of the whole."""

    places: Mapping[Key, Place]
    routes: Mapping[Edge, tuple[tuple[float, float], ...]]
    width: float
    height: float


@dataclass(slots=True)
class _Grid:
    """The levels being ordered. An invisible point is named by its source and its level."""

    rows: list[list[Key]]
    heights: dict[Key, float]
    before: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    after: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    bends: dict[Edge, list[Key]] = field(default_factory=dict)


def levels(keys: Sequence[Key], edges: Iterable[Edge]) -> dict[Key, int]:
    """The column of each key: as far right as its edges allow, closing cycles aside.

    An edge that would close a cycle (rework) is left out of the count and runs back.
    """
    ahead: dict[Key, list[Key]] = {key: [] for key in keys}
    for source, target in edges:
        if source != target:
            ahead[source].append(target)
    order = _topological(keys, ahead)
    rank = {key: place for place, key in enumerate(order)}
    # Right to left: a box stands one column before the first that takes from it.
    from_right = dict.fromkeys(keys, 0)
    for key in reversed(order):
        for target in ahead[key]:
            if rank[target] > rank[key]:
                from_right[key] = max(from_right[key], from_right[target] + 1)
    last = max(from_right.values(), default=0)
    return {key: last - from_right[key] for key in keys}


def levels_from_left(keys: Sequence[Key], edges: Iterable[Edge]) -> dict[Key, int]:
    """The column of each key: as far left as its edges allow, the mirror image of `levels`."""
    mirrored = levels(keys, [(target, source) for source, target in edges])
    last = max(mirrored.values(), default=0)
    return {key: last - level for key, level in mirrored.items()}


def _topological(keys: Sequence[Key], ahead: Mapping[Key, Sequence[Key]]) -> list[Key]:
    """Depth-first finishing order, reversed; without recursion, cycles broken where met."""
    done: list[Key] = []
    seen: set[Key] = set()
    for root in keys:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(ahead[root]))]
        while stack:
            key, targets = stack[-1]
            following = next((target for target in targets if target not in seen), None)
            if following is None:
                done.append(key)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(ahead[following])))
    return done[::-1]


def arrange(boxes: Sequence[Box], edges: Sequence[Edge], *, level: Mapping[Key, int]) -> Layout:
    """Place `boxes` in the columns `level` says and route `edges` between them."""
    grid = _grid(boxes, edges, level)
    for sweep in range(_SWEEPS):
        _sweep(grid, downward=sweep % 2 == 0)
    tops = _heights(grid)
    return _measure(boxes, edges, grid, level, tops)


def _grid(boxes: Sequence[Box], edges: Sequence[Edge], level: Mapping[Key, int]) -> _Grid:
    count = 1 + max((level[box.key] for box in boxes), default=0)
    grid = _Grid(rows=[[] for _ in range(count)], heights={box.key: box.height for box in boxes})
    for box in boxes:
        grid.rows[level[box.key]].append(box.key)
    for source, target in edges:
        low, high = level[source], level[target]
        if low >= high:
            continue  # runs back or stays: drawn, but it orders nothing
        chain = [source]
        for between in range(low + 1, high):
            # Edges of one source share their points: a trunk that forks where it must.
            bend = f"{source}\x00{between}"
            if bend not in grid.heights:
                grid.heights[bend] = _POINT_HEIGHT
                grid.rows[between].append(bend)
            chain.append(bend)
        chain.append(target)
        grid.bends[source, target] = chain[1:-1]
        for left, right in pairwise(chain):
            grid.after[left].append(right)
            grid.before[right].append(left)
    return grid


def _sweep(grid: _Grid, *, downward: bool) -> None:
    """Order each level by the mean place of its neighbours on the level just ordered."""
    neighbours = grid.before if downward else grid.after
    rows = grid.rows if downward else grid.rows[::-1]
    for fixed, free in pairwise(rows):
        place = {key: (index + 0.5) / len(fixed) for index, key in enumerate(fixed)}
        own = {key: (index + 0.5) / len(free) for index, key in enumerate(free)}

        def barycentre(
            key: Key, place: dict[Key, float] = place, own: dict[Key, float] = own
        ) -> float:
            near = [place[other] for other in neighbours[key] if other in place]
            return sum(near) / len(near) if near else own[key]

        free.sort(key=barycentre)


def _heights(grid: _Grid) -> dict[Key, float]:
    """The top of every box and point: near its neighbours, in order, without overlap."""
    tops: dict[Key, float] = {}
    for row in grid.rows:
        top = 0.0
        for key in row:
            tops[key] = top
            top += grid.heights[key] + ROW_GAP
    for sweep in range(_SWEEPS):
        for row in grid.rows if sweep % 2 == 0 else grid.rows[::-1]:
            wanted = [_wanted(grid, key, tops) for key in row]
            for key, top in zip(row, _spread(grid, row, wanted), strict=True):
                tops[key] = top
    highest = min(tops.values(), default=0.0)
    return {key: top - highest for key, top in tops.items()}


def _wanted(grid: _Grid, key: Key, tops: Mapping[Key, float]) -> float:
    near = [tops[other] + grid.heights[other] / 2 for other in grid.before[key] + grid.after[key]]
    return sum(near) / len(near) - grid.heights[key] / 2 if near else tops[key]


def _spread(grid: _Grid, row: Sequence[Key], wanted: Sequence[float]) -> list[float]:
    """The tops nearest to `wanted` that keep the order and do not overlap.

    Boxes that touch move as one block to the mean of what they want (the least squares).
    """
    blocks: list[list[float]] = []  # sum of (wanted - offset), number of boxes, extent
    for key, top in zip(row, wanted, strict=True):
        extent = grid.heights[key] + ROW_GAP
        blocks.append([top, 1.0, extent])
        while len(blocks) > 1 and _start(blocks[-2]) + blocks[-2][2] > _start(blocks[-1]):
            total, number, size = blocks.pop()
            upper = blocks[-1]
            upper[0] += total - number * upper[2]
            upper[1] += number
            upper[2] += size
    tops: list[float] = []
    members = iter(row)
    for block in blocks:
        top = _start(block)
        for _ in range(int(block[1])):
            tops.append(top)
            top += grid.heights[next(members)] + ROW_GAP
    return tops


def _start(block: Sequence[float]) -> float:
    return block[0] / block[1]


def _measure(
    boxes: Sequence[Box],
    edges: Sequence[Edge],
    grid: _Grid,
    level: Mapping[Key, int],
    tops: Mapping[Key, float],
) -> Layout:
    widths = [0.0] * len(grid.rows)
    for box in boxes:
        widths[level[box.key]] = max(widths[level[box.key]], box.width)
    lefts: list[float] = []
    for index in range(len(widths)):
        lefts.append(lefts[-1] + widths[index - 1] + COLUMN_GAP if index else 0.0)
    places = {
        box.key: Place(lefts[level[box.key]], tops[box.key], box.width, box.height) for box in boxes
    }
    routes: dict[Edge, tuple[tuple[float, float], ...]] = {}
    for source, target in edges:
        start, end = places[source], places[target]
        points = [(start.x + start.width, start.y + start.height / 2)]
        for offset, bend in enumerate(grid.bends.get((source, target), ()), start=1):
            column = level[source] + offset
            middle = tops[bend] + _POINT_HEIGHT / 2
            # Straight through the column, so that an edge never cuts across a box in it.
            points += [(lefts[column], middle), (lefts[column] + widths[column], middle)]
        points.append((end.x, end.y + end.height / 2))
        routes[source, target] = tuple(points)
    bottom = max((tops[key] + grid.heights[key] for row in grid.rows for key in row), default=0.0)
    return Layout(places, routes, (lefts[-1] + widths[-1]) if lefts else 0.0, bottom)
