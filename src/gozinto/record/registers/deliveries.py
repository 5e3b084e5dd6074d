"""What came in, what went out and what came back: by the thing, and by the delivery note."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from gozinto.plant import enterprise, identifiers
from gozinto.record.listing import MOST, Column, Listing
from gozinto.record.models import Event, Involvement, mentioned
from gozinto.record.registers import stock

_RETURNED = "returned"
_OF = "event__document"


def _came() -> QuerySet[Involvement]:
    return Involvement.objects.filter(
        event__biz_step=mentioned.RECEIPT, event__withdrawal=None, event__is_declaration=False
    )


def _receipts() -> QuerySet[Any]:
    found = _came().exclude(event__disposition=_RETURNED)
    return found.annotate(
        partner=mentioned.sender(_OF),
        note=mentioned.paper("desadv", _OF),
        person=mentioned.member("gozinto:person", _OF),
    )


def _returns() -> QuerySet[Any]:
    found = _came().filter(event__disposition=_RETURNED)
    return found.annotate(
        partner=mentioned.sender(_OF),
        note=mentioned.paper("rma", _OF),
        reason=mentioned.member("gozinto:reason", _OF),
        certainty=mentioned.member("gozinto:certainty", _OF),
        person=mentioned.member("gozinto:person", _OF),
    )


def _shipments() -> QuerySet[Any]:
    things = Involvement.objects.filter(event=OuterRef("pk"), term="shipped").order_by()
    counted = things.values("event").annotate(number=Count("pk"))
    found = Event.objects.filter(biz_step=mentioned.SHIPMENT, withdrawal=None, is_declaration=False)
    return found.annotate(
        partner=mentioned.receiver(),
        note=mentioned.paper("desadv"),
        carrier=mentioned.carrier(),
        person=mentioned.member("gozinto:person"),
        things=Subquery(counted.values("number")),
    )


def _noted(text: str) -> str:
    """How the URI of a delivery note of ours begins whose number begins so."""
    return identifiers.document_uri(enterprise.get().domain, number=text)


def _find_receipts(text: str) -> list[int]:
    """By the number of what came, or of its delivery note."""
    noted = _receipts().filter(note__startswith=_noted(text)).values_list("pk", flat=True)
    came = _receipts().filter(object__in=stock.named(text)).values_list("pk", flat=True)
    return [*dict.fromkeys([*noted[:MOST], *came[:MOST]])][:MOST]


def _find_returns(text: str) -> list[int]:
    """By the number of what came back."""
    came = _returns().filter(object__in=stock.named(text)).values_list("pk", flat=True)
    return [*came[:MOST]]


def _find_shipments(text: str) -> list[int]:
    """By the delivery note, or by the number of something that left."""
    noted = _shipments().filter(note__startswith=_noted(text)).values_list("pk", flat=True)
    left = Involvement.objects.filter(object__in=stock.named(text), term="shipped")
    events = left.values_list("event_id", flat=True)
    return [*dict.fromkeys([*noted[:MOST], *events[:MOST]])][:MOST]


_THING = (
    Column("uri", "object__uri"),
    Column("number", "object__number"),
    Column("item", "object__item"),
    Column("status", "object__objectstate__status"),
    Column("held", "object__objectstate__held", "flag"),
)
RECEIPTS = Listing(
    name="receipts",
    rows=_receipts,
    sort="-at",
    find=_find_receipts,
    columns=(
        Column("event_id", "event__event_id"),
        Column("at", "event__event_time", "time", sorts=True),
        *_THING,
        Column("quantity", "quantity", "number"),
        Column("uom", "uom"),
        Column("partner", "partner"),
        Column("note", "note"),
        Column("location", "location"),
        Column("expires_at", "expires_at", "time"),
        Column("person", "person"),
    ),
)
"""A row for each lot or unit that came in; `partner`: who sent it; `note`: the delivery note."""

RETURNS = Listing(
    name="returns",
    rows=_returns,
    sort="-at",
    find=_find_returns,
    columns=(
        Column("event_id", "event__event_id"),
        Column("at", "event__event_time", "time", sorts=True),
        *_THING,
        Column("partner", "partner"),
        Column("note", "note"),
        Column("reason", "reason"),
        Column("certainty", "certainty"),
        Column("location", "location"),
        Column("person", "person"),
    ),
)
"""A row for each thing that came back; `certainty`: whether its number was read or concluded."""

SHIPMENTS = Listing(
    name="shipments",
    rows=_shipments,
    sort="-at",
    find=_find_shipments,
    columns=(
        Column("event_id", "event_id"),
        Column("at", "event_time", "time", sorts=True),
        Column("partner", "partner"),
        Column("note", "note"),
        Column("carrier", "carrier"),
        Column("things", "things", "count"),
        Column("person", "person"),
    ),
)
"""A row for each event of shipping; `things`: how many lots and units left with it."""
