"""A printer that is a folder: each job a file, whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

from gozinto.edges.printing.outcomes import NothingSent, Unfit

SUFFIXES = {"zpl": ".zpl", "pdf": ".pdf"}


def folder(root: Path, address: str) -> Path:
    """The folder below `root` that an address names. Raises Unfit for one that leads out of it."""
    found = (root / address).resolve()
    if not found.is_relative_to(root.resolve()) or "\0" in address:
        raise Unfit(
            f"{address!r} is no folder below {root}.",
            code="printer_address",
            next_step="Write the name of a folder, such as dock.",
        )
    return found


def deliver(into: Path, payload: bytes, *, name: str) -> None:
    """Write it under this name. Raises NothingSent. Written again it is the same file."""
    beginning = into / f".{name}.part"
    try:
        into.mkdir(parents=True, exist_ok=True)
        with beginning.open("wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        beginning.replace(into / name)
    except OSError as problem:
        raise NothingSent(
            f"{into} cannot be written: {problem.strerror}.",
            code="printer_away",
            next_step="Check the folder and the free space; the label is written by itself then.",
        ) from problem
