"""Somebody signs in at a station by badge and PIN, acts, and leaves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from gozinto.access import gate, panel_sessions, station_gate
from gozinto.edges.panel import refusals, shapes
from gozinto.operations.panels import presence
from gozinto.operations.panels.shapes import Station


@gate.station
@refusals.answering("POST")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Begin a session by badge and PIN. The same again is no second one."""
    sent = refusals.read_object(request)
    badge, pin = refusals.text(sent, "badge", most=40), refusals.text(sent, "pin", most=40)
    code = station_gate.station_of(request).code
    panel_sessions.sign_in(
        station=code, person=badge, pin=pin, proves_ended=sent.get("proves") is True
    )
    _record(request)
    return JsonResponse(_told(code, badge))


@gate.station
@refusals.answering("POST")
def scan_badge(request: HttpRequest) -> HttpResponseBase:
    """Let somebody who is signed in act from now on."""
    badge = refusals.text(refusals.read_object(request), "badge", most=40)
    code = station_gate.station_of(request).code
    panel_sessions.scan_badge(station=code, person=badge)
    return JsonResponse(_told(code, badge))


@gate.station
@refusals.answering("POST")
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session of one person, or of all where none is named."""
    person = refusals.text(refusals.read_object(request), "person", most=40)
    code = station_gate.station_of(request).code
    if person:
        panel_sessions.leave(station=code, person=person)
    else:
        panel_sessions.leave_all(station=code)
    _record(request)
    return JsonResponse({"people": shapes.people(panel_sessions.signed_in(code))})


def _record(request: HttpRequest) -> None:
    """Whoever comes to the machine and leaves it stands on record."""
    station = Station.of(station_gate.station_of(request))
    presence.tell(station, is_all_told=not station_gate.waiting_at(request))


def _told(station: str, person: str) -> dict[str, Any]:
    people = shapes.people(panel_sessions.signed_in(station))
    return {
        "person": next(one for one in people if one["person"] == person),
        "people": people,
        "unproven": panel_sessions.unproven(station=station, person=person),
    }
