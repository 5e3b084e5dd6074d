"""When a value was outside its bounds, between readings that say so. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from gozinto.trace.origins.sought import ALWAYS, Window


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read then, as far as it matters."""

    at: datetime
    is_outside: bool


def spans(readings: Sequence[Reading], *, width: str) -> Iterator[Window]:
    """The times during which the value was outside, of readings in the order of their time.

    As recorded it stays as it was read until it is read otherwise. It was surely outside between
    two readings that both were; and possibly from the reading before the first that was, until
    the first that was not: what lies between nobody saw.
    """
    framed = [None, *readings, None]
    for (before, now), (_, after) in zip(pairwise(framed[:-1]), pairwise(framed[1:]), strict=True):
        if now is None or not now.is_outside:
            continue
        since, until = now.at, ALWAYS.until if after is None else after.at
        if width == "possible":
            since = ALWAYS.since if before is None else before.at
        elif width == "proven" and (after is None or not after.is_outside):
            continue
        yield Window(since, until)
