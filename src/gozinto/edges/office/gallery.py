"""The parts pages are built from, on one page, in light and dark."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gozinto.edges.office.frame import page
from gozinto.edges.office.tracing import drawing
from gozinto.edges.office.tracing.graph import Arrow, Mounted, Picture, Shape


def _sample() -> Picture:
    """A small invented picture with every kind of box and line."""
    shapes = (
        Shape("a", "lot", "HB-2209", _("a lot, its supplier")),
        Shape("b", "lot", "", _("a stack, opens"), members=("b1", "b2", "b3"), can_open=True),
        Shape("c", "lot", "RA-017", _("has a gap"), alarm="warn"),
        Shape(
            "r",
            "run",
            "J-1042/80",
            _("a run, its machine"),
            chips=(Mounted("B-317", "bladder", 412, 350), Mounted("M-88", "mould", 1200, 5000)),
        ),
        Shape("o", "serial", "0444232322", _("where the question began"), is_origin=True),
    )
    arrows = (
        Arrow("a", "r", 5.0, False, Decimal("41.6"), "KGM"),
        Arrow("b", "r", 2.2, False, Decimal("1.85"), "KGM"),
        Arrow("c", "r", 1.2, True),
        Arrow("r", "o", 3.0, False, Decimal(1), "C62"),
    )
    return Picture(shapes, arrows, {"a": 0, "b": 0, "c": 0, "r": 1, "o": 2})


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The gallery."""
    drawn = drawing.draw(
        _sample(), href=lambda _shape: "#graph-part", selected="", label=_("Graph")
    )
    return render(request, "office/gallery.html", {"drawing": drawn})
