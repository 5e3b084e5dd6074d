"""How many complaints there were, by what they have in common: the few kinds that most are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.utils import timezone

from gozinto.cases.complaints.claiming import dealer_of
from gozinto.cases.listing import CASES
from gozinto.plant import known
from gozinto.plant.models import TraceableObject

By = Literal["defect", "model", "dealer", "week"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """So many complaints of a kind. `key`: its code, the first day of a week, or "" where nobody
    said; `share`: of all; `sum`: with all before it."""

    key: str
    count: int
    share: float
    sum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pareto:
    """All of them since a time: the most frequent first, weeks in their order."""

    total: int
    bars: tuple[Bar, ...]


def count(by: By, *, since: datetime) -> Pareto:
    """Complaints that were opened since then, without those withdrawn. Two queries."""
    found = CASES.rows().filter(kind="complaint", at__gte=since).exclude(state="withdrawn")
    paths = ("at", "dealer", "defect", "thing", "material")
    rows = [dict(zip(paths, row, strict=True)) for row in found.values_list(*paths)]
    if by == "week":
        return _reckoned(_weeks(rows, since))
    keys = _KEYS[by](rows)
    return _reckoned(sorted(Counter(keys).items(), key=lambda one: (-one[1], one[0])))


def _reckoned(counts: Iterable[tuple[str, int]]) -> Pareto:
    listed = list(counts)
    total = sum(number for _, number in listed)
    bars, before = list[Bar](), 0
    for key, number in listed:
        before += number
        share, together = (number / total, before / total) if total else (0.0, 0.0)
        bars.append(Bar(key=key, count=number, share=share, sum=together))
    return Pareto(total=total, bars=tuple(bars))


def _weeks(rows: Iterable[Mapping[str, Any]], since: datetime) -> list[tuple[str, int]]:
    """Each week from the first day on, those without any too."""
    counts = Counter(_monday(row["at"]) for row in rows)
    first, last = _monday(since), _monday(timezone.now())
    weeks = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return [(week.isoformat(), counts[week]) for week in weeks]


def _monday(at: datetime) -> date:
    day = timezone.localtime(at).date()
    return day - timedelta(days=day.weekday())


def _models(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """What each was told to be, else what the unit is on record as."""
    listed = list(rows)
    uris = {row["thing"] for row in listed if not row["material"] and row["thing"]}
    things = TraceableObject.objects.filter(uri__in=uris).values_list("uri", "item")
    items, plant = dict(things), known.now()
    told = [row["material"] or items.get(row["thing"], "") for row in listed]
    named = {one: plant.material_of(one) for one in set(told) if one}
    return [found.code if (found := named.get(one)) else one or "" for one in told]


_KEYS: Mapping[str, Any] = {
    "defect": lambda rows: [row["defect"] or "" for row in rows],
    "dealer": lambda rows: [dealer_of(row["dealer"]) if row["dealer"] else "" for row in rows],
    "model": _models,
}
