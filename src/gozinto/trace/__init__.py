"""The questions asked of the record; reads only."""

from gozinto.trace.answer import Trace, as_json
from gozinto.trace.both_ways import both
from gozinto.trace.completeness import Completeness, completeness
from gozinto.trace.facts.evidence import events_of
from gozinto.trace.lookups.around import neighbours
from gozinto.trace.lookups.audits import audit, audited, holders
from gozinto.trace.lookups.heads import head
from gozinto.trace.lookups.measurements import values
from gozinto.trace.measures.balances import balance
from gozinto.trace.measures.dispersions import dispersion
from gozinto.trace.measures.doubts import doubts
from gozinto.trace.measures.figures import behind, figures
from gozinto.trace.measures.risks import risks
from gozinto.trace.origins import Sought, origins
from gozinto.trace.questions import backward, backward_each, forward, forward_each
from gozinto.trace.reasons.side_by_side import SideBySide, side_by_side
from gozinto.trace.reasons.why import Why, why
from gozinto.trace.scopes import Scope, scope
from gozinto.trace.stories import life, story
from gozinto.trace.suspects import SuspectsAnswer, suspects

__all__ = [
    "Completeness",
    "Scope",
    "SideBySide",
    "Sought",
    "SuspectsAnswer",
    "Trace",
    "Why",
    "as_json",
    "audit",
    "audited",
    "backward",
    "backward_each",
    "balance",
    "behind",
    "both",
    "completeness",
    "dispersion",
    "doubts",
    "events_of",
    "figures",
    "forward",
    "forward_each",
    "head",
    "holders",
    "life",
    "neighbours",
    "origins",
    "risks",
    "scope",
    "side_by_side",
    "story",
    "suspects",
    "values",
    "why",
]
