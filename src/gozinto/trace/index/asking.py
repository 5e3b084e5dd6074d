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
from gozinto.trace.index.wide import Objects
from gozinto.trace.reading.moment import Moment


class Indexed:
    """The index as one question meets it: to be asked once."""

    def __init__(self, living: Living | None, turn: ExitStack, *, width: str) -> None:
        self._living = living
        self._turn = turn
        self._width = width

    def ask(self, origins: Collection[int], *, ahead: bool, limit: int) -> Walked | None:
        """What these objects reach; None where the database must be asked. Ends the turn."""
        with self._turn:
            if self._living is None:
                return None
            return self._living.ask(origins, ahead=ahead, limit=limit)

    def objects(self, origins: Collection[int]) -> Objects | None:
        """Which objects these are in, in whatever width; None where the database must be asked.
        Ends the turn."""
        with self._turn:
            if self._living is None:
                return None
            if self._width != "recorded":
                return self._living.reached(origins, width=self._width)
            current = self._living.apart()
        return None if current is None else current.ask_each([origins], ahead=True).together

    def apart(self) -> Current | None:
        """The index for all questions of the block; None where the database must be asked.

        Ends the turn: others need not wait for them.
        """
        with self._turn:
            return None if self._living is None else self._living.apart()


@contextmanager
def reading(moment: Moment, *, width: str, objects_alone: bool = False) -> Iterator[Indexed]:
    """One state of the record for all queries of the block, and the index at that state.

    The index knows the recorded width as it stands now, and of the others which objects are in
    them, for who asks for these alone. Inside a transaction that is open already it is not asked:
    that one may see less than the index, or what nobody else sees.
    """
    folder = place()
    is_known = width == "recorded" or objects_alone
    is_answered = moment.is_now and is_known and not connection.in_atomic_block
    living = of_folder(folder) if folder is not None and is_answered else None
    with ExitStack() as turn:
        if living is not None:
            turn.enter_context(living.turn())
        with snapshot():
            yield Indexed(living, turn, width=width)


def place() -> Path | None:
    """Where the generations of this process's database are; None where no place was given."""
    if not settings.GOZINTO_INDEX_DIR:
        return None
    return Path(settings.GOZINTO_INDEX_DIR) / str(connection.settings_dict["NAME"])


@lru_cache(maxsize=4)
def of_folder(folder: Path) -> Living:
    """The one index of this process in that folder."""
    return Living(folder)
