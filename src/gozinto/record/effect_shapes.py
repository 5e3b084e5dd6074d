"""The shapes of what one event does: involvements, links, mounts, containment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from gozinto.standards.epcis.gozinto import Context, Override


@dataclass(frozen=True, slots=True)
class Named:
    """An object as an event names it; `is_class` when it stood in a quantity list."""

    uri: str
    is_class: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InvolvementEffect:
    """An object took part: its role, quantity, effect on stock, status, hold and place.

    `recalled`: as `held`, of a recall. `inspection` and `result`: what was looked at, and what
    came of it. `is_count`: so much was found there, whatever the record says. `run`: which run it
    went into or came out of, or the job of that, if others may work on it too.
    """

    object: Named
    role: str
    quantity: Decimal | None = None
    uom: str = ""
    delta: Decimal = Decimal(0)
    term: str = ""
    status: str = ""
    held: bool | None = None
    location: str = ""
    expires_at: datetime | None = None
    recalled: bool | None = None
    inspection: str = ""
    result: str = ""
    is_count: bool = False
    run: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEffect:
    """One quantity into or out of a run."""

    run: str
    object: Named
    is_input: bool
    quantity: Decimal | None
    uom: str
    certainty: str
    slot: list[str] | None = None
    lot: str = ""
    replaces: list[list[str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEffect:
    """What the event says of a run it belongs to."""

    run: str
    is_membership: bool = False
    takes_mounts: bool = True
    makes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MountEffect:
    """A mount or an unmount; `object` None: all that is at the equipment, or at that slot of it."""

    object: Named | None
    equipment: str
    slot: list[str]
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainmentEffect:
    """Into or out of a container; `child` None: all of it."""

    parent: Named
    child: Named | None
    is_in: bool
    quantity: Decimal | None = None
    uom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipEffect:
    """A unit is one of a lot; `fills` are the slots it need not inherit from the lot."""

    unit: Named
    lot: Named
    certainty: str
    fills: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEffect:
    """What somebody did with a run ("": none) or a machine, that moved no material."""

    activity: str
    run: str
    equipment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEffect:
    """A business document that the event belongs to: its type and URI."""

    kind: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementEffect:
    """A number that was measured, as a value of its series; in the base unit of its dimension."""

    series: str
    characteristic: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusedEffect:
    """So much of what went into a run was left over, and came back to stock."""

    run: str
    object: Named
    quantity: Decimal | None
    uom: str
    slot: list[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementEffect:
    """What filled a slot of a unit came out of it; `part` None: nobody could read what it was."""

    unit: Named
    part: Named | None
    slot: list[str]
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEffect:
    """An object was at a step of the plant: made, worked on, or looked at there."""

    object: Named
    step: str


@dataclass(slots=True)
class Effects:
    """All that an event does. `aliases` are (object URI, text) pairs."""

    context: Context
    event_id: str
    at: datetime
    earliest: datetime
    latest: datetime
    involvements: list[InvolvementEffect] = field(default_factory=list)
    links: list[LinkEffect] = field(default_factory=list)
    runs: list[RunEffect] = field(default_factory=list)
    mounts: list[MountEffect] = field(default_factory=list)
    containments: list[ContainmentEffect] = field(default_factory=list)
    memberships: list[MembershipEffect] = field(default_factory=list)
    activities: list[ActivityEffect] = field(default_factory=list)
    documents: list[DocumentEffect] = field(default_factory=list)
    unused: list[UnusedEffect] = field(default_factory=list)
    replacements: list[ReplacementEffect] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    overrides: tuple[Override, ...] = ()
    sources: tuple[str, ...] = ()
    measurements: list[MeasurementEffect] = field(default_factory=list)
    visits: list[VisitEffect] = field(default_factory=list)

    def objects(self) -> Iterable[Named]:
        """Every object named, lots of serials included."""
        for involvement in self.involvements:
            yield involvement.object
        for link in self.links:
            yield link.object
            if link.lot:
                yield Named(link.lot, is_class=True)
        for replaced in self.replacements:
            yield replaced.unit
            if replaced.part:
                yield replaced.part
        for membership in self.memberships:
            yield membership.unit
            yield membership.lot
        for mount in self.mounts:
            if mount.object:
                yield mount.object
        for containment in self.containments:
            yield containment.parent
            if containment.child:
                yield containment.child
