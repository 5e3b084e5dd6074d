"""The measured numbers of an event, each as a value of a series that a control chart can show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from gozinto.plant.identifiers import identify
from gozinto.record.effect_shapes import InvolvementEffect, MeasurementEffect
from gozinto.standards import quantities
from gozinto.standards.epcis.events import Json
from gozinto.standards.epcis.gozinto import Context


def of(context: Context, involved: Iterable[InvolvementEffect]) -> Iterator[MeasurementEffect]:
    """The numbers that were measured at a machine, in the base unit of their dimension.

    A series is one characteristic of one material at one step and machine; what was measured
    without saying at which machine is of none. What is no number makes no value.
    """
    inspected = next(iter(involved), None)
    if not (context.equipment and inspected):
        return
    item = identify(inspected.object.uri).item
    for value in context.values:
        name, uom = str(value.get("characteristic", "")), str(value.get("uom", ""))
        number = _number(value.get("value"), uom)
        if number is not None:
            key = series(item, name, step=context.step, equipment=context.equipment, uom=uom)
            yield MeasurementEffect(series=key, characteristic=name, value=number)


def series(item: str, characteristic: str, *, step: str, equipment: str, uom: str) -> str:
    """The name of a series: of a characteristic of an item, at a step and a machine."""
    base = quantities.base_unit(uom) if quantities.is_unit(uom) else uom
    words = (item, characteristic, step, equipment, base)
    return sha256("\0".join(words).encode()).hexdigest()[:32]


def _number(told: Json, uom: str) -> float | None:
    try:
        number = Decimal(str(told))
    except InvalidOperation:
        return None  # a word, such as "in order"
    if not number.is_finite():
        return None
    if quantities.is_unit(uom):
        number = quantities.convert(number, uom, quantities.base_unit(uom))
    found = float(number)
    return found if math.isfinite(found) else None
