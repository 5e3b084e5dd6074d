"""Why a link that hangs on an answer is not in it: the fact that separates, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gozinto.genealogy.crossing import inherits
from gozinto.genealogy.graph import EVER, Link, Presence
from gozinto.genealogy.order import Span, Width, kind_of

Reason = Literal["order", "slot", "place", "certainty", "history", "nothing"]
Key = tuple[int, int, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """`link` was not taken, because of what it is or because of what stands `beside` it.

    order: the two are out of order by `by` microseconds, or may be in the width proven.
    slot: the unit fills what would have come from there. place: another cavity or machine.
    certainty: it is not known well enough that the link is. history: each step is in order, but
    no single history puts all steps of any path over this link in order. nothing: its run is
    not known to have put anything out.
    """

    link: Link | Presence
    reason: Reason
    beside: Link | Presence | None = None
    by: int = 0


def key_of(link: Link | Presence) -> Key:
    """What names a link or a presence among all."""
    return (link.id, link.run, isinstance(link, Presence))


class Separator:
    """Compares what was read with what was taken, in one width and direction.

    `labels`: the walking label of each link that entered a run.
    """

    def __init__(self, width: Width, *, ahead: bool, labels: Mapping[Key, int]) -> None:
        self._width = width
        self._ahead = ahead
        self._labels = labels

    def from_object(
        self, link: Link, *, label: int, path: Sequence[Link | Presence]
    ) -> Separation | None:
        """Between an object and a link by which its content did not go on."""
        by = self._out_of_order(label, link)
        if by <= 0:
            return None
        culprits = (one for one in reversed(path) if self._bound(one) == label)
        return Separation(
            link=link, reason="order", beside=next(culprits, path[-1] if path else None), by=by
        )

    def in_run(self, link: Link | Presence, *, others: Iterable[Link | Presence]) -> Separation:
        """Between a link and those on the other side of its run: the nearest miss of all."""
        found = [
            (_NEARNESS[one.reason], one.by, key_of(other), one)
            for other in others
            if (one := self._between(link, other)) is not None
        ]
        return min(found)[-1] if found else Separation(link=link, reason="nothing")

    def _between(self, link: Link | Presence, other: Link | Presence) -> Separation | None:
        is_output = isinstance(link, Link) and link.role == "output"
        entry, output = (other, link) if is_output else (link, other)
        assert isinstance(output, Link)
        kind = kind_of(output, width=self._width)
        by = 0
        if entry.slot is not None and entry.slot in kind.replaces:
            reason: Reason = "slot"
        elif isinstance(entry, Presence) and not inherits(kind, presence=entry):
            reason = "place"
        else:
            reason = "order"
            by = self._miss(entry, output, near=other)
            if by <= 0:
                return None
        return Separation(link=link, reason=reason, beside=other, by=by)

    def _miss(self, entry: Link | Presence, output: Link, *, near: Link | Presence) -> int:
        label = self._labels.get(key_of(near))
        if isinstance(entry, Link):
            far = output if near is entry else entry
            return 0 if label is None else self._out_of_order(label, far)
        miss = self._width.miss(entry, output)
        if miss > 0:
            return miss
        late = 0 if label is None or near is not entry else label - self._last(output)
        return max(late, 1)

    def _out_of_order(self, label: int, link: Link) -> int:
        return label - self._last(link)

    def _last(self, link: Link) -> int:
        span = Span.of(link) if self._ahead else Span.of(link).mirrored
        return self._width.limit(span)

    def _bound(self, link: Link | Presence) -> int:
        span = (
            Span(link.on_earliest, link.off_bounds[1] if not self._ahead else link.on_latest)
            if isinstance(link, Presence)
            else Span.of(link)
        )
        return self._width.after(-EVER, span if self._ahead else span.mirrored)


_NEARNESS: Mapping[Reason, int] = {"order": 0, "slot": 1, "place": 2}
