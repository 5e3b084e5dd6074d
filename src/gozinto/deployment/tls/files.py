"""The files of a certificate: those in the home, made and made again in time, or somebody's own."""

from __future__ import annotations

import fcntl
import os
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from cryptography import x509

from gozinto.deployment.homes import Home
from gozinto.deployment.tls import issuing, names
from gozinto.deployment.tls.issuing import Pair
from gozinto.errors import GozintoError, Malformed, Unavailable

RENEWED_BEFORE = timedelta(days=30)
LOOK_S = 6 * 3600.0
"""Between two looks whether the certificate of a running server ends soon."""

_AUTHORITY = ("plant-ca.crt", "plant-ca.key")
_SERVER = ("server.crt", "server.key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """A certificate, its key, what it is for, until when. `authority`: ours, where we issued it."""

    certificate: Path
    key: Path
    names: tuple[str, ...]
    until: datetime
    authority: Path | None = None


def prepared(home: Home, *, named: Iterable[str] = ()) -> Files:
    """A certificate of the plant's own authority, for these names and those of this machine.

    What is there stays, unless it ends soon or is for other names. Raises Malformed
    (bad_tls_name), and Unavailable where the home cannot be written.
    """
    wanted = tuple(dict.fromkeys([*map(names.read, named), *names.of_machine()]))
    room = _room(home)
    try:
        with _locked(room):
            authority = _read(room, _AUTHORITY)
            if authority is None or _is_over(authority.certificate, now=datetime.now(UTC)):
                authority = issuing.make_authority()
                _write(room, _AUTHORITY, authority)
            server = _read(room, _SERVER)
            if server is None or _is_due(server, wanted=wanted, authority=authority):
                _write(room, _SERVER, issuing.issue(authority, to=wanted))
    except OSError as problem:
        raise Unavailable(
            f"The certificate below {room} cannot be written: {problem.strerror}.",
            next_step="Set GOZINTO_HOME to a directory that you may write.",
        ) from problem
    made = found(home)
    assert made is not None  # it was written a moment ago
    return made


def found(home: Home) -> Files | None:
    """The certificate that was made in a home; None where there is none, or none to be read."""
    room = _room(home)
    server = _read(room, _SERVER)
    if server is None:
        return None
    return Files(
        certificate=room / _SERVER[0],
        key=room / _SERVER[1],
        names=issuing.names_of(server.certificate),
        until=server.certificate.not_valid_after_utc,
        authority=room / _AUTHORITY[0],
    )


def given(certificate: Path, key: Path) -> Files:
    """Files of somebody's own, looked at before anything is served by them.

    Raises Malformed (bad_certificate).
    """
    try:
        leaf = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        # It may not ask whoever starts us for a password: nobody may be there.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as problem:
        raise _bad(f"{certificate} and {key} are no certificate and its open key.") from problem
    called = issuing.names_of(leaf)
    if _is_over(leaf, now=datetime.now(UTC)):
        raise _bad(f"{certificate} has expired.")
    if not called:
        raise _bad(f"{certificate} names no host that it is for.")
    return Files(certificate=certificate, key=key, names=called, until=leaf.not_valid_after_utc)


@contextmanager
def renewed(home: Home, *, named: Iterable[str], then: Callable[[], object]) -> Iterator[None]:
    """Looks every few hours whether our certificate ends soon, until the `with` ends.

    `then` is called when another one is in its place.
    """
    ended, named = threading.Event(), tuple(named)
    thread = threading.Thread(
        target=_look, args=(home, named, then, ended), name="certificate", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _look(
    home: Home, named: tuple[str, ...], then: Callable[[], object], ended: threading.Event
) -> None:
    log = structlog.get_logger("gozinto.tls")
    before = found(home)
    while not ended.wait(LOOK_S):
        try:
            now = prepared(home, named=named)
        except GozintoError as problem:
            log.error("certificate_not_renewed", reason=problem.message)
            continue
        if before is None or now.until != before.until:
            log.info("certificate_renewed", until=now.until.isoformat())
            before = now
            then()


def _room(home: Home) -> Path:
    return home.path / "tls"


@contextmanager
def _locked(room: Path) -> Iterator[None]:
    """One process at a time makes certificates in a home."""
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (room / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read(room: Path, called: tuple[str, str]) -> Pair | None:
    try:
        return issuing.read(*((room / name).read_bytes() for name in called))
    except (OSError, ValueError):
        return None


def _write(room: Path, called: tuple[str, str], pair: Pair) -> None:
    """Both files; whoever is killed between them leaves a pair that is none, and is made anew."""
    for name, content in zip(called, (pair.certificate_pem(), pair.key_pem()), strict=True):
        draft = room / f".{name}"
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(room / name)


def _is_over(certificate: x509.Certificate, *, now: datetime) -> bool:
    return certificate.not_valid_after_utc <= now


def _is_due(server: Pair, *, wanted: tuple[str, ...], authority: Pair) -> bool:
    return (
        _is_over(server.certificate, now=datetime.now(UTC) + RENEWED_BEFORE)
        or set(issuing.names_of(server.certificate)) != set(wanted)
        or not issuing.is_of(authority.certificate, server.certificate)
    )


def _bad(what: str) -> Malformed:
    return Malformed(
        what,
        code="bad_certificate",
        next_step="Name a PEM file with the certificate (and those between it and its authority), "
        "and one with its key, without a password.",
    )
