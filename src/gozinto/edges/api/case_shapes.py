"""The shapes of cases: what is sent to open one and to take it on, and how one is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from gozinto.edges.api.numbering_shapes import Given, Named, Said
from gozinto.edges.api.shapes import Decimal, Shape, Text

Told = dict[str, Any]
Subjects = dict[str, Annotated[list[str], Field(max_length=1_000)]]
TOLD = "by the names of the act's fields; GET /cases/kinds has them"
SUBJECTS = "by role, anything printed on the things"


class OpenIn(Given):
    """A case that is opened."""

    kind: Named = Field(description="complaint, recall, action or drill")
    title: Named
    told: Told = Field(default_factory=dict, description=TOLD)
    subjects: Subjects = Field(default_factory=dict, description=SUBJECTS)
    led_from: Said = Field("", description="the number of the case that led to it")
    password: Said = Field("", description="of a person signed in, for what is signed")


class StepIn(Given):
    """A step of a case. `seen`: the number of its last step that you saw."""

    act: Named
    told: Told = Field(default_factory=dict, description=TOLD)
    subjects: Subjects = Field(default_factory=dict, description=SUBJECTS)
    seen: int | None = Field(None, ge=1, lt=2**31, description="refused if it went on since")
    password: Said = Field("", description="of a person signed in, for what is signed")


class StepOut(Shape):
    """A step that was taken."""

    sequence: int
    act: Text
    state: Text
    told: Told
    made: dict[str, Any]
    by: Text
    at: datetime
    position: int
    signed: Text | None = None
    subjects: dict[str, list[Text]] | None = None
    ties: list[Text] | None = None


class CaseOut(Shape):
    """A case as it stands, with all its steps. `open`: what you may do with it now."""

    kind: Text
    number: Text
    title: Text
    state: Text
    is_ended: bool
    opened_at: datetime
    opened_by: Text
    seen: int
    told: Told
    made: dict[str, Any]
    subjects: dict[str, list[Text]]
    tied: list[Text]
    tied_from: list[Text]
    open: list[Text]
    steps: list[StepOut]


class FieldOut(Shape):
    """What an act is told."""

    name: Text
    kind: Literal["line", "text", "choice", "choices", "date", "decimal", "flag", "lines"]
    required: bool
    choices: list[Text] | None = None


class AboutOut(Shape):
    """A thing that an act asks for."""

    role: Text
    required: bool
    many: bool


class ActOut(Shape):
    """What may be done with a case in these states, and by whom. `to`: where it leads."""

    name: Text
    since: list[Text]
    to: Text | None = None
    roles: list[Text]
    signed: bool
    fields: list[FieldOut]
    about: list[AboutOut]


class KindOut(Shape):
    """A kind of case; the first of `acts` opens it."""

    kind: Text
    prefix: Text
    states: list[Text]
    ends: list[Text]
    acts: list[ActOut]


class KindsOut(Shape):
    """Every kind of case."""

    kinds: list[KindOut]


class YardstickOut(Shape):
    """A target of so many hours; without `is_met` it may still be met."""

    hours: int
    is_met: bool | None = None


class ContactOut(Shape):
    """A customer of the scope. `amounts`: what they have, by unit; `at`: of the call."""

    uri: Text
    amounts: dict[str, Decimal]
    at: datetime | None = None
    is_reached: bool
    who: Text | None = None
    by: Text | None = None
    calls: int


class DrillOut(Shape):
    """What a drill came to. Shares are from 0 to 1; seconds count from its opening."""

    located: Decimal | None = None
    explained: Decimal | None = None
    reached: Decimal | None = None
    customers: int
    contacts_reached: int
    gaps: int
    clock_s: float
    is_running: bool
    yardsticks: list[YardstickOut]
    scope_s: float | None = None
    first_contact_s: float | None = None
    last_contact_s: float | None = None
    finish_s: float | None = None
    contacts: list[ContactOut]


class FinishedOut(Shape):
    """A drill that was finished."""

    number: Text
    title: Text
    at: datetime
    finished_at: datetime
    located: Decimal | None = None
    explained: Decimal | None = None
    reached: Decimal | None = None
    gaps: int
    clock_s: float


class TrendOut(Shape):
    """Drills by when they were opened, the oldest first. `within`: by hours, how many of them
    were done within."""

    drills: list[FinishedOut]
    within: dict[str, int]
