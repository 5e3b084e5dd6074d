"""How often a tool may work at a machine, by the interlocks on it: pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from gozinto.plant.known import Known
from gozinto.plant.known.shapes import Asset, Interlock
from gozinto.record.rules.plant.interlocks.conditions import fault, is_at
from gozinto.record.rules.plant.wear import Stay, Worked
from gozinto.record.rules.shapes import Fault


def fewest(asset: Asset, locks: Sequence[Interlock]) -> int | None:
    """The fewest cycles that anything allows the tool anywhere; None where nothing limits it."""
    allowed = [one.cycles for one in locks if _names(one, asset) and one.cycles is not None]
    if asset.cycle_limit is not None:
        allowed.append(asset.cycle_limit)
    return min(allowed, default=None)


def of_mounting(
    asset: Asset, stay: Stay, *, locks: Sequence[Interlock], known: Known
) -> Iterator[Interlock]:
    """The interlocks that forbid to mount it there: no more work is left for it."""
    for one in _in_force(asset, stay.entry.equipment, stay.on, locks, known):
        if not one.step and one.cycles is not None and stay.cycles >= one.cycles:
            yield one


def of_work(
    asset: Asset,
    stay: Stay,
    *,
    work: Worked,
    cycle: int,
    locks: Sequence[Interlock],
    known: Known,
) -> Iterator[Interlock]:
    """The interlocks that forbid it to work there for the how manieth time (`cycle`)."""
    for one in _in_force(asset, stay.entry.equipment, work.at, locks, known):
        if one.step in ("", work.step) and one.cycles is not None and cycle > one.cycles:
            yield one


def mounted(one: Interlock, asset: Asset, *, stay: Stay, subject: str) -> Fault:
    """That it was mounted all the same."""
    data = {"case": "mounted", "asset": asset.code, "cycles": str(stay.cycles)}
    return fault(
        one,
        subject=subject,
        position=stay.entry.position,
        object=asset.uri,
        data={**data, "limit": str(one.cycles)},
    )


def worked(one: Interlock, asset: Asset, *, work: Worked, cycle: int, subject: str) -> Fault:
    """That it worked all the same."""
    data = {"case": "worked", "asset": asset.code, "cycles": str(cycle)}
    return fault(
        one,
        subject=subject,
        position=work.position,
        object=asset.uri,
        data={**data, "limit": str(one.cycles)},
    )


def _in_force(
    asset: Asset, equipment: str, at: datetime, locks: Sequence[Interlock], known: Known
) -> Iterator[Interlock]:
    for one in locks:
        if _names(one, asset) and one.is_in_force(at) and is_at(one, equipment, known=known):
            yield one


def _names(one: Interlock, asset: Asset) -> bool:
    return asset.code == one.asset if one.asset else asset.kind == one.asset_kind
