"""How a question reads: one state of the record, and the index at that state if there is one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from gozinto.record.transactions import snapshot
from gozinto.trace.index.answering import Walked
from gozinto.trace.index.current import Current
from gozinto.trace.index.living import Living
from gozinto.trace.reading.moment import Moment


class Indexed:
    """The index as one question meets it: to be asked once."""

    def __init__(self, living: Living | None, turn: ExitStack) -> None:
        self._living = living
        self._turn = turn

    def ask(self, origins: Collection[int], *, ahead: bool, limit: int) -> Walked | None:
        """What these objects reach; None where the database must be asked. Ends the turn."""
        with self._turn:
            if self._living is None:
                return None
            return self._living.ask(origins, ahead=ahead, limit=limit)

    def apart(self) -> Current | None:
        """The index for all questions of the block; None where the database must be asked.

        Ends the turn: others need not wait for them.
        """
        with self._turn:
            return None if self._living is None else self._living.apart()


@contextmanager
def reading(moment: Moment, *, width: str) -> Iterator[Indexed]:
    """One state of the record for all queries of the block, and the index at that state.

    The index knows the recorded width as it stands now. Inside a transaction that is open
    already it is not asked: that one may see less than the index, or what nobody else sees.
    """
    folder = place()
    is_answered = moment.is_now and width == "recorded" and not connection.in_atomic_block
    living = of_folder(folder) if folder is not None and is_answered else None
    with ExitStack() as turn:
        if living is not None:
            turn.enter_context(living.turn())
        with snapshot():
            yield Indexed(living, turn)


def place() -> Path | None:
    """Where the generations of this process's database are; None where no place was given."""
    if not settings.GOZINTO_INDEX_DIR:
        return None
    return Path(settings.GOZINTO_INDEX_DIR) / str(connection.settings_dict["NAME"])


@lru_cache(maxsize=4)
def of_folder(folder: Path) -> Living:
    """The one index of this process in that folder."""
    return Living(folder)
