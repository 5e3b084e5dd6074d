"""Where the trace page is."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.tracing import page

patterns = [
    path("trace/", page.show, name="trace"),
    path("trace/export.csv", page.export, name="trace-csv"),
]
