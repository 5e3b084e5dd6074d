"""One thing that a generated plant does: a verb, its arguments, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """A verb of `operations` (or a master data function) called at a time.

    `run`: the job whose run the verb needs; `begins`: the verb starts that run.
    """

    at: datetime
    verb: Callable[..., Any]
    args: tuple[Any, ...]
    keywords: Mapping[str, Any]
    run: str = ""
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a generator is: units made, and the time its calendar has reached."""

    made: int
    at: datetime
