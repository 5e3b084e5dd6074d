"""Share by mass over the graph in arrays: the answers of `share`, quick enough for whole plants.

Every object and every port is a vessel with the mean of what went into it by then. What no loop
holds up is computed in one pass; loops are solved exactly by `share`, up to a size.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gozinto.genealogy.edges import Used
from gozinto.genealogy.graph import Link
from gozinto.genealogy.kernels.sealing import sealed
from gozinto.genealogy.share import Portion, shares_from
from gozinto.genealogy.walker import Walker

MOST_IN_LOOPS = 2_000
"""So many links are solved exactly where some of them go in circles; of more nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MassShares:
    """The share of each object that the origins reach; of all others it is 0. NaN: not known."""

    objects: NDArray[np.int32]
    shares: NDArray[np.float64]


def mass_shares(
    walker: Walker, origins: ArrayLike, *, mass: ArrayLike, unknown: ArrayLike = ()
) -> MassShares:
    """How much of each object comes from the origins. `mass` is by link, NaN where not known.

    `unknown` are objects whose own beginnings are not among the links.
    """
    ours, theirs = np.asarray(origins, np.int32), np.asarray(unknown, np.int32)
    reached = walker.reach(np.concatenate([ours, theirs]), ahead=True)
    poured = walker.entering(reached.nodes)
    poured = poured.at(np.lexsort((poured.link, poured.time, poured.near)))
    nodes = np.sort(reached.nodes)
    vessels = _vessels(walker, nodes=nodes, ours=ours, theirs=theirs)
    is_object = walker.layer_of(nodes) == 0
    shares = _mixed(vessels, nodes=nodes, poured=poured, mass=mass, is_object=is_object)
    return MassShares(objects=nodes[is_object], shares=shares[is_object])


def _vessels(
    walker: Walker,
    *,
    nodes: NDArray[np.int32],
    ours: NDArray[np.int32],
    theirs: NDArray[np.int32],
) -> Any:
    from gozinto.genealogy.kernels.mixing import Vessels

    share, given = np.zeros(len(nodes)), np.zeros(len(nodes), np.bool_)
    share[np.searchsorted(nodes, theirs)] = np.nan
    share[np.searchsorted(nodes, ours)] = 1.0
    given[np.searchsorted(nodes, np.concatenate([ours, theirs]))] = True
    return Vessels(
        given=given,
        is_batch=walker.forgets(nodes),
        taken=np.zeros(len(nodes), np.int64),
        gone=np.zeros(len(nodes), np.int64),
        mass=np.zeros(len(nodes)),
        share=share,
    )


def _mixed(
    vessels: Any,
    *,
    nodes: NDArray[np.int32],
    poured: Used,
    mass: ArrayLike,
    is_object: NDArray[np.bool_],
) -> NDArray[np.float64]:
    from gozinto.genealogy.kernels.mixing import Notes, Rows, mix, needs

    count = len(poured.link)
    vessel = np.searchsorted(nodes, poured.near).astype(np.int32)
    out_of = np.minimum(np.searchsorted(nodes, poured.far), max(0, len(nodes) - 1))
    # what comes out of a vessel that nothing of ours reaches has nothing of ours
    out_of = np.where(nodes[out_of] == poured.far, out_of, -1).astype(np.int32)
    rows = Rows(
        start=np.searchsorted(vessel, np.arange(len(nodes) + 1)),
        vessel=vessel,
        out_of=out_of,
        mass=np.asarray(mass, np.float64)[poured.link],
        need=np.zeros(count, np.int32),
        going_start=np.zeros(len(nodes) + 1, np.int64),
        going=np.zeros(count, np.int64),
    )
    needs(rows, vessels, sealed(poured.time))
    going = np.lexsort((rows.need, out_of))
    start = np.searchsorted(out_of[going], np.arange(len(nodes) + 1))
    rows = rows._replace(going=going, going_start=start)
    notes = Notes(np.zeros(count, np.bool_), np.zeros(count), np.zeros(count, np.int64))
    if mix(rows, vessels, notes) == count:
        return np.asarray(vessels.share)
    if count > MOST_IN_LOOPS:
        is_open = vessels.taken < np.diff(rows.start)
        return np.where(is_open & ~vessels.given, np.nan, vessels.share)
    exact = _solved(vessels, nodes=nodes, poured=poured, rows=rows, is_object=is_object)
    return np.array([exact.get(node, np.nan) for node in nodes.tolist()])


def _solved(
    vessels: Any, *, nodes: NDArray[np.int32], poured: Used, rows: Any, is_object: NDArray[np.bool_]
) -> dict[int, float]:
    """The shares of objects by `share`: exactly, loops and all."""
    portions = []
    for row in range(len(poured.link)):
        near, far, at = int(poured.near[row]), int(poured.far[row]), int(poured.time[row])
        is_output = bool(is_object[rows.vessel[row]])
        run = rows.out_of[row] if is_output else rows.vessel[row]
        link = Link(
            id=row,
            object=near if is_output else far,
            run=far if is_output else near,
            role="output" if is_output else "input",
            at=at,
            earliest=at,
            latest=at,
            continuous=not vessels.is_batch[run],
        )
        mass = float(rows.mass[row])
        portions.append(Portion(link, None if np.isnan(mass) else Fraction(mass)))
    ours = vessels.given & ~np.isnan(vessels.share)
    shares = shares_from(
        nodes[ours].tolist(),
        portions=portions,
        unknown=nodes[vessels.given & ~ours].tolist(),
    )
    return {node: float(share) for node, share in shares.items()}
