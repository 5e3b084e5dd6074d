"""Who is measured: each engine, what it can be asked, and up to which size of plant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Protocol

from rich.console import Console

from benchmarks.genealogy import duck, libraries, ours, postgresql, reference, sqlite
from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Answer, Question
from gozinto.genealogy.arrays import Arrays

MEMORY_LEFT_BYTES = 1 << 30
"""So much of the machine's memory stays free whatever an engine needs."""


class Engine(Protocol):
    """One graph, ready to be asked."""

    def prepared(self, question: Question) -> Callable[[], int] | None:
        """One call that asks and answers how much was found; None: it cannot be asked this."""

    def answer(self, question: Question) -> Answer:
        """The whole answer. Raises TimeoutError when the engine's patience is at its end."""

    def close(self) -> None:
        """Gives back what the engine holds."""


Opener = Callable[[Graph, Arrays, float], Engine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`most_links`: it is left out of larger plants, where loading alone takes too long.

    `link_bytes`: the memory it needs for a link, measured; PostgreSQL keeps its 180 on disk.
    """

    name: str
    opened: Opener
    most_links: int
    link_bytes: int


ENTRIES = (
    Entry(
        name="gozinto",
        opened=lambda graph, arrays, patience_s: ours.Gozinto(arrays),
        most_links=10**9,
        link_bytes=40,
    ),
    Entry(
        name="c",
        opened=lambda graph, arrays, patience_s: reference.Reference(arrays),
        most_links=10**9,
        link_bytes=30,
    ),
    Entry(
        name="postgresql-cte",
        opened=lambda graph, arrays, patience_s: postgresql.PostgreSQL(
            graph, patience_s=patience_s
        ),
        most_links=2 * 10**7,
        link_bytes=20,
    ),
    Entry(
        name="sqlite-cte",
        opened=lambda graph, arrays, patience_s: sqlite.SQLite(graph, patience_s=patience_s),
        most_links=2 * 10**7,
        link_bytes=130,
    ),
    Entry(
        name="duckdb-cte",
        opened=lambda graph, arrays, patience_s: duck.DuckDB(graph, patience_s=patience_s),
        most_links=10**8,
        link_bytes=100,
    ),
    Entry(
        name="networkx",
        opened=lambda graph, arrays, patience_s: libraries.with_networkx(graph),
        most_links=10**7,
        link_bytes=550,
    ),
    Entry(
        name="rustworkx",
        opened=lambda graph, arrays, patience_s: libraries.with_rustworkx(graph),
        most_links=2 * 10**7,
        link_bytes=60,
    ),
)


def why_not(entry: Entry, *, links: int) -> str | None:
    """Why an engine is left out of a run on this machine; None if it takes part."""
    if links > entry.most_links:
        return f"more than {entry.most_links:,} links"
    if entry.name == "c" and reference.compiler() is None:
        return "no C compiler here"
    free = free_bytes()
    needed = links * entry.link_bytes + MEMORY_LEFT_BYTES
    if needed > free:
        return f"{needed >> 20:,} MB of memory wanted, {free >> 20:,} MB free"
    return None


def free_bytes() -> int:
    """The memory that programs could still take, as the kernel estimates it (proc(5))."""
    with open("/proc/meminfo") as file:
        lines = dict(line.split(":") for line in file)
    return int(lines["MemAvailable"].split()[0]) * 1024


@contextmanager
def opened(
    graph: Graph, arrays: Arrays, *, names: Sequence[str], patience_s: float, console: Console
) -> Iterator[dict[str, Engine]]:
    """The engines of these names, loaded; says on the console who is left out and why."""
    with ExitStack() as stack:
        engines: dict[str, Engine] = {}
        for entry in ENTRIES:
            if entry.name not in names:
                continue
            reason = why_not(entry, links=graph.links)
            if reason:
                console.print(f"[yellow]{entry.name} is left out: {reason}[/]")
                continue
            with console.status(f"loading {entry.name}"):
                engine = entry.opened(graph, arrays, patience_s)
            stack.callback(engine.close)
            engines[entry.name] = engine
        yield engines
