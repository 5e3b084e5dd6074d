"""The register of who changed what somebody may do; written with the change, never changed."""

from __future__ import annotations

from typing import Any

from gozinto.access.models import AccessChange

MOST = 200


def note(what: str, *, about: str, by: str, **data: Any) -> None:
    """Add a change, in the transaction of what was changed."""
    AccessChange.objects.create(what=what, about=about[:150], by=by[:150], data=data)


def listed(*, about: str = "", before: int = 0) -> list[AccessChange]:
    """The newest changes, `MOST` at most: all, or those of one account or token.

    `before`: only those older than the change of this number.
    """
    found = AccessChange.objects.order_by("-id")
    if about:
        found = found.filter(about=about)
    if before:
        found = found.filter(pk__lt=before)
    return list(found[:MOST])
