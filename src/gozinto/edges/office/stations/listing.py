"""All stations, and a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gozinto.access import gate, station_overview, stations
from gozinto.access.roles import PIN_GIVERS, STATION_KEEPERS
from gozinto.edges.office.accounts import forms
from gozinto.edges.office.frame import page
from gozinto.edges.office.stations import fields
from gozinto.errors import GozintoError


@page(roles=STATION_KEEPERS | PIN_GIVERS)
def show(request: HttpRequest) -> HttpResponse:
    """Every station: is its device there, who works at it, what waits to be sent."""
    rows = station_overview.listed()
    held = gate.admit(request, roles=STATION_KEEPERS | PIN_GIVERS).roles
    context = {
        "rows": rows,
        "enrolled": sum(one.device is not None for one in rows),
        "quiet": sum(one.is_quiet for one in rows if one.device is not None),
        "waiting": sum(one.waiting or 0 for one in rows),
        "keeps": bool(held & STATION_KEEPERS),
        "gives_pins": bool(held & PIN_GIVERS),
    }
    return render(request, "office/stations.html", context)


@page(roles=STATION_KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new station; on POST, the station."""
    given = {"code": request.POST.get("code", ""), **fields.FIRST, **fields.sent(request)}
    context = {"given": given, **fields.choices()}
    if request.method != "POST":
        return render(request, "office/station_new.html", context)
    try:
        made = stations.create(by=forms.doer(request), **given)
    except GozintoError as error:
        return fields.shown_again(request, "office/station_new.html", context, error)
    forms.done(request, _("The station is there. Show its enrolment code to its device."))
    return redirect("office:station", code=made.code)
