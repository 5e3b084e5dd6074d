"""The addresses of the tour."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.tour import page

patterns = [
    path("tour/", page.show, name="tour"),
    path("tour/go/", page.go, name="tour-go"),
]
