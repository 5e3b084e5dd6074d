"""A printer that takes bytes over TCP, as almost all do at port 9100.

It is printed when the printer says so, or has read all of it and closed its end. That our
machine's network took the bytes says nothing: a printer that is switched off takes none of them.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gozinto.edges.printing import zebra
from gozinto.edges.printing.outcomes import Lost, NothingSent, Unfit

PORT = 9100
CONNECT_S = 5.0
ANSWER_S = 3.0
"""How long a printer may take to say how it is."""
FINISH_S = 60.0
"""How long a printer may take to print what it was sent."""
_LOOK_S = 0.5
_CHUNK = 65_536


def deliver(
    address: str,
    payload: bytes,
    *,
    speaks_zpl: bool,
    answer_s: float = ANSWER_S,
    finish_s: float = FINISH_S,
) -> None:
    """Send it, and answer when it is printed. Raises NothingSent, Unfit or Lost.

    A printer of ZPL is asked how it is before and after; one that never answers is believed when
    it closes its end without a fault.
    """
    with _connected(address) as peer:
        status = _status(peer, answer_s) if speaks_zpl else None
        if status is not None and status.obstacle:
            raise NothingSent(
                f"The printer at {address} would not print: {status.obstacle}.",
                code="printer_not_ready",
                next_step="See to the printer; the label is sent by itself when it is ready.",
            )
        try:
            peer.settimeout(finish_s)
            peer.sendall(payload)
            if status is not None:
                _wait_until_done(peer, finish_s)
            else:
                _wait_until_closed(peer, finish_s)
        except OSError as problem:
            raise Lost(
                f"The printer at {address} went away in the middle: {problem}.",
                code="printer_lost",
                next_step="Look whether the label came out; then say so, or print it again.",
            ) from problem


def check(address: str, *, speaks_zpl: bool, answer_s: float = ANSWER_S) -> str:
    """How the printer is, in words. Raises NothingSent where it would not print."""
    with _connected(address) as peer:
        status = _status(peer, answer_s) if speaks_zpl else None
    if status is None:
        return "takes a connection; it does not say how it is"
    if status.obstacle:
        raise NothingSent(
            f"The printer at {address} would not print: {status.obstacle}.",
            code="printer_not_ready",
            next_step="See to the printer.",
        )
    return "ready"


def read_address(address: str) -> tuple[str, int]:
    """Host and port. Raises Unfit."""
    host, colon, port = address.strip().rpartition(":")
    if not colon or address.strip().endswith("]"):
        host, port = address.strip(), str(PORT)
    host = host.strip("[]")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise Unfit(
            f"{address!r} is no address of a printer.",
            code="printer_address",
            next_step=f"Write host:port, such as 10.0.0.7:{PORT}.",
        )
    return host, int(port)


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    try:
        peer = socket.create_connection(read_address(address), timeout=CONNECT_S)
    except OSError as problem:
        raise NothingSent(
            f"The printer at {address} cannot be reached: {problem}.",
            code="printer_away",
            next_step="Switch it on and check its address; the label is sent by itself then.",
        ) from problem
    with peer:
        yield peer


def _status(peer: socket.socket, answer_s: float) -> zebra.HostStatus | None:
    """What the printer says of itself; None when it says nothing, or nothing that is a status."""
    try:
        peer.sendall(zebra.ASK)
        return zebra.read(_heard(peer, answer_s))
    except OSError as problem:
        raise NothingSent(
            f"The printer went away when it was asked how it is: {problem}.",
            code="printer_away",
            next_step="Switch it on and off again; the label is sent by itself then.",
        ) from problem


def _heard(peer: socket.socket, answer_s: float) -> bytes:
    until = time.monotonic() + answer_s
    answer = b""
    while len(zebra.strings(answer)) < zebra.STRINGS and (left := until - time.monotonic()) > 0:
        peer.settimeout(left)
        try:
            more = peer.recv(_CHUNK)
        except TimeoutError:
            break
        if not more:
            raise ConnectionResetError("it closed the connection")
        answer += more
    return answer


def _wait_until_done(peer: socket.socket, finish_s: float) -> None:
    until = time.monotonic() + finish_s
    while (left := until - time.monotonic()) > 0:
        peer.sendall(zebra.ASK)
        status = zebra.read(_heard(peer, left))
        if status is None:
            raise TimeoutError("it answers no more")
        if status.is_done and not status.obstacle:
            return
        time.sleep(_LOOK_S)  # it prints; it tells nobody when it is done
    raise TimeoutError(f"it has not printed all of it after {finish_s:.0f} s")


def _wait_until_closed(peer: socket.socket, finish_s: float) -> None:
    """Until the printer has read all and closed its end, which it does when we close ours."""
    until = time.monotonic() + finish_s
    peer.shutdown(socket.SHUT_WR)
    while (left := until - time.monotonic()) > 0:
        peer.settimeout(left)
        if not peer.recv(_CHUNK):
            return
    raise TimeoutError("it did not close the connection")
