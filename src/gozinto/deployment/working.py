"""Prints, imports and does to many things what was asked for, beside the web process: in a process
of its own that ends with its starter.

It is begun again whenever it was killed. One works at a time for a database: who has its lock
knows that whatever the worker before had in hand is in nobody's hand now.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from uuid import UUID

import psycopg
import structlog

from gozinto.deployment.homes import Home
from gozinto.deployment.locations import CONNECTION, Address, read

LOOK_S = 0.3
"""Between two looks whether something is to be printed."""

RELEASE_S = 5.0
"""Between two looks whether somebody's lease has ended."""

IMPORT_S = 0.9
"""Between two looks whether an import waits."""

AGAIN_S = 1.0
"""Before a worker that was killed is begun again, or one that found the database away looks."""

END_S = 10
"""How long a worker may take to finish the labels in hand; those it leaves are in doubt."""

PRINTERS_AT_ONCE = 16
_IMPORTS = "\0imports"
"""What is busy while an import is carried out: no printer is called so."""
RECALL_S = 3.0
"""Between two looks whether letters are due, or something came into the scope of a recall."""
_MANY = "\0many"
"""What is busy while something is done to many things."""
_HOLDS, _LETTERS = "\0holds", "\0letters"
"""What is busy while a recall is held, or its letters are sent."""
_LOCK = "gozinto print worker"


@contextmanager
def worked(home: Home) -> Iterator[None]:
    """A worker that prints, whatever becomes of one of its processes, until the block ends."""
    ended = threading.Event()
    thread = threading.Thread(target=_keep, args=(ended,), name="print-worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _keep(ended: threading.Event) -> None:
    while True:
        # Its standard input ends when we do, however we end.
        worker = subprocess.Popen(
            [sys.executable, "-m", "gozinto.deployment.working"], stdin=subprocess.PIPE
        )
        assert worker.stdin is not None
        while worker.poll() is None and not ended.wait(AGAIN_S):
            pass
        worker.stdin.close()
        try:
            worker.wait(END_S if ended.is_set() else None)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        if ended.wait(AGAIN_S):
            return


def main() -> None:
    """The worker: looks, prints, and leaves when its standard input ends."""
    import signal

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    # Ctrl-C reaches the whole group; the starter tells us when it is time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    from gozinto.deployment import homes
    from gozinto.labels.jobs import drawing

    ended = threading.Event()

    def listen() -> None:
        sys.stdin.buffer.read()
        ended.set()

    threading.Thread(target=listen, daemon=True, name="starter").start()
    work(
        read(os.environ[CONNECTION]),
        root=homes.current().path / "labels",
        draw=drawing.draw,
        ended=ended,
    )


def work(
    address: Address, *, root: Path, draw: Callable[..., bytes], ended: threading.Event
) -> None:
    """Print until `ended`. Raises OperationalError when the database goes away."""
    with alone(address, ended=ended) as still_alone:
        if not ended.is_set():
            _Worker(root, draw, ended).run(still_alone)


@contextmanager
def alone(address: Address, *, ended: threading.Event) -> Iterator[Callable[[], object]]:
    """The lock of all workers of a database; what it answers fails once the lock is gone."""
    with psycopg.connect(**address.psycopg(), autocommit=True) as connection:

        def has_it() -> bool:
            got = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [_LOCK])
            return got.fetchone() == (True,)

        while not has_it() and not ended.wait(AGAIN_S):
            pass
        yield lambda: connection.execute("SELECT 1")


class _Worker:
    """Drains the outbox and prints; a printer that is slow keeps no other waiting."""

    def __init__(self, root: Path, draw: Callable[..., bytes], ended: threading.Event) -> None:
        self._root = root
        self._draw = draw
        self._ended = ended
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._told: tuple[UUID, int, int] | None = None

    def run(self, still_alone: Callable[[], object]) -> None:
        """Until it is ended."""
        from gozinto.deployment.sending_labels import HOLDER
        from gozinto.labels.jobs import leasing

        leasing.release(holder=HOLDER)
        looks = 0
        with ThreadPoolExecutor(PRINTERS_AT_ONCE, thread_name_prefix="printer") as pool:
            while not self._ended.is_set():
                still_alone()
                looks += 1
                if looks % int(RELEASE_S / LOOK_S) == 0:
                    leasing.release()
                if looks % int(IMPORT_S / LOOK_S) == 0:
                    self._look_for_imports(pool)
                if looks % int(RECALL_S / LOOK_S) == 0:
                    self._begin(pool, _LETTERS, self._call_back)
                if not self._look(pool):
                    self._ended.wait(LOOK_S)

    def _look(self, pool: ThreadPoolExecutor) -> int:
        """Ask for what happened, and begin with what waits; answers how many events there were."""
        from gozinto.cases.recalls import stopping
        from gozinto.deployment.sending_labels import of_the_server
        from gozinto.labels.jobs import devices, draining, leasing
        from gozinto.operations.bulk import working as bulk
        from gozinto.plant import known

        if bulk.is_waiting():
            self._begin(pool, _MANY, lambda _: bulk.work())
        if stopping.is_waiting():
            self._begin(pool, _HOLDS, lambda _: stopping.work())
        drained = draining.drain(rules=devices.rules(), serving=devices.serving())
        for code in of_the_server(known.now().printers, leasing.printers_waiting()):
            self._begin(pool, code, self._print)
        return drained

    def _begin(self, pool: ThreadPoolExecutor, what: str, work: Callable[[str], object]) -> None:
        """Have something done that is not being done."""
        with self._lock:
            if what in self._busy:
                return
            self._busy.add(what)
        pool.submit(self._done_once, what, work).add_done_callback(_tell)

    def _done_once(self, what: str, work: Callable[[str], object]) -> None:
        from django.db import connection

        try:
            work(what)
        finally:
            connection.close()
            with self._lock:
                self._busy.discard(what)

    def _look_for_imports(self, pool: ThreadPoolExecutor) -> None:
        """Say how far the import in hand is, and begin with what waits."""
        from gozinto.plant.importing import working

        if self._told is not None:
            job, done, total = self._told
            working.keep_progress(job, done=done, total=total)
            self._told = None
        if working.waits():
            self._begin(pool, _IMPORTS, self._import)

    def _import(self, what: str) -> None:
        """All imports that wait, one after the other. How far one is, another thread says: what
        this one says is not to be seen before it is done.
        """
        from gozinto.plant.importing import working

        def tell(*told: UUID | int) -> None:
            self._told = cast(tuple[UUID, int, int], told)

        while not self._ended.is_set() and working.work_one(tell=tell):
            pass

    def _call_back(self, what: str) -> None:
        """Letters of recalls that are due; and what came into their scopes."""
        from gozinto.cases.recalls import freezing, notifying
        from gozinto.edges.office.cases import answers
        from gozinto.labels import letters

        while not self._ended.is_set() and notifying.send(
            draw=letters.draw, link=answers.link, budget=1
        ):
            pass
        if not self._ended.is_set():
            freezing.look()

    def _print(self, code: str) -> None:
        """All that waits for one printer."""
        from gozinto.deployment.sending_labels import print_next
        from gozinto.labels.jobs import devices

        while not self._ended.is_set() and print_next(
            devices.printer(code), draw=self._draw, root=self._root
        ):
            pass


def _tell(done: Future[None]) -> None:
    """Say what went wrong in a thread; its job is let go of when the lease ends."""
    problem = done.exception()
    if problem is not None:
        structlog.get_logger("gozinto.printing").error("worker_fault", exc_info=problem)


if __name__ == "__main__":
    main()
