"""The addresses of the panels, all of them below /panel/."""

from __future__ import annotations

from django.urls import include, path

from gozinto.edges.panel import enrolling, entries, now, papers, shell, signing_in

_patterns = [
    path("", shell.show, name="shell"),
    path("panel.webmanifest", shell.manifest, name="manifest"),
    path("worker.js", shell.worker, name="worker"),
    path("enrol", enrolling.enrol, name="enrol"),
    path("now", now.show, name="now"),
    path("papers/<int:number>", papers.fetch, name="paper"),
    path("entries", entries.take, name="entries"),
    path("station", enrolling.tune, name="station"),
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("badge", signing_in.scan_badge, name="badge"),
    path("sign-out", signing_in.sign_out, name="sign-out"),
]
urlpatterns = [path("panel/", include((_patterns, "panel")))]
