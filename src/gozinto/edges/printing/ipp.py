"""A printer that speaks IPP (RFC 8011): it is sent one document, and asked what became of it."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import SplitResult, urlsplit

from gozinto.edges.printing import ipp_encoding as wire
from gozinto.edges.printing.ipp_encoding import Answer, Attribute, NotIpp
from gozinto.edges.printing.outcomes import Lost, NothingSent, Undelivered, Unfit

PORT = 631
CONNECT_S = 10.0
FINISH_S = 120.0
_LOOK_S = 0.5
_LARGEST_ANSWER = 1_048_576
_USER = "gozinto"
_WORSE_THAN_SAID = 0x0400  # a status from here on is a refusal
_BUSY = frozenset({0x0503, 0x0505, 0x0506, 0x0507, 0x0508})
"""It takes no job now, and may later."""


class _Operation(IntEnum):
    PRINT_JOB = 0x0002
    JOB_ATTRIBUTES = 0x0009
    PRINTER_ATTRIBUTES = 0x000B


class _JobState(IntEnum):
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


_STOPPED = 5
"""The state of a printer that does not print."""


@dataclass(frozen=True, slots=True)
class _Peer:
    """A printer's URI, and where that is over HTTP."""

    uri: str
    parts: SplitResult

    def connect(self) -> http.client.HTTPConnection:
        host, port = self.parts.hostname or "", self.parts.port or PORT
        if self.parts.scheme in ("ipps", "https"):
            return http.client.HTTPSConnection(
                host, port, timeout=CONNECT_S, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(host, port, timeout=CONNECT_S)


def deliver(
    address: str,
    payload: bytes,
    *,
    kind: str,
    name: str,
    copies: int = 1,
    finish_s: float = FINISH_S,
) -> None:
    """Send one document, and answer when it is printed. Raises NothingSent, Unfit or Lost.

    `kind`: its MIME type; `name`: of the job, as the printer shows it.
    """
    peer = _peer(address)
    job = [Attribute(tag=wire.INTEGER, name="copies", value=copies)] if copies > 1 else []
    asked = wire.request(
        _Operation.PRINT_JOB,
        id=1,
        attributes=[
            *_about(peer),
            Attribute(tag=wire.NAME, name="job-name", value=name),
            Attribute(tag=wire.MIME, name="document-format", value=kind),
        ],
        job=job,
    )
    answer = _sent(peer, asked + payload)
    if answer.status >= _WORSE_THAN_SAID:
        raise _refused(address, answer)
    number = answer.number("job-id")
    if number is None:
        raise _unclear(address, "it names no job")
    _wait(peer, number, until=time.monotonic() + finish_s)


def check(address: str) -> str:
    """How the printer is, in words. Raises NothingSent or Unfit where it would not print."""
    peer = _peer(address)
    try:
        answer = _asked(
            peer, wire.request(_Operation.PRINTER_ATTRIBUTES, id=1, attributes=_about(peer))
        )
    except (OSError, http.client.HTTPException, NotIpp) as problem:
        raise _away(address, problem) from problem
    if answer.status >= _WORSE_THAN_SAID:
        raise _refused(address, answer)
    reasons = [one for one in answer.texts("printer-state-reasons") if one != "none"]
    if answer.number("printer-state") == _STOPPED:
        raise NothingSent(
            f"The printer at {address} has stopped: {', '.join(reasons) or 'it does not say why'}.",
            code="printer_not_ready",
            next_step="See to the printer.",
        )
    return "ready" + (f" ({', '.join(reasons)})" if reasons else "")


def _peer(address: str) -> _Peer:
    try:
        parts = urlsplit(address.strip())
        is_one = parts.scheme in ("ipp", "ipps", "http", "https") and bool(parts.hostname)
        if is_one and (parts.port or PORT) > 0 and address.strip().isprintable():
            return _Peer(address.strip(), parts)
    except ValueError as problem:
        raise _no_address(address) from problem
    raise _no_address(address)


def _no_address(address: str) -> Unfit:
    return Unfit(
        f"{address!r} is no address of an IPP printer.",
        code="printer_address",
        next_step="Write it like ipp://10.0.0.7/ipp/print.",
    )


def _about(peer: _Peer) -> list[Attribute]:
    return [
        Attribute(tag=wire.CHARSET, name="attributes-charset", value="utf-8"),
        Attribute(tag=wire.LANGUAGE, name="attributes-natural-language", value="en"),
        Attribute(tag=wire.URI, name="printer-uri", value=peer.uri),
        Attribute(tag=wire.NAME, name="requesting-user-name", value=_USER),
    ]


def _sent(peer: _Peer, message: bytes) -> Answer:
    """The answer to a document. Until the connection stands, nothing was sent."""
    connection = peer.connect()
    try:
        try:
            connection.connect()
        except OSError as problem:
            raise _away(peer.uri, problem) from problem
        try:
            return _exchanged(connection, peer, message)
        except (OSError, http.client.HTTPException, NotIpp) as problem:
            raise _unclear(peer.uri, str(problem) or type(problem).__name__) from problem
    finally:
        connection.close()


def _asked(peer: _Peer, message: bytes) -> Answer:
    connection = peer.connect()
    try:
        return _exchanged(connection, peer, message)
    finally:
        connection.close()


def _exchanged(connection: http.client.HTTPConnection, peer: _Peer, message: bytes) -> Answer:
    path = peer.parts.path or "/ipp/print"
    connection.request("POST", path, body=message, headers={"Content-Type": "application/ipp"})
    response = connection.getresponse()
    body = response.read(_LARGEST_ANSWER)
    if response.status != http.client.OK:
        raise NotIpp(f"HTTP {response.status} {response.reason}")
    return wire.answer(body)


def _wait(peer: _Peer, job: int, *, until: float) -> None:
    """Until the printer has printed the job. What it ended or does not tell of is in doubt."""
    wanted = wire.request(
        _Operation.JOB_ATTRIBUTES,
        id=2,
        attributes=[*_about(peer), Attribute(tag=wire.INTEGER, name="job-id", value=job)],
    )
    reasons: list[str] = []
    while time.monotonic() < until:
        try:
            answer = _asked(peer, wanted)
        except (OSError, http.client.HTTPException, NotIpp) as problem:
            raise _unclear(peer.uri, str(problem) or type(problem).__name__) from problem
        state = answer.number("job-state")
        reasons = [one for one in answer.texts("job-state-reasons") if one != "none"]
        if state == _JobState.COMPLETED:
            return
        if state in (_JobState.CANCELED, _JobState.ABORTED):
            raise _unclear(peer.uri, f"it ended job {job} ({_listed(reasons)})")
        time.sleep(_LOOK_S)  # it prints; it tells nobody when it is done
    raise _unclear(peer.uri, f"job {job} is not printed yet ({_listed(reasons)})")


def _listed(reasons: Iterable[str]) -> str:
    return ", ".join(reasons) or "it does not say why"


def _away(address: str, problem: Exception) -> NothingSent:
    return NothingSent(
        f"The printer at {address} cannot be reached: {problem}.",
        code="printer_away",
        next_step="Switch it on and check its address; the label is sent by itself then.",
    )


def _unclear(address: str, why: str) -> Lost:
    return Lost(
        f"The printer at {address} took the label, and then: {why}.",
        code="printer_lost",
        next_step="Look whether the label came out; then say so, or print it again.",
    )


def _refused(address: str, answer: Answer) -> Undelivered:
    said = ", ".join(answer.texts("status-message")) or f"status 0x{answer.status:04x}"
    kind = NothingSent if answer.status in _BUSY else Unfit
    return kind(
        f"The printer at {address} does not take it: {said}.",
        code="printer_refuses",
        next_step="Check what it is sent: its language and its media in `printers`.",
    )
