"""The answers of the measures, as frozen values; `answer.as_json` writes them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Verdict = Literal["within_tolerance", "out_of_tolerance"]
WITHIN_TOLERANCE: Verdict = "within_tolerance"
OUT_OF_TOLERANCE: Verdict = "out_of_tolerance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a measure is of."""

    uri: str
    kind: str
    number: str
    material: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermEvent:
    """An event behind a term: how much of it, and as it was told where that is another unit."""

    event_id: str
    at: datetime
    quantity: Decimal
    uom: str
    told_quantity: Decimal | None = None
    told_uom: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of a balance. `side`: "in", "back", "counted" or "out"."""

    term: str
    side: str
    quantity: Decimal
    events: tuple[TermEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFact:
    """An inventory count: what was found, and what the events until then leave."""

    event_id: str
    at: datetime
    quantity: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionBalance:
    """in + back + counted = out + on hand + difference, all in `uom`.

    `units_on_hand`: pieces that are there by their own serial numbers. `tolerance`: how large a
    difference the material allows, of what came in and back; `verdict`: whether it is.
    Both only where the material has a tolerance.
    """

    dimension: str
    uom: str
    terms: tuple[Term, ...]
    on_hand: Decimal
    difference: Decimal
    counts: tuple[CountFact, ...] = ()
    units_on_hand: int | None = None
    tolerance: Decimal | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that a reader of the balance has to know; `events`: where it comes from."""

    code: str
    message: str
    events: tuple[TermRemark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRemark:
    """An event that a remark is about, with the amount it tells, if it tells one."""

    event_id: str
    at: datetime
    term: str
    quantity: Decimal | None = None
    uom: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceAnswer:
    """The mass balance of one object, a part for each dimension.

    `units`: how many serials of the lot are counted. `tolerance_percent`: how much difference
    the material allows, of what came in and back; absent where it says nothing.
    """

    object: Measured
    as_of: datetime
    known_at: datetime
    position: int
    balances: tuple[DimensionBalance, ...]
    remarks: tuple[Remark, ...]
    units: int | None = None
    tolerance_percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum in one unit."""

    quantity: Decimal
    uom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Downward:
    """How far one lot spread. `dispersion`: finished lots that contain it, a unit of no lot too.

    `units`: finished pieces that contain it, by serial number. `recall`: how much of finished
    goods would have to be taken back, `without_quantity` lots beside, of which nobody said how
    much. `customers`: to whom any of it was shipped. `lots`: the finished ones, where one lot
    was asked about.
    """

    object: Measured
    dispersion: int
    units: int
    recall: tuple[Total, ...]
    customers: int
    without_quantity: int | None = None
    lots: tuple[Measured, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upward:
    """How many raw lots are in one lot; `lots` as with the other direction."""

    object: Measured
    dispersion: int
    lots: tuple[Measured, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The worst and the average of one measure over the lots that were asked about.

    `measure`: "down", "units", "recall" (worst and average recall cost), "customers" or "up".
    """

    measure: str
    worst: Decimal
    worst_of: str
    average: Decimal
    uom: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispersionAnswer:
    """How far lots spread. `truncated`: more objects were reached than are looked at."""

    width: str
    as_of: datetime
    known_at: datetime
    position: int
    truncated: bool
    down: tuple[Downward, ...]
    up: tuple[Upward, ...]
    summary: tuple[Summary, ...]
