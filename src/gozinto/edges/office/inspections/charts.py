"""Control charts: every series of measured values, and one of them with its limits and signals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.inspections.drawing import drawn
from gozinto.edges.office.inspections.entering import limits_in_words, plain
from gozinto.edges.office.search import thing_address
from gozinto.errors import Malformed
from gozinto.plant import known as plant
from gozinto.plant.known import Known
from gozinto.record import charts
from gozinto.record.charts import Series


@page()
def index(request: HttpRequest) -> HttpResponse:
    """All series, those with signals first; with `q` those that a word of it is in."""
    asked = request.GET.get("q", "").strip()[:80]
    with plant.kept():
        known = plant.now()
        rows = [_row(one, known) for one in charts.all_series()]
    found = [row for row in rows if asked.casefold() in row["words"].casefold()]
    context: dict[str, Any] = {
        "rows": found,
        "all": len(rows),
        "is_more": len(rows) >= charts.MOST_SERIES,
        "signals": sum(row["signals"] > 0 for row in rows),
        "asked": asked,
    }
    return render(request, "office/charts.html", context)


@page()
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One series; with `until` its values up to then."""
    with plant.kept():
        chart = charts.chart(key, until=_until(request.GET.get("until", "")))
        row = _row(chart.series, plant.now())
    values = [
        {
            "at": one.at,
            "value": plain_value(one.value),
            "number": one.number,
            "address": thing_address(one.uri) if one.uri else "",
            "rules": one.rules,
        }
        for one in reversed(chart.values)
    ]
    oldest = chart.values[0].at if chart.values else None
    context: dict[str, Any] = {
        "row": row,
        "picture": drawn(chart) if chart.values else "",
        "values": values,
        "has_limits": any(one.center is not None for one in chart.values),
        "earlier": f"?{urlencode({'until': oldest.isoformat()})}"
        if chart.earlier and oldest
        else "",
        "is_past": "until" in request.GET,
    }
    return render(request, "office/chart.html", context)


def _until(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Malformed("This is no time.", code="bad_time", value=text[:40]) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def plain_value(value: float) -> str:
    """A value as a person reads it: six digits tell enough."""
    return f"{value:.6g}"


def _row(one: Series, known: Known) -> dict[str, Any]:
    material = known.material_of(one.item) if one.item else None
    machine = known.equipment.get(one.equipment)
    plan = known.plans.get(one.plan)
    names = {each.code: each.name for each in plan.characteristics} if plan else {}
    name = names.get(one.characteristic, one.characteristic)
    told = {
        "name": name,
        "material": material.name if material else one.item,
        "step": one.step,
        "equipment": one.equipment,
        "machine": machine.name if machine else "",
    }
    return {
        **told,
        "words": " ".join(told.values()),
        "address": reverse("office:chart", args=[one.key]),
        "last": plain(one.last),
        "unit": words.unit(one.uom) if one.uom else "",
        "limits": limits_in_words(one.lower, one.upper),
        "last_at": one.last_at,
        "signals": one.signals,
    }
