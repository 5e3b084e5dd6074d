"""Where the risk board is."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.risks import page

patterns = [
    path("risks/", page.show, name="risks"),
    path("risks/reach/", page.reach, name="risks-reach"),
    path("risks/reach.csv", page.save, name="risks-save"),
]
