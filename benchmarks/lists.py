"""How long a page of each list takes over a large record: `python -m benchmarks.lists`.

The tables of a record of 10 million events, about 10 million things, are filled by the server
itself, without the one door: what is measured is reading. A hundredth of the events are receipts,
as many are shipments, a thousandth are returns; every hundredth thing has a job. Then each list is
asked as a person would: its first page, each filter, a search, each order both ways, and a page in
the middle of each order. The time is that of the whole answer: session, roles, queries, HTML.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg import sql
from rich.console import Console
from rich.table import Table as Drawn

from benchmarks import capture
from benchmarks.figures import write
from gozinto.deployment import memory, migrating
from gozinto.deployment.database import Roles

EVENTS = 10_000_000
RUNS = 7
TARGET_MS = 300
OUT = Path("benchmarks/out/lists.json")
PARTNERS, MATERIALS, MACHINES = 200, 240, 20
_URI = "'https://id.example/"
_AT = "timestamptz '2024-01-01' + i * (interval '3 years' / %(events)s)"
_FILLED = ("traceableobject", "objectstate", "event", "involvement", "activity", "run")
_IS_LOT = "i %% 100 BETWEEN 1 AND 8"

ROWS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "traceableobject": (
        "generate_series(1, %(events)s) i",
        {
            "id": "i",
            "uri": f"{_URI}thing/' || i",
            "kind": "CASE WHEN i %% 100 = 0 THEN 'container'"
            f" WHEN {_IS_LOT} THEN 'lot' ELSE 'serial' END",
            "number": f"CASE WHEN {_IS_LOT} THEN 'L' ELSE 'S' END || lpad(i::text, 9, '0')",
            # One material was made in the first hundredth of the time alone.
            "item": f"CASE WHEN i %% 100 = 0 THEN '' WHEN {_IS_LOT} THEN 'M-' || i / 100 %% 200"
            " WHEN i < %(events)s / 100 THEN 'M-239' ELSE 'M-' || 200 + i %% 39 END",
        },
    ),
    "objectstate": (
        "generate_series(1, %(events)s) i",
        {
            "object_id": "i",
            "first_at": _AT,
            "last_at": _AT,
            "status": "CASE WHEN i %% 5000 = 11 THEN 'rejected' WHEN i %% 20 = 3 THEN 'conformant'"
            " ELSE 'shipped' END",
            "held": "i %% 5000 = 1",
            "held_at": f"CASE WHEN i %% 5000 = 1 THEN {_AT} END",
            "expires_at": f"CASE WHEN {_IS_LOT} THEN {_AT} + interval '1 year' END",
            "location": f"{_URI}loc/L-' || i %% 9",
            "on_hand": "i %% 700",
            "uom": "'KGM'",
        },
    ),
    "event": (
        "generate_series(1, %(events)s) i",
        {
            "position": "i",
            "event_id": "'urn:uuid:' || i",
            "type": "'ObjectEvent'",
            "biz_step": "CASE WHEN i %% 100 = 1 OR i %% 1000 = 502 THEN 'receiving'"
            " WHEN i %% 100 = 0 THEN 'shipping' ELSE 'commissioning' END",
            "disposition": "CASE WHEN i %% 1000 = 502 THEN 'returned' ELSE 'in_progress' END",
            "event_time": _AT,
            "record_time": _AT,
            "fingerprint": "'x'",
            "document": '\'{"action":"OBSERVE","bizTransactionList":[{"bizTransaction":'
            "\"https://id.example/bt/DN-' || lpad((i / 100)::text, 7, '0')"
            ' || \'","type":"desadv"}],"destinationList":[{"destination":"https://id.example/partner/P-\''
            f' || i / 100 %% {PARTNERS} || \'","type":"owning_party"}}],"gozinto:person":"A-1",'
            '"sourceList":[{"source":"https://id.example/partner/P-\''
            f' || i / 100 %% {PARTNERS} || \'","type":"owning_party"}}],"type":"ObjectEvent"}}\'',
        },
    ),
    "involvement": (
        "generate_series(1, %(events)s) i",
        {
            "id": "i",
            "event_id": "i",
            "object_id": "i",
            "at": _AT,
            "earliest": _AT,
            "latest": _AT,
            "role": "'epc'",
            "quantity": "i %% 700",
            "uom": "'KGM'",
            "term": "CASE WHEN i %% 1000 = 502 THEN 'returned' WHEN i %% 100 = 1 THEN 'received'"
            " WHEN i %% 100 = 0 THEN 'shipped' ELSE 'produced' END",
        },
    ),
    "activity": (
        "generate_series(3, %(events)s, 100) j, generate_series(j, j + 1) i",
        {
            "id": "i",
            "event_id": "i",
            "run_id": "1 + j / 100",
            "at": _AT,
            "earliest": _AT,
            "latest": _AT,
            "activity": "CASE WHEN i %% 100 = 3 THEN 'start' ELSE 'finish' END",
            "name": "'J-' || lpad((i / 100)::text, 7, '0')",
            "equipment": f"'E-' || j / 100 %% {MACHINES}",
            "product": "'M-' || 200 + j / 100 %% 39",
            "planned": "100",
            "planned_uom": "'C62'",
        },
    ),
    "run": (
        "generate_series(3, %(events)s, 100) j",
        {"id": "1 + j / 100", "uri": f"{_URI}run/' || j"},
    ),
}
"""By table: what its rows are made of, and each column that is not empty."""

_EMPTY = {"bigint": "0", "integer": "0", "numeric": "0", "boolean": "false", "jsonb": "'{}'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One way of asking a list. `rows`: how many the page had; `ms_processor`: of the web and the
    database together, which a machine that is shared spoils least."""

    case: str
    asked: str
    rows: int
    ms_processor: float
    ms_median: float
    ms_p95: float
    runs: int


