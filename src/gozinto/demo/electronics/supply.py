"""What suppliers send: reels, bare panels, jars of paste, connectors; and which panel gets what."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Protocol, TypeVar

from gozinto.demo import checks, described
from gozinto.demo.electronics import calendar, truths
from gozinto.demo.electronics.calendar import PLANT
from gozinto.demo.electronics.plan import BOARDS_A_PANEL, Plan
from gozinto.demo.electronics.works import Works, lot
from gozinto.operations import inspection, moving, receiving, scrapping
from gozinto.operations.things import Amount

DAYS_AHEAD = 9
"""A delivery is there so long before it is first used."""
SPARE = Decimal("1.03")
FOR_REPAIRS = 60
"""Connectors in a box beyond those, for the boards that are repaired out of it."""
FLOOR_DAYS = 8
"""The open reel lay longer than the 168 hours that moisture level 3 allows."""
PANELS_A_JAR = 150
JAR_KG = Decimal("0.5")
JARS_A_BATCH = 20
FIRST_JAR = 40_120
PASTE_KG = Decimal("0.003")
"""What the bill asks of paste for one panel."""
_PASTE_CHECKS = checks.of_plan(PLANT, "IN-PASTE")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on the board: which part it takes, from which feeder, how many a reel has."""

    name: str
    material: str
    feeder: str
    most: int


SLOTS: Sequence[Slot] = (
    Slot("R1", "R-10K", "FEEDER-01", 5000),
    Slot("R2", "R-10K", "FEEDER-02", 5000),
    Slot("C1", "C-100N", "FEEDER-03", 4000),
    Slot("C2", "C-100N", "FEEDER-04", 4000),
    Slot("U1", "U-MCU", "FEEDER-05", 1000),
    Slot("U2", "U-LDO", "FEEDER-06", 2500),
)
DRIFTS = "U2"
_PREFIX = {"C-100N": "CP", "U-LDO": "LD", "PCB-CTRL": "PB", "J-CONN": "JC"}


@dataclass(frozen=True, slots=True)
class Stock:
    """One lot that was delivered, and which panels (or boards) are made of it: [first, end)."""

    material: str
    number: str
    first: int
    end: int
    pieces: int

    @property
    def supplier(self) -> str:
        """Whose lot it is."""
        return described.supplier(PLANT, self.material)

    @property
    def uri(self) -> str:
        """The lot: it keeps its supplier's number."""
        return lot(self.material, self.number, self.supplier)


@dataclass(frozen=True, slots=True)
class Jar:
    """A jar of paste, opened on one day for some panels; what is left is thrown away."""

    number: str
    expires: datetime
    first: int
    end: int

    @property
    def uri(self) -> str:
        """The jar: its maker numbers each."""
        return lot("PASTE", self.number, described.supplier(PLANT, "PASTE"))


