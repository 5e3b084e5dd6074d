"""What an index knows of transactions that a crash of the server makes forgotten.

`python -m tests.faults.index_crash HOME FOLDER`: three times transactions begin and end in vain,
an index takes note, and the server is killed before their ends are on its disk. Their numbers are
then given to events. Prints what is found of these: by a process that lived on (`heard`), from a
generation (`built`), and from one that was published carelessly, for the control (`careless`).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import psycopg
from django.db import connection, connections

from gozinto.deployment.attach import Attachment, attached
from tests import homes
from tests.plants import lot, some, transformed, unit

MODES = ("heard", "built", "careless")
MANY = 3
"""Transactions that end in vain, and events after the crash."""


def forgotten(here: Attachment, *, after: Callable[[], object]) -> int:
    """Transactions end in vain, `after` happens, and the server dies; the number of the last.

    The process that would write their ends to the disk within 0.2 s stands still meanwhile.
    """
    assert here.server is not None
    with closing(psycopg.connect(**here.server.superuser.psycopg(), autocommit=True)) as watcher:
        found = watcher.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"
        ).fetchone()
    assert found is not None
    writer = int(found[0])
    os.kill(writer, signal.SIGSTOP)
    with closing(psycopg.connect(**here.roles.application.psycopg())) as vain:
        for _ in range(MANY):
            row = vain.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
            vain.rollback()
    after()
    os.kill(homes.server_pid(here.home), signal.SIGKILL)
    os.kill(writer, signal.SIGKILL)
    connection.close()
    here.server.ensure()
    assert row is not None
    return int(row[0])


def play(here: Attachment, folder: Path, mode: str) -> dict[str, object]:
    """One crash: what the index answers after it, and whether numbers were given again."""
    from gozinto import record
    from gozinto.plant import objects
    from gozinto.record.transactions import snapshot
    from gozinto.trace.index import changes
    from gozinto.trace.index.building import build
    from gozinto.trace.index.living import Living
    from gozinto.trace.reading.moment import rows

    raw = lot("RAW", mode)

    def tell(made: int) -> None:
        record.capture(
            transformed(1, inputs=[some(raw, 1)], units_out=[unit(f"OF-{mode}", str(made))])
        )

    def ask(living: Living) -> int | None:
        with living.turn(), snapshot():
            walked = living.ask({objects.resolve(raw).id}, ahead=True)
        return None if walked is None else len(walked.objects)

    tell(0)
    build(folder)
    living = Living(folder)
    ask(living)
    careless = patch.object(changes, "settled", lambda mark: replace(mark, life=""))
    if mode == "heard":
        last = forgotten(here, after=lambda: ask(living))
    elif mode == "built":
        last = forgotten(here, after=lambda: build(folder))
    else:
        with careless:
            last = forgotten(here, after=lambda: build(folder))
    for made in range(1, 1 + MANY):
        tell(made)
    ((given,),) = rows(
        "SELECT min(xact::text::bigint) FROM"
        " (SELECT xact FROM gozinto_event ORDER BY position DESC LIMIT %s) e",
        [MANY],
    )
    asked = living if mode == "heard" else Living(folder)
    return {"given_again": given <= last, "found": [ask(asked), ask(asked)], "all": 2 + MANY}


def main(home: str, folder: str) -> None:
    """Attaches, and lets it happen three times."""
    with attached(home=Path(home)) as here:
        homes.share_kernels()
        done = {
            mode: play(here, Path(folder) / mode, mode) for mode in ("heard", "built", "careless")
        }
        connections.close_all()
    sys.stdout.write(json.dumps(done))


if __name__ == "__main__":
    main(*sys.argv[1:])
