"""What somebody looked at last, kept in their session."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest

from gozinto.plant.models import TraceableObject

_KEY = "recent_objects"
_MOST = 8


class Entry(TypedDict):
    """An object looked at."""

    uri: str
    number: str
    kind: str
    item: str


def entries(request: HttpRequest) -> list[Entry]:
    """The objects looked at, newest first."""
    return list(request.session.get(_KEY, []))


def note(request: HttpRequest, found: TraceableObject) -> None:
    """Remember that `found` was looked at."""
    entry = Entry(uri=found.uri, number=found.number, kind=found.kind, item=found.item)
    others = [other for other in entries(request) if other["uri"] != found.uri]
    request.session[_KEY] = [entry, *others][:_MOST]
