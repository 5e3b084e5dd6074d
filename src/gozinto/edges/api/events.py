"""One EPCIS event into the record, over HTTP."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from gozinto import record
from gozinto.access.roles import Role
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.shapes import CapturedOut, Problem
from gozinto.standards.epcis import jsonld

router = Router(tags=["events"], auth=Holders((Role.INTEGRATOR, Role.ADMIN)))

BODY_LIMIT_BYTES = 2 * 1_048_576
_REFUSALS = dict.fromkeys((400, 401, 403, 409, 413, 422, 503, 507), Problem)
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.post("", response={200: CapturedOut, 201: CapturedOut, **_REFUSALS}, openapi_extra=_BODY)
def capture(request: HttpRequest) -> HttpResponse:
    """Record one EPCIS 2.0 JSON event, a report of something already done.

    201 when it is new, 200 when exactly this event stood there before.
    """
    reading.read_parameters(request, known=())
    body = jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES)
    event = jsonld.read(body)
    who = caller(request)
    captured = record.capture(event, source=f"api:{who.name}", is_read=True)
    return jsontext.answer(
        {
            "event_id": captured.event_id,
            "position": captured.position,
            "repeated": captured.repeated,
        },
        status=200 if captured.repeated else 201,
    )
