"""The lists of the record: what each row says, what it is sorted by, and how a text finds it."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from gozinto.plant.models import Alias, TraceableObject
from gozinto.record.listing import MOST, Column, Listing
from gozinto.record.models import Activity, ObjectState


def _runs() -> QuerySet[Activity]:
    told = Activity.objects.filter(
        run=OuterRef("run"),
        activity__in=("start", "pause", "resume", "finish"),
        event__withdrawal=None,
    ).order_by("-at", "-event_id")
    return Activity.objects.filter(activity="start", event__withdrawal=None).annotate(
        last=Subquery(told.values("activity")[:1]), last_at=Subquery(told.values("at")[:1])
    )


def _find_runs(text: str) -> list[int]:
    """Starts of jobs whose name begins so."""
    told = Activity.objects.filter(activity="start", name__startswith=text)
    return list(told.values_list("pk", flat=True)[:MOST])


def _objects() -> QuerySet[ObjectState]:
    return ObjectState.objects.all()


def _find_objects(text: str) -> list[int]:
    """Objects whose number, or another text that they go by, begins so."""
    named = TraceableObject.objects.filter(number__startswith=text).values_list("pk", flat=True)
    known = Alias.objects.filter(text__startswith=text).values_list("object_id", flat=True)
    found = dict.fromkeys([*named[:MOST], *known[:MOST]])
    return [*found][:MOST]


RUNS = Listing(
    name="runs",
    rows=_runs,
    sort="-started_at",
    find=_find_runs,
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
        Column("last_at", "last_at", "time"),
    ),
)
OBJECTS = Listing(
    name="objects",
    rows=_objects,
    sort="number",
    find=_find_objects,
    columns=(
        Column("position", "pk", "count", sorts=True),
        Column("uri", "object__uri"),
        Column("kind", "object__kind"),
        Column("number", "object__number", sorts=True),
        Column("item", "object__item", sorts=True),
        Column("status", "status"),
        Column("held", "held", "flag"),
        Column("location", "location"),
        Column("expires_at", "expires_at", "time", sorts=True, may_lack=True),
        Column("on_hand", "on_hand", "number", sorts=True),
        Column("uom", "uom"),
        Column("first_at", "first_at", "time", sorts=True, may_lack=True),
        Column("last_at", "last_at", "time"),
    ),
)
"""`position`: its place in the order in which the things of the plant became known."""
