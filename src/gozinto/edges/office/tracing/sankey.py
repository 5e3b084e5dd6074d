"""An answer too large for a graph, level by level: what there is of each material, and its flows.

The height of a band is how many objects it stands for, the width of a flow how many pairs of them
one went into the other. Pure, and the same keys as the graph's, so that a band opens there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gozinto.edges.office.tracing.graph import Draft, Layered

MOST_BANDS = 12
"""Bands of one level; what is beyond stands together in one more."""
_REST = "rest"


@dataclass(frozen=True, slots=True)
class Band:
    """All that is alike on one level. `kinds`: of how many groups, more than one for the rest."""

    key: str
    level: int
    kind: str
    words: str
    count: int
    kinds: int = 1
    is_origin: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """So many pairs of objects of two bands, of which one went into the other."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Sankey:
    """Bands level by level from the left, in their order, and flows from left to right.

    `returns`: pairs of which the flow runs back or stays on its level (rework), which are not
    drawn.
    """

    levels: tuple[tuple[Band, ...], ...]
    flows: tuple[Flow, ...]
    returns: int


def of(layered: Layered) -> Sankey:
    """The bands and flows of an answer."""
    bands, home = _bands(layered)
    pairs = {(source, target) for source, target, _ in layered.draft.links}
    counted: Counter[tuple[str, str]] = Counter()
    returns = 0
    level = {band.key: band.level for band in bands}
    for source, target in pairs:
        ends = home[source], home[target]
        if level[ends[0]] < level[ends[1]]:
            counted[ends] += 1
        else:
            returns += 1
    flows = tuple(
        Flow(source, target, count) for (source, target), count in sorted(counted.items())
    )
    return Sankey(_ordered(bands, flows), flows, returns)


def _bands(layered: Layered) -> tuple[list[Band], dict[str, str]]:
    """The bands, and in which of them each object is."""
    by_level: dict[int, list[str]] = defaultdict(list)
    for name, members in layered.groups.items():
        by_level[layered.level[members[0]]].append(name)
    bands: list[Band] = []
    home: dict[str, str] = {}
    for level, names in sorted(by_level.items()):
        names.sort(key=lambda name: (-len(layered.groups[name]), name))
        shown, rest = names[:MOST_BANDS], names[MOST_BANDS:]
        if len(rest) == 1:
            shown, rest = names, []
        for name in shown:
            members = layered.groups[name]
            bands.append(_band(layered.draft, name, level, members))
            home |= dict.fromkeys(members, name)
        if rest:
            key = f"{level}.{_REST}"
            together = [uri for name in rest for uri in layered.groups[name]]
            is_origin = bool(layered.draft.origins.intersection(together))
            bands.append(Band(key, level, _REST, "", len(together), len(rest), is_origin))
            home |= dict.fromkeys(together, key)
    return bands, home


def _band(draft: Draft, name: str, level: int, members: Sequence[str]) -> Band:
    first = draft.nodes[members[0]]
    words = first.step if first.kind == "run" else (first.name or first.material)
    if len(members) == 1:
        words = " · ".join(text for text in (first.number, words) if text)
    is_origin = bool(draft.origins.intersection(members))
    return Band(name, level, first.kind, words or "", len(members), is_origin=is_origin)


def _ordered(bands: Iterable[Band], flows: Iterable[Flow]) -> tuple[tuple[Band, ...], ...]:
    """Each level by the mean place of what flows into it, so that few flows cross."""
    levels: dict[int, list[Band]] = defaultdict(list)
    for band in bands:
        levels[band.level].append(band)
    before: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        before[flow.target].append(flow)
    place: dict[str, float] = {}
    found: list[tuple[Band, ...]] = []
    for _, row in sorted(levels.items()):
        # The sort keeps what nothing flows into where its size put it.
        own = {band.key: (number + 0.5) / len(row) for number, band in enumerate(row)}
        wanted = {band.key: _mean(before[band.key], place, own[band.key]) for band in row}
        row.sort(key=lambda band: wanted[band.key])
        place |= {band.key: (number + 0.5) / len(row) for number, band in enumerate(row)}
        found.append(tuple(row))
    return tuple(found)


def _mean(flows: Sequence[Flow], place: Mapping[str, float], own: float) -> float:
    total = sum(flow.count for flow in flows)
    if not total:
        return own
    return sum(place[flow.source] * flow.count for flow in flows) / total
