"""What happens in a plant, one request each, over HTTP: `python -m benchmarks.operations`.

A small demo plant is built in a home that is thrown away, and served. Workers, in processes of
their own, then ask for what they do, by verbs that every rule may refuse: each takes from a lot
of its own, makes units, has them inspected, packs and ships them; a request for each, and the
next when the answer is there. Or machines report the same as EPCIS events (`--ways events`). With
`--rate` they keep to a beat instead, and a request counts from when it was due, so that a server
that stalls cannot make its own figures better.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import multiprocessing
import os
import socket
import statistics
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table
from tests import homes

from benchmarks import http_trace, processors
from benchmarks.figures import write
from benchmarks.genealogy import report
from benchmarks.http_trace import Door
from gozinto.deployment.homes import Home
from gozinto.standards.epcis.namespaces import CONTEXT_URL
from gozinto.standards.gs1.check_digits import check_digit

OUT = Path(__file__).parent / "out"
CARTON = 10
"""Units that go into one carton, and leave in it."""
STOCK_KG = 10**9
"""A machine's lot never runs dry."""
PER_PROCESS = 16
"""Clients that share a process of the generator: as threads, which wait more than they work."""

_PLACE = "https://id.demo.example"


class Asked(NamedTuple):
    """One request: what it is, where it goes, and what it says."""

    kind: str
    path: str
    body: dict[str, Any]


