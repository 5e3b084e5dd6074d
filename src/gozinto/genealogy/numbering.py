"""Numbers objects and ports densely, in order of time, and hands their edges to `arrays`.

Neighbours in time are neighbours in memory: a walk then touches few pages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.arrays import PASS, EdgeList
from gozinto.genealogy.graph import EVER
from gozinto.genealogy.lowering import SEGMENT, Lowered

_Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Links of runs that are one port each, as columns; ids as the record has them.

    `continuous`: the runs, of all those here, that are no batches.
    """

    object: _Ids
    run: _Ids
    is_input: NDArray[np.bool_]
    time: _Ids
    link: NDArray[np.int32]
    continuous: _Ids


_SPARSE, _SMALL = 16, 100_000

_NONE = np.empty(0, dtype=np.int64)
NOTHING_PLAIN = Plain(
    object=_NONE,
    run=_NONE,
    is_input=_NONE.astype(np.bool_),
    time=_NONE,
    link=_NONE.astype(np.int32),
    continuous=_NONE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Nodes, edges, and which node is what.

    `id`: of an object's node the object's id, of a port's node its run's. `object_ids` in
    ascending order beside `object_nodes`; so too `run_ids`, with one entry for each port.
    """

    layer: NDArray[np.uint8]
    forgets: NDArray[np.uint8]
    id: _Ids
    object_ids: _Ids
    object_nodes: NDArray[np.int32]
    run_ids: _Ids
    run_nodes: NDArray[np.int32]
    moments: EdgeList
    carries: EdgeList


def ranked(ids: _Ids) -> tuple[_Ids, _Ids]:
    """Each id once, ascending, and beside each of `ids` its place among them.

    Ids of a record lie close together: then a table of all of them is much faster than sorting.
    """
    last = int(ids.max(initial=0))
    if last > _SPARSE * len(ids) + _SMALL:
        found, place = np.unique(ids, return_inverse=True)
        return found, place.astype(np.int64)
    is_there = np.zeros(last + 1, dtype=np.bool_)
    is_there[ids] = True
    rank = np.cumsum(is_there) - 1
    return np.flatnonzero(is_there), rank[ids]


def numbered(plain: Plain, special: Lowered, *, first_link: int = 0) -> Numbered:
    """Plain runs and those that were taken apart, as one graph.

    `first_link` is the row of the first link of `special` in the table of links.
    """
    runs, plain_port = ranked(plain.run)
    port_run, port_layer, port_forgets = special.ports.T
    objects, ports, is_input, times, links = special.moments.T
    all_objects = np.concatenate([plain.object, objects])
    all_ports = np.concatenate([plain_port, ports + len(runs)])
    time = np.concatenate([plain.time, times])
    held, segments, until, presence = special.lastings.T
    object_ids, place = ranked(np.concatenate([all_objects, held]))
    moment_place, held_place = place[: len(all_objects)], place[len(all_objects) :]
    port_count = len(runs) + len(port_run)
    first = np.full(len(object_ids) + port_count, EVER, dtype=np.int64)
    np.minimum.at(first, moment_place, time)
    np.minimum.at(first, all_ports + len(object_ids), time)
    order = np.argsort(first, kind="stable")
    node = np.empty(len(order), dtype=np.int32)
    node[order] = np.arange(len(order), dtype=np.int32)
    object_node, port_node = node[: len(object_ids)], node[len(object_ids) :]
    layer = np.concatenate([np.zeros(len(object_ids)), np.full(len(runs), SEGMENT), port_layer])
    forgets = np.concatenate(
        [np.zeros(len(object_ids)), ~np.isin(runs, plain.continuous), port_forgets]
    )
    run_of_port = np.concatenate([runs, port_run])
    by_run = np.argsort(run_of_port, kind="stable")
    went_in = np.concatenate([plain.is_input, is_input.astype(np.bool_)])
    at_object, at_port = object_node[moment_place], port_node[all_ports]
    sources, targets = special.passings.T
    return Numbered(
        layer=layer.astype(np.uint8)[order],
        forgets=forgets.astype(np.uint8)[order],
        id=np.concatenate([object_ids, run_of_port])[order],
        object_ids=object_ids,
        object_nodes=object_node,
        run_ids=run_of_port[by_run],
        run_nodes=port_node[by_run],
        moments=EdgeList(
            source=np.where(went_in, at_object, at_port),
            target=np.where(went_in, at_port, at_object),
            time=time,
            link=np.concatenate([plain.link, (links + first_link).astype(np.int32)]),
        ),
        carries=EdgeList(
            source=np.concatenate([object_node[held_place], port_node[sources + len(runs)]]),
            target=np.concatenate(
                [port_node[segments + len(runs)], port_node[targets + len(runs)]]
            ),
            time=np.concatenate([until, np.full(len(sources), EVER, dtype=np.int64)]),
            link=np.concatenate([presence, np.full(len(sources), PASS)]).astype(np.int32),
        ),
    )
