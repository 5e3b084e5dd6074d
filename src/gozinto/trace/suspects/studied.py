"""The study behind an answer: who is complained about, beside whom, and what each was part of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.suspects.membership import Membership
from gozinto.plant import enterprise
from gozinto.trace.index.current import Current
from gozinto.trace.measures import spreads
from gozinto.trace.measures.subjects import Materials
from gozinto.trace.reading import lots
from gozinto.trace.reading.moment import Moment, to_micros
from gozinto.trace.suspects import exposures, told
from gozinto.trace.suspects.complaints import Complaints
from gozinto.trace.suspects.exposures import Exposures, Plant
from gozinto.trace.suspects.population import Ids, InField, in_field, removed_since

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, and the index where it can be."""

    complaints: Complaints
    as_of: datetime
    moment: Moment
    with_persons: bool
    long_enough: timedelta | None
    population: tuple[int, ...]
    current: Current | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """What was found. Unit i of the table is units[i]; the first `complaints` are complained about.

    `made_on`: the days on which units were made. `left_out`: complaints that do not count, by why.
    """

    models: tuple[str, ...]
    units: Ids
    complaints: int
    table: Membership
    exposures: Exposures
    plant: Plant
    made_on: Mapping[int, date]
    long_enough: timedelta
    left_out: Counter[str]
    unproven: tuple[int, int]
    truncated: bool

    @property
    def bad(self) -> Flags:
        """Which units are complained about."""
        found: Flags = np.arange(len(self.units)) < self.complaints
        return found


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The units of a study, those complained about first, and when each left."""

    units: Ids
    since: Ids
    complaints: int
    long_enough: timedelta


def study(asked: Asked, *, items: Collection[str]) -> Studied:
    """Reads all of it, in a number of queries that does not grow with what is found."""
    materials = Materials.read()
    models, every = _models(items, materials)
    left_out = Counter(
        unread=len(asked.complaints.unread),
        no_fault=asked.complaints.no_fault,
        not_units=asked.complaints.not_units,
    )
    until = to_micros(asked.as_of)
    returned = {
        one.object: until if one.at is None else to_micros(one.at)
        for one in asked.complaints.by_unit.values()
    }
    field = in_field(every, until=until, returned=returned, moment=asked.moment)
    chosen = _chosen(asked, field, returned, until, left_out)
    moment = Moment()
    removed = removed_since(chosen.units, chosen.since, moment=moment)
    since = dict(zip(chosen.units.tolist(), chosen.since.tolist(), strict=True))
    reached = spreads.each(
        {one: {one} | removed.get(one, set()) for one in since},
        direction="backward", moment=moment, width="recorded", current=asked.current, times=since,
    )  # fmt: skip
    together = reached.together
    plant = exposures.plant(
        together,
        lot_of=lots.lots_of(together.tolist(), moment=moment),
        left=since,
        zone=ZoneInfo(enterprise.get().zone),
        codes={item: one.code for item, one in materials.by_item.items()},
        read=partial(told.of, moment=moment),
        work=partial(told.work, with_persons=asked.with_persons, moment=moment),
    )
    sizes: list[int] = []
    found = exposures.exposures(
        chosen.units,
        first=chosen.complaints,
        together=together,
        apart=_noted(reached.apart, sizes),
        pairs=plant.pairs(),
    )
    made_on = _made_on(plant, since)
    is_known = _known(chosen.units, sizes, made_on, plant.lot_of)
    left_out["no_genealogy"] = int((~is_known[: chosen.complaints]).sum())
    return Studied(
        models=models,
        units=chosen.units[is_known],
        complaints=int(is_known[: chosen.complaints].sum()),
        table=found.table.only(is_known),
        exposures=found,
        plant=plant,
        made_on=made_on,
        long_enough=chosen.long_enough,
        left_out=left_out,
        unproven=told.unproven({one.run for one in plant.told.makings}, moment=moment),
        truncated=reached.truncated,
    )


def _models(items: Collection[str], materials: Materials) -> tuple[tuple[str, ...], list[str]]:
    """The models' codes, and all that a unit of theirs may say: code or GTIN."""
    by_item = materials.by_item
    every = set(items)
    for item in items:
        if item in by_item:
            every |= {by_item[item].code, by_item[item].gtin} - {""}
    models = {by_item[item].code if item in by_item else item for item in items}
    return tuple(sorted(models)), sorted(every)


def _chosen(
    asked: Asked, field: InField, returned: Mapping[int, int], until: int, left_out: Counter[str]
) -> _Chosen:
    bad = np.array(sorted(returned), dtype=np.int64)
    since, is_shipped = field.of(bad)
    if asked.population:
        # who names all units knows which of them count
        every = np.array(sorted({*asked.population, *returned}), dtype=np.int64)
        left, is_there = field.of(every)
        times = np.where(is_there, left, until)
        order = np.argsort(~np.isin(every, bad), kind="stable")
        span = asked.long_enough or timedelta(0)
        return _Chosen(every[order], times[order], len(bad), span)
    left_out["not_shipped"] = int((~is_shipped).sum())
    bad, since = bad[is_shipped], since[is_shipped]
    if asked.long_enough is None:
        took = [
            returned[one] - left for one, left in zip(bad.tolist(), since.tolist(), strict=True)
        ]
        enough = min(took, default=0)
    else:
        enough = asked.long_enough // timedelta(microseconds=1)
    is_old = since <= until - enough
    left_out["too_young"] = int((~is_old).sum())
    bad, since = bad[is_old], since[is_old]
    counts = (field.since <= until - enough) & ~np.isin(field.units, bad)
    return _Chosen(
        np.concatenate([bad, field.units[counts]]),
        np.concatenate([since, field.since[counts]]),
        len(bad),
        timedelta(microseconds=enough),
    )


def _noted(apart: Iterator[Ids], sizes: list[int]) -> Iterator[Ids]:
    """The same, and how many objects each has."""
    for one in apart:
        sizes.append(len(one))
        yield one


def _made_on(plant: Plant, since: Mapping[int, int]) -> dict[int, date]:
    """The day on which each of these units first came out of a run."""
    first: dict[int, datetime] = {}
    for one in plant.told.makings:
        if one.object in since:
            first[one.object] = min(one.at, first.get(one.object, one.at))
    return {unit: at.astimezone(plant.zone).date() for unit, at in first.items()}


def _known(
    units: Ids, sizes: list[int], made_on: Mapping[int, date], lot_of: Mapping[int, int]
) -> Flags:
    """Of which units anything is on record of how they were made."""
    told_of = (one in made_on or one in lot_of for one in units.tolist())
    has_more = np.array(sizes, dtype=np.int64) > 1
    found: Flags = has_more | np.fromiter(told_of, dtype=np.bool_, count=len(units))
    return found
