"""The questions asked of the record; reads only."""

from gozinto.trace.answer import Trace, as_json
from gozinto.trace.balances import balance
from gozinto.trace.dispersions import dispersion
from gozinto.trace.evidence import events_of
from gozinto.trace.questions import backward, backward_each, forward, forward_each
from gozinto.trace.side_by_side import SideBySide, side_by_side
from gozinto.trace.stories import story
from gozinto.trace.why import Why, why

__all__ = [
    "SideBySide",
    "Trace",
    "Why",
    "as_json",
    "backward",
    "backward_each",
    "balance",
    "dispersion",
    "events_of",
    "forward",
    "forward_each",
    "side_by_side",
    "story",
    "why",
]
