"""Which edge answers which path."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gozinto.deployment import health
from gozinto.deployment.resolving import remembering

urlpatterns: list[URLPattern | URLResolver] = [
    remembering(
        path("livez", health.livez, name="livez"),
        path("readyz", health.readyz, name="readyz"),
        path("", include("gozinto.edges.api.urls")),
        path("", include("gozinto.edges.epcis.urls")),
        path("", include("gozinto.edges.panel.urls")),
        path("", include("gozinto.edges.office.urls")),
    )
]
