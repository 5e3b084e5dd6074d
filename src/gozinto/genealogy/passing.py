"""How a run passes on what entered it where times are spans; see `crossing` for exact times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from gozinto.genealogy.crossing import Crossed, Kind, Step, inherits, order_of
from gozinto.genealogy.graph import ALWAYS, EVER, Link, Presence, Slot
from gozinto.genealogy.order import Span, Width, kind_of

_Side = Kind | Slot | None
"""What decides how a link meets the other side: of an output its kind, of an input its slot."""


class WideCrossing:
    """One run seen in one direction, `ahead` from its inputs to its outputs.

    Labels and spans are in walking time: mirrored where the walk goes back. A far link is passed
    on again whenever a smaller label of it turns up.
    """

    def __init__(
        self, links: Iterable[Link], *, presences: Iterable[Presence], width: Width, ahead: bool
    ) -> None:
        self._width = width
        self._ahead = ahead
        self._far: dict[_Side, list[Link]] = defaultdict(list)
        for link in sorted(links, key=lambda link: (link.at, link.id)):
            self._far[self._side(link)].append(link)
        self.presences = sorted(presences, key=lambda presence: (presence.on, presence.id))
        self._labels: dict[tuple[int, bool], int] = {}
        self._since: dict[_Side, int] = {}

    @property
    def links(self) -> Iterator[Link]:
        """All moments of the far side."""
        return (link for links in self._far.values() for link in links)

    def pass_on(self, entries: Iterable[Step]) -> Crossed:
        """What these entries newly open; a presence that meets no output is not in the answer."""
        crossed = Crossed([], [])
        sides: dict[_Side, list[Step]] = defaultdict(list)
        for entry in sorted(entries, key=order_of):
            if isinstance(entry.link, Presence):
                self._through(entry, presence=entry.link, crossed=crossed)
            else:
                crossed.entered.append(entry)
                sides[self._side(entry.link)].append(entry)
        for side, steps in sides.items():
            crossed.left.extend(self._moments(side, steps))
            if not self._ahead:
                crossed.left.extend(self._lasting(steps))
        return crossed

    def _side(self, link: Link) -> _Side:
        return link.slot if link.role == "input" else kind_of(link, width=self._width)

    def _compatible(self, near: _Side, far: _Side) -> bool:
        slot, kind = (near, far) if self._ahead else (far, near)
        assert isinstance(kind, Kind)
        return slot is None or slot not in kind.replaces

    def _span(self, link: Link) -> Span:
        return Span.of(link) if self._ahead else Span.of(link).mirrored

    def _moments(self, side: _Side, steps: Sequence[Step]) -> Iterator[Step]:
        best = steps[0]
        before = self._since.get(side, EVER + 1)
        self._since[side] = min(before, best.time)
        of_event = {step.link.event: step for step in steps if isinstance(step.link, Link)}
        of_event.pop(None, None)
        for far, links in self._far.items():
            if not self._compatible(side, far):
                continue
            for link in links:
                if not link.continuous:
                    # A batch reaches all whatever the clock says: the label starts again.
                    yield from self._reached(link, ALWAYS, best)
                elif best.time <= self._width.limit(self._span(link)):
                    yield from self._reached(link, best.time, best)
                elif link.event in of_event:
                    step = of_event[link.event]
                    yield from self._reached(link, step.time, step)

    def _reached(self, link: Link, label: int, entry: Step) -> Iterator[Step]:
        yield from self._better(
            link, self._width.after(label, self._span(link)), key=(link.id, False), entry=entry
        )

    def _better(
        self, link: Link | Presence, label: int, *, key: tuple[int, bool], entry: Step
    ) -> Iterator[Step]:
        if label < self._labels.get(key, EVER + 1):
            self._labels[key] = label
            yield Step(link, label, entry)

    def _through(self, entry: Step, *, presence: Presence, crossed: Crossed) -> None:
        met = False
        for side, outputs in self._far.items():
            assert isinstance(side, Kind)
            if not inherits(side, presence=presence):
                continue
            for output in outputs:
                if self._width.miss(presence, output) > 0:
                    continue
                label = self._width.through(entry.time, presence=presence, output=output)
                if label is not None:
                    met = True
                    crossed.left.extend(
                        self._better(output, label, key=(output.id, False), entry=entry)
                    )
        if met:
            crossed.entered.append(entry)

    def _lasting(self, steps: Iterable[Step]) -> Iterator[Step]:
        for step in steps:
            output = step.link
            assert isinstance(output, Link)
            kind = kind_of(output, width=self._width)
            for presence in self.presences:
                if inherits(kind, presence=presence) and self._width.miss(presence, output) <= 0:
                    label = self._width.before(-step.time, presence=presence)
                    if label is not None:
                        yield from self._better(
                            presence, -label, key=(presence.id, True), entry=step
                        )
