"""The engines `tryton` and `tryton-indexed`: the same books in two databases of one server.

As shipped, Tryton's moves have no index on their lot. The second database is a copy of the first
with that index and nothing else added, as an administrator would who looked for the reason.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from psycopg import sql
from tests import homes

from benchmarks.genealogy import measuring, postgresql
from benchmarks.genealogy.measuring import Figure
from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question
from benchmarks.genealogy.tryton import books, environment
from gozinto.deployment import database, postgres
from gozinto.deployment.locations import Address

SHIPPED, INDEXED = NAMES = ("tryton", "tryton-indexed")
MODULES = ("production", "stock_lot")
PASSWORD = "tryton_password"
"""Of an administrator, whom Tryton insists on; nobody signs in."""
DRIVER = Path(__file__).with_name("driver.py")

MOST_LINKS = 20_000
"""A larger plant takes Tryton hours to book, and its days reach into the future."""

ONE_BY_ONE = 25
"""So many are booked in a transaction each, which is timed; the rest together, which is quicker."""
LOTS_AT_ONCE, PRODUCTIONS_AT_ONCE = 200, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Both engines by name, and how long it took to write what was booked one by one."""

    engines: Mapping[str, Tryton]
    figures: Sequence[Figure]


class Tryton:
    """One database, asked through a process of Tryton's environment."""

    def __init__(self, at: Address, *, interpreter: Path, log: Path, patience_s: float) -> None:
        self._patience_s, self._log = patience_s, log
        with log.open("a") as errors:
            self._process = subprocess.Popen(
                [interpreter, "-I", DRIVER, at.name],
                env=_variables(at),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """The question as one call; None where times are ignored: Tryton minds its dates."""
        if not question.in_time:
            return None
        return lambda: sum(self._asked("count", question))

    def answer(self, question: Question) -> Answer:
        """The whole answer; with `each`, of one origin after another."""
        answers = [
            books.answer_of(question, int(lot), found)
            for lot, found in zip(question.origins, self._asked("answer", question), strict=True)
        ]
        if not question.each:
            return answers[0]
        return Answer(counts=np.concatenate([answer.counts for answer in answers]))

    def say(self, do: str, **about: Any) -> Any:
        """The answer of the process to one request. Raises TimeoutError when it took too long."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = json.dumps({"do": do, "with": about})
        try:
            print(request, file=self._process.stdin, flush=True)
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RuntimeError(f"Tryton gave up; what it said is in {self._log}")
        answered = json.loads(line)
        if "late" in answered:
            raise TimeoutError
        return answered["answer"]

    def close(self) -> None:
        """Ends the process, and with it its connections."""
        self._process.communicate()

    def _asked(self, do: str, question: Question) -> Iterator[Any]:
        until = time.monotonic() + self._patience_s
        for lot in question.origins:
            left_s = until - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            yield self.say(do, lot=int(lot), direction=question.direction, patience_s=left_s)


@contextmanager
def opened(graph: Graph, *, folder: Path, patience_s: float) -> Iterator[Peers]:
    """Both engines with the books of a plant `on_days`. Raises NotToBeHad.

    What is kept in `folder` from run to run: the environment, and what Tryton said.
    """
    if graph.links > MOST_LINKS:
        raise environment.NotToBeHad(f"more than {MOST_LINKS:,} links")
    interpreter = environment.python(folder / "environment")
    log = folder / "tryton.log"

    def started(at: Address) -> Tryton:
        return Tryton(at, interpreter=interpreter, log=log, patience_s=patience_s)

    with ExitStack() as stack:
        home = stack.enter_context(homes.temporary())
        server = stack.enter_context(postgres.running(home))
        shipped = database.prepared(server.owner.of(SHIPPED), home=home).owner
        home.secret(PASSWORD)
        _activate(shipped, interpreter=interpreter, log=log, password=home.path / PASSWORD)
        writer = started(shipped)
        try:
            figures = _booked(graph, writer)
        finally:
            writer.close()
        indexed = shipped.of(INDEXED)
        _copy_with_index(shipped, indexed)
        engines = {}
        for at in (shipped, indexed):
            engines[at.name] = started(at)
            stack.callback(engines[at.name].close)
        yield Peers(engines=engines, figures=figures)


def _variables(at: Address) -> dict[str, str]:
    return environment.variables(TRYTOND_DATABASE_URI=at.of("").as_url())


def _activate(at: Address, *, interpreter: Path, log: Path, password: Path) -> None:
    """Makes the tables of the modules with Tryton's own command."""
    command = [interpreter, "-I", "-m", "trytond.cli.admin", "--database", at.name]
    command += ["--email", "nobody@localhost", "--activate-dependencies", "--update", *MODULES]
    with log.open("w") as said:
        subprocess.run(
            command,
            env=_variables(at) | {"TRYTONPASSFILE": str(password)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=True,
        )


def _booked(graph: Graph, writer: Tryton) -> list[Figure]:
    """Writes the books; figures of the first few of each kind, a transaction each."""
    plant = books.books(graph)
    kinds: tuple[tuple[str, str, Sequence[Any], int], ...] = (
        ("receive", "lots", plant.bought, LOTS_AT_ONCE),
        ("produce", "productions", [asdict(p) for p in plant.productions], PRODUCTIONS_AT_ONCE),
    )
    cases = ("write, a bought lot received", "write, a production done")
    figures = []
    for case, (do, name, things, at_once) in zip(cases, kinds, strict=True):
        times = writer.say(do, **{name: things[:ONE_BY_ONE]}, at_once=1)
        writer.say(do, **{name: things[ONE_BY_ONE:]}, at_once=at_once)
        figures.append(measuring.figure(case, SHIPPED, times, nodes=1, links=graph.links))
    return figures


def _copy_with_index(shipped: Address, indexed: Address) -> None:
    """Makes the other database. Both are analysed, and set as the peer `postgresql-cte` is."""
    with psycopg.connect(**shipped.of(database.MAINTENANCE).psycopg(), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(indexed.name), sql.Identifier(shipped.name)
            )
        )
        for at in (shipped, indexed):
            for name, value in postgresql.SETTINGS.items():
                server.execute(
                    sql.SQL("ALTER DATABASE {} SET {} = {}").format(
                        sql.Identifier(at.name), sql.Identifier(name), sql.Literal(value)
                    )
                )
    for at in (shipped, indexed):
        with psycopg.connect(**at.psycopg(), autocommit=True) as connection:
            if at is indexed:
                connection.execute("CREATE INDEX ON stock_move (lot)")
            connection.execute("VACUUM (ANALYZE)")
