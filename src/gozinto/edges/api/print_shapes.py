"""What printing is asked and answers over HTTP. What comes in is held to these shapes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from gozinto.edges.api.numbering_shapes import Given, Named, Said
from gozinto.edges.api.shapes import Shape, Text
from gozinto.labels.jobs.agents import MOST_WAIT_S
from gozinto.labels.jobs.asking import MOST_AT_ONCE, MOST_COPIES
from gozinto.labels.layouts import Purpose

Copies = Annotated[int, Field(ge=1, le=MOST_COPIES)]


class PrintIn(Given):
    """Labels that somebody wants."""

    ids: Annotated[list[Named], Field(min_length=1, max_length=MOST_AT_ONCE)]
    printer: Named = Field(description="the code of a printer")
    purpose: Purpose | None = Field(
        None, description="what is labelled; a lot, unit or container is known by itself"
    )
    layout: Said = Field("", description="the code of a layout; else the one of the purpose")
    copies: Copies = 1
    reason: Said = Field("", description="why it is printed again")


class RetryIn(Given):
    """A failed job is tried again."""

    printer: Said = Field("", description="at another printer")


class DecideIn(Given):
    """A decision, and why."""

    reason: Named


class ReprintIn(DecideIn):
    """A label is printed again, and why."""

    printer: Said = Field("", description="at another printer")
    copies: Copies | None = None


class PullIn(Given):
    """An agent asks for the next job."""

    agent: Named = Field(description="a name for this agent, the same whenever it starts")
    printers: Annotated[list[Named], Field(min_length=1, max_length=50)]
    wait_s: Annotated[int, Field(ge=0, le=MOST_WAIT_S)] = 0


class BeginIn(Given):
    """An agent is about to send the first byte."""

    lease: UUID
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of what it sends")]


class EndIn(Given):
    """What became of a job in an agent's hand."""

    lease: UUID
    outcome: Literal["delivered", "nothing_sent", "unfit", "lost"]
    code: Annotated[str, Field(pattern="^[a-z_]{1,40}$")] = "printer_lost"
    message: Said = ""
    next_step: Said = ""


class JobOut(Shape):
    """A print job."""

    id: int
    state: Text
    purpose: Text
    subject: Text
    number: Text | None = None
    layout: Text | None = None
    printer: Text | None = None
    copies: int
    why: Text
    rule: Text | None = None
    reason: Text | None = None
    repeats: int | None = None
    by: Text
    at: datetime
    tries: int
    digest: Text | None = None
    code: Text | None = None
    problem: Text | None = None
    next_step: Text | None = None
    settled_at: datetime | None = None
    settled_by: Text | None = None
    settled_because: Text | None = None
    serial: int | None = None
    void_because: Text | None = None


class JobsOut(Shape):
    """Print jobs."""

    jobs: list[JobOut]


class HandedOut(Shape):
    """A job in an agent's hand; nothing of it may be sent before it is begun."""

    job: int
    lease: UUID
    printer: Text
    language: Text
    payload: Text = Field(description="base64")
    digest: Text = Field(description="SHA-256 of the payload")


class PulledOut(Shape):
    """The next job, if one came in time."""

    handed: HandedOut | None = None


class ChangeOut(Shape):
    """Something that became of the labels of a thing."""

    at: datetime
    what: Literal["printed", "void", "relabelled"]
    said: str
    by: Text
    job: int | None = None


class LabelsOut(Shape):
    """All that became of them, oldest first."""

    history: list[ChangeOut]
