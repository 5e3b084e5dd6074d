"""What each kind of thing means when it is scanned: one function a meaning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from gozinto.operations.panels import jobs as all_jobs
from gozinto.operations.panels import scanned_back
from gozinto.operations.panels import slots as all_slots
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.scanned import Meant, Scanned, amount, makes_units
from gozinto.operations.panels.shapes import Choice
from gozinto.operations.panels.slots import Slot
from gozinto.operations.scanning.known_codes import Match
from gozinto.operations.scanning.resolving import NewLot
from gozinto.operations.sentences.amounts import quantity as written
from gozinto.plant import known as plant
from gozinto.plant.identifiers import supplier_of
from gozinto.plant.models import Order
from gozinto.record.models import Mount, ObjectState
from gozinto.standards.epcis.events import Json
from gozinto.standards.quantities import format_decimal

_MOST_SUPPLIERS = 6


def person(one: Scanned) -> Meant:
    """Whose badge it is: the one who acts from now on; the panel asks the PIN of who is new."""
    return Meant(name=one.name, sets={"person": one.match.code, "name": one.match.name})


def job(one: Scanned) -> Meant:
    """The job is opened: what was planned begins, what stood still goes on."""
    found = all_jobs.find(one.match.uri or one.match.code or one.text)
    if found is None:
        raise refusal("unknown_job", scanned=one.text)
    return opened(found)


def opened(found: Job) -> Meant:
    """What opening a job comes to. Raises Refused for one that is finished."""
    if found.state == "finished":
        raise refusal("job_finished", scanned=found.number, job=found.number)
    sets = {"job": found.number}
    act = {"planned": "start", "paused": "resume", "running": ""}[found.state]
    return Meant(name=found.number, act=act, told={"job": found.number}, sets=sets, goto="job")


def order(one: Scanned) -> Meant:
    """The step of an order that this machine does; of several, those to choose from."""
    found = all_jobs.of_order(one.match.code, equipment=one.station.equipment)
    open_ = [each for each in found if each.state != "finished"]
    if not open_:
        raise refusal("no_job_of_order", scanned=one.match.code)
    if len(open_) == 1:
        return opened(open_[0])
    return Meant(
        name=one.match.code,
        choices=tuple(
            Choice(word=f"{each.number} {each.step}", act="scan", told={"text": each.number})
            for each in open_
        ),
    )


def note(one: Scanned) -> Meant:
    """The order that something leaves for: what is scanned next goes on its delivery note."""
    found = Order.objects.filter(number=one.match.code).select_related("partner").first()
    if found is None or found.kind != Order.Kind.SALES:
        return order(one)
    if found.partner is None:
        raise refusal("no_customer", scanned=one.match.code)
    return Meant(
        name=f"{found.number} {found.partner.name}", sets={"note": found.number}, goto="ship"
    )


def used(one: Scanned) -> Meant:
    """It goes into the job; or it is what the job made, and its label is right."""
    running = one.job()
    material = one.material()
    slot = all_slots.for_material(all_slots.of(running), material)
    if slot is None:
        if material == running.product:
            return _made_before(one, running)
        raise _not_in_bill(one, running, material)
    if one.kind == "serial":
        return _unit_used(one, running, slot)
    return _lot_used(one, running, slot, material)


def _made_before(one: Scanned, running: Job) -> Meant:
    made = ObjectState.objects.filter(object__uri=one.match.uri, first_at__isnull=False).exists()
    return scanned_back.right(one, running) if made else produced(one)  # taken back: made anew


def _not_in_bill(one: Scanned, running: Job, material: str) -> Exception:
    known = plant.now().materials
    named = {code: known[code].name for code in (material, running.product) if code in known}
    return refusal(
        "not_in_bill",
        scanned=one.name,
        expected=one.expected(),
        material=named.get(material, material) or one.name,
        product=named.get(running.product, running.product) or running.number,
    )


def _unit_used(one: Scanned, running: Job, slot: Slot) -> Meant:
    into = {"uri": one.match.uri, "slot": slot.name, "position": slot.position}
    if makes_units(running) and _is_only_unit(running, slot):
        # Each unit has the one that it is made of for itself, and so comes out with it.
        return Meant(name=one.name, act="produce", told={"inputs": [into]}, sets=_of(running))
    return Meant(name=one.name, act="consume", told=into, sets=_of(running))


def _is_only_unit(running: Job, slot: Slot) -> bool:
    """Whether no other slot takes things with serial numbers."""
    known = plant.now().materials
    counted = [
        each
        for each in all_slots.of(running)
        if each.material in known and known[each.material].tracking != "lot"
    ]
    return all(each is slot or each == slot for each in counted)


def _of(running: Job) -> dict[str, str]:
    return {"job": running.number}


def _lot_used(one: Scanned, running: Job, slot: Slot, material: str) -> Meant:
    there = ObjectState.objects.filter(object__uri=one.match.uri).first()
    told: dict[str, str] = {
        "uri": one.match.uri, "slot": slot.name, "position": slot.position, "uom": slot.uom,
    }  # fmt: skip
    typed = amount(one.quantity)
    if typed is None and there is not None:
        rest = plant.now().amount(
            there.on_hand, of=material, from_uom=there.uom or slot.uom, to_uom=slot.uom
        )
        typed = _enough(slot, rest)
        if typed is None:
            return _how_much(one, running, told, rest, slot.uom)
    if typed is not None:
        told["quantity"] = format_decimal(typed)
    return Meant(name=one.name, act="consume", told=told, sets=_of(running))


def _enough(slot: Slot, rest: Decimal | None) -> Decimal | None:
    """What the slot still misses, or all of the lot where that is less; None where nobody knows."""
    if not slot.missing:
        return None
    return slot.missing if rest is None or rest <= 0 else min(slot.missing, rest)


def _how_much(
    one: Scanned, running: Job, told: dict[str, str], rest: Decimal | None, uom: str
) -> Meant:
    choices = [Choice(word=_("Another quantity"), act="consume", told=told, asks="quantity")]
    if rest is not None and rest > 0:
        word = _("All of it: %(quantity)s") % {"quantity": written(rest.normalize() + 0, uom)}
        all_of_it = told | {"quantity": format_decimal(rest.normalize() + 0)}
        choices.insert(0, Choice(word=word, act="consume", told=all_of_it))
    # Where nobody can be asked any more, that it went in is told, and how much is not.
    return Meant(name=one.name, act="consume", told=told, choices=tuple(choices), sets=_of(running))


def mounted(one: Scanned) -> Meant:
    """A tool goes into the machine; one that is in it comes off, if the person wants that."""
    if not one.station.equipment:
        raise refusal("no_equipment_here", scanned=one.name)
    asset = plant.now().assets[one.match.code]
    told = {"uri": asset.uri, "slot": asset.kind, "position": ""}
    last = _last_mount(one.match.uri)
    if last is not None and last.is_on and last.equipment == one.station.equipment:
        step, name, position = (*last.slot, "", "", "")[:3]
        there = {"uri": asset.uri, "slot": name, "position": position, "step": step}
        word = _("Take off %(name)s") % {"name": one.name}
        return Meant(name=one.name, choices=(Choice(word=word, act="unmount", told=there),))
    positions = _positions(one.station.equipment, asset.kind)
    if len(positions) > 1:
        return Meant(
            name=one.name,
            choices=tuple(
                Choice(word=position, act="mount", told=told | {"position": position})
                for position in positions
            ),
        )
    return Meant(name=one.name, act="mount", told=told | {"position": "".join(positions)})


def _last_mount(uri: str) -> Mount | None:
    told = Mount.objects.filter(object__uri=uri, event__withdrawal=None)
    return told.order_by("-at", "-event_id").first()


def _positions(equipment: str, slot: str) -> list[str]:
    """Where such a tool was put into the machine before."""
    told = Mount.objects.filter(equipment=equipment, is_on=True, slot__1=slot)
    places = told.order_by("-at").values_list("slot__2", flat=True)[:50]
    return sorted({place for place in places if place})


def gauge(one: Scanned) -> Meant:
    """What is measured next is measured with it."""
    return Meant(name=one.name, sets={"gauge": one.match.code}, goto="measure")


def measured(one: Scanned) -> Meant:
    """What is measured next is measured of it."""
    return Meant(name=one.name, sets={"of": one.match.uri}, goto="measure")


def destination(one: Scanned) -> Meant:
    """What is scanned next goes there."""
    return Meant(name=one.name, sets={"destination": one.match.code}, goto="move")


def place_here(one: Scanned) -> Meant:
    """What comes next on this screen is put there."""
    return Meant(name=one.name, sets={"destination": one.match.code})


def moved(one: Scanned) -> Meant:
    """It goes to the place that was scanned before. Raises Refused where none was."""
    if not one.context.destination:
        raise refusal("no_destination", scanned=one.name, expected=_("a place"))
    return Meant(
        name=one.name, act="move", told={"uri": one.thing, "location": one.context.destination}
    )


def container(one: Scanned) -> Meant:
    """What is scanned next goes into it; a box while another one is open may go in there."""
    if not one.context.container or one.context.container == one.thing:
        return Meant(name=one.name, sets={"container": one.thing}, goto="pack")
    into = Choice(
        word=_("Put it into the open one"),
        act="pack",
        told={"uri": one.thing, "container": one.context.container},
    )
    other = Choice(word=_("Fill this one now"), act="scan", told={"text": one.text, "opens": True})
    return Meant(name=one.name, choices=(into, other))


def packed(one: Scanned) -> Meant:
    """It goes into the container that was scanned before. Raises Refused where none was."""
    if not one.context.container:
        raise refusal("no_container", scanned=one.name, expected=_("a container"))
    return Meant(
        name=one.name, act="pack", told={"uri": one.thing, "container": one.context.container}
    )


def shipped(one: Scanned) -> Meant:
    """It leaves on the note that was scanned before. Raises Refused where none was."""
    if not one.context.note:
        raise refusal("no_note", scanned=one.name, expected=_("an order"))
    return Meant(name=one.name, act="ship", told={"uri": one.thing, "note": one.context.note})


def held(one: Scanned) -> Meant:
    """It is stopped, for a reason of those that the plant has."""
    reasons = [each for each in plant.now().reasons.values() if each.category in ("hold", "")]
    choices = [
        Choice(word=each.name, act="hold", told={"uri": one.thing, "reason": each.code})
        for each in reasons
    ]
    other = Choice(word=_("Another reason"), act="hold", told={"uri": one.thing}, asks="reason")
    return Meant(name=one.name, choices=(*choices, other), sets={"of": one.thing}, goto="hold")


def what_with_it(one: Scanned) -> Meant:
    """Nothing says what is to be done with it: the person does."""
    told = {"text": one.text}
    return Meant(
        name=one.name,
        choices=(
            Choice(word=_("Move it"), act="scan", told=told, goto="move"),
            Choice(word=_("Hold it"), act="scan", told=told, goto="hold"),
            Choice(word=_("Measure it"), act="scan", told=told, goto="measure"),
        ),
        sets={"of": one.thing},
    )


def produced(one: Scanned) -> Meant:
    """A number that was printed ahead: the unit or lot that carries it is made now."""
    running = one.job()
    if not running.product:
        raise refusal("not_to_make", scanned=one.name)
    told: dict[str, Json] = {"numbers": [one.match.code]}
    typed = None if makes_units(running) else amount(one.quantity)
    if typed is not None:
        told["quantity"] = format_decimal(typed)
    asked = Choice(word=_("Quantity made"), act="produce", told=told, asks="quantity")
    choices = () if makes_units(running) or typed is not None else (asked,)
    return Meant(name=one.text, act="produce", told=told, choices=choices, sets=_of(running))


def received(one: Scanned) -> Meant:
    """A supplier's lot comes in, with what its label says; what that leaves open is asked."""
    asked = _receipts(one)
    if len(asked) == 1 and not asked[0].asks:
        return Meant(name=asked[0].word, act="receive", told=asked[0].told)
    return Meant(name=one.name, choices=tuple(asked))


