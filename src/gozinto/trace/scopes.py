"""What shares a cause, in three widths at once: as ids alone, for answers too large to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gozinto.plant.models import TraceableObject
from gozinto.trace import index, questions
from gozinto.trace.measures.spreads import NO_IDS, Ids
from gozinto.trace.questions import WIDTHS
from gozinto.trace.reading.moment import Moment, rows
from gozinto.trace.reasons import side_by_side
from gozinto.trace.reasons.side_by_side import Reason

PRICED = 5_000
"""Objects of an answer of which the doubts are still priced: each price is the walk once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The objects of each width, ascending; each width holds the one before.

    `position`: how far the record had come. `reasons`: what keeps a width apart from the one
    before it; none where the answer is too large to price them, and then not `is_priced`.
    """

    widths: Mapping[str, Ids]
    position: int
    truncated: bool
    is_priced: bool
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)


def scope(origins: Mapping[str, Sequence[TraceableObject]]) -> Scope:
    """What is forward of these things as it stands now, themselves among it.

    `origins`: by width, for a question by a machine's hour begins with more things in the wider.
    """
    position = _position()
    found: dict[str, Ids] = {}
    truncated = False
    for width in WIDTHS:
        objects, is_cut = _reached(origins[width], width)
        narrower = next(reversed(found.values()), NO_IDS)
        found[width] = np.union1d(objects, narrower)
        truncated = truncated or is_cut
    is_priced = len(found["possible"]) <= PRICED and not truncated
    return Scope(
        widths=found,
        position=position,
        truncated=truncated,
        is_priced=is_priced,
        reasons=side_by_side.reasons(origins) if is_priced else {},
    )


def _reached(objects: Sequence[TraceableObject], width: str) -> tuple[Ids, bool]:
    own = np.array(sorted(one.id for one in objects), dtype=np.int64)
    if not objects:
        return own, False
    moment = Moment()
    with index.reading(moment, width=width, objects_alone=True) as indexed:
        asked, source, _ = questions.prepare("forward", objects, moment=moment, width=width)
        found = indexed.objects(asked.origins)
        if found is not None:
            return np.union1d(found, own), False
        reach = asked.of(source)
        return np.union1d(np.fromiter(reach.objects, dtype=np.int64), own), reach.truncated


def _position() -> int:
    ((found,),) = rows("SELECT coalesce(max(position), 0) FROM gozinto_event", [])
    return int(found)
