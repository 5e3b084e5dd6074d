"""Server-sent events: whoever looks at the live page is told that the record has something new.

A stream holds a thread of the server, so there are a few of them; who gets none asks again by
itself. A stream says only that something changed, and the page then asks for what it shows: in
its reader's language, with its reader's roles. It ends after a minute, and the browser takes it
up again where it ended.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gozinto.access import gate
from gozinto.access.roles import INSIDE
from gozinto.record.newest import NEWEST, Newest

MOST_STREAMS = 6
LASTS_S = 60.0
TELLS_S = 5.0
"""So often a stream says that it is still there, so that it ends when nobody listens."""
LOOKS_S = 0.5
RETRY_MS = 1_000

_free = threading.BoundedSemaphore(MOST_STREAMS)
_stopping: list[Callable[[], bool]] = []
"""What says that this process is about to stop; whoever serves puts it here."""


def end_when(is_stopping: Callable[[], bool]) -> None:
    """All streams end as soon as this says so."""
    _stopping[:] = [is_stopping]


@gate.requires(any_of=INSIDE)
def stream(request: HttpRequest) -> HttpResponseBase:
    """Tells of each change since `Last-Event-ID`; 503 where there are as many streams as may be."""
    if request.method != "GET":
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})
    if not _free.acquire(blocking=False):
        return HttpResponse(
            status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(int(LASTS_S))}
        )
    last = request.headers.get("Last-Event-ID", "")
    after = int(last) if last.isdecimal() and last.isascii() and len(last) < 19 else 0
    answer = StreamingHttpResponse(
        Ticks(after=after, newest=NEWEST, release=_free.release),
        content_type="text/event-stream; charset=utf-8",
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Accel-Buffering"] = "no"  # a proxy that gathers would keep it to itself
    return answer


class Ticks:
    """The lines of one stream. `release` is called once, however it ends, begun or not."""

    def __init__(self, *, after: int, newest: Newest, release: Callable[[], None]) -> None:
        self._release: Callable[[], None] | None = release
        self._lines = self._told(after, newest, newest.ends)

    def __iter__(self) -> Iterator[str]:
        """The lines, as something happens."""
        return self._lines

    def close(self) -> None:
        """The stream has ended: another one may begin."""
        self._lines.close()
        if self._release is not None:
            self._release()
            self._release = None

    def _told(self, after: int, newest: Newest, ends: int) -> Generator[str]:
        end_s = time.monotonic() + LASTS_S
        said_s = time.monotonic()
        yield f"retry: {RETRY_MS}\n\n"
        while time.monotonic() < end_s and not any(stops() for stops in _stopping):
            found = newest.wait(after, timeout_s=LOOKS_S, ends=ends)
            if newest.ends != ends:
                break
            if found > after:
                after, said_s = found, time.monotonic()
                yield f"id: {found}\nevent: changed\ndata: {found}\n\n"
            elif time.monotonic() - said_s >= TELLS_S:
                said_s = time.monotonic()
                yield ": still here\n\n"
