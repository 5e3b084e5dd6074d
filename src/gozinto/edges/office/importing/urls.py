"""Where the pages of imports are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.importing import grid, pages, templates

patterns = [
    path("import/", pages.index, name="imports"),
    path("import/template/<slug:kind>.<slug:form>", templates.save, name="import-template"),
    path("import/<uuid:job>/", pages.show, name="import"),
    path("import/<uuid:job>/map/", pages.map_columns, name="import-map"),
    path("import/<uuid:job>/fix/", grid.fix, name="import-fix"),
    path("import/<uuid:job>/write/", pages.write, name="import-write"),
    path("import/<uuid:job>/undo/", pages.undo, name="import-undo"),
    path("import/<uuid:job>/drop/", pages.drop, name="import-drop"),
]
