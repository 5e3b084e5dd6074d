"""What a panel is told of its station and of the people there; `protocol.ts` has the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.urls import reverse

from gozinto.access.panel_sessions import Session
from gozinto.access.stations import Station
from gozinto.operations.panels.shown import Now
from gozinto.record.attachments.attaching import Attached


def station(one: Station) -> dict[str, Any]:
    """A station, as its own panel knows it."""
    return {
        "code": one.code,
        "name": one.name,
        "equipment": one.equipment,
        "location": one.location,
        "language": one.language,
        "px_per_mm": float(one.px_per_mm),
        "idle_minutes": one.idle_minutes,
        "scanner": one.scanner,
        "warn_offline_minutes": one.warn_offline_minutes,
        "printer": one.printer,
        "undo_minutes": one.undo_minutes,
    }


def people(sessions: Sequence[Session]) -> list[dict[str, Any]]:
    """Who is signed in; the first of them is acting."""
    return [
        {
            "person": one.person,
            "name": one.name,
            "proof": one.proof,
            "roles": sorted(one.roles),
            "since": one.since.isoformat(),
        }
        for one in sessions
    ]


def now(shown: Now) -> dict[str, Any]:
    """What the station shows."""
    told = asdict(shown)
    for job, one in zip(told["jobs"], shown.jobs, strict=True):
        job["documents"] = [_paper(file) for file in one.documents]
    return told


def _paper(file: Attached) -> dict[str, Any]:
    return {
        "name": file.note or file.name,
        "address": reverse("panel:paper", args=[file.id]),
        "kind": file.media_type,
        "bytes": file.size,
    }
