"""The shapes of the measures' answers, for the OpenAPI page; a test holds real ones to them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from gozinto.edges.api.shapes import Decimal, Shape, Text, Unit

TermName = Literal[
    "opening",
    "received",
    "produced",
    "returned",
    "reworked",
    "counted",
    "consumed",
    "shipped",
    "scrapped",
    "sampled",
]


class AskedOfOne(Schema):
    """The parameters of a measure of one object."""

    id: str = Field(description="anything printed on a label")
    as_of: str | None = Field(None, description="event time, RFC 3339 with a zone")
    known_at: str | None = Field(None, description="record time, RFC 3339 with a zone")


class MeasuredOut(Shape):
    """What a measure is of."""

    uri: Text
    kind: Literal["lot", "serial"]
    number: Text
    material: Text | None = None
    name: Text | None = None


class TermEventOut(Shape):
    """An event behind a term; what it told itself, where that is another unit."""

    event_id: Text
    at: datetime
    quantity: Decimal
    uom: Unit
    told_quantity: Decimal | None = None
    told_uom: Unit | None = None


class TermOut(Shape):
    """One term of a balance and the events it is the sum of."""

    term: TermName
    side: Literal["in", "back", "counted", "out"]
    quantity: Decimal
    events: list[TermEventOut]


class CountOut(Shape):
    """An inventory count beside what the events until then leave."""

    event_id: Text
    at: datetime
    quantity: Decimal
    expected: Decimal


class DimensionOut(Shape):
    """in + back + counted = out + on_hand + difference, in one unit."""

    dimension: Text
    uom: Unit
    terms: list[TermOut]
    on_hand: Decimal
    difference: Decimal
    counts: list[CountOut]
    units_on_hand: int | None = None


class RemarkEvent(Shape):
    """An event that a remark is about."""

    event_id: Text
    at: datetime
    term: TermName
    quantity: Decimal | None = None
    uom: Unit | None = None


class RemarkOut(Shape):
    """Something that a reader of the balance has to know."""

    code: Text
    message: Text
    events: list[RemarkEvent]


class BalanceOut(Shape):
    """The mass balance of one object; `tolerance` stands where the material has one on record."""

    object: MeasuredOut
    as_of: datetime
    known_at: datetime
    position: int
    units: int | None = None
    balances: list[DimensionOut]
    remarks: list[RemarkOut]
    tolerance: Decimal | None = None
