"""Objects that wait for a person: on hold, about to expire, or of unknown making."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.record.models import Event, Link, ObjectState
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context

MOST = 200
"""So many of each are told at once."""

LONG_AGO_DAYS = 366
"""What expired before that and still is on hand is no exception any more, but a fault of stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stock:
    """A lot, unit or container, and how much of it there is, where ("": nobody said)."""

    uri: str
    number: str
    kind: str
    item: str
    quantity: Decimal
    uom: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(_Stock):
    """Something on hold: since when, why, and by whom (a person's code)."""

    since: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring(_Stock):
    """Something on hand, and when it expires or expired."""

    expires_at: datetime
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownLink:
    """Something went into a run, or came out, and nobody knows what or how much."""

    at: datetime
    uri: str
    number: str
    item: str
    run: str
    is_input: bool
    equipment: str


def standing_held() -> QuerySet[ObjectState]:
    """What is on hold."""
    return ObjectState.objects.filter(held=True)


def standing_expiring(days: int) -> QuerySet[ObjectState]:
    """What is on hand and expires within so many days, or did not long ago."""
    now = clock.now()
    return ObjectState.objects.filter(
        expires_at__gt=now - timedelta(days=LONG_AGO_DAYS),
        expires_at__lte=now + timedelta(days=days),
        on_hand__gt=0,
    )


def standing_unknown() -> QuerySet[Link]:
    """The links of which nobody knows what they are, and that nobody took back."""
    return Link.objects.filter(certainty="unknown", event__withdrawal=None)


def held() -> list[Held]:
    """What is on hold, the last first; two queries."""
    rows = list(standing_held().select_related("object").order_by("-held_at", "-pk")[:MOST])
    told = Event.objects.filter(
        event_id__in={row.held_event for row in rows}, is_declaration=False
    ).values_list("event_id", "document")
    contexts = {name: Context.of(jsonld.loads(document)) for name, document in told}
    nothing = Context()
    return [
        Held(
            **_stock(row),
            since=row.held_at or clock.now(),
            reason=contexts.get(row.held_event, nothing).reason,
            by=contexts.get(row.held_event, nothing).person,
        )
        for row in rows
    ]


def expiring(*, days: int) -> list[Expiring]:
    """What is on hand and expires within so many days, the first first. One query."""
    rows = standing_expiring(days).select_related("object").order_by("expires_at", "pk")[:MOST]
    return [
        Expiring(**_stock(row), expires_at=row.expires_at, is_held=row.held)
        for row in rows
        if row.expires_at is not None
    ]


def unknown_links() -> list[UnknownLink]:
    """The links that nobody knows, the last first. One query."""
    rows = standing_unknown().order_by("-at", "-pk").select_related("object", "run")[:MOST]
    return [
        UnknownLink(
            at=row.at,
            uri=row.object.uri,
            number=row.object.number,
            item=row.object.item,
            run=row.run.uri,
            is_input=row.is_input,
            equipment=row.equipment,
        )
        for row in rows
    ]


def _stock(row: ObjectState) -> dict[str, Any]:
    of: TraceableObject = row.object
    return {
        "uri": of.uri,
        "number": of.number,
        "kind": of.kind,
        "item": of.item,
        "quantity": row.on_hand,
        "uom": row.uom,
        "location": row.location,
    }
