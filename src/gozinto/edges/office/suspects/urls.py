"""Where the suspects are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.suspects import page

patterns = [
    path("suspects/", page.show, name="suspects"),
    path("suspects/found.csv", page.save, name="suspects-save"),
]
