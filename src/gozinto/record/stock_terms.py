"""What an observation does to the stock: which term of a balance it is, and which way it goes."""

from __future__ import annotations

from collections.abc import Mapping

from gozinto.standards.epcis.events import Event, ObjectEvent
from gozinto.standards.epcis.gozinto import Context

OPENING_STEP = "https://gozinto.example/ns/opening_balance"
PUT_BACK_STEP = "https://gozinto.example/ns/putting_back"
"""What a run took and did not use goes back to stock: it reduces what was consumed."""

_STOCK_TERMS: Mapping[str, tuple[str, int]] = {
    "receiving": ("received", 1),
    "shipping": ("shipped", -1),
    "destroying": ("scrapped", -1),
    "decommissioning": ("scrapped", -1),
    "sampling": ("sampled", -1),
    OPENING_STEP: ("opening", 1),
    PUT_BACK_STEP: ("consumed", 1),
    "commissioning": ("produced", 1),
}


def stock_term(event: Event, context: Context) -> tuple[str, int]:
    """The term of a balance that an observation is, and which way it goes: 1 in, -1 out, 0 none."""
    if event.biz_step == "receiving" and event.disposition == "returned":
        return "returned", 1
    term, sign = _STOCK_TERMS.get(event.biz_step, ("", 0))
    if not term and isinstance(event, ObjectEvent):
        term, sign = {"ADD": ("produced", 1), "DELETE": ("scrapped", -1)}.get(event.action, ("", 0))
    return (context.term or term), sign
