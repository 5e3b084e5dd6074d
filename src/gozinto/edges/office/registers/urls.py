"""Where the lists are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.registers import jobs, lots, partners, receipts, returns, shipments

patterns = [
    path("lots/", lots.show, name="lots"),
    path("receipts/", receipts.show, name="receipts"),
    path("jobs/", jobs.show, name="jobs"),
    path("shipments/", shipments.show, name="shipments"),
    path("returns/", returns.show, name="returns"),
    path("partners/", partners.show, name="partners"),
]
