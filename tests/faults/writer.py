"""A writer that will not be discouraged.

`python -m tests.faults.writer HOME ACKNOWLEDGED NAME MODE`:
MODE `after` notes an event as acknowledged when capture has answered; `before` is the control:
it notes first and commits then, as a careless program would. Notes are durable (fsync), so that
what stands in the file was acknowledged, whatever is killed. Ends at SIGTERM.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from types import FrameType
from typing import TextIO

import psycopg
from django.db import DatabaseError, connection, transaction

from gozinto.deployment.attach import Attachment, attached
from gozinto.errors import Unavailable
from tests.plants import lot, received, some

stopping = False


def stop(_number: int, _frame: FrameType | None) -> None:
    """Asks for an end."""
    global stopping
    stopping = True


def note(file: TextIO, event_id: str) -> None:
    """Acknowledges, durably."""
    file.write(event_id + "\n")
    file.flush()
    os.fsync(file.fileno())


def write(event_id: str, *, number: int, name: str, file: TextIO, careless: bool) -> None:
    """One delivery on record, acknowledged after the commit; `careless`: before it."""
    from gozinto import record  # its models want Django set up, which attaching did

    event = received(some(lot("HB", f"{name}-{number}"), 1), 0, id=event_id)
    with transaction.atomic() if careless else nullcontext():
        record.capture(event)
        if careless:
            note(file, event_id)
            time.sleep(0.05)  # a kill in here is what tells the careless one
    if not careless:
        note(file, event_id)


def come_back(here: Attachment) -> None:
    """To a server that was killed, or to one that cannot be had yet."""
    connection.close()
    assert here.server is not None
    try:
        here.server.ensure()
    except Unavailable:
        time.sleep(0.1)  # the server is just coming up again


def work(here: Attachment, *, file: TextIO, name: str, careless: bool) -> None:
    """Writes until asked to stop. What was not acknowledged is sent again, with the same id."""
    for number in itertools.count():
        event_id = f"urn:uuid:00000000-0000-7000-8000-{os.getpid() % 0xFFFF:04x}{number:08x}"
        while not stopping:
            try:
                write(event_id, number=number, name=name, file=file, careless=careless)
            except (DatabaseError, psycopg.Error):
                come_back(here)
                if careless:
                    break  # it believes what it noted
            else:
                break
        if stopping:
            return


ATTACHMENTS = 10


def main(home: str, acknowledged: str, name: str, mode: str) -> None:
    """Attaches and works."""
    signal.signal(signal.SIGTERM, stop)
    for attempt in range(1, ATTACHMENTS + 1):
        try:
            with attached(home=Path(home)) as here, Path(acknowledged).open("a") as file:
                work(here, file=file, name=name, careless=mode == "before")
            return
        except (Unavailable, DatabaseError, psycopg.Error):
            # The kill of another round may meet a writer that is only just attaching.
            if attempt == ATTACHMENTS:
                raise
            time.sleep(0.5)  # until that kill is over


if __name__ == "__main__":
    main(*sys.argv[1:])
