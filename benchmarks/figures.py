"""What was measured, kept for who compares it later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def write(figures: Iterable[DataclassInstance], *, to: Path) -> None:
    """A list of objects, one a figure; the directory is made where it is missing."""
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n", encoding="utf-8")
