"""The addresses of the office."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office import (
    gallery,
    label_cards,
    labels,
    print_queue,
    search,
    sign_in,
    thing,
    tracing,
)

_patterns = [
    path("", search.home, name="home"),
    path("o/", thing.show, name="thing"),
    path("trace/", tracing.show, name="trace"),
    path("trace/export.csv", tracing.export, name="trace-csv"),
    path("labels/", labels.index, name="labels"),
    path("labels/new/", labels.create, name="label-new"),
    path("labels/card/", label_cards.show, name="label-card"),
    path("labels/print/", label_cards.send, name="label-print"),
    path("labels/of/<path:code>/preview/", labels.preview, name="label-preview"),
    path("labels/of/<path:code>/", labels.design, name="label"),
    path("labels/queue/", print_queue.show, name="print-queue"),
    path("labels/queue/<int:job>/", print_queue.decide, name="print-decide"),
    path("gallery/", gallery.show, name="gallery"),
    path("sign-in/", sign_in.by_name, name="sign-in"),
    path("sign-in/<str:token>/", sign_in.by_link, name="sign-in-link"),
    path("sign-in/<str:token>", sign_in.by_link),
    path("sign-out/", sign_in.out, name="sign-out"),
    path("language/", sign_in.language, name="language"),
]
urlpatterns = [path("", (_patterns, "office", "office"))]
