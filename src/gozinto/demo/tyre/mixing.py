"""Compounds: master batches a day ahead, final batches within their four to seventy-two hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from gozinto.demo.tyre import calendar, checks, materials
from gozinto.demo.tyre.materials import COMPOUNDS, Compound
from gozinto.demo.tyre.plan import BATCH_KG, Plan
from gozinto.demo.tyre.works import Held, Taken, Works, lot_uri, marks_of
from gozinto.demo.weights import kg
from gozinto.operations import holding, inspection, production
from gozinto.operations.production import Component

SPARE = 1.02
MASTER_SPARE = 1.05
"""Masters feed finals, which are mixed with their own spare."""
RETEST_SHARE = 0.03
MASTER_HOURS = (6.5, 13.0)
EARLY_HOURS = (7.0, 11.5)
LATE_HOURS = (17.0, 21.5)
EARLY_SHIFTS = (2,)
"""Built from what is mixed on the same morning."""
LATE_SHIFTS = (0, 1)
"""Built from what was mixed the evening before."""


def mix(works: Works, work_day: int) -> None:
    """All mixing of a work day of the plan: masters for tomorrow's finals, finals for parts."""
    days = works.plan.work_days
    today = days[work_day]
    tomorrow = _index_in(works.plan, work_day, 1)
    after = _index_in(works.plan, work_day, 2)
    early = _need(works.plan, today.index, EARLY_SHIFTS)
    late = _need(works.plan, tomorrow, LATE_SHIFTS)
    # Finals of tomorrow: its own night shift's, and the two shifts of the day after.
    ahead = _need(works.plan, tomorrow, EARLY_SHIFTS) + _need(works.plan, after, LATE_SHIFTS)
    finals = [c for c in COMPOUNDS if not c.is_master]
    masters = [c for c in COMPOUNDS if c.is_master]
    _run(works, today.date, masters, ahead, MASTER_HOURS)
    _run(works, today.date, finals, early, EARLY_HOURS)
    _run(works, today.date, finals, late, LATE_HOURS)


def _index_in(plan: Plan, work_day: int, ahead: int) -> int | None:
    """The production index so many work days ahead, if it is one of the same campaign."""
    days = plan.work_days
    there = days[work_day + ahead] if work_day + ahead < len(days) else None
    return there.index if there and there.campaign == days[work_day].campaign else None


def _index_from(plan: Plan, day: date) -> int:
    """The index of the first production day from a date on."""
    return next(d.index for d in plan.production if d.date >= day and d.index is not None)


def _need(plan: Plan, index: int | None, shifts: Sequence[int]) -> int:
    """How many tyres are built in these shifts of a production day, and parts made in advance."""
    if index is None:
        return 0
    tyres = sum(cure.built_shift in shifts for cure in plan.cures(index))
    if index == plan.weekend_day - 1 and 2 in shifts:
        tyres += old_roll_tyres(plan)
    return tyres


def old_roll_tyres(plan: Plan) -> int:
    """How many tyres the roll serves that lies over the weekend: one roll, one machine's shift."""
    cures = plan.cures(plan.weekend_day)
    served = sum(cure.built_shift == 1 and cure.builder == 0 for cure in cures)
    return min(served, materials.PART[materials.BELT].making.tyres)


def _run(
    works: Works,
    day: date,
    compounds: Sequence[Compound],
    tyres: int,
    hours: tuple[float, float],
) -> None:
    batches: list[tuple[Compound, int]] = []
    for compound in compounds:
        spare = MASTER_SPARE if compound.is_master else SPARE
        gram = round(tyres * materials.per_tyre_g(compound.code) * spare)
        count = -(-gram // (BATCH_KG * 1000))
        if count:
            batches += [(compound, -(-gram // count))] * count
    turns = -(-len(batches) // works.plan.mixers)
    for number, (compound, gram) in enumerate(batches):
        turn, mixer = divmod(number, works.plan.mixers)
        hour = hours[0] + (hours[1] - hours[0]) * turn / turns
        at = calendar.moment(day, hour=hour, minutes=mixer / 60)
        _batch(works, day, compound, gram, mixer=mixer, at=at)


def _batch(
    works: Works, day: date, compound: Compound, gram: int, *, mixer: int, at: datetime
) -> None:
    kind = "master" if compound.is_master else "final"
    by = works.people.at(at, f"{kind} mixer")
    equipment = f"MIX{'M' if compound.is_master else 'F'}-{mixer + 1}"
    works.mount_auxiliary(
        "SOAP", equipment=equipment, slot="anti-tack soap", step=f"mixing, {kind}",
        index=_index_from(works.plan, day), by=by, at=at - timedelta(minutes=1),
    )  # fmt: skip
    # The plan's margins cover the masters that a batch takes; `take` says so if they do not.
    parts: list[Taken] = []
    for code, thousandths in compound.recipe.items():
        parts += works.take(code, max(1, gram * thousandths // 1000), at=at, by=by)
    made = sum(part.amount for part in parts)
    number = materials.numbered(compound.code, works.number(f"{compound.code}{day}"), day=day)
    mixed_at = at + timedelta(minutes=4)
    run = works.open_run(
        10 if compound.is_master else 20,
        f"mixing, {kind}",
        equipment,
        product=compound.code,
        flow="batch",
        by=by,
        at=at,
        until=mixed_at,
        planned=kg(gram),
    )
    works.do(
        production.mix,
        run=run,
        inputs=[Component(of=p.uri, quantity=kg(p.amount), uom="KGM") for p in parts],
        material=compound.code,
        number=number,
        quantity=kg(made),
        uom="KGM",
        location="WIP",
        certainty="measured",
        at=mixed_at,
        by=by,
    )
    held = Held(
        uri=lot_uri(compound.code, number),
        left=made,
        ready_at=mixed_at,
        use_by=mixed_at + timedelta(hours=compound.life_h),
        marks=marks_of(parts),
    )
    works.put(compound.code, held)
    _test(works, compound, held.uri, equipment, mixed_at + timedelta(minutes=35))


def _test(works: Works, compound: Compound, uri: str, equipment: str, at: datetime) -> None:
    table = checks.IN_PROCESS[compound.code]
    lab = works.people.at(at, "lab")
    fails = not compound.is_master and works.rng.random() < RETEST_SHARE
    rounds = ((0, 10.1), (90, None)) if fails else ((0, None),)
    for minutes, t90 in rounds:
        values = tuple(
            c.measure(works.rng, value=t90 if c.characteristic == "rheometer t90" else None)
            for c in table
        )
        works.do(
            inspection.inspect,
            uri,
            kind="in_process",
            values=values,
            gauge="LAB-1" if compound.is_master else "RHEO-1",
            step="mixing, master" if compound.is_master else "mixing, final",
            equipment=equipment,
            at=at + timedelta(minutes=minutes),
            by=lab,
        )
    if fails:
        held_at, freed_at = at + timedelta(minutes=2), at + timedelta(minutes=95)
        works.do(holding.hold, uri, reason="t90 above its limit", at=held_at, by=lab)
        works.do(holding.release, uri, reason="second sample within limits", at=freed_at, by=lab)
