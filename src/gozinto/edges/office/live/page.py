"""The page of what goes on now: each work center with its machines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.operations import centers
from gozinto.operations.centers import Center, Now
from gozinto.plant import known as plant
from gozinto.plant.models import Person

STATES: words.Words = {
    "start": _("runs"),
    "resume": _("runs"),
    "pause": _("paused"),
    "finish": _("finished"),
}


@page()
def show(request: HttpRequest) -> HttpResponse:
    """All work centers, or the one that `center` names; for htmx the board alone."""
    asked = request.GET.get("center", "")[:80].replace("\0", "")
    with plant.kept():
        board = centers.now(center=asked)
        machines = [one for center in board.centers for one in center.machines]
        people = _people({one.person for one in machines if one.person})
        context: dict[str, Any] = {
            "board": board,
            "centers": [_center(one, people) for one in board.centers],
            "running": sum(one.runs for one in machines),
            "machines": len(machines),
            "made": sum(one.made for one in machines),
            "alarms": sum(one.alarms for one in machines),
            "center": asked,
            "here": f"?{urlencode({'center': asked})}" if asked else "?",
        }
    part = "office/live.html#board" if getattr(request, "htmx", False) else "office/live.html"
    return render(request, part, context)


def _people(codes: set[str]) -> dict[str, str]:
    named = Person.objects.filter(code__in=codes).exclude(name="")
    return dict(named.values_list("code", "name")) if codes else {}


def _center(one: Center, people: dict[str, str]) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "made": sum(machine.made for machine in one.machines),
        "machines": [_machine(machine, people) for machine in one.machines],
    }


def _machine(one: Now, people: dict[str, str]) -> dict[str, Any]:
    materials = plant.now().materials
    product = materials.get(one.product)
    return {
        "code": one.code,
        "name": one.name,
        "state": words.name(STATES, one.state),
        "runs": one.runs,
        "is_paused": one.state == "pause",
        "job": one.job or words.last_part(one.run),
        "job_address": f"{reverse('office:job')}?{urlencode({'id': one.run})}" if one.run else "",
        "step": one.step or one.last_step,
        "product": product.name if product else one.product,
        "planned": words.quantity(one.planned, one.uom) if one.planned is not None else "",
        "person": people.get(one.person, one.person),
        "since": one.since,
        "last_at": one.last_at,
        "made": one.made,
        "alarms": one.alarms,
    }
