"""Where the setup pages are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.setup import bulk, lists, numbering, options, past, rows, skills, trees

patterns = [
    path("setup/", lists.index, name="setup"),
    path("setup/changes/", past.index, name="setup-changes"),
    path("setup/changes/<uuid:batch>/", past.batch, name="setup-batch"),
    path("setup/changes/<uuid:batch>/undo/", past.undo, name="setup-undo"),
    path("setup/numbering/preview/", numbering.preview, name="setup-numbering"),
    path("setup/people/skills/", skills.show, name="setup-skills"),
    path("setup/<slug:kind>/tree/", trees.show, name="setup-tree"),
    path("setup/<slug:kind>/", lists.show, name="setup-list"),
    path("setup/<slug:kind>/row/", rows.show, name="setup-row"),
    path("setup/<slug:kind>/new/", rows.new, name="setup-new"),
    path("setup/<slug:kind>/change/", bulk.change, name="setup-change"),
    path("setup/<slug:kind>/save/<slug:form>/", lists.save, name="setup-save"),
    path("setup/<slug:kind>/options/<slug:field>/", options.show, name="setup-options"),
]
