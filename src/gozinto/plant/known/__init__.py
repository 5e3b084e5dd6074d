"""The plant's master data in memory, never older than what is committed.

    known = now()                              # one small query
    known.materials["HB"].uom
    known.bill("LC", on=known.day(event.at))

Who keeps a `Known` keeps that state of the plant; so a verb or a judgement asks `now()` once and
hands it on. `kept()` is for whoever does much in one go (a request, a load) and may take what the
plant was like when that began.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gozinto.plant.known import keeping
from gozinto.plant.known.lookups import Known
from gozinto.plant.known.shapes import holds

__all__ = ["Known", "fresh", "holds", "kept", "now"]

_kept: ContextVar[Known | None] = ContextVar("known_of_the_plant", default=None)


def now() -> Known:
    """The plant as this transaction sees it; inside `kept()`, as it was when that began."""
    return _kept.get() or fresh()


def fresh() -> Known:
    """The plant as this transaction sees it, whatever is kept. One query."""
    return Known(keeping.versions())


@contextmanager
def kept() -> Iterator[None]:
    """Within the block `now()` answers what it answered at its beginning, and asks nobody."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set(fresh())
    try:
        yield
    finally:
        _kept.reset(token)
