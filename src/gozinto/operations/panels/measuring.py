"""What a panel measures: by the plans of what the job makes, all that one of them asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext

from gozinto.access.roles import LABORATORY, SHOP
from gozinto.operations import inspection
from gozinto.operations.inspection import Observed
from gozinto.operations.panels import jobs as all_jobs
from gozinto.operations.panels.doing import Doing, Done
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.shapes import text
from gozinto.operations.sentences.amounts import decimal, unit
from gozinto.plant import identifiers
from gozinto.plant import known as plant
from gozinto.plant.known import holds
from gozinto.plant.known.shapes import Characteristic, Plan
from gozinto.record import clock
from gozinto.standards.epcis.events import Json
from gozinto.trace.lookups import runs as lookups

BESIDE_MACHINES = "in_process"
MOST_READ = 4
"""Values that are told in the sentence of a measurement."""


def plans_of(job: Job) -> list[Plan]:
    """The plans in force for what a job makes, at its step: what is measured beside the machine."""
    known = plant.now()
    today = known.day(clock.now())
    found = [
        *known.plans_of(job.product, BESIDE_MACHINES),
        *known.plans_of("", BESIDE_MACHINES),
    ]
    return [
        one
        for one in found
        if one.state == "active" and holds(one, today) and one.step in ("", job.step)
    ]


def measure(doing: Doing) -> Done:
    """What a plan asks for was measured: all that it asks for, or the one thing."""
    values = [
        Observed(
            characteristic=text(one, "characteristic"),
            value=text(one, "value"),
            gauge=text(one, "gauge"),
        )
        for one in _told_values(doing)
    ]
    if not values or not all(one.value for one in values):
        raise refusal("nothing_measured")
    plan = _plan(doing, values)
    _check_may(doing, plan)
    of = doing.text("of") or _last_made(doing)
    captured = inspection.inspect_by_plan(
        of, plan=plan.code, values=values, equipment=doing.station.equipment, **doing.stamp
    )
    asked = {one.code: one for one in plan.characteristics}
    told = ", ".join(_read(one, asked[one.characteristic]) for one in values[:MOST_READ])
    number = identifiers.identify(of).number if "://" in of else of
    return Done(captured=captured, kind="measure", words={"value": told, "number": number})


def _read(one: Observed, asked: Characteristic) -> str:
    """A value as a person reads it: what it is of, and what was seen."""
    name = asked.name or asked.code
    if asked.kind == "number":
        return f"{name} {decimal(Decimal(one.value))} {asked.uom and unit(asked.uom)}".strip()
    passes = {"pass": gettext("in order"), "fail": gettext("not in order")}
    return f"{name} {passes.get(one.value, one.value)}"


def _told_values(doing: Doing) -> Sequence[Mapping[str, Json]]:
    """Several values of one plan, or the one that was typed."""
    listed = doing.told.get("values")
    if isinstance(listed, list):
        return [one for one in listed if isinstance(one, Mapping)]
    return [doing.told] if doing.text("characteristic") else []


def _plan(doing: Doing, values: Sequence[Observed]) -> Plan:
    """The plan that asks for these: told, or one of those of the job. Raises Refused."""
    told = doing.text("plan")
    if told:
        return inspection.plan(told)
    job = all_jobs.find(doing.text("job") or doing.entry.context.job)
    named = {one.characteristic for one in values}
    for plan in plans_of(job) if job else ():
        if named <= {one.code for one in plan.characteristics}:
            return plan
    raise refusal("no_such_measure", characteristic=values[0].characteristic)


def _check_may(doing: Doing, plan: Plan) -> None:
    """Raise Refused where the plan is the laboratory's and the person is not of it."""
    needed = LABORATORY | SHOP if plan.kind == BESIDE_MACHINES else LABORATORY
    if doing.is_live and doing.who.roles.isdisjoint(needed):
        raise refusal("role_missing", person=doing.stamp["by"], roles=", ".join(sorted(needed)))


def _last_made(doing: Doing) -> str:
    """What came out of the job last. Raises Refused where nothing did."""
    job = all_jobs.find(doing.text("job") or doing.entry.context.job)
    made = [one for one in lookups.passed(job.uri) if not one.is_input] if job else []
    if not made:
        raise refusal("nothing_to_measure")
    return made[0].uri
