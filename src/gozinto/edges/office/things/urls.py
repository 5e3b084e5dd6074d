"""Where the pages of lots, units and containers are."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.things import (
    acts,
    event_page,
    job_page,
    page,
    partner_page,
    receipt_page,
    shipment_page,
)

patterns = [
    path("o/", page.show, name="thing"),
    path("o/act/", acts.do, name="thing-act"),
    path("events/<int:position>/", event_page.show, name="event"),
    path("job/", job_page.show, name="job"),
    path("receipt/", receipt_page.show, name="receipt"),
    path("shipment/", shipment_page.show, name="shipment"),
    path("partner/", partner_page.show, name="partner"),
]
