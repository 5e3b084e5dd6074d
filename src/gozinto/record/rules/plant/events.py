"""Judges single events against the plant; the run around them is read as far as it matters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from gozinto.record.effect_shapes import Effects
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant import for_orders, making, run_facts, told
from gozinto.record.rules.plant.making import Run
from gozinto.record.rules.shapes import Batch, Fault, Judged
from gozinto.record.told_again import told_at


class PlantEvents:
    """The scope of events against master data; the key of one is its event id."""

    name = "plant"

    def touched(self, one: Effects) -> Iterable[str]:
        """The event itself."""
        return (one.event_id,)

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these events, and of those that look otherwise because of them."""
        changed = (*batch.placed, *batch.withdrawn)
        others = () if batch.is_again else told_at(run_facts.concerned(changed, batch.known))
        events = (*batch.placed, *others)
        runs = run_facts.of(events, batch.known)
        faults = [fault for one in events for fault in _found(one, runs.get(one.position), batch)]
        again = batch.placed if batch.is_again else others
        return Judged(
            faults=[*faults, *for_orders.found(events, batch.known)],
            anew=[one.effects.event_id for one in (*again, *batch.withdrawn)],
        )


def _found(one: Placed, run: Run | None, batch: Batch) -> Iterator[Fault]:
    yield from told.found(one, batch.known)
    if run is not None:
        yield from making.found(one, run=run, known=batch.known)
