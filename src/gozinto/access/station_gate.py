"""The gate of the panels: a cookie says which station asks, a header that a panel asks at all.

A form on another site can send the cookie's request, but not this header; and the cookie is
SameSite=Strict, so that it would not go along either. What only reads needs no header: a picture
is asked for by an element of the page, and another site cannot read an answer of ours.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from gozinto.access import stations
from gozinto.access.stations import Station
from gozinto.errors import Forbidden, GozintoError, NotSignedIn

COOKIE = "gozinto_station"
PATH = "/panel/"
KEPT_FOR = timedelta(days=400)
"""No browser keeps a cookie longer; it is handed out again long before."""

_HEADER = "X-Gozinto-Panel"
_WAITING = "X-Gozinto-Waiting"
_FOUND = "_gozinto_station"
_RENEWED = "_gozinto_station_renewed"


def check_from_panel(request: HttpRequest) -> None:
    """Raise Forbidden (not_from_a_panel) unless a page of ours asked, and no form of another's."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    only_reads = request.method in ("GET", "HEAD")
    if site != "same-origin" or not (only_reads or request.headers.get(_HEADER) == "1"):
        raise Forbidden(
            "Only the panel's own page may ask this.",
            code="not_from_a_panel",
            next_step="Open /panel/ on the device.",
        )


def refused(request: HttpRequest) -> JsonResponse | None:
    """Nothing when an enrolled station asks; it is known by `station_of` then."""
    try:
        check_from_panel(request)
        _find(request)
    except GozintoError as error:
        told = {"code": error.code, "message": error.message, "next_step": error.next_step}
        return JsonResponse(told, status=401 if isinstance(error, NotSignedIn) else 403)
    return None


def station_of(request: HttpRequest) -> Station:
    """The station that asks, behind a view that is declared so."""
    found = getattr(request, _FOUND, None)
    assert isinstance(found, Station)  # the gate found it
    return found


def waiting_at(request: HttpRequest) -> int | None:
    """How many entries the panel that asks keeps and has not sent yet; None where it is silent."""
    told = request.headers.get(_WAITING, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 7 else None


def hand_out(response: HttpResponseBase, request: HttpRequest, *, secret: str) -> None:
    """Give the device its secret, which no script of a page can read."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(KEPT_FOR.total_seconds()),
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


def renewed(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """The answer, and with it the cookie again where it is time."""
    if getattr(request, _RENEWED, False):
        hand_out(response, request, secret=request.COOKIES[COOKIE])
    return response


def _find(request: HttpRequest) -> None:
    station, device = stations.find(request.COOKIES.get(COOKIE, ""))
    setattr(request, _FOUND, station)
    setattr(request, _RENEWED, stations.must_renew(device))
    stations.note_seen(device, waiting=waiting_at(request))
