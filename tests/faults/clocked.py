"""`python -m tests.faults.clocked up …`: the command, by a clock that a test moves along.

Whatever time the file says that `CLOCK` names, it is. The processes that it begins import this
module too, so that all of them live at the same time.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from datetime import datetime
from pathlib import Path

from django.utils import timezone

import gozinto

CLOCK = "GOZINTO_TEST_CLOCK"


def move(file: Path, to: datetime) -> None:
    """From now on it is then; who reads the file meanwhile reads the old time or the new one."""
    written = file.with_suffix(".new")
    written.write_text(to.isoformat(), encoding="utf-8")
    written.replace(file)


def _told() -> datetime:
    return datetime.fromisoformat(Path(os.environ[CLOCK]).read_text(encoding="utf-8"))


def _begin() -> None:
    # Its package wants Django set up, and by then everybody has asked it already.
    name = "gozinto.record.clock"
    spec = importlib.util.spec_from_file_location(
        name, Path(gozinto.__path__[0], "record", "clock.py")
    )
    assert spec is not None
    assert spec.loader is not None
    clock = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(clock)
    usual = clock.now
    # What is written with a time of its own (a demo's) keeps it.
    clock.now = lambda: usual() if clock.is_set() else _told()  # type: ignore[attr-defined]  # a clock of ours
    timezone.now = _told


if CLOCK in os.environ:
    _begin()

if __name__ == "__main__":
    from gozinto.cli import main

    main()
