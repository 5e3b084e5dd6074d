"""One thing wrong with a pattern or a number, told with its place."""

from __future__ import annotations

from gozinto.errors import Violation


def fault(
    code: str, message: str, *, position: int = 0, value: str = "", next_step: str = ""
) -> Violation:
    """The violation; `position` counts the pattern's characters from 1."""
    return Violation(
        code=code,
        message=message,
        next_step=next_step or "Correct it; `gozinto numbers preview` shows what a pattern makes.",
        path=f"position {position}" if position else "",
        value=value,
        data={"position": position} if position else {},
    )
