"""The right answers: what was planted in the electronics plant, and which boards it touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

OPENING_LOT = "TR-2018"
DRIFTING_LOT = "LD-4407"
"""The reel of regulators whose voltage drifts when they are warm: passed by every test."""
PLATING_LOT = "JC-3102"
"""The box of connectors with bad plating: some boards do not start, and are repaired."""
FLOOR_LOT = "MCUX2618-FLOOR1"
"""A reel of microcontrollers that lay open longer than its floor life, and was never used."""


@dataclass(slots=True)
class Truths:
    """What a generated plant of one size holds. Boards are printed numbers."""

    made: int = 0
    story: str = ""
    """The board that comes back: it surely holds a regulator of the drifting reel."""
    customer: str = ""
    """Who sends it back."""
    changed: tuple[datetime, datetime] | None = None
    """Between which two times the drifting reel was changed: nobody saw it."""
    certain: list[str] = field(default_factory=list)
    """Boards that surely hold a regulator of the drifting reel."""
    uncertain: list[str] = field(default_factory=list)
    """Boards placed about the change that hold one by the time written down."""
    perhaps: list[str] = field(default_factory=list)
    """Boards placed about the change that hold one only if it was later than written down."""
    plated: list[str] = field(default_factory=list)
    """Boards that were soldered with a connector of the badly plated box."""
    repaired: dict[str, datetime] = field(default_factory=dict)
    """Boards whose connector was replaced, and when."""
    good_plating: str = ""
    """The box that the new connectors of the repairs were taken from."""
    returned: dict[str, datetime] = field(default_factory=dict)
    """Boards that came back, and when."""

    @property
    def drifting(self) -> set[str]:
        """Boards that hold a drifting regulator as it was written down."""
        return {*self.certain, *self.uncertain}
