"""A panel sends what was scanned and tapped; each entry is answered, and none is lost."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from gozinto.access import gate, panel_sessions, station_gate
from gozinto.access.station_models import Proof
from gozinto.edges.panel import refusals
from gozinto.errors import Forbidden, Malformed, TooLarge, Unknown
from gozinto.labels.jobs import at_panels
from gozinto.operations.panels import entries
from gozinto.operations.panels.entries import Printing
from gozinto.operations.panels.shapes import Entry, Station, Who


@gate.station
@refusals.answering("POST")
def take(request: HttpRequest) -> HttpResponseBase:
    """Do what was sent, in its order; the answers stand as the entries do."""
    asks = station_gate.station_of(request)
    sent = refusals.read_object(request)
    listed = sent.get("entries")
    if not isinstance(listed, list):
        raise Malformed("There is no list of entries.")
    if len(listed) > entries.MOST:
        raise TooLarge(f"A panel sends {entries.MOST} entries at once at most.")
    answers = entries.take(
        listed,
        station=Station.of(asks),
        who=Signed(asks.code),
        log=refusals.text(sent, "log", most=40),
        device_now=_device_now(sent),
        printing=Printing(reprint=at_panels.reprint, labels=at_panels.wanted),
    )
    return JsonResponse({"answers": [asdict(one) for one in answers]})


class Signed:
    """Who somebody is at a station, by the sessions there."""

    def __init__(self, station: str) -> None:
        self._station = station

    def __call__(self, entry: Entry, at: datetime) -> Who | None:
        """The roles of the entry's person, and what was shown of who it is; None for nobody."""
        try:
            roles = panel_sessions.roles_at_panels(entry.person)
        except Unknown:
            return None
        except Forbidden:
            return Who(roles=frozenset(), is_proven=False)
        proof = panel_sessions.seen(station=self._station, person=entry.person, at=at)
        if proof is None and not entry.live:
            # It happened without the network: the badge alone began a session then.
            proof = panel_sessions.begun_offline(station=self._station, person=entry.person, at=at)
        return Who(roles=roles, is_proven=proof == Proof.PIN)


def _device_now(sent: dict[str, Any]) -> datetime | None:
    """The panel's own clock as it sent this; None where it does not say it."""
    try:
        found = datetime.fromisoformat(refusals.text(sent, "device_now"))
    except ValueError:
        return None  # a clock that cannot be read says nothing of how far it is off
    return found if found.tzinfo is not None else None
