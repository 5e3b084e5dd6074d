"""The shapes of the measures' answers, for the OpenAPI page; a test holds real ones to them."""

from __future__ import annotations

from datetime import date, datetime
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


class AskedOfLots(Schema):
    """The parameters of a measure of one lot, of those of a material, or of all raw lots."""

    id: str | None = Field(None, description="anything printed on a label")
    material: str | None = Field(None, description="the code or GTIN of a material")
    width: str = Field("recorded", description="proven, recorded or possible")
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
    tolerance: Decimal | None = None
    verdict: Literal["within_tolerance", "out_of_tolerance"] | None = None


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
    """The mass balance of one object; `tolerance_percent` where the material has one."""

    object: MeasuredOut
    as_of: datetime
    known_at: datetime
    position: int
    units: int | None = None
    balances: list[DimensionOut]
    remarks: list[RemarkOut]
    tolerance_percent: Decimal | None = None


class TotalOut(Shape):
    """A sum in one unit."""

    quantity: Decimal
    uom: Unit


class DownOut(Shape):
    """How far one lot spread, and what taking that back would mean."""

    object: MeasuredOut
    dispersion: int
    units: int
    recall: list[TotalOut]
    customers: int
    without_quantity: int | None = None
    lots: list[MeasuredOut] | None = None


class UpOut(Shape):
    """How many raw lots are in one lot."""

    object: MeasuredOut
    dispersion: int
    lots: list[MeasuredOut] | None = None


class SummaryOut(Shape):
    """The worst and the average of one measure; of "recall" those are WCRC and ARC."""

    measure: Literal["down", "units", "recall", "customers", "up"]
    worst: Decimal
    worst_of: Text
    average: Decimal
    uom: Unit | None = None


class DispersionOut(Shape):
    """How far lots spread; the summary stands where several were asked about."""

    width: Literal["proven", "recorded", "possible"]
    as_of: datetime
    known_at: datetime
    position: int
    truncated: bool
    down: list[DownOut]
    up: list[UpOut]
    summary: list[SummaryOut]


class ReachOut(Shape):
    """How far one lot reaches; `share` is of all finished units ever made."""

    object: MeasuredOut
    finished_lots: int
    units: int
    share: float | None = None
    recall: list[TotalOut]
    customers: int
    without_quantity: int | None = None


class DoubtfulOut(Shape):
    """What came out at one station in doubt; `together`: with all before it, of all in doubt."""

    station: Text | None = None
    units: int
    links: dict[Literal["interval", "inferred", "unknown"], int]
    together: float


class DoubtsOut(Shape):
    """Where it is not proven what went into what was made, the worst station first."""

    since: datetime
    until: datetime
    made: int
    in_doubt: int
    stations: list[DoubtfulOut]


class RisksOut(Shape):
    """What a fault in one lot would cost, and where doubt comes from."""

    as_of: datetime
    position: int
    truncated: bool
    lots: int
    units: int
    farthest: list[ReachOut]
    summary: list[SummaryOut]
    doubts: DoubtsOut


class FigureOut(Shape):
    """The figures of one week, of one station, or of all; a share is absent of nothing.

    `known` and `scanned` are of the `inputs`; `corrected` and `findings` are of the `events`.
    """

    of: Literal["all", "week", "station"]
    week: date | None = None
    station: Text | None = None
    inputs: int
    known: int
    scanned: int
    events: int
    corrected: int
    findings: int
    completeness: float | None = None
    scanned_share: float | None = None
    correction_rate: float | None = None
    finding_rate: float | None = None
    told_median_s: float | None = None
    told_within_s: float | None = None


class TookOut(Shape):
    """How long the last traces of this process took, in milliseconds."""

    count: int
    median_ms: float
    within_ms: float


class FiguresOut(Shape):
    """How complete, accurate and quick the record is since a time."""

    since: datetime
    until: datetime
    total: FigureOut
    weeks: list[FigureOut]
    stations: list[FigureOut]
    answers: TookOut | None = None
