"""Lists as somebody wants to see them again: what their address asks, under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gozinto.access.models import Declared, User
from gozinto.errors import Forbidden, Malformed, Unknown

LONGEST_NAME = 80
LONGEST_QUERY = 4_000
MOST = 100
"""Views of one list that somebody sees."""


class SavedView(models.Model):
    """What the address of a list asks, kept by whoever likes it, for himself or for everybody."""

    declared_as: ClassVar[Declared] = "master"
    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=80)
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="one_view_of_a_name")
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view as a page shows it. `owner`: who keeps it, where that is somebody else."""

    id: int
    name: str
    query: str
    is_shared: bool
    owner: str


def listed(user: User, *, page: str) -> list[View]:
    """The views of a list that somebody sees: their own, then those that others share, by name."""
    seen = SavedView.objects.filter(Q(user=user) | Q(is_shared=True), page=page)
    found = [
        View(
            id=one.pk,
            name=one.name,
            query=one.query,
            is_shared=one.is_shared,
            owner="" if one.user_id == user.pk else one.user.get_username(),
        )
        for one in seen.select_related("user").order_by("name", "id")[:MOST]
    ]
    return sorted(found, key=lambda one: bool(one.owner))


def save(user: User, *, page: str, name: str, query: str, is_shared: bool = False) -> None:
    """Keep a view under a name; another one of that name is replaced. Raises Malformed."""
    wanted = name.strip()
    if not wanted or len(wanted) > LONGEST_NAME or "\0" in wanted:
        raise Malformed(
            "A view has a name.",
            code="bad_view_name",
            next_step=f"Give it a name of at most {LONGEST_NAME} characters.",
        )
    if len(query) > LONGEST_QUERY or "\0" in query:
        raise Malformed(
            "The list is asked for too much at once to be kept.",
            code="view_too_long",
            next_step="Filter by less.",
        )
    SavedView.objects.update_or_create(
        user=user, page=page, name=wanted, defaults={"query": query, "is_shared": is_shared}
    )


def remove(user: User, *, view: int, may_others: bool = False) -> None:
    """Forget a view of one's own; with `may_others` a shared one of somebody else too.

    Raises Unknown for none that is seen, Forbidden for one of somebody else.
    """
    found = SavedView.objects.filter(Q(user=user) | Q(is_shared=True), pk=view).first()
    if found is None:
        raise Unknown("There is no such view.", code="unknown_view")
    if found.user_id != user.pk and not may_others:
        raise Forbidden(
            "It is somebody else's view.",
            code="not_yours",
            next_step="Ask whoever keeps it, or save one of your own.",
        )
    found.delete()
