"""A trace over HTTP while events come in: `python -m benchmarks.http_trace`.

A demo plant is built in a home that is thrown away, and served. A second process reports units
made of the plant's tyres at a steady rate, one event a request; meanwhile this one asks what is
in the unit whose report was acknowledged last. An answer without that report is stale: there
must be none. The same questions are asked before the reports begin.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import multiprocessing
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from rich.console import Console
from rich.table import Table
from tests import homes

from benchmarks.figures import write
from benchmarks.genealogy import measuring, report
from gozinto.deployment.homes import Home
from gozinto.genealogy.kernels import compiled
from gozinto.standards.epcis.namespaces import CONTEXT_URL

OUT = Path(__file__).parent / "out"
COMPILED_S = 300
ORIGINS = 40
"""So many tyres are asked about in turn, and used by what is reported."""
QUERY = "/epcis/events?eventType=TransformationEvent&orderBy=eventTime&orderDirection=DESC"


class Door(NamedTuple):
    """Where the server is, the key to it, and its process."""

    port: int
    token: str
    server_pid: int


class Unit(NamedTuple):
    """Something made of a tyre, and the event that says so."""

    uri: str
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The answers of one phase: seconds, nodes and links of each, and how many were stale.

    `reports_per_s`: how many events were acknowledged a second meanwhile.
    """

    case: str
    times_s: list[float]
    nodes: list[int]
    links: list[int]
    stale: int = 0
    reports_per_s: float = 0


class Client:
    """One connection, kept open."""

    def __init__(self, door: Door) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=60)
        self._headers = {"Authorization": f"Bearer {door.token}"}

    def close(self) -> None:
        """Hangs up."""
        self._connection.close()

    def get(self, path: str) -> tuple[dict[str, Any], float]:
        """A document, and the seconds until its last byte."""
        begun = time.perf_counter()
        body, _ = self._got(path)
        took = time.perf_counter() - begun
        return json.loads(body), took

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """The documents of a listing, page after page."""
        next_path: str | None = path
        while next_path:
            body, link = self._got(next_path)
            yield json.loads(body)
            next_path = _next_of(link)

    def _got(self, path: str) -> tuple[bytes, str]:
        """What is at an address, and what it links to."""
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body[:500]
        return body, answer.headers.get("Link", "")

    def report(self, event: dict[str, Any]) -> None:
        """Puts an event on record; returns when it is acknowledged."""
        headers = self._headers | {"Content-Type": "application/json"}
        self._connection.request("POST", "/api/v1/events", json.dumps(event), headers)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 201, body[:500]

    def backward(self, uri: str) -> tuple[dict[str, Any], float]:
        """What is in a thing."""
        return self.get(f"/api/v1/trace/backward?id={quote(uri, safe='')}")


