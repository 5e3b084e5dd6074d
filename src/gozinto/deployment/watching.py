"""Keeps the embedded server's keeper alive under a process that runs for weeks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from gozinto.deployment.postgres import Server
from gozinto.deployment.postgres.attachment import keeper_alive
from gozinto.errors import GozintoError

LOOK_S = 1.0


@contextmanager
def watched(server: Server | None) -> Iterator[None]:
    """Starts the keeper again whenever it was killed, until the `with` ends."""
    if server is None:
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_watch, args=(server, ended), name="watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _watch(server: Server, ended: threading.Event) -> None:
    log = structlog.get_logger("gozinto.watching")
    while not ended.wait(LOOK_S):
        if keeper_alive(server.home):
            continue
        log.warning("keeper_gone", next="starting it again")
        try:
            server.ensure()
        except GozintoError as problem:
            log.error("server_does_not_start", reason=problem.message, next_step=problem.next_step)
