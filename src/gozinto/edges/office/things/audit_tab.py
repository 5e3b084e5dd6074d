"""Every event that names an object, as the record has it, and the labels printed of it."""

from __future__ import annotations

from typing import Any

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.things import names, opening
from gozinto.edges.office.things.opening import Opened
from gozinto.errors import Malformed
from gozinto.labels.jobs import listing as labels
from gozinto.trace.lookups.audits import Audited

MOST_HOLDERS = 20
"""Containers that are named, the latest."""


def context(opened: Opened) -> dict[str, Any]:
    """What the tab shows: the newest on record, or those before the position `before`."""
    found = trace.audit(opened.object, before=_before(opened.request.GET.get("before", "")))
    people = names.people(
        {one.person for one in found.events}
        | {let.person for one in found.events for let in one.let_pass}
    )
    uri = opened.object.uri
    older = f"{opening.address(uri, 'audit')}&before={found.before}" if found.before else ""
    return {
        "events": [_row(one, people, opened) for one in found.events],
        "holders": trace.holders(opened.object, limit=MOST_HOLDERS),
        "older": older,
        "newest": opening.address(uri, "audit") if opened.request.GET.get("before") else "",
        "labels": labels.history(uri, number=opened.object.number),
    }


def _before(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Malformed("This is no place in the record.", code="bad_position", value=text)
    return int(text)


def _row(one: Audited, people: dict[str, str], opened: Opened) -> dict[str, Any]:
    return {
        "event": one,
        "what": words.name(words.STEPS, one.biz_step) or words.name(words.TYPES, one.type),
        "person": people.get(one.person, one.person),
        "role": words.name(words.PEOPLE, one.role),
        "late_by": int((one.recorded_at - one.at).total_seconds()),
        "why": opened.names.reason(one.why),
        "let_pass": [
            {"rule": let.code, "who": people.get(let.person, let.person), "why": let.reason}
            for let in one.let_pass
        ],
    }
