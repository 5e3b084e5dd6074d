"""What was given to a customer for what came back: the two go together in every trace."""

from __future__ import annotations

from collections.abc import Iterable

from gozinto.plant.identifiers import canonical
from gozinto.standards.epcis.events import Event, TransactionEvent
from gozinto.trace.answer import ExchangeFact
from gozinto.trace.facts.events import Told

STEP = "replacing"
"""CBV 2.0 section 7.1: something was given in the place of something else."""


def of(told: Iterable[Told]) -> tuple[ExchangeFact, ...] | None:
    """The exchanges that these events tell of, oldest first; None where there is none."""
    found = tuple(
        ExchangeFact(
            event_id=one.event.event_id,
            at=one.at,
            objects=tuple(map(canonical, one.event.replaced)),
        )
        for one in told
        if one.event.replaced
    )
    return found or None


def others(event: Event, *, of: str) -> tuple[str, ...]:
    """The URIs of what an event ties to the object `of` as given for it; none for other events."""
    if not isinstance(event, TransactionEvent) or event.biz_step != STEP:
        return ()
    return tuple(uri for uri in map(canonical, event.epc_list) if uri != of)
