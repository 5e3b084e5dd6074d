"""Links, presences, and where they come from: all that the kernels know of a plant.

Times are integers: microseconds since 1970-01-01T00:00:00Z. Objects and runs are integers
from two separate ranges (an object and a run may carry the same number).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

# Beyond every time a plant can record; the arrival of an origin that was always there,
# and the departure of one that may leave at any time.
ALWAYS = -(2**62)
EVER = 2**62

Role = Literal["input", "output"]
Slot = tuple[str, str, str]
"""Step, name and position: the place in a product that one input fills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A moment: one object went into a run (input) or came out of it (output).

    `at` is the recorded time, always within `earliest` and `latest`. `continuous` is the flow
    of the run. `replaces` stands on outputs only: the slots of the run which this output does
    not inherit because its own links fill them. `lot` stands on outputs only: the lot that the
    object belongs to, which therefore left the run at the same instant with the same content.
    `event` is what happened at one instant: links of one event are always in order with each
    other, however wide its bounds. `replaces_perhaps` are those slots of `replaces` that only
    doubtful links fill: in the width possible the output inherits them all the same.
    """

    id: int
    object: int
    run: int
    role: Role
    at: int
    earliest: int
    latest: int
    certainty: str = "scanned"
    continuous: bool = False
    slot: Slot | None = None
    replaces: frozenset[Slot] = frozenset()
    replaces_perhaps: frozenset[Slot] = frozenset()
    equipment: str = ""
    position: str = ""
    lot: int | None = None
    event: int | None = None

    @property
    def heads(self) -> tuple[int, ...]:
        """The objects that the link hangs on: the unit, and beside it its lot."""
        if self.lot is None or self.lot == self.object:
            return (self.object,)
        return (self.object, self.lot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """An input that lasts: the object was at work in a run from `on` until just before `off`.

    A mould, a bladder, a reel, a spray window. `off` is None while it is still there. One
    mounting seen in several runs may keep its id: the pair (id, run) names a presence. Of each
    end `on_event` and `off_event` say what happened then: often the end of one presence is the
    beginning of the next.
    """

    id: int
    object: int
    run: int
    on: int
    off: int | None
    on_earliest: int
    on_latest: int
    off_earliest: int | None = None
    off_latest: int | None = None
    certainty: str = "scanned"
    continuous: bool = False
    slot: Slot | None = None
    equipment: str = ""
    position: str = ""
    on_event: int | None = None
    off_event: int | None = None

    @property
    def heads(self) -> tuple[int, ...]:
        """The one object that was at work."""
        return (self.object,)

    @property
    def off_bounds(self) -> tuple[int, int]:
        """The earliest and the latest end; EVER while there is none."""
        if self.off is None:
            return EVER, EVER
        earliest = self.off if self.off_earliest is None else self.off_earliest
        return earliest, self.off if self.off_latest is None else self.off_latest


Found = tuple[Iterable[Link], Iterable[Presence]]


class Source(Protocol):
    """Where links are read: a database, or a test's memory.

    Both questions are asked once a level with all its nodes, never once a node, and never
    twice for one node in one walk. The order of the answers does not matter. Presences are
    inputs: the question for outputs answers an empty second half.
    """

    def links_of_objects(self, objects: Collection[int], *, role: Role) -> Found:
        """The links by which these objects went into runs, or by which they came out of them.

        With role "output" the links whose `lot` is one of the objects belong to the answer.
        """

    def links_of_runs(self, runs: Collection[int], *, role: Role) -> Found:
        """All inputs, or all outputs, of these runs."""
