"""The shapes of answers, for the OpenAPI page: the letter of the product's contract.

Answers are rendered from the trace itself; a test holds real ones against these shapes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema

Text = Annotated[str, Field(min_length=1)]
Decimal = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"})]
Unit = Annotated[str, Field(min_length=2, max_length=3, description="UN/ECE Rec 20 unit code")]


class Shape(Schema):
    """A shape that knows all its members."""

    model_config = ConfigDict(extra="forbid")


class Asked(Schema):
    """The parameters of a trace."""

    id: list[str] = Field(description="anything printed on a label; may be repeated")
    width: str = Field("recorded", description="proven, recorded or possible")
    as_of: str | None = Field(None, description="event time, RFC 3339 with a zone")
    known_at: str | None = Field(None, description="record time, RFC 3339 with a zone")


class Wanted(Schema):
    """The parameters of a search."""

    q: str = Field(description="a number, element string, Digital Link, URN or URI")


class Node(Shape):
    """A traceable object or a run."""

    uri: Text
    kind: Literal["lot", "serial", "container", "run"]
    number: Text | None = None
    material: Text | None = None
    name: Text | None = None
    step: Text | None = None
    equipment: Text | None = None
    flow: Literal["batch", "continuous"] | None = None
    depth: int
    first_at: datetime | None = None
    status: Text | None = None
    share: Decimal | None = None


class Link(Shape):
    """One quantity that went into a run or came out of it, and how that is known."""

    from_: Annotated[Text, Field(alias="from")]
    to: Text
    role: Text
    slot: Text | None = None
    quantity: Decimal | None = None
    uom: Unit | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    certainty: Literal["scanned", "measured", "declared", "interval", "inferred", "unknown"]
    event_id: Text | None = None


class Supplier(Shape):
    """A supplier reached, its own lot numbers and the receipts that say so."""

    uri: Text
    name: Text | None = None
    supplier_lots: list[Text] = Field(default_factory=list)
    receipts: list[Text] = Field(default_factory=list)


class Asset(Shape):
    """Something mounted: a mould, a bladder, a gauge."""

    code: Text
    kind: Text | None = None
    cycles: int | None = None


class Equipment(Shape):
    """A machine, when it was passed and what was mounted."""

    code: Text
    name: Text | None = None
    work_center: Text | None = None
    from_: Annotated[datetime | None, Field(alias="from")] = None
    to: datetime | None = None
    assets: list[Asset] = Field(default_factory=list)


class Somebody(Shape):
    """A person by opaque id; the name only where it may be shown."""

    id: Text
    name: Text | None = None
    role: Text | None = None
    from_: Annotated[datetime | None, Field(alias="from")] = None
    to: datetime | None = None


class Shift(Shape):
    """A shift of the event time."""

    code: Text
    crew: Text | None = None
    date: date


class Measured(Shape):
    """One characteristic's result against its limits."""

    characteristic: Text
    value: str | int | float | bool
    uom: Unit | None = None
    lower: str | int | float | None = None
    upper: str | int | float | None = None
    ok: bool | None = None


class Inspection(Shape):
    """One inspection of one object."""

    kind: Text
    object: Text
    at: datetime
    result: Text | None = None
    values: list[Measured] = Field(default_factory=list)
    gauge: Text | None = None
    inspector: Text | None = None


class Shipment(Shape):
    """One shipment of objects in this trace."""

    event_id: Text
    note: Text | None = None
    at: datetime
    ship_to: Text | None = None
    container: Text | None = None
    objects: list[Text]
    quantity: Decimal | None = None
    uom: Unit | None = None


class Customer(Shape):
    """Who received what."""

    uri: Text
    name: Text | None = None
    quantity: Decimal | None = None
    uom: Unit | None = None
    objects: list[Text]


class Facts(Shape):
    """What is known around the nodes; the seven lists always stand."""

    suppliers: list[Supplier]
    equipment: list[Equipment]
    people: list[Somebody]
    shifts: list[Shift]
    inspections: list[Inspection]
    shipments: list[Shipment]
    customers: list[Customer]


class Gap(Shape):
    """Where the record says less than it should, and how many units that adds."""

    code: Text
    uri: Text | None = None
    message: Text
    widens_by: int | None = None


class Exchange(Shape):
    """A customer gave one back and got another one: the old one, then the new one."""

    event_id: Text
    at: datetime
    objects: list[Text]


class OverrideOut(Shape):
    """A rule that somebody let pass for an event of the answer: who, as what, and why."""

    code: Text
    person: Text | None = None
    role: Text
    reason: Text
    event_id: Text
    at: datetime


class FindingOut(Shape):
    """A rule that an event of the answer breaks, and what to do about it."""

    rule: Text
    state: Literal["open", "overridden", "settled"]
    message: Text
    next_step: Text
    event_id: Text
    at: datetime
    object: Text | None = None
    run: Text | None = None


class TraceOut(Shape):
    """One answer to "where from", "where used", or both; what lies before has a negative depth."""

    origin: list[Text]
    direction: Literal["backward", "forward", "both"]
    width: Literal["proven", "recorded", "possible"]
    as_of: datetime
    known_at: datetime
    position: int
    complete: bool
    truncated: bool
    elapsed_ms: float
    nodes: list[Node]
    links: list[Link]
    facts: Facts
    gaps: list[Gap]
    exchanges: list[Exchange] | None = None
    overrides: list[OverrideOut] | None = None
    findings: list[FindingOut] | None = None


class ObjectOut(Shape):
    """A traceable object: one canonical URI and what is printed on it."""

    uri: Text
    kind: Literal["lot", "serial", "container"]
    number: Text
    item: Text | None = None


class Found(Shape):
    """What goes by a text, and what looks like it when nothing does."""

    objects: list[ObjectOut]
    near: list[Text]


class MeasurementOut(Shape):
    """One value that a machine measured; `at` where it is one point of a curve."""

    name: Text
    value: Decimal | Text
    uom: Text | None = None
    at: datetime | None = None


class StoryEntry(Shape):
    """One event an object took part in; `withdrawn` when an error declaration took it back."""

    at: datetime
    event_id: Text
    type: Text
    role: Text | None = None
    biz_step: Text | None = None
    disposition: Text | None = None
    equipment: Text | None = None
    step: Text | None = None
    person: Text | None = None
    quantity: Decimal | None = None
    uom: Unit | None = None
    note: Text | None = None
    reason: Text | None = None
    result: Text | None = None
    inspection: Text | None = None
    allowed_by: Text | None = None
    location: Text | None = None
    container: Text | None = None
    measured: list[MeasurementOut] | None = None
    withdrawn: bool = False


class Story(Shape):
    """Every event an object took part in, oldest first."""

    object: ObjectOut
    events: list[StoryEntry]


class CapturedOut(Shape):
    """The event stands in the record; `repeated` when it stood there before."""

    event_id: Text
    position: int
    repeated: bool


class FaultOut(Schema):
    """One thing wrong with what was sent."""

    code: str
    message: str
    next_step: str | None = None
    path: str | None = None
    value: str | None = None
    data: dict[str, object] | None = None


class CandidateOut(Shape):
    """One of several things that go by a name."""

    uri: str
    description: str


class Problem(Schema):
    """An error (RFC 9457): what happened, its stable code, and the next step."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    next_step: str | None = None
    violations: list[FaultOut] | None = None
    near: list[str] | None = None
    candidates: list[CandidateOut] | None = None
    data: dict[str, object] | None = None
