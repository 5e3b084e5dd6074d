"""How much processor time processes have used: a figure that a busy machine does not spoil."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

_TICKS_A_S = os.sysconf("SC_CLK_TCK")


def used_s(pid: int) -> float:
    """Seconds of processor time of a process and all that it started, and they, proc(5)."""
    times: dict[int, float] = {}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just left
                # The name stands in parentheses and may hold anything.
                rest = (folder / "stat").read_text().rpartition(")")[2].split()
                one = int(folder.name)
                children[int(rest[1])].append(one)
                # its own, and that of children that have ended
                times[one] = sum(map(int, rest[11:15])) / _TICKS_A_S
    waiting, total = [pid], 0.0
    while waiting:
        one = waiting.pop()
        total += times.get(one, 0.0)
        waiting += children[one]
    return total
