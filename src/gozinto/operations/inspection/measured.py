"""What was measured, and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gozinto.standards.epcis.events import Json
from gozinto.standards.quantities import format_decimal

Kind = Literal["input", "in_process", "final"]
Result = Literal["accepted", "rejected", "concession"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """One measured value and its limits, all in `uom` ("": a number without a unit)."""

    characteristic: str
    value: Decimal
    uom: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def is_ok(self) -> bool:
        """Whether the value lies within its limits, the limits included."""
        low = self.lower is None or self.value >= self.lower
        return low and (self.upper is None or self.value <= self.upper)

    def as_json(self) -> Mapping[str, Json]:
        """The value as the record and a trace show it: exact text; what is absent is left out."""
        limits = {"lower": self.lower, "upper": self.upper}
        shown = {k: format_decimal(v) for k, v in limits.items() if v is not None}
        unit = {"uom": self.uom} if self.uom else {}
        value = format_decimal(self.value)
        return {
            "characteristic": self.characteristic, "value": value, **unit, **shown,
            "ok": self.is_ok,
        }  # fmt: skip
