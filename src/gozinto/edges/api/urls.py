"""The addresses of /api/v1: every one declared at the gate, every miss a problem document."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, re_path
from ninja import NinjaAPI

from gozinto.access import gate
from gozinto.edges.api import events, problems, things, traces
from gozinto.edges.api.authentication import Nobody, stamp
from gozinto.errors import Unknown

api = NinjaAPI(
    title="Gozinto",
    version="1",
    description="Lot and serial traceability: what went into it, and where did it go?",
    docs_url=None,  # its page loads scripts from elsewhere, which the content policy forbids
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
    auth=Nobody(),
)
problems.install(api)
api.add_router("/trace", traces.router)
api.add_router("/objects", things.router)
api.add_router("/events", events.router)


@gate.public
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """The problem document for an address that does not exist."""
    return problems.render(
        Unknown(
            "There is nothing at this address.",
            code="unknown_address",
            next_step="See /api/v1/openapi.json for what there is.",
        )
    )


_patterns, _app, _namespace = api.urls
stamp(_patterns, with_mark=gate.checks_itself)

urlpatterns = [
    path("api/v1/", (_patterns, _app, _namespace)),
    re_path(r"^api/(?P<rest>.*)$", nowhere),
]
