"""Which unit was exposed to what: from its genealogy to a table of units and factors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.suspects.membership import Membership
from gozinto.trace.facts.shifts import At
from gozinto.trace.measures.spreads import ascending
from gozinto.trace.reading.moment import to_micros
from gozinto.trace.suspects.answers import KINDS
from gozinto.trace.suspects.bins import Bin, binned
from gozinto.trace.suspects.population import Ids
from gozinto.trace.suspects.told import Lot, Making, Measured, Told, Work

Key = tuple[int, tuple[str | int, ...]]
"""A factor: its kind by its place among the kinds, and which one of that kind it is."""

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_AT_ONCE = 4_000
"""Units whose factors are found together."""


def key(kind: str, *which: str | int) -> Key:
    """The factor of a kind that is told apart from others of it by these words."""
    return _RANK[kind], which


@dataclass(frozen=True, slots=True)
class Plant:
    """What is told of all that units were made of, ready to be asked for factors.

    `left`: when each unit left (µs): what happened to it later says nothing. `lot_of`: the lots
    of units, which are in no unit and tell of it all the same. `codes`: of the materials, by what
    an identifier calls them.
    """

    told: Told
    work: Work
    lot_of: Mapping[int, int]
    left: Mapping[int, int]
    zone: ZoneInfo
    lots: Mapping[int, Lot]
    codes: Mapping[str, str]
    bins: Mapping[tuple[str, str], Sequence[Bin]]

    def pairs(self) -> Iterator[tuple[int, Key]]:
        """Each object with each factor that it brings into whatever it is in."""
        own: dict[int, list[Key]] = defaultdict(list)
        for one, fell, people in zip(
            self.told.makings, self.work.shifts, self.work.people, strict=True
        ):
            if to_micros(one.at) <= self.left.get(one.object, to_micros(one.at)):
                own[one.object] += _of_making(one, fell, people, self.zone)
                own[one.object] += self._of_recipe(one)
        seen: dict[int, list[Key]] = defaultdict(list)
        for control in self.told.measured:
            if to_micros(control.at) <= self.left.get(control.object, to_micros(control.at)):
                seen[control.object] += self._of_control(control)
        for unit, its_lot in self.lot_of.items():
            seen[unit] += seen[its_lot]
            # a unit that nobody told of by itself was made as its lot was
            own[unit] = own[unit] or own[its_lot]
            seen[unit].append(key("lot", its_lot))
        for lot in self.lots.values():
            seen[lot.object] += self._of_lot(lot)
        for facts in (own, seen):
            for one_object, factors in facts.items():
                yield from ((one_object, factor) for factor in factors)

    def _of_lot(self, lot: Lot) -> list[Key]:
        if lot.is_asset:
            return [key("asset", lot.object)]
        supplier = self.told.suppliers.get(lot.object)
        if supplier is None:
            return [key("lot", lot.object)]
        return [key("supplier_lot", lot.object), key("supplier", supplier)]

    def _of_control(self, one: Measured) -> list[Key]:
        found = [key("gauge", one.gauge)] if one.gauge else []
        if one.plan:
            found.append(key("plan", one.plan))
        material = self.codes.get(one.item, one.item)
        for number, each in enumerate(self.bins.get((material, one.characteristic), ())):
            if each.holds(one.value):
                found.append(key("parameter", material, one.characteristic, number))
        return found

    def _of_recipe(self, one: Making) -> list[Key]:
        known = self.told.recipes.get(one.item)
        if not known:
            return []
        day = one.at.astimezone(self.zone).date()
        return [key("recipe", each.material, each.revision) for each in known if each.holds(day)]


def plant(
    objects: Ids, *, lot_of: Mapping[int, int], left: Mapping[int, int], zone: ZoneInfo,
    codes: Mapping[str, str], read: Callable[[Sequence[int]], Told],
    work: Callable[[Sequence[Making]], Work],
) -> Plant:  # fmt: skip
    """What is told of these objects, and of the lots that units among them are of."""
    every = read([*objects.tolist(), *set(lot_of.values())])
    lots = {lot.object: lot for lot in every.lots}
    values = defaultdict(list)
    for one in every.measured:
        of = codes.get(one.item, one.item), one.characteristic
        values[of].append((one.object, one.value))
    bins = {of: binned(listed) for of, listed in values.items() if of[1]}
    return Plant(every, work(every.makings), lot_of, left, zone, lots, codes, bins)


def _of_making(one: Making, fell: Iterable[At], people: Iterable[str], zone: ZoneInfo) -> list[Key]:
    found = [key("operator", person) for person in people]
    if one.equipment:
        found.append(key("equipment", one.equipment))
        if one.place:
            found.append(key("position", one.equipment, one.place))
    if one.step:
        day = one.at.astimezone(zone).date()
        year, week, _ = day.isocalendar()
        found += [key("day", one.step, day.isoformat()), key("week", one.step, year, week)]
        for shift in fell:
            on = shift.date.isoformat()
            found.append(key("shift", one.step, on, shift.code, shift.crew))
            if shift.crew:
                found.append(key("crew", one.step, shift.crew))
    return found


@dataclass(frozen=True, slots=True)
class Exposures:
    """The table, and what its factors are; unit i of it is units[i]."""

    units: Ids
    table: Membership
    keys: Sequence[Key]


def exposures(
    units: Ids, *, first: int, together: Ids, apart: Iterator[Ids], pairs: Iterable[tuple[int, Key]]
) -> Exposures:
    """The factors of units, in the order in which `apart` tells what is in each.

    Only what one of the `first` units was exposed to is a factor: they are those complained about.
    """
    keys, start, factors = _sparse(together, pairs)
    begun = list(islice(apart, first))
    some = _composed(begun, together, start, factors, len(keys))
    touched = np.zeros(len(keys), dtype=np.bool_)
    touched[some.factors] = True
    start, factors = _only(start, factors, touched)
    count = int(touched.sum())
    tables = [_composed(begun, together, start, factors, count)]
    while chunk := list(islice(apart, _AT_ONCE)):
        tables.append(_composed(chunk, together, start, factors, count))
    lengths = np.concatenate([np.diff(one.start) for one in tables])
    table = Membership(
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([one.factors for one in tables]),
        count,
    )
    return Exposures(units, table, [one for one, is_in in zip(keys, touched, strict=True) if is_in])


def _sparse(
    together: Ids, pairs: Iterable[tuple[int, Key]]
) -> tuple[list[Key], NDArray[np.int64], NDArray[np.int32]]:
    """The factors in order, and those of each object of `together` as compressed rows."""
    numbers: dict[Key, int] = {}
    objects: list[int] = []
    which: list[int] = []
    for one, factor in pairs:
        objects.append(one)
        which.append(numbers.setdefault(factor, len(numbers)))
    keys = sorted(numbers, key=lambda one: (one[0], [str(word) for word in one[1]]))
    place = np.empty(len(keys), dtype=np.int64)
    for number, factor in enumerate(keys):
        place[numbers[factor]] = number
    ids = np.array(objects, dtype=np.int64)
    at = np.searchsorted(together, ids)
    is_here = at < len(together)
    is_here[is_here] = together[at[is_here]] == ids[is_here]
    # what is told of a lot counts by its units alone, where the lot itself is in nothing
    found = at[is_here] * len(keys) + place[np.array(which, dtype=np.int64)[is_here]]
    found = ascending(found)
    rows, columns = np.divmod(found, max(1, len(keys)))
    start = np.searchsorted(rows, np.arange(len(together) + 1))
    return keys, start.astype(np.int64), columns.astype(np.int32)


def _only(
    start: NDArray[np.int64], factors: NDArray[np.int32], touched: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    kept = touched[factors]
    number = np.cumsum(touched) - 1
    before = np.concatenate([[0], np.cumsum(kept)])
    return before[start].astype(np.int64), number[factors[kept]].astype(np.int32)


def _composed(
    reached: Sequence[Ids],
    together: Ids,
    start: NDArray[np.int64],
    factors: NDArray[np.int32],
    count: int,
) -> Membership:
    """The factors of units, of what each reaches and of what that brings along."""
    lengths = np.array([len(one) for one in reached], dtype=np.int64)
    objects = np.concatenate([np.empty(0, np.int64), *reached])
    unit = np.repeat(np.arange(len(reached)), lengths)
    at = np.searchsorted(together, objects)
    brought = np.diff(start)[at]
    rows = Membership(start, factors, count).rows(at)
    table = ascending(np.repeat(unit, brought) * max(1, count) + rows)
    units, columns = np.divmod(table, max(1, count))
    begin = np.searchsorted(units, np.arange(len(reached) + 1))
    return Membership(begin.astype(np.int64), columns.astype(np.int32), count)