class Told(NamedTuple):
    """One answer: what was asked, how long it took (s), and its status."""

    kind: str
    took_s: float
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row of the result. `errors`: answers that were no success, by status.

    `cpu_ms`: processor time a request of the web server, of the database and of the generator,
    which says more than the rate where other programs are running too.
    """

    case: str
    clients: int
    requests: int
    seconds: float
    per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    slowest_ms: float
    errors: dict[str, int] = field(default_factory=dict)
    cpu_ms: dict[str, float] = field(default_factory=dict)


class Machine:
    """What one machine has to tell, on and on, each thing as an EPCIS event of what was done."""

    def __init__(self) -> None:
        self._name = uuid.uuid4().hex[:12]
        self._lot = f"{_PLACE}/class/NR/BENCH-{self._name}"

    def story(self) -> Iterator[Asked]:
        """Its lot arrives; then carton after carton of units is made, packed and shipped."""
        yield self._event("receive", "ObjectEvent", **self._received())
        for first in itertools.count(step=CARTON):
            units = [f"{_PLACE}/obj/BENCH/{self._name}-{first + n}" for n in range(CARTON)]
            for unit in units:
                yield self._event("consume", "TransformationEvent", **self._consumed())
                yield self._event("produce", "TransformationEvent", **self._produced(unit))
                yield self._event("inspect", "ObjectEvent", **_inspected(unit))
            carton = f"{_PLACE}/box/{self._name}-{first}"
            packed = {"action": "ADD", "bizStep": "packing", "parentID": carton}
            yield self._event("pack", "AggregationEvent", **packed, childEPCs=units)
            shipped = {"action": "OBSERVE", "bizStep": "shipping", "disposition": "in_transit"}
            yield self._event("ship", "ObjectEvent", **shipped, epcList=[carton, *units])

    def _event(self, kind: str, type_: str, **own: Any) -> Asked:
        event = {
            "@context": [CONTEXT_URL, {"gozinto": "https://gozinto.example/ns#"}],
            "type": type_,
            "eventID": f"urn:uuid:{uuid.uuid4()}",
            "eventTime": datetime.now(UTC).isoformat(),
            "eventTimeZoneOffset": "+03:00",
            "gozinto:person": "P-1",
            "gozinto:equipment": "MIX-1",
            **own,
        }
        return Asked(kind, "/api/v1/events", event)

    def _amount(self, kg: float) -> list[dict[str, Any]]:
        return [{"epcClass": self._lot, "quantity": kg, "uom": "KGM"}]

    def _received(self) -> dict[str, Any]:
        step = {"action": "OBSERVE", "bizStep": "receiving", "disposition": "in_progress"}
        return step | {"quantityList": self._amount(STOCK_KG)}

    def _consumed(self) -> dict[str, Any]:
        return {
            "transformationID": f"{_PLACE}/run/{self._name}",
            "inputQuantityList": self._amount(1.5),
            "gozinto:flow": "continuous",
        }

    def _produced(self, unit: str) -> dict[str, Any]:
        return {
            "bizStep": "commissioning",
            "disposition": "active",
            "inputQuantityList": self._amount(0.5),
            "outputEPCList": [unit],
            "gozinto:job": f"{_PLACE}/run/{self._name}",
        }


def _inspected(unit: str) -> dict[str, Any]:
    return {
        "action": "OBSERVE",
        "bizStep": "inspecting",
        "disposition": "conformant",
        "epcList": [unit],
        "gozinto:inspection": "in_process",
        "gozinto:result": "accepted",
    }


class Worker:
    """Somebody who builds tyres, and asks for each thing by a verb, which every rule may refuse."""

    def __init__(self) -> None:
        self._number = uuid.uuid4().int % 10**6
        self._lot = f"BENCH-{uuid.uuid4().hex[:12]}"
        self._job = f"J-{self._lot}"

    def story(self) -> Iterator[Asked]:
        """Treads are there and a run is started; then carton after carton of green tyres."""
        kg = str(STOCK_KG)
        yield self._asks("opening/open-stock", material="TREAD", number=self._lot, quantity=kg)
        yield self._asks("badging/badge-in", equipment="BM-1")
        yield self._asks("production/start", job=self._job, **_RUN)
        for first in itertools.count(step=CARTON):
            units = [f"{self._lot}-{first + n}" for n in range(CARTON)]
            for unit in units:
                yield self._asks(
                    "production/consume", run=self._job, scan=self._lot, quantity="0.1", uom="KGM"
                )
                tread = {"of": self._lot, "quantity": "2.6", "uom": "KGM", "slot": "tread"}
                yield self._asks(
                    "production/produce-serial",
                    run=self._job, material="GT205", number=unit, inputs=[tread],
                )  # fmt: skip
                yield self._asks(
                    "inspection/inspect", objects=unit, kind="in_process", result="accepted"
                )
            body = f"0952{self._number:06d}{first % 10**7:07d}"
            yield self._asks("packing/pack", container=body + check_digit(body), contents=units)
            note = f"DN-{self._lot}-{first}"
            yield self._asks("shipping/ship", objects=units, note=note, to="D-IST")

    def _asks(self, verb: str, **members: Any) -> Asked:
        return Asked(verb.partition("/")[2], f"/api/v1/{verb}", {**members, "by": _BUILDER})


_BUILDER = "P-1015"
_RUN = {"step": "building", "equipment": "BM-1", "product": "GT205", "flow": "continuous"}
WAYS = {"events": Machine, "verbs": Worker}


class Line:
    """One connection, kept open, that spends as little as can be on being a client."""

    def __init__(self, door: Door) -> None:
        self._socket = socket.create_connection(("127.0.0.1", door.port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = (
            f"Host: 127.0.0.1\r\nAuthorization: Bearer {door.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    def close(self) -> None:
        """Hangs up."""
        self._socket.close()

    def post(self, path: str, body: bytes) -> int:
        """Sends a request and reads its answer to the end; answers the status."""
        self._socket.sendall(
            b"POST %s HTTP/1.1\r\n%s%d\r\n\r\n%s" % (path.encode(), self._head, len(body), body)
        )
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, rest = got.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        while len(rest) < length:
            rest += self._more()
        return int(head.split(b" ", 2)[1])

    def _more(self) -> bytes:
        got = self._socket.recv(65536)
        if not got:
            raise ConnectionError("the server hung up")
        return got


def _work(way: str, door: Door, told: list[Told], end: threading.Event, beat_s: float) -> None:
    """One client: asks until the end, to the beat where there is one."""
    due = time.perf_counter()
    with closing(Line(door)) as line:
        for asked in WAYS[way]().story():
            body = json.dumps(asked.body).encode()
            if beat_s:
                time.sleep(max(0.0, due - time.perf_counter()))  # to the beat
            else:
                due = time.perf_counter()
            status = line.post(asked.path, body)
            told.append(Told(asked.kind, time.perf_counter() - due, status))
            due += beat_s
            if end.is_set():
                return


def generate(way: str, door: Door, clients: int, beat_s: float, said: Connection) -> None:
    """A process of the generator: so many clients, until told to stop; then says what it met.

    What was asked before the word "count" is not counted.
    """
    told: list[list[Told]] = [[] for _ in range(clients)]
    end = threading.Event()
    threads = [threading.Thread(target=_work, args=(way, door, mine, end, beat_s)) for mine in told]
    for thread in threads:
        thread.start()
    said.recv()
    skipped = [len(mine) for mine in told]
    said.recv()
    taken = [len(mine) for mine in told]
    end.set()
    for thread in threads:
        thread.join()
    counted = zip(told, skipped, taken, strict=True)
    said.send([one for mine, begin, until in counted for one in mine[begin:until]])
    said.close()


def measure(
    door: Door,
    home: Home,
    *,
    way: str,
    clients: int,
    seconds: float,
    warm_up_s: float,
    rate: float = 0,
) -> list[Figure]:
    """The figures of all requests together, and of each kind."""
    watched = {
        "web": door.server_pid,
        "database": homes.server_pid(home),
        "generator": os.getpid(),  # which has started the web server as well
    }
    beat_s = clients / rate if rate else 0.0
    spawn = multiprocessing.get_context("spawn")
    ours: list[Connection] = []
    processes = []
    for begin in range(0, clients, PER_PROCESS):
        mine, theirs = multiprocessing.Pipe()
        count = min(PER_PROCESS, clients - begin)
        processes.append(spawn.Process(target=generate, args=(way, door, count, beat_s, theirs)))
        processes[-1].start()
        theirs.close()
        ours.append(mine)
    time.sleep(warm_up_s)  # the time over which is measured, and before
    before = {name: processors.used_s(pid) for name, pid in watched.items()}
    for one in ours:
        one.send("count")
    begun = time.perf_counter()
    time.sleep(seconds)  # while the other processes ask
    for one in ours:
        one.send("stop")
    took = time.perf_counter() - begun
    used = {name: processors.used_s(pid) - before[name] for name, pid in watched.items()}
    used["generator"] -= used["web"]
    told = [answer for one in ours for answer in one.recv()]
    for process in processes:
        process.join()
    total = figure(f"all, as {way}", told, clients, took)
    each = {name: round(1000 * used_s / max(1, len(told)), 2) for name, used_s in used.items()}
    return [
        replace(total, cpu_ms=each),
        *(
            figure(kind, [one for one in told if one.kind == kind], clients, took)
            for kind in sorted({one.kind for one in told})
        ),
    ]


def figure(case: str, told: Sequence[Told], clients: int, seconds: float) -> Figure:
    """Rate and nearest-rank percentiles; what was refused is counted in neither."""
    good = sorted(one.took_s * 1000 for one in told if one.status < 300)
    bad = Counter(str(one.status) for one in told if one.status >= 300)

    def rank(percent: float) -> float:
        return round(good[math.ceil(len(good) * percent / 100) - 1], 2) if good else math.nan

    return Figure(
        case=case,
        clients=clients,
        requests=len(told),
        seconds=round(seconds, 2),
        per_s=round(len(good) / seconds, 1),
        p50_ms=round(statistics.median(good), 2) if good else math.nan,
        p95_ms=rank(95),
        p99_ms=rank(99),
        slowest_ms=rank(100),
        errors=dict(bad),
    )


def show(figures: Sequence[Figure], *, console: Console) -> None:
    """A line a case."""
    table = Table(*(name.replace("_ms", ", ms").replace("_", " ") for name in Figure.__slots__))
    for one in figures:
        case, *numbers, errors, cpu_ms = asdict(one).values()
        told = (", ".join(f"{k} {v}" for k, v in words.items()) for words in (errors, cpu_ms))
        table.add_row(case, *(f"{number:,}" for number in numbers), *told)
    console.print(table)


def main() -> None:
    """Prints the table and writes the figures; fails if a request was refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.operations", description=__doc__)
    parser.add_argument("--tyres", type=int, default=200, help="of the demo plant")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=["verbs", "events"])
    parser.add_argument("--clients", type=int, nargs="+", default=[16])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=0, help="requests a second; 0: all they can")
    parser.add_argument("--out", type=Path, default=OUT / "operations.json")
    options = parser.parse_args()
    console = report.console()
    figures: list[Figure] = []
    with (
        console.status("building the plant, serving it, asking"),
        homes.temporary() as home,
        http_trace.served(home, tyres=options.tyres) as door,
    ):
        for way, clients in itertools.product(options.ways, options.clients):
            figures += measure(
                door,
                home,
                way=way,
                clients=clients,
                seconds=options.seconds,
                warm_up_s=3,
                rate=options.rate,
            )
    show(figures, console=console)
    write(figures, to=options.out)
    if any(one.errors for one in figures):
        sys.exit("Requests were refused; figures of such a run say little.")


if __name__ == "__main__":
    main()
