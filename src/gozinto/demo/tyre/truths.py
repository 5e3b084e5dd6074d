"""The right answers: what was planted in the demo plant, and which tyres it touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gozinto.demo.tyre.materials import HALOBUTYL, TYRE, ZINC_OXIDE
from gozinto.plant import identifiers

DOMAIN = "id.demo.example"
SERIAL = "0444232322"
OPENING_LOT = "IA-23092018-001"

PRESS = "PRESS-42"
CAVITY = "L"
BLADDER = "B-317"
BLADDER_LIMIT = 400
SAFE_CYCLES = 380
"""What a bladder may have since it is known at how many they crack: the interlock."""
BLADDER_CYCLES = BLADDER_LIMIT
"""What B-317 had behind it when the two shifts began: all it was allowed."""
MOULD = "M-88"
"""Used only together with B-317: a tie that no analysis can break."""
HALOBUTYL_LOT = "HB-7731"
HALOBUTYL_PERMEABILITY = 118.4
"""Inside the limit of 120, where every other lot stays below 106."""
POPULAR_LOT = "ZN-9005"
REJECTED_LOT = "CB3-REJECT-1"

STORY_DAY = 1
"""The production day whose first two shifts B-317 was left on the press."""

BLADDER_CAUSE = "bladder past its cycles"
HALOBUTYL_CAUSE = "permeable halobutyl"
BELT_CAUSE = "over-aged belt"
OTHER = "no planted cause"

HALOBUTYL_URI = identifiers.lot_uri(
    DOMAIN, material=HALOBUTYL, number=HALOBUTYL_LOT, supplier="S-HAL"
)
POPULAR_URI = identifiers.lot_uri(DOMAIN, material=ZINC_OXIDE, number=POPULAR_LOT, supplier="S-ZNC")
OPENING_URI = identifiers.lot_uri(DOMAIN, material=TYRE, number=OPENING_LOT)
STORY_URI = identifiers.serial_uri(DOMAIN, material=TYRE, number=SERIAL)


@dataclass(slots=True)
class Truths:
    """What a generated plant of one size holds. Serials are printed numbers."""

    curing_lot: str = ""
    """The lot of the story's tyre."""
    cured_at: datetime | None = None
    dealer: str = ""
    """Who returned it."""
    operator: str = ""
    """The decoy: always at press 42."""
    belt_roll: str = ""
    """The URI of the over-aged roll."""
    past_limit_from: datetime | None = None
    past_limit_to: datetime | None = None
    made: int = 0
    reel_machine: str = ""
    """Where a roll of inner liner was changed at a time that nobody saw."""
    reel_changed: tuple[datetime, datetime] | None = None
    """Between which two times it was."""
    uncertain: list[str] = field(default_factory=list)
    """Tyres of that change that hold the planted halobutyl by the time written down."""
    perhaps: list[str] = field(default_factory=list)
    """Tyres of that change that hold it only if the change was at another time."""
    offline: list[str] = field(default_factory=list)
    """Tyres built while a panel was offline, by its own clock."""
    unread_reel: str = ""
    """The URI of the lot that a reel without a readable label can only have been of."""
    touched: dict[str, list[str]] = field(
        default_factory=lambda: {BLADDER_CAUSE: [], HALOBUTYL_CAUSE: [], BELT_CAUSE: []}
    )
    """Tyres that each cause reached, in the order they were cured."""
    shipped: set[str] = field(default_factory=set)
    """Of the touched ones, those that left for a dealer."""
    returned: dict[str, str] = field(default_factory=dict)
    """Returned serials and why; those whose number could be read."""
    returned_unread: list[tuple[str, str]] = field(default_factory=list)
    """Return number and reason where only the DOT code could be read."""
    unread: dict[str, str] = field(default_factory=dict)
    """Which tyres those were, and why; nobody in the plant can know."""
    claimed: list[str] = field(default_factory=list)
    """Serials that a dealer complained of by letter; "" where it could not read one."""
