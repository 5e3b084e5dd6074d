"""How long the trace page takes where the answer is large: `python -m benchmarks.trace_page`.

One bought lot goes into mixes, these into parts, and parts into finished lots, which leave for
customers. The page is asked for what the bought lot went into; for what came out of the last
machine in the meantime and what went into that; and for its parts and its files. What is measured
is the server's side, from the request to the last byte of the answer, without the network.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import django
import psycopg
from rich.console import Console
from rich.table import Table

from benchmarks import capture, processors
from benchmarks.figures import write
from gozinto.deployment import memory, migrating
from gozinto.deployment.database import Roles

LOTS = 5_000
RUNS = 5
OUT = Path("benchmarks/out/trace_page.json")
_A_MIX, _A_PART = 50, 10
"""Parts of one mix, finished lots of one part."""
_DOMAIN = "https://id.demo.example"
_DAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the result. `nodes` and `links` of the answer; `equal`: it is all there.

    `ms_web`, `ms_database`: processor time of this process and of the database's, which other work
    on the machine does not spoil.
    """

    case: str
    engine: str = "gozinto"
    nodes: int
    links: int
    ms_web: float
    ms_database: float
    ms_median: float
    ms_p95: float
    runs: int
    equal: bool


def _furnish() -> None:
    """What a plant that traces has described: without it every event breaks a rule."""
    from gozinto.plant import enterprise
    from gozinto.plant.models import Equipment, Material, Partner

    enterprise.describe(name="Benchmark", domain="id.demo.example", zone="Europe/Istanbul")
    kinds = {"RAW": "raw", "MIX": "intermediate", "PART": "intermediate", "FIN": "finished"}
    for code, kind in kinds.items():
        Material.objects.create(code=code, name=f"{code} material", kind=kind, uom="KGM")
        if code != "RAW":
            Equipment.objects.create(code=f"{code}-MACHINE", name=code, level="work_unit")
    partners = [("S1", "supplier"), *((f"C{n}", "customer") for n in range(0, 70, 10))]
    for code, kind in partners:
        uri = f"{_DOMAIN}/partner/{code}"
        Partner.objects.create(code=code, uri=uri, name=f"Company {code}", kind=kind)


