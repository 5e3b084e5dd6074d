"""Where the pages of lots, units and containers are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.things import acts, event_page, page

patterns = [
    path("o/", page.show, name="thing"),
    path("o/act/", acts.do, name="thing-act"),
    path("events/<int:position>/", event_page.show, name="event"),
]
