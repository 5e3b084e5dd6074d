"""The worklist: what waits for its inspection, by kind, what is most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from gozinto.access import gate
from gozinto.access.roles import INSIDE, LABORATORY
from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import thing_address
from gozinto.errors import Malformed
from gozinto.operations import inspection
from gozinto.operations.inspection import Waiting
from gozinto.plant import known as plant
from gozinto.plant.models import Location

DAYS = (7, 30, 90, 365)
"""Of how many days what came is looked at, to choose from."""

KINDS = ("", "input", "in_process", "final")


@page()
def show(request: HttpRequest) -> HttpResponse:
    """What waits; with `kind` of that kind alone, with `days` what came in so many."""
    kind, asked = request.GET.get("kind", ""), request.GET.get("days", "")
    if kind not in KINDS:
        raise Malformed("There is no such kind of inspection.", code="unknown_choice", value=kind)
    days = int(asked) if asked in map(str, DAYS) else inspection.WITHIN_DAYS
    may_enter = bool(gate.admit(request, roles=INSIDE).roles & LABORATORY)
    with plant.kept():
        found = inspection.waiting(days=days)
        rows = _rows([one for one in found if kind in ("", one.kind)], may_enter=may_enter)
    context: dict[str, Any] = {
        "tabs": [
            {
                "kind": one,
                "word": words.name(words.CONTROLS, one),
                "count": sum(one in ("", waits.kind) for waits in found),
                "is_here": one == kind,
            }
            for one in KINDS
        ],
        "rows": rows,
        "kind": kind,
        "days": days,
        "choices": DAYS,
        "required": sum(one.is_required for one in found),
        "all": len(found),
        "is_more": len(found) >= inspection.MOST_WAITING,
        "may_enter": may_enter,
    }
    return render(request, "office/inspections.html", context)


def _rows(found: Sequence[Waiting], *, may_enter: bool) -> list[dict[str, Any]]:
    wanted = {one.location for one in found} - {""}
    places = dict(Location.objects.filter(uri__in=wanted).values_list("uri", "name"))
    materials = plant.now().materials
    now = timezone.now()
    return [
        {
            "number": one.number,
            "address": thing_address(one.uri),
            "material": materials[one.material].name,
            "kind": words.name(words.CONTROLS, one.kind),
            "is_required": one.is_required,
            "quantity": words.quantity(one.quantity, one.uom) if one.uom else "",
            "where": places.get(one.location, words.last_part(one.location)),
            "since": one.since,
            "days": _days(one.since, now),
            "expires_at": one.expires_at,
            "is_held": one.is_held,
            "plans": [
                {
                    "code": plan.code,
                    "name": plan.name,
                    "address": entry_address(one.uri, plan.code) if may_enter else "",
                }
                for plan in one.plans
            ],
        }
        for one in found
    ]


def _days(since: datetime, now: datetime) -> int:
    return max(0, (now - since).days)


def entry_address(uri: str, plan: str) -> str:
    """Where somebody enters what was measured of an object by a plan."""
    return f"{reverse('office:inspect')}?{urlencode({'id': uri, 'plan': plan})}"
