"""What numbering is asked and answers over HTTP. What comes in is held to these shapes."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from gozinto.edges.api.reading import MAX_ID_CHARACTERS
from gozinto.edges.api.shapes import Shape, Text
from gozinto.plant.numbering.issuing import MOST


def _printable(text: str) -> str:
    # NUL cannot stand in PostgreSQL's text, half a surrogate pair in no UTF-8 at all.
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("it holds a character that no label can")
    return text


def _day(value: Any) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("a day is written like 2026-03-01")
    return date.fromisoformat(value)


Said = Annotated[str, Field(max_length=MAX_ID_CHARACTERS), AfterValidator(_printable)]
Named = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Count = Annotated[int, Field(ge=1, le=MOST)]


class Given(Schema):
    """What is sent: a member that is not known must not pass unseen."""

    model_config = ConfigDict(extra="forbid")


class Occasion(Given):
    """What a number is for."""

    on: Day | None = Field(None, description="the production day; today, or that of the shift")
    shift: Said = ""
    line: Said = ""
    material: Said = ""

    def codes(self) -> dict[str, str]:
        """The codes that a number may tell, by name."""
        return {"shift": self.shift, "line": self.line, "material": self.material}


class PreviewIn(Occasion):
    """The parameters of a preview."""

    count: Annotated[int, Field(ge=1, le=100)] = 5


class PatternPreviewIn(PreviewIn):
    """The parameters of a preview of a pattern that is no format yet."""

    pattern: Named


class IssueIn(Occasion):
    """So many numbers."""

    count: Count = 1


class RangesIn(Given):
    """So many numbers for each scope that a panel may come into."""

    holder: Named = Field(description="the panel that prints them")
    count: Count
    on: Day | None = Field(None, description="the first production day; today")
    until: Day | None = Field(None, description="the last one; the first")
    shifts: Annotated[list[Said], Field(min_length=1, max_length=20)] = Field(
        default_factory=lambda: [""]
    )
    line: Said = ""
    material: Said = ""


class ReturnIn(Given):
    """What a panel printed of what was set aside for it."""

    used: Annotated[list[Named], Field(max_length=100_000)] = Field(default_factory=list)
    spoiled: Annotated[
        dict[Named, Named],
        Field(max_length=1_000, description="printed and void: number and reason"),
    ] = Field(default_factory=dict)


class VoidIn(Given):
    """A number that nothing may carry, and why."""

    number: Named
    why: Named


class RelabelIn(Given):
    """A number, the issued one in its place, and why."""

    old: Named
    new: Named
    why: Named


class RecogniseIn(Given):
    """The parameters of a recognition."""

    text: Named
    partner: Said = ""


class NumbersOut(Shape):
    """Numbers, in order."""

    numbers: list[Text]


class Turn(Shape):
    """Where the calendar makes a sequence begin anew."""

    reset: Text
    on: date
    number: Text


class PreviewOut(Shape):
    """The next numbers, none of them issued; the next reset; what to know."""

    numbers: list[Text]
    resets: list[Text]
    turn: Turn | None
    obstacles: dict[str, Text] = Field(description="by bar code, why it cannot carry them")
    remarks: list[Text]


class Gap(Shape):
    """Places of a sequence that have no number."""

    scope: Text | None = None
    first: int
    last: int
    why: Literal["free", "reserved", "taken"]
    holder: Text | None = None


class GapsOut(Shape):
    """All of them."""

    gaps: list[Gap]


class Range(Shape):
    """Places of a sequence that a panel may print."""

    scope: str
    first: int
    last: int


class ReservationOut(Shape):
    """All that a panel needs to print numbers offline."""

    id: Text
    format: Text
    pattern: Text
    holder: Text
    lease_until: Text
    ranges: list[Range]


class Days(Shape):
    """From the first to the last day that is meant."""

    first: date
    last: date


class Reading(Shape):
    """One way to read a number."""

    number: Text
    format: Text | None = None
    partner: Text | None = None
    material: Text | None = None
    pattern: Text
    texts: dict[str, Text]
    days: dict[str, Days]
    sequence: int | None = None


class RecognitionOut(Shape):
    """Every reading, and what is known of the number."""

    readings: list[Reading]
    is_issued: bool
    is_void: bool
    is_on_record: bool


class Relabelled(Shape):
    """One change of a label."""

    old: Text
    new: Text
    why: Text
    by: Text
    at: Text


class HistoryOut(Shape):
    """Every change of a label, oldest first."""

    history: list[Relabelled]