def fill(roles: Roles, *, events: int) -> None:
    """Make the rows, without the indexes, which are made again in the end."""
    with psycopg.connect(**roles.owner.psycopg(), autocommit=True) as connection:
        names = [f"gozinto_{table}" for table in _FILLED]
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint WHERE conname = indexname)",
            [names],
        ).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        for table in _FILLED:
            connection.execute(_inserting(connection, table), {"events": events})
        connection.execute("SET maintenance_work_mem = '1GB'")
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute("VACUUM ANALYZE " + ", ".join(names))


def _inserting(connection: psycopg.Connection[Any], table: str) -> bytes:
    source, said = ROWS[table]
    told = connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " AND is_nullable = 'NO' AND column_default IS NULL",
        [f"gozinto_{table}"],
    )
    values = {name: _EMPTY.get(kind, "''") for name, kind in told.fetchall()} | dict(said)
    columns = ", ".join(f'"{name}"' for name in values)
    text = f"INSERT INTO gozinto_{table} ({columns}) SELECT {', '.join(values.values())}"
    return f"{text} FROM {source}".encode()


def describe() -> None:
    """The master data that the rows name, and somebody who looks at them."""
    from gozinto.access.models import User
    from gozinto.plant import enterprise
    from gozinto.plant.models import Equipment, Material, Partner

    enterprise.describe(name="Bench", domain="id.example", zone="Europe/Istanbul")
    Material.objects.bulk_create(
        Material(code=f"M-{n}", name=f"Material {n}", kind="raw", uom="KGM")
        for n in range(MATERIALS)
    )
    Partner.objects.bulk_create(
        Partner(
            code=f"P-{n}",
            uri=f"https://id.example/partner/P-{n}",
            name=f"Company {n}",
            kind="supplier",
        )
        for n in range(PARTNERS)
    )
    Equipment.objects.bulk_create(
        Equipment(code=f"E-{n}", name=f"Machine {n}", level="work_unit") for n in range(MACHINES)
    )
    User.objects.create_superuser("bench", password="a long enough one")


_PARTNER = "https://id.example/partner/P-7"
CASES: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "lots": (
        {},
        {"kind": "container"},
        {"kind": "lot"},
        {"item": "M-7"},
        {"item": "M-210"},
        {"item": "M-239"},
        {"status": "shipped"},
        {"status": "rejected"},
        {"held": "true"},
        {"held": "true", "sort": "number"},
        {"kind": "lot", "held": "true"},
        {"item": "M-210", "status": "conformant"},
        {"first_at__gte": "2024-03-01", "first_at__lt": "2024-03-08"},
        {"expires_at__gte": "2025-03-01", "expires_at__lt": "2025-03-08"},
        {"q": "S0012"},
        {"q": "L000000001"},
        {"q": "S0012", "sort": "item", "status": "shipped"},
    ),
    "receipts": (
        {},
        {"partner": _PARTNER},
        {"item": "M-7"},
        {"held": "true"},
        {"held": "true", "partner": _PARTNER},
        {"at__gte": "2024-03-01", "at__lt": "2024-03-08"},
        {"q": "L0000"},
        {"q": "DN-0001"},
    ),
    "shipments": (
        {},
        {"partner": _PARTNER},
        {"at__gte": "2024-03-01", "at__lt": "2024-03-08"},
        {"q": "DN-0001"},
        {"q": "S0000"},
    ),
    "returns": ({}, {"partner": _PARTNER}, {"item": "M-210"}, {"q": "S0000"}),
    "jobs": (
        {},
        {"equipment": "E-7"},
        {"product": "M-210"},
        {"started_at__gte": "2024-03-01", "started_at__lt": "2024-03-08"},
        {"q": "J-0001"},
    ),
    "partners": ({}, {"q": "Company 7"}),
}
"""By list: what is asked of it beside each of its orders."""


