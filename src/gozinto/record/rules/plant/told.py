"""What an event breaks by what it says alone: who sent it, with which gauge, within which limits.

Where the plant's master data says nothing, nothing is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from gozinto.errors import Malformed
from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known, calibrations, holds
from gozinto.plant.known.shapes import Characteristic
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.shapes import Fault
from gozinto.standards import quantities
from gozinto.standards.epcis.events import Json

Value = Mapping[str, Json]


def found(one: Placed, known: Known) -> Iterator[Fault]:
    """Everything that the event breaks by itself."""
    yield from _supplier(one, known)
    yield from _gauges(one, known)
    yield from _limits(one, known)


def broken(
    one: Placed,
    rule: str,
    *,
    value: str,
    data: Mapping[str, str],
    object: str = "",
    run: str = "",
) -> Fault:
    """A fault of the event itself: judging it again replaces it."""
    return Fault(
        rule=rule,
        subject=one.effects.event_id,
        position=one.position,
        object=object,
        run=run,
        value=value,
        data=data,
    )


def _supplier(one: Placed, known: Known) -> Iterator[Fault]:
    """Material from a company that is not approved for it; unless nobody is, nor refused."""
    day = known.day(one.effects.at)
    for uri in sorted(
        {did.object.uri for did in one.effects.involvements if did.term == "received"}
    ):
        material = known.material_of(identify(uri).item)
        if material is None:
            continue
        approvals = known.approvals(material.code)
        for source in one.effects.sources:
            partner = known.partner_of(source)
            approval = approvals.get(partner.code) if partner else None
            is_approved = approval and approval.state == "approved" and holds(approval, day)
            is_blocked = partner is not None and partner.state == "blocked"
            if is_blocked or (approvals and not is_approved):
                who = partner.code if partner else source
                yield broken(
                    one,
                    "supplier_not_approved",
                    value=who,
                    data={"partner": who, "material": material.code, "day": day.isoformat()},
                    object=uri,
                )


def _gauges(one: Placed, known: Known) -> Iterator[Fault]:
    context = one.effects.context
    told = {context.gauge, *(str(value.get("gauge", "")) for value in context.values)} - {""}
    day = known.day(one.effects.at)
    for code in sorted(told):
        gauge = known.assets.get(code)
        wrong = calibrations.fault(gauge, day) if gauge else None
        if wrong is not None:
            why, then = wrong
            data = {"gauge": code, "case": why, "day": then.isoformat()}
            yield broken(one, "gauge_out_of_calibration", value=code, data=data)


def _limits(one: Placed, known: Known) -> Iterator[Fault]:
    """Accepted without a concession, though a value says otherwise."""
    context = one.effects.context
    if context.result != "accepted":
        return
    plan = known.plans.get(context.plan)
    looked_at = plan.characteristics if plan else ()
    for value in context.values:
        name = str(value.get("characteristic", ""))
        limits = next((c for c in looked_at if name in (c.code, c.name)), None)
        if value.get("ok") is False or (limits and _is_outside(value, limits)):
            measured = f"{value.get('value', '')} {value.get('uom', '')}".rstrip()
            data = {"characteristic": name, "measured": measured}
            yield broken(one, "accepted_out_of_limits", value=name, data=data)


def _is_outside(value: Value, limits: Characteristic) -> bool:
    """Whether the value breaks the plan's limits; what cannot be compared with them does not."""
    if limits.kind == "choice":
        return False  # a plan names what may be chosen, and not which of it is good
    measured = measured_in(value, limits.uom)
    if measured is None:
        return False
    low = limits.lower is not None and measured < limits.lower
    return low or (limits.upper is not None and measured > limits.upper)


def measured_in(value: Value, uom: str) -> Decimal | None:
    """The measured number in that unit; None where it is no number, or of another dimension."""
    try:
        number = Decimal(str(value.get("value", "")))
        told = str(value.get("uom", "")) or uom
        return number if told == uom else quantities.convert(number, told, uom)
    except (InvalidOperation, Malformed):
        # The event's form is sound; what a gauge showed need not be a number at all.
        return None
