"""Whether drills get better: those that were finished, as a picture, a table and CSV."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gozinto.access import gate
from gozinto.access.roles import INSIDE
from gozinto.cases.drills import trend
from gozinto.cases.drills.figures import TARGETS_H
from gozinto.cases.drills.trend import Finished, Trend
from gozinto.cases.kinds import MACHINES
from gozinto.edges.office import tables, words
from gozinto.edges.office.cases import drill, drill_drawing
from gozinto.edges.office.frame import page

_SHARES = ("located", "explained", "reached")


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The drills of the past, the newest first below the picture."""
    found = trend.trend()
    held = gate.admit(request, roles=INSIDE).roles
    return render(
        request,
        "office/drills.html",
        {
            "total": len(found.drills),
            "within": [(hours, found.within[hours]) for hours in TARGETS_H],
            "hours": TARGETS_H,
            "rows": [_row(one) for one in reversed(found.drills)],
            "pictures": _pictures(found) if found.drills else (),
            "may_begin": bool(MACHINES["drill"].opening.roles & held),
            "begin": reverse("office:case-new", args=["drill"]),
        },
    )


@page()
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file: shares from 0 to 1, times in hours."""
    head = [
        *(_("Number"), _("Title"), _("Opened"), _("Finished"), _("Hours")),
        *(_("Located"), _("Mass balance"), _("Customers reached"), _("Gaps")),
    ]
    lines = [
        [one.number, one.title, one.at, one.finished_at, round(one.clock_s / 3600, 4),
         *(getattr(one, name) for name in _SHARES), one.gaps]
        for one in trend.trend().drills
    ]  # fmt: skip
    return tables.csv_response(head, lines, name="drills")


def _row(one: Finished) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "address": reverse("office:case", args=[one.number]),
        "at": one.at,
        "took": drill.span(one.clock_s),
        "within": [one.is_within(hours) for hours in TARGETS_H],
        "shares": [(drill.percent(share), drill.tone(share)) for share in _shares(one)],
        "gaps": one.gaps,
    }


def _shares(one: Finished) -> list[Decimal | None]:
    return [getattr(one, name) for name in _SHARES]


def _pictures(found: Trend) -> list[dict[str, Any]]:
    names = [words.day(one.at) for one in found.drills]
    told = list(zip(*(_shares(one) for one in found.drills), strict=True))
    called = (_("Located"), _("Mass balance"), _("Customers reached"))
    lines = [
        (word, [None if one is None else float(one) for one in values])
        for word, values in zip(called, told, strict=True)
    ]
    return [
        {
            "word": _("What was found"),
            "drawing": drill_drawing.shares(lines, names, title=_("What each drill found")),
            "legend": called,
        },
        {
            "word": _("How long it took"),
            "drawing": drill_drawing.clocks(
                [one.clock_s for one in found.drills],
                names,
                hours={hours: _("%(number)s h") % {"number": hours} for hours in TARGETS_H},
                said=[drill.span(one.clock_s) for one in found.drills],
                title=_("How long each drill took"),
            ),
        },
    ]
