"""Share: how much of a unit comes from an origin, by mass, as an exact fraction.

What a run gave has the mean share of what had gone into it, weighted by mass; what was taken
from an object has the mean share of what had entered it by then. A batch run counts all its
inputs, whatever the clock says. An input without a known mass makes a share absent, never
wrong; where all parts have one and the same share, no mass is needed. Presences are not asked:
a tool adds no mass, and for a material that is only known to have been there the caller adds
an input without mass.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from gozinto.genealogy.graph import Link, Slot
from gozinto.genealogy.loops import has_loop, in_order, solve

SIX_DIGITS = Context(prec=6)
MOST_AGAIN = 20_000
"""Portions that may be looked at once more for what goes in circles: about a second."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A link with what went along it: a mass in any one unit, or None where it is not known."""

    link: Link
    mass: Decimal | Fraction | int | None


def shares_from(
    origins: Collection[int],
    *,
    portions: Iterable[Portion],
    unknown: Collection[int] = frozenset(),
) -> dict[int, Fraction]:
    """How much of each object comes from the origins: 1 for themselves, 0 for strangers.

    `portions` holds all inputs and outputs of every run concerned, also those that have
    nothing of the origins. `unknown` are objects whose own beginnings are not among them.
    Objects whose share cannot be known are left out.
    """
    blends = _Blends(portions, given={*origins, *unknown})
    values: dict[_Blend, Fraction | None] = {}
    for loop in in_order(blends.final.values(), leads_to=blends.entering):
        if loop[0].taken and loop[0].node in blends.given:
            values[loop[0]] = Fraction(1) if loop[0].node in origins else None
        elif len(loop) == 1:
            values[loop[0]] = _mean(blends.parts(loop[0]), values=values)
        else:
            values |= _means(loop, blends=blends, values=values)
    shares = {node: values[blend] for node, blend in blends.final.items()}
    shares |= dict.fromkeys(unknown) | dict.fromkeys(origins, Fraction(1))
    return {node: share for node, share in shares.items() if share is not None}


def shares_in(
    target: int, *, portions: Iterable[Portion], most: int = MOST_AGAIN
) -> dict[int, Fraction]:
    """How much of one object comes from each object: 1 for itself, 0 for strangers.

    The numbers of `shares_from` asked for each object in turn, found in one pass wherever
    nothing goes in a circle; what does is asked again one by one, unless that looks at more
    than `most` portions in all. Objects whose share cannot be known are left out.
    """
    portions = list(portions)
    blends = _Blends(portions)
    found: dict[int, Fraction | None] = dict.fromkeys(blends.final, Fraction(0))
    found[target] = Fraction(1)
    if target not in blends.final:
        return {target: Fraction(1)}
    order = in_order([blends.final[target]], leads_to=blends.entering)
    weights: dict[_Blend, Fraction | None] = defaultdict(Fraction)
    weights[blends.final[target]] = Fraction(1)
    for loop in reversed(order):
        for blend in loop:
            if blend.taken and blend.node != target:
                found[blend.node] = _plus(found[blend.node], weights[blend])
            for part in blends.parts(blend):
                weights[part.of] = _plus(weights[part.of], _times(weights[blend], part.weight))
    # what passed a node twice was counted twice; within a loop nothing was counted right
    solved = any(len(loop) > 1 for loop in order)
    again = (set(blends.final) if solved else _in_circles(portions)) - {target}
    is_too_much = len(again) * len(portions) > most
    for node in again:
        alone = {} if is_too_much else shares_from({node}, portions=portions)
        found[node] = alone.get(target)
    return {node: share for node, share in found.items() if share is not None}


def six_digits(share: Fraction) -> Decimal:
    """A share as people read it: six significant digits, so that no trace of it becomes 0."""
    return SIX_DIGITS.divide(Decimal(share.numerator), Decimal(share.denominator))


