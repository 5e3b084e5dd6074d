"""Where the pages of labels are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.labelling import cards, layouts, queue

patterns = [
    path("labels/", layouts.index, name="labels"),
    path("labels/new/", layouts.create, name="label-new"),
    path("labels/card/", cards.show, name="label-card"),
    path("labels/print/", cards.send, name="label-print"),
    path("labels/of/<path:code>/preview/", layouts.preview, name="label-preview"),
    path("labels/of/<path:code>/", layouts.design, name="label"),
    path("labels/queue/", queue.show, name="print-queue"),
    path("labels/queue/<int:job>/", queue.decide, name="print-decide"),
]
