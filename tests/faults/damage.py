"""What may happen to a generation on disk. Each harms a copy that nobody has mapped."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from gozinto.genealogy import generations

COLUMN = "forward_far.bin"


def flipped(folder: Path) -> None:
    """One bit of one column."""
    raw = bytearray((folder / COLUMN).read_bytes())
    raw[0] ^= 1
    (folder / COLUMN).write_bytes(raw)


def shortened(folder: Path) -> None:
    """A column lost its end."""
    os.truncate(folder / COLUMN, (folder / COLUMN).stat().st_size // 2)


def lost(folder: Path) -> None:
    """A column is not there."""
    (folder / COLUMN).unlink()


def unlisted(folder: Path) -> None:
    """The manifest lost its end."""
    manifest = folder / generations.MANIFEST
    os.truncate(manifest, manifest.stat().st_size // 2)


def foreign(folder: Path) -> None:
    """It is sound, and of another database."""
    manifest = folder / generations.MANIFEST
    text, _, _ = manifest.read_bytes().rpartition(b"\n")
    said = json.loads(text)
    said["about"]["database"] = "123 456"
    text = json.dumps(said).encode()
    manifest.write_bytes(text + f"\n{zlib.crc32(text):08x}".encode())


HARMS: Mapping[str, Callable[[Path], None]] = {
    "flipped": flipped,
    "shortened": shortened,
    "lost": lost,
    "unlisted": unlisted,
    "foreign": foreign,
    "repeated": lambda folder: None,
}
"""By name. What is repeated is an old generation with a new number: sound, only behind."""
