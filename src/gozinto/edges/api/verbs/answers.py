"""What a verb answers, as JSON."""

from __future__ import annotations

from typing import Any

from gozinto.edges.api.shapes import Shape, Text
from gozinto.record import Captured


class ToldOut(Shape):
    """What was told stands in the record; `repeated` when it stood there before.

    `beside`: the other events of the same request.  `numbers`: of a verb that makes lots or units,
    those they go by, in their order, issued ones too.
    """

    event_id: Text
    position: int
    repeated: bool
    beside: list[Text]
    numbers: list[Text] | None = None


def status(told: Any) -> int:
    """200 where exactly this stood on record before, else 201."""
    return 200 if isinstance(told, Captured) and told.repeated else 201
