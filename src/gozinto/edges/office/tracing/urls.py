"""Where the trace page is, and its files."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.tracing import page, saving, stock

patterns = [
    path("trace/", page.show, name="trace"),
    path("trace/here/", stock.show, name="trace-stock"),
    path("trace/files/", saving.files, name="trace-files"),
    *(
        path(f"trace/export.{kind}", saving.save, {"kind": kind}, name=f"trace-{kind}")
        for kind in saving.FILES
    ),
]
