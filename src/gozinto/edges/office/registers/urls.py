"""Where the lists are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.registers import lots

patterns = [path("lots/", lots.show, name="lots")]
