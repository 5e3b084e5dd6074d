"""The shapes of answers to "why" and of the three widths, for the OpenAPI page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from gozinto.edges.api.shapes import Asked, Shape, Text

Certainty = Literal["scanned", "measured", "declared", "interval", "inferred", "unknown"]
Width = Literal["proven", "recorded", "possible"]
Direction = Literal["backward", "forward"]


class AskedWhy(Asked):
    """The parameters of a question why."""

    of: str = Field(description="the object asked about, by anything printed on a label")
    direction: str = Field("backward", description="backward or forward")


class AskedSideBySide(Schema):
    """The parameters of a comparison."""

    id: list[str] = Field(description="anything printed on a label; may be repeated")
    direction: str = Field("forward", description="backward or forward")
    as_of: str | None = Field(None, description="event time, RFC 3339 with a zone")
    known_at: str | None = Field(None, description="record time, RFC 3339 with a zone")


class Step(Shape):
    """One link of a way, in words too; of something mounted, earliest on and latest off."""

    from_: Annotated[Text, Field(alias="from")]
    from_number: Text
    to: Text
    to_number: Text
    role: Literal["input", "output"]
    slot: Text | None = None
    earliest: datetime
    latest: datetime | None = None
    certainty: Certainty
    event_id: Text
    message: Text | None = None


class Separated(Shape):
    """A fact that keeps something out of an answer."""

    reason: Literal[
        "order",
        "slot",
        "place",
        "certainty",
        "history",
        "nothing",
        "unconnected",
        "other_lot",
        "as_of",
        "known_at",
        "cut",
    ]
    message: Text
    by_s: float | None = None
    link: Step | None = None
    beside: Step | None = None


class InWidth(Shape):
    """What one width says."""

    width: Width
    included: bool
    message: Text | None = None


class WhyOut(Shape):
    """Why something is in a trace, or is not."""

    origin: list[Text]
    of: Text
    number: Text
    direction: Direction
    width: Width
    as_of: datetime | None = None
    known_at: datetime | None = None
    included: bool
    message: Text
    path: list[Step]
    separations: list[Separated]
    widths: list[InWidth]


class Reason(Shape):
    """One kind of doubt that parts two widths, and what scanning it would have done."""

    code: Text
    subject: Text
    events: int
    objects: int
    pieces: int
    message: Text


class WidthOut(Shape):
    """The size of one width, and what it adds to the narrower one."""

    width: Width
    objects: int
    pieces: int
    lots: int
    customers: int
    complete: bool
    adds: int
    adds_pieces: int
    reasons: list[Reason]


class SideBySideOut(Shape):
    """Three widths of one trace, the narrowest first."""

    origin: list[Text]
    direction: Direction
    as_of: datetime
    known_at: datetime
    widths: list[WidthOut]
