"""Keeps the index young: a new generation whenever too much came since the last."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.db import DatabaseError, connection

from gozinto.genealogy import generations
from gozinto.genealogy.generations import Damaged
from gozinto.record.transactions import snapshot
from gozinto.trace.index import changes
from gozinto.trace.index.building import build
from gozinto.trace.index.mapped import mark_of
from gozinto.trace.reading.moment import rows

FEW = 1_000
SHARE = 200
"""A generation is due when a thousand events are new, and one in two hundred of all."""


def keep(folder: Path, *, wait: Callable[[], bool]) -> None:
    """Build whenever it is due, until `wait`, called in between, answers False.

    One process a folder builds; others wait for it to end. What fails is told and tried again.
    """
    log = structlog.get_logger("gozinto.index")
    while wait():
        try:
            with alone(folder) as is_ours:
                if is_ours and is_due(folder):
                    log.debug("generation_built", number=build(folder))
        except (DatabaseError, OSError) as problem:
            log.warning("generation_not_built", reason=str(problem), next="trying again")
            connection.close()


def is_due(folder: Path) -> bool:
    """Whether there is no generation of this record, or one that too much came after."""
    with snapshot():
        ((last,),) = rows("SELECT coalesce(max(position), 0) FROM gozinto_event", [])
        if not last or not changes.is_sound():
            return False
        for number in reversed(generations.numbers(folder)):
            try:
                mark = mark_of(generations.about(folder, number))
            except Damaged:
                continue
            seen, positions = changes.since(mark)
            return not mark.goes_on_in(seen) or len(positions) > max(FEW, last // SHARE)
    return True


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else builds there, and until the end nobody will."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / "builder.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)
