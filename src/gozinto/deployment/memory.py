"""How often a process of ours looks for garbage."""

from __future__ import annotations

import gc


def look_seldom() -> None:
    """Let what is loaded stay, and look for circles of garbage less often.

    Events are many small objects that live until their commit and then go by themselves: looking
    through them every few hundred costs a tenth of the time to record a document (measured in
    `benchmarks/README.md`).
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
