"""Where the figures are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.figures import page

patterns = [
    path("figures/", page.show, name="figures"),
    path("figures/behind/<str:what>/", page.behind, name="figures-behind"),
]
