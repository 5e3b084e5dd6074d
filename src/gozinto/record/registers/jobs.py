"""Runs that were started: what they are to make, and what they made."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from gozinto.record.listing import MOST, Column, Listing
from gozinto.record.models import Activity, RunEvent, RunSum

_AMOUNT: DecimalField[Any, Any] = DecimalField(max_digits=30, decimal_places=9)


def _runs() -> QuerySet[Any]:
    told = Activity.objects.filter(
        run=OuterRef("run"),
        activity__in=("start", "pause", "resume", "finish"),
        event__withdrawal=None,
    ).order_by("-at", "-event_id")
    came = RunSum.objects.filter(run=OuterRef("run"), is_input=False, item=OuterRef("product"))
    summed = came.values("uom").annotate(sum=Sum("quantity")).order_by("-sum")
    # A unit with a run of its own is one that the job made.
    units = RunEvent.objects.filter(run=OuterRef("run"), is_membership=True, makes=True)
    counted = units.order_by().values("run").annotate(number=Count("pk"))
    unit = Case(When(Exists(units), then=Value("C62")), default=Subquery(summed.values("uom")[:1]))
    found = Activity.objects.filter(activity="start", event__withdrawal=None)
    return found.annotate(
        last=Subquery(told.values("activity")[:1]),
        last_at=Subquery(told.values("at")[:1]),
        made=Coalesce(
            Subquery(counted.values("number")),
            Subquery(summed.values("sum")[:1]),
            output_field=_AMOUNT,
        ),
        made_uom=unit,
    )


def _named(text: str) -> list[int]:
    """Starts of jobs whose name begins so."""
    told = Activity.objects.filter(activity="start", name__startswith=text)
    return list(told.values_list("pk", flat=True)[:MOST])


STATES = {"start": "running", "resume": "running", "pause": "paused", "finish": "finished"}
"""What the last thing told of a run comes to."""

RUNS = Listing(
    name="runs",
    rows=_runs,
    sort="-started_at",
    find=_named,
    columns=(
        Column("run", "run__uri"),
        Column("job", "name", sorts=True),
        Column("step", "step"),
        Column("equipment", "equipment", sorts=True),
        Column("flow", "flow"),
        Column("product", "product"),
        Column("planned", "planned", "number"),
        Column("uom", "planned_uom"),
        Column("started_by", "person"),
        Column("started_at", "at", "time", sorts=True),
        Column("last", "last"),
        Column("state", "last", says=STATES),
        Column("last_at", "last_at", "time"),
        Column("made", "made", "number"),
        Column("made_uom", "made_uom"),
    ),
)
"""`made`: how much of its product came out of it, in `made_uom`; of units, how many."""
