"""Judges events by the interlocks in force: what was used, and who worked where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from gozinto.plant.known import Known
from gozinto.plant.known.shapes import Interlock
from gozinto.record.effect_shapes import Effects
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.standing import USES
from gozinto.record.rules.plant import run_facts
from gozinto.record.rules.plant.interlocks import conditions, facts
from gozinto.record.rules.plant.interlocks.conditions import OF_USE, Use
from gozinto.record.rules.shapes import Batch, Judged
from gozinto.record.told_again import told_at


class Interlocks:
    """The scope of interlocks on events; the key of one is its event id."""

    name = "interlock"

    def touched(self, one: Effects) -> Iterable[str]:
        """The event itself."""
        return (one.event_id,)

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these events, and of those that used what they tell of.

        No query where no interlock may concern what is at hand.
        """
        known = batch.known
        on_use, on_skill = known.interlocks(*OF_USE), known.interlocks("skill_needed")
        gone = [one.effects.event_id for one in batch.withdrawn]
        if batch.is_again:
            gone += subjects
        if not (on_use or on_skill):
            return Judged(anew=gone)
        others = [] if batch.is_again else told_at(_others(batch, on_use))
        events = (*batch.placed, *others)
        faults = [
            fault
            for one in events
            for fault in conditions.skills(one, interlocks=on_skill, known=known)
        ]
        for use in _uses(events, on_use, known):
            faults += conditions.of_use(use, interlocks=on_use, known=known)
        return Judged(faults=faults, anew=[*gone, *(one.effects.event_id for one in others)])


def _others(batch: Batch, interlocks: Sequence[Interlock]) -> set[int]:
    if not interlocks:
        return set()
    changed = (*batch.placed, *batch.withdrawn)
    new = {uri for uri, pk in batch.ids.objects.items() if pk in batch.ids.made}
    found = facts.concerned(changed, interlocks=interlocks, known=batch.known, new=new)
    if any(one.product for one in interlocks):
        found |= run_facts.concerned(changed, batch.known)
    return found


def _uses(events: Sequence[Placed], interlocks: Sequence[Interlock], known: Known) -> Iterator[Use]:
    """What was used in these events that an interlock may concern, with what is known of it."""
    if not interlocks:
        return
    found = [
        Use(event=one, uri=uri, material=facts.material(uri, known))
        for one in events
        # What comes back unused is told of as consumed too.
        for uri in dict.fromkeys(
            did.object.uri
            for did in one.effects.involvements
            if did.term in USES and (did.role == "input" or did.term == "shipped")
        )
    ]
    found = [
        use for use in found if any(conditions.may_concern(one, use.material) for one in interlocks)
    ]
    if not found:
        return
    if any(one.product for one in interlocks):
        runs = run_facts.of([use.event for use in found], known)
        found = [
            Use(event=use.event, uri=use.uri, material=use.material, products=run.products)
            if (run := runs.get(use.event.position))
            else use
            for use in found
        ]
    yield from facts.pasts(found, interlocks=interlocks, known=known)
