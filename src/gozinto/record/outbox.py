"""Work that follows from events: taken in their order, and done with them or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gozinto.record import clock
from gozinto.record.models import OutboxRow
from gozinto.record.transactions import run_tx

CAPTURED = "captured"


def work_off(do: Callable[[Sequence[int]], None], *, limit: int, topic: str = CAPTURED) -> int:
    """Hand the oldest waiting events to `do`, by their positions; answers how many they were.

    What `do` writes and that it is done are one transaction: whatever is killed, it is done once.
    Rows that somebody else has in hand are left to them.
    """

    def body() -> int:
        waiting = OutboxRow.objects.filter(done_at=None, topic=topic).order_by("id")
        rows = list(
            waiting.select_for_update(skip_locked=True).values_list("pk", "event_id")[:limit]
        )
        if rows:
            do([event for _, event in rows])
            done = OutboxRow.objects.filter(pk__in=[pk for pk, _ in rows])
            done.update(done_at=clock.now())
        return len(rows)

    return run_tx(body)
