"""What a panel does with stock: it comes in, goes somewhere, is packed, leaves, or is stopped."""

from __future__ import annotations

from gozinto.operations import holding, moving, packing, receiving, shipping
from gozinto.operations.panels.doing import Doing, Done
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.shapes import moment
from gozinto.operations.sentences.amounts import quantity as written
from gozinto.operations.things import Amount, Thing
from gozinto.plant import identifiers
from gozinto.plant import known as plant
from gozinto.plant.models import Order


def receive(doing: Doing) -> Done:
    """A supplier's lot comes in."""
    quantity = doing.quantity()
    if quantity is None:
        raise refusal("quantity_needed", scanned=doing.text("supplier_lot"))
    captured = receiving.receive(
        material=doing.text("material"),
        supplier=doing.text("supplier"),
        supplier_lot=doing.text("supplier_lot"),
        quantity=quantity,
        uom=doing.text("uom"),
        note=doing.text("note"),
        location=doing.text("location") or doing.station.location,
        expires=moment(doing.told, "expires"),
        **doing.stamp,
    )
    known = plant.now().materials
    uom = doing.text("uom") or known[doing.text("material")].uom
    words = {"number": doing.text("supplier_lot"), "quantity": written(quantity, uom)}
    return Done(captured=captured, kind="receive", words=words)


def _some(doing: Doing) -> tuple[Thing | Amount, str]:
    """What it is done to, and how much of it in words: "" where all of it."""
    quantity = doing.quantity()
    if quantity is None:
        return doing.thing(), ""
    uom = doing.text("uom")
    return Amount(of=doing.thing(), quantity=quantity, uom=uom), written(quantity, uom)


def move(doing: Doing) -> Done:
    """It goes to another place."""
    place = doing.text("location") or doing.entry.context.destination
    if not place:
        raise refusal("no_destination", scanned=doing.number())
    captured = moving.move(_some(doing)[0], location=place, **doing.stamp)
    there = plant.now().locations.get(place)
    words = {"number": doing.number(), "place": there.name if there else place}
    return Done(captured=captured, kind="move", words=words, sets={"destination": place})


def pack(doing: Doing) -> Done:
    """It goes into a container."""
    box = doing.text("container") or doing.entry.context.container
    if not box:
        raise refusal("no_container", scanned=doing.number())
    captured = packing.pack(
        contents=_some(doing)[0], container=box, location=doing.station.location, **doing.stamp
    )
    words = {"number": doing.number(), "container": identifiers.run_number(box)}
    return Done(captured=captured, kind="pack", words=words, sets={"container": box})


def ship(doing: Doing) -> Done:
    """It leaves for whoever ordered it."""
    note = doing.text("note") or doing.entry.context.note
    found = Order.objects.filter(number=note).select_related("partner").first() if note else None
    if found is None:
        raise refusal("no_note", scanned=doing.number())
    if found.partner is None:
        raise refusal("no_customer", scanned=note)
    captured = shipping.ship(
        _some(doing)[0], note=note, to=found.partner.code, order=note, **doing.stamp
    )
    words = {"number": doing.number(), "note": note, "partner": found.partner.name}
    return Done(captured=captured, kind="ship", words=words, sets={"note": note})


def hold(doing: Doing) -> Done:
    """Nobody may use it until quality releases it."""
    reason = doing.text("reason").strip()
    if not reason:
        raise refusal("reason_needed", scanned=doing.number())
    captured = holding.hold(_some(doing)[0], reason=reason, **doing.stamp)
    return Done(captured=captured, kind="hold", words={"number": doing.number()})
