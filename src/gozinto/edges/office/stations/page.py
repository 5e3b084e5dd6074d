"""The page of one station: its device, who works there, what it is set to, and what was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gozinto.access import changes, panel_sessions, station_overview, stations
from gozinto.access.roles import STATION_KEEPERS
from gozinto.edges.office import waiting
from gozinto.edges.office.accounts import agents, forms
from gozinto.edges.office.accounts.wording import told
from gozinto.edges.office.frame import page
from gozinto.edges.office.stations import drawing, fields, reaching
from gozinto.errors import GozintoError, Malformed
from gozinto.operations.panels import missing, numbers
from gozinto.operations.panels.shapes import Station as Here

_PAGE = "office/station.html"

Act = Callable[[str, HttpRequest], str]


def _change(code: str, request: HttpRequest) -> str:
    stations.change(code, by=forms.doer(request), **fields.sent(request))
    return _("Saved. Its panel shows it within seconds.")


def _revoke(code: str, request: HttpRequest) -> str:
    by = forms.doer(request)
    stations.revoke(code, by=by)
    reason = request.POST.get("why", "").strip()[:2_000] or _("The device was ended.")
    numbers.void_unused(Here.of(stations.get(code)), reason=reason, by=by, in_use=True)
    return _("The device is ended, and whoever was signed in there is not any more.")


def _void(code: str, request: HttpRequest) -> str:
    """Those too that a panel may go on with, where there is none any more."""
    one, row, _sessions = station_overview.of(code)
    count = numbers.void_unused(
        Here.of(one),
        reason=request.POST.get("reason", "")[:2_000],
        by=forms.doer(request),
        in_use=row.device is None,
    )
    return ngettext("%(count)s number is void.", "%(count)s numbers are void.", count) % {
        "count": count
    }


def _leave(code: str, request: HttpRequest) -> str:
    panel_sessions.leave(station=code, person=request.POST.get("person", ""))
    return _("The session at the station has ended.")


def _explain(code: str, request: HttpRequest) -> str:
    sent = request.POST.getlist("gap")
    gaps = [one.id for one in missing.listed(station=code) if str(one.id) in sent]
    missing.explain(gaps, reason=request.POST.get("reason", "")[:2_000], by=forms.doer(request))
    waiting.forget()
    return _("It is on record why they do not come.")


ACTS: Mapping[str, Act] = {
    "change": _change,
    "revoke": _revoke,
    "leave": _leave,
    "explain": _explain,
    "void": _void,
}
"""What can be done with a station, by the name of the button; beside them stands its code."""


@page(roles=STATION_KEEPERS)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The page; on POST one of `ACTS`, or an enrolment code that is shown once."""
    if request.method != "POST":
        return render(request, _PAGE, _context(code, request))
    act = request.POST.get("act", "")
    try:
        if act == "invite":
            return _invite(code, request)
        if act not in ACTS:
            raise Malformed("This can be done with no station.", code="unknown_act")
        said = ACTS[act](code, request)
    except GozintoError as error:
        return fields.shown_again(request, _PAGE, _context(code, request), error)
    forms.done(request, said)
    return redirect("office:station", code=code)


def _invite(code: str, request: HttpRequest) -> HttpResponse:
    invitation = stations.invite(code, by=forms.doer(request))
    address = reaching.panel(request)
    context = _context(code, request) | {
        "invitation": invitation,
        "address": address,
        "symbol": drawing.qr(f"{address}#enrol={invitation}"),
    }
    return forms.secret(request, _PAGE, context)


def _context(code: str, request: HttpRequest) -> dict[str, Any]:
    one, row, sessions = station_overview.of(code)
    unused = numbers.unused(Here.of(one))
    return {
        "station": one,
        "row": row,
        "agent": agents.described(row.device.agent) if row.device else "",
        "given": fields.of(one) | fields.sent(request),
        "sessions": sessions,
        "missing": missing.listed(station=code),
        "unused": unused,
        "may_void": any(not each.is_in_use for each in unused) or not row.device,
        "changes": [told(change) for change in changes.listed(about=code)[:20]],
        "is_of_one": True,
        "trouble": reaching.trouble(request),
        **fields.choices(),
    }
