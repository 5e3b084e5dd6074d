"""What people said of findings, laid over what the rules found.

A finding is derived and judged again whenever its subject is; what a person says of it is a
register of its own, which names the fault (`FindingRemark`). So a replay of the record finds the
same findings, and the same of them are settled.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from gozinto.record.models import Finding, FindingRemark, FindingState, RemarkKind

SETTLED = RemarkKind.SETTLED.value

FAULT = ("event", "scope", "subject", "rule", "value", "data")
"""What makes a fault the one it is, of a finding and of a remark."""


def of_a_finding() -> QuerySet[FindingRemark]:
    """What was said of the finding of the query around it, the last first."""
    of_it = {name: OuterRef(name) for name in FAULT}
    return FindingRemark.objects.filter(**of_it).order_by("-id")


def settlings() -> QuerySet[FindingRemark]:
    """What settles the finding of the query around it, if anything does."""
    return of_a_finding().filter(kind=RemarkKind.SETTLED, reopened=None)


def _last_word() -> Combinable:
    """Whether the finding of the query around it was last settled or reopened; "" for neither.

    It is looked up for each finding by its event: a join of both would be planned by how rare each
    of its conditions is, as if none had to do with another, and compare all with all.
    """
    said = of_a_finding().filter(kind__in=(RemarkKind.SETTLED, RemarkKind.REOPENED))
    return Coalesce(Subquery(said.values("kind")[:1]), Value(""))


IS_SETTLED = Q(Exact(_last_word(), Value(SETTLED)), state=FindingState.OPEN)
IS_OPEN = Q(~Q(Exact(_last_word(), Value(SETTLED))), state=FindingState.OPEN)


def laid_over() -> QuerySet[Finding]:
    """All findings, each with how it stands, and who settled it if somebody did."""
    said = settlings()
    return Finding.objects.annotate(
        standing=Case(
            When(IS_SETTLED, then=Value(SETTLED)), default=F("state"), output_field=CharField()
        ),
        settled_by=said.values("by")[:1],
        settled_because=said.values("text")[:1],
        settled_at=said.values("at")[:1],
    )


@dataclass(frozen=True, slots=True)
class Assigned:
    """Whose a finding is, and what they were told."""

    person: str
    note: str


def assigned(ids: Collection[int]) -> dict[int, Assigned]:
    """Of these findings, whose they are, where somebody said so. One query."""
    said = of_a_finding().filter(kind=RemarkKind.ASSIGNED)
    told = (
        Finding.objects.filter(id__in=ids)
        .annotate(person=said.values("person")[:1], note=said.values("text")[:1])
        .exclude(person=None)
    )
    return {
        pk: Assigned(person, note) for pk, person, note in told.values_list("id", "person", "note")
    }