@dataclass(frozen=True)
class Supplies:
    """Everything the plan needs, cut into lots."""

    plan: Plan

    @cached_property
    def reels(self) -> dict[str, tuple[Stock, ...]]:
        """The reels of each slot, one after the other."""
        return {slot.name: self._reels(row, slot) for row, slot in enumerate(SLOTS)}

    @property
    def story(self) -> str:
        """The board that comes back: the first that surely holds a part of the drifting reel."""
        reels = self.reels[DRIFTS]
        first = next(reel.first for reel in reels if reel.number == truths.DRIFTING_LOT)
        return self.plan.board(first * BOARDS_A_PANEL)

    @cached_property
    def bare(self) -> tuple[Stock, ...]:
        """The bare panels."""
        return self._lots("PCB-CTRL", self.plan.panels, most=500, first=2101)

    @cached_property
    def connectors(self) -> tuple[Stock, ...]:
        """The boxes of connectors; the second is the badly plated one."""
        first = int(truths.PLATING_LOT.rpartition("-")[2]) - 1
        boxes = self._lots("J-CONN", self.plan.scale, most=200, first=first)
        return tuple(replace(box, pieces=box.pieces + FOR_REPAIRS) for box in boxes)

    @cached_property
    def jars(self) -> tuple[Jar, ...]:
        """The jars, a new one each day and after so many panels."""
        found: list[Jar] = []
        for number, day in enumerate(self.plan.days):
            first, end = self.plan.before(number), self.plan.before(number + 1)
            for begin in range(first, end, PANELS_A_JAR):
                found.append(self._jar(len(found), day, begin, min(end, begin + PANELS_A_JAR)))
        return tuple(found)

    def _jar(self, count: int, day: date, first: int, end: int) -> Jar:
        expires = self.plan.days[0] + timedelta(days=150 + count // JARS_A_BATCH)
        return Jar(
            number=f"{FIRST_JAR + count}/{expires:%y%m%d}",
            expires=calendar.moment(expires),
            first=first,
            end=end,
        )

    def _reels(self, row: int, slot: Slot) -> tuple[Stock, ...]:
        most = slot.most // BOARDS_A_PANEL
        panels = self.plan.panels
        if slot.name != DRIFTS:
            return self._cut(slot.material, _shared(0, panels, most, least=2), first=row * 200 + 11)
        # The drifting reel ends exactly where nobody saw the change.
        change = self.plan.change
        before = _shared(0, change, most, least=2)
        bounds = [*before[:-1], *_shared(change, panels, most, least=1)]
        first = int(truths.DRIFTING_LOT.rpartition("-")[2]) - len(before) + 2
        return self._cut(slot.material, bounds, first=first)

    def _lots(self, material: str, units: int, *, most: int, first: int) -> tuple[Stock, ...]:
        return self._cut(material, _shared(0, units, most, least=3), first=first, each=1)

    def _cut(
        self, material: str, bounds: Sequence[int], *, first: int, each: int = BOARDS_A_PANEL
    ) -> tuple[Stock, ...]:
        return tuple(
            Stock(
                material=material,
                number=_number(material, first + place, self.plan),
                first=begin,
                end=end,
                pieces=int((end - begin) * each * SPARE) + 10,
            )
            for place, (begin, end) in enumerate(pairwise(bounds))
        )


def _shared(first: int, end: int, most: int, *, least: int) -> list[int]:
    """Where [first, end) is cut into parts as equal as possible, none above `most`."""
    parts = max(least, -(-(end - first) // most))
    return [first + (end - first) * part // parts for part in range(parts + 1)]


def _number(material: str, count: int, plan: Plan) -> str:
    """A number as the supplier prints it; see the plant's patterns of suppliers."""
    if material == "R-10K":
        return f"{70_000_000 + count * 13}"
    if material == "U-MCU":
        return f"MCUX{plan.begins:%y%V}-{count:06d}"
    return f"{_PREFIX[material]}-{count}"


class _Serving(Protocol):
    """What serves panels (or boards) from one on."""

    @property
    def first(self) -> int: ...


S = TypeVar("S", bound=_Serving)


def at_panel(stocks: Sequence[S], index: int) -> S:
    """What serves the panel (or board) at that place."""
    return stocks[bisect_right(stocks, index, key=lambda stock: stock.first) - 1]


def deliver(works: Works, supplies: Supplies) -> None:
    """Have everything there in time, and one reel more that will lie open too long."""
    plan = works.plan
    due: list[tuple[date, Stock]] = []
    for stocks in (*supplies.reels.values(), supplies.bare):
        due += [(plan.panel(min(s.first, plan.panels - 1)).day, s) for s in stocks]
    due += [(plan.panel(s.first // BOARDS_A_PANEL).day, s) for s in supplies.connectors]
    forgotten = Stock(material="U-MCU", number=truths.FLOOR_LOT, first=0, end=0, pieces=400)
    due.append((plan.days[0], forgotten))
    for day, stock in sorted(due, key=lambda pair: (pair[0], pair[1].material, pair[1].number)):
        _receive(works, stock, _slot_time(works, day))
    for jar in supplies.jars:
        _receive_jar(works, jar, _slot_time(works, plan.panel(jar.first).day))
    _forget(works, forgotten)


def _slot_time(works: Works, due: date) -> datetime:
    """When a delivery comes that is due on a day: in the morning of a work day before it."""
    (day,) = calendar.work_days_before(due - timedelta(days=DAYS_AHEAD), 1)
    turn = works.number(f"delivery {day}")
    return calendar.moment(day, hour=7.5 + 6 * turn / (turn + 60))


def _receive(works: Works, stock: Stock, at: datetime) -> None:
    days = int(described.by_code(PLANT, "materials")[stock.material]["shelf_life_days"])
    works.do(
        receiving.receive,
        material=stock.material,
        supplier=stock.supplier,
        supplier_lot=stock.number,
        quantity=Decimal(stock.pieces),
        note=f"{stock.supplier[2:]}-{at:%y%m%d}",
        location="WE",
        expires=_moment_of_expiry(works.plan, days),
        at=at,
        by=works.person(at, "STORE"),
    )
    place = "MSD" if stock.material == "U-MCU" else "STORE"
    _accept(works, stock.uri, place, at)


def _moment_of_expiry(plan: Plan, days: int) -> datetime:
    """Until when a part keeps: all lots of it alike, as they were made in one month.

    So what is left on a reel when the next one follows is not older than what follows it.
    """
    return calendar.moment(plan.begins + timedelta(days=days * 9 // 10))


def _accept(
    works: Works, uri: str, place: str, at: datetime, values: Sequence[inspection.Measured] = ()
) -> None:
    looked_at, stored_at = at + timedelta(hours=1), at + timedelta(hours=2)
    works.do(
        inspection.inspect, uri, kind="input", result="accepted", values=values, at=looked_at,
        by=works.person(looked_at, "AOI"),
    )  # fmt: skip
    by = works.person(stored_at, "STORE")
    works.do(receiving.put_away, uri, location=place, at=stored_at, by=by)


def _receive_jar(works: Works, jar: Jar, at: datetime) -> None:
    works.do(
        receiving.receive,
        material="PASTE",
        supplier=described.supplier(PLANT, "PASTE"),
        supplier_lot=jar.number,
        quantity=JAR_KG,
        note=f"PST-{at:%y%m%d}",
        location="WE",
        expires=jar.expires,
        at=at,
        by=works.person(at, "STORE"),
    )
    values = [check.steady(works.rng, works.number("viscosity")) for check in _PASTE_CHECKS]
    _accept(works, jar.uri, "FRIDGE", at, values)


def _forget(works: Works, reel: Stock) -> None:
    """A reel is opened for a trial, forgotten outside the dry cabinet, and never used again."""
    opened_at = calendar.moment(works.plan.days[0] - timedelta(days=FLOOR_DAYS - 1), hour=9)
    by = works.person(opened_at, "STORE")
    works.do(moving.move, reel.uri, location="WIP", at=opened_at, by=by)
    found_at = opened_at + timedelta(days=FLOOR_DAYS)
    works.do(
        scrapping.scrap,
        Amount(of=reel.uri, quantity=Decimal(reel.pieces), uom="C62"),
        reason="SC-FLOOR",
        at=found_at,
        by=works.person(found_at, "STORE"),
    )


def expected_numbers(supplies: Supplies) -> Iterator[tuple[str, str, str]]:
    """Supplier, material and number of every lot that is bought, once each."""
    for stocks in (*supplies.reels.values(), supplies.bare, supplies.connectors):
        for stock in stocks:
            yield stock.supplier, stock.material, stock.number
    for jar in supplies.jars:
        yield described.supplier(PLANT, "PASTE"), "PASTE", jar.number
