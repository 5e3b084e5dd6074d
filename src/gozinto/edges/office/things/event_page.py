"""The page of one event: as it is on record, letter by letter, and what it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as rendered

from gozinto.access import gate, panel_sessions
from gozinto.access.roles import INSIDE
from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.things import files_card, names
from gozinto.errors import Unknown
from gozinto.record.attachments import attaching
from gozinto.trace.lookups import audits
from gozinto.trace.lookups.audits import Audited

SHOWN = 50
"""Objects that are listed beside it."""
_LAST = 2**63 - 1


@page()
def show(request: HttpRequest, position: int) -> HttpResponse:
    """The event at that place of the record. Raises Unknown (unknown_event)."""
    return render(request, position, more={})


def render(
    request: HttpRequest, position: int, *, more: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Its page, with `more` on it. Raises Unknown (unknown_event)."""
    event = audits.audited(position) if position <= _LAST else None
    if event is None:
        raise Unknown(
            f"The record has no event {position}.", code="unknown_event", value=str(position)
        )
    named = names.Names()
    found = audits.named(position, limit=SHOWN + 1)
    context: dict[str, Any] = {
        "event": event,
        "proven_at": _proven_at(event) if event.is_unproven else None,
        "what": words.name(words.STEPS, event.biz_step) or words.name(words.TYPES, event.type),
        "person": names.people({event.person}).get(event.person, event.person),
        "document": json.dumps(json.loads(event.document), indent=2, ensure_ascii=False),
        "objects": [
            {"uri": one.uri, "number": one.number, "material": named.material(one.item)}
            for one in found[:SHOWN]
        ],
        "objects_left": len(found) > SHOWN,
        **files_card.context(
            attaching.of_event(position),
            roles=gate.admit(request, roles=INSIDE).roles,
            target={"event": str(position)},
        ),
        **more,
    }
    return rendered(request, "office/event.html", context, status=status)


def _proven_at(event: Audited) -> datetime | None:
    """When the person gave the PIN for what a badge alone had told."""
    return panel_sessions.proven_at(station=event.station, person=event.person, at=event.at)
