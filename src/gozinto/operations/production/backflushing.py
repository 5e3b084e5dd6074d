"""What a run must have used is reckoned from the bill of what it made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Unpack

from django.db.models import Max, Min, Q

from gozinto import record
from gozinto.errors import Malformed, Refused, Unknown, Violation
from gozinto.operations import master_data, runs, things
from gozinto.operations.production.transforming import Component, side, transformation
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, nth, put
from gozinto.plant import known as plant
from gozinto.plant.known import Known
from gozinto.plant.known.shapes import BillLine
from gozinto.record import Captured, clock
from gozinto.record.models import Link, ObjectState, RunEvent
from gozinto.standards.epcis.events import TransformationEvent
from gozinto.standards.quantities import as_decimal, shortest
from gozinto.trace.reading import mounts
from gozinto.trace.reading.moment import Moment

RECKONER = "planner"
"""Who reckons was not at the machine then, whatever else they are."""
_Slot = tuple[str, str, str]


def backflush(
    run: Run | str,
    *,
    quantity: Decimal,
    material: str = "",
    uom: str = "",
    location: str = "",
    since: datetime | None = None,
    **stamp: Unpack[Stamp],
) -> Captured:
    """The run used what the bill asks for so much of its product; nobody scanned it.

    run: its job number or URI.  quantity: how much was produced, in `uom` ("": the product's own).
    material: the code of what was produced ("": the product that the run was started for).
    location: the place (code or URI) whose lots were used; "": wherever they are.
    since: from when on it was used; what was reckoned before ends there, else the run's beginning.
    All that came out since then may hold it, so it is said to have gone in at that time, or as
    the lot came if that was later, and until `at` at the latest.
    Of each component, what is mounted at the machine counts first, then the lots that came first;
    the links are `inferred`. Slots that somebody scanned for this run are left out. Raises
    Malformed (product_not_told, nothing_to_backflush), Unknown (unknown_bill), and Refused
    (backflush_short) with every component of which there is not enough.
    """
    found = runs.get(run)
    product = material or found.product
    if not product:
        raise Malformed(
            f"Run {found.job_name} does not say what it makes.",
            code="product_not_told",
            next_step="Name the material that was produced.",
        )
    known = plant.now()
    made = master_data.material(product)
    at = stamp.get("at") or clock.now()
    count = known.amount(quantity, of=product, from_uom=uom or made.uom, to_uom=made.uom)
    if count is None:
        raise Malformed(f"{uom} of {product} is not in {made.uom}.", code="incomparable_units")
    slots = _slots(known, product, step=found.step, at=at)
    scanned = _scanned(found)
    wanted = {slot: lines for slot, lines in slots.items() if slot not in scanned}
    if not wanted:
        raise Malformed(
            f"All that the bill asks for in {found.job_name} was scanned.",
            code="nothing_to_backflush",
            next_step="Nothing is left to do.",
        )
    lots = _lots(wanted, found, place=_place(location), at=at)
    used = _Reckoning(known, lots).components(wanted, count=count)
    begun = min(since or _since(found), at)
    return put(_events(found, stamp, used, came=lots, since=begun, until=at), stamp)


def _events(
    run: Run,
    stamp: Stamp,
    used: Sequence[Component],
    *,
    came: Iterable[_Lot],
    since: datetime,
    until: datetime,
) -> list[TransformationEvent]:
    """One event for each time at which some of it may have gone in first."""
    came_at = {lot.uri: lot.came_at for lot in came}
    by_time: dict[datetime, list[Component]] = defaultdict(list)
    for one in used:
        by_time[min(max(since, came_at[str(one.of)]), until)].append(one)
    return [
        transformation(
            run,
            {
                "certainty": "inferred",
                **nth(stamp, number),
                "at": first,
                "earliest": first,
                "latest": until,
            },
            into=side(by_time[first], step=run.step),
            role=RECKONER,
        )
        for number, first in enumerate(sorted(by_time))
    ]


def _since(run: Run) -> datetime:
    """Until when it was reckoned before, or when the run began. Two queries."""
    reckoned = Link.objects.filter(
        run__uri=run.uri, is_input=True, certainty="inferred", event__withdrawal=None
    ).aggregate(last=Max("latest"))["last"]
    if reckoned is not None:
        found: datetime = reckoned
        return found
    told = RunEvent.objects.filter(run__uri=run.uri, event__withdrawal=None)
    first: datetime | None = told.aggregate(first=Min("at"))["first"]
    return min(run.started_at, first) if first else run.started_at


def _place(location: str) -> str:
    there = things.place(location)
    return there.id if there else ""


def _slots(known: Known, product: str, *, step: str, at: datetime) -> dict[_Slot, list[BillLine]]:
    """By slot, the lines of the bill at this step, first choice first. Raises Unknown."""
    slots: dict[_Slot, list[BillLine]] = defaultdict(list)
    for line in known.bill(product, on=known.day(at)):
        if line.step in ("", step):
            slots[line.step or step, line.slot, line.position].append(line)
    if not slots:
        raise Unknown(
            f"The bill of {product} asks for nothing at {step}.",
            code="unknown_bill",
            next_step="Enter the bill, or scan what was used.",
        )
    return {slot: sorted(lines, key=lambda line: line.priority) for slot, lines in slots.items()}


def _scanned(run: Run) -> set[_Slot]:
    """The slots that somebody filled for this run. One query."""
    told = Link.objects.filter(
        run__uri=run.uri, is_input=True, slot__isnull=False, event__withdrawal=None
    ).exclude(certainty="inferred")
    slots = told.values_list("slot", flat=True)
    return {(slot[0], slot[1], slot[2]) for slot in slots if slot}


@dataclass(slots=True)
class _Lot:
    """A lot that may have been used, and what is left of it."""

    uri: str
    item: str
    left: Decimal
    uom: str
    came_at: datetime


def _lots(
    wanted: Mapping[_Slot, Sequence[BillLine]], run: Run, *, place: str, at: datetime
) -> list[_Lot]:
    """The lots of these components: what is mounted there, then what came first. Two queries."""
    record.flush()
    there = mounts.at_equipment({run.equipment}, moment=Moment(as_of=at))
    mounted = {one.object for one in there if one.overlaps(at, at)}
    codes = {line.component for lines in wanted.values() for line in lines}
    materials = plant.now().materials
    items = codes | {materials[code].gtin for code in codes} - {""}
    of_place = Q(location=place) | Q(object_id__in=mounted) if place else Q()
    found = ObjectState.objects.filter(
        of_place, object__item__in=items, object__kind="lot", on_hand__gt=0, held=False
    ).exclude(expires_at__lt=at)
    rows = found.order_by("first_at", "object__uri").values_list(
        "object_id", "object__uri", "object__item", "on_hand", "uom", "first_at"
    )
    listed = sorted(rows, key=lambda row: row[0] not in mounted)
    return [_Lot(uri, item, left, uom, came or at) for _, uri, item, left, uom, came in listed]


@dataclass(slots=True)
class _Reckoning:
    """Takes what is wanted from the lots, one slot after the other."""

    known: Known
    lots: Iterable[_Lot]
    short: list[Violation] = field(default_factory=list)

    def components(
        self, wanted: Mapping[_Slot, Sequence[BillLine]], *, count: Decimal
    ) -> list[Component]:
        """What was used. Raises Refused (backflush_short) with all that is missing."""
        found = [
            component
            for slot, lines in wanted.items()
            for component in self._filled(slot, lines, count)
        ]
        if self.short:
            raise Refused(self.short)
        return found

    def _filled(
        self, slot: _Slot, lines: Sequence[BillLine], count: Decimal
    ) -> Iterator[Component]:
        """Alternatives share the slot: what the first leaves open, the next fills."""
        open_ = Fraction(1)  # the part of the slot that is still to be filled
        for line in lines:
            for lot in self.lots:
                material = self.known.material_of(lot.item)
                if not open_ or material is None or material.code != line.component:
                    continue
                need = _part(line, count, open_)
                taken = self._take(lot, need, line)
                if taken:
                    open_ = open_ * (1 - Fraction(taken) / Fraction(need))
                    step, name, position = slot
                    yield Component(
                        of=lot.uri, slot=name, step=step, position=position,
                        quantity=taken, uom=line.uom, certainty="inferred",
                    )  # fmt: skip
        if open_:
            self.short.append(_short(lines[0], _part(lines[0], count, open_)))

    def _take(self, lot: _Lot, need: Decimal, line: BillLine) -> Decimal:
        """What of the need the lot covers, in the unit of the bill; it is gone then."""
        unit = lot.uom or line.uom
        there = self.known.amount(lot.left, of=line.component, from_uom=unit, to_uom=line.uom)
        if not there:
            return Decimal(0)
        taken = min(need, there)
        lot.left = Decimal(0) if taken == there else lot.left * (there - taken) / there
        return taken


def _part(line: BillLine, count: Decimal, part: Fraction) -> Decimal:
    """So much of a line for so many, as the record keeps it: nine decimals."""
    return round(as_decimal(Fraction(line.quantity) * Fraction(count) * part), 9)


def _short(line: BillLine, missing: Decimal) -> Violation:
    amount = f"{shortest(missing)} {line.uom}"
    return Violation(
        code="backflush_short",
        message=f"{amount} of {line.component} for {line.slot} are not there.",
        next_step="Receive or count it, or scan what was really used.",
        value=line.component,
    )
