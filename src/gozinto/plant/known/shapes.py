"""What is known of the plant, as plain facts that nobody can change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


class Dated(Protocol):
    """What holds from one day to another, both included; None: without end."""

    @property
    def effective_from(self) -> date | None:
        """The first day."""

    @property
    def effective_to(self) -> date | None:
        """The last day."""


def holds(one: Dated, on: date) -> bool:
    """Whether `one` is in force on that day of the plant."""
    begun = one.effective_from is None or one.effective_from <= on
    return begun and (one.effective_to is None or on <= one.effective_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who runs this plant: name, the domain of its identifiers, its zone (IANA)."""

    name: str
    domain: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A material; `uom` is the unit it is counted in (UN/ECE Rec 20)."""

    code: str
    name: str
    kind: str
    uom: str
    gtin: str
    shelf_life_days: int | None
    tracking: str
    tolerance_percent: Decimal | None
    unit_value: Decimal | None
    state: str
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """What may go into one slot, and how much of it for one unit of the product.

    Lines of one (step, slot, position) are alternatives.
    """

    component: str
    step: str
    slot: str
    position: str
    quantity: Decimal
    uom: str
    priority: int
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingStep:
    """One step by which a product is made; "" for a work center or skill: any will do.

    revision: of the product, "" for a step of all of them.
    """

    revision: str
    sequence: int
    step: str
    work_center: str
    skill: str
    flow: str
    instructions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Generic[T]):
    """How a product is made in one revision: lines of its bill, or its routing's steps."""

    revision: str
    effective_from: date | None
    effective_to: date | None
    lines: tuple[T, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One thing that a plan looks at; its limits are in `uom` and themselves allowed."""

    code: str
    name: str
    kind: str
    uom: str
    lower: Decimal | None
    target: Decimal | None
    upper: Decimal | None
    choices: tuple[str, ...]
    gauge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is inspected of a material ("": of any) at a step ("": at any)."""

    code: str
    name: str
    kind: str
    material: str
    step: str
    required: bool
    sampling: str
    sample_size: int | None
    sample_percent: Decimal | None
    acceptance_number: int | None
    state: str
    effective_from: date | None
    effective_to: date | None
    characteristics: tuple[Characteristic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interlock:
    """What a proven corrective action has forbidden since; "" and None: that says nothing."""

    code: str
    name: str
    case: str
    condition: str
    severity: str
    state: str
    asset: str
    asset_kind: str
    material: str
    supplier: str
    supplier_lot: str
    product: str
    equipment: str
    step: str
    plan: str
    parameter: str
    lower: Decimal | None
    upper: Decimal | None
    uom: str
    cycles: int | None
    hours: Decimal | None
    skill: str
    since: datetime | None
    until: datetime | None

    def is_in_force(self, at: datetime) -> bool:
        """Whether it held at that time; what is suspended or retired today held never."""
        begun = self.since is None or self.since <= at
        return self.state == "active" and begun and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """A machine or a level above it; `within`: itself, then what it is part of, upwards."""

    code: str
    name: str
    level: str
    state: str
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """That a gauge was compared with a standard; it holds up to and with `due_on`."""

    calibrated_on: date
    due_on: date | None
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A thing that is mounted and wears, or measures; `calibrations` in order of their days."""

    code: str
    uri: str
    kind: str
    name: str
    cycle_limit: int | None
    life_days: int | None
    condition: str
    in_service_on: date | None
    state: str
    calibration_interval_days: int | None
    measures_uom: str
    calibrations: tuple[Calibration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """That a person learned a skill; it holds up to and with `expires_on`."""

    skill: str
    obtained_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works here, by the opaque code that events carry."""

    code: str
    state: str
    qualifications: tuple[Qualification, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Whether a material may be had from a partner."""

    state: str
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A company beside ours; `language` and `email`: how we write to it."""

    code: str
    uri: str
    name: str
    kind: str
    language: str
    email: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place; `within`: itself, then what it is part of, upwards. `partner`: whose it is."""

    code: str
    uri: str
    name: str
    kind: str
    partner: str
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelElement:
    """A text, a symbol or a line in its box; what its kind has no use for is empty or None."""

    nr: int
    kind: str
    x_mm: Decimal
    y_mm: Decimal
    width_mm: Decimal
    height_mm: Decimal
    text: str
    symbology: str
    size_pt: Decimal | None
    bold: bool
    align: str
    fit: str
    module_mm: Decimal | None
    human_readable: bool
    thickness_mm: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelLayout:
    """A label's size, what it is for, and what stands on it in the order of the elements' nr."""

    code: str
    name: str
    purpose: str
    width_mm: Decimal
    height_mm: Decimal
    margin_mm: Decimal
    elements: tuple[LabelElement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """What labels are sent to; `equipment`: the machine it stands at, "" for none."""

    code: str
    name: str
    connection: str
    address: str
    language: str
    dpmm: int
    equipment: str
    media_width_mm: Decimal | None
    media_height_mm: Decimal | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRule:
    """When a label is printed unasked; "" for a material: of any; for a layout: the usual one;
    for a printer: that of the machine.
    """

    code: str
    when: str
    purpose: str
    material: str
    layout: str
    printer: str
    copies: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What people choose from when they say why."""

    code: str
    name: str
    category: str
