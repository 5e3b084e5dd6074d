"""The page of the risk board. How far lots reach is a large question: it follows the page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import thing_address
from gozinto.edges.office.tables import csv_response
from gozinto.plant import known as plant
from gozinto.trace.measures.doubts import Doubts
from gozinto.trace.measures.figures import Figure
from gozinto.trace.measures.risks import Reach, Risks

WEEKS = 12
MOST_STATIONS = 10
FEW = 0.8
"""The stations that make so much of what is in doubt are those to begin with."""


@page()
def show(request: HttpRequest) -> HttpResponse:
    """Where doubt and corrections come from; how far lots reach follows."""
    return render(request, "office/risks.html", _standing())


@page()
def reach(request: HttpRequest) -> HttpResponse:
    """How far each raw lot reaches, the farthest first: as a part, or on its page."""
    found = _reaches(trace.risks(material=_material(request)))
    if request.headers.get("HX-Request"):
        return render(request, "office/risks.html#reach", found)
    return render(request, "office/risks.html", _standing() | found)


@page()
def save(request: HttpRequest) -> HttpResponse:
    """The same as a table to save."""
    found = trace.risks(material=_material(request))
    head = ("uri", "number", "material", "finished_lots", "units", "share", "customers")
    listed = (
        (
            *(one.object.uri, one.object.number, one.object.material or ""),
            *(one.finished_lots, one.units, one.share, one.customers),
        )
        for one in found.farthest
    )
    return csv_response(head, listed, name="risks")


def _material(request: HttpRequest) -> str:
    return request.GET.get("material", "")[:80].replace("\0", "")


def _standing() -> dict[str, Any]:
    with plant.kept():
        doubts, figures = trace.doubts(weeks=WEEKS), trace.figures(weeks=WEEKS)
        names = {code: one.name for code, one in plant.now().equipment.items()}
    corrected = [one for one in figures.stations if one.corrected]
    corrected.sort(key=lambda one: -(one.correction_rate or 0))
    return {
        "doubts": doubts,
        "share": _percent(doubts.in_doubt / doubts.made if doubts.made else None),
        "few": _few(doubts),
        "stations": [
            {
                "code": one.station,
                "name": names.get(one.station, ""),
                "units": one.units,
                "width": round(100 * one.units / doubts.stations[0].units),
                "together": _percent(one.together),
                "links": [
                    (words.name(words.CERTAINTIES, name), count)
                    for name, count in one.links.items()
                ],
                "address": f"{reverse('office:figures-behind', args=['unscanned'])}?"
                + urlencode({"weeks": WEEKS, "station": one.station}),
            }
            for one in doubts.stations[:MOST_STATIONS]
        ],
        "corrected": [_corrected(one, names.get(one.station, "")) for one in corrected],
        "weeks": WEEKS,
    }


def _few(doubts: Doubts) -> int:
    """How many stations, the worst first, make most of what is in doubt."""
    return 1 + sum(one.together < FEW for one in doubts.stations) if doubts.stations else 0


def _corrected(one: Figure, name: str) -> dict[str, Any]:
    asked = urlencode({"weeks": WEEKS, "station": one.station})
    return {
        "code": one.station,
        "name": name,
        "rate": _percent(one.correction_rate),
        "count": one.corrected,
        "address": f"{reverse('office:figures-behind', args=['corrected'])}?{asked}",
    }


def _reaches(found: Risks) -> dict[str, Any]:
    by_measure = {one.measure: one for one in found.summary}
    units, buyers = by_measure.get("units"), by_measure.get("customers")
    return {
        "risks": found,
        "lots": [_reach(one) for one in found.farthest],
        "single_points": sum(one.is_single_point for one in found.farthest),
        "worst": units and {"n": _whole(units.worst), "address": thing_address(units.worst_of)},
        "average": units and _whole(units.average),
        "most_customers": buyers and _whole(buyers.worst),
    }


def _reach(one: Reach) -> dict[str, Any]:
    asked = urlencode({"id": one.object.uri, "direction": "forward"})
    return {
        "number": one.object.number,
        "name": one.object.name or one.object.material or "",
        "address": thing_address(one.object.uri),
        "trace": f"{reverse('office:trace')}?{asked}",
        "units": one.units,
        "lots": one.finished_lots,
        "customers": one.customers,
        "share": _percent(one.share),
        "width": round(100 * (one.share or 0)),
        "is_single_point": one.is_single_point,
    }


def _percent(share: float | None) -> str:
    if share is None:
        return "–"
    return _("%(number)s %%") % {"number": formats.number_format(round(share * 100, 1), 1)}


def _whole(number: Decimal) -> str:
    return formats.number_format(number.quantize(Decimal(1)), use_l10n=True, force_grouping=True)
