"""Generations of an index on disk: columns that are written once, checked, and mapped by all.

A generation is a folder `gen-N` of one file a column and a manifest with their checksums. It is
made beside and renamed at once, so there is no half of one; what does not agree with its manifest
is `Damaged` and is never read.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.arrays import Arrays, Side

SIDES = ("forward", "backward", "carry_forward", "carry_backward")
PARTS = ("start", "far", "time", "link")
FORMAT = 1
MANIFEST = "manifest.json"
KEPT = 2
"""Generations that stay: the last one, and the one that somebody may just be opening."""

_NAME = "gen-"
_DRAFT = "draft-"
_PIECE = 1 << 24
Column = NDArray[Any]


class Damaged(Exception):
    """A generation whose files are not what its manifest says."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The columns of one generation, mapped read-only, and what was written of their meaning."""

    number: int
    columns: Mapping[str, Column]
    about: Mapping[str, Any]
    bytes: int


def of_graph(graph: Arrays) -> dict[str, Column]:
    """The columns of a graph."""
    columns: dict[str, Column] = {"layer": graph.layer, "forgets": graph.forgets}
    for name in SIDES:
        side: Side = getattr(graph, name)
        columns |= {f"{name}_{part}": getattr(side, part) for part in PARTS}
    return columns


def narrow(ids: NDArray[np.int64]) -> Column:
    """The ids in half the room, where all of them are small enough."""
    is_small = int(ids.max(initial=0)) <= np.iinfo(np.int32).max
    return ids.astype(np.int32) if is_small else ids


def graph_of(columns: Mapping[str, Column]) -> Arrays:
    """The graph in such columns. Raises KeyError for one that is not there."""
    sides = {name: Side(**{part: columns[f"{name}_{part}"] for part in PARTS}) for name in SIDES}
    return Arrays(layer=columns["layer"], forgets=columns["forgets"], **sides)


def publish(folder: Path, columns: Mapping[str, Column], *, about: Mapping[str, Any]) -> int:
    """Write a generation and make it the latest; answers its number.

    Durable when it returns. `about` must be JSON. Raises OSError when the disk does.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"{_DRAFT}{os.getpid()}-{secrets.token_hex(4)}"
    draft.mkdir(mode=0o700)
    try:
        kept = {name: _write_column(draft, name, column) for name, column in columns.items()}
        manifest = {"format": FORMAT, "columns": kept, "about": dict(about)}
        text = json.dumps(manifest, indent=1, sort_keys=True).encode()
        _write(draft / MANIFEST, [text, b"\n" + _sum(text).encode()])
        _sync(draft)
        number = 1 + max(numbers(folder), default=0)
        os.rename(draft, folder / f"{_NAME}{number}")
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _sync(folder)
    return number


def numbers(folder: Path) -> list[int]:
    """The generations that are there, oldest first, sound or not."""
    found = (path.name.removeprefix(_NAME) for path in folder.glob(f"{_NAME}*"))
    return sorted(int(number) for number in found if number.isdecimal())


def read(folder: Path, number: int) -> Generation:
    """A generation, after its files were compared with their checksums. Raises Damaged."""
    place = folder / f"{_NAME}{number}"
    manifest = _manifest(place)
    try:
        columns = {
            name: _read_column(place, name, kept) for name, kept in manifest["columns"].items()
        }
    except (OSError, ValueError) as problem:
        raise Damaged(f"{place} cannot be read: {problem}") from problem
    total = sum(column.nbytes for column in columns.values())
    return Generation(number, columns, manifest["about"], total)


def about(folder: Path, number: int) -> Mapping[str, Any]:
    """What was written of the meaning of a generation; its columns are not looked at.

    Raises Damaged.
    """
    found: Mapping[str, Any] = _manifest(folder / f"{_NAME}{number}")["about"]
    return found


def _manifest(place: Path) -> dict[str, Any]:
    try:
        text, _, checksum = (place / MANIFEST).read_bytes().rpartition(b"\n")
        if checksum.decode("ascii", "replace") != _sum(text):
            raise Damaged(f"{place / MANIFEST} does not agree with its checksum")
        manifest: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as problem:
        raise Damaged(f"{place} cannot be read: {problem}") from problem
    if manifest["format"] != FORMAT:
        raise Damaged(f"{place} is of format {manifest['format']}, not {FORMAT}")
    return manifest


def discard(folder: Path, *, number: int) -> None:
    """Remove a generation; who has it mapped keeps it."""
    shutil.rmtree(folder / f"{_NAME}{number}", ignore_errors=True)


def tidy(folder: Path) -> None:
    """Remove all but the last generations, and drafts that nobody finished.

    Only for the one who builds: another's draft would be lost.
    """
    for number in numbers(folder)[:-KEPT]:
        discard(folder, number=number)
    for draft in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _write_column(folder: Path, name: str, column: Column) -> dict[str, Any]:
    plain = np.ascontiguousarray(column)
    raw = plain.data.cast("B") if plain.size else memoryview(b"")
    _write(folder / f"{name}.bin", [raw])
    return {"dtype": plain.dtype.str, "length": len(plain), "crc32": _sum(raw)}


def _write(path: Path, parts: list[bytes | memoryview]) -> None:
    with open(path, "xb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())


def _read_column(folder: Path, name: str, kept: Mapping[str, Any]) -> Column:
    path, dtype = folder / f"{name}.bin", np.dtype(kept["dtype"])
    if path.stat().st_size != kept["length"] * dtype.itemsize:
        raise Damaged(f"{path} is not as long as it was")
    if not kept["length"]:
        return np.empty(0, dtype=dtype)
    column: Column = np.memmap(path, dtype=dtype, mode="r")
    if _sum(column.data.cast("B")) != kept["crc32"]:
        raise Damaged(f"{path} does not agree with its checksum")
    return column.view(np.ndarray)


def _sum(raw: bytes | memoryview) -> str:
    found = 0
    for begin in range(0, len(raw), _PIECE):
        found = zlib.crc32(raw[begin : begin + _PIECE], found)
    return f"{found:08x}"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
