"""The page of a receipt: what came, from whom, with which papers, and how it was judged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gozinto.access import gate
from gozinto.access.roles import INSIDE
from gozinto.edges.office import search, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import files_card, names, opening
from gozinto.record import listing
from gozinto.record.attachments import attaching
from gozinto.record.registers import RECEIPTS, RETURNS
from gozinto.trace.lookups import receipts

MOST = 500


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The receipt of the event that `id` names. Raises Unknown (unknown_receipt)."""
    asked = search.read(request.GET.get("id", ""))
    if not asked:
        return redirect("office:home")
    found = receipts.receipt(asked)
    named = names.Names()
    of = RETURNS if found.is_return else RECEIPTS
    came = listing.page(of, where={"event_id": [asked]}, limit=MOST).rows
    supplier = named.plant.partner_of(found.supplier)
    context: dict[str, Any] = {
        "receipt": found,
        "supplier": named.partner(found.supplier) if found.supplier else "",
        "supplier_uri": found.supplier if supplier else "",
        "place": named.place(found.location) if found.location else "",
        "person": names.people({found.person}).get(found.person, found.person),
        "orders": [words.last_part(one) for one in found.orders],
        "rows": [
            {
                "row": row,
                "address": opening.address(row["uri"]),
                "material": named.material(row.get("item", "")),
                "quantity": words.quantity(row.get("quantity"), row.get("uom", "")),
                "status": words.name(words.STATUSES, _status(row)),
                "tone": words.status_tone(_status(row)),
            }
            for row in came
        ],
        "judged": [
            {
                "one": one,
                "address": opening.address(one.uri, "measurements"),
                "control": words.name(words.CONTROLS, one.control),
                "result": words.name(words.STATUSES, one.result),
                "tone": words.status_tone(one.result),
            }
            for one in found.judged
        ],
        **files_card.context(
            attaching.of_event(found.position),
            roles=gate.admit(request, roles=INSIDE).roles,
            target={"event": str(found.position)},
        ),
    }
    return render(request, "office/receipt.html", context)


def _status(row: dict[str, Any]) -> str:
    return "held" if row.get("held") else str(row.get("status", ""))
