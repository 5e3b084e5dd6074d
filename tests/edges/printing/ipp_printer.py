"""A real IPP printer for tests: Debian's ippeveprinter, with a message bus of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 20


@dataclass(frozen=True, kw_only=True)
class IppPrinter:
    """Where it is, where it keeps what it printed, and the process that it is."""

    address: str
    spool: Path
    process: subprocess.Popen[bytes]

    def printed(self) -> list[bytes]:
        """The documents that it took."""
        return [file.read_bytes() for file in sorted(self.spool.glob("*.pdf"))]


def why_not() -> str:
    """Why there can be none here; "" where there can."""
    absent = [one for one in ("ippeveprinter", "dbus-daemon") if shutil.which(one) is None]
    return f"no {' and no '.join(absent)} here; .ci/printer installs them" if absent else ""


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


@contextmanager
def _bus(into: Path) -> Iterator[str]:
    """A message bus of our own: the printer would tell the network of itself, and needs one."""
    address = f"unix:path={into / 'bus'}"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(lambda: (into / "bus").exists())
        yield address
    finally:
        daemon.kill()
        daemon.wait()


@contextmanager
def running(into: Path, *, command: str = "") -> Iterator[IppPrinter]:
    """The printer, for as long as the block lasts. `command`: what it prints each job with."""
    spool, port = into / "spool", free_port()
    spool.mkdir()
    arguments = ["-p", str(port), "-d", str(spool), "-k", "-r", "off", "-n", "localhost"]
    arguments += ["-f", "application/pdf", *(["-c", command] if command else [])]
    with _bus(into) as bus:
        process = subprocess.Popen(
            ["ippeveprinter", *arguments, "Labels"],
            env=os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": bus},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(lambda: _listens(port))
            yield IppPrinter(
                address=f"ipp://localhost:{port}/ipp/print", spool=spool, process=process
            )
        finally:
            process.kill()
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as peer:
        return peer.connect_ex(("127.0.0.1", port)) == 0


def _wait(so: object) -> None:
    assert callable(so)
    until = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < until, "it did not come up"
        time.sleep(0.05)  # a process tells nobody when it listens