class _Flow(NamedTuple):
    """A portion whose mass is a whole number of some unit that all portions share."""

    link: Link
    mass: int | None


class _Blend(NamedTuple):
    """A mixture whose share is to be found.

    Of an object (`replaces` is None), or of a run as its outputs with this `replaces` see it:
    of as many things as had `entered` it, in order of time. `taken` marks the content of an
    object on its way into a run: for an origin that is all its own, and nothing
    is looked for behind it.
    """

    node: int
    replaces: frozenset[Slot] | None
    entered: int
    taken: bool = False


class _Part(NamedTuple):
    """One ingredient of a blend and its fraction of it, None where a mass is not known."""

    of: _Blend
    weight: Fraction | None


class _Entries:
    """What entered one node, in order of time."""

    def __init__(self, flows: Iterable[_Flow]) -> None:
        self.flows = sorted(flows, key=lambda one: (one.link.at, one.link.id))
        self.times = [one.link.at for one in self.flows]
        self.masses: list[int | None] = [0]
        for flow in self.flows:
            self.masses.append(_sum(self.masses[-1], flow.mass))


class _Blends:
    """Every mixture of a plant as a mean of what went into it."""

    def __init__(
        self, portions: Iterable[Portion], *, given: Collection[int] = frozenset()
    ) -> None:
        self.given = given
        into_runs: dict[int, list[_Flow]] = defaultdict(list)
        into_objects: dict[int, list[_Flow]] = defaultdict(list)
        for flow in _flows(portions):
            link = flow.link
            if link.role == "input":
                into_runs[link.run].append(flow)
                into_objects[link.object] += ()
            else:
                for head in link.heads:
                    into_objects[head].append(flow)
        self._inputs = into_runs
        self._arrivals = {node: _Entries(ones) for node, ones in into_objects.items()}
        self._entries: dict[tuple[int, frozenset[Slot]], _Entries] = {}
        self._parts: dict[_Blend, tuple[_Part, ...]] = {}
        self.final = {
            node: _Blend(node, None, len(entries.times)) for node, entries in self._arrivals.items()
        }

    def parts(self, blend: _Blend) -> tuple[_Part, ...]:
        """The ingredients of a blend: all of a batch, else what was there and what came last.

        None for what came from nowhere.
        """
        if blend not in self._parts:
            self._parts[blend] = self._find_parts(blend)
        return self._parts[blend]

    def entering(self, blend: _Blend) -> list[_Blend]:
        """The ingredients of a blend without their weights."""
        return [part.of for part in self.parts(blend)]

    def _find_parts(self, blend: _Blend) -> tuple[_Part, ...]:
        if blend.taken:
            whole = _Part(blend._replace(taken=False), Fraction(1))
            return () if blend.node in self.given else (whole,)
        if blend.entered == 0:
            return ()
        entries = self._entries_of(blend)
        newest = entries.flows[blend.entered - 1]
        if newest.link.role == "input" and not newest.link.continuous:
            return self._batch(entries)
        came = self._taken(newest.link) if newest.link.role == "input" else self._given(newest.link)
        before, mass = entries.masses[blend.entered - 1], newest.mass
        if blend.entered == 1 or (before == 0 and mass != 0):
            return (_Part(came, Fraction(1)),)
        earlier = blend._replace(entered=blend.entered - 1)
        if mass == 0 and before != 0:
            return (_Part(earlier, Fraction(1)),)
        if mass is None or before is None or mass + before == 0:
            return (_Part(earlier, None), _Part(came, None))
        total = before + mass
        return (_Part(earlier, Fraction(before, total)), _Part(came, Fraction(mass, total)))

    def _batch(self, entries: _Entries) -> tuple[_Part, ...]:
        """All that went into a batch at once; what weighs nothing counts beside nothing else."""
        heavy = [one for one in entries.flows if one.mass != 0]
        there = [(self._taken(one.link), one.mass) for one in heavy or entries.flows]
        total = entries.masses[-1]
        if len(there) == 1:
            return (_Part(there[0][0], Fraction(1)),)
        if not total:
            return tuple(_Part(came, None) for came, _ in there)
        return tuple(_Part(came, Fraction(mass or 0, total)) for came, mass in there)

    def _entries_of(self, blend: _Blend) -> _Entries:
        if blend.replaces is None:
            return self._arrivals[blend.node]
        key = (blend.node, blend.replaces)
        if key not in self._entries:
            inputs = self._inputs.get(blend.node, [])
            kept = [one for one in inputs if one.link.slot not in blend.replaces]
            self._entries[key] = _Entries(kept)
        return self._entries[key]

    def _taken(self, link: Link) -> _Blend:
        count = bisect_right(self._arrivals[link.object].times, link.at)
        return _Blend(link.object, None, count, taken=True)

    def _given(self, link: Link) -> _Blend:
        times = self._entries_of(_Blend(link.run, link.replaces, 0)).times
        count = bisect_right(times, link.at) if link.continuous else len(times)
        return _Blend(link.run, link.replaces, count)


