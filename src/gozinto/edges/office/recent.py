"""What somebody looked at last, kept in a cookie that only they can read back.

Not in their session: whoever looks at a page would then write to the database.
"""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gozinto.plant.models import TraceableObject

_COOKIE = "recent"
_MOST = 8
_LONGEST = 3_000
"""Characters; a browser keeps 4,096 of a cookie."""
_KEPT_SECONDS = 90 * 24 * 3600


class Entry(TypedDict):
    """An object looked at."""

    uri: str
    number: str
    kind: str
    item: str


def _salt(request: HttpRequest) -> str:
    # At a shared desk nobody is shown what somebody else looked at.
    return f"recent of {request.user.pk}"


def entries(request: HttpRequest) -> list[Entry]:
    """The objects looked at, newest first."""
    try:
        kept = signing.loads(
            request.COOKIES.get(_COOKIE, ""), salt=_salt(request), max_age=_KEPT_SECONDS
        )
    except signing.BadSignature:
        return []
    return [Entry(uri=uri, number=number, kind=kind, item=item) for uri, number, kind, item in kept]


def note(request: HttpRequest, response: HttpResponse, found: TraceableObject) -> None:
    """Have the answer remember that `found` was looked at."""
    before = entries(request)
    if before and before[0]["uri"] == found.uri:
        return
    newest = Entry(uri=found.uri, number=found.number, kind=found.kind, item=found.item)
    listed = [newest, *(one for one in before if one["uri"] != found.uri)][:_MOST]
    value = _sealed(request, listed)
    while len(value) > _LONGEST and listed:
        listed = listed[:-1]
        value = _sealed(request, listed)
    response.set_cookie(
        _COOKIE,
        value,
        max_age=_KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _sealed(request: HttpRequest, listed: list[Entry]) -> str:
    short = [(one["uri"], one["number"], one["kind"], one["item"]) for one in listed]
    return signing.dumps(short, salt=_salt(request), compress=True)
