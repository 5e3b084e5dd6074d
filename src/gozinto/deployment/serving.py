"""Serves the pages and the API until told to stop, and stops so that nobody loses work."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from gozinto.deployment.homes import Home
from gozinto.deployment.locations import ANY_ADDRESS, READY_FILE
from gozinto.errors import Malformed, Unavailable

DEFAULT_PORT = 8000
DEFAULT_BIND = "127.0.0.1"
THREADS = 24
"""Requests worked on at once, up to six of them streams that mostly wait; each thread has a
connection, and the server allows 100."""

DRAIN_S = 0.5
"""Between saying "not ready" and taking no more: a load balancer looks in this time."""

FINISH_S = 20
"""How long requests in hand may take after SIGTERM (design 6)."""


def chosen_port(asked: int | None) -> int:
    """The port to serve at: as asked for, else `GOZINTO_PORT`, else 8000. Raises Malformed."""
    named = os.environ.get("GOZINTO_PORT", "")
    if asked is None and named and not named.isdecimal():
        raise Malformed(
            f"GOZINTO_PORT is {named!r}, which is no port number.",
            next_step="Set it to a number from 1 to 65535.",
        )
    port = asked if asked is not None else int(named or DEFAULT_PORT)
    if not 0 < port < 65536:
        raise Malformed(f"There is no port {port}.", next_step="Choose one from 1 to 65535.")
    return port


def chosen_bind() -> str:
    """The address to bind to: `GOZINTO_BIND`, else this machine alone."""
    return os.environ.get("GOZINTO_BIND") or DEFAULT_BIND


def check_free(*, bind: str, port: int) -> None:
    """Raises Unavailable, with the way out, when we cannot listen there."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as problem:
            taken = problem.errno == errno.EADDRINUSE
            raise Unavailable(
                f"Port {port} at {bind} is taken by another program."
                if taken
                else f"Cannot listen at {bind}, port {port}: {problem.strerror}.",
                code="port_taken" if taken else "unavailable",
                next_step="Choose another: --port 8001, or GOZINTO_PORT=8001."
                if taken
                else "Check GOZINTO_BIND and the port; below 1024 only root may listen.",
            ) from problem


def address(*, bind: str, port: int) -> str:
    """The URL a person on this machine opens."""
    host = "127.0.0.1" if bind in ANY_ADDRESS else bind
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Draining(Server):  # type: ignore[misc,valid-type]  # granian exports it under a condition
    """A server that says "not ready" first, and closes its door a moment later."""

    ready_file: Path

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """SIGTERM or Ctrl-C: the first one drains, a second one stops at once."""
        close = super().signal_handler_interrupt
        if not self.ready_file.exists():
            close(*args, **kwargs)
            return
        self.ready_file.unlink(missing_ok=True)
        timer = threading.Timer(DRAIN_S, close, args, kwargs)
        timer.daemon = True
        timer.start()


def serve(*, bind: str, port: int, home: Home, ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or Ctrl-C; returns when the last request was answered.

    `ready` is called when the door opens. Raises Unavailable when the port is taken.
    """
    check_free(bind=bind, port=port)
    ready_file = home.path / f"ready-{port}"
    ready_file.touch(mode=0o600)
    os.environ[READY_FILE] = str(ready_file)
    server = Draining(
        "gozinto.deployment.wsgi:application",
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        workers_kill_timeout=FINISH_S,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        websockets=False,
        log_dictconfig=settings.LOGGING,
        # Its account of a good start would bury the address and the link.
        log_level=LogLevels.error,
    )
    server.ready_file = ready_file
    server.on_startup(ready)
    try:
        server.serve()
    finally:
        ready_file.unlink(missing_ok=True)
        del os.environ[READY_FILE]
