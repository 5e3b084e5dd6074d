"""Judges the history of each object: a lot, a serial, a container.

An event that comes last in the histories of its objects, as almost every one does, is judged by
their states before it, which are at hand and locked. What came late, or was taken back, has the
whole history judged again; so have the units of a lot of which something was said that they were
used after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from gozinto.record.effect_shapes import Effects
from gozinto.record.projections import histories, points
from gozinto.record.projections import states as object_states
from gozinto.record.projections.points import BEGINNING, Point
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
        since = _to_go_through(subjects, batch)
        anew = {uri: batch.ids.objects[uri] for uri in since}
        if not batch.is_again:
            anew |= histories.used_after(_told_of_lots(batch))
            unlocked = set(anew.values()) - batch.states.keys()
            if unlocked:
                batch.states.update(object_states.lock(unlocked))
        faults = [fault for fault in batch.seen.faults if fault.subject not in anew]
        begun: dict[int, Point] = {}
        if anew:
            if not batch.is_again:
                begun = points.resume({pk: since.get(uri, BEGINNING) for uri, pk in anew.items()})
            for pk, told, standing in _gone_through(anew, begun, batch):
                faults += told
                if pk in batch.states:
                    batch.states[pk].standing = standing
        after = {uri: begun[pk].at for uri, pk in anew.items() if pk in begun}
        return Judged(faults=faults, anew=anew, after=after)


def _to_go_through(subjects: Collection[str], batch: Batch) -> dict[str, datetime]:
    """The objects whose past looks otherwise now, and since when."""
    if batch.is_again:
        return dict.fromkeys(subjects, BEGINNING)
    since = dict(batch.seen.late)
    for one in batch.withdrawn:
        did = one.effects
        changed = [(effect.object.uri, did.at) for effect in did.involvements]
        # That units were of a lot says how it came, however early that was.
        changed += [(member.lot.uri, BEGINNING) for member in did.memberships]
        for uri, at in changed:
            since[uri] = min(at, since.get(uri, at))
    return since


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
    objects: Mapping[str, int], begun: Mapping[int, Point], batch: Batch
) -> Iterable[tuple[int, list[Fault], Standing]]:
    """The faults and the standing of each object, out of its history since the point at which it
    is `begun`. Four queries."""
    ids = list(objects.values())
    told = histories.after({pk: begun[pk].at if pk in begun else BEGINNING for pk in ids})
    lots = histories.lots_of(ids)
    said_of = histories.sayings_of({lot for some in lots.values() for lot in some})
    with_units = histories.known_by_units(ids)
    for uri, pk in objects.items():
        state = begun[pk].state if pk in begun else State(pk)
        if pk in with_units:
            state.standing.come(UNITS)
        left: list[bytes] = []
        faults = go_through(
            uri,
            state,
            history=told[pk],
            told_of_lots=[said_of[lot] for lot in lots.get(pk, ())],
            demands=batch.demands,
            left=left,
        )
        if not batch.is_again:
            points.keep(left)
        yield pk, faults, state.standing


def go_through(
    uri: str,
    state: State,
    *,
    history: Sequence[Said],
    told_of_lots: Sequence[Sequence[Said]],
    demands: Demands,
    left: list[bytes],
) -> list[Fault]:
    """The faults of an object's events, which are folded into its state one after the other.

    `left`: takes the points that are left behind on the way.
    """
    comes = [at for at, said in enumerate(history) if said.origins]
    uses = [at for at, said in enumerate(history) if said.is_use]
    last_coming, last_use = comes[-1] if comes else -1, uses[-1] if uses else -1
    faults: list[Fault] = []
    last_point = 0
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
        is_far = at + 1 - last_point >= points.EVERY
        if is_far and _may_begin_after(history[at : at + 2], state.standing):
            left.append(points.written(state, at=said.at))
            last_point = at + 1
    return faults


def _may_begin_after(both: Sequence[Said], standing: Standing) -> bool:
    """Whether what is before the second event can be judged without what is after the first.

    It has come by then, so that nothing later says how it came; and no two events of one instant
    lie on either side. Units have short histories, and depend on what is said of their lots.
    """
    first, *second = both
    is_lot = any(did.object.is_class for did in first.did)
    has_come = bool(set(standing.origins) - {UNITS})
    return is_lot and has_come and bool(second) and second[0].at > first.at
