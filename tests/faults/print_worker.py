"""A print worker whose labels say their job: `python -m tests.faults.print_worker FOLDER`.

Ends when its standard input does, as the real one; draws without a layout.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import django

from gozinto.deployment import working
from gozinto.deployment.locations import CONNECTION, read


def label(job: int) -> bytes:
    """What the label of a job is."""
    return f"^XA^FDJOB-{job:06d}^FS^XZ\n".encode()


def main(root: str) -> None:
    """Works."""
    django.setup()
    ended = threading.Event()

    def listen() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    address = read(os.environ[CONNECTION])
    working.work(address, root=Path(root), draw=lambda job, _printer: label(job.pk), ended=ended)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    main(*sys.argv[1:])
