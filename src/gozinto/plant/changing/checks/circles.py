"""Circles among things that belong to each other, and what overlaps in time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Span = tuple[float, float, int]
"""Begin, end (which does not belong to it), and a number to know it by."""


def circles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The groups of nodes that each reach each other; of one node, where it reaches itself.

    Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
    """
    walk = _Walk(edges)
    for node in walk.following:
        if node not in walk.order:
            walk.walk(node)
    return walk.found


class _Walk:
    def __init__(self, edges: Iterable[tuple[str, str]]) -> None:
        self.following: dict[str, list[str]] = {}
        for start, end in edges:
            self.following.setdefault(start, []).append(end)
            self.following.setdefault(end, [])
        self.order: dict[str, int] = {}
        self.found: list[list[str]] = []
        self._lowest: dict[str, int] = {}
        self._stack: list[str] = []
        self._waiting: set[str] = set()

    def walk(self, root: str) -> None:
        path = [self._enter(root)]
        while path:
            node, rest = path[-1]
            child = next(rest, None)
            if child is None:
                path.pop()
                if path:
                    self._lower(path[-1][0], self._lowest[node])
                if self._lowest[node] == self.order[node]:
                    self._leave(node)
            elif child not in self.order:
                path.append(self._enter(child))
            elif child in self._waiting:
                self._lower(node, self.order[child])

    def _enter(self, node: str) -> tuple[str, Iterator[str]]:
        self.order[node] = self._lowest[node] = len(self.order)
        self._stack.append(node)
        self._waiting.add(node)
        return node, iter(self.following[node])

    def _lower(self, node: str, to: int) -> None:
        self._lowest[node] = min(self._lowest[node], to)

    def _leave(self, node: str) -> None:
        start = self._stack.index(node) if self._stack[-1] != node else len(self._stack) - 1
        group = self._stack[start:]
        del self._stack[start:]
        self._waiting.difference_update(group)
        if len(group) > 1 or node in self.following[node]:
            self.found.append(sorted(group))


def overlaps(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The spans that begin before an earlier one is over: of those the one that ends last, then
    the span.
    """
    found: list[tuple[int, int]] = []
    last: tuple[float, int] | None = None
    for begin, end, number in sorted(spans):
        if last is not None and begin < last[0]:
            found.append((last[1], number))
        if last is None or end > last[0]:
            last = (end, number)
    return found
