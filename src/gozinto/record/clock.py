"""The server's clock, injected so that tests and demo plants can set it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_source: ContextVar[Callable[[], datetime] | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present, aware and in UTC."""
    source = _source.get()
    return source() if source else datetime.now(UTC)


def is_set() -> bool:
    """Whether the present is another than the clock's, as within `set_to`."""
    return _source.get() is not None


@contextmanager
def set_to(source: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Within the block, `now()` answers `source`: one instant, or a function of no arguments."""
    token = _source.set(source if callable(source) else lambda: source)
    try:
        yield
    finally:
        _source.reset(token)
