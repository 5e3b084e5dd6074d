"""The places of a job's bill: what each asks for, what fills it, and what may still go in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gozinto.operations.panels.jobs import Job
from gozinto.plant import known as plant
from gozinto.plant.known import Known
from gozinto.plant.known.shapes import BillLine
from gozinto.record import clock
from gozinto.trace.lookups import runs as lookups
from gozinto.trace.lookups.runs import Passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place of the bill, with its alternatives and what went in.

    `needed`: for all that the job is to make, in `uom`; None where nobody planned how much.
    """

    step: str
    name: str
    position: str
    lines: tuple[BillLine, ...]
    needed: Decimal | None
    used: Decimal
    uom: str
    filled: tuple[Passed, ...]

    @property
    def material(self) -> str:
        """The material that the bill has first there."""
        return self.lines[0].component

    @property
    def missing(self) -> Decimal | None:
        """How much is still to go in; None where nobody planned it."""
        return None if self.needed is None else max(self.needed - self.used, Decimal(0))

    def takes(self, material: str) -> bool:
        """Whether the material may go in."""
        return any(line.component == material for line in self.lines)


def of(job: Job, *, passed: Sequence[Passed] | None = None) -> list[Slot]:
    """The slots of a job's step, with what went in; `passed`, where it was read before."""
    known = plant.now()
    if job.product not in known.materials:
        return []
    inputs = [
        one for one in (lookups.passed(job.uri) if passed is None else passed) if one.is_input
    ]
    places: dict[tuple[str, str, str], list[BillLine]] = {}
    for line in known.bill(job.product, on=known.day(clock.now())):
        if line.step in ("", job.step):
            places.setdefault((line.step or job.step, line.slot, line.position), []).append(line)
    planned = _planned(job, known)
    return [_slot(place, lines, planned, inputs, known) for place, lines in places.items()]


def _planned(job: Job, known: Known) -> Decimal | None:
    """How much is to be made, in the product's own unit."""
    if job.planned is None:
        return None
    own = known.materials[job.product].uom
    return known.amount(job.planned, of=job.product, from_uom=job.uom or own, to_uom=own)


def _slot(
    place: tuple[str, str, str],
    lines: Sequence[BillLine],
    planned: Decimal | None,
    inputs: Sequence[Passed],
    known: Known,
) -> Slot:
    step, name, position = place
    first = min(lines, key=lambda line: line.priority)
    here = tuple(one for one in inputs if _is_there(one, place, lines, known))
    used = Decimal(0)
    for one in here:
        material = known.material_of(one.item)
        code = material.code if material else one.item
        amount = one.quantity or Decimal(0)
        used += known.amount(amount, of=code, from_uom=one.uom, to_uom=first.uom) or Decimal(0)
    return Slot(
        step=step,
        name=name,
        position=position,
        lines=tuple(sorted(lines, key=lambda line: line.priority)),
        needed=None if planned is None else (first.quantity * planned).normalize() + 0,
        used=used.normalize() + 0,
        uom=first.uom,
        filled=here,
    )


def _is_there(
    one: Passed, place: tuple[str, str, str], lines: Sequence[BillLine], known: Known
) -> bool:
    if one.slot:
        return one.slot == place
    material = known.material_of(one.item)
    return material is not None and any(line.component == material.code for line in lines)


def for_material(slots: Sequence[Slot], material: str) -> Slot | None:
    """The slot that a material goes into: the first that still misses some, else the first."""
    fitting = [slot for slot in slots if slot.takes(material)]
    wanting = [slot for slot in fitting if slot.missing is None or slot.missing > 0]
    return next(iter(wanting or fitting), None)
