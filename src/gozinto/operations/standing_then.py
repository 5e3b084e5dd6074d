"""How much there was of things at a time: for what is said of a moment that may be past."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gozinto.plant.models import TraceableObject
from gozinto.record.models import ObjectState
from gozinto.record.projections import histories, states
from gozinto.record.projections.standing import Said
from gozinto.record.projections.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A thing as it was: how much of it was here, in the unit that the record counts it in."""

    kind: str
    on_hand: Decimal
    uom: str

    @property
    def is_lot(self) -> bool:
        """Whether it has amounts, and is not one piece."""
        return self.kind == TraceableObject.Kind.LOT

    @property
    def is_container(self) -> bool:
        """Whether it is no stock itself."""
        return self.kind == TraceableObject.Kind.CONTAINER


def of(objects: Collection[int], *, at: datetime) -> dict[int, Then]:
    """These things as they were just then, what happened at that very time included.

    Their states are locked until the transaction ends, so that what is booked against them fits.
    """
    rows = ObjectState.objects.filter(object_id__in=objects).select_for_update(of=("self",))
    now = {row.object_id: row for row in rows.order_by("object_id").select_related("object")}
    moved_since = [pk for pk, row in now.items() if row.last_at and row.last_at > at]
    earlier = {pk: _folded(pk, history, at=at) for pk, history in histories.of(moved_since).items()}
    found: dict[int, Then] = {}
    for pk, row in now.items():
        then = earlier.get(pk, row)
        found[pk] = Then(kind=row.object.kind, on_hand=then.on_hand, uom=then.uom)
    return found


def _folded(pk: int, history: Collection[Said], *, at: datetime) -> State:
    state = State(pk)
    for said in history:
        if said.at <= at:
            states.advance(state, said)
    return state
