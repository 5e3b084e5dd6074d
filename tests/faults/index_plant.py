"""A plant whose index is being killed, in a process of its own.

`python -m tests.faults.index_plant HOME FOLDER ROLES KILLS SEED`: starts these roles (separated
by commas), strikes so many times with kill -9 at one of them or at the server, starts again what
was struck, puts false generations among the true ones, and ends when all is calm. What happened
is in FOLDER. All processes are forks of this one: it has the machine code, so a life begins fast.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import secrets
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import ForkProcess
from pathlib import Path

from django.db import connections

from gozinto.deployment.attach import Attachment, attached
from gozinto.genealogy import generations
from gozinto.genealogy.kernels import compiled
from tests import homes
from tests.faults.damage import HARMS

SERVER = "server"
APART_S = 2.5
"""Between two kills of the server: its keeper gives up one that falls five times at once."""


class Plant:
    """The processes, each in its place, and the blows."""

    def __init__(self, here: Attachment, folder: Path, *, roles: list[str], seed: int) -> None:
        self.here = here
        self.folder = folder
        self.chance = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.places = [(role, f"{role}{n}") for n, role in enumerate(roles)]
        self.processes: dict[str, ForkProcess] = {}
        self.server_fell = 0.0

    def begin(self, role: str, name: str) -> None:
        """Starts one."""
        self.processes[name] = FORK.Process(target=play, args=(self.here, self.folder, role, name))
        self.processes[name].start()

    def strike(self) -> None:
        """kill -9 of one, which is started again, or of the server, which its keeper starts."""
        victims = [*self.places]
        if time.monotonic() > self.server_fell + APART_S:
            victims.append((SERVER, SERVER))
        role, name = self.chance.choice(victims)
        if role == SERVER:
            with suppress(ProcessLookupError, FileNotFoundError):
                os.kill(homes.server_pid(self.here.home), signal.SIGKILL)
            self.server_fell = time.monotonic()
        else:
            self.processes[name].kill()
            self.processes[name].join()
            self.begin(role, name)
        self.counts[role] += 1

    def harm(self) -> None:
        """A false generation after the newest one, where there is one."""
        harm = self.chance.choice(sorted(HARMS))
        # another may have removed what is being copied, or have published meanwhile
        with suppress(OSError, generations.Damaged, IndexError):
            index = self.folder / "index"
            newest = generations.numbers(index)[-1]
            copy = self.folder / f"copy-{secrets.token_hex(4)}"
            shutil.copytree(index / f"gen-{newest}", copy)
            HARMS[harm](copy)
            copy.rename(index / f"gen-{newest + 1}")
            self.counts[harm] += 1

    def wait(self, so: Callable[[], bool]) -> None:
        """Until it is so. Nobody may end by himself."""
        homes.wait_until(lambda: so() or self.fallen())
        assert not self.fallen(), self.fallen()

    def fallen(self) -> list[str]:
        """Who ended unasked."""
        return [name for name, one in self.processes.items() if one.exitcode is not None]

    def lines(self, kind: str) -> int:
        """How much was told, or answered, so far."""
        return sum(file.read_bytes().count(b"\n") for file in self.folder.glob(f"{kind}-*"))

    def wait_for_more(self, many: int) -> None:
        """So many acknowledgements and answers, so that a blow hits who is at work."""
        enough = {kind: self.lines(kind) + many for kind in ("told", "answers")}
        self.wait(lambda: all(self.lines(kind) >= n for kind, n in enough.items()))

    def newest(self) -> int:
        """The number of the last generation."""
        return max(generations.numbers(self.folder / "index"), default=0)

    def end(self) -> None:
        """Asks everybody to end, writers first, the builder last; nobody may need a kill."""
        for role in ("writer", "reader", "deaf", "builder"):
            ending = [self.processes[name] for its, name in self.places if its == role]
            for process in ending:
                process.terminate()
            for process in ending:
                process.join(60)
                assert process.exitcode == 0, (process.name, process.exitcode)

    def run(self, *, kills: int) -> None:
        """All of it."""
        for role, name in self.places:
            self.begin(role, name)
        self.wait(lambda: self.newest() > 0)
        for _ in range(kills):
            self.wait_for_more(5)
            if self.chance.random() < 0.3:
                self.harm()
            time.sleep(self.chance.uniform(0, 0.2))  # the blow falls at any instant
            self.strike()
        # two generations that nobody harmed or struck at, and answers from them
        calm = self.newest() + 2
        self.wait(lambda: self.newest() >= calm)
        self.wait_for_more(20)
        self.end()
        # by number they cannot be counted: one that is discarded leaves its number to the next
        self.counts["generations"] = self.lines("built")


FORK = multiprocessing.get_context("fork")


def play(here: Attachment, folder: Path, role: str, name: str) -> None:
    """The life of one process."""
    from tests.faults.index_roles import ROLES, Post

    post = Post(here, folder, name)
    post.end_at_sigterm()
    ROLES[role](post)


def main(home: str, folder: str, roles: str, kills: str, seed: str) -> None:
    """Attaches, and lets it happen."""
    with attached(home=Path(home)) as here:
        import tests.faults.index_roles  # noqa: F401 -- read once, before the forks

        homes.share_kernels()
        compiled.warm()
        connections.close_all()
        plant = Plant(here, Path(folder), roles=roles.split(","), seed=int(seed))
        try:
            plant.run(kills=int(kills))
        finally:
            for process in plant.processes.values():
                process.kill()
        (Path(folder) / "summary.json").write_text(json.dumps(plant.counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
