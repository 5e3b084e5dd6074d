"""What a machine measured while it ran: values, or curves of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Unpack
from urllib.parse import quote

from gozinto.operations import runs, things
from gozinto.operations.production.transforming import ROLE
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Things
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.standards.epcis.events import Json, ObjectEvent, Place, SensorElement
from gozinto.standards.epcis.parts import write_time


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One point of a curve."""

    at: datetime
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """What was measured (`name`, such as "platen temperature"), in `uom` (UN/ECE Rec 20).

    One `value`, or a `curve`. `device`: the code of what measured it.
    """

    name: str
    uom: str = ""
    value: Decimal | None = None
    curve: Sequence[Reading] = ()
    device: str = ""


def record_parameters(
    *,
    run: Run | str,
    values: Sequence[Parameter],
    of: Things = (),
    **stamp: Unpack[Stamp],
) -> Captured:
    """A machine tells what it measured in a run.

    run: its job number or URI.  values: what was measured.  of: the units or lots it was measured
    on; without them it is of the run, and stands in the story of what came out of it then.
    `certainty` is "measured" unless another is told. Raises Malformed (no_things) without values,
    Unknown or Ambiguous for a printed number.
    """
    known = runs.get(run)
    listed = things.listed(of)
    machine = identifiers.equipment_uri(things.domain(), code=known.equipment)
    return capture(
        ObjectEvent,
        {"certainty": "measured", **stamp},
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "sensor_reporting",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "read_point": Place(id=machine),
            "sensor_element_list": tuple(_element(one) for one in things.some(values)),
            "context": {**known.words(), "job": known.uri},
        },
    )


def _element(parameter: Parameter) -> SensorElement:
    domain = things.domain()
    # The standard's types are those of physics; which one of the machine's it is, we say ourselves.
    what = {"type": f"https://{domain}/parameter/{quote(parameter.name, safe='')}"}
    if parameter.uom:
        what["uom"] = parameter.uom
    points: list[Mapping[str, Json]] = [
        {**what, "value": one.value, "time": write_time(one.at)} for one in parameter.curve
    ]
    if parameter.value is not None:
        points.append({**what, "value": parameter.value})
    device = (
        {"deviceID": identifiers.asset_uri(domain, code=parameter.device)}
        if parameter.device
        else {}
    )
    return SensorElement(sensor_metadata=device, sensor_report=tuple(points))
