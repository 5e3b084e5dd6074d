"""Printers of the tests: real sockets, each with manners of its own."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

READY = (
    b"\x02030,0,0,0406,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n"
    b"\x021234,0\x03\r\n"
)
NO_PAPER = READY.replace(b"030,0,0", b"030,1,0", 1)
BUSY = READY.replace(b"0406,000", b"0406,001", 1)

Manner = Callable[["Printer", socket.socket], None]


class Printer:
    """A listener: what it was sent, connection by connection, and where it is."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.jobs: list[bytes] = []
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.door.getsockname()[1]}"


def reads_all(printer: Printer, peer: socket.socket) -> None:
    """Takes everything until the sender closes its end, and closes too."""
    got = b""
    printer.jobs.append(got)
    while more := peer.recv(65_536):
        got += more
        printer.jobs[-1] = got


def speaks_zpl(*answers: bytes) -> Manner:
    """Answers each ~HS with the next of these, the last one for ever."""

    def manner(printer: Printer, peer: socket.socket) -> None:
        left = list(answers)
        got = b""
        printer.jobs.append(got)
        while more := peer.recv(65_536):
            got += more
            while b"~HS" in got:
                got = got.replace(b"~HS", b"", 1)
                peer.sendall(left.pop(0) if len(left) > 1 else left[0])
            printer.jobs[-1] = got

    return manner


def breaks_off(after: int) -> Manner:
    """Takes so many bytes, and resets the connection, as one does that is switched off."""

    def manner(printer: Printer, peer: socket.socket) -> None:
        got = b""
        while len(got) < after and (more := peer.recv(min(after - len(got), 65_536))):
            got += more
        printer.jobs.append(got)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return manner


def never_answers(printer: Printer, peer: socket.socket) -> None:
    """Takes everything, says nothing and keeps the connection."""
    peer.settimeout(0.1)
    got = b""
    printer.jobs.append(got)
    while not printer.ended.is_set():
        with suppress(TimeoutError):
            more = peer.recv(65_536)
            if not more:
                printer.ended.wait(0.05)
            got += more
            printer.jobs[-1] = got


@contextmanager
def listening(manner: Manner = reads_all) -> Iterator[Printer]:
    """A printer with these manners, for as long as the block lasts."""
    printer = Printer()

    def serve() -> None:
        while not printer.ended.is_set():
            try:
                peer, _ = printer.door.accept()
            except OSError:
                return
            with peer, suppress(OSError):
                manner(printer, peer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield printer
    finally:
        printer.ended.set()
        printer.door.shutdown(socket.SHUT_RDWR)
        printer.door.close()
        thread.join(5)


def nobody_there() -> str:
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return f"127.0.0.1:{door.getsockname()[1]}"
