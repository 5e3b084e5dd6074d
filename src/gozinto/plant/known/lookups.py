"""The plant's master data by what verbs and rules know of it: a code, a URI, a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from gozinto.errors import Malformed
from gozinto.plant.conversions import NO_CONVERSIONS, Conversions
from gozinto.plant.known import keeping, views
from gozinto.plant.known.keeping import Versions
from gozinto.plant.known.shapes import (
    Approval,
    Asset,
    BillLine,
    Company,
    Equipment,
    Interlock,
    LabelLayout,
    Location,
    Made,
    Material,
    Partner,
    Person,
    Plan,
    Printer,
    PrintRule,
    Reason,
    RoutingStep,
    holds,
)
from gozinto.plant.known.views import View

T = TypeVar("T")


class Known:
    """The plant as it was described when this was made; what nobody asks for is not read."""

    def __init__(self, at: Versions) -> None:
        self._at = at
        self._seen: dict[str, Any] = {}

    def _held(self, view: View[T]) -> T:
        if view.name not in self._seen:
            self._seen[view.name] = keeping.held(view, at=self._at)
        found: T = self._seen[view.name]
        return found

    @property
    def company(self) -> Company:
        """Who runs this plant."""
        return self._held(views.COMPANY)

    @property
    def materials(self) -> Mapping[str, Material]:
        """All materials by code."""
        return self._held(views.MATERIALS)

    @property
    def metered(self) -> frozenset[str]:
        """The codes of the materials that have a tolerance."""
        return self._held(views.METERED)

    @property
    def equipment(self) -> Mapping[str, Equipment]:
        """All equipment by code."""
        return self._held(views.EQUIPMENT)

    @property
    def assets(self) -> Mapping[str, Asset]:
        """All assets, gauges with their calibrations among them, by code."""
        return self._held(views.ASSETS)

    @property
    def people(self) -> Mapping[str, Person]:
        """Everybody who works here, with their qualifications, by code."""
        return self._held(views.PEOPLE)

    @property
    def partners(self) -> Mapping[str, Partner]:
        """The companies beside ours by code."""
        return self._held(views.PARTNERS)

    @property
    def locations(self) -> Mapping[str, Location]:
        """All places by code."""
        return self._held(views.LOCATIONS)

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """All reasons by code."""
        return self._held(views.REASONS)

    @property
    def label_layouts(self) -> Mapping[str, LabelLayout]:
        """The layouts that the plant describes itself, with their elements, by code."""
        return self._held(views.LABEL_LAYOUTS)

    @property
    def printers(self) -> Mapping[str, Printer]:
        """All printers by code."""
        return self._held(views.PRINTERS)

    @property
    def print_rules(self) -> Mapping[str, PrintRule]:
        """All rules by which labels are printed unasked, by code."""
        return self._held(views.PRINT_RULES)

    @property
    def plans(self) -> Mapping[str, Plan]:
        """All inspection plans, whatever their state, by code."""
        return self._held(views.PLANS)

    def interlocks(self, *conditions: str) -> tuple[Interlock, ...]:
        """What corrective actions forbid, of these kinds of conditions; of all without any."""
        held = self._held(views.INTERLOCKS)
        return tuple(one for kind in conditions or held for one in held.get(kind, ()))

    def plans_of(self, material: str, kind: str) -> tuple[Plan, ...]:
        """The plans of that kind ("input", "in_process", "final") for a material, in any state."""
        return self._held(views.PLANS_OF).get((material, kind), ())

    def day(self, at: datetime) -> date:
        """The day it is in the plant at that time."""
        return at.astimezone(ZoneInfo(self.company.zone)).date()

    def material_of(self, item: str) -> Material | None:
        """The material that an identifier means by `item`: its code, or its GTIN."""
        found = self.materials.get(item)
        if found is None and item.isdecimal():
            found = self.materials.get(self._held(views.GTINS).get(item, ""))
        return found

    def asset_of(self, uri: str) -> Asset | None:
        """The asset of that canonical URI."""
        return self.assets.get(self._held(views.ASSET_URIS).get(uri, ""))

    def partner_of(self, uri: str) -> Partner | None:
        """The company of that canonical URI."""
        return self.partners.get(self._held(views.PARTNER_URIS).get(uri, ""))

    def bill(self, material: str, *, on: date) -> tuple[BillLine, ...]:
        """The lines in force that day, alternatives among them; empty where nobody told the bill.

        A run does not say which revision it makes, so the lines of all that may be made stand.
        """
        made = _in_force(self._held(views.BILLS), material, on)
        return tuple(line for one in made for line in one.lines if holds(line, on))

    def routing(self, material: str, *, on: date) -> tuple[RoutingStep, ...]:
        """The steps in force that day, in their order; empty where nobody told the routing."""
        made = _in_force(self._held(views.ROUTINGS), material, on)
        steps = (step for one in made for step in one.lines)
        return tuple(sorted(steps, key=lambda step: step.sequence))

    def most_steps(self, material: str) -> int:
        """The most steps that a routing of the material ever had."""
        return sum(len(one.lines) for one in self._held(views.ROUTINGS).get(material, ()))

    def approvals(self, material: str) -> Mapping[str, Approval]:
        """From whom the material may be had or not, by the partner's code."""
        return self._held(views.APPROVALS).get(material, {})

    def conversions(self, material: str) -> Conversions:
        """What one unit of the material is in others; nothing where nobody told it."""
        return self._held(views.CONVERSIONS).get(material, NO_CONVERSIONS)

    def amount(self, value: Decimal, *, of: str, from_uom: str, to_uom: str) -> Decimal | None:
        """An amount of a material in another unit; None where nothing says what it is there."""
        if from_uom == to_uom:
            return value
        try:
            return self.conversions(of).convert(value, from_uom=from_uom, to_uom=to_uom)
        except Malformed:
            # A unit of the event is sound; that it cannot be compared is what this answers.
            return None


def _in_force(told: Mapping[str, tuple[Made[T], ...]], material: str, on: date) -> list[Made[T]]:
    return [one for one in told.get(material, ()) if holds(one, on)]
