"""Components: rolls, cassettes and racks for each building machine and shift."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from datetime import datetime, timedelta

from gozinto.demo.tyre import calendar, checks, doubts, materials, truths
from gozinto.demo.tyre.materials import BEAD, PARTS, Part
from gozinto.demo.tyre.mixing import old_roll_tyres
from gozinto.demo.tyre.plan import PARTS_HOUR
from gozinto.demo.tyre.works import Held, Marks, Works, lot_uri
from gozinto.demo.weights import kg
from gozinto.operations import inspection, production

ROLL_LIFE_H = 72
READING = timedelta(seconds=90)
"""A reel's label is read, or cannot be, so long before its part is there."""


class Cassettes:
    """The components that stand at the building machines, first in first out."""

    def __init__(self) -> None:
        self._there: dict[tuple[int, str], deque[Held]] = {}
        self.old_roll: Held | None = None

    def put(self, builder: int, part: str, held: Held) -> None:
        """A cassette is brought to a building machine; `left` counts tyres."""
        self._there.setdefault((builder, part), deque()).append(held)

    def waiting(self, builder: int, part: str) -> Sequence[Held]:
        """The cassettes of a part at a building machine, the next one first."""
        return tuple(self._there.get((builder, part), ()))

    def next(self, builder: int, part: str) -> Held:
        """The cassette that the next tyre takes from, one tyre fewer in it."""
        waiting = self._there[builder, part]
        while not waiting[0].left:
            waiting.popleft()
        waiting[0].left -= 1
        return waiting[0]


def make(works: Works, cassettes: Cassettes, index: int) -> None:
    """All components of a production day, shift by shift, shortly before they are built."""
    for shift in range(len(calendar.SHIFT_HOURS)):
        tyres = Counter(
            cure.builder for cure in works.plan.cures(index) if cure.built_shift == shift
        )
        if not tyres:
            continue
        for part in PARTS:
            _make_part(works, cassettes, part, index, shift, tyres)


def _make_part(
    works: Works, cassettes: Cassettes, part: Part, index: int, shift: int, tyres: Counter[int]
) -> None:
    wanted = _wanted(works, cassettes, part, index, shift, tyres)
    day = works.plan.production[index].date
    first, last = (
        calendar.moment(day, hour=PARTS_HOUR[shift], minutes=m) for m in part.making.minutes
    )
    by = works.people.at(first, part.equipment)
    for slot, auxiliary in part.making.mounts:
        works.mount_auxiliary(
            auxiliary, equipment=part.equipment, slot=slot, step=part.step, index=index, by=by,
            at=first - timedelta(minutes=4),
        )  # fmt: skip
    run = works.open_run(
        part.operation, part.step, part.equipment, product=part.code, flow="continuous", by=by,
        at=first - timedelta(minutes=3), until=last,
        planned=kg(sum(count for _, count in wanted) * part.gram),
    )  # fmt: skip
    marks: Marks = frozenset()
    for turn, (builder, count) in enumerate(wanted, 1):
        at = first + (last - first) * turn / len(wanted)
        at -= timedelta(microseconds=at.microsecond)
        for code, thousandths in part.recipe.items():
            amount = count * part.gram * thousandths // 1000
            for taken in works.take(code, amount, at=at, by=by):
                marks |= taken.marks
                works.do(
                    production.consume, taken.uri, run=run, quantity=kg(taken.amount), uom="KGM",
                    at=at - timedelta(seconds=100), by=by,
                )  # fmt: skip
        _backflush(works, part, run, count, index, at, by)
        if part.code == BEAD and shift == 0 and turn == len(wanted):
            doubts.unreadable_reel(works, run=run, index=index, at=at - READING, by=by)
        held = _produce(works, part, run, count, marks, at, by)
        if not part.slots:
            held.left = count * part.gram
            works.put(part.code, held)
        elif builder is None:
            held.marks |= {truths.BELT_CAUSE}
            cassettes.old_roll = held
            works.truths.belt_roll = held.uri
        else:
            cassettes.put(builder, part.code, held)


def _backflush(
    works: Works, part: Part, run: str, tyres: int, index: int, at: datetime, by: str
) -> None:
    """What nobody scans is booked with each lot, by what that should have taken."""
    for slot, code in part.making.backflushed:
        works.do(
            production.consume, works.auxiliary(code, index=index), run=run, slot=slot,
            quantity=kg(tyres * materials.USE_PER_TYRE_G[code]), uom="KGM", certainty="inferred",
            at=at - timedelta(seconds=80), by=by,
        )  # fmt: skip


def _wanted(
    works: Works, cassettes: Cassettes, part: Part, index: int, shift: int, tyres: Counter[int]
) -> list[tuple[int | None, int]]:
    """The lots to make: for which building machine (None: the roll that is left lying), of how
    many tyres."""
    plan = works.plan
    spare = old_roll_tyres(plan) if (index, shift) == (plan.weekend_day - 1, 2) else 0
    need: dict[int | None, int] = dict(sorted(tyres.items()))
    if not part.slots:
        return [(None, n) for n in _lots(sum(tyres.values()) + spare, part.making.tyres)]
    if part.code == materials.BELT and (index, shift) == (plan.weekend_day, 1):
        assert cassettes.old_roll is not None
        need[0] = tyres[0] - cassettes.old_roll.left
        cassettes.put(0, part.code, cassettes.old_roll)
    out = [(builder, n) for builder, count in need.items() for n in _lots(count, part.making.tyres)]
    if part.code == materials.BELT and spare:
        out.append((None, spare))
    return out


def _lots(tyres: int, most: int) -> list[int]:
    """So many tyres in as few lots as possible, as equal as possible."""
    lots = -(-tyres // most)
    return [tyres * (n + 1) // lots - tyres * n // lots for n in range(lots)]


def _produce(
    works: Works, part: Part, run: str, tyres: int, marks: Marks, at: datetime, by: str
) -> Held:
    day = at.date()
    number = materials.numbered(part.code, works.number(f"{part.code}{day}"), day=day)
    uri = lot_uri(part.code, number)
    works.do(
        production.produce_lot, run=run, material=part.code, number=number,
        quantity=kg(tyres * part.gram), uom="KGM", location="WIP", at=at, by=by,
    )  # fmt: skip
    measured_at = at + timedelta(minutes=3)
    works.do(
        inspection.inspect,
        uri,
        kind="in_process",
        values=tuple(c.measure(works.rng) for c in checks.IN_PROCESS[part.code]),
        gauge=f"G-{part.equipment}",
        step=part.step,
        equipment=part.equipment,
        at=measured_at,
        by=works.people.at(measured_at, "inspector"),
    )
    use_by = at + timedelta(hours=ROLL_LIFE_H)
    return Held(uri=uri, left=tyres, ready_at=at, use_by=use_by, marks=marks)
