"""Parts that repairs took out: the unit as it was made no longer holds what was in their slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from gozinto.genealogy.graph import Link, Slot
from gozinto.trace.reading.moment import Moment

_SURE = ("scanned", "measured")


def removed_later(unit: str, at: str, *, moment: Moment) -> tuple[str, list[Any]]:
    """SQL of what was taken out of `unit` after it came out at `at`, and its values.

    What was built into something else, and was repaired there, stays whole on the way in: there
    the old part and the new one both count. Rather one too many than one missed.
    """
    stands = {name: moment.condition(name) for name in ("x", "went", "back")}
    sql = (
        "ARRAY(SELECT array_append(x.slot, x.certainty) FROM gozinto_replacement x"
        f" WHERE x.unit_id = {unit} AND {at} < x.at AND {stands['x'][0]} AND NOT EXISTS ("
        "SELECT 1 FROM gozinto_link went WHERE went.object_id = x.unit_id AND went.is_input"
        f" AND went.at < x.at AND {stands['went'][0]} AND NOT EXISTS ("
        "SELECT 1 FROM gozinto_link back WHERE back.run_id = went.run_id"
        f" AND back.object_id = x.unit_id AND NOT back.is_input AND {stands['back'][0]})))"
    )
    return sql, [value for _, values in stands.values() for value in values]


def emptied(link: Link, removed: Iterable[Sequence[str]]) -> Link:
    """The link by which a unit came out, without what was in these slots."""
    if link.role != "output" or not removed:
        return link
    sure: set[Slot] = set()
    empty: set[Slot] = set()
    for step, name, position, certainty in removed:
        empty.add((step, name, position))
        if certainty in _SURE:
            sure.add((step, name, position))
    return replace(
        link,
        replaces=link.replaces | empty,
        replaces_perhaps=(link.replaces_perhaps | (empty - link.replaces)) - sure,
    )
