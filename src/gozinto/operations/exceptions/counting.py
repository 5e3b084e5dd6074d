"""How many exceptions there are: counted up to a bound, so that it costs the same in any plant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from gozinto.operations.exceptions import standing, upkeep
from gozinto.record import remarks
from gozinto.record.models import Finding
from gozinto.record.rules.table import RULES

MOST_COUNTED = 1_000
"""More of a kind are counted as so many."""

EXPIRING_DAYS = 14

GAPS = frozenset({"object_not_on_record", "orphan_object", "consumed_before_received"})
"""The rules whose findings are gaps in the genealogy."""

SIGNALS = frozenset(code for code, rule in RULES.items() if rule.is_signal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are of each, up to MOST_COUNTED. Overdue: not what is due soon."""

    findings: int
    signals: int
    gaps: int
    held: int
    expiring: int
    overdue: int
    beside: Mapping[str, int]


def rules_of(group: str) -> frozenset[str]:
    """The rules whose findings a group shows: "gaps", "signals", or "findings" for all others."""
    named: Mapping[str, frozenset[str]] = {"gaps": GAPS, "signals": SIGNALS}
    return named.get(group, frozenset(RULES) - GAPS - SIGNALS)


def counts(*, beside: Mapping[str, QuerySet[Any]] | None = None) -> Counts:
    """All of them. Two queries.

    beside: what rooms above want counted with them, by name.
    """
    told = _counted(
        {
            **{name: _open(rules_of(name)) for name in ("findings", "signals", "gaps")},
            "held": standing.standing_held(),
            "expiring": standing.standing_expiring(EXPIRING_DAYS),
            "unknown": standing.standing_unknown(),
            **(beside or {}),
        }
    )
    return Counts(
        findings=told["findings"],
        signals=told["signals"],
        gaps=min(MOST_COUNTED, told["gaps"] + told["unknown"]),
        held=told["held"],
        expiring=told["expiring"],
        overdue=sum(one.is_past for one in upkeep.overdue()),
        beside={name: told[name] for name in beside or {}},
    )


def _open(rules: Collection[str]) -> QuerySet[Finding]:
    return Finding.objects.filter(remarks.IS_OPEN, rule__in=rules)


def _counted(found: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of these has, MOST at most; one statement for all."""
    bounded = [
        one.order_by().values("pk")[:MOST_COUNTED].query.sql_with_params() for one in found.values()
    ]
    sums = ", ".join(f"(SELECT count(*) FROM ({sql}) AS bounded)" for sql, _ in bounded)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sums}", [value for _, values in bounded for value in values])
        row = cursor.fetchone()
    return dict(zip(found, row or (), strict=True))
