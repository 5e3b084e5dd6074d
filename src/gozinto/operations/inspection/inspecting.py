"""Objects are looked at, and accepted, rejected, or let pass: input, in-process, final control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from gozinto.errors import Refused, Violation
from gozinto.operations import master_data, things
from gozinto.operations.inspection import plans
from gozinto.operations.inspection.measured import Kind, Measured, Result
from gozinto.operations.inspection.plans import Observed
from gozinto.operations.stamp import Stamp, build, put
from gozinto.operations.things import Listed, Things
from gozinto.record import Captured, clock
from gozinto.standards.epcis.events import Json, ObjectEvent

ROLE = "inspector"


def inspect(
    objects: Things,
    *,
    kind: Kind,
    values: Sequence[Measured] = (),
    result: Result | None = None,
    allowed_by: str = "",
    reason: str = "",
    gauge: str = "",
    step: str = "",
    equipment: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """An inspector (`by`) checks objects, without a plan.

    objects: what was looked at.  kind: when.  values: what was measured, with its limits.
    result: None for what the values say; a concession accepts although a value is out of its
    limits.  allowed_by: the code of who allowed a concession.  reason: why.  gauge: the code of
    the instrument.  step, equipment: where in the process.
    Raises what `record.capture` raises.
    """
    listed = things.listed(objects)
    verdict = result or ("accepted" if all(v.is_ok for v in values) else "rejected")
    words = {
        "inspection": kind,
        "values": tuple(v.as_json() for v in values),
        "gauge": gauge,
        "step": step,
        "equipment": equipment,
        "allowed_by": allowed_by,
        "reason": reason,
    }
    return put([looked_at(listed, verdict=verdict, words=words, stamp=stamp)], stamp)


def inspect_by_plan(
    objects: Things,
    *,
    plan: str,
    values: Sequence[Observed],
    result: Result | None = None,
    nonconforming: int | None = None,
    allowed_by: str = "",
    reason: str = "",
    step: str = "",
    equipment: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """An inspector (`by`) checks objects by an inspection plan.

    objects: what was looked at.  plan: the code of the plan.  values: what was seen of each of
    its characteristics, all of them.  result: None for what is in order and what is not; "accepted"
    where something is out of its limits is a concession, and is said so.  nonconforming: of a
    sample, how many units were not in order; the plan's acceptance number then decides.
    allowed_by, reason: who allowed a concession (a person's code), and why; it needs both.
    step, equipment: where in the process ("": the step of the plan).
    The newest result of an object counts; earlier ones stand beside it. Raises Unknown
    (unknown_plan, unknown_person), Refused with all that is wrong with the plan, the values and
    the concession at once.
    """
    found = plans.get(plan)
    listed = things.listed(objects)
    at = stamp.get("at") or clock.now()
    uris = [*listed.epcs, *(one.epc_class for one in listed.quantities)]
    wrong: list[Violation] = []
    rows: tuple[Mapping[str, Json], ...] = ()
    try:
        rows = plans.checked(found, values, of=uris, at=at)
    except Refused as refused:
        wrong += refused.violations
    if result == "concession" and not (allowed_by and reason):
        wrong.append(_CONCESSION)
    if wrong:
        raise Refused(wrong)
    if allowed_by:
        master_data.check_person(allowed_by)
    if nonconforming is not None:
        rows = (*rows, _sample(nonconforming, found.acceptance_number or 0))
    words: dict[str, Any] = {
        "inspection": found.kind,
        "plan": found.code,
        "values": rows,
        "step": step or found.step,
        "equipment": equipment,
        "allowed_by": allowed_by,
        "reason": reason,
    }
    verdict = result or ("accepted" if _passes(rows, nonconforming) else "rejected")
    return put([looked_at(listed, verdict=verdict, words=words, stamp=stamp)], stamp)


_CONCESSION = Violation(
    code="concession_without_word",
    message="A concession says who allowed it, and why.",
    next_step="Name the person and the reason, or reject it.",
)


def _sample(nonconforming: int, allowed: int) -> Mapping[str, Json]:
    """How many of a sample were not in order, as a value beside those of the characteristics."""
    return {
        "characteristic": "nonconforming units",
        "value": str(nonconforming),
        "uom": "C62",
        "upper": str(allowed),
        "ok": nonconforming <= allowed,
    }


def _passes(rows: Sequence[Mapping[str, Json]], nonconforming: int | None) -> bool:
    """Of a sample the count decides, and not the single value that made one of them count."""
    return bool(rows[-1]["ok"]) if nonconforming is not None else all(row["ok"] for row in rows)


def looked_at(
    listed: Listed, *, verdict: str, words: Mapping[str, Any], stamp: Stamp
) -> ObjectEvent:
    """The event of an inspection with that verdict."""
    return build(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": "inspecting",
            "disposition": "non_conformant" if verdict == "rejected" else "conformant",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "context": {**words, "result": verdict},
        },
    )
