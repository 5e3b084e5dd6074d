"""Builds the index beside the web process, in a process of its own that ends with its starter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from gozinto.deployment.homes import Home
from gozinto.deployment.locations import INDEX_DIRECTORY

LOOK_S = 2.0
"""Between two looks whether a generation is due."""

END_S = 10
"""How long a builder may take to leave its work; what it leaves is no generation."""


@contextmanager
def indexed(home: Home) -> Iterator[None]:
    """A builder at work, and its place known to the processes begun in this block."""
    os.environ[INDEX_DIRECTORY] = str(home.path / "index")
    # Its standard input ends when we do, however we end.
    builder = subprocess.Popen(
        [sys.executable, "-m", "gozinto.deployment.indexing"], stdin=subprocess.PIPE
    )
    try:
        yield
    finally:
        del os.environ[INDEX_DIRECTORY]
        assert builder.stdin is not None
        builder.stdin.close()
        try:
            builder.wait(END_S)
        except subprocess.TimeoutExpired:
            builder.kill()
            builder.wait()


def main() -> None:
    """The builder: looks, builds, and leaves when its standard input ends."""
    import signal
    import threading

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    # Ctrl-C reaches the whole group; the starter tells us when it is time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    from gozinto.trace.index import asking, keeping

    ended = threading.Event()

    def listen() -> None:
        sys.stdin.buffer.read()
        ended.set()
        # A build in hand is left as it is: without its last rename it is nothing.
        os._exit(0)

    threading.Thread(target=listen, daemon=True, name="starter").start()
    place = asking.place()
    if place is not None:
        os.nice(10)
        keeping.keep(place, wait=lambda: not ended.wait(LOOK_S))


if __name__ == "__main__":
    main()
