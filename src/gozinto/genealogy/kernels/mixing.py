"""Mixtures in order: each computed as soon as all that went into it is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.kernels.compiling import kernel, part

SAME = 1e-12
"""Shares closer than this are one share, computed by two ways."""


class Rows(NamedTuple):
    """What went into the vessels, vessel by vessel, each in order of time.

    A row came `out_of` a vessel, or of nowhere (-1). Those that came out of vessel v stand once
    more, in order of `need`, in going[going_start[v]:going_start[v + 1]]: what a row is made of
    is known as soon as the first `need` rows of its vessel are.
    """

    start: NDArray[np.int64]
    vessel: NDArray[np.int32]
    out_of: NDArray[np.int32]
    mass: NDArray[np.float64]
    need: NDArray[np.int32]
    going_start: NDArray[np.int64]
    going: NDArray[np.int64]


class Vessels(NamedTuple):
    """Of each vessel: whether its content is `given` whatever went in, and whether it mixes all.

    Written: how many rows it has `taken`, how many are `gone` from it, its mass and its share.
    """

    given: NDArray[np.bool_]
    is_batch: NDArray[np.bool_]
    taken: NDArray[np.int64]
    gone: NDArray[np.int64]
    mass: NDArray[np.float64]
    share: NDArray[np.float64]


class Notes(NamedTuple):
    """Of each row whether it is known, and its share; and a stack of rows to be passed on."""

    known: NDArray[np.bool_]
    share: NDArray[np.float64]
    stack: NDArray[np.int64]


@kernel
def needs(rows: Rows, vessels: Vessels, time: NDArray[np.int64]) -> None:
    """Writes `need`: what stood in the vessel by the time of the row, or all of a batch."""
    for row in range(len(rows.vessel)):
        vessel = rows.out_of[row]
        rows.need[row] = 0
        if vessel < 0 or vessels.given[vessel]:
            continue
        first, end = rows.start[vessel], rows.start[vessel + 1]
        low, high = first, end
        while low < high and not vessels.is_batch[vessel]:
            middle = (low + high) // 2
            if time[middle] <= time[row]:
                low = middle + 1
            else:
                high = middle
        rows.need[row] = (end if vessels.is_batch[vessel] else low) - first


@kernel
def mix(rows: Rows, vessels: Vessels, notes: Notes) -> int:
    """Fills the vessels; answers how many rows were known in the end: all, but for loops."""
    known, waiting = 0, 0
    for row in range(len(rows.vessel)):
        vessel = rows.out_of[row]
        if rows.need[row] == 0:
            is_given = vessel >= 0 and vessels.given[vessel]
            notes.share[row] = vessels.share[vessel] if is_given else 0.0
            notes.known[row] = True
            notes.stack[waiting] = row
            waiting += 1
    while waiting:
        waiting -= 1
        known += 1
        vessel = rows.vessel[notes.stack[waiting]]
        if not vessels.given[vessel]:
            waiting = _fill(rows, vessels, notes, vessel, waiting)
    return known


@part
def _fill(rows: Rows, vessels: Vessels, notes: Notes, vessel: int, waiting: int) -> int:
    """Lets in what is known of what comes next, and out what needs no more than that."""
    first, end = rows.start[vessel], rows.start[vessel + 1]
    while vessels.taken[vessel] < end - first:
        row = first + vessels.taken[vessel]
        if not notes.known[row]:
            break
        if not vessels.is_batch[vessel]:
            _pour(rows, vessels, notes, vessel, row)
        vessels.taken[vessel] += 1
        if vessels.is_batch[vessel] and vessels.taken[vessel] == end - first:
            vessels.share[vessel] = _all_at_once(rows, notes, first, end)
        going = rows.going_start[vessel] + vessels.gone[vessel]
        while going < rows.going_start[vessel + 1]:
            row = rows.going[going]
            if rows.need[row] > vessels.taken[vessel]:
                break
            if rows.need[row] > 0:
                notes.share[row], notes.known[row] = vessels.share[vessel], True
                notes.stack[waiting] = row
                waiting += 1
            vessels.gone[vessel] += 1
            going += 1
    return waiting


@part
def _pour(rows: Rows, vessels: Vessels, notes: Notes, vessel: int, row: int) -> None:
    """One more row into what was there: the mean by mass, where the masses are known."""
    before, mass = vessels.mass[vessel], rows.mass[row]
    was, comes = vessels.share[vessel], notes.share[row]
    vessels.mass[vessel] = before + mass
    if vessels.taken[vessel] == 0 or (before == 0 and mass != 0):
        vessels.share[vessel] = comes
    elif not (mass == 0 and before != 0) and not _are_same(was, comes):
        # without a mass, or with none but nothing, the quotient is no number: absent
        vessels.share[vessel] = was * (before / (before + mass)) + comes * (mass / (before + mass))


@part
def _all_at_once(rows: Rows, notes: Notes, first: int, end: int) -> float:
    """A batch: what weighs nothing counts beside nothing else."""
    total, weighed, heavy = 0.0, 0.0, 0
    for row in range(first, end):
        total += rows.mass[row]
        heavy += rows.mass[row] != 0
    one, are_one = 0.0, True
    seen = 0
    for row in range(first, end):
        if heavy == 0 or rows.mass[row] != 0:
            if seen == 0:
                one = notes.share[row]
            are_one &= _are_same(one, notes.share[row])
            weighed += notes.share[row] * rows.mass[row]
            seen += 1
    return one if are_one else weighed / total


@part
def _are_same(one: float, other: float) -> bool:
    return abs(one - other) < SAME or (np.isnan(one) and np.isnan(other))
