"""Whether one history holds a whole path, and the search for a path that one does.

A path asks that some instants come before others. Each instant has bounds, and the instants of
one event are one. Such a system has a solution exactly if each instant, put as late as those
that must come before it ask, is within its own bounds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from gozinto.genealogy.graph import Link, Presence
from gozinto.genealogy.order import Span

Transfer = tuple[Link | Presence, Link]
"""Into a run and out of it again."""
Path = tuple[Transfer, ...]

EFFORT = 50_000
"""So many paths are looked at before the search gives up."""

_Instant = tuple[str, int, int]
_Ways = Callable[[int], Iterable[tuple[Transfer, tuple[int, ...]]]]


def holds(path: Sequence[Transfer]) -> bool:
    """Whether some history puts all links of this path in order."""
    spans: dict[_Instant, Span] = {}
    order: list[tuple[_Instant, _Instant]] = []
    arrival: _Instant | None = None
    for entry, output in path:
        left = _moment(output, spans)
        if isinstance(entry, Presence):
            on, off = _ends(entry, spans)
            order += [(on, left), (left, off), (on, off)]
            if arrival is not None:
                order.append((arrival, left if entry.continuous else off))
        else:
            entered = _moment(entry, spans)
            if entry.continuous:
                order.append((entered, left))
            if arrival is not None:
                order.append((arrival, entered))
        arrival = left
    return _is_solvable(spans, order)


def _moment(link: Link, spans: dict[_Instant, Span]) -> _Instant:
    name = ("link", link.id, link.run) if link.event is None else ("event", link.event, 0)
    return _within(name, Span.of(link), spans)


def _ends(presence: Presence, spans: dict[_Instant, Span]) -> tuple[_Instant, _Instant]:
    begun = Span(presence.on_earliest, presence.on_latest)
    ends = (
        ("on", presence.on_event, begun),
        ("off", presence.off_event, Span(*presence.off_bounds)),
    )
    on, off = (
        _within((end, presence.id, 0) if event is None else ("event", event, 0), span, spans)
        for end, event, span in ends
    )
    return on, off


def _within(name: _Instant, span: Span, spans: dict[_Instant, Span]) -> _Instant:
    known = spans.get(name, span)
    spans[name] = Span(max(known.first, span.first), min(known.last, span.last))
    return name


def _is_solvable(spans: dict[_Instant, Span], order: Sequence[tuple[_Instant, _Instant]]) -> bool:
    soonest = {name: span.first for name, span in spans.items()}
    moved = True
    while moved:
        moved = False
        for before, after in order:
            if soonest[before] > soonest[after]:
                soonest[after] = soonest[before]
                moved = True
    return all(soonest[name] <= span.last for name, span in spans.items())


class Search:
    """Finds consistent paths by trying them, shortest first; `gave_up`: there may be more.

    To come out of a run by a link a second time adds conditions and no freedom, so no path does.
    """

    def __init__(self, ways: _Ways, *, ahead: bool, effort: int = EFFORT) -> None:
        self._ways = ways
        self._ahead = ahead
        self._effort = effort
        self.gave_up = False

    def paths(self, origins: Collection[int], *, wanted: AbstractSet[int]) -> dict[int, Path]:
        """For each wanted object one of the shortest consistent paths from any origin."""
        missing = set(wanted)
        found: dict[int, Path] = {}
        waiting: deque[tuple[int, Path]] = deque((origin, ()) for origin in sorted(origins))
        while waiting and missing:
            node, path = waiting.popleft()
            for longer, heads in self._longer(node, path):
                if self._effort == 0:
                    self.gave_up = True
                    return found
                self._effort -= 1
                if not holds(longer):
                    continue
                for head in heads:
                    waiting.append((head, longer))
                    if head in missing:
                        missing.discard(head)
                        found[head] = longer
        return found

    def _longer(self, node: int, path: Path) -> Iterator[tuple[Path, tuple[int, ...]]]:
        passed = {self._mark(transfer) for transfer in path}
        for transfer, heads in self._ways(node):
            if self._mark(transfer) not in passed:
                yield (*path, transfer) if self._ahead else (transfer, *path), heads

    def _mark(self, transfer: Transfer) -> tuple[int, ...]:
        entry, output = transfer
        if self._ahead:
            return (output.id, output.run)
        if isinstance(entry, Presence):
            return (entry.id, entry.run, output.id)
        return (entry.id, entry.run)
