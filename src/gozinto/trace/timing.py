"""How long answers of this process took: the last of them, and none from before it started."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from statistics import quantiles

_KEPT = 1_000
_took_ms: deque[float] = deque(maxlen=_KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Of how many traces the times are known, their median and what 95 of 100 were within, ms."""

    count: int
    median_ms: float
    within_ms: float


def noted(begun_s: float) -> float:
    """The milliseconds since then (`time.perf_counter`), which are kept as those of an answer."""
    took_ms = round((time.perf_counter() - begun_s) * 1000, 3)
    _took_ms.append(took_ms)
    return took_ms


def took() -> Took | None:
    """How long the last thousand answers took; None where there are fewer than two."""
    kept = list(_took_ms)
    if len(kept) < 2:
        return None
    parts = quantiles(kept, n=20, method="inclusive")
    return Took(count=len(kept), median_ms=round(parts[9], 3), within_ms=round(parts[18], 3))
