"""What each width asks of the times, the certainties and the slots along a path.

Times are spans, from the earliest to the latest instant at which something can have happened. A
walk backward is a walk forward in mirrored time (see `mirrored`), so each rule stands once.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from gozinto.genealogy.crossing import Kind, last_instant
from gozinto.genealogy.graph import Link, Presence, Slot


class Span(NamedTuple):
    """An instant lies in [first, last]."""

    first: int
    last: int

    @classmethod
    def of(cls, link: Link) -> Span:
        """When a moment was."""
        return cls(link.earliest, link.latest)

    @property
    def mirrored(self) -> Span:
        """The same with time running backwards."""
        return Span(-self.last, -self.first)


class Width(Protocol):
    """The rules of one width.

    A path carries a label: in *possible* the running maximum of `earliest`, which is the first
    instant at which the path can have come so far; in *proven* that of `latest`, by which it
    came so far for certain. A smaller label leaves more ways to go on.
    """

    name: str
    excluded: frozenset[str]

    def limit(self, span: Span) -> int:
        """The greatest label that passes a link of this span."""

    def after(self, label: int, span: Span) -> int:
        """The label behind a link of this span."""

    def replaced(self, output: Link) -> frozenset[Slot]:
        """The slots that this output does not inherit from its run."""

    def miss(self, presence: Presence, output: Link) -> int:
        """By how many microseconds it was not there; above zero exactly if it does not meet."""

    def through(self, label: int, *, presence: Presence, output: Link) -> int | None:
        """Forward: the label behind the output, arriving at the object so; None if it cannot."""

    def before(self, label: int, *, presence: Presence) -> int | None:
        """Backward: the departure from the object, seen from an output with this departure."""


class _Possible:
    """In some history. Instants that touch may be in order, and so at the end of a presence."""

    name = "possible"
    excluded: frozenset[str] = frozenset()

    def limit(self, span: Span) -> int:
        return span.last

    def after(self, label: int, span: Span) -> int:
        return max(label, span.first)

    def replaced(self, output: Link) -> frozenset[Slot]:
        return output.replaces - output.replaces_perhaps

    def ended(self, presence: Presence) -> int:
        """The last instant at which it can have been at work."""
        return presence.off_bounds[1]

    def miss(self, presence: Presence, output: Link) -> int:
        ended = self.ended(presence)
        begun = presence.on_earliest
        return max(begun - output.latest, output.earliest - ended, begun - ended)

    def through(self, label: int, *, presence: Presence, output: Link) -> int | None:
        ended = self.ended(presence)
        at_work = max(presence.on_earliest, output.earliest)
        if not presence.continuous:
            return at_work if label <= ended else None
        made = max(label, at_work)
        return made if made <= min(output.latest, ended) else None

    def before(self, label: int, *, presence: Presence) -> int | None:
        ended = self.ended(presence)
        if presence.on_earliest > label:
            return None
        return min(label, ended) if presence.continuous else ended


class _Recorded(_Possible):
    """In the one history that was written down; its source gives each time as it was written.

    At the very instant of its end a presence is over.
    """

    name = "recorded"
    excluded: frozenset[str] = frozenset({"unknown"})

    def replaced(self, output: Link) -> frozenset[Slot]:
        return output.replaces

    def ended(self, presence: Presence) -> int:
        return last_instant(presence)


class _Proven:
    """In every history. At the very instant of its end a presence may be over."""

    name = "proven"
    excluded: frozenset[str] = frozenset({"inferred", "unknown"})

    def limit(self, span: Span) -> int:
        return span.first

    def after(self, label: int, span: Span) -> int:
        return max(label, span.last)

    def replaced(self, output: Link) -> frozenset[Slot]:
        return output.replaces

    def miss(self, presence: Presence, output: Link) -> int:
        ended, _ = presence.off_bounds
        is_one = output.event is not None and output.event == presence.on_event
        late = 0 if is_one else presence.on_latest - output.earliest
        return max(late, output.latest - ended + 1)

    def through(self, label: int, *, presence: Presence, output: Link) -> int | None:
        ended, _ = presence.off_bounds
        in_time = label <= output.earliest if presence.continuous else label < ended
        return output.latest if in_time else None

    def before(self, label: int, *, presence: Presence) -> int | None:
        ended, _ = presence.off_bounds
        return label if presence.continuous else ended - 1


POSSIBLE: Width = _Possible()
RECORDED: Width = _Recorded()
PROVEN: Width = _Proven()


def kind_of(output: Link, *, width: Width) -> Kind:
    """What decides which inputs of its run an output inherits in this width."""
    return Kind(width.replaced(output), output.equipment, output.position)
