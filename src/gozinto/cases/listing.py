"""The list of all cases: what each is, how it stands, and since when."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as Choice
from django.db.models.fields.json import KeyTextTransform

from gozinto.cases.kinds import MACHINES
from gozinto.cases.models import Case, CaseStep, CaseSubject
from gozinto.record.listing import MOST, Column, Listing


def _rows() -> QuerySet[Any]:
    steps = CaseStep.objects.filter(case=OuterRef("pk"))
    last, first = steps.order_by("-sequence"), steps.filter(sequence=1)
    things = CaseSubject.objects.filter(case=OuterRef("pk")).order_by("-id")
    of_defect = steps.filter(told__has_key="defect").order_by("-sequence")
    ended = [
        When(kind=one.kind, state__in=one.ends, then=Value(False)) for one in MACHINES.values()
    ]
    return Case.objects.annotate(
        state=Subquery(last.values("state")[:1]),
        act=Subquery(last.values("act")[:1]),
        since=Subquery(last.values("at")[:1]),
        last_by=Subquery(last.values("by")[:1]),
        thing=Subquery(things.values("uri")[:1]),
        dealer=_text(first, "dealer"),
        reference=_text(first, "reference"),
        material=_text(first, "material"),
        defect=_text(of_defect, "defect"),
        is_open=Choice(*ended, default=Value(True), output_field=BooleanField()),
    )


def _text(steps: QuerySet[Any], name: str) -> Subquery:
    told = steps.annotate(text=KeyTextTransform(name, "told")).values("text")[:1]
    return Subquery(told, output_field=CharField())


def _found(text: str) -> list[int]:
    """Cases whose number begins so, whose title has it, or that are about what it is printed on."""
    named = Q(number__istartswith=text) | Q(title__icontains=text)
    about = CaseSubject.objects.filter(uri__endswith=f"/{text}").values("case")
    return list(Case.objects.filter(named | Q(pk__in=about)).values_list("pk", flat=True)[:MOST])


CASES = Listing(
    name="cases",
    rows=_rows,
    sort="-opened_at",
    find=_found,
    columns=(
        Column("number", "number", sorts=True),
        Column("kind", "kind"),
        Column("title", "title"),
        Column("state", "state"),
        Column("open", "is_open", "flag"),
        Column("since", "since", "time", sorts=True),
        Column("act", "act"),
        Column("last_by", "last_by"),
        Column("thing", "thing"),
        Column("defect", "defect"),
        Column("dealer", "dealer"),
        Column("reference", "reference"),
        Column("opened_at", "at", "time", sorts=True),
        Column("opened_by", "by"),
    ),
)
"""`since`: when it came to how it stands; `thing`: the URI of what it is about, the last named."""
