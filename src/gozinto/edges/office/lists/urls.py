"""Where a list is, its files, its views, and what is done to its rows."""

from __future__ import annotations

from django.urls import URLPattern, path

from gozinto.edges.office.lists import exporting, keeping, marking, progress
from gozinto.edges.office.lists.declaring import ListPage
from gozinto.edges.office.lists.page import view

patterns = [
    path("many/<int:job>/", progress.show, name="bulk"),
    path("many/<int:job>/undo/", progress.undo, name="bulk-undo"),
]


def of_list(of: ListPage) -> list[URLPattern]:
    """The addresses of one list."""
    made = [
        path(f"{of.name}/", view(of), name=of.name),
        path(f"{of.name}/export.csv", exporting.as_csv(of), name=f"{of.name}-csv"),
        path(f"{of.name}/export.xlsx", exporting.as_workbook(of), name=f"{of.name}-xlsx"),
        path(f"{of.name}/views/", keeping.keep(of), name=f"{of.name}-views"),
    ]
    if of.bulk:
        made.append(path(f"{of.name}/do/", marking.mark(of), name=f"{of.name}-do"))
    return made
