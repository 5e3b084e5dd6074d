"""The addresses of stations, of PINs, and of the certificate that a station is to trust."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.stations import listing, page, pins, trust

patterns = [
    path("stations/", listing.show, name="stations"),
    path("stations/new/", listing.new, name="station-new"),
    path("stations/at/<str:code>/", page.show, name="station"),
    path("stations/pins/", pins.show, name="pins"),
    path("trust/", trust.show, name="trust"),
    path("trust/plant-ca.crt", trust.certificate, name="trust-certificate"),
]
