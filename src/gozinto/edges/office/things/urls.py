"""Where the pages of lots, units and containers are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.things import page

patterns = [path("o/", page.show, name="thing")]
