"""When an interlock is broken: pure. Where the record says nothing, nothing is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from gozinto.errors import Malformed
from gozinto.plant.identifiers import identify
from gozinto.plant.known import Known
from gozinto.plant.known.shapes import Interlock
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant.interlocks.table import BY_SEVERITY
from gozinto.record.rules.shapes import Fault
from gozinto.standards import quantities

_PASSED = frozenset(("accepted", "concession"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """From whom a lot came, and by which number of theirs."""

    supplier: str
    lots: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was measured of a thing as it was made; `value` as it was told."""

    name: str
    value: str
    uom: str
    step: str
    equipment: str


@dataclass(slots=True, kw_only=True)
class Past:
    """What is on record of a thing until it was used.

    `made`: when it first and last came or was made. `results`: of inspection plans, by code.
    """

    made: tuple[datetime, datetime] | None = None
    results: dict[str, str] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """That a thing was used up, or left the house: in which event, and for which products."""

    event: Placed
    uri: str
    material: str
    products: tuple[str, ...] = ()
    past: Past = field(default_factory=Past)

    @property
    def at(self) -> datetime:
        """When it was used."""
        return self.event.effects.at


Data = Mapping[str, str]


def of_use(use: Use, *, interlocks: Sequence[Interlock], known: Known) -> Iterator[Fault]:
    """The faults of one use of one thing."""
    for one in interlocks:
        if one.is_in_force(use.at) and _concerns(one, use, known):
            wrong = _OF_USE[one.condition](one, use, known)
            if wrong:
                number = identify(use.uri).number
                yield _broken(one, use.event, {"number": number, **wrong}, object=use.uri)


def may_concern(one: Interlock, material: str) -> bool:
    """Whether an interlock may say anything of things of this material."""
    return one.condition == "within_limits" or one.material in ("", material)


def skills(one: Placed, *, interlocks: Sequence[Interlock], known: Known) -> Iterator[Fault]:
    """Somebody worked at a step without a skill that an interlock asks for there."""
    context = one.effects.context
    person = known.people.get(context.person)
    is_work = bool(one.effects.runs) or context.activity == "start"
    if person is None or not is_work or context.certainty == "inferred":
        return
    day = known.day(one.effects.at)
    for asked in interlocks:
        here = asked.is_in_force(one.effects.at) and is_there(asked, one, known=known)
        if here and not any(
            held.skill == asked.skill
            and held.obtained_on <= day
            and (held.expires_on is None or day <= held.expires_on)
            for held in person.qualifications
        ):
            told = {"person": person.code, "skill": asked.skill, "day": day.isoformat()}
            yield _broken(asked, one, {"case": "skill_needed", **told})


def is_there(one: Interlock, event: Placed, *, known: Known) -> bool:
    """Whether an event is at the step and the machine that an interlock names."""
    context = event.effects.context
    return one.step in ("", context.step) and is_at(one, context.equipment, known=known)


def fault(
    one: Interlock, *, subject: str, position: int, data: Data, object: str = "", run: str = ""
) -> Fault:
    """That an interlock is broken, with its own words in the sentence."""
    return Fault(
        rule=BY_SEVERITY[one.severity],
        subject=subject,
        position=position,
        object=object,
        run=run,
        value=one.code,
        data={**data, "interlock": one.name, "action": one.case},
    )


def _broken(one: Interlock, event: Placed, data: Data, *, object: str = "") -> Fault:
    return fault(
        one, subject=event.effects.event_id, position=event.position, data=data, object=object
    )


def is_at(one: Interlock, equipment: str, *, known: Known) -> bool:
    """Whether a machine is what an interlock names, or part of it."""
    if not one.equipment:
        return True
    machine = known.equipment.get(equipment)
    return one.equipment in (machine.within if machine else (equipment,))


def _concerns(one: Interlock, use: Use, known: Known) -> bool:
    """Whether it speaks of this thing, of what is made of it, and of where that is done."""
    if not may_concern(one, use.material):
        return False
    if one.product and one.product not in use.products:
        return False
    if one.condition == "within_limits":
        return True  # it names where the thing was made, and not where it is used
    by_supplier = one.condition != "not_into" and one.supplier
    if by_supplier and one.supplier not in {origin.supplier for origin in use.past.origins}:
        return False
    return is_there(one, use.event, known=known)


def _inspected_first(one: Interlock, use: Use, known: Known) -> Data:
    if use.past.results.get(one.plan) in _PASSED:
        return {}
    return {"case": "inspected_first", "plan": one.plan}


def _used_within(one: Interlock, use: Use, known: Known) -> Data:
    return _aged(one, use, since=0, is_wrong=lambda age, hours: age > hours)


def _used_after(one: Interlock, use: Use, known: Known) -> Data:
    return _aged(one, use, since=-1, is_wrong=lambda age, hours: age < hours)


def _aged(
    one: Interlock, use: Use, *, since: int, is_wrong: Callable[[timedelta, timedelta], bool]
) -> Data:
    """`since`: the first or the last time that it was made counts."""
    if use.past.made is None or one.hours is None:
        return {}
    age = use.at - use.past.made[since]
    if not is_wrong(age, timedelta(hours=float(one.hours))):
        return {}
    told = quantities.shortest(round(Decimal(age.total_seconds()) / 3600, 2))
    return {"case": one.condition, "age": told, "hours": quantities.shortest(one.hours)}


def _within_limits(one: Interlock, use: Use, known: Known) -> Data:
    for reading in use.past.readings:
        here = reading.name == one.parameter and reading.step == one.step
        if here and is_at(one, reading.equipment, known=known) and _is_outside(reading, one):
            measured = f"{reading.value} {reading.uom}".rstrip()
            limits = " – ".join("…" if v is None else quantities.shortest(v) for v in _limits(one))
            return {
                "case": "within_limits",
                "parameter": one.parameter,
                "measured": measured,
                "limits": f"{limits} {one.uom}".rstrip(),
            }
    return {}


def _limits(one: Interlock) -> tuple[Decimal | None, Decimal | None]:
    return one.lower, one.upper


def _is_outside(reading: Reading, one: Interlock) -> bool:
    """What is no number, or of another dimension, says nothing."""
    try:
        value = Decimal(reading.value)
        if one.uom and reading.uom and reading.uom != one.uom:
            value = quantities.convert(value, reading.uom, one.uom)
    except (InvalidOperation, Malformed):
        return False
    low = one.lower is not None and value < one.lower
    return low or (one.upper is not None and value > one.upper)


def _not_into(one: Interlock, use: Use, known: Known) -> Data:
    for origin in use.past.origins:
        if one.supplier in ("", origin.supplier) and (
            not one.supplier_lot or one.supplier_lot in origin.lots
        ):
            return {"case": "not_into", "supplier": origin.supplier}
    return {}


_OF_USE: Mapping[str, Callable[[Interlock, Use, Known], Data]] = {
    "inspected_first": _inspected_first,
    "used_within": _used_within,
    "used_after": _used_after,
    "within_limits": _within_limits,
    "not_into": _not_into,
}
OF_USE = tuple(_OF_USE)
"""The conditions on what is used."""
