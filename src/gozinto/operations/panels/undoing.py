"""What somebody did at a panel by mistake is taken back there: a correction, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from gozinto.access.roles import QUALITY, Role
from gozinto.operations import correcting
from gozinto.operations.panels.doing import Doing, Done
from gozinto.operations.panels.models import PanelEntry
from gozinto.operations.panels.refusing import refusal

MADE_BY_ENTRIES = frozenset(
    (
        *("start", "pause", "resume", "finish", "consume", "put_back", "mount", "unmount"),
        *("produce", "measure", "receive", "move", "pack", "ship", "hold", "scrap"),
    )
)
"""The acts that may be taken back."""


def why_not(
    done: PanelEntry, *, person: str, roles: frozenset[Role], at: datetime, minutes: int
) -> str:
    """The code of why a person may not take back what was done there; "" where they may."""
    if not roles.isdisjoint(QUALITY):
        return ""
    if done.person != person:
        return "undo_of_another"
    return "undo_too_late" if at > done.at + timedelta(minutes=minutes) else ""


def undo(doing: Doing) -> Done:
    """Take back what was done at this station: by the same person, for a while; by quality ever."""
    event_id = doing.text("event_id")
    done = PanelEntry.objects.filter(
        station=doing.station.code, event_id=event_id, act__in=MADE_BY_ENTRIES
    ).first()
    if done is None:
        raise refusal("undo_too_late", scanned=event_id)
    why = why_not(
        done,
        person=doing.stamp["by"],
        roles=doing.who.roles,
        at=doing.entry.at,
        minutes=doing.station.undo_minutes,
    )
    if why:
        raise refusal(why, scanned=done.sentence)
    captured = correcting.withdraw(
        event_id,
        reason=doing.text("reason") or "undone at the panel",
        by=doing.stamp["by"],
        at=doing.stamp.get("at"),
        live=doing.is_live,
    )
    return Done(captured=captured, kind="undo", words={"what": done.sentence})
