"""Green tyres: each has its own barcode and scans its tread, belts, ply and liner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gozinto.demo.tyre import calendar, checks, doubts, truths
from gozinto.demo.tyre.materials import FITTED, GREEN, LINER, Part, numbered
from gozinto.demo.tyre.parts import Cassettes
from gozinto.demo.tyre.plan import Cure
from gozinto.demo.tyre.works import Held, Marks, Works
from gozinto.demo.weights import kg
from gozinto.operations import inspection, production
from gozinto.operations.production import Component
from gozinto.plant import identifiers

STEP = "building"
SAMPLE_EVERY = 20
SPRAY_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Green:
    """A green tyre on its way to a press."""

    number: str
    marks: Marks


def build(works: Works, cassettes: Cassettes, index: int) -> list[Green]:
    """Build a production day's green tyres; answers them in the order they will be cured."""
    plan = works.plan
    cures = plan.cures(index)
    runs: dict[tuple[int, int], str] = {}
    loaded: set[str] = set()
    green: list[Green | None] = [None] * len(cures)
    change = doubts.reel_change(
        works, index, liners=lambda builder: cassettes.waiting(builder, LINER)
    )
    offline: frozenset[int] = frozenset()
    if change is not None:
        doubts.note_reel_change(works, change, index)
        offline = doubts.offline(works, change, index)
    order = sorted(range(len(cures)), key=lambda i: (cures[i].built_at, i))
    last = {(cures[i].builder, cures[i].built_shift): cures[i].built_at for i in order}
    for position in order:
        cure = cures[position]
        key = (cure.builder, cure.built_shift)
        if key not in runs:
            planned = sum((one.builder, one.built_shift) == key for one in cures)
            runs[key] = _begin(works, index, cure, until=last[key], planned=planned)
        number = numbered(GREEN, plan.before(index) + position + 1)
        if position % SAMPLE_EVERY == 0 or is_story(works, index, position):
            _sample(works, cure, number, cure.built_at + timedelta(minutes=SPRAY_MINUTES))
        own, marks = _fit(
            works, cassettes, cure, runs[key], loaded,
            unscanned=LINER if change and position in change.unscanned else "",
        )  # fmt: skip
        _build_one(works, cure, runs[key], number, own, is_offline=position in offline)
        green[position] = Green(number, marks)
    return [one for one in green if one is not None]


def is_story(works: Works, index: int, position: int) -> bool:
    """Whether this is the tyre that the story is about."""
    number = works.plan.first_serial + works.plan.before(index) + position
    return number == int(truths.SERIAL)


def _begin(works: Works, index: int, cure: Cure, *, until: datetime, planned: int) -> str:
    """Open a building machine's shift: its run, its solvent, its window of release agent."""
    day = works.plan.production[index].date
    machine = works.plan.builders[cure.builder]
    hour = calendar.SHIFT_HOURS[cure.built_shift] + (1.5 if cure.built_shift == 0 else 0)
    at = calendar.moment(day, hour=hour)
    by = works.people.at(at, "builder", cure.builder)
    works.mount_auxiliary(
        "SOLVENT", equipment=machine, slot="solvent", step=STEP, index=index, by=by, at=at
    )
    # A batch of release agent serves one shift: mounted anew each time, so that the window shows.
    works.mounted.pop((machine, "release agent", ""), None)
    works.mount_auxiliary(
        "RELEASE", equipment=machine, slot="release agent", step="inside spray", index=index,
        by=by, at=at,
    )  # fmt: skip
    # The first cassettes are loaded just before the first tyre, perhaps before the shift begins.
    return works.open_run(
        70, STEP, machine, product=GREEN, flow="continuous", by=by,
        at=min(at, cure.built_at - timedelta(minutes=4)), until=until,
        planned=planned,
    )  # fmt: skip


def _fit(
    works: Works, cassettes: Cassettes, cure: Cure, run: str, loaded: set[str], *, unscanned: str
) -> tuple[list[Component], Marks]:
    """What a green tyre scans for itself, and the causes it carries; new cassettes are loaded.

    `unscanned`: a part that is mounted at the machine instead.
    """
    marks: Marks = frozenset()
    own: list[Component] = []
    for part in FITTED:
        held = cassettes.next(cure.builder, part.code)
        if part.making.own:
            marks |= held.marks
        if part.making.own and part.code != unscanned:
            own += [
                Component(of=held.uri, slot=name, position=side, quantity=kg(gram), uom="KGM",
                          required=kg(gram))
                for name, side, gram in part.slots
            ]  # fmt: skip
        elif not part.making.own and held.uri not in loaded:
            loaded.add(held.uri)
            at = cure.built_at - timedelta(seconds=150)
            by = works.people.at(cure.built_at, "builder", cure.builder)
            _load(works, part, held, run, at, by)
    return own, marks


def _build_one(
    works: Works, cure: Cure, run: str, number: str, own: list[Component], *, is_offline: bool
) -> None:
    at = cure.built_at
    known: dict[str, Any] = {}
    if is_offline:
        # The panel's own clock said when; the plant heard of it when it was back.
        off = doubts.CLOCK_OFF
        known = {"happened": at, "earliest": at - off, "latest": at + off}
    works.do(
        production.produce_serial, run=run, material=GREEN, number=number, inputs=own,
        location="WIP", at=at + doubts.OFFLINE_FOR if is_offline else at,
        by=works.people.at(at, "builder", cure.builder), **known,
    )  # fmt: skip


def _load(works: Works, part: Part, held: Held, run: str, at: datetime, by: str) -> None:
    """A whole cassette goes into the building run, each side its share."""
    for name, side, gram in part.slots:
        works.do(
            production.consume, held.uri, run=run, quantity=kg((held.left + 1) * gram), uom="KGM",
            slot=name, position=side, at=at, by=by,
        )  # fmt: skip


def _sample(works: Works, cure: Cure, number: str, at: datetime) -> None:
    works.do(
        inspection.inspect,
        identifiers.serial_uri(truths.DOMAIN, material=GREEN, number=number),
        kind="in_process",
        values=tuple(c.measure(works.rng) for c in checks.IN_PROCESS[GREEN]),
        gauge="SCALE-1",
        step=STEP,
        equipment=works.plan.builders[cure.builder],
        at=at,
        by=works.people.at(at, "inspector"),
    )
