"""One question in one call: all that stays the same between questions is handed over once.

A call of machine code that is given thirty arrays takes longer to look at them than to walk over
a hundred nodes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba.core import types
from numba.experimental import structref
from numpy.typing import NDArray

from gozinto.genealogy.kernels.answering import Found, collect
from gozinto.genealogy.kernels.compiling import maker
from gozinto.genealogy.kernels.walking import CUT, FIRST, FOUND, FULL, STEPS, Graph, Walk, spread


class Asked(NamedTuple):
    """The answer to one question, or why there is none.

    `steps`: so many were made. `is_full`: they had no room. `is_foreign`: an origin is no node.
    """

    found: Found
    steps: int
    is_full: bool
    is_cut: bool
    is_foreign: bool


@structref.register
class _BoundType(types.StructRef):
    """The type of what is bound."""


class Bound(structref.StructRefProxy):
    """A graph and the memory of its walks, to be asked again and again."""


_define: Any = structref.define_proxy
_define(Bound, _BoundType, ["graph", "walk"])


@maker
def bind(graph: Graph, walk: Walk) -> Any:
    """Binds a graph to memory; of the walk only its memory counts."""
    made: Any = Bound
    return made(graph, walk)


@maker
def ask(
    bound: Any, origins: NDArray[np.int32], labels: NDArray[np.int64], limit: int, base: int
) -> Asked:
    """What these origins reach. No labels: whenever they are."""
    graph, memory = bound.graph, bound.walk
    nodes = len(graph.forgets) + len(graph.laid.forgets)
    is_foreign = False
    for origin in origins:
        is_foreign |= origin < 0 or origin >= nodes
    bounds = labels if len(labels) else np.full(len(origins), FIRST)
    walk = Walk(
        origins[:0] if is_foreign else origins,
        bounds,
        limit,
        memory.nodes,
        memory.steps,
        memory.line,
        memory.tally,
        memory.laid_next,
        base,
    )
    spread(graph, walk)
    count = 0 if walk.tally[FULL] else walk.tally[FOUND]
    found = Found(
        np.empty(count, np.int32),
        np.empty(count, np.int64),
        np.empty(count, np.int32),
    )
    steps = walk.tally[STEPS]
    if count:
        collect(graph.sign, walk.steps[:steps], walk.nodes, found)
    return Asked(found, steps, walk.tally[FULL] != 0, walk.tally[CUT] != 0, is_foreign)
