"""The label of one object on its page: how it looks, and printing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gozinto.access import describing, gate
from gozinto.access.roles import RECORDERS
from gozinto.edges.office import search, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.labelling import previews
from gozinto.errors import GozintoError
from gozinto.labels import library
from gozinto.labels.jobs import asking
from gozinto.labels.jobs.asking import Asked
from gozinto.labels.layouts import PURPOSES, Purpose
from gozinto.plant import known, objects
from gozinto.plant.models import TraceableObject


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The card of the object that `id` names, in the layout `layout` ("": the usual one)."""
    found = objects.resolve(search.read(request.GET.get("id", "")))
    return _card(request, found, layout=request.GET.get("layout", ""))


@require_POST
@page(roles=RECORDERS)
def send(request: HttpRequest) -> HttpResponse:
    """Queue the object's label at a printer; the card says what became of that."""
    found = objects.resolve(search.read(request.POST.get("id", "")))
    layout = library.find(request.POST.get("layout", ""), purpose=_purpose(found))
    try:
        jobs = asking.print_labels(
            [Asked(purpose=layout.purpose, subject=found.uri, number=found.number)],
            printer=request.POST.get("printer", ""),
            layout=layout.code,
            by=gate.admit(request, roles=RECORDERS).person,
            reason=request.POST.get("reason", ""),
        )
    except GozintoError as error:
        faults = previews.faults(previews.told(error))
        return _card(request, found, layout=layout.code, faults=faults, status=422)
    return _card(request, found, layout=layout.code, queued=jobs[0].pk)


def _card(
    request: HttpRequest,
    found: TraceableObject,
    *,
    layout: str,
    faults: tuple[previews.Fault, ...] = (),
    queued: int = 0,
    status: int = 200,
) -> HttpResponse:
    chosen = library.find(layout, purpose=_purpose(found))
    asks = gate.find_principal(request)
    context: dict[str, Any] = {
        "thing": found,
        "preview": previews.preview(chosen, of=found.uri),
        "layout": chosen,
        "layouts": [one for one in library.every().values() if one.purpose == chosen.purpose],
        "printers": [one for one in known.now().printers.values() if one.state == "active"],
        "may_print": asks is not None and bool(asks.roles & RECORDERS),
        "describes_printers": asks is not None and describing.may(asks.roles, "printers"),
        "describers": ", ".join(str(role.label) for role in sorted(describing.WRITERS["printers"])),
        "faults": faults,
        "queued": queued,
        "kind": words.name(words.KINDS, found.kind),
    }
    part = "#card" if request.headers.get("HX-Request") else ""
    # htmx shows an answer that is no error; what was refused stands in the card itself.
    shown = 200 if part else status
    return render(request, f"office/label_card.html{part}", context, status=shown)


def _purpose(found: TraceableObject) -> Purpose:
    """A tool on record as a unit has the label of an asset."""
    if known.now().asset_of(found.uri) is not None:
        return "asset"
    return next(one for one in PURPOSES if one == found.kind)
