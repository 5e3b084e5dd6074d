"""The jobs of a machine: those that were begun, and those that orders and routings ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from django.db.models import Count, Q

from gozinto.operations import things
from gozinto.plant import identifiers
from gozinto.plant import known as plant
from gozinto.plant.models import OrderLine
from gozinto.plant.models.orders import OrderKind, OrderState
from gozinto.record import clock
from gozinto.roundtrips import rows
from gozinto.standards.epcis.gozinto import Flow

State = Literal["planned", "running", "paused", "finished"]
_STATES: dict[str, State] = {
    "start": "running",
    "resume": "running",
    "pause": "paused",
    "finish": "finished",
}
MOST_LINES = 200
"""Lines of orders that are looked at for what is to be made next, the first due first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A step of something to be made at a machine. `product`: the code of its material."""

    number: str
    uri: str
    step: str
    equipment: str
    flow: Flow
    product: str
    planned: Decimal | None = None
    uom: str = ""
    state: State = "planned"
    order: str = ""
    line: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something may go in or come out."""
        return self.state == "running"

    @property
    def is_begun(self) -> bool:
        """Whether it runs or stands still."""
        return self.state in ("running", "paused")


_BEGUN = """
SELECT r.uri, s.name, s.step, s.equipment, s.flow, s.product, s.planned, s.planned_uom,
       l.activity
FROM gozinto_run r
CROSS JOIN LATERAL (SELECT a.* FROM gozinto_activity a WHERE a.run_id = r.id
    AND a.activity = 'start'
    AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = a.event_id)
    ORDER BY a.at DESC, a.event_id DESC LIMIT 1) s
CROSS JOIN LATERAL (SELECT a.activity FROM gozinto_activity a WHERE a.run_id = r.id
    AND a.activity IN ('start', 'pause', 'resume', 'finish')
    AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = a.event_id)
    ORDER BY a.at DESC, a.event_id DESC LIMIT 1) l
WHERE r.uri = ANY(%s::text[])
"""
_AT = """
SELECT DISTINCT r.uri FROM gozinto_run r JOIN (
    SELECT a.run_id FROM gozinto_activity a
    WHERE a.equipment = ANY(%s::text[]) AND a.activity = 'start' AND a.run_id IS NOT NULL
    ORDER BY a.id DESC LIMIT %s) newest ON newest.run_id = r.id
CROSS JOIN LATERAL (SELECT a.activity FROM gozinto_activity a WHERE a.run_id = r.id
    AND a.activity IN ('start', 'pause', 'resume', 'finish')
    AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = a.event_id)
    ORDER BY a.at DESC, a.event_id DESC LIMIT 1) l
WHERE l.activity <> 'finish'
"""
MOST_BEGUN = 500
"""Runs begun at a machine that are looked at for those that are not finished, the newest."""


def uri_of(number: str) -> str:
    """The URI of a job's run, by its number; a URI as it is."""
    if things.is_uri(number):
        return number
    return identifiers.run_uri(things.domain(), number=number.strip())


def begun(numbers: Iterable[str]) -> dict[str, Job]:
    """Those of these jobs (numbers or URIs) that were begun, by URI. One query."""
    uris = [uri_of(one) for one in numbers if one.strip()]
    return {row[0]: _of_row(row) for row in rows(_BEGUN, [uris])} if uris else {}


def _of_row(row: Sequence[object]) -> Job:
    uri, name, step, equipment, flow, product, planned, uom, last = row
    return Job(
        number=str(name) or identifiers.run_number(str(uri)),
        uri=str(uri),
        step=str(step),
        equipment=str(equipment),
        flow="continuous" if flow == "continuous" else "batch",
        product=str(product),
        planned=planned if isinstance(planned, Decimal) else None,
        uom=str(uom),
        state=_STATES[str(last)],
    )


def find(number: str) -> Job | None:
    """The job of that number or URI: as it was begun, or else as an order asks for it."""
    if not number.strip():
        return None
    there = begun([number])
    if there:
        return next(iter(there.values()))
    text = identifiers.run_number(number) if things.is_uri(number) else number.strip()
    base, slash, sequence = text.rpartition("/")
    if not (slash and sequence.isdecimal() and sequence.isascii() and len(sequence) < 10):
        return None
    found = [one for one in _of_lines(_lines(base=base)) if one.number == text]
    return found[0] if found else None


def at(equipment: str, *, opened: str = "") -> list[Job]:
    """The jobs of a machine: those that run or stand still, then what is to be made. Three queries.

    A machine is also what it is part of: a step of a work center may be done at any of its units.
    `opened`: the number of the job that is open there, which is found however long ago it began,
    and stands first.
    """
    known = plant.now()
    machine = known.equipment.get(equipment)
    if machine is None:
        return []
    uris = [uri for (uri,) in rows(_AT, [[machine.code], MOST_BEGUN])]
    planned = [one for one in _of_lines(_lines()) if _may(one, machine.within)]
    there = begun([*uris, opened, *(one.uri for one in planned)])
    going = [
        one for one in there.values() if one.state != "finished" and one.equipment == equipment
    ]
    waiting = [replace(one, equipment=equipment) for one in planned if one.uri not in there]

    def order(one: Job) -> tuple[bool, bool, str]:
        return one.number != opened, one.state != "running", one.number

    return [*sorted(going, key=order), *waiting]


def of_order(order: str, *, equipment: str) -> list[Job]:
    """The steps that an order asks for and that this machine may do."""
    machine = plant.now().equipment.get(equipment)
    found = _of_lines(_lines(base=order))
    ours = [one for one in found if machine and _may(one, machine.within)]
    there = begun(one.uri for one in ours)
    return [there.get(one.uri) or replace(one, equipment=equipment) for one in ours]


def _may(job: Job, within: Sequence[str]) -> bool:
    return job.equipment in ("", *within)


def _lines(*, base: str = "") -> list[OrderLine]:
    """Lines of released orders to make, the first due first; `base`: of that order or line."""
    found = OrderLine.objects.filter(
        order__kind=OrderKind.PRODUCTION, order__state=OrderState.RELEASED
    )
    if base:
        named = Q(order__number=base)
        parts = base.split("-")
        for cut in range(1, len(parts)):
            order, line = "-".join(parts[:cut]), "-".join(parts[cut:])
            named |= Q(order__number=order, line=line)
        found = found.filter(named)
    listed = found.select_related("order", "material").annotate(several=Count("order__lines"))
    return list(listed.order_by("due_on", "order__due_on", "id")[:MOST_LINES])


def _of_lines(lines: Iterable[OrderLine]) -> Iterator[Job]:
    """Every step of what these lines ask for; its machine is the routing's work center."""
    known = plant.now()
    today = known.day(clock.now())
    for line in lines:
        order = line.order.number
        name = order if getattr(line, "several", 1) == 1 else f"{order}-{line.line}"
        for step in known.routing(line.material.code, on=today):
            number = f"{name}/{step.sequence}"
            yield Job(
                number=number,
                uri=identifiers.run_uri(known.company.domain, number=number),
                step=step.step,
                equipment=step.work_center,
                flow="continuous" if step.flow == "continuous" else "batch",
                product=line.material.code,
                planned=line.quantity.normalize() + 0,
                uom=line.uom,
                order=order,
                line=line.line,
            )
