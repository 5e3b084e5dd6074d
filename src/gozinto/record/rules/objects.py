"""Judges the history of each object: a lot, a serial, a container.

An event that comes last in the histories of its objects, as almost every one does, is judged by
their states before it, which are at hand and locked. What came late, or was taken back, has the
whole history judged again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from gozinto.record.effect_shapes import Effects, InvolvementEffect
from gozinto.record.projections import states as object_states
from gozinto.record.projections.rows import Placed
from gozinto.record.projections.states import Said, State
from gozinto.record.rules import object_faults
from gozinto.record.rules.object_faults import Told
from gozinto.record.rules.shapes import Batch, Fault, Judged


class Tail:
    """Judges events as they come; `late` are the objects of which one was not the last."""

    def __init__(self, objects: Mapping[str, int]) -> None:
        self._ids = objects
        self._faults: list[Fault] = []
        self.late: set[str] = set()

    @property
    def faults(self) -> list[Fault]:
        """What was found of objects that need not be judged again."""
        return [fault for fault in self._faults if fault.subject not in self.late]

    def meets(self, one: Placed, states: Mapping[int, State]) -> None:
        """`one` is about to be folded into the states of the objects that it involves."""
        effects = one.effects
        did: dict[str, list[InvolvementEffect]] = {}
        for effect in effects.involvements:
            did.setdefault(effect.object.uri, []).append(effect)
        for uri, told in did.items():
            before = states[self._ids[uri]]
            if before.last_at and (effects.at, effects.event_id) < (
                before.last_at,
                before.last_event,
            ):
                self.late.add(uri)
                continue
            said = Said(one.position, effects.event_id, effects.at, told)
            self._faults += object_faults.found(before, Told(uri, said))


class Objects:
    """The scope of objects; the key of one is its URI."""

    name = "object"

    def touched(self, one: Effects) -> Iterable[str]:
        """Every object that takes part."""
        return {effect.object.uri for effect in one.involvements}

    def judge(self, subjects: Collection[str], batch: Batch) -> Judged:
        """The faults of these objects."""
        anew = set(subjects) if batch.is_again else _to_judge_anew(self, batch)
        faults = list(batch.tail.faults) if batch.tail else []
        faults = [fault for fault in faults if fault.subject not in anew]
        uris = {batch.ids.objects[uri]: uri for uri in anew}
        if uris:
            for pk, history in object_states.histories(uris).items():
                faults += _of_history(pk, uris[pk], history)
        return Judged(faults=faults, anew=anew)


def _to_judge_anew(scope: Objects, batch: Batch) -> set[str]:
    corrected = {uri for one in batch.withdrawn for uri in scope.touched(one.effects)}
    return corrected | (batch.tail.late if batch.tail else set())


def _of_history(pk: int, uri: str, history: Iterable[Said]) -> Iterator[Fault]:
    state = State(pk)
    for said in history:
        yield from object_faults.found(state, Told(uri, said))
        told = ((pk, effect) for effect in said.did)
        object_states.fold({pk: state}, told, at=said.at, event_id=said.event_id)
