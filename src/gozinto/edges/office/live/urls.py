"""Where the live page is."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.live import page, streams

patterns = [
    path("live/", page.show, name="live"),
    path("live/stream/", streams.stream, name="live-stream"),
]
