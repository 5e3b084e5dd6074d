"""What a station shows now; nothing of it is sent again while nothing has changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase

from gozinto.access import gate, panel_sessions, station_gate
from gozinto.access.station_models import Proof
from gozinto.edges.panel import refusals, shapes
from gozinto.operations.panels import presence, showing
from gozinto.operations.panels.shapes import Station, Who
from gozinto.record import clock


@gate.station
@refusals.answering("GET")
def show(request: HttpRequest) -> HttpResponseBase:
    """Everything that the station shows, and all that its panel may go by without the network."""
    asks = station_gate.station_of(request)
    sessions = panel_sessions.signed_in(asks.code)
    told = {"station": shapes.station(asks), "people": shapes.people(sessions)}
    station = Station.of(asks)
    # Whose session ran out meanwhile has left, unless what waits says that she worked on.
    presence.tell(station, is_all_told=not station_gate.waiting_at(request))
    tag = f'"{showing.tag(station, beside=[repr(told)])}"'
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponseBase = HttpResponseNotModified()
    else:
        first = sessions[0] if sessions else None
        who = Who(roles=first.roles, is_proven=first.proof == Proof.PIN) if first else None
        acting = (first.person, who) if first and who else None
        found = shapes.now(showing.now(station, acting=acting))
        answer = JsonResponse({**told, **found, "server_time": clock.now().isoformat()})
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "no-cache"
    return answer
