"""The application as a WSGI server calls it."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gozinto.deployment import kept_connections, memory
from gozinto.deployment.locations import INDEX_DIRECTORY, READY_FILE
from gozinto.edges.office.live import streams
from gozinto.genealogy.kernels import compiled

LOOK_S = 1.0


def leave_with(parent: int) -> None:
    """Ends this process when its parent was killed: it would hold the port and the database."""
    while os.getppid() == parent:
        time.sleep(LOOK_S)  # a parent's death is no event that a thread could wait for
    os.kill(os.getpid(), signal.SIGTERM)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
if READY_FILE in os.environ:
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True, name="parent").start()
application = get_wsgi_application()
if READY_FILE in os.environ:
    streams.end_when(lambda: not Path(os.environ[READY_FILE]).exists())
kept_connections.look_before_requests()
if INDEX_DIRECTORY in os.environ:
    # Our starter read the settings before it knew where the index would be, and we are its fork.
    settings.GOZINTO_INDEX_DIR = os.environ[INDEX_DIRECTORY]
    # The first question must not wait for a compiler.
    threading.Thread(target=compiled.warm_beside, daemon=True, name="kernels").start()
memory.look_seldom()
