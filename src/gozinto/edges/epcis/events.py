"""/epcis/events: one event in, and the events on record out."""

from __future__ import annotations

import io
from collections.abc import Iterable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from gozinto import record
from gozinto.access.gate import Principal
from gozinto.edges.epcis import parameters
from gozinto.edges.epcis.bodies import open_body, syntax_of
from gozinto.edges.epcis.negotiation import wants_xml
from gozinto.errors import Conflict, Malformed, Unknown
from gozinto.record import queries
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.envelopes import Envelope
from gozinto.standards.epcis.events import Event

_QUERY = "SimpleEventQuery"


def found(request: HttpRequest, who: Principal) -> HttpResponse:
    """A page of the events that meet every parameter, as an EPCISQueryDocument."""
    wanted = parameters.read(request)
    page = queries.page(wanted.query, after=wanted.after, size=wanted.size)
    answer = _document(request, page.events)
    if page.next_page:
        answer["Link"] = f'<{parameters.next_address(request, page.next_page)}>; rel="next"'
    return answer


def one(request: HttpRequest, who: Principal, event_id: str) -> HttpResponse:
    """The event of this id and its error declaration. Raises Unknown."""
    found = queries.by_id(event_id)
    if not found:
        raise Unknown(
            f"No event {event_id!r} is on record.",
            code="unknown_event",
            next_step="Check the id, or look for it with /epcis/events?MATCH_anyEPC=….",
        )
    return _document(request, found)


def captured(request: HttpRequest, who: Principal) -> HttpResponse:
    """Record one event and answer where it stands; a repeat is a conflict here.

    Raises Malformed or Refused with all violations, Conflict.
    """
    with open_body(request) as body:
        events = documents.read_all(body, syntax=syntax_of(request))
    if len(events) != 1:
        raise Malformed(
            f"One event is expected here, and {len(events)} came.",
            code="one_event_expected",
            next_step="Send documents to /epcis/capture.",
        )
    done = record.capture(events[0], source=f"epcis:{who.name}", is_read=True)
    if done.repeated:
        raise Conflict(
            f"Exactly this event {done.event_id} is on record already.",
            code="event_already_captured",
            next_step="Nothing is left to do.",
            event_id=done.event_id,
        )
    return HttpResponse(status=201, headers={"Location": address_of(request, done.event_id)})


def address_of(request: HttpRequest, event_id: str) -> str:
    """Where an event stands."""
    return request.build_absolute_uri(f"/epcis/events/{quote(event_id, safe='')}")


def _document(request: HttpRequest, events: Iterable[Event]) -> HttpResponse:
    as_xml = wants_xml(request)
    body = io.BytesIO()
    envelope = Envelope(kind="query", query_name=_QUERY)
    documents.write(events, to=body, syntax="xml" if as_xml else "json", envelope=envelope)
    kind = "application/xml" if as_xml else "application/ld+json"
    return HttpResponse(body.getvalue(), content_type=kind)
