"""How much waits in the inbox: for its own page, and beside its name in the menu of every page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from gozinto.cases.corrective import due
from gozinto.cases.recalls import due as due_of_recalls
from gozinto.labels.jobs import listing as jobs
from gozinto.operations import exceptions
from gozinto.operations.panels import kept, missing

KEPT_S = 60
"""So long the menu may show what was counted last, until it has asked again."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A count, and until when (monotonic) it is shown."""

    count: int
    until_s: float


_kept: list[_Kept] = []
"""What was counted last in this process; empty after what changed it."""


def read() -> dict[str, int]:
    """How much waits in each group. Two queries."""
    beside = {
        "printing": jobs.in_trouble(),
        "kept": kept.waiting(),
        "missing": missing.waiting(),
        "late_actions": due.late_actions(),
        "late_checks": due.late_checks(),
        "grown": due_of_recalls.grown(),
        "unsent": due_of_recalls.unsent(),
        "silent": due_of_recalls.silent(),
    }
    told = exceptions.counts(beside=beside)
    found = {
        "recalls": sum(told.beside[name] for name in ("grown", "unsent", "silent")),
        "findings": told.findings,
        "held": told.held,
        "gaps": told.gaps,
        "panels": min(exceptions.MOST_COUNTED, told.beside["kept"] + told.beside["missing"]),
        "printing": told.beside["printing"],
        "overdue": told.overdue + told.beside["late_actions"] + told.beside["late_checks"],
        "expiring": told.expiring,
        "signals": told.signals,
    }
    _kept[:] = [_Kept(all_of(found), time.monotonic() + KEPT_S)]
    return found


def in_the_menu() -> int:
    """How much waits for a person, as it was counted last; 0 where nobody counted lately.

    It asks nobody: the menu of every page has it, and then asks for the count by itself.
    """
    return next((one.count for one in _kept if time.monotonic() < one.until_s), 0)


def all_of(found: Mapping[str, int]) -> int:
    """How much waits for a person: not what expires some day, and not what may be chance."""
    return sum(count for name, count in found.items() if name not in ("signals", "expiring"))


def forget() -> None:
    """Somebody did something about it: what was counted before holds no more."""
    _kept.clear()
