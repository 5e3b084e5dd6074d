"""Where contents lie: each once, in a file named by its SHA-256, that nobody changes."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from gozinto.errors import StorageFull, Unavailable

_CHUNK = 1 << 20


def root() -> Path:
    """The directory of all contents."""
    return Path(settings.GOZINTO_ATTACHMENTS_DIR)


def path_of(sha256: str, *, under: Path | None = None) -> Path:
    """The file of a content. Raises ValueError for what is no hash."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(f"{sha256[:80]!r} is no SHA-256")
    return (under or root()) / sha256[:2] / sha256


def digest(file: BinaryIO) -> str:
    """The SHA-256 of a file, from its beginning."""
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def keep(file: BinaryIO, *, under: Path | None = None) -> str:
    """Keeps a content and answers its SHA-256; what is kept already stays as it is.

    It is on the disk when this returns. Raises StorageFull and Unavailable.
    """
    sha256 = digest(file)
    to = path_of(sha256, under=under)
    draft = to.with_name(f".{sha256}.{secrets.token_hex(4)}")
    try:
        if _holds(to, sha256):
            return sha256
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(file, draft)
        draft.replace(to)
        _settle(to.parent)
    except OSError as problem:
        with suppress(OSError):  # where it cannot be written, it may not be there to be removed
            draft.unlink(missing_ok=True)
        kind = StorageFull if problem.errno == errno.ENOSPC else Unavailable
        raise kind(
            f"The file cannot be kept: {problem.strerror}.",
            next_step="Make room in GOZINTO_HOME, or let gozinto write there; then try again.",
        ) from problem
    return sha256


def opened(sha256: str, *, under: Path | None = None) -> BinaryIO:
    """The content, found to be what it was when it came.

    Raises Unavailable (attachment_damaged).
    """
    path = path_of(sha256, under=under)
    try:
        file = path.open("rb")
    except OSError as problem:
        raise _damaged(f"The content {sha256[:12]} is not there.") from problem
    if digest(file) != sha256:
        file.close()
        raise _damaged(f"The content {sha256[:12]} is not what it was.")
    file.seek(0)
    return file


def _damaged(said: str) -> Unavailable:
    return Unavailable(
        said,
        code="attachment_damaged",
        next_step="Put the directory `attachments` of a backup back into GOZINTO_HOME.",
    )


def _holds(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return digest(file) == sha256
    except FileNotFoundError:
        return False


def _write(file: BinaryIO, draft: Path) -> None:
    file.seek(0)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while chunk := file.read(_CHUNK):
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())


def _settle(directory: Path) -> None:
    """So that the name, too, is there after a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
