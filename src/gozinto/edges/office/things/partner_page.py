"""The page of a company: what may be had from it, what came, what went, what is on hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office import search, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.registers import choices
from gozinto.edges.office.things import opening
from gozinto.edges.office.things.names import Names
from gozinto.errors import Unknown
from gozinto.plant.known.shapes import Partner
from gozinto.plant.models import Approval
from gozinto.record import listing
from gozinto.record.registers import RECEIPTS, SHIPMENTS, companies

SHOWN = 20
"""The newest of each list; the lists have all."""
APPROVALS: Mapping[str, tuple[str | Promise, str]] = {
    "proposed": (_("proposed"), "warn"),
    "approved": (_("approved"), ""),
    "suspended": (_("suspended"), "bad"),
    "withdrawn": (_("approval withdrawn"), "bad"),
}


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The company that `id` names, by its URI or code. Raises Unknown (unknown_partner)."""
    asked = search.read(request.GET.get("id", ""))
    if not asked:
        return redirect("office:home")
    named = Names()
    found = named.plant.partner_of(asked) or named.plant.partners.get(asked)
    if found is None:
        raise Unknown("There is no such company.", code="unknown_partner", value=asked[:80])
    uri = found.uri
    came = listing.page(RECEIPTS, where={"partner": [uri]}, limit=SHOWN + 1).rows
    went = listing.page(SHIPMENTS, where={"partner": [uri]}, limit=SHOWN + 1).rows
    context: dict[str, Any] = {
        "partner": found,
        "kind": choices.COMPANIES[found.kind][0],
        "state": choices.BUSINESS[found.state],
        "held": companies.held_lots([uri]).get(uri, 0),
        "counts": {
            way: companies.counted([uri], way=way).get(uri, 0)
            for way in ("deliveries", "shipments", "returns")
        },
        "approvals": _approvals(found, named),
        "came": _came(came[:SHOWN], named),
        "more_came": len(came) > SHOWN,
        "went": [row | {"number": words.last_part(row.get("note", ""))} for row in went[:SHOWN]],
        "more_went": len(went) > SHOWN,
    }
    return render(request, "office/partner.html", context)


def _approvals(of: Partner, named: Names) -> list[dict[str, Any]]:
    listed = Approval.objects.filter(partner__code=of.code).select_related("material")
    return [
        {
            "approval": one,
            "material": one.material.name,
            "word": APPROVALS[one.state][0],
            "tone": APPROVALS[one.state][1],
        }
        for one in listed.order_by("material__name")
    ]


def _came(found: Sequence[dict[str, Any]], named: Names) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "address": opening.address(row["uri"]),
            "material": named.material(row.get("item", "")),
            "quantity": words.quantity(row.get("quantity"), row.get("uom", "")),
            "note": words.last_part(row.get("note", "")),
            "status": words.name(words.STATUSES, "held" if row.get("held") else row.get("status")),
            "tone": words.status_tone("held" if row.get("held") else row.get("status")),
        }
        for row in found
    ]
