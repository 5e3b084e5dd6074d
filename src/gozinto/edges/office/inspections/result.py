"""What an inspection found: the verdict at once, each value beside its limits, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gozinto.access import gate
from gozinto.access.roles import INSIDE, LABORATORY
from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.inspections.entering import limits_in_words, plain
from gozinto.edges.office.inspections.worklist import entry_address
from gozinto.edges.office.search import thing_address
from gozinto.operations import inspection
from gozinto.plant import known as plant
from gozinto.plant.models import Person
from gozinto.standards.epcis.events import Json

VERDICTS = {"accepted": "", "concession": "warn", "rejected": "bad"}


@page()
def show(request: HttpRequest) -> HttpResponse:
    """One inspection by the id of its event, and what waits next."""
    with plant.kept():
        told = inspection.told_of(request.GET.get("event", "")[:2_000].replace("\0", ""))
        context_of = told.context
        may_enter = bool(gate.admit(request, roles=INSIDE).roles & LABORATORY)
        waits = inspection.waiting() if may_enter else []
        plan = plant.now().plans.get(context_of.plan)
        names = {one.code: one.name for one in plan.characteristics} if plan else {}
        person = Person.objects.filter(code=context_of.person).values_list("name", flat=True)
        context: dict[str, Any] = {
            "verdict": words.name(words.STATUSES, context_of.result),
            "tone": VERDICTS.get(context_of.result, "warn"),
            "kind": words.name(words.CONTROLS, context_of.inspection),
            "plan": plan,
            "at": told.at,
            "by": next(iter(person), "") or context_of.person,
            "reason": context_of.reason,
            "allowed_by": context_of.allowed_by,
            "withdrawn": told.is_withdrawn,
            "things": [
                {"number": number, "address": thing_address(uri)} for uri, number in told.objects
            ],
            "lines": [_line(value, names) for value in context_of.values],
            "next": [
                {
                    "number": one.number,
                    "plan": one.plans[0].code,
                    "address": entry_address(one.uri, one.plans[0].code),
                }
                for one in waits[:5]
            ],
        }
    return render(request, "office/inspected.html", context)


def _line(value: Mapping[str, Json], names: Mapping[str, str]) -> dict[str, Any]:
    code = str(value.get("characteristic", ""))
    uom = str(value.get("uom", ""))
    limits = limits_in_words(_decimal(value.get("lower")), _decimal(value.get("upper")))
    number = _decimal(value.get("value"))
    return {
        "name": names.get(code, code),
        "value": plain(number) if number is not None else str(value.get("value", "")),
        "unit": words.unit(uom) if uom else "",
        "limits": limits,
        "is_ok": value.get("ok") is not False,
        "gauge": value.get("gauge", ""),
    }


def _decimal(told: Json) -> Decimal | None:
    try:
        return Decimal(str(told)) if told is not None else None
    except InvalidOperation:
        return None  # a word, such as "pass"
