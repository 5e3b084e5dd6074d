"""The PINs of those who work at stations: who has one, and another one for somebody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from gozinto.access import pins, station_overview
from gozinto.access.roles import PIN_GIVERS
from gozinto.edges.office.accounts import forms
from gozinto.edges.office.frame import page
from gozinto.errors import GozintoError, Malformed

_PAGE = "office/pins.html"


@page(roles=PIN_GIVERS)
@sensitive_post_parameters()
def show(request: HttpRequest) -> HttpResponse:
    """Who has a PIN; on POST one is set or removed. `q` narrows the list."""
    asked = request.GET.get("q", "").strip()[:100]
    rows = station_overview.pins(asked)
    person = request.POST.get("person", request.GET.get("person", ""))[:40]
    context = {
        "rows": rows,
        "asked": asked,
        "person": person,
        "without": sum(one.set_at is None for one in rows),
        "is_cut": len(rows) == station_overview.MOST_PEOPLE,
    }
    if request.method != "POST":
        return render(request, _PAGE, context)
    try:
        said = _done(request, person)
    except GozintoError as error:
        return forms.shown_again(request, _PAGE, context, error)
    forms.done(request, said)
    query = f"?{urlencode({'q': asked})}" if asked else ""
    return redirect(reverse("office:pins") + query)


def _done(request: HttpRequest, person: str) -> str:
    act = request.POST.get("act", "")
    if act == "remove":
        pins.remove(person, by=forms.doer(request))
        return _("The PIN is removed: that person signs in at no station any more.")
    if act != "choose":
        raise Malformed("This can be done with no PIN.", code="unknown_act")
    pin = pins.typed_twice(request.POST.get("pin", ""), request.POST.get("again", ""))
    pins.choose(person, pin=pin, by=forms.doer(request))
    return _("The PIN is set. Tell it to its owner and to nobody else.")