def tell(lots: int) -> None:
    """Put the plant on record: a receipt, runs that each make one lot, shipments of ten lots."""
    from gozinto import record
    from gozinto.standards.epcis.events import (
        Event,
        ObjectEvent,
        QuantityElement,
        TransformationEvent,
        TypedReference,
    )
    from gozinto.standards.epcis.gozinto import Context

    _furnish()

    def some(kind: str, number: int, amount: int) -> QuantityElement:
        uri = f"{_DOMAIN}/class/{kind}/{kind}-{number}"
        return QuantityElement(epc_class=uri, quantity=Decimal(amount), uom="KGM")

    made = {"MIX": 10 * _A_MIX, "PART": 10 * _A_PART, "FIN": 10}

    def run(kind: str, of: str, number: int, source: int, minutes: float) -> Event:
        words = Context(equipment=f"{kind}-MACHINE", step=kind.lower(), certainty="scanned")
        return TransformationEvent(
            event_time=_DAY + timedelta(minutes=minutes),
            transformation_id=f"{_DOMAIN}/run/{kind}-{number}",
            input_quantity_list=(some(of, source, 10),),
            output_quantity_list=(some(kind, number, made[kind]),),
            extensions=words.extensions(),
        )

    def shipped(first: int) -> Event:
        buyer = f"{_DOMAIN}/partner/C{first % 70}"
        return ObjectEvent(
            event_time=_DAY + timedelta(days=30, minutes=first),
            action="OBSERVE",
            biz_step="shipping",
            disposition="in_transit",
            quantity_list=tuple(some("FIN", n, 10) for n in range(first, min(first + 10, lots))),
            destination_list=(TypedReference(type="owning_party", value=buyer),),
        )

    parts = -(-lots // _A_PART)
    mixes = -(-parts // _A_MIX)
    events: list[Event] = [
        ObjectEvent(
            event_time=_DAY,
            action="OBSERVE",
            biz_step="receiving",
            quantity_list=(some("RAW", 0, 10 * mixes),),
            source_list=(TypedReference(type="owning_party", value=f"{_DOMAIN}/partner/S1"),),
        ),
        *(run("MIX", "RAW", n, 0, 10 + n) for n in range(mixes)),
        *(run("PART", "MIX", n, n // _A_MIX, 1_000 + n) for n in range(parts)),
        *(run("FIN", "PART", n, n // _A_PART, 10_000 + n) for n in range(lots)),
        *(shipped(first) for first in range(0, lots, 10)),
    ]
    for begin in range(0, len(events), 1_000):
        record.capture_all(events[begin : begin + 1_000])


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the result: an address, and the answer that stands behind it."""

    case: str
    where: str
    answer: Callable[[], Any]


def questions(lots: int) -> list[Asked]:
    """What is asked."""
    from gozinto import trace
    from gozinto.plant import objects

    since, until = _DAY + timedelta(days=1), _DAY + timedelta(days=29)
    raw = [objects.resolve("RAW-0")]
    sought = trace.Sought(equipment="FIN-MACHINE", since=since, until=until)
    window = {"since": since.isoformat(), "until": until.isoformat()}
    forward = urlencode({"id": "RAW-0", "direction": "forward"})
    both = urlencode({"id": "RAW-0", "direction": "both"})
    back = urlencode({"equipment": "FIN-MACHINE", **window})

    def used() -> Any:
        return trace.forward(raw)

    return [
        Asked("where used, by level", f"/trace/?{forward}", used),
        Asked("where used, the graph", f"/trace/?{forward}&view=graph", used),
        Asked("where used, its table filtered", f"/trace/?{forward}&q=FIN-77", used),
        Asked("both ways", f"/trace/?{both}", lambda: trace.both(raw)),
        Asked(
            f"where from, of {lots:,} lots of a machine",
            f"/trace/?{back}",
            lambda: trace.backward(trace.origins(sought)),
        ),
        Asked("saved as CSV", f"/trace/export.csv?{forward}", used),
        Asked("saved as a workbook", f"/trace/export.xlsx?{forward}", used),
        Asked("saved as a report", f"/trace/export.pdf?{forward}", used),
    ]


def measure(lots: int, runs: int) -> Iterator[Figure]:
    """The figures; `equal` says that the answer has every lot."""
    from django.test import Client

    from gozinto.access.models import User

    desk = Client(SERVER_NAME="localhost")
    desk.force_login(User.objects.create_superuser("benchmark"))
    server = _server()
    for one in questions(lots):
        found = one.answer()
        made = sum(node.uri.startswith(f"{_DOMAIN}/class/FIN/") for node in found.nodes)
        status = desk.get(one.where).status_code
        web, database = time.process_time(), processors.used_s(server)
        times = list(_times(partial(desk.get, one.where), runs))
        web, database = time.process_time() - web, processors.used_s(server) - database
        yield Figure(
            case=one.case,
            nodes=len(found.nodes),
            links=len(found.links),
            ms_web=round(1000 * web / runs, 1),
            ms_database=round(1000 * database / runs, 1),
            ms_median=statistics.median(times),
            ms_p95=max(times),
            runs=runs,
            equal=status == 200 and made == lots,
        )


def _server() -> int:
    """The process of the database that all its others are children of."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchall()[0]
    status = Path(f"/proc/{backend}/status").read_text()
    return int(status.partition("PPid:")[2].split()[0])


def _times(run: Callable[[], object], runs: int) -> Iterator[float]:
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        yield round(1000 * (time.perf_counter() - begun), 1)


def _settled(roles: Roles, index: Path) -> None:
    """As a plant is that runs: the tables looked at by the server, the index built."""
    from django.conf import settings

    from gozinto.trace.index import asking, building

    with psycopg.connect(**roles.owner.psycopg(), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    settings.GOZINTO_INDEX_DIR = str(index)
    place = asking.place()
    assert place is not None
    building.build(place)


def main() -> None:
    """Print the table, and write the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lots", type=int, default=LOTS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path, default=OUT)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    django.setup()
    memory.look_seldom()
    with capture.scratch() as (_, roles), TemporaryDirectory() as index:
        migrating.use(roles.application)
        tell(options.lots)
        _settled(roles, Path(index))
        figures = list(measure(options.lots, options.runs))
    drawn = Table(
        "asked",
        "nodes",
        "links",
        "web, ms",
        "database, ms",
        "median, ms",
        "slowest, ms",
        "all there",
    )
    for one in figures:
        size = (f"{one.nodes:,}", f"{one.links:,}", f"{one.ms_web:,.0f}", f"{one.ms_database:,.0f}")
        times = (f"{one.ms_median:,.0f}", f"{one.ms_p95:,.0f}")
        drawn.add_row(one.case, *size, *times, str(one.equal))
    Console().print(drawn)
    write(figures, to=options.json)


if __name__ == "__main__":
    main()
