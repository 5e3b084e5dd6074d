"""What the plant demands of an object before it may be used or leave: from the master data."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.functional import cached_property

from gozinto.plant import known
from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known, holds
from gozinto.plant.known.shapes import Material
from gozinto.record.projections.states import State, came

INPUT, FINAL = "input", "final"
_IN_FORCE = "active"
_EACH = "all"


class Demands:
    """The plant's demands as they are now; where its master data is silent, there is none."""

    @cached_property
    def known(self) -> Known:
        """The plant, asked for by the first who needs it."""
        return known.fresh()

    def material(self, uri: str) -> Material | None:
        """The material of a lot or a unit."""
        return self.known.material_of(identify(uri).item)

    def inspection(self, kind: str, uri: str, *, at: datetime, is_class: bool) -> bool:
        """Whether this lot or unit must have passed an inspection of this kind by then.

        A plan that looks at a sample is about lots: which units it took is nobody's duty.
        """
        material = self.material(uri)
        if material is None:
            return False
        day = self.known.day(at)
        return any(
            plan.required and plan.state == _IN_FORCE and holds(plan, day)
            for plan in self.known.plans_of(material.code, kind)
            if is_class or plan.sampling == _EACH
        )

    def tolerance(self, uri: str, state: State) -> Decimal | None:
        """The largest difference of a count that the material allows; None where it says none."""
        material = self.material(uri)
        if material is None or material.tolerance_percent is None:
            return None
        return came(state) * material.tolerance_percent / 100
