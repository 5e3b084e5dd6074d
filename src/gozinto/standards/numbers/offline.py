"""Numbers without the server: a panel draws from ranges that were reserved for it.

The server reserves for each panel ranges of the sequence, one or more for every scope that the
panel may come into while it is away: the days over a new year, say. Ranges of one scope never
overlap, so neither do the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gozinto.errors import Refused
from gozinto.standards.numbers import writing
from gozinto.standards.numbers.faults import fault
from gozinto.standards.numbers.shapes import Facts, Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Places in a sequence, from the first to the last of them, within one scope."""

    scope: str
    first: int
    last: int


class Supply:
    """What one panel may issue of one pattern. It keeps what it used, to give the rest back."""

    def __init__(self, pattern: Pattern, stretches: Iterable[Stretch]) -> None:
        self._pattern = pattern
        self._left: dict[str, list[Stretch]] = {}
        for stretch in stretches:
            self._left.setdefault(stretch.scope, []).append(stretch)
        self.used: list[tuple[str, str]] = []
        """Scope and number of everything drawn, in order."""

    def draw(self, facts: Facts) -> str:
        """The next number for these facts. Raises Refused when what was reserved is used up."""
        scope = writing.scope(self._pattern, facts)
        left = self._left.get(scope, [])
        if not left:
            raise Refused(
                [
                    fault(
                        "range_used_up",
                        f"No number is left of what was reserved for {scope or 'this format'}.",
                        value=scope,
                        next_step="Go online and reserve more.",
                    )
                ]
            )
        stretch = left[0]
        (text,) = writing.written_all(self._pattern, facts, sequences=(stretch.first,))
        left[:1] = (
            [Stretch(scope=scope, first=stretch.first + 1, last=stretch.last)]
            if stretch.first < stretch.last
            else []
        )
        self.used.append((scope, text))
        return text