def measure(*, runs: int, say: Callable[[str], object] = print) -> Iterator[Figure]:
    """Each case, asked `runs` times after a first time that does not count."""
    from django.test import Client

    from gozinto.access.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="bench"))
    for name, asked in cases():
        times, rows, used_ms = [], 0, 0.0
        for turn in range(runs + 1):
            if turn == 1:
                used_ms = -_processor_ms()
            begun = time.perf_counter()
            answer = client.get(f"/{name}/", asked)
            times.append(1000 * (time.perf_counter() - begun))
            assert answer.status_code == 200, (name, asked)
            rows = max(0, answer.content.count(b"<tr>") - 1)
        ordered = sorted(times[1:])
        figure = Figure(
            case=name,
            asked=", ".join(f"{key}={_short(key, value)}" for key, value in asked.items())
            or "first",
            rows=rows,
            ms_processor=round((used_ms + _processor_ms()) / runs, 1),
            ms_median=round(statistics.median(ordered), 1),
            ms_p95=round(ordered[math.ceil(0.95 * len(ordered)) - 1], 1),
            runs=len(ordered),
        )
        say(
            f"{figure.case} {figure.asked}: {figure.rows} rows,"
            f" processor {figure.ms_processor} ms, median {figure.ms_median} ms"
        )
        yield figure


def _processor_ms() -> float:
    """What this process and its session in the database have used of a processor so far."""
    from django.db import connection

    session = connection.connection.info.backend_pid
    on_processor_ns = int(Path(f"/proc/{session}/schedstat").read_text().split()[0])
    return 1000 * time.process_time() + on_processor_ns / 1e6


def cases() -> Iterator[tuple[str, Mapping[str, str]]]:
    """What is asked of each list: as listed, and each order with a page in its middle."""
    from gozinto.edges.office.registers import LISTS

    pages = {one.name: one for one in LISTS}
    for name, listed in CASES.items():
        yield from ((name, asked) for asked in listed)
        page = pages[name]
        for column in [one.column for one in page.shown if one.sorts]:
            if column not in page.reader.sorts:
                continue
            for sort in (column, f"-{column}"):
                yield name, {"sort": sort}
                if after := _middle(page.reader, sort):
                    yield name, {"sort": sort, "after": after}


def _middle(reader: Any, sort: str) -> str:
    """Where the page ends that ends with the row of the middle key; "" of a list that is short."""
    from gozinto.record import listing
    from gozinto.record.registers import PARTNERS

    of = reader.listing
    if of is PARTNERS:
        return ""
    keys = of.rows().order_by(of.key).values_list(of.key, flat=True)
    ends = [keys.first() or 0, keys.last() or 0]
    # A few further: every hundredth is a container, which is of no material.
    key = keys.filter(**{f"{of.key}__gte": sum(ends) // 2 + 11}).first()
    return listing.mark(of, sort=sort, key=key) if key is not None else ""


def _short(name: str, text: str) -> str:
    return "the middle" if name == "after" else text.rpartition("/")[2]


def main() -> None:
    """Print the table, and write the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path, default=OUT)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gozinto.deployment.settings")
    django.setup()
    memory.look_seldom()
    console = Console(stderr=True)
    with capture.scratch() as (_, roles):
        migrating.use(roles.application)
        console.print(f"Filling the tables with {options.events:,} rows each")
        begun = time.perf_counter()
        describe()
        fill(roles, events=options.events)
        console.print(f"Filled in {time.perf_counter() - begun:.0f} s")
        figures = list(measure(runs=options.runs, say=console.print))
    drawn = Drawn("list", "asked", "rows", "processor, ms", "median, ms", "p95, ms")
    for one in figures:
        times = (one.ms_processor, one.ms_median, one.ms_p95)
        drawn.add_row(one.case, one.asked, str(one.rows), *map(str, times))
    Console().print(drawn)
    write(figures, to=options.json)


if __name__ == "__main__":
    main()
