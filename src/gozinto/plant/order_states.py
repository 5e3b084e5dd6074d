"""In which state an order was at some time: as it is now, and what its history says of before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from gozinto.plant.models import MasterChange, Order


@dataclass(frozen=True, slots=True)
class OrderStates:
    """The state of one order over time; `left`: each state it was in before (None: it was not
    there yet), and when it left that.
    """

    now: str
    left: tuple[tuple[datetime, str | None], ...] = ()

    def at(self, time: datetime) -> str | None:
        """The state at that time; None before there was such an order.

        A state that was written past the history counts from the last change that it knows.
        """
        return next((state for when, state in self.left if when > time), self.now)


def of(numbers: Collection[str]) -> Mapping[str, OrderStates]:
    """The states of the orders of these numbers, of those that there are. Two queries."""
    now = dict(Order.objects.filter(number__in=numbers).values_list("number", "state"))
    left: dict[str, list[tuple[datetime, str | None]]] = {number: [] for number in now}
    changes = MasterChange.objects.filter(kind="orders", key__in=list(now))
    told = changes.order_by("batch__at", "id").values_list(
        "key", "before__state", "after__state", "batch__at"
    )
    for number, before, after, at in told:
        if before != after:
            left[number].append((at, before))
    return {number: OrderStates(state, tuple(left[number])) for number, state in now.items()}
