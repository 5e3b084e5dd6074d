"""Nothing is received, begun or shipped for an order that was closed or cancelled by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from gozinto.plant import identifiers, order_states
from gozinto.plant.known import Known
from gozinto.record.effect_shapes import Effects
from gozinto.record.projections.rows import Placed
from gozinto.record.rules.plant.told import broken
from gozinto.record.rules.shapes import Fault

RULE = "order_not_open"
_SHUT = frozenset(("closed", "cancelled"))
_DOES: Mapping[str, str] = {"po": "received", "poc": "shipped", "prodorder": "start"}
"""By kind of document what is done for such an order: a term of the stock, or an activity."""


def found(events: Sequence[Placed], known: Known) -> Iterator[Fault]:
    """The faults of these events. Two queries where any of them names an order, else none."""
    named = [(one, number) for one in events for number in _orders(one.effects, known)]
    if not named:
        return
    orders = order_states.of({number for _, number in named})
    for one, number in named:
        state = orders[number].at(one.effects.at) if number in orders else None
        if state in _SHUT:
            yield broken(one, RULE, value=number, data={"case": state, "order": number})


def _orders(effects: Effects, known: Known) -> Iterator[str]:
    """The numbers of the orders that the event does something for; a return does nothing."""
    does = {did.term for did in effects.involvements}
    does.update(told.activity for told in effects.activities)
    for document in effects.documents:
        if _DOES.get(document.kind) in does:
            number = unquote(document.document.rpartition("/")[2])
            # Of a foreign document, or of a run, the last part is no number of an order here.
            ours = identifiers.document_uri(known.company.domain, number=number) if number else ""
            if ours == document.document:
                yield number
