"""What an event says of its objects that lasts: held, recalled, inspected, how they are."""

from __future__ import annotations

from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context

_HOLDING = frozenset(("unavailable", "recalled"))


def hold(event: Event, words: frozenset[str] = _HOLDING) -> bool | None:
    """Whether it holds its objects (true) or frees them (false), by these words; None: neither."""
    disposition = event.persistent_disposition
    if disposition is None:
        return None
    if words & set(disposition.set):
        return True
    return False if words & set(disposition.unset) else None


RECALLING = frozenset(("recalled",))
COUNTING = ("cycle_counting", "stock_taking")
"""CBV 2.0 section 7.1: steps that find out how much is there, and move nothing."""
_RESULTS = {"conformant": "accepted", "non_conformant": "rejected"}


def checked(event: Event, context: Context) -> tuple[str, str]:
    """What kind of inspection this was, and its result: ours, or what EPCIS says of it."""
    if event.biz_step != "inspecting":
        return "", ""
    return context.inspection, context.result or _RESULTS.get(event.disposition, "")


def status(event: Event) -> str:
    """How its objects are from then on; "" where it only holds them."""
    return "" if hold(event) else event.disposition
