"""Events of a time by a word in their text, and what took part in events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from gozinto.trace.origins.sought import Window
from gozinto.trace.reading.moment import Moment, rows

_HOLDING = (
    "SELECT e.position, e.document FROM gozinto_event e WHERE e.event_time >= %s"
    " AND e.event_time < %s AND NOT e.is_declaration AND strpos(e.document, %s) > 0"
)
_STEP = " AND e.biz_step = %s"
_TOOK_PART = (
    "SELECT DISTINCT i.object_id FROM gozinto_involvement i WHERE i.event_id = ANY(%s)"
    " AND i.role <> 'input' AND {condition}"
)


def holding(word: str, window: Window, *, step: str = "") -> list[tuple[int, str]]:
    """The places and texts of the events of a time whose text holds this word. One query."""
    values: Sequence[object] = [window.since, window.until, word, *([step] if step else [])]
    order = " ORDER BY e.position"
    return [
        (position, document)
        for position, document in rows(_HOLDING + (_STEP if step else "") + order, values)
    ]


def took_part(told: Iterable[int], *, moment: Moment) -> Collection[int]:
    """What these events are about, but not what they used up. One query."""
    condition, values = moment.condition("i")
    sql = _TOOK_PART.format(condition=condition)
    return [row[0] for row in rows(sql, [list(told), *values])]
