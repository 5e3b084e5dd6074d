"""The addresses of /epcis."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from gozinto.access.gate import Principal
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.epcis import events, jobs
from gozinto.edges.epcis.resource import Answer, Resource, Verb
from gozinto.errors import Unknown

_MAY_CAPTURE = frozenset({Role.INTEGRATOR, Role.ADMIN})


def _reads(answer: Answer) -> Verb:
    return Verb(answer, INSIDE)


def _writes(answer: Answer) -> Verb:
    return Verb(answer, _MAY_CAPTURE)


def _nowhere(request: HttpRequest, who: Principal, rest: str = "") -> HttpResponse:
    raise Unknown(
        "There is nothing at this address.",
        code="unknown_address",
        next_step="There are /epcis/capture and /epcis/events.",
    )


urlpatterns = [
    path("epcis/capture", Resource(GET=_reads(jobs.listed), POST=_writes(jobs.capture))),
    path("epcis/capture/<uuid:job_id>", Resource(GET=_reads(jobs.one))),
    path("epcis/events", Resource(GET=_reads(events.found), POST=_writes(events.captured))),
    path("epcis/events/<path:event_id>", Resource(GET=_reads(events.one))),
    re_path(r"^epcis(?:/(?P<rest>(?s:.*)))?\Z", Resource(GET=_reads(_nowhere))),
]
