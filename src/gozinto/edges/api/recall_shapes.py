"""The shapes of a recall beside its steps: widths, what was frozen, the balance, letters."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from gozinto.edges.api.shapes import Decimal, Shape, Text, Unit

Amounts = dict[Unit, Decimal]
WidthName = Literal["proven", "recorded", "possible"]
Place = Literal[
    "stock", "picked", "packed", "returned", "transit", "customer", "consumed", "scrapped",
    "unknown",
]  # fmt: skip
Account = Literal["held", "recovered", "scrapped", "consumed", "written_off", "out", "unknown"]


class ReasonOut(Shape):
    """A kind of doubt, and how much it costs: what a better record would have left out."""

    code: Text
    message: Text
    events: int
    objects: int
    pieces: int


class WidthOut(Shape):
    """One width. `things`: all lots and units of it; `amounts`: of what counts, by unit;
    `adds`: beyond the narrower one before it; `value`: in the company's own currency."""

    width: WidthName
    things: int
    amounts: Amounts
    by_place: dict[Place, Amounts]
    customers: list[Text]
    value: Decimal | None = None
    unpriced: int
    adds: Amounts
    reasons: list[ReasonOut]


class ScopeOut(Shape):
    """A recall in three widths, the narrowest first. `truncated`: more is reached than is looked
    at; `is_priced`: the doubts are priced, which they are up to 5,000 things."""

    number: Text
    chosen: WidthName
    position: int
    truncated: bool
    is_priced: bool
    widths: list[WidthOut]


class Paging(Schema):
    """The parameters of a page of units."""

    limit: str = Field("100", description="1 to 1000 rows; 100 else")
    next: str = Field("", description="as the page before answered it")


class UnitOut(Shape):
    """So much of a thing, where it was when it was frozen. `width`: the narrowest that has it;
    `is_piece`: it counts, and is no lot on the way."""

    uri: Text
    number: Text
    item: str
    width: WidthName
    is_piece: bool
    place: Place
    holder: Text | None = None
    quantity: Decimal
    uom: Unit | None = None
    position: int


class UnitsOut(Shape):
    """A page of what was frozen."""

    rows: list[UnitOut]
    next: Text | None = None


class BalanceOut(Shape):
    """How far a recall is. `by_account` adds up to `frozen`; `recovered` and `accounted` are
    shares from 0 to 1, absent where nothing was out or nothing counts."""

    number: Text
    frozen: Amounts
    was_out: Amounts
    by_account: dict[Account, Amounts]
    by_place: dict[Place, Amounts]
    open_with: dict[Text, Amounts]
    recovered: Decimal | None = None
    accounted: Decimal | None = None


class LineOut(Shape):
    """One thing that a letter names."""

    number: Text
    material: str
    quantity: Decimal
    uom: str
    note: str
    sent_on: str


class LetterOut(Shape):
    """A letter to a customer, and what became of it. `is_late`: it should be answered by now."""

    id: int
    customer: Text
    name: Text
    address: Text | None = None
    language: Text
    is_reminder: bool
    instruction: Text
    state: Literal["waiting", "sent", "failed", "acknowledged"]
    problem: Text | None = None
    written_at: datetime
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: Text | None = None
    is_late: bool
    lines: list[LineOut]


class LettersOut(Shape):
    """All letters of a recall, the newest first."""

    letters: list[LetterOut]


class Claims(Schema):
    """The parameters of a table of claims."""

    name: str = Field("", description="of the file")
    dealer: str = Field("", description="of rows that name none")
    keeps_sound: bool = Field(False, description="open what is sound, tell of the other rows")


class LeftOut(Shape):
    """What is wrong with a row that was left out."""

    code: Text
    message: Text
    next_step: str
    row: int | None = None
    column: str | None = None
    value: str | None = None


class ClaimsOut(Shape):
    """What became of the rows. `there`: claims that were complaints already."""

    rows: int
    opened: list[Text]
    there: list[Text]
    left_out: list[LeftOut]
