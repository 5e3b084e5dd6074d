"""How well an answer is known: what was scanned, what was told, what is doubtful or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gozinto.trace.answer import Trace

_SURE = ("scanned", "measured")
_TOLD = ("declared",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Links by how they are known, and the gaps beside them.

    `sure`: scanned or measured. `told`: on a partner's or an import's word. `doubtful`: known to an
    interval, reckoned, or perhaps not so. `share`: of all these, how much is sure; None of nothing.
    """

    sure: int
    told: int
    doubtful: int
    gaps: int

    @property
    def all(self) -> int:
        """Links and gaps together."""
        return self.sure + self.told + self.doubtful + self.gaps

    @property
    def share(self) -> Decimal | None:
        """What is sure of all."""
        return Decimal(self.sure) / self.all if self.all else None


def completeness(answer: Trace) -> Completeness:
    """How well this answer is known."""
    known: Mapping[str, int] = Counter(link.certainty for link in answer.links)
    sure, told = (sum(known[name] for name in names) for names in (_SURE, _TOLD))
    return Completeness(
        sure=sure, told=told, doubtful=len(answer.links) - sure - told, gaps=len(answer.gaps)
    )
