"""The entry of an inspection: each characteristic of its plan, with limits and gauge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import uuid6
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import urlencode

from gozinto.access import gate
from gozinto.access.roles import INSIDE, LABORATORY
from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.search import read, thing_address
from gozinto.errors import Malformed, Refused, Unknown
from gozinto.operations import inspection, sentences
from gozinto.operations.inspection import Observed
from gozinto.operations.inspection import plans as inspection_plans
from gozinto.operations.stamp import Override
from gozinto.plant import known as plant
from gozinto.plant import objects
from gozinto.plant.known import Known, calibrations
from gozinto.plant.known.shapes import Characteristic, Plan
from gozinto.plant.models import Person, TraceableObject
from gozinto.record.models import ObjectState
from gozinto.record.rules.table import RULES

LONGEST = 2_000
RESULTS: Mapping[str, Literal["rejected", "concession"] | None] = {
    "": None,
    "rejected": "rejected",
    "concession": "concession",
}


@dataclass(frozen=True, slots=True)
class _Posted:
    """What was typed, by the name of its box."""

    values: Mapping[str, str]

    def of(self, name: str) -> str:
        """What stands in a box; "" where there is none."""
        return self.values.get(name, "").replace("\0", "").strip()[:LONGEST]


@page(roles=LABORATORY)
def show(request: HttpRequest) -> HttpResponse:
    """The form for one object and plan; sent, the inspection is recorded and its result shown."""
    asked = request.POST if request.method == "POST" else request.GET
    with plant.kept():
        plan = inspection_plans.get(asked.get("plan", "")[:200].replace("\0", ""))
        found = objects.resolve(read(asked.get("id", "")))
        posted = _Posted({name: str(value) for name, value in request.POST.items()})
        wrong: Sequence[Mapping[str, Any]] = ()
        if request.method == "POST":
            try:
                captured = _inspect(request, found, plan, posted)
            except (Refused, Malformed, Unknown) as error:
                wrong = list(_wrong(request, error, plan))
            else:
                query = urlencode({"event": captured})
                return redirect(f"{reverse('office:inspected')}?{query}")
        context = _context(found, plan, posted) | {"wrong": wrong}
        return render(request, "office/inspect.html", context, status=422 if wrong else 200)


def _inspect(request: HttpRequest, found: TraceableObject, plan: Plan, posted: _Posted) -> str:
    who = gate.admit(request, roles=INSIDE)
    counted = posted.of("nonconforming")
    if counted and not (counted.isdecimal() and counted.isascii() and len(counted) < 10):
        raise Malformed("That is no number of units.", code="not_a_number", value=counted[:80])
    result = posted.of("result")
    if result not in RESULTS:
        raise Malformed("There is no such result.", code="unknown_choice", value=result[:80])
    captured = inspection.inspect_by_plan(
        [found],
        plan=plan.code,
        values=[
            Observed(
                characteristic=one.code,
                value=_number(posted.of(f"value-{one.code}"), one),
                gauge=posted.of(f"gauge-{one.code}"),
            )
            for one in plan.characteristics
            if posted.of(f"value-{one.code}")
        ],
        result=RESULTS[result],
        nonconforming=int(counted) if counted else None,
        allowed_by=posted.of("allowed_by"),
        reason=posted.of("reason"),
        equipment=posted.of("equipment"),
        by=who.person or who.name,
        live=True,
        event_id=_event_id(posted.of("event")),
        override=_overrides(request, posted, who),
    )
    return captured.event_id


def _event_id(told: str) -> str:
    """The id under which the form is recorded, once however often it is sent."""
    return told if told.startswith("urn:uuid:") and len(told) == 45 else new_event()


def new_event() -> str:
    """An id for what a form will record."""
    return f"urn:uuid:{uuid6.uuid7()}"


def _overrides(request: HttpRequest, posted: _Posted, who: gate.Principal) -> list[Override]:
    return [
        Override(code=code, reason=posted.of("reason"), role=role)
        for code in request.POST.getlist("override")[:20]
        if (role := _role_for(code, who))
    ]


def _role_for(code: str, who: gate.Principal) -> str:
    """In which role somebody may let this rule pass; "" in none."""
    rule = RULES.get(code)
    may = sorted(set(rule.overridden_by) & {role.value for role in who.roles}) if rule else []
    return may[0] if may else ""


def _number(text: str, one: Characteristic) -> str:
    """A number as it is typed in this plant: with a comma or with a point."""
    return text.replace(",", ".") if one.kind == "number" and text.count(",") == 1 else text


def _wrong(
    request: HttpRequest, error: Refused | Malformed | Unknown, plan: Plan
) -> Iterator[Mapping[str, Any]]:
    """Each thing that was wrong, about what, and whether whoever asks may let it pass."""
    who = gate.admit(request, roles=INSIDE)
    names = {one.code: one.name for one in plan.characteristics}
    for one in getattr(error, "violations", ()) or (error,):
        said = sentences.of(one)
        about = names.get(getattr(one, "path", "")) or names.get(said.value)
        yield {
            "said": said,
            "about": about or said.value,
            "code": one.code,
            "may_pass": bool(_role_for(one.code, who)),
        }


def _context(found: TraceableObject, plan: Plan, posted: _Posted) -> dict[str, Any]:
    known = plant.now()
    today = known.day(timezone.now())
    state = ObjectState.objects.filter(object=found).first()
    material = known.material_of(found.item)
    people = Person.objects.filter(state=Person.State.ACTIVE).order_by("name", "code")
    return {
        "found": found,
        "address": thing_address(found.uri),
        "material": material.name if material else found.item,
        "plan": plan,
        "kind": words.name(words.CONTROLS, plan.kind),
        "quantity": words.quantity(state.on_hand, state.uom) if state and state.uom else "",
        "sampling": _sampling(plan, state),
        "lines": [_line(one, known, today, posted) for one in plan.characteristics],
        "gauges": sorted(asset.code for asset in known.assets.values() if asset.kind == "gauge"),
        "machines": sorted(
            one.code for one in known.equipment.values() if one.level == "work_unit"
        ),
        "people": [(code, name or code) for code, name in people.values_list("code", "name")[:500]],
        "posted": posted.values,
        "event": _event_id(posted.of("event")),
        "counts": plan.sampling == "single_plan",
    }


def _sampling(plan: Plan, state: ObjectState | None) -> dict[str, Any]:
    """How many are looked at; nothing where the lot is not counted in pieces."""
    told: dict[str, Any] = {"allowed": plan.acceptance_number}
    size = int(state.on_hand) if state and state.on_hand >= 1 and state.uom == "C62" else 0
    if size > 1:
        told |= {"size": inspection.sample_size(plan.code, lot_size=size), "of": size}
    elif plan.sample_size:
        told |= {"size": plan.sample_size}
    return told


def _line(one: Characteristic, known: Known, today: date, posted: _Posted) -> dict[str, Any]:
    gauge = posted.of(f"gauge-{one.code}") or one.gauge
    return {
        "code": one.code,
        "name": one.name or one.code,
        "kind": one.kind,
        "unit": words.unit(one.uom) if one.uom else "",
        "limits": limits_in_words(one.lower, one.upper),
        "target": plain(one.target),
        "choices": one.choices,
        "gauge": gauge,
        "calibration": _calibration(gauge, known, today),
        "value": posted.of(f"value-{one.code}"),
    }


def _calibration(code: str, known: Known, today: date) -> dict[str, Any]:
    gauge = known.assets.get(code)
    if gauge is None or not calibrations.is_calibrated_at_all(gauge):
        return {}
    return {"wrong": calibrations.fault(gauge, today), "due_on": calibrations.due_on(gauge)}


def plain(value: Decimal | None) -> str:
    """A number in the reader's notation, without zeros that say nothing."""
    if value is None:
        return ""
    digits = max(0, -int(value.normalize().as_tuple().exponent))
    return formats.number_format(value, decimal_pos=digits)


def limits_in_words(lower: Decimal | None, upper: Decimal | None) -> str:
    """ "1.15 – 1.25", "≥ 1.15", "≤ 1.25"; "" where there are none."""
    low, high = plain(lower), plain(upper)
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""
