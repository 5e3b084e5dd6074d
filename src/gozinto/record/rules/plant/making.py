"""What an event of a run breaks: what goes in, where it is done, and by whom. Pure.

`Run` is what is known of the run beside the event itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known
from gozinto.plant.known.shapes import BillLine, Person, RoutingStep
from gozinto.record.effect_shapes import LinkEffect
from gozinto.record.presences import Presence
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant.told import broken
from gozinto.record.rules.shapes import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run: the materials it makes, whether its start is on record, who was at its machine.

    `present`: None where nobody ever badged in at the machine until then.
    """

    products: tuple[str, ...] = ()
    is_started: bool = False
    present: tuple[Presence, ...] | None = None


def found(one: Placed, *, run: Run, known: Known) -> Iterator[Fault]:
    """Everything that an event of this run breaks."""
    day = known.day(one.effects.at)
    yield from _wrong_material(one, run, known, day)
    steps = _steps(one, run, known, day)
    yield from _wrong_station(one, steps, known)
    yield from _unqualified(one, steps, known, day)
    yield from _not_badged(one, run)


def run_of(one: Placed) -> str:
    """The run that an event belongs to: its job's where it has one; "" for none."""
    runs = [told.run for told in one.effects.runs]
    runs += [told.run for told in one.effects.activities if one.effects.context.activity == "start"]
    return runs[-1] if runs else ""


def products_of(one: Placed) -> tuple[str, ...]:
    """The materials that come out in the event itself, or that it says its run makes."""
    items = {identify(link.object.uri).item for link in one.effects.links if not link.is_input}
    told = one.effects.context.product
    return tuple(sorted(items - {""})) or ((told,) if told else ())


def _wrong_material(one: Placed, run: Run, known: Known, day: date) -> Iterator[Fault]:
    bill = [line for product in run.products for line in known.bill(product, on=day)]
    if not bill:
        return
    for link in one.effects.links:
        if not link.is_input:
            continue
        material = known.material_of(identify(link.object.uri).item)
        # What comes out again was reworked, and an auxiliary need not stand in a bill.
        if material is None or material.code in run.products:
            continue
        wrong = _why_not(material.code, link, one, bill)
        if wrong and not (material.kind == "auxiliary" and wrong["case"] == "nowhere"):
            products = ", ".join(run.products)
            yield broken(
                one,
                "wrong_material",
                value=material.code,
                data={"material": material.code, "product": products, **wrong},
                object=link.object.uri,
                run=run_of(one),
            )


def _why_not(
    component: str, link: LinkEffect, one: Placed, bill: Iterable[BillLine]
) -> dict[str, str]:
    """Why the component must not go in there, as the rule's message has it; {} when it may."""
    lines = [line for line in bill if line.component == component]
    if not lines:
        return {"case": "nowhere"}
    step, slot, position = link.slot or [one.effects.context.step, "", ""]
    if step:
        lines = [line for line in lines if line.step in ("", step)]
        if not lines:
            return {"case": "other_step", "step": step}
    if slot and any(line.slot == slot for line in bill):
        there = [line for line in lines if line.slot == slot]
        if not any(line.position in ("", position) or not position for line in there):
            return {"case": "other_slot", "slot": slot}
    return {}


def _steps(one: Placed, run: Run, known: Known, day: date) -> list[RoutingStep]:
    """What the routings say of the step at which the event is."""
    told = one.effects.context.step
    return [
        step
        for product in run.products
        for step in known.routing(product, on=day)
        if told and step.step == told
    ]


def _wrong_station(one: Placed, steps: Iterable[RoutingStep], known: Known) -> Iterator[Fault]:
    machine = known.equipment.get(one.effects.context.equipment)
    centers = {step.work_center for step in steps} - {""}
    if machine and centers and centers.isdisjoint(machine.within):
        yield broken(
            one,
            "wrong_station",
            value=machine.code,
            data={
                "step": one.effects.context.step,
                "work_center": ", ".join(sorted(centers)),
                "equipment": machine.code,
            },
            run=run_of(one),
        )


def _unqualified(
    one: Placed, steps: Iterable[RoutingStep], known: Known, day: date
) -> Iterator[Fault]:
    person = known.people.get(one.effects.context.person)
    skills = {step.skill for step in steps} - {""}
    is_work = not _is_reckoned(one)
    if (
        is_work
        and person
        and skills
        and not any(_is_qualified(person, skill, day) for skill in skills)
    ):
        yield broken(
            one,
            "operator_unqualified",
            value=person.code,
            data={
                "person": person.code,
                "skill": ", ".join(sorted(skills)),
                "day": day.isoformat(),
            },
            run=run_of(one),
        )


def _is_reckoned(one: Placed) -> bool:
    """Whether all of it was reckoned at a desk: who did that was not at the machine then."""
    return one.effects.context.certainty == "inferred"


def _is_qualified(person: Person, skill: str, day: date) -> bool:
    return any(
        one.skill == skill
        and one.obtained_on <= day
        and (one.expires_on is None or day <= one.expires_on)
        for one in person.qualifications
    )


def _not_badged(one: Placed, run: Run) -> Iterator[Fault]:
    person, at = one.effects.context.person, one.effects.at
    if not (run.is_started and person) or run.present is None or _is_reckoned(one):
        return
    if not any(there.person == person and there.overlaps(at, at) for there in run.present):
        machine = one.effects.context.equipment
        yield broken(
            one,
            "operator_not_badged",
            value=person,
            data={"person": person, "equipment": machine},
            run=run_of(one),
        )
