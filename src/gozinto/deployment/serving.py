"""Serves the pages and the API until told to stop, and stops so that nobody loses work."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from gozinto.deployment import tls
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import ANY_ADDRESS, CA_CERTIFICATE, READY_FILE, TLS_NAMES
from gozinto.deployment.tls import Files
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


def address(*, bind: str, port: int, certificate: Files | None = None) -> str:
    """The URL a person opens: on this machine, or by the first name of our certificate."""
    host = "127.0.0.1" if bind in ANY_ADDRESS else bind
    if certificate is not None:
        host = certificate.names[0].replace("*", "www", 1)
    scheme = "http" if certificate is None else "https"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def announce(files: Files) -> None:
    """Lets this process and those it begins know by what certificate we are reached."""
    os.environ[TLS_NAMES] = ",".join(tls.hosts(files.names))
    os.environ.pop(CA_CERTIFICATE, None)
    if files.authority is not None:
        os.environ[CA_CERTIFICATE] = str(files.authority)


def _renewed(
    home: Home, certificate: Files | None, *, then: Callable[[], object]
) -> AbstractContextManager[None]:
    """A worker that is begun anew reads the files anew; requests in hand are finished first."""
    if certificate is None or certificate.authority is None:
        return nullcontext()
    return tls.renewed(home, named=certificate.names, then=then)


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


def serve(
    *,
    bind: str,
    port: int,
    home: Home,
    ready: Callable[[], None],
    certificate: Files | None = None,
) -> None:
    """Serves until SIGTERM or Ctrl-C; returns when the last request was answered.

    `ready` is called when the door opens. `certificate`: to speak TLS by; one of our own
    authority is made anew in time. Raises Unavailable when the port is taken.
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
        ssl_cert=certificate and certificate.certificate,
        ssl_key=certificate and certificate.key,
        # Tablets of ten years know no newer one.
        ssl_protocol_min=SSLProtocols.tls12,
        log_dictconfig=settings.LOGGING,
        # Its account of a good start would bury the address and the link.
        log_level=LogLevels.error,
    )
    server.ready_file = ready_file
    server.on_startup(ready)
    try:
        with _renewed(home, certificate, then=server.signal_handler_reload):
            server.serve()
    finally:
        ready_file.unlink(missing_ok=True)
        del os.environ[READY_FILE]
