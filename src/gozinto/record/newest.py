"""Who waits for something new on record is told, by one reader for all who wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.models import Max

from gozinto.record.models import Event

PAUSE_S = 0.5
"""Between two looks at the record while anybody waits."""

LINGER_S = 2.0
"""So long after the last who waited the reader ends."""


def position() -> int:
    """The place of the newest event of the record; 0 where there is none. One query."""
    return Event.objects.aggregate(last=Max("position"))["last"] or 0


class Newest:
    """The place of the newest event, looked up by one thread however many wait for it.

    `read`: looks it up; `close`: is called by the thread when it ends. The thread lives while
    anybody waits, and a little longer.
    """

    def __init__(
        self, *, read: Callable[[], int], close: Callable[[], None], pause_s: float = PAUSE_S
    ) -> None:
        self._read, self._close, self._pause_s = read, close, pause_s
        self._told = threading.Condition()
        self._position = 0
        self._error: Exception | None = None
        self._wanted_until_s = 0.0
        self._reader: threading.Thread | None = None
        self.ends = 0

    def wait(self, after: int, *, timeout_s: float, ends: int) -> int:
        """The newest place as soon as it is beyond `after`, or as it is when the time is over.

        `ends`: how often this had ended when whoever waits began; after another end nothing is
        looked up for them any more. Raises what reading raised.
        """
        end_s = time.monotonic() + timeout_s
        with self._told:
            if ends == self.ends:
                self._want(end_s)
            while self._position <= after and self._error is None and ends == self.ends:
                left_s = end_s - time.monotonic()
                if left_s <= 0:
                    break
                self._told.wait(left_s)
            if self._error is not None:
                raise self._error
            return self._position

    def join(self, *, timeout_s: float) -> None:
        """Wait until nobody looks any more, or the time is over."""
        reader = self._reader
        if reader is not None:
            reader.join(timeout_s)

    def end(self, *, timeout_s: float) -> None:
        """Have the reader end, whoever waits, and wait for that, or until the time is over.

        Whoever comes after it begins anew.
        """
        with self._told:
            self.ends += 1
            self._wanted_until_s = 0.0
            self._told.notify_all()
        self.join(timeout_s=timeout_s)

    def _want(self, until_s: float) -> None:
        self._wanted_until_s = max(self._wanted_until_s, until_s + LINGER_S)
        if self._reader is None:
            self._error = None
            self._reader = threading.Thread(target=self._look, daemon=True, name="newest")
            self._reader.start()

    def _look(self) -> None:
        try:
            while self._goes_on():
                found = self._read()
                with self._told:
                    if found != self._position:
                        self._position = found
                        self._told.notify_all()
                time.sleep(self._pause_s)  # others write: nothing tells us sooner
        except (DatabaseError, OSError) as error:  # handed to whoever waits, who answers for it
            with self._told:
                self._error, self._reader = error, None
                self._told.notify_all()
        finally:
            self._close()

    def _goes_on(self) -> bool:
        """Whether anybody waited lately; the reader has ended for whoever comes after a no."""
        with self._told:
            if time.monotonic() < self._wanted_until_s:
                return True
            self._reader = None
            return False


NEWEST = Newest(read=position, close=lambda: connection.close())
"""That of this process."""
