"""What a scan is asked and answers over HTTP. What comes in is held to these shapes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from gozinto.edges.api.numbering_shapes import Given, Reading
from gozinto.edges.api.shapes import Decimal, Shape, Text
from gozinto.standards.gs1.scan import LONGEST


class ScanIn(Given):
    """A text as a scanner sent it or a person typed it."""

    text: Annotated[str, Field(max_length=LONGEST, description="whatever was scanned or typed")]


class ElementOut(Shape):
    """A GS1 application identifier and its value."""

    identifier: Text
    name: Text
    value: Text


class MeasureOut(Shape):
    """One measure on a label."""

    what: Text
    value: Decimal
    uom: Text | None = None
    is_logistic: bool = Field(description="of a pack with its packing, not of the product")


class ContentOut(Shape):
    """What the GS1 data say; `unread` is what means nothing to us."""

    gtin: Text | None = None
    contained_gtin: Text | None = None
    lot: Text | None = None
    serial: Text | None = None
    sscc: Text | None = None
    location: Text | None = None
    location_extension: Text | None = None
    party: Text | None = None
    customer_part: Text | None = None
    additional_number: Text | None = None
    order: Text | None = None
    variant: Text | None = None
    made_on: date | None = None
    packed_on: date | None = None
    best_before_on: date | None = None
    sell_by_on: date | None = None
    expires_on: date | None = None
    quantity: Decimal | None = None
    uom: Text | None = None
    measures: list[MeasureOut]
    unread: list[ElementOut]


class MatchOut(Shape):
    """One thing that the scan may mean."""

    kind: Literal[
        "lot", "serial", "container", "asset", "person", "location", "partner", "equipment",
        "order", "job", "material",
    ]  # fmt: skip
    code: Text
    uri: Text | None = None
    name: Text | None = None
    state: Text | None = None


class NewLotOut(Shape):
    """A lot that may be received: nothing here goes by it yet."""

    material: Text
    lot: Text
    supplier: Text | None = None
    made_on: date | None = None
    best_before_on: date | None = None
    expires_on: date | None = None
    quantity: Decimal | None = None
    uom: Text | None = None
    container: Text | None = None


class SymbolOut(Shape):
    """Where a symbol stands in the picture: pixels, from its upper left clockwise."""

    format: Text
    identifier: str
    corners: list[list[int]]


class WrongOut(Shape):
    """Why a symbol says nothing."""

    code: Text
    message: Text
    next_step: str


class ScanOut(Shape):
    """What was scanned, what it says, and what it means here."""

    text: str
    kind: Literal["number", "element_string", "digital_link", "epc_urn", "uri"] | None = None
    number: Text | None = None
    uri: Text | None = None
    elements: list[ElementOut] | None = None
    content: ContentOut | None = None
    verdict: Literal["one", "several", "new_lot", "nothing", "unreadable"]
    matches: list[MatchOut] | None = None
    new_lots: list[NewLotOut] | None = None
    near: list[Text] | None = None
    readings: list[Reading] | None = Field(None, description="by numbering formats and patterns")
    is_issued: bool | None = None
    is_void: bool | None = None
    is_on_record: bool | None = None
    symbol: SymbolOut | None = None
    problem: WrongOut | None = None


class ScansOut(Shape):
    """One of a text; of a picture one of each symbol in it, and none where there is none."""

    scans: list[ScanOut]