def to_be_received(one: Scanned) -> Meant:
    """A supplier's lot that is not here yet: it may be received, and nothing else."""
    return Meant(name=one.name, choices=tuple(_receipts(one)))


def received_again(one: Scanned) -> Meant:
    """More of a lot that is here: never without a person's word."""
    supplier = supplier_of(one.match.uri)
    if not supplier:
        raise refusal("no_supplier", scanned=one.name)
    lot = NewLot(material=one.material(), lot=one.match.code, supplier=supplier)
    return Meant(name=one.name, choices=(_receipt(one, lot, lot.supplier),))


def _receipts(one: Scanned) -> list[Choice]:
    lot = one.lot
    if lot is None:
        return []
    suppliers = [lot.supplier] if lot.supplier else _suppliers(lot.material)
    if not suppliers:
        raise refusal("no_supplier", scanned=one.name)
    return [_receipt(one, lot, supplier) for supplier in suppliers]


def _receipt(one: Scanned, lot: NewLot, supplier: str) -> Choice:
    known = plant.now()
    name = known.partners[supplier].name if supplier in known.partners else supplier
    typed = amount(one.quantity)
    quantity = typed if typed is not None else lot.quantity
    expires = lot.expires_on or lot.best_before_on
    told = {
        "material": lot.material,
        "supplier": supplier,
        "supplier_lot": lot.lot,
        "uom": lot.uom,
        "expires": _end_of(expires).isoformat() if expires else "",
        "location": one.context.destination or one.station.location,
    }
    if quantity is None:
        word = _("Receive %(lot)s from %(supplier)s") % {"lot": lot.lot, "supplier": name}
        return Choice(word=word, act="receive", told=told, asks="quantity")
    uom = lot.uom or known.materials[lot.material].uom
    word = _("Receive %(quantity)s of %(lot)s from %(supplier)s") % {
        "quantity": written(quantity, uom), "lot": lot.lot, "supplier": name,
    }  # fmt: skip
    return Choice(word=word, act="receive", told=told | {"quantity": format_decimal(quantity)})


def _suppliers(material: str) -> Sequence[str]:
    """From whom the material may come, where its label does not say so."""
    known = plant.now()
    approved = [code for code, one in known.approvals(material).items() if one.state == "approved"]
    others = [code for code, one in known.partners.items() if one.kind == "supplier"]
    return sorted(approved or others)[:_MOST_SUPPLIERS]


def _end_of(day: date) -> datetime:
    """The last moment of a day in the plant."""
    zone = ZoneInfo(plant.now().company.zone)
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(seconds=1)


def of_no_use(one: Scanned) -> Meant:
    """It means nothing here. Raises Refused."""
    raise refusal("no_use_here", scanned=one.name, expected=one.expected(), name=one.name)


def checked(one: Scanned) -> Meant:
    """The scanner reads: what it read is shown."""
    return Meant(name=one.name, goto="station")


def several(text: str, matches: Sequence[Match]) -> Meant:
    """A text that several things go by: the person says which is meant."""
    return Meant(
        name=text,
        choices=tuple(
            Choice(
                word=" ".join(one for one in (each.code, each.name) if one) or each.uri,
                act="scan",
                told={"text": text, "meant": each.uri or f"{each.kind}:{each.code}"},
            )
            for each in matches
        ),
    )
