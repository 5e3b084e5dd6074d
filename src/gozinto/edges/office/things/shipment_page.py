"""The page of a delivery note: what left under it, for whom, as a sheet that can be printed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gozinto.edges.office import search, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import names
from gozinto.operations import delivery_notes

SERIALS = 500
"""Numbers of units that a line lists; a sheet of more has them as a file of the API."""


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The delivery note that `id` names. Raises Unknown (unknown_delivery_note)."""
    asked = search.read(request.GET.get("id", ""))
    if not asked:
        return redirect("office:home")
    note = delivery_notes.read(asked)
    named = names.Names()
    plant = named.plant
    context: dict[str, Any] = {
        "note": note,
        "number": words.last_part(note.uri),
        "company": plant.company.name,
        "to": named.partner(note.to) if note.to else "",
        "to_uri": note.to if plant.partner_of(note.to) else "",
        "ship_to": named.place(note.ship_to) if note.ship_to else "",
        "carrier": named.partner(note.carrier) if note.carrier else "",
        "orders": [words.last_part(one) for one in note.orders],
        "lines": [
            {
                "line": line,
                "material": named.material(line.material),
                "quantity": words.quantity(line.quantity, line.uom),
                "lots": [
                    {"lot": lot, "quantity": words.quantity(lot.quantity, lot.uom)}
                    for lot in line.lots
                ],
                "serials": line.serials[:SERIALS],
                "left": max(len(line.serials) - SERIALS, 0),
            }
            for line in note.lines
        ],
    }
    return render(request, "office/shipment.html", context)
