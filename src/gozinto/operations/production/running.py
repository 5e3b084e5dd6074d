"""A run is started, paused, resumed and finished."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Unpack

from gozinto.operations import master_data, orders, runs, things
from gozinto.operations.production.transforming import ROLE
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, capture
from gozinto.plant import identifiers
from gozinto.record import Captured
from gozinto.record.effects import RUN_DOCUMENT
from gozinto.standards.epcis.events import TransactionEvent, TypedReference
from gozinto.standards.epcis.gozinto import Activity, Flow


def start(
    *,
    job: str,
    step: str,
    equipment: str,
    flow: Flow = "batch",
    product: str = "",
    planned: Decimal | None = None,
    uom: str = "",
    order: str = "",
    line: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A job's operation begins at a machine.

    job: its number, for example "J-1042/80", by which the other verbs name the run.
    step: the routing step, such as "curing".  equipment: the code of the machine.
    flow: "batch" (all that went in is in all that comes out) or "continuous" (a line).
    product: the code of the material that it makes.  planned: how much of it, in `uom` ("": the
    product's own).  order, line: the production order that it is for, and the line of it.
    Raises Unknown for equipment, a product, an order or a line that does not exist.
    """
    begun = runs.told(
        job=job, step=step, equipment=equipment, flow=flow, product=product, by=stamp["by"],
        at=stamp.get("at"),
    )  # fmt: skip
    unit = master_data.unit_of(product, uom) if planned is not None and product else uom
    words = {"product": product, "planned": planned, "planned_uom": unit}
    ordered = orders.read(order).documents(line) if order else ()
    return _activity("start", "ADD", begun, stamp, words, ordered=ordered)


def pause(run: Run | str, *, reason: str = "", **stamp: Unpack[Stamp]) -> Captured:
    """A run stands still. `run`: its job number or URI; `reason`: why, in words or as a code."""
    return _activity("pause", "OBSERVE", runs.get(run), stamp, {"reason": reason})


def resume(run: Run | str, **stamp: Unpack[Stamp]) -> Captured:
    """A paused run goes on. `run`: its job number or URI."""
    return _activity("resume", "OBSERVE", runs.get(run), stamp, {})


def finish(run: Run | str, *, reason: str = "", **stamp: Unpack[Stamp]) -> Captured:
    """A run ends. `run`: its job number or URI; `reason`: why before its planned end."""
    return _activity("finish", "DELETE", runs.get(run), stamp, {"reason": reason})


def _activity(
    activity: Activity,
    action: str,
    run: Run,
    stamp: Stamp,
    words: dict[str, Any],
    *,
    ordered: Sequence[TypedReference] = (),
) -> Captured:
    return capture(
        TransactionEvent,
        stamp,
        role=ROLE,
        fields={
            "action": action,
            "biz_step": run.step_uri,
            "biz_transaction_list": (
                TypedReference(type=RUN_DOCUMENT, value=run.uri),
                *ordered,
            ),
            "epc_list": (identifiers.equipment_uri(things.domain(), code=run.equipment),),
            "context": {**run.words(), "activity": activity, **words},
        },
    )