@contextmanager
def served(home: Home, *, tyres: int) -> Iterator[Door]:
    """A demo plant of so many tyres, served until we are done."""
    built = homes.command(home, "demo", "--scale", str(tyres), "--exit")
    assert built.returncode == 0, built.stderr
    token = homes.command(home, "token", "create", "--role", "integrator", "--demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-c", "from gozinto.cli import main; main()", "up", "--demo"],
        env=homes.environment(home, GOZINTO_PORT=str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            homes.wait_until(lambda: _is_ready(port) or server.poll() is not None)
            # A home's first start compiles for half a minute, beside; no later one does.
            homes.wait_until((home.path / "kernels" / compiled.LIST).exists, patience_s=COMPILED_S)
            yield Door(port, token.stdout.split()[-1], server.pid)
        finally:
            server.terminate()
            server.wait()


def tyres_of(client: Client, *, at_most: int) -> list[str]:
    """Tyres of the plant, the last ones made."""
    found: list[str] = []
    # a page may hold green tyres too, and what other measurements made since
    for page in client.pages(f"{QUERY}&perPage={4 * at_most}"):
        for event in page["epcisBody"]["queryResults"]["resultsBody"]["eventList"]:
            if event.get("gozinto:step") == "curing":
                found += event["outputEPCList"]
        if len(found) >= at_most:
            break
    return found[:at_most]


def _next_of(link: str) -> str | None:
    """Where the next page is, as a header says it."""
    told = re.fullmatch(r'<[^/]*//[^/]*(.*)>; rel="next"', link)
    return told[1] if told else None


def made_of(tyre: str) -> tuple[Unit, dict[str, Any]]:
    """A unit made of this tyre just now, and the report of it."""
    event_id = uuid.uuid4()
    unit = Unit(f"{tyre.rpartition('/')[0]}/BENCH-{event_id.hex}", f"urn:uuid:{event_id}")
    return unit, {
        "@context": [CONTEXT_URL],
        "type": "TransformationEvent",
        "eventID": unit.event_id,
        "eventTime": datetime.now(UTC).isoformat(),
        "eventTimeZoneOffset": "+00:00",
        "inputEPCList": [tyre],
        "outputEPCList": [unit.uri],
    }


def report_steadily(door: Door, tyres: Sequence[str], per_s: float, said: Connection) -> None:
    """Reports units until told to stop; says of each that it was acknowledged, and when."""
    draw = random.Random(1)
    due = time.monotonic()
    with closing(Client(door)) as client:
        while not said.poll():
            unit, event = made_of(draw.choice(tyres))
            client.report(event)
            said.send(unit)
            due += 1 / per_s
            # to the beat, so that a slow moment is made up for and a quick one waits
            time.sleep(max(0.0, due - time.monotonic()))
    said.send(None)


@contextmanager
def reported(door: Door, tyres: Sequence[str], *, per_s: float) -> Iterator[Connection]:
    """The acknowledged units, one after another as another process reports them."""
    ours, theirs = multiprocessing.Pipe()
    writer = multiprocessing.get_context("spawn").Process(
        target=report_steadily, args=(door, tyres, per_s, theirs)
    )
    writer.start()
    theirs.close()  # so that the end of the writer is the end of what it says
    try:
        yield ours
    finally:
        ours.send("stop")
        while ours.recv() is not None:
            pass
        writer.join()
        ours.close()


def asked_while_quiet(client: Client, tyres: Sequence[str], *, count: int) -> Asked:
    """What is in tyres of the plant, while nothing is reported."""
    answers = [client.backward(tyres[number % len(tyres)]) for number in range(count)]
    return Asked(
        case="HTTP, trace backward with facts, nothing coming in",
        times_s=[took for _, took in answers],
        nodes=[len(found["nodes"]) for found, _ in answers],
        links=[len(found["links"]) for found, _ in answers],
    )


def asked_while_reported(client: Client, units: Connection, *, count: int) -> Asked:
    """What is in the unit whose report was acknowledged last, while more is reported."""
    asked = Asked(
        case="HTTP, trace backward with facts, events coming in", times_s=[], nodes=[], links=[]
    )
    stale, reports, begun = 0, 0, time.monotonic()
    for _ in range(count):
        unit, more = _last(units)
        reports += more
        found, took = client.backward(unit.uri)
        asked.times_s.append(took)
        asked.nodes.append(len(found["nodes"]))
        asked.links.append(len(found["links"]))
        stale += unit.event_id not in {link["event_id"] for link in found["links"]}
    return replace(asked, stale=stale, reports_per_s=reports / (time.monotonic() - begun))


def _last(units: Connection) -> tuple[Unit, int]:
    """The unit acknowledged last, and how many were since the last look; waits for one."""
    unit, count = units.recv(), 1
    while units.poll():
        unit, count = units.recv(), count + 1
    return unit, count


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _percentile(times_s: Sequence[float], percent: int) -> float:
    """The nearest rank, in milliseconds."""
    return sorted(times_s)[math.ceil(len(times_s) * percent / 100) - 1] * 1000


def measure(door: Door, *, count: int, warm_up: int, per_s: float) -> list[Asked]:
    """Both phases, after some questions that are not counted."""
    with closing(Client(door)) as client:
        tyres = tyres_of(client, at_most=ORIGINS)
        asked_while_quiet(client, tyres, count=warm_up)
        quiet = asked_while_quiet(client, tyres, count=count)
        with reported(door, tyres, per_s=per_s) as units:
            asked_while_reported(client, units, count=warm_up)
            busy = asked_while_reported(client, units, count=count)
    return [quiet, busy]


def main() -> None:
    """Prints the table and writes the figures; fails if an answer was stale."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.http_trace", description=__doc__)
    parser.add_argument("--tyres", type=int, default=2000, help="of the demo plant")
    parser.add_argument("--count", type=int, default=1000, help="questions a phase")
    parser.add_argument("--rate", type=float, default=200, help="events reported a second")
    parser.add_argument("--out", type=Path, default=OUT / "http-trace.json")
    options = parser.parse_args()
    console = report.console()
    with (
        console.status("building the plant, serving it, asking"),
        homes.temporary() as home,
        served(home, tyres=options.tyres) as door,
    ):
        phases = measure(door, count=options.count, warm_up=50, per_s=options.rate)
    show(phases, console=console)
    write((figure(asked) for asked in phases), to=options.out)
    stale = sum(asked.stale for asked in phases)
    if stale:
        sys.exit(f"{stale} answers were stale: they lacked what had been acknowledged before.")


def figure(asked: Asked) -> measuring.Figure:
    """A phase as a row of the result; `links` are those of the answer."""
    row = measuring.figure(
        asked.case,
        measuring.PRODUCT,
        asked.times_s,
        nodes=round(statistics.median(asked.nodes)),
        links=round(statistics.median(asked.links)),
    )
    return replace(row, equal=asked.stale == 0)


def show(phases: Sequence[Asked], *, console: Console) -> None:
    """A line a phase."""
    table = Table("asked", "events/s", "nodes", "p50, ms", "p99, ms", "slowest, ms", "stale")
    for asked in phases:
        table.add_row(
            asked.case,
            f"{asked.reports_per_s:.0f}",
            f"{min(asked.nodes)}–{max(asked.nodes)}",
            *(report.milliseconds(_percentile(asked.times_s, rank)) for rank in (50, 99, 100)),
            str(asked.stale),
        )
    console.print(table)


if __name__ == "__main__":
    main()
