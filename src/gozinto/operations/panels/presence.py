"""Who signed in at a station works at its machine until the session ends: the record says so."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial

from gozinto.access import panel_sessions
from gozinto.access.panel_sessions import Untold
from gozinto.operations import badging
from gozinto.operations import stamp as stamps
from gozinto.operations.panels.shapes import Station
from gozinto.record import Captured
from gozinto.record.transactions import run_tx

_NAMES = uuid.UUID("4b2c2f3e-51f4-4f0e-9d53-6a1b1d2f8c70")
"""The space of the ids of these events, so that who is told of twice came once."""


def tell(station: Station, *, is_all_told: bool) -> int:
    """Put on record who came to the machine of a station and who left; how many sessions it was.

    Who came by badge alone has sent an entry. One query where there is nothing to tell.
    is_all_told: whether the panel there keeps no entries that are still to be sent.
    """
    waiting = panel_sessions.untold(station.code, is_all_told=is_all_told)
    for one in waiting:
        run_tx(partial(_tell, one, station))
    return len(waiting)


def _tell(one: Untold, station: Station) -> None:
    if station.equipment:
        panel = stamps.Panel(station=station.code)
        with stamps.told_at(panel):
            if not one.came_told:
                _badge(badging.badge_in, one, station, "came", at=one.began_at)
            if one.ended_at is not None:
                _badge(badging.badge_out, one, station, "left", at=one.ended_at)
    panel_sessions.note_told(one)


def _badge(
    verb: Callable[..., Captured], one: Untold, station: Station, what: str, *, at: datetime
) -> None:
    # A session that seemed idle and went on has left at another time, which is another event.
    name = f"{station.code} {one.number} {what} {at.isoformat()}"
    event_id = f"urn:uuid:{uuid.uuid5(_NAMES, name)}"
    verb(equipment=station.equipment, by=one.person, at=at, event_id=event_id)
