"""Circles among things that belong to each other, and what overlaps in time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gozinto.genealogy.loops import in_order

Span = tuple[float, float, int]
"""Begin, end (which does not belong to it), and a number to know it by."""


def circles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The groups of nodes that each reach each other; of one node, where it reaches itself."""
    following: dict[str, list[str]] = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    loops = in_order(list(following), leads_to=lambda node: following.get(node, ()))
    return [sorted(loop) for loop in loops if len(loop) > 1 or loop[0] in following[loop[0]]]


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
