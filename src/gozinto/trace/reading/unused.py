"""What runs took and did not use: their inputs count for so much less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gozinto.genealogy.graph import Link
from gozinto.trace.reading.amounts import Amount
from gozinto.trace.reading.moment import Moment, rows
from gozinto.trace.reading.source import Amount as Told

_Key = tuple[int, int]
"""A run and an object that went into it."""


def net(
    links: Iterable[Link], *, amounts: Mapping[int, Told], moment: Moment
) -> Mapping[int, Told]:
    """The amounts of links without what came back of them. One query.

    What came back counts against the latest inputs first. Where it is of another dimension than
    what went in, nobody knows how much was used.
    """
    inputs: dict[_Key, list[Link]] = defaultdict(list)
    for link in links:
        if link.role == "input":
            inputs[link.run, link.object].append(link)
    back = _came_back({run for run, _ in inputs}, moment=moment)
    if not back:
        return amounts
    found = dict(amounts)
    for key in back.keys() & inputs.keys():
        rest = back[key]
        for link in sorted(inputs[key], key=lambda one: (-one.at, -one.id)):
            rest = _take(rest, link, found)
    return found


def _take(rest: list[Amount], link: Link, found: dict[int, Told]) -> list[Amount]:
    """Take what came back from one link; what is more than it held is left over."""
    over: list[Amount] = []
    for one in rest:
        held = Amount.of(found[link.id].quantity, found[link.id].uom)
        if held.value is None:
            continue
        if one.dimension != held.dimension:
            found[link.id] = replace(found[link.id], quantity=None)
            continue
        over.append(one.minus(held))
        found[link.id] = replace(found[link.id], quantity=held.minus(one).value)
    return [one for one in over if one.value]


def _came_back(runs: Collection[int], *, moment: Moment) -> dict[_Key, list[Amount]]:
    if not runs:
        return {}
    condition, values = moment.condition("u")
    told = rows(
        "SELECT u.run_id, u.object_id, u.quantity, u.uom FROM gozinto_unused u"
        f" WHERE u.run_id = ANY(%s) AND {condition} ORDER BY u.event_id, u.ordinal",
        [sorted(runs), *values],
    )
    back: dict[_Key, list[Amount]] = defaultdict(list)
    for run, obj, quantity, uom in told:
        back[run, obj].append(Amount.of(quantity, uom))
    return back
