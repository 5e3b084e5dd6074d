"""The papers of an object: delivery notes and certificates that events name, and files on it."""

from __future__ import annotations

from typing import Any

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.things import files_card
from gozinto.edges.office.things.opening import Opened
from gozinto.record.attachments import attaching
from gozinto.trace.stories import Entry

MOST = 1_000
"""Events that are looked through, the newest."""


def context(opened: Opened) -> dict[str, Any]:
    """What the tab shows."""
    story = trace.story(opened.object, limit=MOST)
    return {
        "papers": [
            _paper(one, opened) for one in reversed(story) if one.document or one.certificate
        ],
        **files_card.context(
            attaching.of_object(opened.object),
            roles=opened.roles,
            target={"id": opened.object.uri},
        ),
    }


def _paper(one: Entry, opened: Opened) -> dict[str, Any]:
    return {
        "at": one.at,
        "what": words.name(words.STEPS, one.biz_step),
        "note": one.document,
        "is_shipment": one.biz_step == "shipping",
        "certificate": one.certificate,
        "partner": opened.names.partner(one.partner) if one.partner else "",
        "container": one.container,
        "is_withdrawn": one.withdrawn,
    }
