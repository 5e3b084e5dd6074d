"""The shape of the answer of suspects, for the OpenAPI page; a test holds real ones to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from gozinto.edges.api.shapes import Shape, Text

FactorKind = Literal[
    "asset",
    "supplier_lot",
    "lot",
    "position",
    "equipment",
    "parameter",
    "gauge",
    "plan",
    "recipe",
    "supplier",
    "crew",
    "shift",
    "day",
    "week",
    "operator",
]
Share = float


class AskedSuspects(Schema):
    """The parameters of a question for suspects."""

    id: list[str] | None = Field(
        None, description="a unit complained about; may be repeated; without it what came back"
    )
    defect: str | None = Field(None, description="a word of why units came back")
    long_enough_days: str | None = Field(
        None, description="compare with units shipped so many days ago; else as the first took"
    )
    persons: str = Field("false", description="true: people are factors too; for some roles only")
    limit: str = Field("20", description="how many suspects are listed, 1 to 1,000")
    as_of: str | None = Field(None, description="event time, RFC 3339 with a zone")


class FactorOut(Shape):
    """Something that units have in common."""

    kind: FactorKind
    code: Text
    name: Text | None = None
    uri: Text | None = None
    step: Text | None = None
    place: Text | None = None
    crew: Text | None = None
    on: date | None = None
    material: Text | None = None
    low: float | None = None
    high: float | None = None


class BesideOut(Shape):
    """The machine that a person cannot be told apart from."""

    factor: FactorOut
    both: int
    exposed: int
    hits: int


class SuspectOut(Shape):
    """One suspect: `hits` of the `complaints` have it, and `exposed` of the `population`.

    `p`: the chance of that by chance (Fisher, one-sided); `q`: the share of false ones down to
    here (Benjamini, Hochberg); `lift` with bounds of 95 %; `tied`: factors of the same units.
    """

    factor: FactorOut
    tied: list[FactorOut]
    hits: int
    complaints: int
    exposed: int
    population: int
    p: Share = Field(ge=0, le=1)
    q: Share = Field(ge=0, le=1)
    lift: float
    lift_low: float
    lift_high: float
    is_believed: bool
    unread: int
    sentence: Text
    beside: BesideOut | None = None


class CauseOut(Shape):
    """A suspect among what the causes before it leave, and the units it explains."""

    suspect: SuspectOut
    explains: list[Text]


class OverturnedOut(Shape):
    """How many further complaints would change the first of the ranking."""

    behind: int | None = None
    second: FactorOut | None = None
    doubted: int | None = None
    sentence: Text


class VerdictOut(Shape):
    """Whether the causes are in the process or in what was bought."""

    side: Literal["material", "process", "both", "undecided"]
    sentence: Text


class NextTestOut(Shape):
    """What to look at next where lots or tools are tied, and how many bits that would tell."""

    kind: Literal["sample", "examine", "unit"]
    uri: Text
    number: Text
    tells: list[Text]
    bits: float
    sentence: Text


class LeftOutOut(Shape):
    """Complaints that do not count, and why."""

    code: Literal["unread", "no_fault", "not_units", "not_shipped", "too_young", "no_genealogy"]
    count: int
    message: Text


class UnprovenOut(Shape):
    """Links of the genealogy that nobody scanned; unknown ones were not followed."""

    unknown: int
    inferred: int


class SuspectsOut(Shape):
    """What many complaints have in common, beside all units that were in the field long enough."""

    as_of: datetime
    position: int
    models: list[Text]
    complaints: int
    population: int
    long_enough_days: float
    is_assumed: bool
    with_persons: bool
    truncated: bool
    tested: int
    suspects: list[SuspectOut]
    causes: list[CauseOut]
    unexplained: list[Text]
    shorter: list[FactorOut]
    next_tests: list[NextTestOut]
    left_out: list[LeftOutOut]
    unproven: UnprovenOut
    elapsed_ms: float
    overturned: OverturnedOut | None = None
    verdict: VerdictOut | None = None
