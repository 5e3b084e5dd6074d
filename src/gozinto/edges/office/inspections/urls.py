"""Where the pages of inspections are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.inspections import charts, entering, result, worklist

patterns = [
    path("inspections/", worklist.show, name="inspections"),
    path("inspections/enter/", entering.show, name="inspect"),
    path("inspections/charts/", charts.index, name="charts"),
    path("inspections/charts/<str:key>/", charts.show, name="chart"),
    path("inspections/result/", result.show, name="inspected"),
]
