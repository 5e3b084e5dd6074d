"""How many events a second go on record: `python -m benchmarks.capture`.

A small tyre plant is generated once; its events, as its machines and people would send them, are
then put on record in an empty database as documents of several sizes, with every rule and every
projection, one durable transaction a document. Each figure is the median of several runs.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import django
import psycopg
from psycopg import sql
from rich.console import Console
from rich.table import Table

from benchmarks.figures import write
from gozinto.deployment import database, locations, memory, migrating, postgres
from gozinto.deployment.database import Roles
from gozinto.deployment.homes import Home
from gozinto.standards.epcis import documents as codec
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1, 100, 1000)
UNITS = 1000
RUNS = 5
SINGLE_EVENTS = 1500
"""As many as are sent one by one: that takes long."""
CALENDAR_END = date(2026, 6, 17)


@dataclass(frozen=True)
class Figure:
    """One row of the table."""

    writers: int
    document_events: int
    events: int
    per_s: float
    """Events a second over all writers; the median of the runs."""
    slowest_ms: float
    """The longest time that one document took, the median of the runs."""


def generated(units: int) -> list[Event]:
    """The events of a tyre plant of so many units, built in the database Django is connected to."""
    from gozinto.demo import plants
    from gozinto.demo.registry import TYRE
    from gozinto.demo.tyre.plan import Plan
    from gozinto.record.models import Event as EventRow

    plants.build(TYRE, Plan(units, 1, CALENDAR_END))
    rows = EventRow.objects.order_by("position").values_list("document", flat=True)
    return [jsonld.loads(document) for document in rows]


def encoded(events: Sequence[Event], *, size: int) -> list[bytes]:
    """`events` as EPCIS documents in JSON, `size` a document."""
    return [_document(events[start : start + size]) for start in range(0, len(events), size)]


def written(sent: Sequence[bytes]) -> list[float]:
    """Put documents on record; the seconds that each took, from its bytes to the commit."""
    from gozinto.record import documents

    took = []
    for document in sent:
        begun = time.perf_counter()
        report = documents.capture(document)
        took.append(time.perf_counter() - begun)
        assert report.success, report.faults[:1]
    return took


def _document(events: Sequence[Event]) -> bytes:
    to = io.BytesIO()
    codec.write(events, to=to, syntax="json")
    return to.getvalue()


@contextmanager
def scratch() -> Iterator[tuple[Roles, Roles]]:
    """A server of its own with two databases: one for the plant, one to write into."""
    home = Home(Path(tempfile.mkdtemp(prefix="gozinto-bench-")) / "home")
    home.path.parent.chmod(0o711)
    try:
        with postgres.running(home.prepared()) as server:
            made = [
                database.prepared(server.owner.of(name), home=home)
                for name in ("gozinto_plant", "gozinto_bench")
            ]
            for roles in made:
                migrating.use(roles.application)
                migrating.migrate(roles)
            yield made[0], made[1]
    finally:
        shutil.rmtree(home.path.parent, ignore_errors=True)


def empty(roles: Roles) -> None:
    """Take everything out of a database."""
    with psycopg.connect(**roles.owner.psycopg(), autocommit=True) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename LIKE 'gozinto_%'"
        ).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in tables)
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))


def _figure(writers: int, size: int, events: int, runs: Sequence[tuple[float, float]]) -> Figure:
    return Figure(
        writers,
        size,
        events,
        per_s=round(statistics.median(events / seconds for seconds, _ in runs), 1),
        slowest_ms=round(statistics.median(slowest * 1000 for _, slowest in runs), 1),
    )


def _alone(events: Sequence[Event], size: int) -> tuple[float, float]:
    took = written(encoded(events, size=size))
    return sum(took), max(took)


def together(events: Sequence[Event], size: int, *, roles: Roles) -> tuple[float, float]:
    """Two processes, each with every other document, started at the same moment.

    The second sends the things of a plant of its own: two that tell of one lot wait for each
    other, which is right, and not what is measured here.
    """
    documents = [events[start : start + size] for start in range(0, len(events), size)]
    shares = [[e for d in documents[first::2] for e in d] for first in (0, 1)]
    environment = os.environ | {locations.CONNECTION: roles.application.as_url()}
    writers = []
    for share, domain in zip(shares, ("id.demo.example", "id.other.example"), strict=True):
        writer = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.capture", "--writer", str(size)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdin is not None
        texts = (jsonld.dumps(event).replace("id.demo.example", domain) for event in share)
        writer.stdin.writelines(text + "\n" for text in texts)
        writer.stdin.write("\n")
        writer.stdin.flush()
        writers.append(writer)
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.readline()
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    answers = [json.loads(writer.communicate()[0]) for writer in writers]
    begun, ended = min(a["begun"] for a in answers), max(a["ended"] for a in answers)
    return ended - begun, max(max(a["took"]) for a in answers)


def _write_for_parent(size: int) -> None:
    django.setup()
    memory.look_seldom()
    events = []
    while line := sys.stdin.readline().strip():
        events.append(jsonld.loads(line))
    sent = encoded(events, size=size)
    written(encoded(events[:1], size=1))  # connects; a repeat is harmless
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    begun = time.perf_counter()  # one clock for both: it counts since the machine started
    took = written(sent)
    json.dump({"begun": begun, "ended": time.perf_counter(), "took": took}, sys.stdout)


def measure(units: int, runs: int, sizes: Sequence[int]) -> list[Figure]:
    """Every figure of the table."""
    found = []
    with scratch() as (plant, bench):
        migrating.use(plant.application)
        events = generated(units)
        migrating.use(bench.application)
        for size in sizes:
            some = events[:SINGLE_EVENTS] if size == 1 else events
            ways: list[tuple[int, Callable[[], tuple[float, float]]]] = [
                (1, lambda some=some, size=size: _alone(some, size)),
                (2, lambda some=some, size=size: together(some, size, roles=bench)),
            ]
            for writers, way in ways:
                timed = []
                for _ in range(runs):
                    empty(bench)
                    timed.append(way())
                found.append(_figure(writers, size, len(some), timed))
    return found


def main() -> None:
    """Print the table; with `--json FILE`, also write it there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=UNITS, help="tyres of the plant")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="events a document")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--writer", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    if options.writer:
        _write_for_parent(options.writer)
        return
    django.setup()
    memory.look_seldom()
    figures = measure(options.units, options.runs, options.sizes)
    table = Table("writers", "events a document", "events", "events/s", "slowest document, ms")
    for figure in figures:
        table.add_row(*(f"{value:,}" for value in asdict(figure).values()))
    Console().print(table)
    if options.json:
        write(figures, to=options.json)


if __name__ == "__main__":
    main()
