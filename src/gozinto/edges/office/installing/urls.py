"""The addresses that a browser asks when it installs the office."""

from __future__ import annotations

from django.urls import path

from gozinto.edges.office.installing import page

patterns = [
    path("manifest.webmanifest", page.manifest, name="manifest"),
    path("worker.js", page.worker, name="worker"),
    path("offline/", page.offline, name="offline"),
]
