"""Which edge answers which path."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from gozinto.deployment import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
for edge in ("gozinto.edges.api.urls", "gozinto.edges.office.urls"):
    if find_spec(edge) is not None:
        urlpatterns.append(path("", include(edge)))
