"""Judges the history of each object: a lot, a serial, a container.

An event that comes last in the histories of its objects, as almost every one does, is judged by
their states before it, which are at hand and locked. What came late, or was taken back, has the
whole history judged again; so have the units of a lot of which something was said that they were
used after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from gozinto.record.effect_shapes import Effects
from gozinto.record.projections import histories
from gozinto.record.projections import states as object_states
from gozinto.record.projections.standing import (
    UNITS,
    Said,
    Standing,
    instant,
    of_lots,
    sayings,
)
from gozinto.record.projections.states import State
from gozinto.record.rules import object_faults
from gozinto.record.rules.demands import Demands
from gozinto.record.rules.object_faults import Case
from gozinto.record.rules.shapes import Batch, Fault, Judged


class Objects:
    """The scope of objects; the key of one is its URI."""

    name = "object"

    def touched(self, one: Effects) -> Iterable[str]:
        """Every object that takes part, and the lots of its units."""
        found = {effect.object.uri for effect in one.involvements}
        return found.union(member.lot.uri for member in one.memberships)

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these objects; states in the batch are brought up to date."""
        anew = {uri: batch.ids.objects[uri] for uri in _to_go_through(self, subjects, batch)}
        if not batch.is_again:
            anew |= histories.used_after(_told_of_lots(batch))
            unlocked = set(anew.values()) - batch.states.keys()
            if unlocked:
                batch.states.update(object_states.lock(unlocked))
        faults = [fault for fault in batch.seen.faults if fault.subject not in anew]
        if anew:
            for pk, told, standing in _gone_through(anew, batch.demands):
                faults += told
                if pk in batch.states:
                    batch.states[pk].standing = standing
        return Judged(faults=faults, anew=anew)


def _to_go_through(scope: Objects, subjects: Collection[str], batch: Batch) -> set[str]:
    if batch.is_again:
        return set(subjects)
    corrected = {uri for one in batch.withdrawn for uri in scope.touched(one.effects)}
    return corrected.union(batch.seen.late)


def _told_of_lots(batch: Batch) -> dict[int, str]:
    """Lots of which something was said, or taken back, that holds for their units; since when."""
    told = dict(batch.seen.told_of_lots)
    for one in batch.withdrawn:
        at = instant(one.effects.at)
        for effect in one.effects.involvements:
            if effect.object.is_class and any(sayings(effect)):
                lot = batch.ids.objects[effect.object.uri]
                told[lot] = min(at, told.get(lot, at))
    return told


def _gone_through(
    objects: Mapping[str, int], demands: Demands
) -> Iterable[tuple[int, list[Fault], Standing]]:
    """The faults and the standing of each object, out of its whole history. Four queries."""
    ids = list(objects.values())
    told = histories.of(ids)
    lots = histories.lots_of(ids)
    said_of = histories.sayings_of({lot for some in lots.values() for lot in some})
    with_units = histories.known_by_units(ids)
    for uri, pk in objects.items():
        state = State(pk)
        if pk in with_units:
            state.standing.come(UNITS)
        faults = go_through(
            uri,
            state,
            history=told[pk],
            told_of_lots=[said_of[lot] for lot in lots.get(pk, ())],
            demands=demands,
        )
        yield pk, faults, state.standing


def go_through(
    uri: str,
    state: State,
    *,
    history: Sequence[Said],
    told_of_lots: Sequence[Sequence[Said]],
    demands: Demands,
) -> list[Fault]:
    """The faults of an object's events, which are folded into its state one after the other."""
    comes = [at for at, said in enumerate(history) if said.origins]
    uses = [at for at, said in enumerate(history) if said.is_use]
    last_coming, last_use = comes[-1] if comes else -1, uses[-1] if uses else -1
    faults: list[Fault] = []
    for at, said in enumerate(history):
        case = Case(
            uri=uri,
            said=said,
            before=state,
            lots=of_lots(told_of_lots, until=said.at) if said.is_use else (),
            comes_later=at < last_coming,
            is_used_later=at <= last_use,
        )
        faults += object_faults.found(case, demands)
        object_states.advance(state, said)
    return faults
