"""What of an answer is still here, and putting all of it on hold at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gozinto.access import gate
from gozinto.access.roles import INSIDE, LABORATORY
from gozinto.edges.office import words
from gozinto.edges.office.frame import page, seen
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.tracing import saving, steering
from gozinto.edges.office.tracing.answered import Answer
from gozinto.errors import Malformed
from gozinto.operations import sentences, stock
from gozinto.operations.bulk import asking as bulk
from gozinto.operations.stock import Here
from gozinto.plant import known
from gozinto.plant.models.partners import ReasonCategory

SHOWN = 500
"""Lots and units that are listed; all of them are held."""


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The list; what is posted has those that are free put on hold, one after the other."""
    answer = saving.answer_to(request)
    if answer is None:
        return redirect("office:trace")
    here = stock.still_here([node.uri for node in answer.trace.nodes if node.kind != "run"])
    if request.method != "POST":
        return render(request, "office/trace_stock.html", _context(request, answer, here))
    who = gate.admit(request, roles=LABORATORY)
    reason = request.POST.get("reason", "")
    free = [one.uri for one in here if not one.held]
    try:
        job = bulk.ask("hold", subjects=free, reason=reason, by=who.person, roles=who.roles)
    except Malformed as error:
        context = _context(request, answer, here)
        context |= {"reason": reason, "faults": sentences.all_of(error)}
        return render(request, "office/trace_stock.html", context, status=seen(error).status)
    return redirect("office:bulk", job=job.pk)


def _context(request: HttpRequest, answer: Answer, here: Sequence[Here]) -> dict[str, Any]:
    plant = known.now()

    def material(item: str) -> str:
        found = plant.material_of(item)
        return found.name if found else item

    places = {one.uri: one.name for one in plant.locations.values()}
    free = sum(not one.held for one in here)
    roles = gate.admit(request, roles=INSIDE).roles
    return {
        "title": words.name(words.DIRECTIONS, answer.trace.direction),
        "headline": answer.headline,
        "back": steering.changed(request.GET),
        "rows": [
            {
                "one": one,
                "address": thing_address(one.uri),
                "material": material(one.item),
                "quantity": words.quantity(one.on_hand, one.uom),
                "place": places.get(one.location, words.last_part(one.location)),
            }
            for one in here[:SHOWN]
        ],
        "count": len(here),
        "free": free,
        "left": max(0, len(here) - SHOWN),
        "may_hold": bool(free and roles & LABORATORY),
        "reasons": [one for one in plant.reasons.values() if one.category == ReasonCategory.HOLD],
    }
