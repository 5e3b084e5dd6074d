"""Where the inbox is."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.inbox import acts, page

patterns = [
    path("inbox/", page.show, name="inbox"),
    path("inbox/count/", page.count, name="inbox-count"),
    path("inbox/findings/", acts.findings, name="inbox-findings"),
    path("inbox/reopen/", acts.reopen, name="inbox-reopen"),
    path("inbox/release/", acts.release, name="inbox-release"),
    path("inbox/panels/", acts.panels, name="inbox-panels"),
    path("inbox/hold-again/", acts.hold_again, name="inbox-hold-again"),
]
