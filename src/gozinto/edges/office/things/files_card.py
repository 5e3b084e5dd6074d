"""The files of an object or event as its page lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat

from gozinto.access.roles import QUALITY, RECORDERS, Role
from gozinto.edges.office.things import names
from gozinto.record.attachments import attaching, media_types
from gozinto.record.attachments.attaching import Attached


def context(
    found: Sequence[Attached], *, roles: frozenset[Role], target: Mapping[str, str]
) -> dict[str, Any]:
    """What the card of files shows. `target`: what a new one is put on, as the form sends it."""
    people = names.people({one.by for one in found} | {one.withdrawn_by for one in found})
    return {
        "files": [_row(one, people) for one in found],
        "may_add": bool(roles & RECORDERS),
        "may_withdraw": bool(roles & QUALITY),
        "target": target,
        "accept": ",".join(f".{ending}" for ending in media_types.SUFFIXES.values()),
        "most": filesizeformat(attaching.MOST_BYTES),
    }


def _row(one: Attached, people: Mapping[str, str]) -> dict[str, Any]:
    return {
        "file": one,
        "kind": media_types.SUFFIXES[one.media_type].upper(),
        "size": filesizeformat(one.size),
        "by": people.get(one.by, one.by),
        "withdrawn_by": people.get(one.withdrawn_by, one.withdrawn_by),
    }
