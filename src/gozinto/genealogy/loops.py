"""What depends on what, loops found and solved together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def has_loop(leads: Mapping[Node, Collection[Node]]) -> bool:
    """Whether anything leads back to itself: whether taking off what nothing leads to ends early.

    Much cheaper than the loops themselves (Kahn's algorithm).
    """
    waiting = Counter(other for others in leads.values() for other in others)
    free = [node for node in leads if node not in waiting]
    taken = 0
    while free:
        taken += 1
        for other in leads.get(free.pop(), ()):
            waiting[other] -= 1
            if not waiting[other]:
                free.append(other)
    return taken < len(leads.keys() | waiting.keys())


def in_order(
    starts: Iterable[Node], *, leads_to: Callable[[Node], Iterable[Node]]
) -> list[list[Node]]:
    """All nodes reachable from the starts, what others lead to first.

    Nodes that lead to each other stand together in one list (Tarjan's strongly connected
    components, without recursion: a chain may be longer than Python's stack).
    """
    index: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    open_: dict[Node, None] = {}
    found: list[list[Node]] = []
    for start in starts:
        if start in index:
            continue
        path = [(start, iter(leads_to(start)))]
        index[start] = lowest[start] = len(index)
        open_[start] = None
        while path:
            node, rest = path[-1]
            for other in rest:
                if other not in index:
                    index[other] = lowest[other] = len(index)
                    open_[other] = None
                    path.append((other, iter(leads_to(other))))
                    break
                if other in open_:
                    lowest[node] = min(lowest[node], index[other])
            else:
                path.pop()
                if path:
                    parent = path[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                if lowest[node] == index[node]:
                    found.append(_close(open_, node))
    return found


def _close(open_: dict[Node, None], node: Node) -> list[Node]:
    loop: list[Node] = []
    while not loop or loop[-1] != node:
        loop.append(open_.popitem()[0])
    return loop


def solve(matrix: Sequence[Sequence[Fraction]], *, known: Sequence[Fraction]) -> list[Fraction]:
    """The x with x = matrix · x + known, exactly; the smallest where several fit.

    For mixtures: no entry negative, no row above 1, and something enters from outside.
    """
    size = len(known)
    rows = [
        [(row == column) - matrix[row][column] for column in range(size)] + [known[row]]
        for row in range(size)
    ]
    for pivot in range(size):
        scale = rows[pivot][pivot]
        if scale == 0:
            # fed by nothing but itself
            continue
        rows[pivot] = [entry / scale for entry in rows[pivot]]
        for other in range(size):
            factor = rows[other][pivot]
            if other != pivot and factor:
                rows[other] = [
                    entry - factor * of for entry, of in zip(rows[other], rows[pivot], strict=True)
                ]
    return [row[-1] for row in rows]
