"""What was given to a customer for what came back: the two go together in every trace."""

from __future__ import annotations

from gozinto.plant.identifiers import canonical
from gozinto.standards.epcis.events import Event, TransactionEvent

STEP = "replacing"
"""CBV 2.0 section 7.1: something was given in the place of something else."""


def others(event: Event, *, of: str) -> tuple[str, ...]:
    """The URIs of what an event ties to the object `of` as given for it; none for other events."""
    if not isinstance(event, TransactionEvent) or event.biz_step != STEP:
        return ()
    return tuple(uri for uri in map(canonical, event.epc_list) if uri != of)
