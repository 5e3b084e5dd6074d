"""A device becomes a station, and says how large its screen is and what its scanner types."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from gozinto.access import gate, station_gate, stations
from gozinto.edges.panel import refusals, shapes
from gozinto.errors import Malformed

TUNED = ("px_per_mm", "printer", "language")
"""What may be set at the panel itself; all else is set in the office."""


@csrf_exempt
@gate.public
@refusals.answering("POST", of_station=False)
def enrol(request: HttpRequest) -> HttpResponseBase:
    """The station that a code invites to; from then on the device is known by a cookie."""
    # Nobody is signed in yet whom a form of another site could act for; but neither may such a
    # form make this device another's station.
    station_gate.check_from_panel(request)
    code = refusals.text(refusals.read_object(request), "code")
    station, secret = stations.enrol(code, agent=request.headers.get("User-Agent", ""))
    answer = JsonResponse(shapes.station(station))
    station_gate.hand_out(answer, request, secret=secret)
    return answer


@gate.station
@refusals.answering("POST")
def tune(request: HttpRequest) -> HttpResponseBase:
    """Keep what was measured or chosen at the panel; what is not sent stays."""
    station = station_gate.station_of(request)
    sent = refusals.read_object(request)
    by = f"station {station.code}"
    if "scanner" in sent:
        keys = sent["scanner"]
        if not (keys is None or (isinstance(keys, dict) and _are_texts(keys))):
            raise Malformed("scanner is no map of texts.")
        stations.learn(station.code, by=by, keys=keys)
    fields = {name: str(sent[name]) for name in TUNED if name in sent}
    return JsonResponse(shapes.station(stations.change(station.code, by=by, **fields)))


def _are_texts(keys: dict[str, object]) -> bool:
    return all(refusals.is_text(text) for pair in keys.items() for text in pair)
