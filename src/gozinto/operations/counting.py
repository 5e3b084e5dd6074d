"""What is really there is counted, and what differs from the record is booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Unpack

from gozinto import record
from gozinto.operations import standing_then, things, whereabouts
from gozinto.operations.stamp import Stamp, build, nth, put, repeated
from gozinto.operations.standing_then import Then
from gozinto.operations.things import Amount, Listed, Thing, Things
from gozinto.plant import identifiers
from gozinto.plant.models import TraceableObject
from gozinto.record import Captured, clock
from gozinto.record.models import ObjectState
from gozinto.record.transactions import run_tx
from gozinto.standards import quantities
from gozinto.standards.epcis.events import Event, ObjectEvent, Place, QuantityElement
from gozinto.standards.epcis.gozinto import Expected

ROLE = "warehouse"


@dataclass(frozen=True, kw_only=True, slots=True)
class ToCount:
    """Something that should be at a place; `quantity` None where it is counted blind."""

    uri: str
    number: str
    kind: Literal["lot", "serial"]
    quantity: Decimal | None
    uom: str


def sheet(location: str, *, blind: bool = True) -> tuple[ToCount, ...]:
    """What the record has at a place (code or URI), to be counted there, by number.

    `blind`: without the quantities, so that who counts finds out and does not confirm. Reads
    only. Raises Unknown for a location that does not exist.
    """
    place = things.place(location)
    record.flush()
    here = _here(place.id) if place else {}
    states = ObjectState.objects.filter(object_id__in=here).select_related("object")
    return tuple(
        ToCount(
            uri=state.object.uri,
            number=state.object.number,
            kind="lot" if state.object.kind == TraceableObject.Kind.LOT else "serial",
            quantity=None if blind else state.on_hand.normalize() + 0,
            uom=state.uom,
        )
        for state in states.order_by("object__number", "object_id")
    )


def count_lot(
    of: Thing,
    *,
    quantity: Decimal,
    uom: str = "",
    reason: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """All that is left of a lot was counted: `quantity` in `uom` ("": as the record counts it).

    What is there more or less than on record at that time is booked as counted, by an event of
    its own in the same transaction; `reason` says why it may be so. Raises Unknown or Ambiguous
    for a printed number, Unknown for a location, Malformed for a unit of another dimension.
    """
    found: list[Thing | Amount] = [Amount(of=of, quantity=quantity, uom=uom)]
    return run_tx(lambda: _count(found, location, reason, stamp, whole=False))


def count_place(
    location: str, *, found: Things = (), reason: str = "", **stamp: Unpack[Stamp]
) -> Captured:
    """All that lies at a place (code or URI) was counted: `found`, each lot with its amount.

    What the record has there and was not found is booked as gone, what was found and is not on
    hand as there, and what the record has elsewhere is here from now on. Each difference is
    booked as counted in the same transaction. Raises as `count_lot`; Malformed (no_things) where
    nothing was found and nothing should be there.
    """
    many = [found] if isinstance(found, str | TraceableObject | Amount) else list(found)
    return run_tx(lambda: _count(many, location, reason, stamp, whole=True))


def _count(
    found: list[Thing | Amount], location: str, reason: str, stamp: Stamp, *, whole: bool
) -> Captured:
    """`whole`: these are all that was found at the place; else only they were counted."""
    before = repeated(stamp)
    if before:
        return before
    at = stamp.get("at") or clock.now()
    place, listed = things.place(location), things.listed(found)
    record.flush()
    told = TraceableObject.objects.in_bulk(_uris(listed), field_name="uri")
    ids = {one.id for one in told.values()}
    here = _here(place.id) if whole and place else {}
    then = standing_then.of(ids | here.keys(), at=at)
    was = {uri: then[one.id] for uri, one in told.items()}
    missing = {uri: then[pk] for pk, uri in here.items() if uri not in told}
    listed = _in_own_units(listed, was)
    more, less = _differences(listed, was, missing)
    events = _Counted(place, reason, stamp).events(listed, was, more, less)
    return put(things.some(events), stamp)


def _uris(listed: Listed) -> list[str]:
    return [*listed.epcs, *(q.epc_class for q in listed.quantities)]


def _here(place: str) -> dict[int, str]:
    """What should be at a place: the ids and URIs of lots and units, in containers there too."""
    told = ObjectState.objects.filter(location=place).values_list("object_id", flat=True)
    ids = whereabouts.with_content(set(told))
    at_place = [pk for pk, where in whereabouts.of(ids).items() if where == place]
    found = ObjectState.objects.filter(object_id__in=at_place, on_hand__gt=0)
    found = found.exclude(object__kind=TraceableObject.Kind.CONTAINER)
    return dict(found.values_list("object_id", "object__uri"))


def _in_own_units(listed: Listed, was: Mapping[str, Then]) -> Listed:
    """Amounts without a unit are in the one that the record counts the lot in; sums of a lot."""
    sums: dict[str, tuple[Decimal, str]] = {}
    for one in listed.quantities:
        own = was[one.epc_class].uom if one.epc_class in was else ""
        amount, uom = one.quantity or Decimal(0), one.uom or own
        if own and uom != own:
            amount, uom = quantities.convert(amount, uom, own), own
        before = sums.get(one.epc_class, (Decimal(0), uom))[0]
        sums[one.epc_class] = (before + amount, uom)
    return Listed(
        tuple(dict.fromkeys(listed.epcs)),
        tuple(
            QuantityElement(epc_class=uri, quantity=amount, uom=uom)
            for uri, (amount, uom) in sums.items()
        ),
    )


def _differences(
    listed: Listed, was: Mapping[str, Then], missing: Mapping[str, Then]
) -> tuple[Listed, Listed]:
    """What is there beyond the record, and what the record has and is not there."""
    units_more = [uri for uri in listed.epcs if _is_missed(uri, was)]
    units_less = [uri for uri, then in missing.items() if not then.is_lot]
    more: list[QuantityElement] = []
    less = [
        QuantityElement(epc_class=uri, quantity=then.on_hand, uom=then.uom)
        for uri, then in missing.items()
        if then.is_lot
    ]
    for one in listed.quantities:
        on_record = was[one.epc_class].on_hand if one.epc_class in was else Decimal(0)
        beyond = (one.quantity or Decimal(0)) - on_record
        if beyond:
            element = QuantityElement(epc_class=one.epc_class, quantity=abs(beyond), uom=one.uom)
            (more if beyond > 0 else less).append(element)
    return Listed(tuple(units_more), tuple(more)), Listed(tuple(units_less), tuple(less))


def _is_missed(uri: str, was: Mapping[str, Then]) -> bool:
    """Whether the record does not have a unit that was found."""
    if uri not in was:
        return identifiers.identify(uri).kind != "container"
    return not was[uri].is_container and not was[uri].on_hand


@dataclass(frozen=True, slots=True)
class _Counted:
    """Makes the events of a count: what was found, what is there beyond it, what is gone."""

    place: Place | None
    reason: str
    stamp: Stamp

    def events(
        self, listed: Listed, was: Mapping[str, Then], more: Listed, less: Listed
    ) -> list[Event]:
        """The event of the count, then those of the bookings; none that would say nothing."""
        expected = None
        if len(_uris(listed)) == 1 and listed.quantities:
            then = was.get(listed.quantities[0].epc_class)
            expected = Expected(
                quantity=then.on_hand.normalize() + 0 if then else Decimal(0),
                uom=then.uom if then else "",
            )
        told = (
            ("OBSERVE", listed, "", {"expected": expected}),
            ("ADD", more, "active", {"term": "counted", "reason": self.reason}),
            ("DELETE", less, "unknown", {"term": "counted", "reason": self.reason}),
        )
        found: list[Event] = []
        for action, items, disposition, words in told:
            if items.epcs or items.quantities:
                fields = {
                    "action": action,
                    "biz_step": "cycle_counting",
                    "disposition": disposition,
                    "epc_list": items.epcs,
                    "quantity_list": items.quantities,
                    "biz_location": self.place if action != "DELETE" else None,
                    "context": words,
                }
                stamp = nth(self.stamp, len(found))
                found.append(build(ObjectEvent, stamp, role=ROLE, fields=fields))
        return found
