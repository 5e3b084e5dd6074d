"""Where files are added, fetched and withdrawn."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.documents import views

patterns = [
    path("files/add/", views.add, name="file-add"),
    path("files/<int:number>/", views.fetch, name="file"),
    path("files/<int:number>/withdraw/", views.withdraw, name="file-withdraw"),
]
