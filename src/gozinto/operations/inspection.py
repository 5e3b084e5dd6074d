"""Objects are measured against their limits: input, in-process and final control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Unpack

from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Things
from gozinto.record import Captured
from gozinto.standards.epcis.events import Json, ObjectEvent
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


def inspect(
    objects: Things,
    *,
    kind: Kind,
    values: Sequence[Measured] = (),
    result: Result | None = None,
    gauge: str = "",
    step: str = "",
    equipment: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """An inspector (`by`) checks objects; `result` None: what the values say.

    A concession accepts although a value is out of its limits. `gauge`: the instrument's code.
    Raises what `record.capture` raises.
    """
    listed = things.listed(objects)
    verdict = result or ("accepted" if all(v.is_ok for v in values) else "rejected")
    return capture(
        ObjectEvent,
        stamp,
        role="inspector",
        fields={
            "action": "OBSERVE",
            "biz_step": "inspecting",
            "disposition": "non_conformant" if verdict == "rejected" else "conformant",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "context": {
                "inspection": kind,
                "result": verdict,
                "values": tuple(v.as_json() for v in values),
                "gauge": gauge,
                "step": step,
                "equipment": equipment,
            },
        },
    )
