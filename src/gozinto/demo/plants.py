"""Builds a demo plant into an empty record, or goes on where an interrupted build stopped.

Every step has an id that follows from the plan, so building again repeats what is on record,
which is harmless, and adds what is missing. The first event says what is being built; the last
one says that it was finished.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gozinto import record
from gozinto.demo.registry import PLANTS, AnyPlan, DemoPlant, P, T
from gozinto.demo.steps import Progress, Step
from gozinto.errors import Conflict, Malformed
from gozinto.operations import runs
from gozinto.operations.runs import Run
from gozinto.plant import known
from gozinto.record import clock
from gozinto.record.models import Event
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.gozinto import Context

DEFAULT_SEED = 1

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://gozinto.example/demo")
BEGIN_ID = f"urn:uuid:{uuid.uuid5(_NAMESPACE, 'begin')}"
END_ID = f"urn:uuid:{uuid.uuid5(_NAMESPACE, 'end')}"
_NOTE = re.compile(r"demo plant (\w+), (\d+) units, seed (\d+), until (\d{4}-\d{2}-\d{2})")
_RUNS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """A demo plant on record: what it is, and whether its build was finished."""

    plant: str
    plan: AnyPlan
    is_finished: bool


def find() -> Found | None:
    """The demo plant on record; None when nothing is.

    Raises Conflict when there is a record that no demo made.
    """
    first = Event.objects.filter(event_id=BEGIN_ID, is_declaration=False).first()
    if first is None:
        if Event.objects.exists():
            raise Conflict(
                "This database holds a record that no demo made; a demo does not write beside it.",
                code="record_not_of_demo",
                next_step="Give the demo a home of its own: GOZINTO_HOME=/some/other/directory.",
            )
        return None
    match = _NOTE.search(Context.of(jsonld.loads(first.document)).note)
    if match is None:
        raise Conflict(
            "The demo plant on record was made by another version.",
            code="demo_of_other_version",
            next_step="Give the demo a home of its own: GOZINTO_HOME=/some/other/directory.",
        )
    name, scale, seed, until = match.groups()
    plan = PLANTS[name].plan(int(scale), int(seed), date.fromisoformat(until))
    finished = Event.objects.filter(event_id=END_ID, is_declaration=False).exists()
    return Found(name, plan, finished)


def plan_for(
    of: DemoPlant[P, T],
    *,
    found: Found | None,
    scale: int | None,
    seed: int | None,
    until: date | None,
) -> P:
    """The plan to build: that of the plant on record, else the one wished for.

    A second run keeps the first one's calendar. Raises Conflict when another plant, size or seed
    is asked for than is on record, Malformed for a size the plant does not come in or a day to
    come.
    """
    if found is not None:
        _check_same(found, plant=of.name, scale=scale, seed=seed)
        return of.plan(found.plan.scale, found.plan.seed, found.plan.until)
    fewest, usual, most = of.sizes
    size = usual if scale is None else scale
    if not fewest <= size <= most:
        raise Malformed(
            f"The {of.name} plant makes {fewest} to {most} {of.made}, not {size}.",
            code="scale_out_of_range",
            value=str(size),
        )
    today = of.clock.last_midnight(clock.now())
    if until is not None and until > today:
        raise Malformed(
            f"The demo cannot end at {until}, which is to come.", code="until_in_future"
        )
    return of.plan(size, DEFAULT_SEED if seed is None else seed, until or today)


def _check_same(found: Found, *, plant: str, scale: int | None, seed: int | None) -> None:
    for said, wish, there in (
        ("is the {} plant", plant, found.plant),
        ("has {} units", scale, found.plan.scale),
        ("has {} as seed", seed, found.plan.seed),
    ):
        if wish not in (None, there):
            raise Conflict(
                f"The demo plant here {said.format(there)}, not {wish}.",
                code="demo_differs",
                next_step="Ask for the one that is here, or give the demo a home of its own: "
                "GOZINTO_HOME=/some/other/directory.",
            )


def build(
    of: DemoPlant[P, T], plan: P, *, seen: Callable[[Progress], None] = lambda progress: None
) -> T:
    """Put the plant on record, through operations alone; answers what was planted in it.

    `seen` is told after every day. Memory does not grow with the plant.
    """
    told = of.truths()
    of.describe(plan)
    reached = [of.clock.moment(plan.begins)]
    # Record time follows the plant's own clock, so that "known at" can be asked of the demo.
    with known.kept(), clock.set_to(lambda: reached[0]), record.bulk():
        _perform(of.steps(plan, told), reached, seen, ids=_ids(plan))
    return told


def _perform(
    stream: Iterator[Step | Progress],
    reached: list[datetime],
    seen: Callable[[Progress], None],
    *,
    ids: Iterator[str],
) -> None:
    begun: dict[str, Run] = {}
    last: Step | None = None
    for one in stream:
        if isinstance(one, Progress):
            record.flush()
            seen(one)
            continue
        # The last step is known only when no other follows.
        if last is not None:
            _do(last, begun, next(ids))
        reached[0] = max(reached[0], one.at)
        last = one
    if last is not None:
        _do(last, begun, END_ID)


def _do(step: Step, begun: dict[str, Run], event_id: str) -> None:
    keywords: dict[str, Any] = dict(step.keywords)
    if step.begins:
        # Who started a run knows it: asking the record would end the bulk.
        own = {name: said for name, said in keywords.items() if name != "planned"}
        begun[step.begins] = runs.told(**own)
        if len(begun) > _RUNS_KEPT:
            del begun[next(iter(begun))]
    if step.run:
        keywords["run"] = begun[step.run]
    if "by" in keywords:
        keywords["event_id"] = event_id
    step.verb(*step.args, **keywords)


def _ids(plan: AnyPlan) -> Iterator[str]:
    """Event ids that follow from the plan alone; the first is that of every demo's beginning."""
    yield BEGIN_ID
    key = f"{plan.scale}/{plan.seed}/{plan.until}"
    number = 0
    while True:
        number += 1
        yield f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{key}/{number}')}"
