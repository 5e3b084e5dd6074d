"""The addresses of the palette and of the list of keys."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.palette import page

patterns = [
    path("find/", page.find, name="find"),
    path("keys/", page.keys, name="keys"),
]