def _mean(parts: Sequence[_Part], *, values: Mapping[_Blend, Fraction | None]) -> Fraction | None:
    found = {values[part.of] for part in parts}
    if len(found) < 2:
        return found.pop() if found else Fraction(0)
    terms = [_times(part.weight, values[part.of]) for part in parts]
    return None if None in terms else sum(filter(None, terms), Fraction(0))


def _means(
    loop: Sequence[_Blend], *, blends: _Blends, values: Mapping[_Blend, Fraction | None]
) -> dict[_Blend, Fraction | None]:
    """The shares of blends that feed each other, found together."""
    inside = {blend: row for row, blend in enumerate(loop)}
    matrix = [[Fraction(0)] * len(loop) for _ in loop]
    known = [Fraction(0)] * len(loop)
    outside: set[Fraction | None] = set()
    weighed = True
    for row, blend in enumerate(loop):
        for part in blends.parts(blend):
            value = None if part.of in inside else values[part.of]
            if part.of not in inside:
                outside.add(value)
            weighed = weighed and part.weight is not None
            if part.of in inside:
                matrix[row][inside[part.of]] += part.weight or 0
            else:
                known[row] += (part.weight or 0) * (value or 0)
    if len(outside) < 2:
        # all that ever came in has one share, and so has the whole loop; nothing came: 0
        return dict.fromkeys(loop, outside.pop() if outside else Fraction(0))
    if None in outside or not weighed:
        return dict.fromkeys(loop, None)
    return dict(zip(loop, solve(matrix, known=known), strict=True))


def _in_circles(portions: Iterable[Portion]) -> set[int]:
    """The objects whose content may have been in them before, times left aside."""
    leads: dict[int, set[int]] = defaultdict(set)
    for link in (portion.link for portion in portions):
        # objects are the even numbers, and runs the odd ones
        run, node = 2 * link.run + 1, 2 * link.object
        if link.role == "input":
            leads[run].add(node)
        else:
            leads[node].add(run)
            leads[node if link.lot is None else 2 * link.lot].add(run)
    if not has_loop(leads):
        return set()
    loops = in_order(list(leads), leads_to=lambda node: leads.get(node, ()))
    return {node // 2 for loop in loops if len(loop) > 1 for node in loop if node % 2 == 0}


def _flows(portions: Iterable[Portion]) -> list[_Flow]:
    """The portions in whole numbers: only their ratios matter, and those are exact and quick."""
    listed = list(portions)
    masses = [None if one.mass is None else Fraction(one.mass) for one in listed]
    unit = lcm(*(mass.denominator for mass in masses if mass is not None))
    return [
        _Flow(one.link, None if mass is None else mass.numerator * (unit // mass.denominator))
        for one, mass in zip(listed, masses, strict=True)
    ]


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _times(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one * other
